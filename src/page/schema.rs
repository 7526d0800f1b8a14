//! The page of one schema, with everything in it.

use serde::Serialize;

use super::Anchor;
use super::changes::{VersionsView, versions};
use super::code::{Code, code, source_view};
use super::coverage::{CoverageView, coverage};
use super::event::{EventView, best, event_of_schema};
use super::example::{self, ExampleView};
use super::fields::{InView, definition, definitions, fields};
use super::link::Links;
use super::map::{Composition, of_schema};
use super::problem::{ProblemsHere, problems_at};
use super::properties::{PropertiesView, properties};
use super::used_by::{UsesOfKind, used_by};
use crate::diagnostic::Findings;
use crate::prose::Html;
use crate::route::{Site, pointer_anchor};
use crate::source::{Node, Place, Source, SourceId, Span};

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct SchemaView {
    pub title: String,
    pub name: String,
    pub file: String,
    pub dialect: String,
    pub id: Option<String>,
    pub version: Option<String>,
    pub deprecated: bool,
    /// It and its other versions.
    pub versions: Option<VersionsView>,
    pub owner: Option<String>,
    pub description: Html,
    pub types: Vec<Anchor>,
    pub fields: Html,
    /// All properties by dotted paths, with those of the schemas that this one is made of.
    pub properties: PropertiesView,
    /// The definitions, where they stand on this page.
    pub definitions: Vec<DefinitionSection>,
    /// The definitions of a long document, which have pages of their own.
    pub pages: Vec<Anchor>,
    /// The example that shows best what it describes; a value that was made, where there is no example.
    pub event: Option<EventView>,
    /// The other ones.
    pub examples: Vec<ExampleView>,
    pub counterexamples: Vec<ExampleView>,
    /// What the examples exercise, where there is something.
    pub coverage: Option<CoverageView>,
    /// What uses it, by kind.
    pub used_by: Vec<UsesOfKind>,
    /// What it is made of, and what is made of it.
    pub composition: Option<Composition>,
    /// The guides of its folder, if it is the only schema there.
    pub guides: Vec<Anchor>,
    pub problems: ProblemsHere,
    /// The text of the document, without the definitions that have pages of their own.
    pub source: Html,
    pub raw: Option<String>,
    /// `None` where the schema could not be read.
    pub bundled: Option<String>,
    /// Whether it has none since all together would be too much.
    pub unbundled: bool,
    /// The same at the address that its `$id` states.
    pub at_id: Option<String>,
    pub edit: Option<String>,
}

/// A definition of the schema.
#[derive(Debug, Serialize)]
pub struct DefinitionSection {
    pub anchor: String,
    pub name: String,
    pub html: Html,
}

/// The view of the schema `number`.
pub fn view(site: &Site, findings: &Findings, number: usize, links: &Links<'_>) -> SchemaView {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let schema = &project.schemas[number];
    let source = project.sources.get(schema.source);
    let settings = &project.config.catalogs[schema.catalog];
    let root = Place::root(schema.source);
    let described = source.root().and_then(|root| root.get("description")).and_then(Node::as_str);
    let own = |number: &usize| {
        let schema = project.examples[*number].schema();
        schema.is_none_or(|schema| site.definition_at(schema).is_none())
    };
    let own: Vec<usize> = site.examples_of(schema.source).iter().copied().filter(own).collect();
    let best = best(links, &own);
    let is_shown =
        best.is_some() || (own.iter().all(|number| project.examples[*number].expect_invalid) && !schema.is_metaschema);
    let (event, in_view) = if is_shown { event_of_schema(links, &root, best) } else { (None, InView::new()) };
    let others = own.iter().copied().filter(|number| Some(*number) != best);
    let (examples, counterexamples) = examples_and_counterexamples(links, others);
    let types = schema.types.iter().filter_map(|name| {
        let url = site.routes.types.get(name)?;
        Some(Anchor { text: name.clone(), href: links.to(url) })
    });
    // Types that the registry, and not the schema itself, ties to it.
    let registered = project.registered.iter().filter(|entry| {
        let named = entry.schema.as_deref().and_then(|name| resolved.find_in_catalog(entry.catalog, name));
        named.is_some_and(|place| place.source == schema.source) && !schema.types.contains(&entry.name)
    });
    let registered = registered.filter_map(|entry| {
        let url = site.routes.types.get(&entry.name)?;
        Some(Anchor { text: entry.name.clone(), href: links.to(url) })
    });
    let (mut sections, mut pages) = (Vec::new(), Vec::new());
    for found in definitions(links, &root, schema.dialect) {
        let place = Place::new(schema.source, found.pointer);
        match site.definition_at(&place) {
            Some(number) => {
                let page = &site.routes.definitions[number];
                let address = if page.parts.len() > 1 { site.address(&place) } else { None };
                pages.push(Anchor { text: found.name, href: links.to(address.as_ref().unwrap_or(&page.url)) });
            }
            None => sections.push(DefinitionSection {
                anchor: pointer_anchor(&place.pointer),
                name: found.name,
                html: definition(links, &place, schema.dialect, &in_view),
            }),
        }
    }
    let guides = site.routes.ties.iter().filter(|(_, schema)| *schema == number).map(|(page, _)| Anchor {
        text: project.pages[*page].title.clone(),
        href: links.to(&site.routes.guides[*page]),
    });
    SchemaView {
        title: super::schema_title(site, number),
        name: schema.name.clone(),
        file: source.name.clone(),
        dialect: schema.dialect.title().to_owned(),
        id: schema.id.clone(),
        version: schema.version.clone(),
        deprecated: schema.deprecated,
        versions: versions(links, number),
        owner: settings.owner.clone(),
        description: described.map(|text| crate::prose::inline(text, &links.prose(&source.file))).unwrap_or_default(),
        types: types.chain(registered).collect(),
        fields: fields(links, &root, schema.dialect, &in_view),
        properties: properties(links, &root, schema.dialect, &in_view),
        definitions: sections,
        pages,
        // Where there is no example, nothing is exercised, and the page says so by the event that was made.
        coverage: if schema.is_metaschema || site.examples_of(schema.source).is_empty() {
            None
        } else {
            coverage(links, schema.source)
        },
        event,
        examples,
        counterexamples,
        used_by: used_by(links, schema.source),
        composition: of_schema(links, number),
        guides: guides.collect(),
        problems: problems_at(links, findings, [&Place::root(schema.source)]),
        source: source_view(site, || remaining_text(site, source, schema.source)),
        raw: site.raw(number).map(|address| links.to(address)),
        bundled: site.bundle(number).map(|address| links.to(address)),
        unbundled: site.is_unbundled(number),
        at_id: site.registry().get(&number).map(|address| links.to(address)),
        edit: project.config.site.edit_url.as_ref().map(|url| url.replace("{file}", &source.file)),
    }
}

/// Views of examples and of counterexamples, for the page of their schema.
pub fn examples_and_counterexamples(
    links: &Links<'_>,
    numbers: impl Iterator<Item = usize>,
) -> (Vec<ExampleView>, Vec<ExampleView>) {
    let examples = &links.site.proved.resolved.project.examples;
    let (mut valid, mut invalid) = (Vec::new(), Vec::new());
    for number in numbers {
        let list = if examples[number].expect_invalid { &mut invalid } else { &mut valid };
        list.push(ExampleView { schema: None, ..example::view(links, number) });
    }
    (valid, invalid)
}

/// A text as it is.
pub fn whole(source: &Source) -> Html {
    code(&Code { source, span: source.extent(), marks: &[], names: &[], notes: &[], anchors: false, described: false })
}

/// The text of a document but for the definitions that have pages of their own.
fn remaining_text(site: &Site, source: &Source, id: SourceId) -> Html {
    let own = site.routes.definitions.iter().flat_map(|page| &page.parts).filter(|part| part.place.source == id);
    let spans = own.filter_map(|part| Some(source.root()?.pointer(&part.place.pointer)?.span));
    let mut taken: Vec<Span> = spans.collect();
    let Span { mut start, end } = source.extent();
    if taken.is_empty() {
        return code(&Code {
            source,
            span: source.extent(),
            marks: &[],
            names: &[],
            notes: &[],
            anchors: true,
            described: true,
        });
    }
    taken.sort_unstable();
    taken.push(Span { start: end, end });
    let mut html = String::new();
    for span in taken {
        let piece = code(&Code {
            source,
            span: Span { start, end: span.start },
            marks: &[],
            names: &[],
            notes: &[],
            anchors: false,
            described: true,
        });
        html.push_str(piece.as_str().trim_end_matches('\n'));
        html.push_str(if span.start < end { "…" } else { "\n" });
        start = span.end;
    }
    Html::trusted(html)
}

//! The page of one definition, or of some that share it, where their schema document is too long for one page. Their anchors are those that they
//! would have there.

use serde::Serialize;

use super::Anchor;
use super::code::{Code, code, source_view};
use super::example::ExampleView;
use super::fields::{InView, definition};
use super::link::Links;
use super::problem::{ProblemsHere, problems_at};
use super::properties::{PropertiesView, properties};
use super::schema::{DefinitionSection, examples_and_counterexamples};
use super::words::short;
use crate::diagnostic::Findings;
use crate::prose::Html;
use crate::route::{DefinitionPage, Site, SplitOff, pointer_anchor};

/// What the template shows.
#[derive(Debug, Default, Serialize)]
pub struct DefinitionView {
    pub anchor: String,
    pub name: String,
    pub schema: Anchor,
    pub file: String,
    pub fields: Html,
    pub properties: PropertiesView,
    pub examples: Vec<ExampleView>,
    pub counterexamples: Vec<ExampleView>,
    pub problems: ProblemsHere,
    pub source: Html,
    pub raw: Option<String>,
    /// Those that share the page, where it is not about one.
    pub definitions: Vec<DefinitionSection>,
}

/// The title of a page: the name of the definition, or the first name and the last.
pub fn title(page: &DefinitionPage) -> String {
    match page.parts.as_slice() {
        [first, .., last] => format!("{} to {}", short(&first.name), short(&last.name)),
        parts => parts.iter().map(|part| part.name.as_str()).collect(),
    }
}

/// The view of the definition `number`.
pub fn view(site: &Site, findings: &Findings, number: usize, links: &Links<'_>) -> DefinitionView {
    let page = &site.routes.definitions[number];
    let schema = &site.proved.resolved.project.schemas[page.schema];
    let source = site.proved.resolved.project.sources.get(schema.source);
    let span_of = |part: &SplitOff| source.root()?.pointer(&part.place.pointer).map(|node| node.span);
    let start = page.parts.first().and_then(span_of).unwrap_or_default();
    let (examples, counterexamples) = examples_and_counterexamples(links, page.examples.iter().copied());
    let fields = |part: &SplitOff| definition(links, &part.place, schema.dialect, &InView::new());
    let section = |part: &SplitOff| DefinitionSection {
        anchor: pointer_anchor(&part.place.pointer),
        name: part.name.clone(),
        html: fields(part),
    };
    let view = DefinitionView {
        name: title(page),
        schema: Anchor {
            text: super::schema_title(site, page.schema),
            href: links.to(&site.routes.schemas[page.schema]),
        },
        file: format!("{}:{}", source.file, source.position(start.start).line),
        examples,
        counterexamples,
        problems: problems_at(links, findings, page.parts.iter().map(|part| &part.place)),
        raw: site.raw(page.schema).map(|address| links.to(address)),
        ..DefinitionView::default()
    };
    match page.parts.as_slice() {
        [part] => DefinitionView {
            anchor: pointer_anchor(&part.place.pointer),
            fields: fields(part),
            properties: properties(links, &part.place, schema.dialect, &InView::new()),
            source: source_view(site, || {
                code(&Code { source, span: start, marks: &[], names: &[], notes: &[], anchors: false, described: true })
            }),
            ..view
        },
        parts => DefinitionView { definitions: parts.iter().map(section).collect(), ..view },
    }
}

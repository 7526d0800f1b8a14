//! The page of one schema, with everything in it.

use serde::Serialize;

use super::Anchor;
use super::code::{Code, code};
use super::effective::{PropertyView, effective};
use super::example::{self, ExampleView};
use super::fields::{definitions, fields};
use super::link::Links;
use super::problem::{ProblemView, problems_of};
use super::used_by::used_by;
use crate::diagnostic::Findings;
use crate::prose::Html;
use crate::route::pointer_anchor;
use crate::source::{Node, Place, Span};

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
    pub owner: Option<String>,
    pub description: Html,
    pub types: Vec<Anchor>,
    pub fields: Html,
    /// All properties, with those of the schemas that this one is made of.
    pub effective: Vec<PropertyView>,
    pub definitions: Vec<DefinitionView>,
    pub examples: Vec<ExampleView>,
    pub counterexamples: Vec<ExampleView>,
    pub used_by: Vec<Anchor>,
    pub problems: Vec<ProblemView>,
    pub source: Html,
    pub raw: String,
    pub bundled: String,
    pub edit: Option<String>,
}

/// A definition of the schema.
#[derive(Debug, Serialize)]
pub struct DefinitionView {
    pub anchor: String,
    pub name: String,
    pub html: Html,
}

/// The view of the schema `number`.
pub fn view(site: &crate::route::Site, findings: &Findings, number: usize, links: &Links<'_>) -> SchemaView {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let schema = &project.schemas[number];
    let source = project.sources.get(schema.source);
    let settings = &project.config.catalogs[schema.catalog];
    let root = Place::root(schema.source);
    let described = source.root().and_then(|root| root.get("description")).and_then(Node::as_str);
    let (mut examples, mut counterexamples) = (Vec::new(), Vec::new());
    for number in site.examples_of(schema.source) {
        let list = if project.examples[*number].expect_invalid { &mut counterexamples } else { &mut examples };
        list.push(ExampleView { schema: None, ..example::view(links, *number) });
    }
    let types = schema.types.iter().filter_map(|name| {
        let url = site.types.get(name)?;
        Some(Anchor { text: name.clone(), href: links.to(url) })
    });
    // Types that the registry, and not the schema itself, ties to it.
    let registered = project.registered.iter().filter(|entry| {
        let named = entry.schema.as_deref().and_then(|name| resolved.find_in_catalog(entry.catalog, name));
        named.is_some_and(|place| place.source == schema.source) && !schema.types.contains(&entry.name)
    });
    let registered = registered.filter_map(|entry| {
        let url = site.types.get(&entry.name)?;
        Some(Anchor { text: entry.name.clone(), href: links.to(url) })
    });
    let definitions = definitions(links, &root, schema.dialect).into_iter().map(|definition| DefinitionView {
        anchor: pointer_anchor(&definition.pointer),
        name: definition.name,
        html: definition.html,
    });
    let whole = Span { start: 0, end: source.text.len() as u32 };
    SchemaView {
        title: super::schema_title(site, number),
        name: schema.name.clone(),
        file: source.name.clone(),
        dialect: schema.dialect.title().to_owned(),
        id: schema.id.clone(),
        version: schema.version.clone(),
        deprecated: schema.deprecated,
        owner: settings.owner.clone(),
        description: described.map(|text| crate::prose::inline(text, &links.prose(&source.file))).unwrap_or_default(),
        types: types.chain(registered).collect(),
        fields: fields(links, &root, schema.dialect),
        effective: effective(links, &root, schema.dialect),
        definitions: definitions.collect(),
        examples,
        counterexamples,
        used_by: used_by(links, schema.source),
        problems: problems_of(links, findings, &source.file, Some(schema.source)),
        source: code(&Code { source, span: whole, marks: &[], anchors: true }),
        raw: links.to(&site.raws[number]),
        bundled: links.to(&site.bundles[number]),
        edit: project.config.site.edit_url.as_ref().map(|url| url.replace("{file}", &source.file)),
    }
}

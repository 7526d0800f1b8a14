//! The page of one definition, where its schema document is too long for one page. Its anchors are those it would have there.

use serde::Serialize;

use super::Anchor;
use super::code::{Code, code, source_view};
use super::example::ExampleView;
use super::fields::{InView, definition};
use super::link::Links;
use super::problem::{ProblemsHere, problems_at};
use super::properties::{PropertiesView, properties};
use super::schema::examples_and_counterexamples;
use crate::diagnostic::Findings;
use crate::prose::Html;
use crate::route::{Site, pointer_anchor};
use crate::source::Span;

/// What the template shows.
#[derive(Debug, Serialize)]
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
}

/// The view of the definition `number`.
pub fn view(site: &Site, findings: &Findings, number: usize, links: &Links<'_>) -> DefinitionView {
    let page = &site.routes.definitions[number];
    let schema = &site.proved.resolved.project.schemas[page.schema];
    let source = site.proved.resolved.project.sources.get(schema.source);
    let span =
        source.root().and_then(|root| root.pointer(&page.place.pointer)).map_or(Span::default(), |node| node.span);
    let (examples, counterexamples) = examples_and_counterexamples(links, page.examples.iter().copied());
    DefinitionView {
        anchor: pointer_anchor(&page.place.pointer),
        name: page.name.clone(),
        schema: Anchor {
            text: super::schema_title(site, page.schema),
            href: links.to(&site.routes.schemas[page.schema]),
        },
        file: format!("{}:{}", source.file, source.position(span.start).line),
        fields: definition(links, &page.place, schema.dialect, &InView::new()),
        properties: properties(links, &page.place, schema.dialect, &InView::new()),
        examples,
        counterexamples,
        problems: problems_at(links, findings, [&page.place]),
        source: source_view(site, || {
            code(&Code { source, span, marks: &[], names: &[], notes: &[], anchors: false, described: true })
        }),
        raw: site.raw(page.schema).map(|address| links.to(address)),
    }
}

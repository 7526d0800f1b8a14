//! An example with its verdict, its failures in words, its text with the failing places marked.

use serde::Serialize;

use super::Anchor;
use super::code::{Code, code, floor};
use super::link::Links;
use super::words::message;
use crate::model::{Unlisted, Verdict};
use crate::prose::{Html, render};
use crate::prove::Proved;
use crate::route::{Site, example_anchor};
use crate::source::{Source, Span};

/// The longest text that is shown, in bytes; the whole stands in the file.
pub const SHOWN: u32 = 100_000;

/// How many failures are listed.
const LISTED: usize = 200;

/// An example as pages show it.
#[derive(Debug, Serialize)]
pub struct ExampleView {
    pub anchor: String,
    pub name: String,
    /// Where it stands: file and line.
    pub file: String,
    pub verdict: &'static str,
    /// The badge's words.
    pub label: String,
    /// `good`, `bad` or `open`: whether the verdict is the one expected.
    pub state: &'static str,
    pub description: Html,
    pub note: Option<String>,
    pub failures: Vec<FailureView>,
    /// How many failures are not listed, in words, if there are any.
    pub more: Option<String>,
    pub code: Html,
    pub cut: bool,
    /// The schema, on pages that are not the schema's own.
    pub schema: Option<Anchor>,
}

/// A failure in words, with links to the schema's keyword.
#[derive(Debug, Serialize)]
pub struct FailureView {
    pub at: String,
    pub keyword: String,
    pub message: Html,
    pub help: Option<Html>,
    pub line: u32,
    pub href: Option<String>,
}

/// The view of an example.
pub fn view(links: &Links<'_>, number: usize) -> ExampleView {
    let proved = &links.site.proved;
    let proof = &proved.proofs[number];
    let (source, span) = text_of(links, number);
    let shown = Span { start: span.start, end: floor(&source.text, span.end.min(span.start + SHOWN)) };
    // A mark over the whole text says nothing: an object that lacks a property is marked at its brace.
    let marks: Vec<Span> = proof
        .failures
        .iter()
        .map(|failure| {
            let long = source.text_at(failure.span).contains('\n');
            if long { Span { end: failure.span.start + 1, ..failure.span } } else { failure.span }
        })
        .collect();
    ExampleView {
        code: code(&Code {
            source,
            span: shown,
            marks: &marks,
            names: &[],
            notes: &[],
            anchors: false,
            described: false,
        }),
        cut: shown.end < span.end,
        ..about(links, number)
    }
}

/// The source of an example and its stretch there.
fn text_of<'a>(links: &Links<'a>, number: usize) -> (&'a Source, Span) {
    let project = &links.site.proved.resolved.project;
    let place = &project.examples[number].place;
    let source = project.sources.get(place.source);
    let located = project.sources.locate(place).filter(|_| !place.pointer.is_empty());
    (source, located.map_or(source.extent(), |found| found.node.span))
}

/// Everything about an example but its text.
pub fn about(links: &Links<'_>, number: usize) -> ExampleView {
    let proved = &links.site.proved;
    let project = &proved.resolved.project;
    let example = &project.examples[number];
    let proof = &proved.proofs[number];
    let (source, span) = text_of(links, number);
    let failures = proof.failures.iter().take(LISTED).map(|failure| FailureView {
        at: if failure.at.is_empty() { "(the whole)".to_owned() } else { failure.at.clone() },
        keyword: failure.keyword.clone(),
        message: message(&failure.message),
        help: failure.help.as_deref().map(message),
        line: source.position(failure.span.start).line,
        href: failure.schema.as_ref().and_then(|schema| links.to_stated(schema)),
    });
    let unlisted = Unlisted { count: proof.failures.len().saturating_sub(LISTED), or_more: false };
    let description = example.description.map(|(id, body)| {
        let text = project.sources.get(id);
        render(&text.text, body as usize, 3, &links.prose(&text.file))
    });
    let (state, label) = outcome(proved, number);
    let schema = example.schema().and_then(|schema| {
        Some(Anchor {
            text: super::schema_title(links.site, proved.resolved.schema_of(schema.source)?),
            href: links.to_place(schema)?,
        })
    });
    ExampleView {
        anchor: example_anchor(&project.sources, &example.place),
        name: name(links.site, number),
        file: format!("{}:{}", source.file, source.position(span.start).line),
        verdict: proof.verdict.name(),
        label: label.to_owned(),
        state,
        description: description.unwrap_or_default(),
        note: proof.note.clone(),
        failures: failures.collect(),
        more: unlisted.and(proof.unlisted).words(),
        code: Html::default(),
        cut: false,
        schema,
    }
}

/// `good`, `bad` or `open`, and the badge's words.
pub fn outcome(proved: &Proved, number: usize) -> (&'static str, &'static str) {
    match (proved.resolved.project.examples[number].expect_invalid, proved.proofs[number].verdict) {
        (_, Verdict::Unchecked) => ("open", "not checked"),
        (false, Verdict::Valid) => ("good", "valid"),
        (false, Verdict::Invalid) => ("bad", "rejected, and should be valid"),
        (true, Verdict::Valid) => ("bad", "accepted, and should be rejected"),
        (true, Verdict::Invalid) if proved.is_failed(number) => ("bad", "rejected for another reason than stated"),
        (true, Verdict::Invalid) => ("good", "rejected, as it should be"),
    }
}

/// The name of an example: the file's without endings, the fence's slug, or the pointer in a schema.
pub fn name(site: &Site, number: usize) -> String {
    let project = &site.proved.resolved.project;
    let place = project.sources.display(&project.examples[number].place);
    let (file, rest) = place.split_once('#').map_or((place.as_str(), ""), |(file, rest)| (file, rest));
    let stem = crate::load::without_endings(crate::load::file_name(file));
    let stem = stem.trim_end_matches(".invalid").trim_end_matches(".example");
    match rest {
        "" => stem.to_owned(),
        rest if rest.starts_with('/') => format!("{stem} {rest}"),
        slug => slug.to_owned(),
    }
}

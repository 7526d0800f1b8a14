//! Texts that can't be read while they are typed: what is wrong with them is told at once, and the project waits for better.

use super::diagnostics::of_problem;
use super::position::{Encoding, range};
use super::protocol::Diagnostic;
use crate::check::fix;
use crate::diagnostic::Fix;
use crate::route::Site;
use crate::source::{Fault, Format, Problem, Source, SourceId, Sources};

/// What is wrong with the text of a file of the project; `None` if it can be read, or need not be.
pub fn diagnostics(site: &Site, path: &str, text: &str, encoding: Encoding) -> Option<Vec<Diagnostic>> {
    let sources = read(site, path, text)?;
    Some(told(&sources, encoding).map(|(_, diagnostic)| diagnostic).collect())
}

/// What fixes it, each with what is wrong; and the text alone as it was read.
pub fn fixes(site: &Site, path: &str, text: &str, encoding: Encoding) -> Option<(Sources, Vec<(Diagnostic, Fix)>)> {
    let sources = read(site, path, text)?;
    let fixes =
        told(&sources, encoding).filter_map(|(problem, diagnostic)| Some((diagnostic, fix(SourceId(0), problem)?)));
    let fixes = fixes.collect();
    Some((sources, fixes))
}

fn read(site: &Site, path: &str, text: &str) -> Option<Sources> {
    let project = &site.proved.resolved.project;
    let known = project.sources.find(path)?;
    let format = project.sources.get(known).format;
    // What has to be rejected may be broken.
    let is_refused = || site.examples_in(known).iter().any(|number| project.examples[*number].expect_invalid);
    if format == Format::Markdown || is_refused() {
        return None;
    }
    let source = Source::from_file(path, format, text.as_bytes().to_vec());
    source.refusal()?;
    let mut sources = Sources::default();
    sources.add(source);
    Some(sources)
}

/// What refuses the first source, by the code of the rule.
fn told(sources: &Sources, encoding: Encoding) -> impl Iterator<Item = (&Problem, Diagnostic)> {
    let id = SourceId(0);
    let refusing = sources.get(id).problems.iter().filter_map(|problem| Some((rule(problem.fault)?, problem)));
    refusing
        .map(move |(code, problem)| (problem, of_problem(code, problem, range(sources, id, problem.span, encoding))))
}

/// The rule that a whole run finds it by.
fn rule(fault: Fault) -> Option<&'static str> {
    match fault {
        Fault::Syntax => Some("parse-error"),
        Fault::DuplicateKey => Some("duplicate-key"),
        Fault::Limit => Some("limit-exceeded"),
        _ => None,
    }
}

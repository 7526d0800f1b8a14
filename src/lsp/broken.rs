//! Texts that can't be read while they are typed: what is wrong with them is told at once, and the project waits for better.

use super::diagnostics::of_problem;
use super::position::{Encoding, range};
use super::protocol::Diagnostic;
use crate::route::Site;
use crate::source::{Fault, Format, Source, Sources};

/// What is wrong with the text of a file of the project; `None` if it can be read, or need not be.
pub fn diagnostics(site: &Site, path: &str, text: &str, encoding: Encoding) -> Option<Vec<Diagnostic>> {
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
    let id = sources.add(source);
    let refusing = sources.get(id).problems.iter().filter_map(|problem| Some((rule(problem.fault)?, problem)));
    Some(
        refusing
            .map(|(code, problem)| of_problem(code, problem, range(&sources, id, problem.span, encoding)))
            .collect(),
    )
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

//! One event: its type, its schema, its verdict.

use super::{Outcome, Stream, Tally};
use crate::load::{Delivered, delivered};
use crate::model::{Failure, Proof, Verdict};
use crate::resolve::Schemas;
use crate::source::{Fault, Node, Place, Position, Problem, Source};

/// An event that is not valid, or of which that can't be told.
#[derive(Clone, Debug)]
pub struct BadEvent {
    /// The line of the file that the event begins on.
    pub line: u64,
    pub event_type: Option<String>,
    pub schema: Option<Place>,
    pub errors: Vec<EventError>,
}

/// What is wrong with an event.
#[derive(Clone, Debug)]
pub struct EventError {
    /// The JSON Pointer of the value that is at fault, from the event's root.
    pub at: String,
    /// The keyword that fails or, where none was asked, the name of what is wrong: `parse-error`, `unknown-type`.
    pub keyword: String,
    pub message: String,
    /// What to do, where that is plain.
    pub help: Option<String>,
    /// Where the value or key to mend stands in the file.
    pub line: u64,
    pub column: u32,
}

impl BadEvent {
    /// Moves the event down by so many lines.
    pub(super) fn shift(&mut self, lines: u64) {
        self.line += lines;
        self.errors.iter_mut().for_each(|error| error.line += lines);
    }

    /// An event that could not be read.
    pub(super) fn unread(at: Position, keyword: &str, message: String, help: Option<String>) -> BadEvent {
        let error = EventError { at: String::new(), keyword: keyword.to_owned(), message, help, ..here(at) };
        BadEvent { line: u64::from(at.line), event_type: None, schema: None, errors: vec![error] }
    }

    /// An event that no tree could be made of, because of `problem`.
    pub(super) fn refused(source: &Source, problem: &Problem) -> BadEvent {
        let keyword = match problem.fault {
            Fault::DuplicateKey => "duplicate-key",
            Fault::Limit => "limit-exceeded",
            _ => "parse-error",
        };
        BadEvent::unread(source.position(problem.span.start), keyword, problem.message.clone(), problem.help.clone())
    }
}

/// An error without words at a position.
fn here(at: Position) -> EventError {
    let (line, column) = (u64::from(at.line), at.column);
    EventError { at: String::new(), keyword: String::new(), message: String::new(), help: None, line, column }
}

impl Stream<'_> {
    /// Judges and counts what stands at `pointer` of a source: an event, or those that were delivered in it. What is wrong with them.
    pub(super) fn delivered(&self, source: &Source, pointer: &str, tally: &mut Tally) -> Vec<BadEvent> {
        let Some(node) = source.root().and_then(|root| root.pointer(pointer)) else {
            tally.count(None, Outcome::Invalid);
            return source.refusal().map(|problem| BadEvent::refused(source, problem)).into_iter().collect();
        };
        // Events do not say whose they are: the first catalog counts that finds them in something.
        let readings = self.unwrapping.iter().map(|types| delivered(source, pointer, types));
        let Some(found) = readings.into_iter().find(Delivered::is_wrapped) else {
            return self.event(source, node, tally).into_iter().collect();
        };
        let judge = |event| match found.node(source, event) {
            Some(node) => self.event(found.source(source, event), node, tally),
            None => {
                tally.count(None, Outcome::Invalid);
                let text = found.source(source, event);
                text.refusal().map(|problem| BadEvent::refused(text, problem))
            }
        };
        found.events.iter().filter_map(judge).collect()
    }

    /// Judges and counts an event that stands in `source`; what is wrong with it, if something is.
    fn event(&self, source: &Source, event: &Node, tally: &mut Tally) -> Option<BadEvent> {
        let found = self.recorded.find(source, event);
        let event_type = found.event_type;
        // Most events are valid, and of those nobody asks where they stand.
        let start = || source.position(event.span.start);
        let bad = |schema: Option<Place>, errors| {
            let event_type = event_type.map(str::to_owned);
            Some(BadEvent { line: u64::from(start().line), event_type, schema, errors })
        };
        let plain =
            |keyword: &str, message: String| vec![EventError { keyword: keyword.to_owned(), message, ..here(start()) }];
        let unknown = || match event_type {
            Some(_) => "no schema is known for this event type",
            None => "the event carries no event type",
        };
        let (parts, is_known) = match found.schemas {
            Schemas::Known(parts) => (parts, true),
            Schemas::Envelope(envelope) => (vec![(envelope, "")], false),
            Schemas::Unknown => {
                tally.count(event_type, Outcome::UnknownType);
                return bad(None, plain("unknown-type", unknown().to_owned()));
            }
            Schemas::Several(count) => {
                tally.count(event_type, Outcome::Invalid);
                let message = format!("{count} schemas could be meant, and nothing tells which");
                return bad(None, plain("ambiguous-type", message));
            }
        };
        let proof = self.judge.judge(&parts, source, event);
        match (proof.verdict, is_known) {
            (Verdict::Valid, true) => {
                tally.count(event_type, Outcome::Valid);
                None
            }
            (Verdict::Valid, false) => {
                tally.count(event_type, Outcome::UnknownType);
                bad(None, plain("unknown-type", format!("{}; its envelope is right", unknown())))
            }
            _ => {
                tally.count(event_type, Outcome::Invalid);
                let schema = parts.into_iter().next().map(|(schema, _)| schema);
                bad(schema, errors(source, event, proof))
            }
        }
    }
}

/// The errors of an event that was not accepted.
fn errors(source: &Source, event: &Node, proof: Proof) -> Vec<EventError> {
    if proof.verdict == Verdict::Unchecked {
        let unchecked = |note: Option<String>| EventError {
            keyword: "unchecked".to_owned(),
            message: format!("not checked: {}", note.unwrap_or_default()),
            ..here(source.position(event.span.start))
        };
        let limit = |limit| EventError { keyword: "limit-exceeded".to_owned(), ..error(source, event, limit) };
        return vec![proof.limit.map_or_else(|| unchecked(proof.note), limit)];
    }
    let unlisted = proof.unlisted.words().map(|more| EventError {
        keyword: "limit-exceeded".to_owned(),
        message: format!("{more} of this event are counted here, and not told one by one"),
        ..here(source.position(event.span.start))
    });
    proof.failures.into_iter().map(|failure| error(source, event, failure)).chain(unlisted).collect()
}

fn error(source: &Source, event: &Node, failure: Failure) -> EventError {
    let span = event.locate(&failure.mend).map_or(event.span, |found| match found.key_span {
        Some(key) if failure.on_key => key,
        _ => found.node.span,
    });
    let Failure { at, keyword, message, help, .. } = failure;
    EventError { at, keyword, message, help, ..here(source.position(span.start)) }
}

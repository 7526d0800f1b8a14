//! What is wrong with a text that is no YAML for us, in words for people.

use granit_parser::{ErrorKind, ScanError};

use super::{Result, place};
use crate::source::Span;
use crate::source::problem::{Fault, Problem, quoted};

/// An error of the scanner. `last` is where the last node before it ends, `bracket` the innermost one that is open.
pub(super) fn of_scanner(text: &str, last: usize, bracket: Option<Span>, error: &ScanError) -> Problem {
    let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    let (message, help) = match error.kind() {
        ErrorKind::RecursionLimitExceeded => return Problem::too_deep(character_at(text, at)),
        ErrorKind::UnknownAnchor => return unknown_anchor(text, at),
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar => return tab(text, at),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            return after_quote(text, last, at);
        }
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar => return unclosed_quote(text, last, at),
        ErrorKind::UndeclaredTagHandle => ("the tag's handle is not declared".to_owned(), Some("remove the tag")),
        ErrorKind::MappingValueNotAllowed => {
            ("no key can stand here".to_owned(), Some("quote the text if it holds a colon, or check the indentation"))
        }
        ErrorKind::UnexpectedCharacter { character } => {
            (format!("no text starts with {}", quoted(&character.to_string())), Some("put it in quotes"))
        }
        ErrorKind::UnclosedFlowCollection { open } => (format!("`{open}` is not closed"), None),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => (format!("`{close}` closes this `{open}`"), None),
        kind => (kind.to_string(), None),
    };
    let mut problem = Problem::syntax(character_at(text, at), message);
    problem.help = help.map(str::to_owned);
    // What is wrong inside of brackets is often that they are not closed.
    let bracket = bracket.filter(|bracket| *bracket != problem.span);
    problem.label = bracket.map(|bracket| (bracket, "within this".to_owned()));
    problem
}

/// The scanner gives up on a quote at the end, or on a later line that is not indented enough to belong to it.
fn unclosed_quote(text: &str, last: usize, at: usize) -> Problem {
    let start = place::token(text, last, at, b"\"'").unwrap_or(at);
    Problem::syntax(character_at(text, start), "the quote that opens here is not closed")
        .help("close it, or indent the lines that belong to it")
}

/// Text behind a quote that closed on a later line: more likely it should have closed before.
fn after_quote(text: &str, last: usize, at: usize) -> Problem {
    let close = text[..at].trim_end().len().saturating_sub(1);
    match place::token(text, last, close, b"\"'") {
        Some(start) if text[start..close].contains(['\n', '\r']) => {
            unclosed_quote(text, last, close).label(character_at(text, close), "it closes only here")
        }
        _ => Problem::syntax(character_at(text, at), "text follows a closing quote")
            .help("put all of the text in quotes"),
    }
}

fn unknown_anchor(text: &str, at: usize) -> Problem {
    let name = text[at..].split([' ', '\t', '\n', '\r', ',', ']', '}']).next().unwrap_or_default();
    let span = Span { start: at as u32, end: (at + name.len()) as u32 };
    Problem::syntax(span, format!("no anchor stands before the alias {}", quoted(name)))
        .help("put it in quotes if it is a text")
}

/// The scanner points behind the white space that has the tab, or at the scalar that the tab ends.
fn tab(text: &str, at: usize) -> Problem {
    let line = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let start = text[line..].find('\t').map_or(at, |column| line + column);
    Problem::syntax(character_at(text, start), "a tab can't indent").help("indent with spaces")
}

fn character_at(text: &str, at: usize) -> Span {
    let length = text[at..].chars().next().map_or(0, char::len_utf8);
    Span { start: at as u32, end: (at + length) as u32 }
}

/// Refuses the control characters that YAML (section 5.1) does not allow in a stream.
pub(super) fn control_characters(text: &str) -> Result<()> {
    let is_control = |byte: &u8| matches!(byte, 0..=8 | 0x0B | 0x0C | 0x0E..=0x1F | 0x7F);
    let Some(start) = text.as_bytes().iter().position(is_control) else { return Ok(()) };
    let span = Span { start: start as u32, end: start as u32 + 1 };
    let code = text.as_bytes()[start];
    let message = format!("the control character U+{code:04X} can't stand in YAML");
    Err(Box::new(Problem::syntax(span, message).help(format!("write \"\\x{code:02x}\" in double quotes"))))
}

pub(super) fn unknown_tag(tag: &str, span: Span) -> Problem {
    let message = format!("the tag {} has no meaning here", quoted(tag));
    Problem::syntax(span, message).help("remove it; known are !!str, !!int, !!float, !!bool, !!null, !!map and !!seq")
}

pub(super) fn no_scalar_key(span: Span) -> Problem {
    Problem::syntax(span, "a mapping or sequence can't be a key").help("keys are strings, as in JSON")
}

pub(super) fn no_mapping_to_merge(span: Span) -> Problem {
    Problem::syntax(span, "`<<` takes a mapping or a list of mappings").help("quote the key if it is an ordinary one")
}

/// Aliases make more of the text than is allowed, or one would never end.
pub(super) fn expansion(span: Span, why: &str) -> Problem {
    Problem::new(Fault::Limit, span, format!("alias expansion limit: {why}"))
}

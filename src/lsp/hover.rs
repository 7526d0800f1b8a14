//! What is said of the thing under the cursor.

use super::cursor::Cursor;
use super::governing::{example_at, governing};
use super::position::holds;
use super::protocol::{Code, Diagnostic, Position};
use super::words::{self, code, of_keyword, of_schema, of_type};
use crate::check;
use crate::config;
use crate::keyword::dotted;
use crate::model::Target;
use crate::resolve::Resolved;
use crate::source::{Place, Span};

/// What stands between things that are said of one place.
pub const BETWEEN: &str = "\n\n---\n\n";

/// The Markdown of what is said, and what of the text it is said of.
pub fn hover(resolved: &Resolved, cursors: &[Cursor<'_>]) -> Option<(String, Place, Span)> {
    let said = |cursor: &Cursor<'_>| {
        let ways = [of_rule, of_target, of_event_type, of_example, of_words];
        let text = ways.iter().find_map(|way| way(resolved, cursor))?;
        Some((text, cursor.place.clone(), cursor.span()))
    };
    cursors.iter().find_map(said)
}

/// What the rules mean that find something at a position. Of a finding about what stands on several lines the first line tells, so that not each
/// word in it does.
pub fn rules(shown: &[Diagnostic], at: Position) -> Option<String> {
    let is_here = |found: &&Diagnostic| holds(found.range, at) && found.range.start.line == at.line;
    let mut codes: Vec<&str> = Vec::new();
    for found in shown.iter().filter(is_here) {
        if let Some(Code::String(code)) = &found.code
            && !codes.contains(&code.as_str())
        {
            codes.push(code);
        }
    }
    let rules = check::rules().into_iter().filter(|rule| codes.contains(&rule.code));
    let said: Vec<String> = rules.map(words::of_rule).collect();
    (!said.is_empty()).then(|| said.join(BETWEEN))
}

/// Where a reference leads, and what stands there.
fn of_target(resolved: &Resolved, cursor: &Cursor<'_>) -> Option<String> {
    let (holder, keyword) = cursor.member()?;
    let reference = resolved.references_at(&holder).iter().find(|reference| reference.keyword == keyword)?;
    match &reference.target {
        Target::Place(place) => {
            let name = resolved.project.sources.display(place);
            Some(format!("{}\n\n{}", code(&name), of_schema(resolved, place).unwrap_or_default()))
        }
        Target::Metaschema(uri) => Some(format!("The metaschema {}", code(uri))),
        Target::Unresolved(_) => None,
    }
}

/// A text that is the name of an event type.
fn of_event_type(resolved: &Resolved, cursor: &Cursor<'_>) -> Option<String> {
    let name = cursor.located.node.as_str().filter(|_| !cursor.in_key)?;
    let (_, found) = resolved.types_named(name).next()?;
    Some(of_type(resolved, found))
}

/// A value of an example: what its schema says of it, and where that stands.
fn of_example(resolved: &Resolved, cursor: &Cursor<'_>) -> Option<String> {
    let example = example_at(resolved, &cursor.place)?;
    let schemas = governing(resolved, example, &cursor.place).into_iter();
    let parts = schemas.flat_map(|place| resolved.parts_with_nodes(&place, resolved.dialect_of(&place)));
    // What does no more than refer has nothing to say of its own.
    let parts = parts.filter(|(_, node)| !matches!(node.members(), [only] if &*only.key == "$ref"));
    let said = parts.filter_map(|(place, _)| {
        let origin = resolved.project.sources.display(&place);
        Some(format!("{}\n*{}*", of_schema(resolved, &place)?, code(&origin)))
    });
    let said: Vec<String> = said.collect();
    let name = dotted_instance(&cursor.place.pointer[example.place.pointer.len()..]);
    (!said.is_empty()).then(|| format!("**{}**\n\n{}", code(&name), said.join(BETWEEN)))
}

/// A keyword of a schema, or a schema itself.
fn of_words(resolved: &Resolved, cursor: &Cursor<'_>) -> Option<String> {
    let schema = resolved.schema_around(&cursor.place)?;
    let keyword = cursor.place.pointer[schema.pointer.len()..].strip_prefix('/');
    let keyword = keyword.and_then(|rest| rest.split('/').next());
    if let Some(said) = keyword.and_then(|keyword| of_keyword(resolved, &schema, keyword)) {
        return Some(said);
    }
    let name = dotted(&schema.pointer);
    let name = if name.is_empty() { String::new() } else { format!("**{}**\n\n", code(&name)) };
    of_schema(resolved, &schema).map(|said| name + &said)
}

/// What a rule means whose code stands under the cursor in site.toml.
fn of_rule(resolved: &Resolved, cursor: &Cursor<'_>) -> Option<String> {
    if resolved.project.sources.get(cursor.place.source).file != config::FILE {
        return None;
    }
    let member = cursor.member().map(|(_, name)| name);
    let texts = [member.as_deref(), cursor.located.node.as_str()];
    let is_named = |code: &str| texts.iter().flatten().any(|text| *text == code);
    let rule = check::rules().into_iter().find(|rule| is_named(rule.code))?;
    Some(words::of_rule(rule))
}

/// `payload.lines[0].price`
fn dotted_instance(pointer: &str) -> String {
    let mut name = String::new();
    for token in pointer.split('/').skip(1) {
        let token = crate::source::unescape_token(token);
        if token.bytes().all(|byte| byte.is_ascii_digit()) {
            name.push_str(&format!("[{token}]"));
        } else {
            name.push_str(if name.is_empty() { "" } else { "." });
            name.push_str(&token);
        }
    }
    if name.is_empty() { "the event".to_owned() } else { name }
}

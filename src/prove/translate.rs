//! Patterns in the copies of schemas: translated for the engine. Names in `patternProperties` are patterns as well, so that pointers through
//! them lead there by other names, and back.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::assumption::Assumption;
use crate::pattern::{NEVER, translated};
use crate::resolve::Facts;
use crate::source::{Member, Node, escape_token, unescape_token};

/// A pattern that matches everywhere.
const ALWAYS: &str = "(?:)";

/// The texts of patterns that are none, or that no engine reads.
#[derive(Default)]
pub struct Unusable<'a>(pub HashSet<&'a str>);

impl Unusable<'_> {
    /// The pattern as the engine takes it; `None` where it can't.
    fn read(&self, pattern: &str) -> Option<String> {
        if self.0.contains(pattern) { None } else { translated(pattern).ok() }
    }

    /// Whether some pattern of a source can't be used.
    pub fn are_in(&self, root: &Node, facts: &Facts) -> bool {
        let schemas = facts.patterns.iter().filter_map(|pointer| root.pointer(pointer));
        let mut patterns = schemas.flat_map(|schema| {
            let names = schema.get("patternProperties").map(Node::members).unwrap_or_default();
            schema.get("pattern").and_then(Node::as_str).into_iter().chain(names.iter().map(|member| &*member.key))
        });
        patterns.any(|pattern| self.read(pattern).is_none())
    }

    /// Translates the patterns in the copy of a source; `reference` makes the reference to a place of it.
    pub fn translate(
        &self,
        copy: &mut Value,
        root: &Node,
        facts: &Facts,
        assumption: Assumption,
        reference: impl Fn(&str) -> String,
    ) {
        let mut schemas: Vec<&String> = facts.patterns.iter().collect();
        // What is deeper comes first: its pointer changes with the names around it.
        schemas.sort_by_key(|pointer| std::cmp::Reverse(pointer.len()));
        for pointer in schemas {
            let Some(Value::Object(schema)) = copy.pointer_mut(pointer) else { continue };
            if let Some(Value::String(pattern)) = schema.get("pattern") {
                match (self.read(pattern), assumption) {
                    (Some(pattern), _) => schema.insert("pattern".to_owned(), Value::String(pattern)),
                    (None, Assumption::Everything) => schema.shift_remove("pattern"),
                    (None, Assumption::Nothing { .. }) => schema.insert("pattern".to_owned(), json!(NEVER)),
                };
            }
            let Some(Value::Object(names)) = schema.get_mut("patternProperties") else { continue };
            let at = format!("{pointer}/patternProperties");
            let members = root.pointer(&at).map(Node::members).unwrap_or_default();
            let mut unusable = Vec::new();
            let mut translated: Map<String, Value> = Map::with_capacity(names.len());
            for (member, name) in members.iter().zip(self.names(members)) {
                let Some(schema) = names.shift_remove(&*member.key) else { continue };
                translated.insert(name, schema);
                if self.read(&member.key).is_none() {
                    unusable.push(format!("{at}/{}", escape_token(&member.key)));
                }
            }
            *names = translated;
            for place in unusable {
                match assumption {
                    Assumption::Everything => names.insert(free(names, ALWAYS), Value::Bool(true)),
                    Assumption::Nothing { names_match: true } => {
                        names.insert(free(names, ALWAYS), json!({ "$ref": reference(&place) }))
                    }
                    Assumption::Nothing { names_match: false } => None,
                };
            }
        }
    }

    /// The names of a `patternProperties` in the copy, in their order: one that can't be used matches nowhere, and each is unique.
    fn names(&self, members: &[Member]) -> Vec<String> {
        let mut names: Vec<String> = Vec::with_capacity(members.len());
        let mut known: HashSet<String> = HashSet::with_capacity(members.len());
        for member in members {
            let mut name = self.read(&member.key).unwrap_or_else(|| NEVER.to_owned());
            while !known.insert(name.clone()) {
                name.push_str(ALWAYS);
            }
            names.push(name);
        }
        names
    }

    /// Where in the copy stands what stands at a pointer of the source.
    pub fn to_copy<'p>(&self, pointer: &'p str, root: &Node, facts: &Facts) -> Cow<'p, str> {
        along(pointer, root, facts, |members, token| {
            let names = members.iter().zip(self.names(members));
            let found = names.into_iter().find(|(member, _)| *member.key == *unescape_token(token));
            found.map(|(_, name)| (token.to_owned(), escape_token(&name).into_owned()))
        })
    }

    /// Where in the source stands what stands at a pointer of the copy.
    pub fn to_source<'p>(&self, pointer: &'p str, root: &Node, facts: &Facts) -> Cow<'p, str> {
        along(pointer, root, facts, |members, token| {
            let key = self.written(members, &unescape_token(token))?;
            let token = escape_token(key).into_owned();
            Some((token.clone(), token))
        })
    }

    /// The name, as it is written, of what has another in the copy.
    pub fn written<'m>(&self, members: &'m [Member], name: &str) -> Option<&'m str> {
        let mut names = members.iter().zip(self.names(members));
        names.find(|(_, translated)| translated == name).map(|(member, _)| &*member.key)
    }
}

/// Follows a pointer. `rename` says, for the members of a `patternProperties` and a token, which token that is in the source, and what is
/// put in its place.
fn along<'p>(
    pointer: &'p str,
    root: &Node,
    facts: &Facts,
    rename: impl Fn(&[Member], &str) -> Option<(String, String)>,
) -> Cow<'p, str> {
    if !pointer.contains("/patternProperties/") {
        return Cow::Borrowed(pointer);
    }
    let (mut source, mut out) = (String::new(), String::new());
    for token in pointer.split('/').skip(1) {
        let schema = source.strip_suffix("/patternProperties").filter(|schema| facts.patterns.contains(*schema));
        let members = schema.and_then(|_| root.pointer(&source)).map(Node::members);
        let (from, to) =
            members.and_then(|members| rename(members, token)).unwrap_or_else(|| (token.to_owned(), token.to_owned()));
        source = format!("{source}/{from}");
        out = format!("{out}/{to}");
    }
    Cow::Owned(out)
}

/// A name that no member has.
fn free(names: &Map<String, Value>, name: &str) -> String {
    let mut name = name.to_owned();
    while names.contains_key(&name) {
        name.push_str(ALWAYS);
    }
    name
}

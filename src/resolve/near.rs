//! What a reference that leads nowhere may have meant.

use std::collections::HashMap;

use crate::load::file_name;
use crate::source::{Node, escape_token, unescape_token};
use crate::spelling::{CANDIDATES, nearest};

/// How many steps of a pointer may be one key that holds `/`.
const STEPS: usize = 16;

/// Paths that others may have meant.
pub struct Paths<'a> {
    all: Vec<&'a str>,
    by_name: HashMap<String, Vec<&'a str>>,
}

impl<'a> Paths<'a> {
    /// All that there are.
    pub fn new(paths: impl Iterator<Item = &'a str>) -> Paths<'a> {
        let all: Vec<&str> = paths.collect();
        let mut by_name: HashMap<String, Vec<&str>> = HashMap::new();
        for path in &all {
            by_name.entry(file_name(path).to_ascii_lowercase()).or_default().push(path);
        }
        Paths { all, by_name }
    }

    /// The one that a path may have meant: of the same name, the one that shares the most folders at its end, else the one that is spelt
    /// most like it.
    pub fn near(&self, path: &str) -> Option<&'a str> {
        let shared = |other: &str| {
            let pairs = other.rsplit('/').zip(path.rsplit('/'));
            pairs.take_while(|(one, other)| one.eq_ignore_ascii_case(other)).count()
        };
        let alike = self.by_name.get(&file_name(path).to_ascii_lowercase()).into_iter().flatten().take(CANDIDATES);
        let alike = alike.max_by_key(|other| (shared(other), std::cmp::Reverse(other.len())));
        // Its last name has to be spelt like it as well: that of a long folder is not enough.
        let spelt_alike = || {
            let near = nearest(path, self.all.iter().copied())?;
            nearest(file_name(path), [file_name(near)]).map(|_| near)
        };
        alike.copied().or_else(spelt_alike)
    }
}

/// The pointers that one which leads nowhere may have meant, as fragments: at the first step that fails, the other name of definitions, a key
/// that holds `/`, or the nearest name; and a place elsewhere that is called the same.
pub fn pointers(root: &Node, pointer: &str) -> Vec<String> {
    let tokens: Vec<&str> = pointer.split('/').skip(1).collect();
    let mut node = root;
    for (at, token) in tokens.iter().enumerate() {
        if let Some(next) = node.pointer(&format!("/{token}")) {
            node = next;
            continue;
        }
        let before = tokens[..at].iter().map(|token| format!("/{token}")).collect::<String>();
        let found = mended(node, &tokens[at..]).map(|(name, rest)| (format!("{before}/{}", escape_token(&name)), rest));
        let after = |rest: &[&str]| rest.iter().map(|token| format!("/{token}")).collect::<String>();
        let whole = found.as_ref().map(|(start, rest)| format!("{start}{}", after(rest)));
        let whole = whole.filter(|pointer| root.pointer(pointer).is_some());
        let near = whole.or_else(|| elsewhere(root, tokens.last()?)).or_else(|| found.map(|(start, _)| start));
        return near.into_iter().map(|pointer| format!("#{pointer}")).collect();
    }
    Vec::new()
}

/// The name that the first of these steps may have meant in an object, and the steps that are left.
fn mended<'t>(node: &Node, tokens: &'t [&'t str]) -> Option<(String, &'t [&'t str])> {
    let (first, rest) = tokens.split_first()?;
    let other = match *first {
        "definitions" => "$defs",
        "$defs" => "definitions",
        _ => "",
    };
    if node.get(other).is_some() {
        return Some((other.to_owned(), rest));
    }
    // `/` in a key is written `~1`.
    let mut key = unescape_token(first).into_owned();
    for (taken, token) in rest.iter().take(STEPS).enumerate() {
        key = format!("{key}/{}", unescape_token(token));
        if node.get(&key).is_some() {
            return Some((key, &rest[taken + 1..]));
        }
    }
    let names = node.members().iter().map(|member| &*member.key);
    nearest(&unescape_token(first), names).map(|name| (name.to_owned(), rest))
}

/// The one place of this name among the definitions and components of a document.
fn elsewhere(root: &Node, token: &str) -> Option<String> {
    let name = unescape_token(token);
    let components = root.get("components").map(Node::members).unwrap_or_default();
    let components =
        components.iter().map(|member| (format!("/components/{}", escape_token(&member.key)), &member.value));
    let own = root.members().iter().map(|member| (format!("/{}", escape_token(&member.key)), &member.value));
    let mut found = components.chain(own).take(CANDIDATES).filter(|(_, holder)| holder.get(&name).is_some());
    let (holder, _) = found.next()?;
    found.next().is_none().then(|| format!("{holder}/{}", escape_token(&name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Format, Source};

    fn near(text: &str, pointer: &str) -> String {
        let source = Source::from_file("a.json", Format::Json, text.as_bytes().to_vec());
        pointers(source.root().expect("it is JSON"), pointer).join(" ")
    }

    #[test]
    fn pointers_that_lead_nowhere_have_neighbours() {
        assert_eq!(near(r#"{ "$defs": { "a": {} } }"#, "/definitions/a"), "#/$defs/a");
        assert_eq!(near(r#"{ "definitions": { "a": {} } }"#, "/$defs/b"), "#/definitions");
        assert_eq!(near(r#"{ "channels": { "a/b": { "c": 1 } } }"#, "/channels/a/b/c"), "#/channels/a~1b/c");
        assert_eq!(
            near(r#"{ "properties": { "name": { "type": 1 } } }"#, "/propertes/name/type"),
            "#/properties/name/type"
        );
        assert_eq!(
            near(r#"{ "components": { "schemas": { "order": {} } } }"#, "/definitions/order"),
            "#/components/schemas/order"
        );
        assert_eq!(near(r#"{ "a": { "x": 1 }, "b": { "x": 1 } }"#, "/cccc/x"), "");
    }

    #[test]
    fn paths_that_are_not_there_have_neighbours() {
        let paths = Paths::new(["a/money.json", "schemas/common/money.json", "schemas/order.json"].into_iter());
        assert_eq!(paths.near("shared/common/money.json"), Some("schemas/common/money.json"));
        assert_eq!(paths.near("schemas/odrer.json"), Some("schemas/order.json"));
        assert_eq!(paths.near("schemas/nothing.json"), None);
    }
}

//! What a reference that leads nowhere may have meant.

use crate::config::table::nearest;
use crate::load::file_name;
use crate::source::{Node, escape_token, unescape_token};

/// The path that another may have meant: one of the same name that shares the most folders at its end, else the one that is spelt most like it,
/// its last name included: that of a long folder is not enough.
pub fn path<'a>(path: &str, paths: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let shared = |other: &str| {
        let pairs = other.rsplit('/').zip(path.rsplit('/'));
        pairs.take_while(|(one, other)| one.eq_ignore_ascii_case(other)).count()
    };
    let same_name = paths.clone().filter(|other| file_name(other).eq_ignore_ascii_case(file_name(path)));
    let spelt_alike = || nearest(path, paths).filter(|near| nearest(file_name(path), [file_name(near)]).is_some());
    same_name.max_by_key(|other| (shared(other), std::cmp::Reverse(other.len()))).or_else(spelt_alike)
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
        let whole = found
            .as_ref()
            .map(|(start, rest)| rest.iter().fold(start.clone(), |pointer, token| format!("{pointer}/{token}")));
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
    for (taken, token) in rest.iter().enumerate() {
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
    let mut found = components.chain(own).filter(|(_, holder)| holder.get(&name).is_some());
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
        let paths = ["a/money.json", "schemas/common/money.json", "schemas/order.json"];
        assert_eq!(path("shared/common/money.json", paths.into_iter()), Some("schemas/common/money.json"));
        assert_eq!(path("schemas/odrer.json", paths.into_iter()), Some("schemas/order.json"));
        assert_eq!(path("schemas/nothing.json", paths.into_iter()), None);
    }
}

//! Dotted paths: what a pointer into a schema means in an instance, as people write it: `order.lines[].price`.

use super::{Subschemas, lookup};
use crate::source::pointer_tokens;

/// The dotted path of the schema at `pointer`; empty where that is about the same value as the root. Names are shown as they are, what
/// stands for many of them as `*` or the pattern in braces; a definition begins a path of its own.
pub fn dotted(pointer: &str) -> String {
    let mut path = String::new();
    let mut tokens = pointer_tokens(pointer).peekable();
    while let Some(keyword) = tokens.next() {
        let takes_key = match lookup(&keyword).subschemas {
            Subschemas::None => break,
            Subschemas::One => false,
            // In `items/0` the number is a place in the old list; in `items/properties` there is one schema for all.
            Subschemas::OneOrList => tokens.peek().is_some_and(|next| next.bytes().all(|b| b.is_ascii_digit())),
            Subschemas::List | Subschemas::Map | Subschemas::MapOfSchemasOrNames => true,
        };
        let key = if takes_key { tokens.next() } else { None };
        match (&*keyword, key) {
            ("properties", Some(name)) => name_below(&mut path, &name),
            ("patternProperties", Some(pattern)) => name_below(&mut path, &format!("{{{pattern}}}")),
            ("additionalProperties" | "unevaluatedProperties", _) => name_below(&mut path, "*"),
            ("prefixItems" | "items", Some(index)) => path.push_str(&format!("[{index}]")),
            ("items" | "additionalItems" | "unevaluatedItems" | "contains", _) => path.push_str("[]"),
            ("$defs" | "definitions", Some(name)) => path = name.into_owned(),
            _ => {}
        }
    }
    path
}

fn name_below(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(if name.is_empty() { "\"\"" } else { name });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_as_people_write_them() {
        for (pointer, path) in [
            ("", ""),
            ("/allOf/0", ""),
            ("/properties/order/properties/lines/items/properties/price", "order.lines[].price"),
            ("/properties/properties/properties/items", "properties.items"),
            ("/properties/pair/items/1", "pair[1]"),
            ("/properties/pair/prefixItems/0/properties/x", "pair[0].x"),
            ("/properties/tags/additionalProperties", "tags.*"),
            ("/patternProperties/^x-/oneOf/1/properties/a", "{^x-}.a"),
            ("/$defs/money/properties/amount", "money.amount"),
            ("/properties/", "\"\""),
        ] {
            assert_eq!(dotted(pointer), path, "{pointer}");
        }
    }
}

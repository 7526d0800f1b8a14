//! The ways through a document that lead to the same members.

use crate::lsp::governing::{ALL, of_value};
use crate::resolve::Resolved;
use crate::source::{Place, escape_token, join};

/// The schemas in the document of a schema that have the same property of the same object, as the way to it tells.
pub fn elsewhere(resolved: &Resolved, owner: &Place, name: &str) -> Vec<Place> {
    let (start, instance) = instance_of(&owner.pointer);
    let start = Place::new(owner.source, start);
    let found = of_value(resolved, &start, &join(&instance, name), ALL);
    let end = format!("/properties/{}", escape_token(name));
    let owners = found.iter().filter(|place| place.source == owner.source).filter_map(|place| {
        let above = place.pointer.strip_suffix(&*end)?;
        Some(Place::new(place.source, above))
    });
    owners.filter(|place| place != owner).collect()
}

/// Where the way to a schema begins, a document or a definition, and the pointer of what the schema describes in an instance of that.
fn instance_of(pointer: &str) -> (String, String) {
    let (mut start, mut instance) = (String::new(), String::new());
    let mut walked = String::new();
    let mut tokens = pointer.split('/').skip(1);
    while let Some(token) = tokens.next() {
        walked.push_str(&format!("/{token}"));
        let mut next = || {
            let token = tokens.next().unwrap_or_default();
            walked.push_str(&format!("/{token}"));
            token
        };
        match token {
            "properties" => instance.push_str(&format!("/{}", next())),
            "items" | "additionalItems" | "contains" | "unevaluatedItems" => instance.push_str("/0"),
            "prefixItems" => instance.push_str(&format!("/{}", next())),
            "allOf" | "anyOf" | "oneOf" | "dependentSchemas" | "dependencies" => _ = next(),
            "if" | "then" | "else" | "not" => {}
            // A definition, or a place that is no part of the instance's way.
            _ => {
                next();
                (start, instance) = (walked.clone(), String::new());
            }
        }
    }
    (start, instance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_a_schema_tells_what_it_describes() {
        let cases = [
            ("/properties/a/items/allOf/0/then", ("", "/a/0")),
            ("/$defs/b/properties/a~1c", ("/$defs/b", "/a~1c")),
            ("", ("", "")),
        ];
        for (pointer, (start, instance)) in cases {
            assert_eq!(instance_of(pointer), (start.to_owned(), instance.to_owned()), "{pointer}");
        }
    }
}

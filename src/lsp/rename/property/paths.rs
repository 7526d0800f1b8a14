//! The ways through a document that lead to the same members.

use super::group::speaks;
use crate::lsp::governing::{ALL, holding_most, of_value};
use crate::resolve::Resolved;
use crate::source::Place;

/// The schemas in the document of a schema that speak of the same property of the same object, as the way to it tells.
pub fn elsewhere(resolved: &Resolved, schema: &Place, name: &str) -> Vec<Place> {
    let (start, instance) = instance_of(&schema.pointer);
    let start = Place::new(schema.source, start);
    let objects = of_value(resolved, &start, &instance, ALL).into_iter();
    let held = objects.flat_map(|object| holding_most(resolved, &object, ALL)).map(|(place, _)| place);
    held.filter(|place| place.source == schema.source && speaks(resolved, place, name)).collect()
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

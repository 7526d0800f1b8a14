//! Which keywords refuse values.

use super::shape::{Dependent, Id, Shape, Shapes};

/// The keywords that refuse values by themselves and without other schemas.
pub const PLAIN: [&str; 19] = [
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "required",
    "dependentRequired",
];

/// Those that refuse by other schemas, or by what is in a text.
const BY_SCHEMAS: [&str; 18] = [
    "contains",
    "minContains",
    "maxContains",
    "properties",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "dependencies",
    "dependentSchemas",
    "not",
    "anyOf",
    "oneOf",
    "items",
    "additionalItems",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contentEncoding",
    "contentMediaType",
];

/// Whether keywords of a name refuse values at all.
pub fn refuses(keyword: &str) -> bool {
    PLAIN.contains(&keyword) || BY_SCHEMAS.contains(&keyword)
}

/// Whether a keyword refuses anything by itself: what holds only schemas speaks through theirs.
pub fn can_refuse(shapes: &Shapes<'_>, shape: &Shape, keyword: &str) -> bool {
    let is_false = |id: Option<Id>| id.is_some_and(|id| shapes.shape(id).verdict == Some(false));
    // What is unevaluated is refused by the keyword itself, whatever its schema says.
    let says_something = |id: Option<Id>| id.is_some_and(|id| shapes.shape(id).verdict != Some(true));
    match keyword {
        "properties" => shape.properties.iter().any(|(_, id)| is_false(Some(*id))),
        "patternProperties" => shape.patterns.iter().any(|(_, id)| is_false(Some(*id))),
        "additionalProperties" => is_false(shape.additional),
        "items" | "prefixItems" if shape.prefix.iter().any(|id| is_false(Some(*id))) => true,
        // Beside a list of schemas it is `additionalItems` that speaks of the rest.
        "items" if shape.keywords.iter().any(|keyword| keyword == "additionalItems") => {
            shape.prefix.is_empty() && is_false(shape.rest)
        }
        "items" | "additionalItems" => is_false(shape.rest),
        "unevaluatedProperties" => says_something(shape.unevaluated_properties),
        "unevaluatedItems" => says_something(shape.unevaluated_items),
        "dependencies" | "dependentSchemas" => shape.dependents.iter().any(|(_, dependent)| match dependent {
            Dependent::Names(names) => !names.is_empty() && keyword == "dependencies",
            Dependent::Schema(id) => is_false(Some(*id)),
        }),
        "exclusiveMinimum" => shape.least.iter().any(|(_, open)| *open),
        "exclusiveMaximum" => shape.most.iter().any(|(_, open)| *open),
        "minimum" => shape.least.iter().any(|(_, open)| !open),
        "maximum" => shape.most.iter().any(|(_, open)| !open),
        "required" => !shape.required.is_empty(),
        "uniqueItems" => shape.unique,
        "minItems" => shape.min_items.is_some_and(|least| least > 0),
        "minLength" => shape.min_length.is_some_and(|least| least > 0),
        "minProperties" => shape.min_properties.is_some_and(|least| least > 0),
        // Beside a number it is the number that speaks.
        "contains" if shape.keywords.iter().any(|keyword| keyword == "minContains" || keyword == "maxContains") => {
            false
        }
        "contains" => shape.contains.is_some_and(|contains| contains.least > 0),
        _ => PLAIN.contains(&keyword) || BY_SCHEMAS.contains(&keyword),
    }
}

//! Faults of schemas in words: what the metaschema refused there, in the draft at hand, and what to write instead.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

use super::value::{Written, quoted};
use super::words::repeated;
use crate::dialect::Dialect;
use crate::keyword::{Keyword, Subschemas, lookup};
use crate::source::{Kind as NodeKind, Node, Source, unescape_token};
use crate::spelling::{Meant, meant, nearest};

/// A fault in words, and what to do about it.
pub type Words = (String, Option<String>);

/// The names that `type` takes.
const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];

/// Members whose names are the author's: a keyword that stands there is taken for one of those.
const MAPS: [&str; 6] = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"];

/// The words for what the metaschema of `dialect` refuses at `pointer` of the schema document `root`, which is a keyword or a schema.
pub fn words(source: &Source, root: &Node, pointer: &str, dialect: Dialect, error: &ValidationError<'_>) -> Words {
    let name = unescape_token(pointer.rsplit('/').next().unwrap_or_default());
    let Some(node) = root.pointer(pointer) else { return (error.to_string(), None) };
    let written = Written { source, node };
    let above = pointer.rsplit_once('/').map_or("", |(above, _)| above);
    let map = unescape_token(above.rsplit('/').next().unwrap_or_default());
    let keyword = lookup(&name);
    if map == "dependencies" && node.is_array() {
        let words = of_value(&name, written, keyword, error);
        return words.unwrap_or_else(|| (format!("{} is no list of names", written.shown()), None));
    }
    let is_named_by_author = pointer.is_empty() || (MAPS.contains(&&*map) && !is_in_map_of_author(above));
    if is_named_by_author || keyword.is_unknown() {
        return no_schema(&name, &map, written, keyword, dialect);
    }
    let of_draft = of_draft(&name, node, dialect);
    of_draft.or_else(|| of_value(&name, written, keyword, error)).unwrap_or_else(|| {
        let refused = root.pointer(error.instance_path().as_str()).filter(|refused| !std::ptr::eq(*refused, node));
        let message = match refused {
            Some(node) => {
                format!("{} stands in `{name}`, which takes {}", Written { source, node }.shown(), keyword.expects)
            }
            None => format!("{} is not what `{name}` takes: {}", written.shown(), keyword.expects),
        };
        (message, of_type(node).filter(|_| keyword.subschemas != Subschemas::None))
    })
}

/// Whether what stands above is itself a name of the author's, such as a property called `properties`.
fn is_in_map_of_author(pointer: &str) -> bool {
    let mut tokens = pointer.rsplit('/').map(unescape_token);
    let (_, above) = (tokens.next(), tokens.next());
    above.is_some_and(|above| MAPS.contains(&&*above))
}

/// A value where a schema should stand.
fn no_schema(name: &str, map: &str, written: Written<'_>, keyword: &Keyword, dialect: Dialect) -> Words {
    if !keyword.is_unknown() && MAPS.contains(&map) && !written.node.is_object() {
        let message = format!("`{name}` stands inside `{map}`, where it is the name of a schema");
        return (message, Some(format!("move it out, to stand beside `{map}`")));
    }
    let schema = if dialect == Dialect::Draft4 { "an object" } else { "an object, or true or false" };
    (format!("{} is no schema: a schema is {schema}", written.shown()), of_type(written.node))
}

/// The schema that the name of a type, or a list of such names, may have meant.
fn of_type(node: &Node) -> Option<String> {
    let is_type = |node: &Node| node.as_str().is_some_and(|text| TYPES.contains(&text));
    let are_types = !node.items().is_empty() && node.items().iter().all(is_type);
    (is_type(node) || are_types).then(|| format!("did you mean `{{ \"type\": {} }}`?", node.to_value()))
}

/// What is right in another draft.
fn of_draft(name: &str, node: &Node, dialect: Dialect) -> Option<Words> {
    let title = dialect.title();
    match (name, &node.kind) {
        ("items", NodeKind::Array(_)) if dialect >= Dialect::Draft202012 => {
            let message = "`items` is a list of schemas, which is called `prefixItems` in 2020-12".to_owned();
            Some((
                message,
                Some("rename it to `prefixItems`; `items` is the schema of all items after those".to_owned()),
            ))
        }
        ("exclusiveMinimum" | "exclusiveMaximum", NodeKind::Bool(_)) if dialect > Dialect::Draft4 => {
            let bound = name.replace("exclusiveM", "m");
            let message = format!("`{name}` is true or false in draft-04 only; in {title} it is the bound itself");
            Some((message, Some(format!("write the bound here, and leave `{bound}` out"))))
        }
        ("exclusiveMinimum" | "exclusiveMaximum", NodeKind::Number(_)) if dialect == Dialect::Draft4 => {
            let bound = name.replace("exclusiveM", "m");
            let message =
                format!("`{name}` is a bound from draft-06 on; in draft-04 it is true or false, beside `{bound}`");
            Some((message, Some(format!("write the bound in `{bound}`, and `true` here"))))
        }
        ("required", NodeKind::Bool(_)) => {
            let message = "`required` is true or false in draft-03 only; since then it is a list of names".to_owned();
            Some((message, Some("list the property in `required` of the schema that holds `properties`".to_owned())))
        }
        ("type", _) => no_type(node),
        ("$id" | "id", NodeKind::String(text)) if text.contains('#') => {
            let message =
                format!("{} has a fragment, which an address of a schema can't have in {title}", quoted(text));
            Some((message, Some("name a place in the schema by `$anchor`".to_owned())))
        }
        _ => None,
    }
}

/// What the metaschema refuses of a value that is of the right type.
fn of_value(name: &str, written: Written<'_>, keyword: &Keyword, error: &ValidationError<'_>) -> Option<Words> {
    let item = match name {
        "enum" => "value",
        "type" => "type",
        _ if keyword.subschemas != Subschemas::None => "schema",
        _ => "name",
    };
    if written.node.is_array() && written.node.items().is_empty() {
        let needed = if name == "required" { "in draft-04 at least one" } else { "at least one" };
        return Some((format!("`{name}` lists nothing: {needed} {item} is needed"), None));
    }
    if let (true, Some((first, _))) = (written.node.is_array(), repeated(written)) {
        let twice = written.item(first).map(Written::shown).unwrap_or_default();
        return Some((format!("{twice} is listed twice in `{name}`"), Some("leave one of them out".to_owned())));
    }
    let shown = written.shown();
    match error.kind() {
        Kind::Minimum { .. } => Some((format!("`{name}` is {shown}, and can't be less than 0"), None)),
        Kind::ExclusiveMinimum { .. } => Some((format!("`{name}` is {shown}, and has to be more than 0"), None)),
        Kind::Type { .. }
            if matches!(written.node.kind, NodeKind::Number(_)) && keyword.expects.starts_with("a number of") =>
        {
            Some((format!("`{name}` is {shown}, which is no whole number"), None))
        }
        Kind::Required { property } => {
            let other = property.as_str().unwrap_or_default();
            Some((format!("`{name}` means nothing without {}, which is missing", quoted(other)), None))
        }
        Kind::Pattern { pattern } => {
            Some((format!("{shown} does not match {}, as `{name}` has to", quoted(pattern)), None))
        }
        _ => None,
    }
}

/// The type that a name may have meant which is none.
pub fn type_meant(node: &Node) -> Option<Meant> {
    node.as_str().filter(|name| !TYPES.contains(name)).and_then(|name| meant(name, TYPES))
}

/// The first name in `type` that is no type's, and the one that it may have meant.
fn no_type(node: &Node) -> Option<Words> {
    let names = std::slice::from_ref(node).iter().chain(node.items()).filter_map(Node::as_str);
    let name = names.into_iter().find(|name| !TYPES.contains(name))?;
    let help = nearest(name, TYPES).map(|near| format!("did you mean `{near}`?"));
    Some((format!("{} is no type", quoted(name)), help.or_else(|| Some(format!("the types are {}", TYPES.join(", "))))))
}

//! Tells kinds of file apart (contract, section 2).

use crate::config::Catalog;
use crate::dialect::Dialect;
use crate::keyword::{self, Subschemas};
use crate::source::{Format, Kind as NodeKind, Node, Source};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    AsyncApi,
    Schema,
    Example,
    Page,
    Registry,
    /// A file of JSON or YAML that is none of the others; a reference may still lead into it.
    Part,
}

/// What site.toml says a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// An example, by the number of its entry.
    Example(usize),
    Schema,
}

/// What site.toml says of the file at `relative` below the catalog.
pub fn claimed(catalog: &Catalog, relative: &str) -> Option<Claim> {
    if let Some(entry) = catalog.examples.iter().position(|entry| entry.files.captures(relative).is_some()) {
        return Some(Claim::Example(entry));
    }
    catalog.schemas.as_ref().is_some_and(|globs| globs.matches(relative)).then_some(Claim::Schema)
}

/// The kind of a file, by site.toml, then by content, then by name.
pub fn of(relative: &str, source: &Source, claimed: Option<Claim>) -> Kind {
    match (claimed, source.format) {
        (Some(Claim::Example(_)), Format::Json | Format::Yaml) => return Kind::Example,
        (_, Format::Toml) => return Kind::Registry,
        (_, Format::Markdown) => return Kind::Page,
        (Some(Claim::Schema), _) => return Kind::Schema,
        _ => {}
    }
    let named_schema = names_schema(relative);
    let Some(root) = source.root() else {
        // What can't be parsed is told by its name alone.
        return if named_schema {
            Kind::Schema
        } else if names_example(relative) {
            Kind::Example
        } else {
            Kind::Part
        };
    };
    if root.get("asyncapi").is_some() {
        return Kind::AsyncApi;
    }
    if names_dialect(root) || named_schema {
        return Kind::Schema;
    }
    if names_example(relative) {
        return Kind::Example;
    }
    if is_shaped_like_schema(root) { Kind::Schema } else { Kind::Part }
}

/// Whether a value is a schema by what it holds: it names a dialect, or is shaped like one.
pub fn is_schema(root: &Node) -> bool {
    names_dialect(root) || is_shaped_like_schema(root)
}

/// Whether the value's `$schema` names a dialect of JSON Schema.
pub fn names_dialect(root: &Node) -> bool {
    root.get("$schema").and_then(Node::as_str).and_then(Dialect::from_schema_uri).is_some()
}

fn names_schema(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    [".schema.json", ".schema.yaml", ".schema.yml"].iter().any(|ending| lower.ends_with(ending))
}

/// The words of an example's file name, between its dots.
const WORDS: [&str; 4] = ["example", "invalid", "pass", "fail"];

fn names_example(path: &str) -> bool {
    let mut segments: Vec<&str> = path.split('/').collect();
    let name = segments.pop().unwrap_or_default();
    let folders = ["examples", "valid", "invalid", "good", "bad", "counterexamples"];
    segments.iter().any(|segment| folders.contains(segment)) || words(name).any(|word| WORDS.contains(&word))
}

/// The parts of a file name between its first part and its ending.
fn words(name: &str) -> impl Iterator<Item = &str> {
    super::stem(name).split('.').skip(1)
}

/// Whether the name or the nearest telling folder of `path` says that an example is to be rejected.
pub fn expects_invalid(path: &str) -> bool {
    let mut segments: Vec<&str> = path.split('/').collect();
    let name = segments.pop().unwrap_or_default();
    let stem = super::stem(name);
    if words(name).any(|word| matches!(word, "invalid" | "fail"))
        || stem.starts_with("invalid-")
        || stem.split('.').any(|part| part.ends_with("-invalid"))
    {
        return true;
    }
    if words(name).any(|word| word == "pass") {
        return false;
    }
    let telling = segments.iter().rev().find(|s| ["valid", "good", "invalid", "bad", "counterexamples"].contains(*s));
    telling.is_some_and(|segment| !["valid", "good"].contains(segment))
}

/// Whether a value is shaped like a schema: `type` is a JSON type or a list of them, or an applicator has its right shape.
fn is_shaped_like_schema(root: &Node) -> bool {
    let is_type = |node: &Node| {
        let names = ["null", "boolean", "object", "array", "number", "string", "integer"];
        node.as_str().is_some_and(|name| names.contains(&name))
    };
    let typed = root.get("type").is_some_and(|node| match &node.kind {
        NodeKind::Array(items) => !items.is_empty() && items.iter().all(is_type),
        _ => is_type(node),
    });
    typed || root.members().iter().any(|member| is_applied(&member.key, &member.value))
}

/// Whether `value` is what the keyword of this name applies to instances. Data has fields like `items` and `contains` as well, so `true`
/// and a list say too little where one schema is expected.
fn is_applied(name: &str, value: &Node) -> bool {
    let is_schema = |node: &Node| node.is_object() || node.as_bool().is_some();
    let is_name = |node: &Node| node.as_str().is_some();
    match keyword::lookup(name).subschemas {
        Subschemas::None => false,
        Subschemas::One | Subschemas::OneOrList => {
            value.is_object()
                || (is_schema(value) && (name.starts_with("additional") || name.starts_with("unevaluated")))
        }
        Subschemas::List => !value.items().is_empty() && value.items().iter().all(is_schema),
        Subschemas::Map => value.is_object() && value.members().iter().all(|member| is_schema(&member.value)),
        Subschemas::MapOfSchemasOrNames => {
            let fits = |node: &Node| is_schema(node) || (node.is_array() && node.items().iter().all(is_name));
            value.is_object() && value.members().iter().all(|member| fits(&member.value))
        }
    }
}

//! Tells kinds of file apart (contract, section 2): by site.toml, then by content, then by name. What a file is to the others is told
//! afterwards, in `recognise.rs`.

use super::iglu::self_description;
use super::shape::{is_asyncapi, is_openapi, is_shaped_like_schema, is_unversioned, part_shape};
use crate::config::Catalog;
use crate::dialect::Dialect;
use crate::source::{Format, Node, Source};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    AsyncApi,
    /// A message, a channel or an operation without a document around it.
    AsyncApiPart,
    Schema,
    /// A file that holds schemas among other things.
    Holder,
    Example,
    Page,
    Registry,
    /// None of these, and still meant as an input: it says what it is in a way that can't be read.
    Part,
    /// None of these by itself. It may be something to another file, or foreign.
    Other,
}

/// What site.toml says a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// An example, by the number of its entry.
    Example(usize),
    Schema,
    /// It holds schemas, by the number of the entry.
    Holder(usize),
}

/// What site.toml says of the file at `relative` below the catalog.
pub fn claimed(catalog: &Catalog, relative: &str) -> Option<Claim> {
    if let Some(entry) = catalog.examples.iter().position(|entry| entry.files.captures(relative).is_some()) {
        return Some(Claim::Example(entry));
    }
    if let Some(entry) = catalog.wrapped.iter().position(|entry| entry.files.matches(relative)) {
        return Some(Claim::Holder(entry));
    }
    catalog.schemas.as_ref().is_some_and(|globs| globs.matches(relative)).then_some(Claim::Schema)
}

/// The kind of a file.
pub fn of(relative: &str, source: &Source, claimed: Option<Claim>) -> Kind {
    match (claimed, source.format) {
        (_, Format::Toml) => return Kind::Registry,
        (_, Format::Markdown) => return Kind::Page,
        (Some(Claim::Example(_)), _) => return Kind::Example,
        (Some(Claim::Schema), _) => return Kind::Schema,
        (Some(Claim::Holder(_)), _) => return Kind::Holder,
        (None, Format::JsonLines) => return if names_example(relative) { Kind::Example } else { Kind::Other },
        (None, _) => {}
    }
    let Some(root) = source.telling_root() else {
        // First what a file is, then what is wrong with it: what can't be parsed is an input by its place, or if it says so before it breaks.
        return by_place(relative).or_else(|| stated_in_text(source)).unwrap_or(Kind::Other);
    };
    if is_asyncapi(root) {
        return Kind::AsyncApi;
    }
    if is_openapi(root) {
        return Kind::Holder;
    }
    if names_dialect(root) {
        return Kind::Schema;
    }
    if Format::of_path(relative).is_none() {
        return Kind::Other;
    }
    if let Some(kind) = by_place(relative) {
        return kind;
    }
    if part_shape(root).is_some() {
        return Kind::AsyncApiPart;
    }
    if is_shaped_like_schema(root) {
        Kind::Schema
    } else if is_unversioned(root) {
        Kind::Part
    } else {
        Kind::Other
    }
}

/// What a file is by its name and folder alone.
pub fn by_place(relative: &str) -> Option<Kind> {
    if names_schema(relative) {
        Some(Kind::Schema)
    } else if names_example(relative) {
        Some(Kind::Example)
    } else {
        None
    }
}

/// The kind that a text that can't be parsed states for itself, by the dialect of a schema or the version of an AsyncAPI document.
fn stated_in_text(source: &Source) -> Option<Kind> {
    let end = (0..=HEAD.min(source.text.len())).rev().find(|at| source.text.is_char_boundary(*at)).unwrap_or_default();
    let head = &source.text[..end];
    let stated = |key: &str| head.match_indices(key).find_map(|(at, _)| value_of_key(head, at, key));
    if stated("$schema").and_then(Dialect::from_schema_uri).is_some() {
        Some(Kind::Schema)
    } else {
        let version = stated("asyncapi").filter(|version| version.starts_with(|c: char| c.is_ascii_digit()));
        version.map(|_| Kind::AsyncApi)
    }
}

/// The text after a key that stands at `at`, in JSON or YAML; `None` if no key begins there.
fn value_of_key<'a>(text: &'a str, at: usize, key: &str) -> Option<&'a str> {
    let before = text[..at].trim_end_matches(QUOTES);
    let is_key = before.ends_with('\n') || before.trim_end().is_empty() || before.trim_end().ends_with(['{', ',']);
    let value = text[at + key.len()..].trim_start_matches(QUOTES).trim_start().strip_prefix(':')?;
    let value = value.trim_start().trim_start_matches(QUOTES);
    value.split(|c: char| c.is_whitespace() || QUOTES.contains(&c)).next().filter(|_| is_key)
}

const QUOTES: [char; 2] = ['"', '\''];

/// Texts that can't be parsed are looked into so far, in bytes.
const HEAD: usize = 4096;

/// Whether a value is a schema by what it holds: it names a dialect, or is shaped like one.
pub fn is_schema(root: &Node) -> bool {
    names_dialect(root) || is_shaped_like_schema(root)
}

/// Whether the value's `$schema` names a dialect of JSON Schema.
pub fn names_dialect(root: &Node) -> bool {
    let stated = root.get("$schema").and_then(Node::as_str);
    stated.and_then(Dialect::from_schema_uri).is_some() || (stated.is_some() && self_description(root).is_some())
}

fn names_schema(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    [".schema.json", ".schema.jsonc", ".schema.json5", ".schema.yaml", ".schema.yml"]
        .iter()
        .any(|ending| lower.ends_with(ending))
}

/// The words of an example's file name, between its dots.
const WORDS: [&str; 4] = ["example", "invalid", "pass", "fail"];

/// Folders that hold examples, or say what is expected of them.
pub const FOLDERS: [&str; 6] = ["examples", "valid", "invalid", "good", "bad", "counterexamples"];

fn names_example(path: &str) -> bool {
    let mut segments: Vec<&str> = path.split('/').collect();
    let name = segments.pop().unwrap_or_default();
    segments.iter().any(|segment| FOLDERS.contains(segment)) || words(name).any(|word| WORDS.contains(&word))
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

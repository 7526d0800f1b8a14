//! A few words for a column: what sort of value a schema describes.

use super::any::type_words;
use super::enumeration::constants;
use super::schema::Schema;
use super::words::{code, listed, text};
use super::{Digits, Run, inline_json};
use crate::dialect::Dialect;
use crate::source::{Kind, Node};

/// How many levels of arrays and alternatives are spelled out.
const LEVELS: usize = 3;
/// How many alternatives are spelled out, rather than counted.
const ALTERNATIVES: usize = 4;
/// How many characters of a constant are spelled out.
const LONGEST: usize = 40;

/// The sort of value that a schema describes: `string`, `integer or null`, `array of string`, `one of 4 values`. It
/// claims no more than the schema says: without `type` it is `any type`, with the types about which there are keywords.
pub fn type_phrase<'a>(schema: &'a Node, dialect: Dialect, digits: &'a dyn Digits) -> Vec<Run> {
    phrase(schema, dialect, digits, LEVELS)
}

fn phrase<'a>(node: &'a Node, dialect: Dialect, digits: &'a dyn Digits, levels: usize) -> Vec<Run> {
    match &node.kind {
        Kind::Object(_) => {}
        Kind::Bool(true) => return vec![text("anything")],
        Kind::Bool(false) => return vec![text("nothing")],
        _ => return vec![code(inline_json(node, digits)), text(" (not a schema)")],
    }
    let phrase = Phrase { schema: &Schema::read(node, dialect), digits, levels };
    let own = phrase.value().or_else(|| phrase.types());
    match (own, phrase.reference()) {
        (Some(own), Some(target)) => [own, vec![text(", as "), target]].concat(),
        (Some(own), None) => own,
        (None, Some(target)) => vec![target],
        (None, None) => phrase.shapes().unwrap_or_else(|| phrase.any()),
    }
}

struct Phrase<'s, 'a> {
    schema: &'s Schema<'a>,
    digits: &'a dyn Digits,
    levels: usize,
}

impl<'a> Phrase<'_, 'a> {
    /// The phrase of a subschema, one level down; in brackets where it would run into the words around it.
    fn inner(&self, node: &'a Node) -> Vec<Run> {
        let inner = phrase(node, self.schema.dialect, self.digits, self.levels - 1);
        let loose =
            |words: &String| [", ", "; ", " or ", "one of ", "all of "].iter().any(|joint| words.contains(joint));
        if !inner.iter().any(|run| matches!(run, Run::Text(words) if loose(words))) {
            return inner;
        }
        [vec![text("(")], inner, vec![text(")")]].concat()
    }

    fn reference(&self) -> Option<Run> {
        let references = ["$ref", "$dynamicRef", "$recursiveRef"];
        let target = references.iter().find_map(|name| self.schema.effective(name)?.as_str())?;
        Some(Run::Ref(target.to_owned()))
    }

    /// The words for `const` and `enum`, and for a list of constants.
    fn value(&self) -> Option<Vec<Run>> {
        if let Some(value) = self.schema.effective("const") {
            return Some(self.constant(value));
        }
        let count = match self.schema.effective("enum").filter(|values| values.is_array()).map(Node::items) {
            Some([]) => return Some(vec![text("nothing")]),
            Some([value]) => return Some(self.constant(value)),
            Some(values) => values.len(),
            None => self.constants()?,
        };
        let types = self.schema.effective("type").and_then(type_words);
        let joint = if types.is_some() { ", " } else { "" };
        Some([types.unwrap_or_default(), vec![text(format!("{joint}one of {count} values"))]].concat())
    }

    /// How many constants `oneOf` or `anyOf` lists, if it lists nothing else.
    fn constants(&self) -> Option<usize> {
        let count = |name: &&str| {
            let shapes = self.schema.effective(name)?;
            Some(constants(name, shapes, self.schema.dialect, self.digits).len())
        };
        ["oneOf", "anyOf"].iter().filter_map(count).find(|count| *count > 0)
    }

    fn constant(&self, value: &Node) -> Vec<Run> {
        let json = inline_json(value, self.digits);
        if json.chars().count() > LONGEST {
            return vec![text(format!("one {}", value.type_name()))];
        }
        vec![text("always "), code(json)]
    }

    /// The words for `type`, with the items of an array.
    fn types(&self) -> Option<Vec<Run>> {
        let types = self.schema.effective("type")?;
        let items = self.schema.effective("items").filter(|items| items.is_object());
        match items {
            Some(items) if types.as_str() == Some("array") && self.levels > 0 && !self.has_first_items() => {
                Some([vec![text("array of ")], self.inner(items)].concat())
            }
            _ => type_words(types),
        }
    }

    fn has_first_items(&self) -> bool {
        self.schema.effective("prefixItems").is_some()
    }

    /// The words for `oneOf`, `anyOf` and `allOf`.
    fn shapes(&self) -> Option<Vec<Run>> {
        let list = |name| Some((name, self.schema.effective(name).filter(|shapes| !shapes.items().is_empty())?));
        if let Some((name, shapes)) = list("oneOf").or_else(|| list("anyOf")) {
            let count = shapes.items().len();
            let quantity = if name == "oneOf" { "exactly one of" } else { "at least one of" };
            let counted = vec![text(format!("{quantity} {count} shapes"))];
            return Some(self.alternatives(shapes.items()).unwrap_or(counted));
        }
        let (_, parts) = list("allOf")?;
        match parts.items() {
            [part] if self.levels > 0 => Some(phrase(part, self.schema.dialect, self.digits, self.levels - 1)),
            parts => Some(self.parts(parts)),
        }
    }

    /// `base and address, and more`: what the parts refer to, and whether they are more than that.
    fn parts(&self, parts: &'a [Node]) -> Vec<Run> {
        let named = parts.iter().filter_map(|part| Some([Run::Ref(part.get("$ref")?.as_str()?.to_owned())]));
        let mut named: Vec<[Run; 1]> = named.collect();
        if named.is_empty() || named.len() > ALTERNATIVES {
            return vec![text(format!("all of {} parts", parts.len()))];
        }
        let is_more = named.len() < parts.len() || parts.iter().any(|part| part.members().len() > 1);
        named.dedup();
        [listed(named, "and"), if is_more { vec![text(", and more")] } else { Vec::new() }].concat()
    }

    /// `string or null`; `None` where that would not tell the alternatives apart.
    fn alternatives(&self, shapes: &'a [Node]) -> Option<Vec<Run>> {
        if shapes.len() > ALTERNATIVES || self.levels == 0 {
            return None;
        }
        let phrases: Vec<_> = shapes.iter().map(|shape| self.inner(shape)).collect();
        let vague = |run: &Run| matches!(run, Run::Text(words) if words.contains(ANY));
        let distinct = phrases.iter().enumerate().all(|(index, phrase)| !phrases[..index].contains(phrase));
        (distinct && !phrases.iter().flatten().any(vague)).then(|| listed(phrases, "or"))
    }

    /// Any type, with those types about which something is said.
    fn any(&self) -> Vec<Run> {
        let mut types = Vec::new();
        for fact in self.schema.facts.iter().filter(|fact| fact.ignored.is_none()) {
            types.extend(fact.keyword.applies_to.filter(|name| !types.contains(name)));
        }
        let mut runs = vec![text(ANY)];
        if !types.is_empty() {
            runs.push(text("; "));
            runs.extend(listed(types.into_iter().map(|name| [text(format!("{name}s"))]), "and"));
            runs.push(text(" as described"));
        }
        runs
    }
}

const ANY: &str = "any type";

/// Whether a phrase says nothing of the type.
pub fn is_any(phrase: &[Run]) -> bool {
    matches!(phrase.first(), Some(Run::Text(words)) if words == ANY)
}

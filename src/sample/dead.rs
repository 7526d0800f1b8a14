//! Keywords that can't be broken where they stand, and schemas that take nothing: proved, by the keywords of one schema or of all that `allOf`
//! and references join with it.
//!
//! What stands in other schemas below is taken as if it said nothing: what is so without it is so with it, since it could only refuse more.

use serde_json::{Map, Value, json};

use super::refusing::PLAIN;
use crate::compat::{Proofs, exact};
use crate::dialect::Dialect;
use crate::keyword::{Ignored, lookup};
use crate::source::{Kind, Node};

/// Why a keyword can't be broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It says nothing, as `minLength: 0` does.
    SaysNothing,
    /// It has no effect here.
    Ignored(Ignored),
    /// Keywords beside it refuse all that it would.
    Beside(Vec<&'static str>),
}

/// What is proved of one schema.
#[derive(Clone, Debug, Default)]
pub struct Proved {
    /// The keywords that can't be broken.
    pub dead: Vec<(&'static str, Why)>,
    /// The keywords that no value meets together, where nothing fits.
    pub contradiction: Option<Vec<&'static str>>,
}

/// Those whose schemas count as far as they are `true` or `false`.
const HOLDING: [&str; 6] =
    ["properties", "patternProperties", "additionalProperties", "items", "prefixItems", "additionalItems"];

const TEXTS: [&str; 4] = ["minLength", "maxLength", "pattern", "format"];
const NUMBERS: [&str; 5] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

/// How many members of an `enum`, and how many names, are looked at.
const MANY: usize = 200;

/// A schema as its own keywords have it.
pub struct Own<'n> {
    node: &'n Node,
    dialect: Dialect,
    /// Whether formats are held against texts.
    has_formats: bool,
    /// Its keywords, with the reason where one has no effect: asked once, since much is asked of them.
    members: Vec<(&'static str, &'n Node, Option<Ignored>)>,
}

impl<'n> Own<'n> {
    /// The schema of a node.
    pub fn new(node: &'n Node, dialect: Dialect, has_formats: bool) -> Own<'n> {
        let members = node.members().iter().filter_map(|member| {
            let keyword = lookup(&member.key);
            let ignored = || Ignored::of(keyword, &member.value, node, dialect);
            (!keyword.is_unknown()).then(|| (keyword.name, &member.value, ignored()))
        });
        Own { node, dialect, has_formats, members: members.collect() }
    }

    fn get(&self, keyword: &str) -> Option<&'n Node> {
        let found = self.members.iter().find(|(name, ..)| *name == keyword);
        found.filter(|(.., ignored)| ignored.is_none()).map(|(_, value, _)| *value)
    }

    fn has(&self, keyword: &str) -> bool {
        self.get(keyword).is_some()
    }

    fn count(&self, keyword: &str) -> Option<f64> {
        self.get(keyword).map(Node::to_value).and_then(|value| value.as_f64())
    }

    /// What is proved of it.
    pub fn proved(&self, proofs: &Proofs<'_>) -> Proved {
        let mut dead: Vec<(&'static str, Why)> = Vec::new();
        for (keyword, value, ignored) in &self.members {
            match ignored {
                Some(Ignored::OpenApi | Ignored::Malformed(_)) => {}
                Some(why) => dead.push((keyword, Why::Ignored(*why))),
                None if says_nothing(keyword, value) => dead.push((keyword, Why::SaysNothing)),
                None => {}
            }
        }
        if self.is_listed() && self.has("type") && self.is_typed_alike() {
            let listing = if self.has("const") { "const" } else { "enum" };
            dead.push(("type", Why::Beside(vec![listing])));
        }
        let contradiction = self.contradiction(proofs);
        if contradiction.is_some() || self.is_beyond() {
            return Proved { dead, contradiction };
        }
        for keyword in self.candidates() {
            if dead.iter().any(|(known, _)| *known == keyword) {
                continue;
            }
            let others = self.value(&|name| name != keyword);
            let alone = match self.exact_format().filter(|_| keyword == "format" && !self.is_listed()) {
                Some(pattern) => json!({ "pattern": pattern }),
                None => Value::Object(self.value(&|name| name == keyword)),
            };
            let is_implied = |part: &Map<String, Value>| proofs.is_within(&Value::Object(part.clone()), &alone);
            if is_implied(&others) {
                let others = smallest(&others, is_implied);
                // What is implied by nothing is no keyword: a pattern that can't be used, which other rules tell.
                dead.extend((!others.is_empty()).then_some((keyword, Why::Beside(others))));
            }
        }
        Proved { dead, contradiction }
    }

    /// The keywords that no value meets together, as few as there have to be, where that is proved.
    pub fn contradiction(&self, proofs: &Proofs<'_>) -> Option<Vec<&'static str>> {
        if self.is_beyond() || !self.may_contradict() {
            return None;
        }
        let whole = self.value(&|_| true);
        let takes_nothing = |part: &Map<String, Value>| proofs.takes_nothing(&Value::Object(part.clone()));
        takes_nothing(&whole).then(|| smallest(&whole, takes_nothing))
    }

    /// Whether it is too long to be looked at, or means something else: what stands beside a reference that hides it, and what OpenAPI
    /// says of null besides.
    fn is_beyond(&self) -> bool {
        let is_large = self.get("enum").is_some_and(|list| list.items().len() > MANY)
            || self.get("properties").is_some_and(|map| map.members().len() > MANY);
        is_large || self.is_referring() || self.node.get("nullable").is_some()
    }

    /// Whether no value lies at the end that a bound sets.
    pub fn is_end_dead(&self, keyword: &str, proofs: &Proofs<'_>) -> bool {
        let Some(bound) = self.get(keyword).map(Node::to_value) else { return false };
        let mut whole = self.value(&|_| true);
        match keyword {
            "minLength" | "maxLength" if self.has("pattern") || self.has("format") || self.is_listed() => {
                whole.insert("minLength".to_owned(), bound.clone());
                whole.insert("maxLength".to_owned(), bound);
                whole.insert("type".to_owned(), json!("string"));
            }
            "minimum" | "maximum" if self.has("multipleOf") || self.has("type") || self.is_listed() => {
                whole.insert("minimum".to_owned(), bound.clone());
                whole.insert("maximum".to_owned(), bound);
                if !self.has("type") {
                    whole.insert("type".to_owned(), json!("number"));
                }
            }
            "minItems" | "maxItems" if self.is_listed() || self.has_places() => {
                whole.insert("minItems".to_owned(), bound.clone());
                whole.insert("maxItems".to_owned(), bound);
                whole.insert("type".to_owned(), json!("array"));
            }
            "minProperties" | "maxProperties" => {
                whole.insert("minProperties".to_owned(), bound.clone());
                whole.insert("maxProperties".to_owned(), bound);
                whole.insert("type".to_owned(), json!("object"));
            }
            _ => return false,
        }
        proofs.takes_nothing(&Value::Object(whole))
    }

    /// Whether it says of places one by one what may stand there, or that nothing may. All else leaves room for as many items as one likes, and
    /// for different ones, since their schemas count as far as they are `true` or `false`.
    fn has_places(&self) -> bool {
        let is_limit = |items: &Node| items.is_array() || items.as_bool() == Some(false);
        self.has("prefixItems") || self.get("items").is_some_and(is_limit)
    }

    /// A pattern that says the same as its format.
    fn exact_format(&self) -> Option<&'static str> {
        exact(self.get("format").filter(|_| self.has_formats)?.as_str()?)
    }

    fn is_listed(&self) -> bool {
        self.has("enum") || self.has("const")
    }

    /// Whether what it says depends on a reference that hides it.
    fn is_referring(&self) -> bool {
        self.dialect.ref_hides_siblings() && self.node.get("$ref").is_some()
    }

    /// Its keywords of a choice, without what other schemas say.
    pub fn value(&self, is_chosen: &dyn Fn(&str) -> bool) -> Map<String, Value> {
        let mut map = Map::new();
        for keyword in PLAIN.iter().chain(&HOLDING).filter(|keyword| is_chosen(keyword)) {
            let Some(value) = self.get(keyword) else { continue };
            let value = match *keyword {
                "format" if !self.has_formats => continue,
                keyword if HOLDING.contains(&keyword) => opened(keyword, value),
                _ => value.to_value(),
            };
            map.insert((*keyword).to_owned(), value);
        }
        map
    }

    /// Whether its keywords might leave nothing, at the first glance.
    fn may_contradict(&self) -> bool {
        let texts = self.of(&TEXTS);
        let numbers = self.of(&NUMBERS);
        let is_over = |low: &str, high: &str| matches!((self.count(low), self.count(high)), (Some(low), Some(high)) if low > high);
        let typed = self.get("type").is_some();
        (self.is_listed() && self.node.members().len() > 1 && self.listed_fails())
            || (typed && texts.contains(&"pattern") && texts.len() > 1)
            || (typed && texts.contains(&"format") && texts.len() > 1)
            || is_over("minLength", "maxLength")
            || (numbers.len() > 1 && self.is_narrow(&numbers))
            || is_over("minItems", "maxItems")
            || is_over("minProperties", "maxProperties")
            || self.missing_name()
            || matches!((self.get("required"), self.count("maxProperties")), (Some(names), Some(most)) if names.items().len() as f64 > most)
            || self.has("minItems")
                && HOLDING.iter().skip(3).any(|keyword| self.get(keyword).and_then(Node::as_bool) == Some(false))
    }

    /// Whether a listed value is of none of its types, or something else is said of listed values.
    fn listed_fails(&self) -> bool {
        let others = TEXTS.iter().chain(&NUMBERS);
        self.has("type") && !self.is_typed_alike()
            || (self.has("enum") && self.has("const"))
            || others.into_iter().any(|keyword| self.has(keyword))
    }

    /// Whether all listed values are of its types.
    fn is_typed_alike(&self) -> bool {
        let Some(types) = self.get("type").map(Node::to_value) else { return true };
        let names: Vec<&str> = match &types {
            Value::String(name) => vec![name],
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            _ => return true,
        };
        let is_of = |value: &Node| {
            names.iter().any(|name| match &value.kind {
                Kind::Null => *name == "null",
                Kind::Bool(_) => *name == "boolean",
                Kind::String(_) => *name == "string",
                Kind::Number(_) => *name == "number" || *name == "integer",
                Kind::Array(_) => *name == "array",
                Kind::Object(_) => *name == "object",
            })
        };
        let listed = self.get("enum").map(Node::items).unwrap_or_default().iter();
        listed.chain(self.get("const")).all(is_of)
    }

    /// Whether bounds leave but few numbers, or none.
    fn is_narrow(&self, numbers: &[&str]) -> bool {
        let low = self.count("minimum").into_iter().chain(self.count("exclusiveMinimum")).fold(f64::MIN, f64::max);
        let high = self.count("maximum").into_iter().chain(self.count("exclusiveMaximum")).fold(f64::MAX, f64::min);
        let step = self.count("multipleOf").unwrap_or(1.0);
        numbers.len() > 1 && high - low <= step.max(1.0)
    }

    /// Whether a name is required that the schema allows no property of.
    fn missing_name(&self) -> bool {
        let named = self.get("properties").map(Node::members).unwrap_or_default();
        let forbidden = |name: &str| named.iter().any(|it| &*it.key == name && it.value.as_bool() == Some(false));
        let is_closed = self.get("additionalProperties").and_then(Node::as_bool) == Some(false);
        let required = self.get("required").map(Node::items).unwrap_or_default();
        required
            .iter()
            .filter_map(Node::as_str)
            .any(|name| forbidden(name) || (is_closed && !named.iter().any(|it| &*it.key == name)))
    }

    fn of(&self, keywords: &[&'static str]) -> Vec<&'static str> {
        keywords.iter().copied().filter(|keyword| self.has(keyword)).collect()
    }

    /// The keywords that others beside them may make dead.
    fn candidates(&self) -> Vec<&'static str> {
        let texts = self.of(&TEXTS);
        let is_pattern = texts.contains(&"pattern") || texts.contains(&"format");
        let is_closed = self.get("additionalProperties").and_then(Node::as_bool) == Some(false);
        let is_whole = self.get("type").and_then(Node::as_str) == Some("integer");
        let is_candidate = |keyword: &&'static str| {
            if self.is_listed() {
                return match *keyword {
                    "const" => false,
                    "enum" => self.has("const"),
                    "type" => false,
                    _ => true,
                };
            }
            match *keyword {
                "minLength" | "maxLength" => is_pattern,
                "pattern" => texts.len() > 1,
                "format" => texts.contains(&"pattern") && self.exact_format().is_some(),
                "minimum" => self.has("exclusiveMinimum"),
                "exclusiveMinimum" => self.has("minimum") && self.dialect > Dialect::Draft4,
                "maximum" => self.has("exclusiveMaximum"),
                "exclusiveMaximum" => self.has("maximum") && self.dialect > Dialect::Draft4,
                "multipleOf" => is_whole,
                "maxItems" => self.has_places(),
                "uniqueItems" => self.count("maxItems").is_some_and(|most| most < 2.0),
                "minProperties" => self.has("required"),
                "maxProperties" => is_closed,
                "dependentRequired" => self.has("required"),
                _ => false,
            }
        };
        let own = self.node.members().iter().map(|member| lookup(&member.key).name);
        let own = own.filter(|keyword| PLAIN.contains(keyword) && self.has(keyword));
        own.filter(is_candidate).collect()
    }
}

/// Whether a keyword with such a value refuses nothing. What is written to say that all is allowed, as `uniqueItems: false` is, says so.
fn says_nothing(keyword: &str, value: &Node) -> bool {
    match keyword {
        "minLength" | "minItems" | "minProperties" => value.to_value().as_f64() == Some(0.0),
        "required" => value.is_array() && value.items().is_empty(),
        _ => false,
    }
}

/// The schemas of a keyword without what they say, but that they allow nothing.
fn opened(keyword: &str, value: &Node) -> Value {
    let one = |node: &Node| Value::Bool(node.as_bool() != Some(false));
    match (&value.kind, keyword) {
        (Kind::Object(members), "properties" | "patternProperties") => {
            Value::Object(members.iter().map(|member| (member.key.to_string(), one(&member.value))).collect())
        }
        (Kind::Array(items), _) => Value::Array(items.iter().map(one).collect()),
        _ => one(value),
    }
}

/// As few of the keywords as still do.
fn smallest(whole: &Map<String, Value>, does: impl Fn(&Map<String, Value>) -> bool) -> Vec<&'static str> {
    let mut left = whole.clone();
    for keyword in whole.keys().rev() {
        let mut fewer = left.clone();
        fewer.remove(keyword);
        if does(&fewer) {
            left = fewer;
        }
    }
    left.keys().map(|keyword| lookup(keyword).name).collect()
}

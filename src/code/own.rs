//! What one schema says of a value by its own keywords: types, values, bounds, fields and items.

use std::collections::{HashMap, HashSet};

use super::read::{Read, Reader};
use super::shape::{Field, Kind, Limit, List, Literal, Object, Rest, Says, Scalar, Shape};
use crate::keyword::{AsJson, Key, Subschema, inline_json};
use crate::pattern::linear;
use crate::source::{self, Node, Place, Source};

/// What one schema says by its own keywords.
pub(super) struct Own<'a, 'r> {
    pub(super) reader: &'a Reader<'r>,
    pub(super) place: &'a Place,
    pub(super) facts: &'a HashMap<&'a str, &'a Node>,
    pub(super) below: &'a [Subschema<'a>],
    pub(super) source: &'a Source,
    /// Whether its value is the event.
    pub(super) is_root: bool,
}

const OBJECT: [&str; 4] = ["properties", "required", "additionalProperties", "patternProperties"];
const LIST: [&str; 3] = ["items", "prefixItems", "additionalItems"];

impl Own<'_, '_> {
    pub(super) fn shape(&self, says: &mut Says) -> Shape {
        let stated: Vec<&str> = match self.facts.get("type") {
            Some(node) => node.as_str().map(|name| vec![name]).or_else(|| node.strings()).unwrap_or_default(),
            None => Vec::new(),
        };
        let has = |names: &[&str]| names.iter().any(|name| self.facts.contains_key(name));
        let typed = match stated.as_slice() {
            [] if has(&OBJECT) => Shape::Object(self.object(true, says)),
            [] if has(&LIST) => Shape::List(self.list(true, says)),
            [] => Shape::Any,
            names => {
                let shapes = names.iter().map(|name| self.of_type(name, says)).collect::<Vec<_>>();
                Shape::any_of(shapes)
            }
        };
        let is_nullable = self.facts.get("nullable").and_then(|it| it.as_bool()) == Some(true);
        let typed = if is_nullable && !stated.is_empty() && self.reader.resolved.is_openapi_3_0(self.place.source) {
            Shape::any_of([typed, Shape::Scalar(Scalar::Null, Vec::new())])
        } else {
            typed
        };
        let values = self.facts.get("const").map(|value| std::slice::from_ref(*value));
        let values = values.or_else(|| self.facts.get("enum").map(|list| list.items()).filter(|list| !list.is_empty()));
        match values {
            Some(values) => {
                let values = Shape::Values(values.iter().map(|value| literal(value, self.source)).collect());
                self.reader.both(values, typed)
            }
            None => typed,
        }
    }

    fn of_type(&self, name: &str, says: &mut Says) -> Shape {
        let scalar = |scalar, limits: &[&'static str]| Shape::Scalar(scalar, self.limits(limits));
        match name {
            "null" => Shape::Scalar(Scalar::Null, Vec::new()),
            "boolean" => Shape::Scalar(Scalar::Boolean, Vec::new()),
            "integer" => scalar(Scalar::Integer, &NUMERIC),
            "number" => scalar(Scalar::Number, &NUMERIC),
            "string" => scalar(Scalar::Text, &["minLength", "maxLength", "pattern"]),
            "array" => Shape::List(self.list(false, says)),
            "object" => Shape::Object(self.object(false, says)),
            _ => Shape::Any,
        }
    }

    /// The bounds among these keywords.
    fn limits(&self, keywords: &[&'static str]) -> Vec<Limit> {
        let limit = |keyword: &&'static str| {
            let node = self.facts.get(keyword)?;
            // In draft-04 the bound itself says whether it is allowed.
            let excludes = |name: &str| self.facts.get(name).and_then(|it| it.as_bool()) == Some(true);
            let keyword = match *keyword {
                "minimum" if excludes("exclusiveMinimum") => "exclusiveMinimum",
                "maximum" if excludes("exclusiveMaximum") => "exclusiveMaximum",
                keyword => keyword,
            };
            let value = match &node.kind {
                source::Kind::Number(_) => inline_json(node, &AsJson(self.source)),
                source::Kind::String(text) if keyword == "pattern" => linear(text)?,
                _ => return None,
            };
            Some(Limit { keyword, value })
        };
        keywords.iter().filter_map(limit).collect()
    }

    fn at(&self, it: &Subschema<'_>) -> Place {
        Place::new(self.place.source, [&self.place.pointer, it.pointer().as_str()].concat())
    }

    fn of(&self, keyword: &str) -> impl Iterator<Item = &Subschema<'_>> {
        self.below.iter().filter(move |it| it.keyword.name == keyword)
    }

    fn list(&self, assumed: bool, says: &mut Says) -> List {
        let is_false = |name: &str| self.facts.get(name).is_some_and(|it| it.as_bool() == Some(false));
        let is_old = self.facts.get("items").is_some_and(|it| it.is_array());
        let (first, rest) = if is_old { ("items", "additionalItems") } else { ("prefixItems", "items") };
        let read = |it: &Subschema<'_>| self.reader.part(&self.at(it));
        // Each stands in the list, booleans among them.
        let of_first = self.facts.get(first).map(|list| list.items()).unwrap_or_default();
        let first: Vec<Shape> = (0..of_first.len())
            .map(|index| {
                let pointer = format!("{}/{first}/{index}", self.place.pointer);
                self.reader.part(&Place::new(self.place.source, pointer)).shape
            })
            .collect();
        let rest = match self.of(rest).find(|it| it.key == Key::Whole) {
            Some(it) => {
                let Read { shape, says: of_item } = read(it);
                let mut rules: Vec<String> = of_item.rules.iter().map(|rule| format!("each item: {rule}")).collect();
                says.rules.append(&mut rules);
                Some(Box::new(shape))
            }
            None if is_false(rest) || (is_false("items") && !is_old) => None,
            None => Some(Box::new(Shape::Any)),
        };
        let limits = self.limits(&["minItems", "maxItems"]);
        let least = limits.iter().find(|it| it.keyword == "minItems").and_then(|it| it.value.parse().ok());
        List { first, least: least.unwrap_or_default(), rest, limits, assumed }
    }

    fn object(&self, assumed: bool, says: &mut Says) -> Object {
        let required = self.facts.get("required").map(|it| it.items()).unwrap_or_default();
        let required: Vec<&str> = required.iter().filter_map(Node::as_str).collect();
        let is_required: HashSet<&str> = required.iter().copied().collect();
        let mut fields: Vec<Field> = Vec::new();
        for it in self.of("properties") {
            let Key::Name(name) = it.key else { continue };
            let Read { shape, says } = self.reader.field(&self.at(it), name, self.is_root);
            fields.push(Field { name: name.to_owned(), shape, required: is_required.contains(name), says });
        }
        let named: HashSet<String> = fields.iter().map(|field| field.name.clone()).collect();
        let patterns = self.of("patternProperties").next().is_some();
        let more = self.of("additionalProperties").next().map(|it| {
            let Read { shape, says: of_each } = self.reader.part(&self.at(it));
            says.rules.extend(of_each.rules.iter().map(|rule| format!("each other member: {rule}")));
            shape
        });
        let each = more.clone().filter(|_| !patterns);
        let is_closed = self.facts.get("additionalProperties").is_some_and(|it| it.as_bool() == Some(false));
        let mut missing: HashSet<&str> = HashSet::new();
        for name in required.into_iter().filter(|name| !named.contains(*name)) {
            if missing.insert(name) {
                let shape = each.clone().unwrap_or(Shape::Any);
                fields.push(Field { name: name.to_owned(), shape, required: true, says: Says::default() });
            }
        }
        let rest = match each {
            _ if patterns => Rest::Unknown,
            _ if is_closed => Rest::Closed,
            Some(each) if each != Shape::Any => Rest::Each(Box::new(each)),
            _ => Rest::Open,
        };
        Object { fields, rest, assumed }
    }
}

const NUMERIC: [&str; 5] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

fn literal(node: &Node, source: &Source) -> Literal {
    let json = inline_json(node, &AsJson(source));
    let kind = match &node.kind {
        source::Kind::Null => Kind::Scalar(Scalar::Null),
        source::Kind::Bool(_) => Kind::Scalar(Scalar::Boolean),
        source::Kind::Number(_) if json.bytes().all(|it| it.is_ascii_digit() || it == b'-') => {
            Kind::Scalar(Scalar::Integer)
        }
        source::Kind::Number(_) => Kind::Scalar(Scalar::Number),
        source::Kind::String(_) => Kind::Scalar(Scalar::Text),
        source::Kind::Array(_) => Kind::List,
        source::Kind::Object(_) => Kind::Object,
    };
    Literal { kind, json }
}

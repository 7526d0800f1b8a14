//! Reads a schema of any dialect into the graph, so that two of different dialects are compared by what they say.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::document::{Document, address};
use super::graph::{Bound, Contains, Count, Facts, Graph, Id, Members, Node, Types};
use super::number::Ratio;
use crate::dialect::Dialect;

/// How deep references and schemas may lead into one another while they are read.
const DEPTH: usize = 512;

/// What an exclusive bound says that is written as draft-04 has it, `true` or `false`, in a schema of a later draft. Validators that don't refuse
/// such a schema differ: some know what it said, and to those in Python and JavaScript `true` is the number one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    Draft4,
    Number,
}

/// A document that is read.
pub struct Reader<'a> {
    document: Document<'a>,
    dialect: Dialect,
    /// Which version it is: what can't be told of one is never equal to what can't be told of the other.
    side: &'static str,
    graph: &'a mut Graph,
    known: HashMap<usize, Id>,
    depth: usize,
    spelling: Spelling,
    /// What was found that its dialect does not know so.
    pub malformed: Option<String>,
}

/// A value in which numbers that are equal are written alike.
pub fn normal(value: &Value) -> Value {
    match value {
        Value::Number(number) => Ratio::of(number).and_then(Ratio::json).unwrap_or_else(|| value.clone()),
        Value::Array(items) => Value::Array(items.iter().map(normal).collect()),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(key, value)| (key.clone(), normal(value))).collect())
        }
        other => other.clone(),
    }
}

fn ratio(value: &Value) -> Option<Ratio> {
    value.as_number().and_then(Ratio::of)
}

fn count(value: Option<&Value>) -> Option<u64> {
    let value = value?;
    value.as_u64().or_else(|| u64::try_from(ratio(value).filter(|it| it.is_whole())?.floor()).ok())
}

fn tighter(one: Option<Bound>, other: Option<Bound>, is_low: bool) -> Option<Bound> {
    let (Some(a), Some(b)) = (one, other) else { return one.or(other) };
    let other_is_tighter = if is_low { b.at > a.at } else { b.at < a.at };
    Some(if other_is_tighter || (a.at == b.at && b.excluded) { b } else { a })
}

impl<'a> Reader<'a> {
    pub fn new(
        root: &'a Value,
        dialect: Dialect,
        side: &'static str,
        spelling: Spelling,
        graph: &'a mut Graph,
    ) -> Reader<'a> {
        let document = Document::new(root, dialect);
        Reader { document, dialect, side, graph, known: HashMap::new(), depth: 0, spelling, malformed: None }
    }

    /// The node of the whole document.
    pub fn read(&mut self) -> Id {
        self.schema(self.document.root)
    }

    fn schema(&mut self, value: &'a Value) -> Id {
        let members = match value {
            Value::Bool(all) => return if *all { Graph::TRUE } else { Graph::FALSE },
            Value::Object(members) => members,
            _ => return self.unknown("a schema that is none"),
        };
        let address = address(value);
        if let Some(id) = self.known.get(&address) {
            return *id;
        }
        if self.depth > DEPTH {
            return self.unknown("how deep references lead");
        }
        self.depth += 1;
        let id = self.graph.reserve();
        self.known.insert(address, id);
        let facts = self.facts(value, members);
        self.depth -= 1;
        if !facts.is_empty() {
            self.graph.set(id, Node::Facts(Box::new(facts)));
        }
        id
    }

    /// What says nothing that could be told.
    fn unknown(&mut self, what: &str) -> Id {
        let opaque = vec![(what.to_owned(), Vec::new(), self.side.to_owned())];
        self.graph.add(Node::Facts(Box::new(Facts { opaque, ..Facts::default() })))
    }

    fn reference(&mut self, holder: &Value, text: &str) -> Id {
        match self.document.target(holder, text) {
            Some(target) => self.schema(target),
            // What everybody knows is the same in both.
            None if Dialect::from_schema_uri(text).is_some() => {
                let opaque = vec![(format!("$ref {text}"), Vec::new(), String::new())];
                self.graph.add(Node::Facts(Box::new(Facts { opaque, ..Facts::default() })))
            }
            None => self.unknown(&format!("$ref {text}")),
        }
    }

    fn list(&mut self, value: Option<&'a Value>) -> Option<Vec<Id>> {
        let items = value?.as_array()?;
        let ids = items.iter().map(|item| self.schema(item)).collect();
        Some(ids)
    }

    fn map(&mut self, value: Option<&'a Value>) -> Vec<(String, Id)> {
        let members = value.and_then(Value::as_object).into_iter().flatten();
        let mut ids: Vec<(String, Id)> = members.map(|(key, value)| (key.clone(), self.schema(value))).collect();
        ids.sort();
        ids
    }

    fn facts(&mut self, holder: &'a Value, of: &'a Map<String, Value>) -> Facts {
        let mut facts = Facts::default();
        if let Some(text) = of.get("$ref").and_then(Value::as_str) {
            facts.all.push(self.reference(holder, text));
            if self.dialect.ref_hides_siblings() {
                return facts;
            }
        }
        let since = |dialect| self.dialect >= dialect;
        let (is_6, is_7) = (since(Dialect::Draft6), since(Dialect::Draft7));
        let (is_2019, is_2020) = (since(Dialect::Draft201909), since(Dialect::Draft202012));
        facts.types = of.get("type").and_then(types);
        facts.values = of.get("enum").and_then(Value::as_array).map(|values| values.iter().map(normal).collect());
        if let Some(value) = of.get("const").map(normal).filter(|_| is_6) {
            facts.values = Some(match facts.values {
                Some(values) if !values.contains(&value) => Vec::new(),
                _ => vec![value],
            });
        }
        if let Some(values) = &mut facts.values {
            values.sort_by_cached_key(Value::to_string);
            values.dedup();
        }
        facts.low = self.bound(of, "minimum", "exclusiveMinimum", true);
        facts.high = self.bound(of, "maximum", "exclusiveMaximum", false);
        facts.multiple_of = of.get("multipleOf").and_then(ratio);
        facts.length = Count { min: count(of.get("minLength")), max: count(of.get("maxLength")) };
        facts.pattern = of.get("pattern").and_then(Value::as_str).map(str::to_owned);
        facts.formats = of.get("format").and_then(Value::as_str).map(str::to_owned).into_iter().collect();
        if self.dialect == Dialect::Draft6 || self.dialect == Dialect::Draft7 {
            let told = ["contentEncoding", "contentMediaType"].into_iter();
            let told = told.filter_map(|key| Some(format!("{key}={}", of.get(key)?.as_str()?)));
            facts.formats.extend(told.filter(|_| is_7));
        }
        facts.items = Count { min: count(of.get("minItems")), max: count(of.get("maxItems")) };
        facts.unique = of.get("uniqueItems").and_then(Value::as_bool).unwrap_or_default();
        if is_2020 {
            facts.prefix = self.list(of.get("prefixItems")).unwrap_or_default();
            facts.rest_items = of.get("items").map(|items| self.schema(items));
        } else if let Some(prefix) = self.list(of.get("items")) {
            facts.prefix = prefix;
            facts.rest_items = of.get("additionalItems").map(|items| self.schema(items));
        } else {
            facts.rest_items = of.get("items").map(|items| self.schema(items));
        }
        if let Some(schema) = of.get("contains").filter(|_| is_6) {
            let schema = self.schema(schema);
            let counts =
                if is_2019 { (count(of.get("minContains")), count(of.get("maxContains"))) } else { (None, None) };
            facts.contains = Some(Contains { schema, count: Count { min: counts.0, max: counts.1 } });
        }
        facts.size = Count { min: count(of.get("minProperties")), max: count(of.get("maxProperties")) };
        facts.required = names(of.get("required"));
        if ["properties", "patternProperties", "additionalProperties"].iter().any(|key| of.contains_key(*key)) {
            let rest = of.get("additionalProperties").map(|rest| self.schema(rest));
            let (named, patterns) = (self.map(of.get("properties")), self.map(of.get("patternProperties")));
            facts.members = Some(Members { named, patterns, rest });
        }
        facts.names = of.get("propertyNames").filter(|_| is_6).map(|names| self.schema(names));
        self.dependent(of, &mut facts);
        facts.all.extend(self.list(of.get("allOf")).unwrap_or_default());
        facts.any = self.list(of.get("anyOf"));
        facts.one = self.list(of.get("oneOf"));
        facts.not = of.get("not").map(|not| self.schema(not));
        if let Some(condition) = of.get("if").filter(|_| is_7) {
            let condition = self.schema(condition);
            let mut branch = |key| of.get(key).map_or(Graph::TRUE, |value| self.schema(value));
            facts.condition = Some((condition, branch("then"), branch("else")));
        }
        self.opaque(holder, of, &mut facts);
        facts
    }

    fn bound(&mut self, of: &Map<String, Value>, plain: &str, exclusive: &str, is_low: bool) -> Option<Bound> {
        let at = of.get(plain).and_then(ratio);
        match of.get(exclusive) {
            Some(Value::Bool(excluded)) => {
                let is_draft_4 = self.dialect == Dialect::Draft4;
                if !is_draft_4 {
                    self.malformed = Some(format!("`{exclusive}: {excluded}` is of draft-04 alone"));
                    if self.spelling == Spelling::Number {
                        let number = Bound { at: Ratio::whole(i128::from(*excluded)), excluded: true };
                        return tighter(at.map(|at| Bound { at, excluded: false }), Some(number), is_low);
                    }
                }
                Some(Bound { at: at?, excluded: *excluded && (is_draft_4 || self.spelling == Spelling::Draft4) })
            }
            further => {
                let plain = at.map(|at| Bound { at, excluded: false });
                let further = further.filter(|_| self.dialect > Dialect::Draft4).and_then(ratio);
                tighter(plain, further.map(|at| Bound { at, excluded: true }), is_low)
            }
        }
    }

    fn dependent(&mut self, of: &'a Map<String, Value>, facts: &mut Facts) {
        for key in ["dependencies", "dependentRequired", "dependentSchemas"] {
            if key != "dependencies" && self.dialect < Dialect::Draft201909 {
                continue;
            }
            for (name, value) in of.get(key).and_then(Value::as_object).into_iter().flatten() {
                let id = match value {
                    Value::Array(_) | Value::String(_) => {
                        let required = value.as_str().map_or_else(|| names(Some(value)), |name| vec![name.to_owned()]);
                        self.graph.add(Node::Facts(Box::new(Facts { required, ..Facts::default() })))
                    }
                    schema => self.schema(schema),
                };
                facts.dependent.push((name.clone(), id));
            }
        }
        facts.dependent.sort();
    }

    fn opaque(&mut self, holder: &Value, of: &'a Map<String, Value>, facts: &mut Facts) {
        if self.dialect < Dialect::Draft201909 {
            return;
        }
        for key in ["unevaluatedProperties", "unevaluatedItems"] {
            if let Some(value) = of.get(key).filter(|value| **value != Value::Bool(true)) {
                let id = self.schema(value);
                facts.opaque.push((key.to_owned(), vec![id], String::new()));
            }
        }
        for key in ["$dynamicRef", "$recursiveRef"] {
            let Some(text) = of.get(key).and_then(Value::as_str) else { continue };
            match self.document.dynamic_target(holder, key, text) {
                Some(target) => facts.all.push(self.schema(target)),
                None => facts.opaque.push((format!("{key} {text}"), Vec::new(), self.side.to_owned())),
            }
        }
    }
}

fn types(value: &Value) -> Option<Types> {
    match value {
        Value::String(name) => Types::named(name),
        Value::Array(names) => {
            let each = names.iter().filter_map(Value::as_str).filter_map(Types::named);
            Some(each.fold(Types(0), Types::or))
        }
        _ => None,
    }
}

fn names(value: Option<&Value>) -> Vec<String> {
    let names = value.and_then(Value::as_array).into_iter().flatten();
    let mut names: Vec<String> = names.filter_map(Value::as_str).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names
}

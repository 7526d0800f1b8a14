//! Schemas as the search reads them: each place once, when it is first asked for, with references followed to the next place.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::extract::Extract;
use super::listed::Listed;
use super::types::Types;
use crate::dialect::Dialect;
use crate::keyword::lookup;
use crate::model::Target;
use crate::pattern::{Guess, Guesser};
use crate::resolve::Resolved;
use crate::source::{Node, Place, join};

/// A schema by its number.
pub type Id = usize;

/// A pattern, compiled when it is first asked.
#[derive(Debug)]
pub struct Text {
    pub written: String,
    compiled: OnceCell<Option<Guesser>>,
}

impl Text {
    /// A pattern as it is written.
    pub fn new(written: &str) -> Rc<Text> {
        Rc::new(Text { written: written.to_owned(), compiled: OnceCell::new() })
    }

    /// Whether it matches; what can't be used matches everything, as it does to the validator.
    pub fn matches(&self, text: &str) -> bool {
        self.guesser().is_none_or(|guesser| guesser.matches(text))
    }

    /// Some texts that it matches.
    pub fn guesses(&self, guess: Guess<'_>, most: usize) -> Vec<String> {
        self.guesser().map(|guesser| guesser.guesses(guess, most)).unwrap_or_default()
    }

    fn guesser(&self) -> Option<&Guesser> {
        self.compiled.get_or_init(|| Guesser::new(&self.written)).as_ref()
    }
}

/// What a property asks for beside itself.
#[derive(Debug)]
pub enum Dependent {
    Names(Vec<String>),
    Schema(Id),
}

/// A condition and what follows from it.
#[derive(Debug, Clone, Copy)]
pub struct Condition {
    pub test: Id,
    pub then: Option<Id>,
    pub otherwise: Option<Id>,
}

/// How many items have to fit a schema.
#[derive(Debug, Clone, Copy)]
pub struct Contains {
    pub schema: Id,
    pub least: usize,
    pub most: Option<usize>,
}

/// One schema: its keywords, and its subschemas by number.
#[derive(Debug, Default)]
pub struct Shape {
    pub place: Option<Place>,
    /// Of a schema that is `true` or `false`.
    pub verdict: Option<bool>,
    pub types: Option<Types>,
    pub listed: Option<Listed>,
    pub least: Vec<(Value, bool)>,
    pub most: Vec<(Value, bool)>,
    pub multiples: Vec<Value>,
    pub min_length: Option<usize>,
    pub max_length: Option<usize>,
    pub pattern: Option<Rc<Text>>,
    pub format: Option<String>,
    pub encoding: Option<String>,
    pub media: Option<String>,
    pub min_items: Option<usize>,
    pub max_items: Option<usize>,
    pub unique: bool,
    pub prefix: Vec<Id>,
    pub rest: Option<Id>,
    pub contains: Option<Contains>,
    pub min_properties: Option<usize>,
    pub max_properties: Option<usize>,
    pub required: Vec<String>,
    pub properties: Vec<(String, Id)>,
    by_name: HashMap<String, Id>,
    pub patterns: Vec<(Rc<Text>, Id)>,
    pub additional: Option<Id>,
    pub names: Option<Id>,
    pub dependents: Vec<(String, Dependent)>,
    /// What applies as well: `allOf` and references.
    pub all: Vec<Id>,
    pub any: Vec<Id>,
    pub one: Vec<Id>,
    pub not: Option<Id>,
    pub condition: Option<Condition>,
    pub unevaluated_items: Option<Id>,
    pub unevaluated_properties: Option<Id>,
    /// The author's own values: examples, then the default.
    pub stated: Vec<Value>,
    /// The keywords that it has, for who breaks them.
    pub keywords: Vec<String>,
}

impl Shape {
    /// The schema of a property by its name.
    pub fn property(&self, name: &str) -> Option<Id> {
        self.by_name.get(name).copied()
    }
}

/// All schemas that were asked for.
pub struct Shapes<'a> {
    pub resolved: &'a Resolved,
    /// Values of the same fields elsewhere.
    pub extract: Option<&'a Extract>,
    /// Whether no values are made, so that nobody asks for the author's own.
    is_for_judging: bool,
    known: RefCell<Known>,
}

#[derive(Default)]
struct Known {
    formats: HashMap<String, Option<Rc<Text>>>,
    places: Vec<Option<Place>>,
    ids: HashMap<Place, Id>,
    shapes: Vec<Option<Rc<Shape>>>,
}

impl<'a> Shapes<'a> {
    /// None of a project's schemas yet.
    pub fn new(resolved: &'a Resolved) -> Shapes<'a> {
        Shapes { resolved, extract: None, is_for_judging: false, known: RefCell::default() }
    }

    /// The same for who makes no values.
    pub fn for_judging(resolved: &'a Resolved) -> Shapes<'a> {
        Shapes { is_for_judging: true, ..Shapes::new(resolved) }
    }

    /// The number of the schema at a place.
    pub fn id(&self, place: &Place) -> Id {
        let mut known = self.known.borrow_mut();
        if let Some(id) = known.ids.get(place) {
            return *id;
        }
        let id = known.places.len();
        known.places.push(Some(place.clone()));
        known.shapes.push(None);
        known.ids.insert(place.clone(), id);
        id
    }

    /// The pattern of a format of the project's own.
    pub fn own_format(&self, name: &str) -> Option<Rc<Text>> {
        let mut known = self.known.borrow_mut();
        let own = || self.resolved.project.config.check.own_formats.get(name).map(|own| Text::new(&own.text));
        known.formats.entry(name.to_owned()).or_insert_with(own).clone()
    }

    /// A schema that stands nowhere.
    fn nameless(&self, shape: Shape) -> Id {
        let mut known = self.known.borrow_mut();
        known.places.push(None);
        known.shapes.push(Some(Rc::new(shape)));
        known.places.len() - 1
    }

    /// The schema of a number.
    pub fn shape(&self, id: Id) -> Rc<Shape> {
        let place = {
            let known = self.known.borrow();
            if let Some(Some(shape)) = known.shapes.get(id) {
                return Rc::clone(shape);
            }
            known.places.get(id).cloned().flatten()
        };
        let shape = Rc::new(place.map(|place| self.read(place)).unwrap_or_default());
        if let Some(slot) = self.known.borrow_mut().shapes.get_mut(id) {
            *slot = Some(Rc::clone(&shape));
        }
        shape
    }

    fn read(&self, place: Place) -> Shape {
        let Some(node) = self.resolved.project.sources.node(&place) else { return Shape::default() };
        if let Some(verdict) = node.as_bool() {
            return Shape { place: Some(place), verdict: Some(verdict), ..Shape::default() };
        }
        let reading = Reading { shapes: self, place: &place, dialect: self.resolved.dialect_of(&place), node };
        let mut shape = reading.read();
        shape.place = Some(place);
        shape
    }
}

/// A schema that is being read.
struct Reading<'s, 'a> {
    shapes: &'s Shapes<'a>,
    place: &'s Place,
    dialect: Dialect,
    node: &'s Node,
}

impl Reading<'_, '_> {
    fn get(&self, keyword: &str) -> Option<&Node> {
        self.node.get(keyword).filter(|_| lookup(keyword).is_in(self.dialect))
    }

    fn below(&self, pointer: &str) -> Id {
        self.shapes.id(&Place::new(self.place.source, format!("{}{pointer}", self.place.pointer)))
    }

    fn one(&self, keyword: &str) -> Option<Id> {
        let is_schema = |node: &&Node| node.is_object() || node.as_bool().is_some();
        self.get(keyword).filter(is_schema).map(|_| self.below(&format!("/{keyword}")))
    }

    fn list(&self, keyword: &str) -> Vec<Id> {
        let items = self.get(keyword).map(Node::items).unwrap_or_default();
        (0..items.len()).map(|index| self.below(&format!("/{keyword}/{index}"))).collect()
    }

    fn map(&self, keyword: &str) -> Vec<(String, Id)> {
        let members = self.get(keyword).map(Node::members).unwrap_or_default();
        let below = format!("/{keyword}");
        members.iter().map(|member| (member.key.to_string(), self.below(&join(&below, &member.key)))).collect()
    }

    fn value(&self, keyword: &str) -> Option<Value> {
        self.get(keyword).map(Node::to_value)
    }

    fn number(&self, keyword: &str) -> Option<Value> {
        self.value(keyword).filter(Value::is_number)
    }

    fn count(&self, keyword: &str) -> Option<usize> {
        let value = self.number(keyword)?;
        value
            .as_u64()
            .map(|count| count as usize)
            .or_else(|| value.as_f64().filter(|count| *count >= 0.0).map(|count| count as usize))
    }

    fn text(&self, keyword: &str) -> Option<String> {
        self.get(keyword).and_then(Node::as_str).map(str::to_owned)
    }

    fn references(&self) -> Vec<Id> {
        let references = self.shapes.resolved.references_at(self.place).iter();
        let known = references.filter(|reference| lookup(reference.keyword).is_in(self.dialect));
        let ids = known.filter_map(|reference| match &reference.target {
            Target::Place(place) => Some(self.shapes.id(place)),
            // A schema is an object, or a boolean.
            Target::Metaschema(_) => {
                let types = Some(Types::OBJECT.or(Types::BOOLEAN));
                Some(self.shapes.nameless(Shape { types, ..Shape::default() }))
            }
            Target::Unresolved(_) => None,
        });
        ids.collect()
    }

    fn read(&self) -> Shape {
        let references = self.references();
        let hides = self.dialect.ref_hides_siblings() && self.node.get("$ref").and_then(Node::as_str).is_some();
        if hides {
            return Shape { all: references, keywords: vec!["$ref".to_owned()], ..Shape::default() };
        }
        let mut shape = Shape {
            types: self.types(),
            listed: self.listed().map(Listed::new),
            min_length: self.count("minLength"),
            max_length: self.count("maxLength"),
            pattern: self.text("pattern").map(|text| Text::new(&text)),
            format: self.text("format"),
            encoding: self.text("contentEncoding"),
            media: self.text("contentMediaType"),
            keywords: self.node.members().iter().map(|member| member.key.to_string()).collect(),
            all: references,
            any: self.list("anyOf"),
            one: self.list("oneOf"),
            not: self.one("not"),
            ..Shape::default()
        };
        shape.all.extend(self.list("allOf"));
        if let Some(test) = self.one("if") {
            shape.condition = Some(Condition { test, then: self.one("then"), otherwise: self.one("else") });
        }
        self.read_numbers(&mut shape);
        self.read_array(&mut shape);
        self.read_object(&mut shape);
        if !self.shapes.is_for_judging {
            let examples = self.get("examples").map(|node| node.items().iter().map(Node::to_value).collect());
            shape.stated = examples.unwrap_or_default();
            shape.stated.extend(self.node.get("example").map(Node::to_value));
            shape.stated.extend(self.value("default"));
        }
        shape
    }

    fn types(&self) -> Option<Types> {
        let node = self.get("type")?;
        let names: Vec<&str> = match node.as_str() {
            Some(name) => vec![name],
            None => node.items().iter().filter_map(Node::as_str).collect(),
        };
        let types = names.into_iter().map(Types::of_name).fold(Types::NONE, Types::or);
        let nullable = self.node.get("nullable").and_then(Node::as_bool) == Some(true);
        let is_nullable = nullable && self.shapes.resolved.is_openapi_3_0(self.place.source);
        Some(if is_nullable { types.or(Types::NULL) } else { types })
    }

    fn listed(&self) -> Option<Vec<Value>> {
        let constant = self.value("const").map(|value| vec![value]);
        let members = self.get("enum").filter(|node| node.is_array());
        let members = members.map(|node| node.items().iter().map(Node::to_value).collect::<Vec<Value>>());
        match (constant, members) {
            (Some(constant), Some(members)) => {
                Some(constant.into_iter().filter(|one| members.iter().any(|it| super::same(it, one))).collect())
            }
            (constant, members) => constant.or(members),
        }
    }

    fn read_numbers(&self, shape: &mut Shape) {
        let is_flag = |keyword: &str| self.node.get(keyword).and_then(Node::as_bool) == Some(true);
        let old = self.dialect == Dialect::Draft4;
        let mut add = |plain: &str, exclusive: &str, bounds: fn(&mut Shape) -> &mut Vec<(Value, bool)>| {
            if let Some(bound) = self.number(plain) {
                bounds(shape).push((bound, old && is_flag(exclusive)));
            }
            if let Some(bound) = self.number(exclusive).filter(|_| !old) {
                bounds(shape).push((bound, true));
            }
        };
        add("minimum", "exclusiveMinimum", |shape| &mut shape.least);
        add("maximum", "exclusiveMaximum", |shape| &mut shape.most);
        shape.multiples.extend(self.number("multipleOf"));
    }

    fn read_array(&self, shape: &mut Shape) {
        shape.min_items = self.count("minItems");
        shape.max_items = self.count("maxItems");
        shape.unique = self.get("uniqueItems").and_then(Node::as_bool).unwrap_or(false);
        shape.unevaluated_items = self.one("unevaluatedItems");
        if self.dialect == Dialect::Draft202012 {
            shape.prefix = self.list("prefixItems");
            shape.rest = self.one("items");
        } else if self.get("items").is_some_and(Node::is_array) {
            shape.prefix = self.list("items");
            shape.rest = self.one("additionalItems");
        } else {
            shape.rest = self.one("items");
        }
        shape.contains = self.one("contains").map(|schema| {
            let least = self.count("minContains").unwrap_or(1);
            Contains { schema, least, most: self.count("maxContains") }
        });
    }

    fn read_object(&self, shape: &mut Shape) {
        shape.min_properties = self.count("minProperties");
        shape.max_properties = self.count("maxProperties");
        let strings = |node: &Node| node.items().iter().filter_map(Node::as_str).map(str::to_owned).collect::<Vec<_>>();
        shape.required = self.get("required").map(strings).unwrap_or_default();
        shape.properties = self.map("properties");
        shape.by_name = shape.properties.iter().cloned().collect();
        shape.patterns = self.map("patternProperties").into_iter().map(|(name, id)| (Text::new(&name), id)).collect();
        shape.additional = self.one("additionalProperties");
        shape.names = self.one("propertyNames");
        shape.unevaluated_properties = self.one("unevaluatedProperties");
        for keyword in ["dependentRequired", "dependentSchemas", "dependencies"] {
            let members = self.get(keyword).map(Node::members).unwrap_or_default();
            for member in members {
                let dependent = match (member.value.is_array(), member.value.as_str()) {
                    (true, _) => Dependent::Names(strings(&member.value)),
                    (_, Some(name)) => Dependent::Names(vec![name.to_owned()]),
                    _ => Dependent::Schema(self.below(&join(&format!("/{keyword}"), &member.key))),
                };
                shape.dependents.push((member.key.to_string(), dependent));
            }
        }
    }
}

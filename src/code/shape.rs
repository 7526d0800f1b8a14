//! What a value may be, as far as type systems of programming languages know such things. A shape takes every value that its schema takes,
//! and more where no type can say what the schema says.

use std::collections::HashSet;

use crate::source::Place;

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Any,
    Never,
    Scalar(Scalar, Vec<Limit>),
    /// One of these.
    Values(Vec<Literal>),
    List(List),
    Object(Object),
    /// One of several, none of which is a union itself.
    Union(Vec<Shape>),
    /// What the schema at a place takes: it is declared once, and named wherever it is used.
    Named(Place),
}

/// The types of JSON that have no parts; a number is an integer or any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    Null,
    Boolean,
    Integer,
    Number,
    Text,
}

/// A bound that some type systems can state: its keyword, and its value as JSON. Of a pattern it is the text as engines that never go back
/// read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    pub keyword: &'static str,
    pub value: String,
}

/// A value that is allowed, as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    pub kind: Kind,
    pub json: String,
}

impl Literal {
    /// A text.
    pub fn of_text(text: &str) -> Literal {
        Literal { kind: Kind::Scalar(Scalar::Text), json: serde_json::Value::from(text).to_string() }
    }
}

/// What sort of value a literal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Scalar(Scalar),
    List,
    Object,
}

/// A list: what its first items are, and the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    pub first: Vec<Shape>,
    /// How many items there are at least.
    pub least: usize,
    /// `None` where nothing follows the first items.
    pub rest: Option<Box<Shape>>,
    pub limits: Vec<Limit>,
    /// Whether its schema leaves open that it is a list.
    pub assumed: bool,
}

/// An object: its fields, and what else it may have.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    pub fields: Vec<Field>,
    pub rest: Rest,
    /// Whether its schema leaves open that it is an object.
    pub assumed: bool,
}

/// What an object may have beside its fields.
#[derive(Clone, Debug, PartialEq)]
pub enum Rest {
    /// Anything, as long as no schema around it forbids that.
    Open,
    /// Members that no field stands for, by patterns or conditions.
    Unknown,
    Closed,
    /// Members of one shape.
    Each(Box<Shape>),
}

/// A member of an object by its name.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub shape: Shape,
    pub required: bool,
    pub says: Says,
}

impl PartialEq for Field {
    /// Whether both take the same, whatever is said of them.
    fn eq(&self, other: &Field) -> bool {
        (&self.name, self.required, &self.shape) == (&other.name, other.required, &other.shape)
    }
}

/// What comments say of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Says {
    /// What the author says of it: a title, or a description.
    pub words: Vec<String>,
    /// What it has to keep to that a type may not be able to say, one sentence each.
    pub rules: Vec<String>,
    pub deprecated: bool,
}

impl Says {
    /// Adds what another schema says of the same value.
    pub fn add(&mut self, other: Says) {
        let new = |known: &[String], word: &String| !known.contains(word);
        let words: Vec<String> = other.words.into_iter().filter(|word| new(&self.words, word)).collect();
        let rules: Vec<String> = other.rules.into_iter().filter(|rule| new(&self.rules, rule)).collect();
        self.words.extend(words);
        self.rules.extend(rules);
        self.deprecated |= other.deprecated;
    }
}

impl Object {
    /// Whether it has members of one shape, or any, and no field of its own.
    pub fn is_map(&self) -> bool {
        self.fields.is_empty() && self.rest != Rest::Closed
    }
}

impl Shape {
    /// One of several.
    pub fn any_of(shapes: impl IntoIterator<Item = Shape>) -> Shape {
        let mut all: Vec<Shape> = Vec::new();
        for shape in shapes {
            match shape {
                Shape::Never => {}
                Shape::Union(parts) => parts.into_iter().for_each(|part| insert(&mut all, part)),
                shape => insert(&mut all, shape),
            }
        }
        if all.contains(&Shape::Any) {
            return Shape::Any;
        }
        match all.len() {
            0 => Shape::Never,
            1 => all.swap_remove(0),
            _ => Shape::Union(all),
        }
    }

    /// Whether nothing is known of the value: no type, and no member if it is an object.
    pub fn is_anything(&self) -> bool {
        match self {
            Shape::Object(object) => object.assumed && object.is_map() && !matches!(object.rest, Rest::Each(_)),
            shape => *shape == Shape::Any,
        }
    }

    /// An object of which nothing is known but one member.
    pub fn with_member(name: &str, shape: Shape, required: bool) -> Shape {
        let field = Field { name: name.to_owned(), shape, required, says: Says::default() };
        Shape::Object(Object { fields: vec![field], rest: Rest::Open, assumed: false })
    }

    /// How many fields its objects have together, without those of what is named.
    pub fn size(&self) -> usize {
        match self {
            Shape::Object(object) => {
                let rest = if let Rest::Each(each) = &object.rest { each.size() } else { 0 };
                1 + rest + object.fields.iter().map(|field| field.shape.size() + 1).sum::<usize>()
            }
            Shape::List(list) => 1 + list.first.iter().chain(list.rest.as_deref()).map(Shape::size).sum::<usize>(),
            Shape::Union(parts) => parts.iter().map(Shape::size).sum(),
            Shape::Values(values) => values.len(),
            _ => 1,
        }
    }

    /// The same without what comments say of its fields.
    pub fn without_words(mut self) -> Shape {
        self.forget_words();
        self
    }

    fn forget_words(&mut self) {
        match self {
            Shape::Union(parts) => parts.iter_mut().for_each(Shape::forget_words),
            Shape::List(list) => {
                list.first.iter_mut().chain(list.rest.as_deref_mut()).for_each(Shape::forget_words);
            }
            Shape::Object(object) => {
                for field in &mut object.fields {
                    field.says = Says::default();
                    field.shape.forget_words();
                }
                if let Rest::Each(each) = &mut object.rest {
                    each.forget_words();
                }
            }
            _ => {}
        }
    }

    /// Appends the places that it names.
    pub fn names(&self, places: &mut Vec<Place>) {
        match self {
            Shape::Named(place) => places.push(place.clone()),
            Shape::Union(parts) => parts.iter().for_each(|part| part.names(places)),
            Shape::List(list) => list.first.iter().chain(list.rest.as_deref()).for_each(|item| item.names(places)),
            Shape::Object(object) => {
                object.fields.iter().for_each(|field| field.shape.names(places));
                if let Rest::Each(each) = &object.rest {
                    each.names(places);
                }
            }
            _ => {}
        }
    }
}

/// Adds an alternative; lists of values become one.
fn insert(all: &mut Vec<Shape>, shape: Shape) {
    let known = all.iter().position(|it| matches!(it, Shape::Values(_)));
    match (known.and_then(|at| all.get_mut(at)), shape) {
        (Some(Shape::Values(known)), Shape::Values(values)) => {
            let mut seen: HashSet<String> = known.iter().map(|value| value.json.clone()).collect();
            known.extend(values.into_iter().filter(|value| seen.insert(value.json.clone())));
        }
        (_, shape) => {
            if !all.contains(&shape) {
                all.push(shape);
            }
        }
    }
}

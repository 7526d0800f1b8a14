//! What fits two shapes at once, as `allOf` and the schemas beside a `$ref` ask of a value.

use std::collections::{HashMap, HashSet};

use super::read::{Reader, unsettled};
use super::shape::{Field, Kind, Limit, List, Literal, Object, Rest, Scalar, Shape};

/// How deep names within one another are looked into, and how many fields alternatives may be given.
const DEPTH: usize = 6;
const FIELDS: usize = 600;

/// How many ways two lists of alternatives may be put together.
const WAYS: usize = 64;

impl Reader<'_> {
    /// The values that both take; where that can't be told with little, what the first takes.
    pub(super) fn both(&self, one: Shape, other: Shape) -> Shape {
        match (one, other) {
            (Shape::Any, other) => other,
            (one, Shape::Any) => one,
            (Shape::Never, _) | (_, Shape::Never) => Shape::Never,
            (Shape::Named(one), Shape::Named(other)) if one == other => Shape::Named(one),
            (Shape::Named(place), other) | (other, Shape::Named(place)) => match self.within(DEPTH, &place) {
                Some(shape) => {
                    let both = self.both(shape, other);
                    self.leave();
                    both
                }
                None => unsettled(other),
            },
            (Shape::Union(ones), Shape::Union(others)) if ones.len() * others.len() > WAYS => {
                unsettled(Shape::Union(ones))
            }
            (Shape::Union(parts), other) | (other, Shape::Union(parts)) => self.each(parts, other),
            (Shape::Values(values), other) | (other, Shape::Values(values)) => of_values(values, &other),
            (Shape::Scalar(one, limits), Shape::Scalar(other, more)) => of_scalars(one, other, [limits, more].concat()),
            (Shape::List(one), Shape::List(other)) => Shape::List(self.lists(one, other)),
            (Shape::Object(one), Shape::Object(other)) => self.objects(one, other),
            (Shape::Object(Object { assumed: true, .. }) | Shape::List(List { assumed: true, .. }), other) => other,
            (one, Shape::Object(Object { assumed: true, .. }) | Shape::List(List { assumed: true, .. })) => one,
            _ => Shape::Never,
        }
    }

    fn each(&self, parts: Vec<Shape>, other: Shape) -> Shape {
        let repeats = matches!(other, Shape::Object(_))
            && parts.iter().any(|part| matches!(part, Shape::Object(_) | Shape::Named(_)));
        if repeats && parts.len() * other.size() > FIELDS {
            // As many copies of one long object would tell less than the sentence that counts them.
            return unsettled(other);
        }
        Shape::any_of(parts.into_iter().map(|part| self.both(other.clone(), part)))
    }

    fn lists(&self, one: List, other: List) -> List {
        let count = one.first.len().max(other.first.len());
        let item = |list: &List, at: usize| list.first.get(at).cloned().or_else(|| list.rest.as_deref().cloned());
        // What follows where nothing may follow is not there.
        let first = (0..count).map_while(|at| Some(self.both(item(&one, at)?, item(&other, at)?)));
        let first: Vec<Shape> = first.collect();
        let rest = match (one.rest, other.rest) {
            _ if first.len() < count => None,
            (Some(one), Some(other)) => Some(Box::new(self.both(*one, *other))),
            _ => None,
        };
        let limits = [one.limits, other.limits].concat();
        List { first, least: one.least.max(other.least), rest, limits, assumed: one.assumed && other.assumed }
    }

    fn objects(&self, one: Object, other: Object) -> Shape {
        let assumed = one.assumed && other.assumed;
        let mut fields: Vec<Field> = Vec::with_capacity(one.fields.len() + other.fields.len());
        let mut others: Vec<Option<Field>> = other.fields.into_iter().map(Some).collect();
        let names = others.iter().flatten().map(|field| field.name.clone());
        let place: HashMap<String, usize> = names.enumerate().map(|(at, name)| (name, at)).collect();
        for mut field in one.fields {
            let same = place.get(&field.name).and_then(|at| others.get_mut(*at)?.take());
            let Some(same) = same else {
                match self.beside(field, &other.rest) {
                    Ok(field) => fields.extend(field),
                    Err(NeverFits) => return Shape::Never,
                }
                continue;
            };
            field.shape = self.both(field.shape, same.shape);
            field.required |= same.required;
            field.says.add(same.says);
            fields.push(field);
        }
        for field in others.into_iter().flatten() {
            match self.beside(field, &one.rest) {
                Ok(field) => fields.extend(field),
                Err(NeverFits) => return Shape::Never,
            }
        }
        if fields.iter().any(|field| field.required && field.shape == Shape::Never) {
            return Shape::Never;
        }
        let rest = match (one.rest, other.rest) {
            (Rest::Closed, _) | (_, Rest::Closed) => Rest::Closed,
            (Rest::Unknown, _) | (_, Rest::Unknown) => Rest::Unknown,
            (Rest::Open, rest) | (rest, Rest::Open) => rest,
            (Rest::Each(one), Rest::Each(other)) => Rest::Each(Box::new(self.both(*one, *other))),
        };
        Shape::Object(Object { fields, rest, assumed })
    }

    /// A field that the other object does not name: it may forbid it, or say what it is.
    fn beside(&self, mut field: Field, rest: &Rest) -> Result<Option<Field>, NeverFits> {
        match rest {
            Rest::Open | Rest::Unknown => Ok(Some(field)),
            Rest::Closed if field.required => Err(NeverFits),
            Rest::Closed => Ok(None),
            Rest::Each(each) => {
                field.shape = self.both(field.shape, (**each).clone());
                Ok(Some(field))
            }
        }
    }
}

/// A member has to be there that may not be.
struct NeverFits;

fn of_scalars(one: Scalar, other: Scalar, limits: Vec<Limit>) -> Shape {
    match (one, other) {
        _ if one == other => Shape::Scalar(one, limits),
        (Scalar::Integer, Scalar::Number) | (Scalar::Number, Scalar::Integer) => Shape::Scalar(Scalar::Integer, limits),
        _ => Shape::Never,
    }
}

fn of_values(values: Vec<Literal>, other: &Shape) -> Shape {
    let listed: HashSet<&str> = match other {
        Shape::Values(others) => others.iter().map(|other| other.json.as_str()).collect(),
        _ => HashSet::new(),
    };
    let fits = |value: &Literal| match (other, value.kind) {
        (Shape::Values(_), _) => listed.contains(value.json.as_str()),
        (Shape::Scalar(Scalar::Number, _), Kind::Scalar(Scalar::Integer)) => true,
        // What is written as a fraction may be whole.
        (Shape::Scalar(Scalar::Integer, _), Kind::Scalar(Scalar::Number)) => true,
        (Shape::Scalar(scalar, _), Kind::Scalar(kind)) => *scalar == kind,
        (Shape::Object(object), kind) => kind == Kind::Object || object.assumed,
        (Shape::List(list), kind) => kind == Kind::List || list.assumed,
        _ => false,
    };
    let left: Vec<Literal> = values.into_iter().filter(fits).collect();
    if left.is_empty() { Shape::Never } else { Shape::Values(left) }
}

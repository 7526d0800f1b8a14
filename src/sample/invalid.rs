//! Counterexamples: a valid value changed in one place so that exactly one keyword refuses it there.

use serde_json::{Map, Value, json};

use super::number::numbers;
use super::search::{Mode, Plan, Search, Spot};
use super::shape::{Dependent, Id, Shape};
use super::types::Types;
use super::{Sampler, Verdict};
use crate::source::{Place, unescape_token};

/// How many changed values the engine is asked about for one keyword.
const TRIALS: usize = 24;

/// How many valid values are changed, and how many keywords are broken.
const BASES: usize = 60;
const KEYWORDS: usize = 2_000;

/// How large the values may be together that the engine is asked about, in bytes.
const BYTES: usize = 16 << 20;

/// A value that one keyword refuses.
#[derive(Clone, Debug)]
pub struct Counterexample {
    pub value: Value,
    /// Where the value is wrong.
    pub at: String,
    pub keyword: String,
    /// The schema that has the keyword.
    pub schema: Place,
}

/// What came of breaking each keyword.
#[derive(Clone, Debug, Default)]
pub struct Broken {
    pub found: Vec<Counterexample>,
    /// The keywords for which none was found: the schema, and the keyword.
    pub missing: Vec<(Place, String)>,
}

/// The keywords that can refuse a value by themselves.
const REFUSING: [&str; 35] = [
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "minContains",
    "maxContains",
    "minProperties",
    "maxProperties",
    "required",
    "properties",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "dependentRequired",
    "dependencies",
    "dependentSchemas",
    "not",
    "anyOf",
    "oneOf",
    "items",
    "additionalItems",
    "unevaluatedProperties",
    "unevaluatedItems",
];

impl Sampler<'_> {
    /// A counterexample for each keyword that can be broken.
    pub fn invalid(&self) -> Broken {
        let mut broken = Broken::default();
        let mut bases: Vec<Value> = [self.minimal(), self.complete()].into_iter().flatten().collect();
        bases.extend(self.each().into_iter().take(BASES));
        let search = Search::new(&self.shapes, Mode::Minimal, Plan::new());
        // Each schema with the first values that it applies to.
        let mut applied: indexmap::IndexMap<Id, Vec<(usize, String)>> = indexmap::IndexMap::new();
        for (number, base) in bases.iter().enumerate() {
            for (at, id) in search.fit.applied(self.id, base) {
                let known = applied.entry(id).or_default();
                if known.len() < 4 {
                    known.push((number, at));
                }
            }
        }
        let mut bytes = 0;
        for (id, uses) in applied {
            let shape = self.shapes.shape(id);
            let Some(place) = shape.place.clone() else { continue };
            for keyword in shape.keywords.iter().filter(|keyword| self.can_refuse(&shape, keyword)) {
                if broken.found.len() + broken.missing.len() >= KEYWORDS {
                    return broken;
                }
                match self.broken(&shape, &place, keyword, &uses, &bases, &mut bytes) {
                    Some(found) => broken.found.push(found),
                    None => broken.missing.push((place.clone(), keyword.clone())),
                }
            }
        }
        broken
    }

    /// Whether a keyword refuses anything by itself: what holds only schemas speaks through theirs.
    fn can_refuse(&self, shape: &Shape, keyword: &str) -> bool {
        let is_false = |id: Option<Id>| id.is_some_and(|id| self.shapes.shape(id).verdict == Some(false));
        match keyword {
            "properties" => shape.properties.iter().any(|(_, id)| is_false(Some(*id))),
            "patternProperties" => shape.patterns.iter().any(|(_, id)| is_false(Some(*id))),
            "additionalProperties" => is_false(shape.additional),
            "items" | "additionalItems" => is_false(shape.rest),
            "unevaluatedProperties" => is_false(shape.unevaluated_properties),
            "unevaluatedItems" => is_false(shape.unevaluated_items),
            "dependencies" | "dependentSchemas" => shape.dependents.iter().any(|(_, dependent)| match dependent {
                Dependent::Names(names) => !names.is_empty() && keyword == "dependencies",
                Dependent::Schema(id) => is_false(Some(*id)),
            }),
            "exclusiveMinimum" => shape.least.iter().any(|(_, open)| *open),
            "exclusiveMaximum" => shape.most.iter().any(|(_, open)| *open),
            "minimum" => !shape.least.is_empty(),
            "maximum" => !shape.most.is_empty(),
            "required" => !shape.required.is_empty(),
            "uniqueItems" => shape.unique,
            "minItems" => shape.min_items.is_some_and(|least| least > 0),
            "minLength" => shape.min_length.is_some_and(|least| least > 0),
            "minProperties" => shape.min_properties.is_some_and(|least| least > 0),
            "contains" => shape.contains.is_some_and(|contains| contains.least > 0),
            _ => REFUSING.contains(&keyword),
        }
    }

    fn broken(
        &self,
        shape: &Shape,
        place: &Place,
        keyword: &str,
        uses: &[(usize, String)],
        bases: &[Value],
        bytes: &mut usize,
    ) -> Option<Counterexample> {
        let mut trials = 0;
        for (number, at) in uses {
            let base = bases.get(*number)?;
            let value = base.pointer(at)?;
            for changed in self.changes(shape, keyword, value, at) {
                let mut whole = base.clone();
                *whole.pointer_mut(at)? = changed;
                trials += 1;
                *bytes += 64 + whole.to_string().len();
                if trials > TRIALS || *bytes > BYTES {
                    return None;
                }
                let proof = self.proof(&whole);
                let [failure] = proof.failures.as_slice() else { continue };
                // `because` in the `.md` beside it says where and by which keyword.
                let is_there =
                    failure.keyword == keyword && failure.schema.as_ref().is_some_and(|at| is_of(at, place, keyword));
                if proof.verdict == Verdict::Invalid && !proof.untold.is_any() && is_there {
                    let (at, schema) = (failure.at.clone(), place.clone());
                    return Some(Counterexample { value: whole, at, keyword: keyword.to_owned(), schema });
                }
            }
        }
        None
    }

    /// Values in the place of one, each probably refused by a keyword.
    fn changes(&self, shape: &Shape, keyword: &str, value: &Value, at: &str) -> Vec<Value> {
        let name = at.rsplit('/').next().map(|token| unescape_token(token).into_owned()).unwrap_or_default();
        let spot = Spot::root(&name, 0);
        match keyword {
            "type" => others(value),
            "enum" | "const" => {
                let near = match value {
                    Value::String(text) => {
                        vec![json!(format!("{text}-other")), json!("other"), json!("unknown"), json!("")]
                    }
                    Value::Number(_) => vec![json!(value.as_i64().unwrap_or(0).saturating_add(1)), json!(0), json!(99)],
                    Value::Bool(is_true) => vec![json!(!is_true)],
                    _ => Vec::new(),
                };
                let other = shape.listed.iter().flatten().map(|one| Value::String(format!("{one}-other")));
                near.into_iter().chain(other.take(1)).chain(others(value)).collect()
            }
            "minimum" | "exclusiveMinimum" => beyond(&shape.least, keyword.starts_with("excl"), -1),
            "maximum" | "exclusiveMaximum" => beyond(&shape.most, keyword.starts_with("excl"), 1),
            "multipleOf" => {
                let mut near = numbers(&[], Types::INTEGER, &name, 0, None);
                near.extend(shape.multiples.iter().flat_map(|step| halves(value, step)));
                near.extend([1, 2, 3, 5, 7, 11, 13].map(|it| json!(value.as_i64().unwrap_or(0).saturating_add(it))));
                near
            }
            "minLength" | "maxLength" | "pattern" | "format" => {
                value.as_str().map(|text| texts(shape, keyword, text)).unwrap_or_default()
            }
            _ if value.is_array() => self.arrays(shape, keyword, value, &spot),
            _ if value.is_object() => self.objects(shape, keyword, value, &spot),
            _ => Vec::new(),
        }
        .into_iter()
        .chain(self.against(shape, keyword, value, &spot))
        .collect()
    }

    /// Values that speak against a branch, or for what is forbidden.
    fn against(&self, shape: &Shape, keyword: &str, value: &Value, spot: &Spot<'_>) -> Vec<Value> {
        let make = |want: &[Id], mode: Mode| Search::new(&self.shapes, mode, Plan::new()).make(want, &[], spot);
        match keyword {
            "not" => shape
                .not
                .iter()
                .flat_map(|id| [make(&[*id], Mode::Minimal), make(&[*id], Mode::Complete)])
                .flatten()
                .chain(merged(value, shape.not.and_then(|id| make(&[id], Mode::Minimal))))
                .collect(),
            "anyOf" => changed_in_one(value).into_iter().chain(others(value)).collect(),
            "oneOf" => {
                let two = shape
                    .one
                    .iter()
                    .enumerate()
                    .flat_map(|(index, one)| shape.one.iter().skip(index + 1).map(|other| [*one, *other]));
                let two: Vec<Value> = two.take(6).filter_map(|pair| make(&pair, Mode::Complete)).collect();
                changed_in_one(value).into_iter().chain(others(value)).chain(two).collect()
            }
            _ => Vec::new(),
        }
    }

    fn arrays(&self, shape: &Shape, keyword: &str, value: &Value, spot: &Spot<'_>) -> Vec<Value> {
        let items = value.as_array().cloned().unwrap_or_default();
        let first = items.first().cloned();
        let with = |more: Vec<Value>| Value::Array(items.iter().cloned().chain(more).collect());
        let made = |id: Option<Id>, count: usize| -> Vec<Value> {
            let make = |turn| {
                Search::new(&self.shapes, Mode::Minimal, Plan::new()).make(
                    &id.into_iter().collect::<Vec<_>>(),
                    &[],
                    &Spot { turn, ..*spot },
                )
            };
            (0..count).filter_map(|turn| make(turn + items.len())).collect()
        };
        let rest = shape.rest;
        match keyword {
            "minItems" => shape
                .min_items
                .map(|least| Value::Array(items.iter().take(least.saturating_sub(1)).cloned().collect()))
                .into_iter()
                .collect(),
            "maxItems" => {
                let missing = shape.max_items.map_or(0, |most| (most + 1).saturating_sub(items.len()));
                let same = first.iter().cycle().take(missing.min(10_000)).cloned().collect();
                vec![
                    with(made(rest, missing.min(1_000))),
                    with(same),
                    Value::Array((0..=shape.max_items.unwrap_or(0).min(1_000)).map(|number| json!(number)).collect()),
                ]
            }
            "uniqueItems" => {
                let twice =
                    first.clone().into_iter().chain(first.clone()).chain(items.iter().skip(2).cloned()).collect();
                let made = made(rest, 1).into_iter().flat_map(|one| [one.clone(), one]).collect();
                vec![
                    with(first.into_iter().collect()),
                    Value::Array(twice),
                    Value::Array(made),
                    json!([1, 1]),
                    json!(["text", "text"]),
                ]
            }
            "contains" | "minContains" => {
                let contained = |item: &Value| {
                    shape.contains.is_some_and(|it| {
                        Search::new(&self.shapes, Mode::Minimal, Plan::new()).fit.fits(it.schema, item)
                    })
                };
                let without: Vec<Value> = items.iter().filter(|item| !contained(item)).cloned().collect();
                let replaced = |by: Value| {
                    Value::Array(
                        items.iter().map(|item| if contained(item) { by.clone() } else { item.clone() }).collect(),
                    )
                };
                let fewer = Value::Array(
                    items.iter().take(shape.contains.map_or(0, |it| it.least.saturating_sub(1))).cloned().collect(),
                );
                let kept = Value::Array(without);
                vec![
                    kept,
                    replaced(Value::Null),
                    replaced(json!("other")),
                    replaced(json!(-1)),
                    replaced(json!({})),
                    fewer,
                    json!([]),
                ]
            }
            "maxContains" => {
                let id = shape.contains.map(|it| it.schema);
                let most = shape.contains.and_then(|it| it.most).unwrap_or(0);
                vec![with(made(id, (most + 1).min(1_000)))]
            }
            "items" | "additionalItems" | "unevaluatedItems" => {
                let free = Value::String("unexpected".to_owned());
                let full: Vec<Value> = (items.len()..shape.prefix.len())
                    .filter_map(|index| {
                        let id = shape.prefix.get(index)?;
                        Search::new(&self.shapes, Mode::Minimal, Plan::new()).make(&[*id], &[], spot)
                    })
                    .chain([free.clone()])
                    .collect();
                vec![with(vec![free]), with(full), with(vec![json!(1)]), with(vec![Value::Null])]
            }
            _ => Vec::new(),
        }
    }

    fn objects(&self, shape: &Shape, keyword: &str, value: &Value, spot: &Spot<'_>) -> Vec<Value> {
        let Value::Object(map) = value else { return Vec::new() };
        let without = |name: &str| {
            let mut map = map.clone();
            map.shift_remove(name);
            Value::Object(map)
        };
        let with = |name: &str, one: Value| {
            let mut map = map.clone();
            map.insert(name.to_owned(), one);
            Value::Object(map)
        };
        let fill = |count: usize| {
            let mut map = map.clone();
            (0..count.min(1_000)).for_each(|number| {
                map.insert(format!("more{number}"), json!("text"));
            });
            Value::Object(map)
        };
        let values = || [json!("unexpected"), json!(1), json!(true), json!({})];
        match keyword {
            "required" => shape.required.iter().take(TRIALS).map(|name| without(name)).collect(),
            "additionalProperties" | "unevaluatedProperties" => {
                values().into_iter().map(|one| with("unexpected", one)).collect()
            }
            "properties" => shape
                .properties
                .iter()
                .filter(|(_, id)| self.shapes.shape(*id).verdict == Some(false))
                .map(|(name, _)| with(name, json!("unexpected")))
                .collect(),
            "patternProperties" => {
                let guess = crate::pattern::Guess { word: "key", least: 0, most: 100, turn: 0 };
                let names = shape
                    .patterns
                    .iter()
                    .filter(|(_, id)| self.shapes.shape(*id).verdict == Some(false))
                    .flat_map(|(pattern, _)| pattern.guesses(guess, 3));
                names.map(|name| with(&name, json!("unexpected"))).collect()
            }
            "minProperties" => {
                let least = shape.min_properties.unwrap_or(0).saturating_sub(1);
                let required = |name: &str| shape.required.iter().any(|one| one == name);
                let ordered =
                    map.iter().filter(|(name, _)| required(name)).chain(map.iter().filter(|(name, _)| !required(name)));
                vec![Value::Object(
                    ordered.take(least).map(|(name, one)| (name.clone(), one.clone())).collect::<Map<_, _>>(),
                )]
            }
            "maxProperties" => {
                let missing = shape.max_properties.map_or(0, |most| (most + 1).saturating_sub(map.len()));
                let complete = shape.place.as_ref().map(|place| self.shapes.id(place));
                let made = complete
                    .and_then(|id| Search::new(&self.shapes, Mode::Complete, Plan::new()).make(&[id], &[], spot));
                std::iter::once(fill(missing)).chain(made.into_iter().map(|made| merge(map, &made))).collect()
            }
            "propertyNames" => [
                "unexpected",
                "Not A Name!",
                "",
                "0",
                "é",
                "a-very-long-name-that-nobody-would-give-to-anything-at-all",
            ]
            .iter()
            .flat_map(|name| values().into_iter().take(3).map(|one| with(name, one)))
            .collect(),
            "dependentRequired" | "dependencies" | "dependentSchemas" => {
                let mut all = Vec::new();
                for (name, dependent) in &shape.dependents {
                    let present = if map.contains_key(name) {
                        value.clone()
                    } else {
                        let made = shape.property(name).and_then(|id| {
                            Search::new(&self.shapes, Mode::Minimal, Plan::new()).make(&[id], &[], spot)
                        });
                        with(name, made.unwrap_or_else(|| json!("text")))
                    };
                    match dependent {
                        Dependent::Names(names) => {
                            all.push(present.clone());
                            for asked in names {
                                let mut changed = present.clone();
                                changed.as_object_mut().map(|map| map.shift_remove(asked));
                                all.push(changed);
                            }
                        }
                        Dependent::Schema(_) => all.push(present),
                    }
                }
                all
            }
            _ => Vec::new(),
        }
    }
}

/// Whether the place of a failure is that of a keyword of the schema, or something below it.
fn is_of(at: &Place, schema: &Place, keyword: &str) -> bool {
    let rest = at.pointer.strip_prefix(&*schema.pointer).filter(|_| at.source == schema.source);
    let rest = rest.and_then(|rest| rest.strip_prefix('/')?.strip_prefix(keyword));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Values of other types.
fn others(value: &Value) -> Vec<Value> {
    let all = [json!("text"), json!(1), json!(1.5), json!(true), json!(null), json!([]), json!({})];
    all.into_iter()
        .filter(|one| {
            std::mem::discriminant(one) != std::mem::discriminant(value) || Types::of(one) != Types::of(value)
        })
        .collect()
}

/// Numbers just beyond a bound.
fn beyond(bounds: &[(Value, bool)], is_open: bool, way: i64) -> Vec<Value> {
    let mut all = Vec::new();
    for (bound, open) in bounds {
        if *open && is_open {
            all.push(bound.clone());
        }
        if let Some(whole) = bound.as_i64() {
            all.push(json!(whole.saturating_add(way)));
        }
        if let Some(near) = bound.as_f64() {
            all.extend(
                [near + way as f64, near + 0.5 * way as f64, near + near.abs() * way as f64].map(|it| json!(it)),
            );
        }
    }
    all
}

/// Numbers that lie between two multiples.
fn halves(value: &Value, step: &Value) -> Vec<Value> {
    let (Some(value), Some(step)) = (value.as_f64(), step.as_f64()) else { return Vec::new() };
    vec![json!(value + step / 2.0), json!(value + step / 3.0), json!(step * 1.5)]
}

/// Texts that break one rule of texts.
fn texts(shape: &Shape, keyword: &str, text: &str) -> Vec<Value> {
    let cut = |count: usize| Value::String(text.chars().take(count).collect());
    match keyword {
        "minLength" => shape.min_length.map(|least| cut(least.saturating_sub(1))).into_iter().collect(),
        "maxLength" => {
            let length = shape.max_length.unwrap_or(0).saturating_add(1);
            if length > super::text::LONGEST {
                return Vec::new();
            }
            let last = text.chars().last().unwrap_or('x');
            let padded = |fill: char| Value::String(text.chars().chain(std::iter::repeat(fill)).take(length).collect());
            let doubled = Value::String(text.chars().cycle().take(if text.is_empty() { 0 } else { length }).collect());
            vec![padded(last), padded('x'), padded('0'), doubled]
        }
        _ => {
            let format = shape.format.as_deref().unwrap_or("text");
            let mut all =
                vec![format!("no {format}"), format!("{text}!"), format!("!{text}"), String::new(), "!".to_owned()];
            let half = text.chars().count() / 2;
            all.push(
                text.chars().enumerate().map(|(index, letter)| if index == half { '!' } else { letter }).collect(),
            );
            all.push(text.chars().map(|letter| if letter.is_ascii_digit() { 'x' } else { letter }).collect());
            all.push(text.chars().map(|letter| if letter.is_ascii_alphabetic() { '!' } else { letter }).collect());
            all.extend([
                text.to_uppercase(),
                text.to_lowercase(),
                "no text of this kind".to_owned(),
                "[".to_owned(),
                "{".to_owned(),
                "://".to_owned(),
                "%".to_owned(),
                " ".to_owned(),
            ]);
            let length = text.chars().count();
            all.push("!".repeat(length.min(100_000)));
            all.push(" ".repeat(length.min(100_000)));
            all.into_iter().map(Value::String).collect()
        }
    }
}

fn merge(map: &Map<String, Value>, more: &Value) -> Value {
    let mut map = map.clone();
    for (name, one) in more.as_object().into_iter().flatten() {
        map.entry(name.clone()).or_insert_with(|| one.clone());
    }
    Value::Object(map)
}

/// An object with what makes another one.
fn merged(value: &Value, more: Option<Value>) -> Vec<Value> {
    let Some((map, more)) = value.as_object().zip(more) else { return Vec::new() };
    let mut over = map.clone();
    over.extend(more.as_object().cloned().unwrap_or_default());
    vec![Value::Object(over), merge(map, &more)]
}

/// An object without one of its members, or with one changed.
fn changed_in_one(value: &Value) -> Vec<Value> {
    let Value::Object(map) = value else { return Vec::new() };
    let names: Vec<&String> = map.keys().take(8).collect();
    let without = names.iter().map(|name| {
        let mut map = map.clone();
        map.shift_remove(*name);
        Value::Object(map)
    });
    let changed = names.iter().map(|name| {
        let mut map = map.clone();
        let other = if map.get(*name).is_some_and(Value::is_string) { json!("other") } else { json!("text") };
        map.insert((*name).clone(), other);
        Value::Object(map)
    });
    without.chain(changed).collect()
}

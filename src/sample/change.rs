//! What is put in the place of a value so that one keyword refuses it there.

use serde_json::{Map, Value, json};

use super::Sampler;
use super::number::{next_to, numbers};
use super::search::{Mode, Plan, Search, Spot};
use super::shape::{Dependent, Id, Shape};
use super::types::Types;
use super::wrong::{beyond, halves, near, others, texts};
use crate::source::unescape_token;

/// How many properties are left out, one after the other, until one of them is missed.
const LEFT_OUT: usize = 24;

impl Sampler<'_> {
    /// Values in the place of one, each probably refused by a keyword.
    pub(super) fn changes(&self, shape: &Shape, keyword: &str, value: &Value, at: &str) -> Vec<Value> {
        let name = at.rsplit('/').next().map(|token| unescape_token(token).into_owned()).unwrap_or_default();
        let spot = Spot::root(&name, 0);
        match keyword {
            "type" => others(value),
            "enum" | "const" => {
                let other = shape.listed.iter().flatten().map(|one| Value::String(format!("{one}-other")));
                near(value).into_iter().chain(other.take(1)).chain(others(value)).collect()
            }
            "minimum" | "exclusiveMinimum" => beyond(&shape.least, keyword.starts_with("excl"), -1),
            "maximum" | "exclusiveMaximum" => beyond(&shape.most, keyword.starts_with("excl"), 1),
            "multipleOf" => {
                let mut near = numbers(&[], Types::INTEGER, &name, 0, None);
                near.extend(next_to(value, 1, true));
                near.extend(shape.multiples.iter().flat_map(|step| halves(value, step)));
                near.extend(
                    [2, 3, 5, 7, 11]
                        .into_iter()
                        .filter_map(|by| value.as_i64().filter(|it| it % by == 0).map(|it| json!(it / by))),
                );
                near.extend([1, 2, 3, 5, 7, 11, 13].map(|it| json!(value.as_i64().unwrap_or(0).saturating_add(it))));
                near
            }
            "minLength" | "maxLength" | "pattern" | "format" | "contentEncoding" | "contentMediaType" => {
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
            "anyOf" => near(value).into_iter().chain(changed_in_one(value)).chain(others(value)).collect(),
            "oneOf" => {
                let two = shape
                    .one
                    .iter()
                    .enumerate()
                    .flat_map(|(index, one)| shape.one.iter().skip(index + 1).map(|other| [*one, *other]));
                let two: Vec<Value> = two.take(6).filter_map(|pair| make(&pair, Mode::Complete)).collect();
                near(value).into_iter().chain(changed_in_one(value)).chain(others(value)).chain(two).collect()
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
            "required" => shape.required.iter().take(LEFT_OUT).map(|name| without(name)).collect(),
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

//! Counterexamples: a valid value changed in one place so that exactly one keyword refuses it there.

use std::collections::BTreeMap;

use serde_json::Value;

use super::search::{Mode, Plan, Search};
use super::shape::{Dependent, Id, Shape};
use super::{Sampler, Verdict};
use crate::source::Place;

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
        let mut applied: BTreeMap<Id, Vec<(usize, String)>> = BTreeMap::new();
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
                    // A branch speaks through what chooses among them.
                    None if is_in_branch(&place) => {}
                    None => broken.missing.push((place.clone(), keyword.clone())),
                }
            }
        }
        if broken.found.is_empty() {
            broken.found.extend(self.refused());
        }
        broken
    }

    /// A plain value that is refused for one reason, where no keyword of a valid value can be broken.
    fn refused(&self) -> Option<Counterexample> {
        self.plain().into_iter().find_map(|value| {
            let proof = self.proof(&value);
            let [failure] = proof.failures.as_slice() else { return None };
            let (at, keyword) = (failure.at.clone(), failure.keyword.clone());
            let schema = failure.schema.clone().unwrap_or_else(|| self.schema.clone());
            (proof.verdict == Verdict::Invalid).then_some(Counterexample { value, at, keyword, schema })
        })
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
}

/// Whether a schema is one of several branches, or a condition, or within one.
fn is_in_branch(place: &Place) -> bool {
    ["oneOf", "anyOf", "not", "if", "contains"]
        .iter()
        .any(|keyword| place.pointer.split('/').any(|token| token == *keyword))
}

/// Whether the place of a failure is that of a keyword of the schema, or something below it.
fn is_of(at: &Place, schema: &Place, keyword: &str) -> bool {
    let rest = at.pointer.strip_prefix(&*schema.pointer).filter(|_| at.source == schema.source);
    let rest = rest.and_then(|rest| rest.strip_prefix('/')?.strip_prefix(keyword));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

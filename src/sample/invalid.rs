//! Counterexamples: a valid value changed in one place so that exactly one keyword refuses it there, be it one that several schemas have which
//! speak of that place.

use std::collections::BTreeMap;

use serde_json::Value;

use super::dead::Own;
use super::refusing::can_refuse;
use super::search::{Mode, Plan, Search, Spot};
use super::shape::{Id, Shape, Shapes};
use super::{Sampler, Verdict};
use crate::compat::Proofs;
use crate::source::Place;

/// How many changed values the engine is asked about for one keyword.
const TRIALS: usize = 60;

/// In how many places one schema is looked at, and how many changes are made in each.
const USES: usize = 8;
const CHANGES: usize = 16;

/// How many valid values are changed, and how many keywords are broken.
const BASES: usize = 60;
const KEYWORDS: usize = 2_000;

/// How many examples are changed.
const EXAMPLES: usize = 12;

/// In how many places of a valid value something is added.
const ENLARGED: usize = 100;

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

impl Counterexample {
    /// Whether both say the same, be it of two schemas.
    pub fn is_said_by(&self, other: &Counterexample) -> bool {
        (&self.at, &self.keyword, &self.value) == (&other.at, &other.keyword, &other.value)
    }
}

/// What came of breaking each keyword.
#[derive(Clone, Debug, Default)]
pub struct Broken {
    pub found: Vec<Counterexample>,
    /// The keywords for which none was found: the schema, and the keyword.
    pub missing: Vec<(Place, String)>,
    /// Those that can't be broken alone: another keyword beside them refuses whatever they refuse.
    pub dead: Vec<(Place, String)>,
}

impl Sampler<'_> {
    /// A counterexample for each keyword that can be broken.
    pub fn invalid(&self) -> Broken {
        self.invalid_like(&[])
    }

    /// The same, each like one of these where that is possible: what somebody wrote reads better than what is made.
    pub fn invalid_like(&self, examples: &[Value]) -> Broken {
        let mut broken = Broken::default();
        let bases = self.bases(examples);
        let applied = self.applied(&bases);
        let mut bytes = 0;
        for (id, uses) in applied {
            let shape = self.shapes.shape(id);
            let Some(place) = shape.place.clone() else { continue };
            let mut dead: Option<Vec<&str>> = None;
            for keyword in shape.keywords.iter().filter(|keyword| can_refuse(&self.shapes, &shape, keyword)) {
                if broken.found.len() + broken.missing.len() >= KEYWORDS {
                    return broken;
                }
                match self.broken(&shape, &place, keyword, &uses, &bases, &mut bytes) {
                    Some(found) => broken.found.push(found),
                    // A branch speaks through what chooses among them.
                    None if is_in_branch(&place) => {}
                    None => {
                        let dead = dead.get_or_insert_with(|| self.dead(&shape, &place));
                        let is_dead = dead.contains(&keyword.as_str());
                        let list = if is_dead { &mut broken.dead } else { &mut broken.missing };
                        list.push((place.clone(), keyword.clone()));
                    }
                }
            }
        }
        if broken.found.is_empty() {
            let search = Search::new(&self.shapes, Mode::Minimal, Plan::new());
            let enlarged = bases.iter().take(2).flat_map(|base| forbidden(&self.shapes, &search, self.id, base));
            let mut enlarged = enlarged.chain(self.plain()).filter_map(|value| self.refused(value));
            broken.found.extend(enlarged.next());
        }
        broken
    }

    /// One for a keyword of a schema that speaks of a value here, like one of the examples where that is possible.
    pub fn counterexample(&self, examples: &[Value], schema: &Place, keyword: &str) -> Option<Counterexample> {
        let bases = self.bases(examples);
        let is_own = |id: Id| self.shapes.shape(id).place.as_ref() == Some(schema);
        let (id, uses) = self.applied(&bases).into_iter().find(|(id, _)| is_own(*id))?;
        self.broken(&self.shapes.shape(id), schema, keyword, &uses, &bases, &mut 0)
    }

    /// The valid values that are changed.
    fn bases(&self, examples: &[Value]) -> Vec<Value> {
        let mut bases: Vec<Value> = examples.iter().take(EXAMPLES).filter(|it| self.accepts(it)).cloned().collect();
        bases.extend([self.minimal(), self.complete()].into_iter().flatten());
        bases.extend(self.each().into_iter().take(BASES));
        let search = Search::new(&self.shapes, Mode::Minimal, Plan::new());
        bases.extend(self.enlarged(&search, &bases));
        bases
    }

    /// Each schema with the first of the values that it applies to: which value, and where in it.
    fn applied(&self, bases: &[Value]) -> BTreeMap<Id, Vec<(usize, String)>> {
        let search = Search::new(&self.shapes, Mode::Minimal, Plan::new());
        let mut applied: BTreeMap<Id, Vec<(usize, String)>> = BTreeMap::new();
        for (number, base) in bases.iter().enumerate() {
            for (at, id) in search.fit.applied(self.id, base) {
                let known = applied.entry(id).or_default();
                if known.len() < USES {
                    known.push((number, at));
                }
            }
        }
        applied
    }

    /// A value that is refused for one reason, whichever it is.
    fn refused(&self, value: Value) -> Option<Counterexample> {
        let proof = self.proof(&value);
        let [failure] = proof.failures.as_slice() else { return None };
        let (at, keyword) = (failure.at.clone(), failure.keyword.clone());
        let schema = failure.schema.clone().unwrap_or_else(|| self.schema.clone());
        (proof.verdict == Verdict::Invalid).then_some(Counterexample { value, at, keyword, schema })
    }

    /// The first valid values with one more item or property where schemas say what that has to be.
    fn enlarged(&self, search: &Search<'_, '_>, bases: &[Value]) -> Vec<Value> {
        let mut all = Vec::new();
        for base in bases.iter().take(3) {
            for (at, id) in search.fit.applied(self.id, base).into_iter().take(ENLARGED) {
                let shape = self.shapes.shape(id);
                let make = |ids: &[Id]| {
                    Search::new(&self.shapes, Mode::Minimal, Plan::new()).make(ids, &[], &Spot::root("key", 0))
                };
                let mut whole = base.clone();
                let is_larger = match whole.pointer_mut(&at) {
                    Some(Value::Array(items)) => {
                        let next = (items.len()..=shape.prefix.len())
                            .filter_map(|index| make(&[shape.prefix.get(index).copied().or(shape.rest)?]));
                        let before = items.len();
                        items.extend(next.collect::<Vec<_>>());
                        items.len() > before
                    }
                    Some(Value::Object(map)) => {
                        let of_rest = shape.additional.or(shape.unevaluated_properties).and_then(|id| make(&[id]));
                        of_rest.is_some_and(|value| map.insert("key".to_owned(), value).is_none())
                    }
                    _ => false,
                };
                if is_larger && self.accepts(&whole) {
                    all.push(whole);
                }
            }
        }
        all
    }

    /// The keywords of a schema that can't be broken, as far as that is proved.
    fn dead(&self, shape: &Shape, place: &Place) -> Vec<&'static str> {
        let resolved = self.shapes.resolved;
        let Some(node) = resolved.project.sources.node(place) else { return Vec::new() };
        let check = &resolved.project.config.check;
        let dialect = resolved.dialect_of(place);
        let bytes = (node.span.end - node.span.start) as usize;
        let proved =
            Proofs::with(check, dialect, bytes, |proofs| Own::new(node, dialect, check.formats).proved(proofs));
        let mut dead: Vec<&str> = proved.dead.into_iter().map(|(keyword, _)| keyword).collect();
        dead.extend(proved.contradiction.into_iter().flatten());
        // What is of another type none of the branches lists.
        let mut branches = shape.any.iter().chain(&shape.one).map(|branch| self.shapes.shape(*branch)).peekable();
        let are_listed = branches.peek().is_some() && branches.all(|branch| branch.listed.is_some());
        dead.extend(are_listed.then_some("type"));
        dead
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
        let mut shared = None;
        for (number, at) in uses {
            let base = bases.get(*number)?;
            let value = base.pointer(at)?;
            for changed in self.changes(shape, keyword, value, at).into_iter().take(CHANGES) {
                let mut whole = base.clone();
                *whole.pointer_mut(at)? = changed;
                trials += 1;
                *bytes += 64 + whole.to_string().len();
                if trials > TRIALS || *bytes > BYTES {
                    return shared;
                }
                let proof = self.proof(&whole);
                if proof.verdict == Verdict::Unchecked {
                    // What takes the engine too long once would do so again.
                    *bytes += BYTES / 8;
                }
                let Some((first, others)) = proof.failures.split_first() else { continue };
                // `because` in the `.md` beside it says where and by which keyword, and not by which schema.
                let is_one = others.iter().all(|other| (&other.at, &other.keyword) == (&first.at, &first.keyword));
                let is_there = first.keyword == keyword
                    && proof.failures.iter().filter_map(|it| it.schema.as_ref()).any(|at| is_of(at, place, keyword));
                if proof.verdict == Verdict::Invalid && !proof.unlisted.is_any() && is_one && is_there {
                    let (at, schema) = (first.at.clone(), place.clone());
                    let found = Counterexample { value: whole, at, keyword: keyword.to_owned(), schema };
                    if others.is_empty() {
                        return Some(found);
                    }
                    shared = shared.or(Some(found));
                }
            }
        }
        shared
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

/// A value with a property that a schema names and that it has not, or with items behind its last: perhaps nothing may stand there.
fn forbidden(shapes: &Shapes<'_>, search: &Search<'_, '_>, id: Id, base: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    for (at, id) in search.fit.applied(id, base) {
        let shape = shapes.shape(id);
        for one in [Value::from(1), Value::from(true), Value::from("unexpected")] {
            let mut whole = base.clone();
            match whole.pointer_mut(&at) {
                Some(Value::Array(items)) => {
                    items.resize(shape.prefix.len().max(items.len() + 1), one);
                    all.push(whole);
                }
                Some(Value::Object(map)) => {
                    let new: Vec<&String> =
                        shape.properties.iter().map(|(name, _)| name).filter(|name| !map.contains_key(*name)).collect();
                    for name in new.into_iter().take(ENLARGED) {
                        let mut whole = base.clone();
                        if let Some(Value::Object(map)) = whole.pointer_mut(&at) {
                            map.insert(name.clone(), one.clone());
                        }
                        all.push(whole);
                    }
                }
                _ => {}
            }
        }
    }
    all
}

//! What changed between versions, which stand side by side in the tree or in earlier revisions of it, and what of it breaks.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::Value;

use super::chosen::{Pair, Purpose, bump, pairs};
use super::composed::{Composite, composed};
use super::judged::{Comparison, compared};
use super::lift::{Lift, lift};
use super::note::{Note, notes};
use super::reach::Users;
use super::since::{FieldSince, paths, since};
use super::{Change, Direction, Outcome, State, Verdict};
use crate::date::Date;
use crate::load::address;
use crate::model::{Lineage, Schema, Standing};
use crate::resolve::{Cached, Resolved, Whole};
use crate::source::Place;
use crate::version::Bump;

/// All steps from a version to a later one that were compared.
#[derive(Debug, Default)]
pub struct History {
    /// In the order of lineages, then of the later version; the step from the version before it comes first.
    pub steps: Vec<Step>,
    /// The migration notes of versions, by lineage and version.
    pub notes: BTreeMap<(usize, usize), Note>,
    /// The days of versions by it, by lineage and version.
    brought: BTreeMap<(usize, usize), Date>,
    /// What became of the examples of the version before, where a note says how to lift them.
    pub lifts: BTreeMap<(usize, usize), Lift>,
    /// Since which version each field is there, by lineage.
    pub fields: Vec<Vec<FieldSince>>,
}

/// A step from a version to a later one.
#[derive(Debug)]
pub struct Step {
    /// The lineage, by number, and the versions in it.
    pub lineage: usize,
    pub old: usize,
    pub new: usize,
    /// What the number of the later one says.
    pub bump: Bump,
    pub change: Change,
    /// The changes of the parts that it is made of, where versions have parts.
    pub parts: Vec<Change>,
    /// Whether an event of the later version may hold what no event of the earlier one held.
    pub adds: bool,
    /// Whether the later version is held against the earlier one, and not only shown beside it.
    pub is_held: bool,
}

impl Step {
    /// Whether the later version is the one after the earlier.
    pub fn is_next(&self) -> bool {
        self.old + 1 == self.new
    }
}

/// What was told of pairs of versions in the last run, by content.
#[derive(Debug, Default)]
pub struct Cache {
    judged: Cached<(Standing, Standing), Judged>,
    documents: Composed,
    paths: Cached<(usize, usize), BTreeSet<String>>,
}

/// What was told of pairs of AsyncAPI documents: the change and those of its parts, and how many steps it took.
type Composed = Cached<(Standing, Standing), (Option<(Change, Vec<Change>)>, u64)>;

#[derive(Debug)]
struct Judged {
    comparison: Option<Comparison>,
    adds: bool,
    steps: u64,
}

/// The tree and the revisions that versions stand in.
struct States<'a> {
    now: State<'a>,
    past: Vec<State<'a>>,
}

/// A schema document of a version.
#[derive(Clone, Copy)]
struct Side<'s, 'a> {
    state: &'s State<'a>,
    schema: &'a Schema,
    standing: Standing,
}

impl<'a> States<'a> {
    fn of(resolved: &'a Resolved) -> States<'a> {
        let now = State::new("the tree".to_owned(), resolved, None);
        let past = now.beside("the past", resolved.past.states.iter().map(|state| &**state));
        States { past, now }
    }

    /// The state that a version stands in.
    fn state(&self, standing: Standing) -> Option<&State<'a>> {
        match standing {
            Standing::Now(_) | Standing::Document(_) => Some(&self.now),
            Standing::Past(number) => self.past.get(self.now.resolved.past.versions.get(number)?.state),
        }
    }

    fn side(&self, lineage: usize, version: usize) -> Option<Side<'_, 'a>> {
        let resolved = self.now.resolved;
        let standing = resolved.lineages.get(lineage)?.versions.get(version)?.schema;
        let (_, schema) = resolved.standing(standing)?;
        Some(Side { state: self.state(standing)?, schema, standing })
    }

    /// The same of an AsyncAPI document.
    fn composite(&self, lineage: &Lineage, version: usize) -> Option<(Standing, Composite<'_, 'a>)> {
        let standing = lineage.versions.get(version)?.schema;
        let (_, Whole::Document(number)) = self.now.resolved.whole(standing)? else { return None };
        let is_now = matches!(standing, Standing::Document(_));
        Some((standing, Composite { state: self.state(standing)?, number, version, is_now }))
    }
}

impl Side<'_, '_> {
    fn place(&self) -> Place {
        Place::root(self.schema.source)
    }

    /// Its name; what no longer stands there has its revision with it.
    fn display(&self) -> String {
        self.state.resolved.project.sources.display(&self.place())
    }
}

/// Compares the versions of a project, each with the one before it; for pages also with the newest, and where there are few each with all.
pub fn history(cache: &mut Cache, resolved: &Resolved, purpose: Purpose) -> History {
    // Whoever has no versions pays nothing for them.
    if resolved.lineages.is_empty() {
        *cache = Cache::default();
        return History::default();
    }
    let states = States::of(resolved);
    let pairs: Vec<Pair> = resolved.lineages.iter().enumerate().flat_map(pairs(resolved, purpose)).collect();
    let sides = pairs
        .iter()
        .copied()
        .filter_map(|pair| Some((pair, states.side(pair.0, pair.1)?, states.side(pair.0, pair.2)?)));
    let sides: Vec<(Pair, Side<'_, '_>, Side<'_, '_>)> = sides.collect();
    let asked = sides.iter().map(|(_, old, new)| ((old.standing, new.standing), fingerprint(old, new), (*old, *new)));
    let most = states.now.steps();
    let judge = |(old, new), is_left| judged(&states, &old, &new, is_left);
    let judged = cache.judged.within(asked.collect(), most, judge, |judged| judged.steps);
    let left = most.saturating_sub(judged.iter().map(|judged| judged.steps).sum());
    let steps = sides.iter().zip(judged).filter_map(|(((lineage, old, new, is_held), from, to), judged)| {
        let change = change(resolved, *lineage, (*old, from), (*new, to), judged.comparison.as_ref()?)?;
        let bump = bump(resolved.lineages.get(*lineage)?, *old, *new);
        let (lineage, old, new, is_held) = (*lineage, *old, *new, *is_held);
        Some(Step { lineage, old, new, bump, change, parts: Vec::new(), adds: judged.adds, is_held })
    });
    let mut steps: Vec<Step> = steps.collect();
    steps.extend(of_documents(&mut cache.documents, &states, &pairs, left));
    // Each lineage is of one kind.
    steps.sort_by_key(|step| step.lineage);
    let notes = notes(resolved);
    let lifts = notes.iter().filter_map(|((lineage, version), note)| {
        let (old, new) = (states.side(*lineage, version.checked_sub(1)?)?, states.side(*lineage, *version)?);
        Some(((*lineage, *version), lift(&states.now, note, (old.state, &old.place()), (new.state, &new.place()))?))
    });
    let lifts = lifts.collect();
    let fields = fields(&mut cache.paths, &states);
    History { steps, notes, brought: brought(resolved), lifts, fields }
}

/// What is told of two versions of a schema document.
fn judged<'a>(states: &States<'a>, old: &Side<'_, 'a>, new: &Side<'_, 'a>, is_left: bool) -> Judged {
    let mode = super::compatibility(&states.now, new.schema.catalog).mode;
    let comparison = compared(old.state, new.state, Some(&old.place()), Some(&new.place()), mode, is_left);
    let adds = comparison.as_ref().is_some_and(|comparison| adds(comparison, old, new));
    let steps = comparison.as_ref().map_or(0, |comparison| comparison.steps);
    Judged { comparison, adds, steps }
}

/// The steps between versions of AsyncAPI documents.
fn of_documents(cache: &mut Composed, states: &States<'_>, pairs: &[Pair], left: u64) -> Vec<Step> {
    let resolved = states.now.resolved;
    let known = pairs.iter().filter_map(|pair| {
        let lineage = resolved.lineages.get(pair.0)?;
        Some((*pair, lineage, states.composite(lineage, pair.1)?, states.composite(lineage, pair.2)?))
    });
    let known: Vec<_> = known.collect();
    let asked = known.iter().map(|(_, lineage, (one, old), (other, new))| {
        let mut hasher = DefaultHasher::new();
        resolved.project.config.sources.all().for_each(|source| source.text.hash(&mut hasher));
        for Composite { state, number, .. } in [old, new] {
            // What is told has places in the sources, by their numbers.
            let source = state.resolved.project.documents.get(*number).map(|document| document.source);
            let known = source.map(|source| (state.resolved.fingerprint(source), state.resolved.closure(source)));
            known.map(|(fingerprint, closure)| (fingerprint, &closure.sources)).hash(&mut hasher);
        }
        ((*one, *other), hasher.finish(), (*lineage, *old, *new))
    });
    let found = cache.within(
        asked.collect(),
        left,
        |(lineage, old, new), is_left| composed(lineage, &old, &new, if is_left { left } else { 0 }),
        |(_, steps)| *steps,
    );
    let steps = known.into_iter().zip(found).filter_map(|(((number, old, new, is_held), lineage, ..), found)| {
        let (change, parts) = found.0.clone()?;
        let bump = bump(lineage, old, new);
        Some(Step { lineage: number, old, new, bump, change, parts, adds: false, is_held })
    });
    steps.collect()
}

/// Since which version each field of all lineages is there.
fn fields(cache: &mut Cached<(usize, usize), BTreeSet<String>>, states: &States<'_>) -> Vec<Vec<FieldSince>> {
    let lineages = &states.now.resolved.lineages;
    let versions =
        lineages.iter().enumerate().flat_map(|(number, it)| (0..it.versions.len()).map(move |at| (number, at)));
    let sides = versions.filter_map(|key| Some((key, states.side(key.0, key.1)?)));
    let asked: Vec<_> =
        sides.map(|(key, side)| (key, side.state.resolved.fingerprint(side.schema.source), side)).collect();
    let keys: Vec<(usize, usize)> = asked.iter().map(|(key, ..)| *key).collect();
    let found = cache.all(asked, |side| paths(side.state.resolved, &side.place(), side.schema.dialect));
    let mut fields = vec![Vec::new(); lineages.len()];
    for own in keys.iter().zip(&found).collect::<Vec<_>>().chunk_by(|(one, _), (other, _)| one.0 == other.0) {
        if let Some(fields) = own.first().and_then(|((number, _), _)| fields.get_mut(*number)) {
            *fields = since(own.iter().map(|(_, paths)| &***paths));
        }
    }
    fields
}

impl History {
    /// The day of a version: that of its note, else of the commit that brought it.
    pub fn date(&self, lineage: usize, version: usize) -> Option<Date> {
        let noted = self.notes.get(&(lineage, version)).and_then(|note| note.date);
        noted.or_else(|| self.brought.get(&(lineage, version)).copied())
    }

    /// The steps that lead to a version from the one before it, the oldest first.
    pub fn of(&self, lineage: usize) -> impl DoubleEndedIterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.lineage == lineage && step.is_next())
    }

    /// The steps that leave versions out.
    pub fn longer(&self, lineage: usize) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.lineage == lineage && !step.is_next())
    }

    /// The step from a version to a later one, if both were compared.
    pub fn between(&self, lineage: usize, old: usize, new: usize) -> Option<&Step> {
        self.steps.iter().find(|step| (step.lineage, step.old, step.new) == (lineage, old, new))
    }

    /// The steps of which the later version says by its number that nothing breaks. One over several versions is told only where none of
    /// those between them, and none from a nearer version, does more than be safe.
    pub fn promised(&self) -> impl Iterator<Item = &Step> {
        let is_new = |step: &&Step| {
            let is_nearer = |other: &&Step| {
                let is_within =
                    other.old >= step.old && other.new <= step.new && (other.old, other.new) != (step.old, step.new);
                other.lineage == step.lineage && is_within && (other.is_next() || other.new == step.new)
            };
            step.is_next() || self.steps.iter().filter(is_nearer).all(|other| other.change.outcome() == Outcome::Safe)
        };
        self.steps.iter().filter(|step| step.is_held && step.bump.promises()).filter(is_new)
    }
}

/// The days on which the files of versions came, or became what they are.
fn brought(resolved: &Resolved) -> BTreeMap<(usize, usize), Date> {
    let first = &resolved.past.dates.first;
    let mut brought = BTreeMap::new();
    for (number, lineage) in resolved.lineages.iter().enumerate() {
        let file = |standing: Standing| Some(resolved.source_of(standing)?.file.as_str());
        let files: Vec<Option<&str>> = lineage.versions.iter().map(|version| file(version.schema)).collect();
        for (at, version) in lineage.versions.iter().enumerate() {
            // Versions that stand in one file came at different times, of which its day says nothing.
            let alone = files.get(at).copied().flatten();
            let alone = alone.filter(|file| files.iter().filter(|other| **other == Some(file)).count() == 1);
            let date = version.dated.unwrap_or_else(|| alone.and_then(|file| first.get(file)).copied());
            brought.extend(date.map(|date| ((number, at), date)));
        }
    }
    brought
}

/// What the verdict on two versions depends on.
fn fingerprint<'a>(old: &Side<'_, 'a>, new: &Side<'_, 'a>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (_, source) in old.state.resolved.project.config.sources.iter() {
        source.text.hash(&mut hasher);
    }
    for Side { state, schema, .. } in [old, new] {
        let resolved = state.resolved;
        (schema.source, resolved.fingerprint(schema.source)).hash(&mut hasher);
        // The events of both are tried.
        for (number, pointer) in state.examples_of(&Place::root(schema.source)) {
            if let Some(example) = resolved.project.examples.get(*number) {
                address(resolved.project.sources.share(example.place.source)).hash(&mut hasher);
                (&example.place.pointer, pointer).hash(&mut hasher);
            }
        }
    }
    hasher.finish()
}

/// Whether the new version has fields, or takes values, that the old one has not or does not.
fn adds(comparison: &Comparison, old: &Side<'_, '_>, new: &Side<'_, '_>) -> bool {
    let breaks_forward = comparison.verdicts.iter().any(|ruling| {
        let is_breaking = matches!(ruling.verdict, Verdict::Breaks { .. });
        ruling.direction == Direction::Forward && ruling.reading == "declared" && is_breaking
    });
    let names = |side: &Side<'_, '_>| {
        let bundled = side.state.bundled(&side.place());
        let mut names = HashSet::new();
        if let Some(value) = Option::as_ref(&bundled).and_then(|bundled| bundled.value.as_ref()) {
            collect_names(value, &mut names);
        }
        names
    };
    breaks_forward || (!comparison.verdicts.is_empty() && !names(new).is_subset(&names(old)))
}

/// The names of all properties in a schema. The recursion is bounded by the depth that the parsers allow.
fn collect_names(value: &Value, names: &mut HashSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                if let (true, Some(properties)) = (key == "properties", value.as_object()) {
                    names.extend(properties.keys().cloned());
                }
                collect_names(value, names);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_names(item, names)),
        _ => {}
    }
}

fn change(
    resolved: &Resolved,
    lineage: usize,
    (old, from): (usize, &Side<'_, '_>),
    (new, to): (usize, &Side<'_, '_>),
    comparison: &Comparison,
) -> Option<Change> {
    let lineage = resolved.lineages.get(lineage)?;
    let (one, other) = (lineage.versions.get(old)?, lineage.versions.get(new)?);
    let compatibility = &resolved.project.config.catalogs.get(lineage.catalog)?.compatibility;
    // What the tree does not have nobody can be led to, or mend.
    let place = to.standing.now().map(|_| to.place());
    let mut facts = comparison.facts.clone();
    if place.is_none() {
        facts.iter_mut().for_each(|fact| fact.place = None);
    }
    let newest = lineage.newest().and_then(|number| resolved.project.schemas.get(number));
    let users = place.clone().or_else(|| Some(Place::root(newest?.source)));
    Some(Change {
        kind: "schema",
        name: lineage.name.clone(),
        old: Some(from.display()),
        new: Some(to.display()),
        versions: Some((one.label.clone(), other.label.clone())),
        facts,
        verdicts: comparison.verdicts.clone(),
        reaches: Users::of(resolved, users).reach(resolved, lineage.catalog),
        place,
        was_deprecated: false,
        mode: compatibility.mode,
        strict: compatibility.strict,
    })
}

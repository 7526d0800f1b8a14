//! What changed between versions that stand side by side in the tree, and what of it breaks.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::Value;

use super::judged::{Comparison, compared};
use super::lift::{Lift, lift};
use super::note::{Note, notes};
use super::reach::Users;
use super::{Change, Direction, Outcome, State, Verdict};
use crate::bundle::bundle;
use crate::date::Date;
use crate::load::address;
use crate::model::Lineage;
use crate::resolve::{Cached, Resolved};
use crate::source::{Place, SourceId};
use crate::tree::FileDates;
use crate::version::{Bump, Version};

/// With how many earlier versions one is compared where it is held against all.
const EARLIER: usize = 64;

/// All steps from a version to a later one that were compared.
#[derive(Debug, Default)]
pub struct History {
    /// In the order of lineages, then of the later version; the step from the version before it comes first.
    pub steps: Vec<Step>,
    /// The migration notes of versions, by lineage and version.
    pub notes: BTreeMap<(usize, usize), Note>,
    /// What the history of the repository says, where it is asked.
    pub dates: Option<FileDates>,
    /// The days of versions by it, by lineage and version.
    brought: BTreeMap<(usize, usize), Date>,
    /// What became of the examples of the version before, where a note says how to lift them.
    pub lifts: BTreeMap<(usize, usize), Lift>,
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
    /// Whether an event of the later version may hold what no event of the earlier one held.
    pub adds: bool,
}

impl Step {
    /// Whether the later version is the one after the earlier.
    pub fn is_next(&self) -> bool {
        self.old + 1 == self.new
    }
}

/// What was told of pairs of versions in the last run, by content.
#[derive(Debug, Default)]
pub struct Cache(Cached<(SourceId, SourceId), Judged>);

#[derive(Debug)]
struct Judged {
    comparison: Option<Comparison>,
    adds: bool,
}

/// Compares the versions of a project, each with the one before it.
pub fn history(cache: &mut Cache, resolved: &Resolved, dates: Option<FileDates>) -> History {
    // Whoever has no versions pays nothing for them.
    if resolved.lineages.is_empty() {
        *cache = Cache::default();
        return History { dates, ..History::default() };
    }
    let state = State::new("the tree".to_owned(), resolved, None);
    let pairs: Vec<(usize, usize, usize)> = resolved.lineages.iter().enumerate().flat_map(pairs(resolved)).collect();
    let asked = pairs.iter().map(|(lineage, old, new)| {
        let source = |at: usize| source_of(resolved, *lineage, at);
        let key = (source(*old), source(*new));
        (key, fingerprint(&state, key), key)
    });
    let judged = cache.0.all(asked.collect(), |(old, new)| {
        let catalog = resolved.schema_of(new).and_then(|number| resolved.project.schemas.get(number));
        let mode = catalog.map_or_else(Default::default, |schema| super::compatibility(&state, schema.catalog).mode);
        let comparison = compared(&state, &state, Some(&Place::root(old)), Some(&Place::root(new)), mode);
        let adds = comparison.as_ref().is_some_and(|comparison| adds(resolved, comparison, old, new));
        Judged { comparison, adds }
    });
    let steps = pairs.into_iter().zip(judged).filter_map(|((lineage, old, new), judged)| {
        let change = change(resolved, lineage, old, new, judged.comparison.as_ref()?)?;
        let bump = bump(resolved.lineages.get(lineage)?, old, new);
        Some(Step { lineage, old, new, bump, change, adds: judged.adds })
    });
    let steps = steps.collect();
    let notes = notes(resolved);
    let lifts = notes.iter().filter_map(|((lineage, version), note)| {
        let old = Place::root(source_of(resolved, *lineage, version.checked_sub(1)?));
        let new = Place::root(source_of(resolved, *lineage, *version));
        Some(((*lineage, *version), lift(&state, note, &old, &new)?))
    });
    let lifts = lifts.collect();
    History { steps, notes, brought: brought(resolved, dates.as_ref()), dates, lifts }
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
        self.steps.iter().filter(|step| step.bump.promises()).filter(is_new)
    }
}

/// The days on which the files of versions came.
fn brought(resolved: &Resolved, dates: Option<&FileDates>) -> BTreeMap<(usize, usize), Date> {
    let Some(dates) = dates else { return BTreeMap::new() };
    let mut brought = BTreeMap::new();
    for (number, lineage) in resolved.lineages.iter().enumerate() {
        let files: Vec<&str> = lineage
            .versions
            .iter()
            .filter_map(|version| resolved.project.schemas.get(version.schema))
            .map(|schema| resolved.project.sources.get(schema.source).file.as_str())
            .collect();
        for (at, file) in files.iter().enumerate() {
            // Versions that stand in one file came at different times, of which its day says nothing.
            let is_alone = files.iter().filter(|other| *other == file).count() == 1;
            if let Some(date) = dates.first.get(*file).filter(|_| is_alone) {
                brought.insert((number, at), *date);
            }
        }
    }
    brought
}

/// Which versions of a lineage are compared.
fn pairs(resolved: &Resolved) -> impl Fn((usize, &Lineage)) -> Vec<(usize, usize, usize)> + '_ {
    |(number, lineage)| {
        let catalog = resolved.project.config.catalogs.get(lineage.catalog);
        let is_transitive = catalog.is_some_and(|catalog| catalog.compatibility.transitive);
        let earlier = |new: usize| {
            let others = (0..new.saturating_sub(1)).rev().take(if is_transitive { EARLIER } else { 0 });
            let others = others.filter(move |old| bump(lineage, *old, new).promises());
            [new - 1].into_iter().chain(others).map(move |old| (number, old, new))
        };
        (1..lineage.versions.len()).flat_map(earlier).collect()
    }
}

fn bump(lineage: &Lineage, old: usize, new: usize) -> Bump {
    let version = |at: usize| Version::read(lineage.versions.get(at)?.label.as_deref()?);
    version(old).zip(version(new)).map_or(Bump::Silent, |(old, new)| old.bump(&new))
}

fn source_of(resolved: &Resolved, lineage: usize, version: usize) -> SourceId {
    let schema = resolved.lineages[lineage].versions[version].schema;
    resolved.project.schemas[schema].source
}

/// What the verdict on two versions depends on.
fn fingerprint(state: &State<'_>, (old, new): (SourceId, SourceId)) -> u64 {
    let resolved = state.resolved;
    let mut hasher = DefaultHasher::new();
    (resolved.fingerprint(old), resolved.fingerprint(new)).hash(&mut hasher);
    for (_, source) in resolved.project.config.sources.iter() {
        source.text.hash(&mut hasher);
    }
    for schema in [old, new] {
        // The events of both are tried.
        for (number, pointer) in state.examples_of(&Place::root(schema)) {
            if let Some(example) = resolved.project.examples.get(*number) {
                address(resolved.project.sources.share(example.place.source)).hash(&mut hasher);
                (&example.place.pointer, pointer).hash(&mut hasher);
            }
        }
    }
    hasher.finish()
}

/// Whether the new version has fields, or takes values, that the old one has not or does not.
fn adds(resolved: &Resolved, comparison: &Comparison, old: SourceId, new: SourceId) -> bool {
    let breaks_forward = comparison.verdicts.iter().any(|ruling| {
        let is_breaking = matches!(ruling.verdict, Verdict::Breaks { .. });
        ruling.direction == Direction::Forward && ruling.reading == "declared" && is_breaking
    });
    let names = |source: SourceId| {
        let value = bundle(resolved, source).and_then(|text| serde_json::from_str::<Value>(&text).ok());
        let mut names = HashSet::new();
        collect_names(value.as_ref().unwrap_or(&Value::Null), &mut names);
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

fn change(resolved: &Resolved, lineage: usize, old: usize, new: usize, comparison: &Comparison) -> Option<Change> {
    let project = &resolved.project;
    let lineage = resolved.lineages.get(lineage)?;
    let (one, other) = (lineage.versions.get(old)?, lineage.versions.get(new)?);
    let (from, to) = (project.schemas.get(one.schema)?, project.schemas.get(other.schema)?);
    let compatibility = &project.config.catalogs.get(lineage.catalog)?.compatibility;
    let display = |source: SourceId| project.sources.display(&Place::root(source));
    Some(Change {
        kind: "schema",
        name: lineage.name.clone(),
        old: Some(display(from.source)),
        new: Some(display(to.source)),
        versions: Some((one.label.clone(), other.label.clone())),
        facts: comparison.facts.clone(),
        verdicts: comparison.verdicts.clone(),
        reaches: Users::of(resolved, [Place::root(to.source)]).reach(resolved, to.catalog),
        place: Some(Place::root(to.source)),
        was_deprecated: false,
        mode: compatibility.mode,
        strict: compatibility.strict,
    })
}

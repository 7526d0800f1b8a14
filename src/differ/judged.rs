//! Judges pairs of schemas: what they say as self-contained documents, without what names the event.

use std::cell::Cell;
use std::sync::Arc;

use serde_json::{Value, json};

use super::align::{Aligned, align};
use super::blame::blame;
use super::modern::modern;
use super::pairs::Paired;
use super::reach::Users;
use super::words::facts;
use super::{Because, Bundled, Change, Direction, Edit, Fact, READINGS, Ruling, Side, State, Verdict};
use crate::compat::{self, Judged, Pair, SPENT, judge_both};
use crate::config::Mode;
use crate::dialect::Dialect;
use crate::model::{EventType, Schema};
use crate::resolve::{Cached, Resolved};
use crate::source::{Format, Place, Source, escape_token};

/// How many events of a schema are tried.
const EVENTS: usize = 20;

impl State<'_> {
    /// How many steps all verdicts on it and earlier states may take together.
    pub(super) fn steps(&self) -> u64 {
        compat::together(self.resolved.project.sources.iter().map(|(_, source)| source.text.len()).sum())
    }
}

/// The changes of schema documents, in the order of their names, and how many steps their verdicts took, of `most` that they may take.
pub fn schemas<'a>(old: &State<'a>, new: &State<'a>, pairs: &[Paired<'a>], most: u64) -> (Vec<Change>, u64) {
    let asked = pairs.iter().enumerate().map(|(number, pair)| (number, 0, pair)).collect();
    let judge = |pair: &Paired<'a>, is_left: bool| {
        let steps = Cell::new(0);
        (change(old, new, pair, is_left, &steps), steps.get())
    };
    let found = Cached::default().within(asked, most, judge, |(_, steps)| *steps);
    let steps = found.iter().map(|found| found.1).sum();
    (found.iter().filter_map(|found| found.0.clone()).collect(), steps)
}

fn change<'a>(old: &State<'a>, new: &State<'a>, pair: &Paired<'a>, is_left: bool, steps: &Cell<u64>) -> Option<Change> {
    let display =
        |state: &State<'a>, schema: &Schema| state.resolved.project.sources.display(&Place::root(schema.source));
    let own = pair.new.or(pair.old)?;
    let state = if pair.new.is_some() { new } else { old };
    let compatibility = &state.resolved.project.config.catalogs.get(own.catalog)?.compatibility;
    let own_place = Place::root(own.source);
    let mut change = Change {
        versions: Some((pair.old.and_then(|it| it.version.clone()), pair.new.and_then(|it| it.version.clone()))),
        place: pair.new.map(|schema| Place::root(schema.source)),
        was_deprecated: pair.new.is_none() && is_deprecated(old.resolved, own),
        strict: compatibility.strict,
        ..Change::new(
            "schema",
            display(state, own),
            pair.old.map(|schema| display(old, schema)),
            pair.new.map(|schema| display(new, schema)),
        )
    };
    let (Some(one), Some(_)) = (pair.old, pair.new) else {
        let (message, breaks) =
            if pair.old.is_some() { ("the schema is gone", true) } else { ("the schema is new", false) };
        change.facts.push(Fact::new(message.to_owned(), Some(breaks)));
        change.mode = compatibility.mode;
        change.reaches = Users::of(state.resolved, [own_place]).reach(state.resolved, own.catalog);
        return Some(change);
    };
    if change.old != change.new && old.only.is_none() {
        let message = format!("the schema was called `{}`", change.old.as_deref().unwrap_or_default());
        change.facts.push(Fact::new(message, Some(false)));
    }
    let (old_place, new_place) = (Place::root(one.source), own_place);
    if is_untouched(old, new, &old_place, &new_place) && change.facts.is_empty() {
        return None;
    }
    // Who sends it and who receives it may be another now.
    let users = Users::of(new.resolved, [new_place.clone()]);
    let sides = users.sides(new).with(Users::of(old.resolved, [old_place.clone()]).sides(old));
    change.mode = sides.mode(compatibility);
    let comparison = compared(old, new, Some(&old_place), Some(&new_place), change.mode, is_left)?;
    steps.set(comparison.steps);
    change.facts.extend(comparison.facts);
    change.verdicts = comparison.verdicts;
    if change.facts.is_empty() && change.verdicts.is_empty() {
        return None;
    }
    let places: Vec<Place> = change.facts.iter().filter_map(|fact| fact.place.clone()).collect();
    let users = if places.is_empty() { users } else { Users::of(new.resolved, places) };
    change.reaches = users.reach(new.resolved, own.catalog);
    Some(change)
}

/// What is told of two schemas.
#[derive(Debug, Default)]
pub struct Comparison {
    pub facts: Vec<Fact>,
    /// Empty where both are the same.
    pub verdicts: Vec<Ruling>,
    /// What both refer to by the same name and is told by itself: places in the old and the new state.
    pub met: Vec<(Place, Place)>,
    /// How many steps the verdicts took.
    pub steps: u64,
}

/// What is told of the schemas at two places, of which one may say nothing at all; `None` where one could not be read. Of each fact it is said
/// whether it breaks by the directions that `mode` has. Where no steps are left the verdicts are open.
pub fn compared<'a>(
    old: &State<'a>,
    new: &State<'a>,
    old_place: Option<&Place>,
    new_place: Option<&Place>,
    mode: Mode,
    is_left: bool,
) -> Option<Comparison> {
    if let (Some(one), Some(other)) = (old_place, new_place)
        && is_untouched(old, new, one, other)
    {
        return Some(Comparison::default());
    }
    let bundled = |state: &State<'a>, place: Option<&Place>| match place {
        Some(place) => state.bundled(place),
        None => Arc::new(Some(Bundled { text: "true".to_owned(), value: Some(json!(true)) })),
    };
    let bundles = (bundled(old, old_place), bundled(new, new_place));
    let (one, other) = (Option::as_ref(&bundles.0)?, Option::as_ref(&bundles.1)?);
    let (bundled, other_bundled) = (one.value.clone(), other.value.clone());
    let is_same = one.text == other.text || (bundled.is_some() && bundled == other_bundled);
    let Aligned { old: mut one, new: mut other, met } = match (old_place, new_place) {
        (Some(one), Some(other)) => align(old, new, one, other)?,
        _ => Aligned { old: json!(true), new: json!(true), met: Vec::new() },
    };
    let dialect = |state: &State<'a>, place: Option<&Place>| place.map(|place| state.resolved.dialect_of(place));
    let (old_dialect, new_dialect) = (dialect(old, old_place), dialect(new, new_place));
    let dialects = (
        old_dialect.or(new_dialect).unwrap_or(Dialect::Draft202012),
        new_dialect.or(old_dialect).unwrap_or(Dialect::Draft202012),
    );
    // What is spelt otherwise by another dialect is no change.
    if dialects.0 != dialects.1 {
        (one, other) = (modern(&one, dialects.0), modern(&other, dialects.1));
    }
    // What both refer to by one name may be another, though they say the same.
    let is_referring_elsewhere = || match (&bundled, &other_bundled) {
        (Some(one), Some(other)) if !met.is_empty() => !facts(one, other).is_empty(),
        _ => false,
    };
    let mut facts = facts(&one, &other);
    if is_same && one == other {
        return Some(Comparison { facts, met, ..Comparison::default() });
    }
    let is_placed = old_place.is_some() && new_place.is_some();
    if dialects.0 != dialects.1 {
        let message = format!("dialect {} → {}", dialects.0.title(), dialects.1.title());
        facts.push(Fact { pointer: "/$schema".to_owned(), ..Fact::new(message, None) });
    }
    if facts.is_empty() && one != other && is_placed && !is_referring_elsewhere() {
        facts.push(Fact::new("only what readers are told is another".to_owned(), Some(false)));
        return Some(Comparison { facts, met, ..Comparison::default() });
    }
    // Where only how it is written is another, nothing is.
    if facts.is_empty() && is_placed && !met.is_empty() {
        facts.push(Fact::new("what it refers to is another".to_owned(), None));
    }
    let mut steps = 0;
    let verdicts = match (bundled, other_bundled) {
        _ if !is_left => open(SPENT),
        (Some(mut one), Some(mut other)) => {
            if let Some(place) = old_place.filter(|_| new_place.is_some()) {
                facts.extend(names(old.resolved, place, &mut one, &mut other));
            }
            let written = Side { state: old, place: old_place, schema: &one, dialect: dialects.0 };
            let read = Side { state: new, place: new_place, schema: &other, dialect: dialects.1 };
            let (verdicts, taken) = rule(&written, &read);
            steps = taken + blame(&mut facts, &verdicts, &written, &read, mode);
            verdicts
        }
        _ => open("a number is too large to be read"),
    };
    let is_safe = verdicts.iter().all(|ruling| matches!(ruling.verdict, Verdict::Safe));
    if facts.is_empty() && is_placed && is_safe {
        return Some(Comparison { met, steps, ..Comparison::default() });
    }
    if let Some(place) = new_place {
        for fact in &mut facts {
            fact.place = Some(Place::new(place.source, format!("{}{}", place.pointer, fact.pointer)));
        }
    }
    Some(Comparison { facts, verdicts, met, steps })
}

/// Whether nothing has changed in a schema and in all that it refers to, by the texts of their files: so most are told from those that have to be
/// looked at.
pub fn is_untouched<'a>(old: &State<'a>, new: &State<'a>, old_place: &Place, new_place: &Place) -> bool {
    let config = |state: &State<'a>| {
        let sources = &state.resolved.project.config.sources;
        sources.iter().map(|(_, source)| source.text.clone()).collect::<Vec<_>>()
    };
    let texts = |state: &State<'a>, place: &Place| {
        let sources = &state.resolved.project.sources;
        let closure = state.resolved.closure(place.source).sources.iter().chain([&place.source]);
        let mut shared: Vec<_> = closure.map(|id| Arc::clone(sources.share(*id))).collect();
        shared.sort_by(|one, other| one.name.cmp(&other.name));
        shared.dedup_by(|one, other| one.name == other.name);
        shared
    };
    let (one, other) = (texts(old, old_place), texts(new, new_place));
    let is_same = |pair: (&Arc<Source>, &Arc<Source>)| pair.0.name == pair.1.name && pair.0.text == pair.1.text;
    old_place.pointer == new_place.pointer
        && one.len() == other.len()
        && one.iter().zip(&other).all(is_same)
        && config(old) == config(new)
}

/// Nothing could be decided, in whichever direction.
fn open(why: &str) -> Vec<Ruling> {
    let all = [Direction::Backward, Direction::Forward].into_iter();
    let all = all.flat_map(|direction| READINGS.map(|reading| (direction, reading)));
    all.map(|(direction, reading)| Ruling { direction, reading, verdict: Verdict::Open(why.to_owned()) }).collect()
}

/// The verdicts on events of the old side that the new one reads, and the other way round, and how many steps they took.
fn rule(old: &Side<'_, '_>, new: &Side<'_, '_>) -> (Vec<Ruling>, u64) {
    let at_hand = |side: &Side<'_, '_>| side.place.map(|place| events(side.state, place)).unwrap_or_default();
    let (old_events, new_events) = (at_hand(old), at_hand(new));
    let check = (&new.state.resolved.project.config.check, &old.state.resolved.project.config.check);
    let dialect = old.dialect.min(new.dialect);
    let pair = Pair {
        old: old.schema,
        old_dialect: old.dialect,
        new: new.schema,
        new_dialect: new.dialect,
        check: check.0,
        events: &old_events,
        texts: new.state.texts(dialect),
    };
    let [backward, forward] =
        judge_both(&pair, &new_events, check.1, old.state.texts(dialect), &new.state.shared.engines);
    let steps = backward.steps + forward.steps;
    let mut verdicts = rulings(Direction::Backward, backward, new);
    verdicts.extend(rulings(Direction::Forward, forward, old));
    (verdicts, steps)
}

/// The verdicts of one direction, in the words of the side that reads.
fn rulings(direction: Direction, judged: Judged, read: &Side<'_, '_>) -> Vec<Ruling> {
    let verdict = |verdict: compat::Verdict| match verdict {
        compat::Verdict::Safe => Verdict::Safe,
        compat::Verdict::Open(why) => Verdict::Open(why),
        compat::Verdict::Breaks { witness, because } => {
            let failures = failures(read, &witness);
            let plain = because.into_iter().map(|(at, keyword)| {
                let message = format!("`{keyword}` refuses it");
                Because { at, keyword, message }
            });
            let because = if failures.is_empty() { plain.collect() } else { failures };
            Verdict::Breaks { witness, because }
        }
    };
    let is_same = judged.declared == judged.strict;
    let declared = verdict(judged.declared);
    let strict = if is_same { declared.clone() } else { verdict(judged.strict) };
    let rulings = READINGS.into_iter().zip([declared, strict]);
    rulings.map(|(reading, verdict)| Ruling { direction, reading, verdict }).collect()
}

/// What the engine that checks examples finds wrong with an event, in its words.
fn failures(side: &Side<'_, '_>, event: &Value) -> Vec<Because> {
    let Some(place) = side.place else { return Vec::new() };
    let source = Source::from_file("event", Format::Json, event.to_string().into_bytes());
    let Some(node) = source.root() else { return Vec::new() };
    let proof = side.state.judged(place, &source, node);
    let failures = proof.failures.into_iter();
    failures.map(|it| Because { at: it.at, keyword: it.keyword, message: it.message }).collect()
}

/// The events of a schema that are at hand: its valid examples, the shortest first.
fn events<'a>(state: &State<'a>, place: &Place) -> Vec<Value> {
    let project = &state.resolved.project;
    let own = state.examples_of(place).iter().filter_map(|(number, pointer)| {
        let place = &project.examples.get(*number)?.place;
        let pointer = format!("{}{pointer}", place.pointer);
        Some(project.sources.node(&Place::new(place.source, pointer))?.to_value())
    });
    let mut events: Vec<Value> = own.take(EVENTS).collect();
    events.sort_by_cached_key(|event| event.to_string().len());
    events
}

/// Takes out of both what names the event: constants of the type and of the version that are others now. They are told, not judged.
fn names(resolved: &Resolved, place: &Place, old: &mut Value, new: &mut Value) -> Vec<Fact> {
    let catalog = resolved.schema_of(place.source).and_then(|number| resolved.project.schemas.get(number));
    let catalog = catalog.and_then(|schema| resolved.project.config.catalogs.get(schema.catalog));
    let types = catalog.map(|catalog| &catalog.types);
    let stated = types.and_then(|types| types.field.clone()).into_iter();
    let version = types.and_then(|types| types.version.as_ref().map(|version| version.at.clone()));
    let usual = ["/event_type", "/eventType", "/type", "/version", "/schema_version", "/$schema"].map(str::to_owned);
    let mut facts = Vec::new();
    for pointer in stated.chain(version).chain(usual) {
        let steps = pointer.split('/').skip(1).map(|step| format!("/properties/{}", escape_token(step)));
        let at: String = steps.collect();
        let constant = |schema: &Value| {
            let schema = schema.pointer(&at)?;
            let one = schema.get("enum").and_then(Value::as_array).filter(|values| values.len() == 1);
            schema.get("const").or_else(|| one?.first()).cloned()
        };
        let (Some(one), Some(other)) = (constant(old), constant(new)) else { continue };
        if one != other && one.is_string() == other.is_string() {
            let any = if one.is_string() { json!({ "type": "string" }) } else { json!(true) };
            for schema in [&mut *old, &mut *new] {
                if let Some(schema) = schema.pointer_mut(&at) {
                    *schema = any.clone();
                }
            }
            let message = format!("it names the event: {one} → {other}");
            facts.push(Fact { pointer: at, message, breaks: Some(false), place: None, edit: Edit::Name });
        }
    }
    facts
}

/// Whether a schema is deprecated, or all types that it states.
fn is_deprecated(resolved: &Resolved, schema: &Schema) -> bool {
    let number = resolved.schema_of(schema.source);
    let mut types = resolved.types.iter().filter(|found| number.is_some_and(|number| found.schemas.contains(&number)));
    let is_called = |found: &EventType| {
        let entry = found.registered.and_then(|number| resolved.project.registered.get(number));
        entry.is_some_and(|entry| entry.deprecated.is_some())
    };
    schema.deprecated || (types.clone().next().is_some() && types.all(is_called))
}

//! Judges pairs of schemas: what they say as self-contained documents, without what names the event.

use rayon::prelude::*;
use serde_json::{Value, json};

use super::pairs::{Paired, paired};
use super::words::facts;
use super::{Because, Change, Direction, Edit, Fact, Reach, Ruling, State, Verdict};
use crate::bundle::bundle_at;
use crate::compat::{self, Pair, judge};
use crate::dialect::Dialect;
use crate::model::{EventType, Schema};
use crate::resolve::Resolved;
use crate::source::{Format, Place, Source, escape_token, unescape_token};

/// How many events of a schema are tried.
const EVENTS: usize = 20;

/// The changes of schema documents, in the order of their names.
pub fn schemas<'a>(old: &State<'a>, new: &State<'a>) -> Vec<Change> {
    let pairs = paired(old, new);
    let changes: Vec<Option<Change>> = pairs.par_iter().map(|pair| change(old, new, pair)).collect();
    changes.into_iter().flatten().collect()
}

fn change<'a>(old: &State<'a>, new: &State<'a>, pair: &Paired<'a>) -> Option<Change> {
    let display =
        |state: &State<'a>, schema: &Schema| state.resolved.project.sources.display(&Place::root(schema.source));
    let own = pair.new.or(pair.old)?;
    let state = if pair.new.is_some() { new } else { old };
    let compatibility = &state.resolved.project.config.catalogs.get(own.catalog)?.compatibility;
    let mut change = Change {
        kind: "schema",
        name: display(state, own),
        old: pair.old.map(|schema| display(old, schema)),
        new: pair.new.map(|schema| display(new, schema)),
        versions: Some((pair.old.and_then(|it| it.version.clone()), pair.new.and_then(|it| it.version.clone()))),
        facts: Vec::new(),
        verdicts: Vec::new(),
        reaches: Reach::default(),
        place: pair.new.map(|schema| Place::root(schema.source)),
        was_deprecated: pair.new.is_none() && is_deprecated(old.resolved, own),
        mode: compatibility.mode,
        strict: compatibility.strict,
    };
    let (Some(one), Some(other)) = (pair.old, pair.new) else {
        let (message, breaks) =
            if pair.old.is_some() { ("the schema is gone", true) } else { ("the schema is new", false) };
        change.facts.push(Fact::told(message.to_owned(), Some(breaks)));
        change.reaches = reach(state.resolved, own);
        return Some(change);
    };
    if change.old != change.new && old.only.is_none() {
        let message = format!("the schema was called `{}`", change.old.as_deref().unwrap_or_default());
        change.facts.push(Fact::told(message, Some(false)));
    }
    let (old_place, new_place) = (Place::root(one.source), Place::root(other.source));
    let told = tell(old, new, &old_place, &new_place)?;
    change.facts.extend(told.facts);
    change.verdicts = told.verdicts;
    if change.facts.is_empty() && change.verdicts.is_empty() {
        return None;
    }
    change.reaches = reach(state.resolved, own);
    Some(change)
}

/// What is told of two schemas.
#[derive(Debug)]
pub struct Told {
    pub facts: Vec<Fact>,
    /// Empty where both are the same.
    pub verdicts: Vec<Ruling>,
}

/// What is told of the schemas at two places; `None` where one could not be read.
pub fn tell<'a>(old: &State<'a>, new: &State<'a>, old_place: &Place, new_place: &Place) -> Option<Told> {
    if is_untouched(old, new, old_place, new_place) {
        return Some(Told { facts: Vec::new(), verdicts: Vec::new() });
    }
    let texts = (bundle_at(old.resolved, old_place)?, bundle_at(new.resolved, new_place)?);
    let read = |text: &str| serde_json::from_str::<Value>(text).ok();
    let (bundled, other_bundled) = (read(&texts.0), read(&texts.1));
    let is_same = texts.0 == texts.1 || (bundled.is_some() && bundled == other_bundled);
    let value = |state: &State<'a>, place: &Place| Some(state.resolved.project.sources.node(place)?.to_value());
    let (one, other) = (value(old, old_place)?, value(new, new_place)?);
    let mut facts = facts(&one, &other);
    if is_same && one == other {
        return Some(Told { facts, verdicts: Vec::new() });
    }
    if !is_same && one == other {
        let message = "what it refers to is another".to_owned();
        facts.push(Fact::told(message, None));
    } else if facts.is_empty() {
        let message = "only what readers are told is another".to_owned();
        facts.push(Fact::told(message, Some(false)));
        return Some(Told { facts, verdicts: Vec::new() });
    }
    let verdicts = match (bundled, other_bundled) {
        (Some(mut one), Some(mut other)) => {
            facts.extend(names(old.resolved, old_place, &mut one, &mut other));
            let sides = [(old, old_place, &one), (new, new_place, &other)];
            let mut verdicts = rule(Direction::Backward, sides[0], sides[1]);
            blame(&mut facts, &verdicts, sides[0], sides[1]);
            verdicts.extend(rule(Direction::Forward, sides[1], sides[0]));
            verdicts
        }
        _ => both(Direction::Backward, &compat::Verdict::Open("a number is too large to be read".to_owned())),
    };
    Some(Told { facts, verdicts })
}

/// Whether nothing has changed in a schema and in all that it refers to, by the texts of their files: so most are told from those that have to be
/// looked at.
fn is_untouched<'a>(old: &State<'a>, new: &State<'a>, old_place: &Place, new_place: &Place) -> bool {
    let config = |state: &State<'a>| {
        let sources = &state.resolved.project.config.sources;
        sources.iter().map(|(_, source)| source.text.clone()).collect::<Vec<_>>()
    };
    let texts = |state: &State<'a>, place: &Place| {
        let sources = &state.resolved.project.sources;
        let closure = state.resolved.closure(place.source).sources.iter().chain([&place.source]);
        let mut shared: Vec<_> = closure.map(|id| std::sync::Arc::clone(sources.share(*id))).collect();
        shared.sort_by(|one, other| one.name.cmp(&other.name));
        shared.dedup_by(|one, other| one.name == other.name);
        shared
    };
    let (one, other) = (texts(old, old_place), texts(new, new_place));
    let is_same = |pair: (&std::sync::Arc<Source>, &std::sync::Arc<Source>)| {
        pair.0.name == pair.1.name && pair.0.text == pair.1.text
    };
    old_place.pointer == new_place.pointer
        && one.len() == other.len()
        && one.iter().zip(&other).all(is_same)
        && config(old) == config(new)
}

fn both(direction: Direction, verdict: &compat::Verdict) -> Vec<Ruling> {
    let verdict = match verdict {
        compat::Verdict::Open(why) => Verdict::Open(why.clone()),
        _ => Verdict::Safe,
    };
    ["declared", "strict"].map(|reading| Ruling { direction, reading, verdict: verdict.clone() }).into()
}

type Side<'s, 'a> = (&'s State<'a>, &'s Place, &'s Value);

/// The verdicts on events of one side that the other reads.
fn rule<'a>(direction: Direction, written: Side<'_, 'a>, read: Side<'_, 'a>) -> Vec<Ruling> {
    let events = events(written.0, written.1);
    let dialect = |side: Side<'_, 'a>| -> Dialect { side.0.resolved.dialect_of(side.1) };
    let judged = judge(&Pair {
        old: written.2,
        old_dialect: dialect(written),
        new: read.2,
        new_dialect: dialect(read),
        check: &read.0.resolved.project.config.check,
        events: &events,
    });
    let verdict = |verdict: compat::Verdict| match verdict {
        compat::Verdict::Safe => Verdict::Safe,
        compat::Verdict::Open(why) => Verdict::Open(why),
        compat::Verdict::Breaks { witness, because } => {
            let told = failures(read, &witness);
            let plain = because.into_iter().map(|(at, keyword)| {
                let message = format!("`{keyword}` refuses it");
                Because { at, keyword, message }
            });
            let because = if told.is_empty() { plain.collect() } else { told };
            Verdict::Breaks { witness, because }
        }
    };
    let is_same = judged.declared == judged.strict;
    let declared = verdict(judged.declared);
    let strict = if is_same { declared.clone() } else { verdict(judged.strict) };
    vec![
        Ruling { direction, reading: "declared", verdict: declared },
        Ruling { direction, reading: "strict", verdict: strict },
    ]
}

/// What the engine that checks examples finds wrong with an event, in its words.
fn failures<'a>(side: Side<'_, 'a>, event: &Value) -> Vec<Because> {
    let (state, place, _) = side;
    let source = Source::from_file("event", Format::Json, event.to_string().into_bytes());
    let Some(node) = source.root() else { return Vec::new() };
    let proof = state.judge().judge(&[(place.clone(), "")], &source, node);
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
            facts.push(Fact { pointer: at, message, breaks: Some(false), edit: Edit::Name });
        }
    }
    facts
}

/// How many facts of one schema are judged by themselves.
const BLAMED: usize = 40;

/// Says of each fact whether it breaks: none does where all is safe, and of the others each is judged as if nothing else had changed.
fn blame<'a>(facts: &mut Vec<Fact>, verdicts: &[Ruling], old: Side<'_, 'a>, new: Side<'_, 'a>) {
    let named: Vec<String> = facts.iter().filter(|it| it.edit == Edit::Name).map(|it| it.pointer.clone()).collect();
    // What names the event is told once.
    let is_named = |fact: &Fact| named.iter().any(|pointer| fact.pointer.starts_with(pointer.as_str()));
    facts.retain(|fact| fact.edit == Edit::Name || !is_named(fact));
    let declared = verdicts.iter().find(|ruling| ruling.reading == "declared").map(|ruling| &ruling.verdict);
    for fact in facts.iter_mut().filter(|fact| fact.breaks.is_none()).take(BLAMED) {
        fact.breaks = match declared {
            Some(Verdict::Safe) => Some(false),
            _ => alone(fact, old, new),
        };
    }
}

/// Whether a fact breaks as if nothing else had changed; `None` where that can't be told.
fn alone<'a>(fact: &Fact, old: Side<'_, 'a>, new: Side<'_, 'a>) -> Option<bool> {
    let value = match &fact.edit {
        Edit::Whole => new.2.pointer(&fact.pointer).cloned(),
        Edit::Value(value) => Some(value.clone()),
        Edit::None | Edit::Name => return None,
    };
    let mut edited = old.2.clone();
    let (above, key) = fact.pointer.rsplit_once('/')?;
    let members = edited.pointer_mut(above)?.as_object_mut()?;
    let key = unescape_token(key);
    match value {
        Some(value) => drop(members.insert(key.into_owned(), value)),
        None => drop(members.shift_remove(&*key)),
    }
    let dialect = |side: Side<'_, 'a>| side.0.resolved.dialect_of(side.1);
    if dialect(old) != dialect(new) {
        return None;
    }
    let judged = judge(&Pair {
        old: old.2,
        old_dialect: dialect(old),
        new: &edited,
        new_dialect: dialect(new),
        check: &new.0.resolved.project.config.check,
        events: &[],
    });
    match judged.declared {
        compat::Verdict::Safe => Some(false),
        compat::Verdict::Breaks { .. } => Some(true),
        compat::Verdict::Open(_) => None,
    }
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

/// Whom a schema reaches.
pub fn reach(resolved: &Resolved, schema: &Schema) -> Reach {
    let project = &resolved.project;
    let number = resolved.schema_of(schema.source);
    let mut reach = Reach::default();
    for found in resolved.types.iter().filter(|found| number.is_some_and(|number| found.schemas.contains(&number))) {
        reach.types.push(found.name.clone());
        let entry = found.registered.and_then(|number| project.registered.get(number));
        reach.owners.extend(entry.and_then(|entry| entry.owner.clone()));
        for (document, channel) in &found.channels {
            let Some(document) = project.documents.get(*document) else { continue };
            reach.applications.push(document.title.clone());
            let channel = document.channels.get(*channel);
            reach.channels.extend(channel.map(|it| it.address.clone().unwrap_or_else(|| it.id.clone())));
        }
    }
    if reach.owners.is_empty() {
        reach.owners.extend(project.config.catalogs.get(schema.catalog).and_then(|catalog| catalog.owner.clone()));
    }
    for list in [&mut reach.types, &mut reach.channels, &mut reach.applications, &mut reach.owners] {
        list.sort();
        list.dedup();
    }
    reach
}

//! What has a name besides schemas: event types, AsyncAPI documents, and what stands in those.

use std::collections::BTreeMap;

use super::judged::tell;
use super::{Change, Fact, Reach, State};
use crate::asyncapi::typed::Action;
use crate::config::Mode;
use crate::model::Document;
use crate::resolve::Resolved;
use crate::source::Place;

/// The changes of what has a name, in the order of kinds and names.
pub fn named<'a>(old: &State<'a>, new: &State<'a>) -> Vec<Change> {
    let mut changes = Vec::new();
    let types = |state: &State<'a>| -> BTreeMap<String, String> {
        let project = &state.resolved.project;
        let found = state.resolved.types.iter().map(|found| {
            let schema = found.schemas.first().and_then(|number| project.schemas.get(*number));
            let entry = found.registered.and_then(|number| project.registered.get(number));
            let place = schema.map(|schema| Place::root(schema.source)).or(entry.map(|entry| entry.place.clone()));
            (found.name.clone(), place.map(|place| project.sources.display(&place)).unwrap_or_default())
        });
        found.collect()
    };
    let (mut old_types, mut new_types) = (types(old), types(new));
    renamed(&mut changes, &mut old_types, &mut new_types);
    listed(&mut changes, "type", &old_types, &new_types);
    for change in &mut changes {
        let known = old.resolved.types.iter().filter(|found| found.name == change.name);
        let mut entries = known.filter_map(|found| old.resolved.project.registered.get(found.registered?));
        change.was_deprecated = change.new.is_none() && entries.any(|entry| entry.deprecated.is_some());
        // What is promised of it says the catalog that has it, or had it.
        let promised = [new, old].into_iter().find_map(|state| {
            let found = state.resolved.types.iter().find(|found| found.name == change.name)?;
            state.resolved.project.config.catalogs.get(found.catalog)
        });
        if let Some(catalog) = promised {
            (change.mode, change.strict) = (catalog.compatibility.mode, catalog.compatibility.strict);
        }
    }
    let (olds, news) = (documents(old.resolved), documents(new.resolved));
    let places = |documents: &BTreeMap<String, &Document>| -> BTreeMap<String, String> {
        documents.keys().map(|file| (file.clone(), file.clone())).collect()
    };
    listed(&mut changes, "document", &places(&olds), &places(&news));
    for (file, one) in &olds {
        if let Some(other) = news.get(file) {
            parts(&mut changes, (old, one), (new, other));
        }
    }
    changes
}

fn documents(resolved: &Resolved) -> BTreeMap<String, &Document> {
    let project = &resolved.project;
    let documents = project.whole_documents().iter();
    documents.map(|document| (project.sources.get(document.source).name.clone(), &**document)).collect()
}

/// Types that are called otherwise: a schema states one that is new in place of one that is gone.
fn renamed(changes: &mut Vec<Change>, old: &mut BTreeMap<String, String>, new: &mut BTreeMap<String, String>) {
    let gone: Vec<(String, String)> = only(old, new);
    let fresh: Vec<(String, String)> = only(new, old);
    for (name, place) in gone {
        let one = gone_at(old, new, &place);
        let mut others = fresh.iter().filter(|(_, other)| *other == place && !place.is_empty());
        let (Some((other, at)), None, 1) = (others.next(), others.next(), one) else { continue };
        let message = format!("the type was called `{name}`");
        changes.push(change("type", other, Some(&place), Some(at), vec![fact(message, false)]));
        old.remove(&name);
        new.remove(other);
    }
}

fn only(of: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let own = of.iter().filter(|(name, _)| !other.contains_key(*name));
    own.map(|(name, place)| (name.clone(), place.clone())).collect()
}

/// How many types that are gone a schema stated.
fn gone_at(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>, place: &str) -> usize {
    old.iter().filter(|(name, at)| *at == place && !new.contains_key(*name)).count()
}

/// What of two lists of names, each with its place, is gone or new.
fn listed(
    changes: &mut Vec<Change>,
    kind: &'static str,
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) {
    for (name, place) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
        changes.push(change(kind, name, Some(place), None, vec![fact(format!("the {kind} is gone"), true)]));
    }
    for (name, place) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
        changes.push(change(kind, name, None, Some(place), vec![fact(format!("the {kind} is new"), false)]));
    }
}

fn fact(message: String, breaks: bool) -> Fact {
    Fact::told(message, Some(breaks))
}

fn change(kind: &'static str, name: &str, old: Option<&String>, new: Option<&String>, facts: Vec<Fact>) -> Change {
    Change {
        kind,
        name: name.to_owned(),
        old: old.cloned(),
        new: new.cloned(),
        versions: None,
        facts,
        verdicts: Vec::new(),
        reaches: Reach::default(),
        place: None,
        was_deprecated: false,
        mode: Mode::default(),
        strict: false,
    }
}

type Side<'s, 'a> = (&'s State<'a>, &'s Document);

/// What changed in a document that both states have.
fn parts<'a>(changes: &mut Vec<Change>, old: Side<'_, 'a>, new: Side<'_, 'a>) {
    let first = changes.len();
    let places =
        |side: Side<'_, 'a>, places: &mut dyn Iterator<Item = (&String, &Place)>| -> BTreeMap<String, String> {
            let sources = &side.0.resolved.project.sources;
            places.map(|(id, place)| (id.clone(), sources.display(place))).collect()
        };
    let channels = |side: Side<'_, 'a>| places(side, &mut side.1.channels.iter().map(|it| (&it.id, &it.place)));
    let operations = |side: Side<'_, 'a>| places(side, &mut side.1.operations.iter().map(|it| (&it.id, &it.place)));
    let messages = |side: Side<'_, 'a>| places(side, &mut side.1.messages.iter().map(|it| (&it.id, &it.place)));
    listed(changes, "channel", &channels(old), &channels(new));
    listed(changes, "operation", &operations(old), &operations(new));
    listed(changes, "message", &messages(old), &messages(new));
    let display = |side: Side<'_, 'a>, place: &Place| side.0.resolved.project.sources.display(place);
    for one in &old.1.channels {
        let other = new.1.channels.iter().find(|other| other.id == one.id);
        if let Some(other) = other.filter(|other| other.address != one.address) {
            let address = |address: &Option<String>| address.clone().unwrap_or_else(|| "none".to_owned());
            let message = format!("address {} → {}", address(&one.address), address(&other.address));
            let (from, to) = (display(old, &one.place), display(new, &other.place));
            let mut own = change("channel", &one.id, Some(&from), Some(&to), vec![fact(message, true)]);
            own.place = Some(other.place.clone());
            changes.push(own);
        }
    }
    for one in &old.1.operations {
        let other = new.1.operations.iter().find(|other| other.id == one.id);
        if let Some(other) = other.filter(|other| other.action != one.action) {
            let word = |action: Option<Action>| action.map_or("none", Action::word);
            let message = format!("action {} → {}", word(one.action), word(other.action));
            let (from, to) = (display(old, &one.place), display(new, &other.place));
            let mut own = change("operation", &one.id, Some(&from), Some(&to), vec![fact(message, true)]);
            own.place = Some(other.place.clone());
            changes.push(own);
        }
    }
    for one in &old.1.messages {
        let Some(other) = new.1.messages.iter().find(|other| other.id == one.id) else { continue };
        // A schema document is told by itself.
        let is_own = |side: Side<'_, 'a>, place: &&Place| side.0.resolved.schema_of(place.source).is_none();
        let from = one.payload.as_ref().filter(|place| is_own(old, place));
        let to = other.payload.as_ref().filter(|place| is_own(new, place));
        let Some(told) = from.zip(to).and_then(|(from, to)| tell(old.0, new.0, from, to)) else { continue };
        if !told.facts.is_empty() || !told.verdicts.is_empty() {
            let (from, to) = (display(old, &one.place), display(new, &other.place));
            let mut own = change("message", &one.id, Some(&from), Some(&to), told.facts);
            own.verdicts = told.verdicts;
            own.place = other.payload.clone();
            changes.push(own);
        }
    }
    let catalog = new.0.resolved.project.config.catalogs.get(new.1.catalog);
    for change in changes.iter_mut().skip(first) {
        change.reaches.applications.push(new.1.title.clone());
        if let Some(catalog) = catalog {
            (change.mode, change.strict) = (catalog.compatibility.mode, catalog.compatibility.strict);
        }
    }
}

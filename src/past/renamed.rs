//! What stands in a file with others and went on there under another name: a fence whose heading was reworded.

use std::collections::BTreeMap;

use super::held::Held;
use super::wanted::Wanted;
use crate::resolve::{Past, PastVersion, Resolved, Whole};
use crate::source::SourceId;

/// Something in a file: what it was first, as far as that is known, and the revisions that have texts of it.
struct Name<'a> {
    first: (&'a Resolved, Whole),
    newest: usize,
    oldest: usize,
    is_now: bool,
}

/// Gives what was read the names under which it went on, where one thing alone says that it is the same, and came as the other went.
pub fn rename(past: &Past, resolved: &Resolved, held: &Held<'_>, read: &mut [(Wanted, PastVersion)]) {
    let mut files: BTreeMap<String, BTreeMap<String, Name<'_>>> = BTreeMap::new();
    for (wanted, version) in read.iter() {
        let Some((file, _)) = version.name.split_once('#') else { continue };
        let Some(state) = past.states.get(version.state) else { continue };
        let at = wanted.revision;
        let first = (&**state, version.whole);
        let known = files.entry(file.to_owned()).or_default().entry(version.name.clone());
        let known = known.or_insert(Name { first, newest: at, oldest: at, is_now: false });
        known.newest = known.newest.min(at);
        if at >= known.oldest {
            (known.oldest, known.first) = (at, first);
        }
    }
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for (file, names) in &mut files {
        for (whole, source) in held.in_file(file) {
            let name = resolved.project.sources.get(*source).name.clone();
            let now = Name { first: (resolved, *whole), newest: 0, oldest: 0, is_now: true };
            names.entry(name).or_insert(now).is_now = true;
        }
        let mut gone: Vec<(usize, String)> =
            names.iter().filter(|(_, it)| !it.is_now).map(|(name, it)| (it.newest, name.clone())).collect();
        gone.sort();
        for (newest, old) in gone {
            let Some(was) = names.get(&old) else { continue };
            let (oldest, first) = (was.oldest, was.first);
            let last = read.iter().find(|(wanted, version)| version.name == old && wanted.revision == newest);
            let last = last.and_then(|(_, version)| Some((&**past.states.get(version.state)?, version.whole)));
            let Some(last) = last else { continue };
            let later = names.iter().filter(|(_, it)| it.is_now && it.oldest < newest && is_one(last, it.first));
            let later: Vec<String> = later.map(|(name, _)| name.clone()).collect();
            if let ([new], Some(it)) = (later.as_slice(), later.first().and_then(|new| names.get_mut(new))) {
                (it.oldest, it.first) = (oldest, first);
                renamed.insert(old, new.clone());
            }
        }
    }
    for (_, version) in read {
        if let Some(new) = renamed.get(&version.name) {
            version.name.clone_from(new);
        }
    }
}

/// Whether two things say that they are the same: by their `$id`, their event types, their title, or by all they say.
fn is_one((state, one): (&Resolved, Whole), (other_state, other): (&Resolved, Whole)) -> bool {
    let text = |state: &Resolved, whole: Whole| {
        let source: SourceId = whole.source(state)?;
        Some(state.project.sources.get(source).own_text().trim().to_owned())
    };
    let schema = |state: &Resolved, whole: Whole| match whole {
        Whole::Schema(number) => state.project.schemas.get(number).cloned(),
        Whole::Document(_) => None,
    };
    let (Some(before), Some(after)) = (schema(state, one), schema(other_state, other)) else { return false };
    let is_same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
    let by_types = !before.types.is_empty() && before.types == after.types;
    let by_text = || text(state, one).is_some_and(|text_of_one| text(other_state, other) == Some(text_of_one));
    is_same(&before.id, &after.id) || by_types || is_same(&before.title, &after.title) || by_text()
}

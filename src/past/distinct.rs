//! Each version once, of each name the oldest first, out of the texts that were read.

use std::collections::BTreeMap;

use super::held::Text;
use super::wanted::Wanted;
use crate::resolve::{Past, PastVersion, Resolved};

/// Puts what was read in order. `known` has what the files of the tree hold; of what stands in one file with others, a text of the file says
/// nothing, so that its own texts are compared.
pub fn add_distinct(
    past: &mut Past,
    resolved: &Resolved,
    known: &[(String, Text)],
    mut read: Vec<(Wanted, PastVersion)>,
) {
    // A revision is the older the higher its number is.
    read.sort_by(|(one, a), (other, b)| {
        (&a.name, std::cmp::Reverse(one.revision)).cmp(&(&b.name, std::cmp::Reverse(other.revision)))
    });
    let known: BTreeMap<&str, Text> = known.iter().map(|(file, text)| (file.as_str(), *text)).collect();
    let mut own: Vec<PastVersion> = Vec::new();
    let mut all = read.into_iter().map(|(_, version)| version).peekable();
    while let Some(version) = all.next() {
        let is_last = all.peek().is_none_or(|next| next.name != version.name);
        own.push(version);
        if is_last {
            let own = std::mem::take(&mut own);
            let is_alone = own.first().is_none_or(|version| {
                let file = version.name.split('#').next().unwrap_or_default();
                !version.name.contains('#') && !matches!(known.get(file), Some(Text::Several(_)))
            });
            match is_alone {
                true => past.versions.extend(own),
                false => by_texts(past, resolved, own),
            }
        }
    }
}

/// The versions of one name, the oldest first, of which those that say the same are one: the older.
fn by_texts(past: &mut Past, resolved: &Resolved, own: Vec<PastVersion>) {
    let text = |state: Option<&Resolved>, version: &PastVersion| {
        let state = state?;
        Some(state.project.sources.get(version.whole.source(state)?).own_text().trim().to_owned())
    };
    let Some(name) = own.first().map(|version| version.name.clone()) else { return };
    let sources = &resolved.project.sources;
    let head = sources.find(&name).filter(|source| resolved.whole_of(*source).is_some());
    let mut newer = head.map(|source| sources.get(source).own_text().trim().to_owned());
    let (mut kept, mut since): (Vec<PastVersion>, _) = (Vec::new(), None);
    for version in own.into_iter().rev() {
        let now = text(past.states.get(version.state).map(|state| &**state), &version);
        match kept.last_mut() {
            Some(last) if now == newer => *last = version,
            None if now == newer => since = Some(version.since),
            _ => kept.push(version),
        }
        newer = now;
    }
    if head.is_some() {
        past.heads.insert(name, since.unwrap_or_default());
    }
    kept.reverse();
    past.versions.extend(kept);
}

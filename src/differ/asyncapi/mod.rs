//! What changed in AsyncAPI documents of whichever versions: servers, security schemes, channels, operations, messages, and what they say.
//!
//! Documents are paired, then their parts, by what others meet them at (an address, an endpoint) rather than by what the document calls them.
//! What is the same but for a name, a reference or a trait is the same. Who else has to do with a part says how it is judged: who sends what the
//! application receives (backward: the new version reads old events), who receives what it sends (forward).

mod changes;
mod channel;
mod leaves;
mod matched;
mod message;
mod operation;
mod security;
mod server;

use std::collections::{BTreeMap, HashSet};

use super::judged::is_untouched;
use super::pairs::Paired;
use super::sides::Sides;
use super::{Change, Direction, Fact, READINGS, Reach, Ruling, State, Verdict};
use crate::model::{Document, Part};
use crate::source::{Node, Place, SourceId};
use changes::Changes;
use matched::{Keys, matched};

/// A document as one state has it.
#[derive(Clone, Copy)]
struct Side<'s, 'a> {
    state: &'s State<'a>,
    /// Its number.
    number: usize,
    document: &'a Document,
}

impl<'a> Side<'_, 'a> {
    fn display(&self, place: &Place) -> String {
        self.state.resolved.project.sources.display(place)
    }

    fn node(&self, place: &Place) -> Option<&'a Node> {
        self.state.resolved.project.sources.node(place)
    }

    /// A text of the document itself.
    fn text(&self, pointer: &str) -> Option<&'a str> {
        self.node(&Place::new(self.document.source, pointer))?.as_str()
    }

    /// The members of what stands at a pointer of the document, each followed to where it stands.
    fn members(&self, pointer: &str) -> Vec<(String, Place)> {
        let place = Place::new(self.document.source, pointer);
        let members = self.node(&place).map(Node::members).unwrap_or_default().iter();
        let members = members.filter(|member| !crate::asyncapi::is_extension(&member.key));
        let follow = |place: Place| self.state.resolved.follow(&place).unwrap_or(place);
        let at = |key: &str| Place::new(place.source, crate::source::join(&place.pointer, key));
        members.map(|member| (member.key.to_string(), follow(at(&member.key)))).collect()
    }

    fn channel_sides(&self, channel: usize) -> Sides {
        let all = self.state.sides().get(self.number);
        all.and_then(|all| all.channels.get(channel)).copied().unwrap_or(Sides::BOTH)
    }

    fn message_sides(&self, message: usize) -> Sides {
        let all = self.state.sides().get(self.number);
        all.and_then(|all| all.messages.get(message)).copied().unwrap_or_default()
    }
}

/// The changes of AsyncAPI documents, in the order of the documents, and of schemas that stand in them; so many steps are left for verdicts.
pub fn documents<'a>(old: &State<'a>, new: &State<'a>, schemas: &[Paired<'a>], left: u64) -> Vec<Change> {
    let (olds, news) = (sides(old), sides(new));
    let keys = |sides: &[Side<'_, 'a>], is_only: bool| -> Vec<Keys> {
        sides.iter().map(|side| if is_only { vec![Some(String::new())] } else { document_keys(side) }).collect()
    };
    let is_only = old.only.is_some() && new.only.is_some();
    let found = matched(&keys(&olds, is_only), &keys(&news, is_only));
    let known: HashSet<(SourceId, SourceId)> =
        schemas.iter().filter_map(|pair| Some((pair.old?.source, pair.new?.source))).collect();
    let mut changes = Changes::new(old, new, known, left);
    for number in &found.gone {
        document(&mut changes, Some(&olds[*number]), None);
    }
    for number in &found.fresh {
        document(&mut changes, None, Some(&news[*number]));
    }
    let mut both = found.both.clone();
    both.sort_by_key(|(_, other)| *other);
    for (one, other) in both {
        parts(&mut changes, &olds[one], &news[other]);
    }
    changes.schemas();
    changes.all
}

/// The changes from one document to another, which are versions of one thing: in one state, or each in its own; and how many of the steps that are
/// left the verdicts took.
pub fn versions<'a>(
    (old, one): (&State<'a>, usize),
    (new, other): (&State<'a>, usize),
    left: u64,
) -> (Vec<Change>, u64) {
    let (olds, news) = (sides(old), sides(new));
    let find = |all: &[Side<'_, 'a>], number: usize| all.iter().position(|side| side.number == number);
    let (Some(one), Some(other)) = (find(&olds, one), find(&news, other)) else { return (Vec::new(), 0) };
    let mut changes = Changes::new(old, new, HashSet::new(), left);
    changes.beside = true;
    parts(&mut changes, &olds[one], &news[other]);
    changes.schemas();
    (changes.all, left - changes.left)
}

fn sides<'s, 'a>(state: &'s State<'a>) -> Vec<Side<'s, 'a>> {
    let documents = state.resolved.project.documents.iter().enumerate();
    let counted = documents.filter(|(_, document)| state.only.is_none_or(|only| only == document.source));
    counted.map(|(number, document)| Side { state, number, document }).collect()
}

/// A document is the one of the same file, else of the same identifier or title.
fn document_keys(side: &Side<'_, '_>) -> Keys {
    let file = side.state.resolved.project.sources.get(side.document.source).name.clone();
    let title = Some(side.document.title.clone()).filter(|title| !title.is_empty() && !side.document.is_part);
    vec![Some(file), side.text("/id").map(str::to_owned), title]
}

/// A document that one of the states has alone.
fn document<'a>(changes: &mut Changes<'_, 'a>, old: Option<&Side<'_, 'a>>, new: Option<&Side<'_, 'a>>) {
    let Some(side) = old.or(new) else { return };
    let sides = Sides::of_document(side.document);
    let root = Place::root(side.document.source);
    let (message, breaks) = if old.is_some() { ("the document is gone", true) } else { ("the document is new", false) };
    let mut reach = Reach::default();
    for channel in 0..side.document.channels.len() {
        super::reach::add_channel(&mut reach, side.state.resolved, side.number, channel, None);
    }
    let found = Found {
        kind: "document",
        name: side.display(&root),
        old: old.map(|_| root.clone()),
        new: new.map(|_| root.clone()),
    };
    changes.add(side, found, sides, vec![Fact::new(message.to_owned(), Some(breaks))], reach);
}

/// A part of one or of both documents.
struct Found {
    kind: &'static str,
    name: String,
    old: Option<Place>,
    new: Option<Place>,
}

/// What changed in a document that both states have.
fn parts<'a>(changes: &mut Changes<'_, 'a>, old: &Side<'_, 'a>, new: &Side<'_, 'a>) {
    let roots = (Place::root(old.document.source), Place::root(new.document.source));
    if is_untouched(old.state, new.state, &roots.0, &roots.1) && is_same_text(old, new) {
        return;
    }
    let channels = channel::matched_channels(old, new);
    let messages = message::matched_messages(old, new, &channels);
    // Where the files of the document say what they said, only schemas that they refer to may be others.
    let is_same = is_same_text(old, new);
    if !is_same {
        whole(changes, old, new, &roots);
        let schemes = server::schemes(changes, old, new);
        server::servers(changes, old, new, &schemes);
        channel::channels(changes, old, new, &channels);
        let known = operation::Known { channels: &channels, messages: &messages, schemes: &schemes };
        operation::operations(changes, old, new, &known);
    }
    message::messages(changes, old, new, &messages, is_same);
}

/// Whether the files that the document and its parts stand in say what they said.
fn is_same_text(old: &Side<'_, '_>, new: &Side<'_, '_>) -> bool {
    let texts = |side: &Side<'_, '_>| -> BTreeMap<String, SourceId> {
        let places = side.document.parts.iter().map(|Part { place, .. }| place).chain(&side.document.schemas);
        let used: HashSet<SourceId> = places.map(|place| place.source).chain([side.document.source]).collect();
        let sources = &side.state.resolved.project.sources;
        used.into_iter().map(|id| (sources.get(id).name.clone(), id)).collect()
    };
    let (olds, news) = (texts(old), texts(new));
    let text = |side: &Side<'_, '_>, id: SourceId| side.state.resolved.project.sources.share(id).text.clone();
    olds.len() == news.len()
        && olds
            .iter()
            .zip(&news)
            .all(|((name, one), (other_name, other))| name == other_name && text(old, *one) == text(new, *other))
}

/// What the document says of itself as a whole.
fn whole(changes: &mut Changes<'_, '_>, old: &Side<'_, '_>, new: &Side<'_, '_>, roots: &(Place, Place)) {
    let mut facts = Vec::new();
    let (from, to) = (old.display(&roots.0), new.display(&roots.1));
    // Versions side by side are called otherwise.
    let is_renamed = from != to && !changes.beside;
    if is_renamed && new.state.only.is_none() {
        facts.push(Fact::new(format!("the document was called `{from}`"), Some(false)));
    }
    let mut text = |pointer: &str, label: &str, breaks: Option<bool>| {
        let (one, other) = (old.text(pointer), new.text(pointer));
        if one != other {
            let shown = |text: Option<&str>| text.unwrap_or("none").to_owned();
            let message = format!("{label} {} → {}", shown(one), shown(other));
            facts.push(Fact { pointer: pointer.to_owned(), ..Fact::new(message, breaks) });
        }
    };
    text("/asyncapi", "AsyncAPI", Some(false));
    text("/id", "identifier", Some(false));
    // It is what messages have that state no content type of their own.
    let relies = |side: &Side<'_, '_>| {
        let stated = side.document.messages.iter().map(|message| message::content_type(side, message));
        stated.into_iter().any(|stated| stated.is_none())
    };
    let is_relied_on = relies(old) && relies(new);
    text("/defaultContentType", "default content type", Some(is_relied_on));
    let versions = (old.document.info_version.clone(), new.document.info_version.clone());
    let has_version = versions.0 != versions.1;
    if facts.is_empty() && !has_version {
        return;
    }
    if has_version {
        let message = format!("version {} → {}", versions.0, versions.1);
        facts.push(Fact { pointer: "/info/version".to_owned(), ..Fact::new(message, Some(false)) });
    }
    let found = Found { kind: "document", name: to, old: Some(roots.0.clone()), new: Some(roots.1.clone()) };
    let some = |version: String| Some(version).filter(|version| !version.is_empty());
    let reach = Reach { applications: vec![new.document.title.clone()], ..Reach::default() };
    let number = changes.add(new, found, Sides::of_document(new.document), facts, reach);
    if let Some(change) = number.and_then(|number| changes.all.get_mut(number)) {
        change.versions = Some((some(versions.0), some(versions.1)));
    }
}

/// What facts come to for the others that a part has: what one of them breaks, all of it breaks.
fn rulings(sides: Sides, facts: &[Fact]) -> Vec<Ruling> {
    let messages = |breaks: Option<bool>| {
        let own = facts.iter().filter(move |fact| fact.breaks == breaks);
        own.map(|fact| fact.message.as_str()).collect::<Vec<_>>().join("; ")
    };
    let (broken, unknown) = (messages(Some(true)), messages(None));
    let directions = [Direction::Backward, Direction::Forward].into_iter();
    let all = directions.flat_map(|direction| READINGS.map(|reading| (direction, reading)));
    all.map(|(direction, reading)| {
        let verdict = match direction {
            _ if !sides.has(direction) => Verdict::Safe,
            _ if !broken.is_empty() => Verdict::Apart(broken.clone()),
            _ if !unknown.is_empty() => Verdict::Open(format!("what it means for others is not known: {unknown}")),
            _ => Verdict::Safe,
        };
        Ruling { direction, reading, verdict }
    })
    .collect()
}

//! Messages: their payload and headers are judged as schemas, what else they state by the table.

use std::collections::HashMap;

use super::super::judged::Comparison;
use super::super::reach::add_message;
use super::super::{Change, Fact, Reach, Ruling, Verdict};
use super::changes::{Changes, below};
use super::leaves::{Leaves, Part};
use super::matched::{Keys, Matched, matched};
use super::server::version;
use super::{Found, Side, Sides};
use crate::asyncapi::MESSAGE;
use crate::config::Mode;
use crate::model::Message;
use crate::source::{Node, Place};

/// Which message is which.
pub fn matched_messages(old: &Side<'_, '_>, new: &Side<'_, '_>, channels: &Matched) -> Matched {
    let keys = |side: &Side<'_, '_>, pair: &dyn Fn(usize) -> Option<usize>| -> Vec<Keys> {
        let mut carriers: HashMap<usize, Vec<String>> = HashMap::new();
        for operation in &side.document.operations {
            let at = operation.channel.and_then(pair);
            let word = format!("{at:?} {:?}", operation.action);
            for number in &operation.messages {
                carriers.entry(*number).or_default().push(word.clone());
            }
        }
        for (number, channel) in side.document.channels.iter().enumerate() {
            for message in &channel.messages {
                carriers.entry(*message).or_default().push(format!("{:?}", pair(number)));
            }
        }
        let keys = side.document.messages.iter().enumerate().map(|(number, message)| {
            let mut carried = carriers.get(&number).cloned().unwrap_or_default();
            carried.sort();
            carried.dedup();
            let carried = carried.join("\n");
            let named = format!("{}\n{}", message.id, message.name.as_deref().unwrap_or_default());
            let types = (!message.types.is_empty()).then(|| message.types.join("\n"));
            vec![
                Some(format!("{named}\n{carried}")),
                Some(named),
                Some(message.id.clone()),
                message.name.clone(),
                types,
                // The only one that is carried there.
                (!carried.is_empty()).then_some(carried),
            ]
        });
        keys.collect()
    };
    let old_keys = keys(old, &|number| channels.of_old(number));
    let new_keys = keys(new, &|number| channels.of_new(number));
    matched(&old_keys, &new_keys)
}

/// The content type that a message states itself.
pub fn content_type<'a>(side: &Side<'_, 'a>, message: &Message) -> Option<&'a str> {
    let merged = message.merged.iter().find(|field| field.pointer == "/contentType").map(|field| field.place.clone());
    let own = merged.unwrap_or_else(|| at(&message.place, "/contentType"));
    side.node(&own).and_then(Node::as_str)
}

fn at(place: &Place, pointer: &str) -> Place {
    Place::new(place.source, format!("{}{pointer}", place.pointer))
}

/// The changes of messages; of those whose documents are the same, by the schemas that they refer to.
pub fn messages(changes: &mut Changes<'_, '_>, old: &Side<'_, '_>, new: &Side<'_, '_>, found: &Matched, is_same: bool) {
    let (olds, news) = (&old.document.messages, &new.document.messages);
    let mut used: HashMap<&Place, usize> = HashMap::new();
    for payload in news.iter().filter_map(|message| message.payload.as_ref()) {
        *used.entry(payload).or_default() += 1;
    }
    for number in &found.gone {
        let fact = Fact::new("the message is gone".to_owned(), Some(true));
        let place = Some(olds[*number].place.clone());
        // What nothing carried nobody misses.
        let sides = old.message_sides(*number);
        let fact = Fact { breaks: Some(sides != Sides::default()), ..fact };
        add(changes, old, *number, (place, None), vec![fact], sides);
    }
    for number in &found.fresh {
        let fact = Fact::new("the message is new".to_owned(), Some(false));
        let place = Some(news[*number].place.clone());
        add(changes, new, *number, (None, place), vec![fact], new.message_sides(*number));
    }
    for (one, other) in &found.both {
        let (from, to) = (&olds[*one], &news[*other]);
        let sides = old.message_sides(*one).with(new.message_sides(*other));
        let mode = sides.mode(&super::super::compatibility(new.state, new.document.catalog));
        let mut facts = if is_same { Vec::new() } else { stated(changes, (old, from), (new, to), sides, mode) };
        let is_shared = to.payload.as_ref().is_some_and(|payload| used.get(payload).is_some_and(|count| *count > 1));
        let payload = payload(changes, from, to, sides, mode, is_shared);
        let headers = headers(changes, from, to, sides, mode);
        facts.extend(payload.facts);
        facts.extend(headers.facts);
        let number = add(changes, new, *other, (Some(from.place.clone()), Some(to.place.clone())), facts, sides);
        if let Some(change) = number.and_then(|number| changes.all.get_mut(number)) {
            change.mode = mode;
            worse(change, payload.verdicts);
            worse(change, headers.verdicts.into_iter().map(in_headers).collect());
        }
    }
}

/// What a message states besides its schemas.
fn stated(
    changes: &mut Changes<'_, '_>,
    (old, from): (&Side<'_, '_>, &Message),
    (new, to): (&Side<'_, '_>, &Message),
    sides: Sides,
    mode: Mode,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    let is_made = |message: &Message| message.id == "message";
    if from.id != to.id && !is_made(from) && !is_made(to) && from.name == to.name {
        facts.push(Fact::new(format!("the message was called `{}`", from.id), Some(false)));
    }
    let (one, other) = (content_type(old, from), content_type(new, to));
    let whole = |side: &Side<'_, '_>| side.text("/defaultContentType").map(str::to_owned);
    let (before, now) =
        (one.map(str::to_owned).or_else(|| whole(old)), other.map(str::to_owned).or_else(|| whole(new)));
    // Where neither states one, the document tells it.
    if before != now && (one.is_some() || other.is_some()) {
        let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
        let message = format!("content type {} → {}", shown(&before), shown(&now));
        let breaks = (before.is_some() && now.is_some()).then_some(true);
        let place = Some(at(&to.place, "/contentType"));
        facts.push(Fact { pointer: "/contentType".to_owned(), place, ..Fact::new(message, breaks) });
    }
    if from.foreign_format != to.foreign_format {
        let shown = |format: &Option<String>| format.clone().unwrap_or_else(|| "JSON Schema".to_owned());
        let message =
            format!("format of the payload's schema {} → {}", shown(&from.foreign_format), shown(&to.foreign_format));
        facts.push(Fact { pointer: "/payload".to_owned(), place: to.payload.clone(), ..Fact::new(message, None) });
    } else if from.foreign_format.is_some() {
        let text = |side: &Side<'_, '_>, message: &Message| Some(side.node(message.payload.as_ref()?)?.to_value());
        if text(old, from) != text(new, to) {
            let message = "the payload, whose schema is in a language that is not read, is another".to_owned();
            facts.push(Fact { pointer: "/payload".to_owned(), place: to.payload.clone(), ..Fact::new(message, None) });
        }
    }
    let values = |side: &Side<'_, '_>, message: &Message| -> Leaves {
        let part = Part { place: &message.place, object: &MESSAGE, version: version(side), merged: &message.merged };
        let without = ["messageId", "payload", "headers", "traits", "examples", "schemaFormat", "contentType"];
        part.leaves(side.state.resolved, &without)
    };
    facts.extend(changes.values(&values(old, from), &values(new, to), sides, mode));
    facts
}

/// What is told of two payloads. Schema documents are told by themselves, and so is what several messages have.
fn payload(
    changes: &mut Changes<'_, '_>,
    from: &Message,
    to: &Message,
    sides: Sides,
    mode: Mode,
    is_shared: bool,
) -> Comparison {
    if from.foreign_format.is_some() || to.foreign_format.is_some() {
        return Comparison::default();
    }
    if let (Some(one), Some(other), true) = (&from.payload, &to.payload, is_shared) {
        let is_document = changes.new.resolved.schema_of(other.source).is_some();
        if !is_document
            && changes.old.resolved.project.sources.display(one) == changes.new.resolved.project.sources.display(other)
        {
            changes.meet([(one.clone(), other.clone())], sides);
            return Comparison::default();
        }
    }
    schema(changes, "payload", from.payload.as_ref(), to.payload.as_ref(), (sides, mode))
}

/// The same of headers.
fn headers(changes: &mut Changes<'_, '_>, from: &Message, to: &Message, sides: Sides, mode: Mode) -> Comparison {
    if from.foreign_headers.is_some() || to.foreign_headers.is_some() {
        return Comparison::default();
    }
    let mut judged = schema(changes, "headers", from.headers.as_ref(), to.headers.as_ref(), (sides, mode));
    // Those of traits beside them.
    let more = from.more_headers.len().max(to.more_headers.len());
    for number in 0..more {
        let (one, other) = (from.more_headers.get(number), to.more_headers.get(number));
        let own = schema(changes, "headers", one, other, (sides, mode));
        judged.facts.extend(own.facts);
        judged.verdicts.extend(own.verdicts);
    }
    judged
}

fn schema(
    changes: &mut Changes<'_, '_>,
    label: &str,
    one: Option<&Place>,
    other: Option<&Place>,
    (sides, mode): (Sides, Mode),
) -> Comparison {
    let is_known = one.zip(other).is_some_and(|(one, other)| changes.is_known(one, other));
    if is_known || (one.is_none() && other.is_none()) {
        return Comparison::default();
    }
    let Some(mut judged) = changes.compared(one, other, mode) else { return Comparison::default() };
    changes.meet(std::mem::take(&mut judged.met), sides);
    let pointer = format!("/{label}");
    judged.facts = judged.facts.into_iter().map(|fact| below(fact, &pointer, label)).collect();
    if one.is_none() || other.is_none() {
        let message = match one {
            None => format!("{label} stated, which said nothing before"),
            Some(_) => format!("{label} no longer stated"),
        };
        let mut own = judged.verdicts.iter().filter(|it| it.reading == "declared");
        let breaks = if own.all(|it| matches!(it.verdict, Verdict::Safe)) { Some(false) } else { None };
        judged.facts.push(Fact { pointer, place: other.cloned(), ..Fact::new(message, breaks) });
    }
    judged
}

/// A verdict on headers: its event has them where examples of messages do.
fn in_headers(ruling: Ruling) -> Ruling {
    let verdict = match ruling.verdict {
        Verdict::Breaks { witness, mut because } => {
            because.iter_mut().for_each(|it| it.at = format!("/headers{}", it.at));
            Verdict::Breaks { witness: serde_json::json!({ "headers": witness }), because }
        }
        other => other,
    };
    Ruling { verdict, ..ruling }
}

/// Puts verdicts in the place of those that are less bad; of two that break the one with an event counts.
fn worse(change: &mut Change, verdicts: Vec<Ruling>) {
    let rank = |verdict: &Verdict| match verdict {
        Verdict::Safe => 0,
        Verdict::Open(_) => 1,
        Verdict::Apart(_) => 2,
        Verdict::Breaks { .. } => 3,
    };
    for ruling in verdicts {
        let same = |known: &&mut Ruling| known.direction == ruling.direction && known.reading == ruling.reading;
        if let Some(known) = change.verdicts.iter_mut().find(same)
            && rank(&ruling.verdict) > rank(&known.verdict)
        {
            known.verdict = ruling.verdict;
        }
    }
}

fn add(
    changes: &mut Changes<'_, '_>,
    side: &Side<'_, '_>,
    number: usize,
    (old, new): (Option<Place>, Option<Place>),
    facts: Vec<Fact>,
    sides: Sides,
) -> Option<usize> {
    let message = side.document.messages.get(number)?;
    let mut reach = Reach::default();
    add_message(&mut reach, side.state.resolved, side.number, number);
    let found = Found { kind: "message", name: message.id.clone(), old, new };
    changes.add(side, found, sides, facts, reach)
}

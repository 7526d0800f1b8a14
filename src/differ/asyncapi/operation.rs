//! Operations: what an application does on a channel. One that does the same on the same channel is the same, whatever the document calls it.

use std::collections::{BTreeMap, HashSet};

use super::super::reach::{add_channel, add_message};
use super::super::{Fact, Reach};
use super::changes::Changes;
use super::leaves::{Leaves, Part};
use super::matched::{Keys, Matched, matched};
use super::security::list_at;
use super::server::{Schemes, version};
use super::{Found, Side, Sides};
use crate::asyncapi::OPERATION;
use crate::asyncapi::typed::Action;
use crate::model::Operation;
use crate::source::{Place, join};

/// What is known to be the same.
pub struct Known<'k> {
    pub channels: &'k Matched,
    pub messages: &'k Matched,
    pub schemes: &'k Schemes,
}

/// The changes of operations.
pub fn operations(changes: &mut Changes<'_, '_>, old: &Side<'_, '_>, new: &Side<'_, '_>, known: &Known<'_>) {
    let (olds, news) = (&old.document.operations, &new.document.operations);
    let keys = |operations: &[Operation], pair: &dyn Fn(usize) -> Option<usize>| -> Vec<Keys> {
        let keys = operations.iter().map(|operation| {
            let does = operation.channel.and_then(pair).map(|pair| format!("{pair} {}", word(operation.action)));
            let both = does.as_ref().map(|does| format!("{does} {}", operation.id));
            vec![both, does, Some(operation.id.clone())]
        });
        keys.collect()
    };
    let old_keys = keys(olds, &|number| known.channels.of_old(number));
    let new_keys = keys(news, &|number| known.channels.of_new(number));
    let found = matched(&old_keys, &new_keys);
    for operation in found.gone.iter().filter_map(|number| olds.get(*number)) {
        let fact = Fact::new("the operation is gone".to_owned(), Some(true));
        add(
            changes,
            old,
            operation,
            (Some(operation.place.clone()), None),
            vec![fact],
            Sides::of_action(operation.action),
        );
    }
    for operation in found.fresh.iter().filter_map(|number| news.get(*number)) {
        let fact = Fact::new("the operation is new".to_owned(), Some(false));
        add(
            changes,
            new,
            operation,
            (None, Some(operation.place.clone())),
            vec![fact],
            Sides::of_action(operation.action),
        );
    }
    for (one, other) in &found.both {
        let (from, to) = (&olds[*one], &news[*other]);
        let sides = Sides::of_action(from.action).with(Sides::of_action(to.action));
        let facts = facts(changes, (old, from), (new, to), known, sides);
        add(changes, new, to, (Some(from.place.clone()), Some(to.place.clone())), facts, sides);
    }
}

fn word(action: Option<Action>) -> &'static str {
    action.map_or("none", Action::word)
}

type At<'x, 's, 'a> = (&'x Side<'s, 'a>, &'a Operation);

fn facts(
    changes: &mut Changes<'_, '_>,
    (old, from): At<'_, '_, '_>,
    (new, to): At<'_, '_, '_>,
    known: &Known<'_>,
    sides: Sides,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    // An operation of 2.x may have no name but that of its channel.
    let is_made = |operation: &Operation| {
        !operation.stated.is_empty() && operation.id.ends_with(&format!(".{}", operation.stated))
    };
    if from.id != to.id && !is_made(from) && !is_made(to) {
        facts.push(Fact::new(format!("the operation was called `{}`", from.id), Some(false)));
    }
    if from.action != to.action {
        let message = format!("action {} → {}", word(from.action), word(to.action));
        facts.push(at(to, "/action", message, Some(true)));
    }
    let channel = |side: &Side<'_, '_>, number: Option<usize>| {
        let channel = number.and_then(|number| side.document.channels.get(number));
        channel.map_or_else(|| "none".to_owned(), |channel| channel.address.clone().unwrap_or(channel.id.clone()))
    };
    let is_same = |one: Option<usize>, other: Option<usize>| match (one, other) {
        (Some(one), Some(other)) => {
            known.channels.of_old(one).is_some_and(|it| Some(it) == known.channels.of_new(other))
        }
        (one, other) => one == other,
    };
    if !is_same(from.channel, to.channel) {
        let message = format!("channel {} → {}", channel(old, from.channel), channel(new, to.channel));
        facts.push(at(to, "/channel", message, Some(true)));
    }
    facts.extend(
        carried((old, &from.messages), (new, &to.messages), known)
            .map(|(message, breaks)| at(to, "/messages", message, Some(breaks))),
    );
    match (&from.reply, &to.reply) {
        (Some(_), None) => facts.push(Fact::new("the reply is gone".to_owned(), Some(true))),
        (None, Some(_)) => facts.push(at(to, "/reply", "the reply is new".to_owned(), Some(false))),
        (Some(one), Some(other)) => {
            if !is_same(one.channel, other.channel) {
                let (before, now) = (channel(old, one.channel), channel(new, other.channel));
                facts.push(at(to, "/reply/channel", format!("the reply's channel {before} → {now}"), Some(true)));
            }
            facts.extend(
                carried((old, &one.messages), (new, &other.messages), known)
                    .map(|(message, breaks)| at(to, "/reply/messages", format!("the reply: {message}"), Some(breaks))),
            );
        }
        (None, None) => {}
    }
    let values = |side: &Side<'_, '_>, operation: &Operation| -> Leaves {
        let part =
            Part { place: &operation.place, object: &OPERATION, version: version(side), merged: &operation.merged };
        let without = ["action", "channel", "operationId", "security", "traits", "message", "messages", "reply"];
        let mut leaves = part.leaves(side.state.resolved, &without);
        leaves.extend(reply_address(&part, side));
        leaves
    };
    let mode = sides.mode(&super::super::compatibility(new.state, new.document.catalog));
    facts.extend(changes.values(&values(old, from), &values(new, to), sides, mode));
    let list =
        |side: &Side<'_, '_>, operation: &Operation| list_at(side.state.resolved, &operation.place, &operation.merged);
    facts.extend(known.schemes.asked((old, list(old, from)), (new, list(new, to))));
    facts
}

/// Where the address of a reply is found.
fn reply_address(part: &Part<'_>, side: &Side<'_, '_>) -> Leaves {
    let all = ["action", "channel", "operationId", "security", "traits", "message", "messages", "bindings"];
    let mut leaves = part.leaves(side.state.resolved, &all);
    leaves.retain(|pointer, _| pointer.starts_with("/reply/address/"));
    leaves
}

/// What no longer is among the messages, or is as well. One that is gone or new altogether is told by itself.
fn carried(
    (old, before): (&Side<'_, '_>, &[usize]),
    (new, now): (&Side<'_, '_>, &[usize]),
    known: &Known<'_>,
) -> impl Iterator<Item = (String, bool)> {
    let name = |side: &Side<'_, '_>, number: usize| {
        side.document.messages.get(number).map(|message| message.id.clone()).unwrap_or_default()
    };
    let had: BTreeMap<usize, String> =
        before.iter().filter_map(|number| Some((known.messages.of_old(*number)?, name(old, *number)))).collect();
    let has: BTreeMap<usize, String> =
        now.iter().filter_map(|number| Some((known.messages.of_new(*number)?, name(new, *number)))).collect();
    let (had_pairs, has_pairs): (HashSet<usize>, HashSet<usize>) =
        (had.keys().copied().collect(), has.keys().copied().collect());
    let gone = had.into_iter().filter(move |(pair, _)| !has_pairs.contains(pair));
    let fresh = has.into_iter().filter(move |(pair, _)| !had_pairs.contains(pair));
    let gone = gone.map(|(_, name)| (format!("message {name} no longer"), true));
    gone.chain(fresh.map(|(_, name)| (format!("message {name} as well"), false)))
}

fn at(operation: &Operation, pointer: &str, message: String, breaks: Option<bool>) -> Fact {
    let mut place = operation.place.clone();
    for key in pointer.split('/').skip(1) {
        place.pointer = join(&place.pointer, key);
    }
    Fact { pointer: pointer.to_owned(), place: Some(place), ..Fact::new(message, breaks) }
}

fn add(
    changes: &mut Changes<'_, '_>,
    side: &Side<'_, '_>,
    operation: &Operation,
    (old, new): (Option<Place>, Option<Place>),
    facts: Vec<Fact>,
    sides: Sides,
) {
    let mut reach = Reach::default();
    for number in &operation.messages {
        add_message(&mut reach, side.state.resolved, side.number, *number);
    }
    if let Some(channel) = operation.channel {
        add_channel(&mut reach, side.state.resolved, side.number, channel, None);
    }
    let found = Found { kind: "operation", name: operation.id.clone(), old, new };
    changes.add(side, found, sides, facts, reach);
}

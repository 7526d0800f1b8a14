//! Channels: where events are met. One of the same address is the same, whatever the document calls it.

use std::collections::BTreeSet;

use super::super::reach::add_channel;
use super::super::{Fact, Reach};
use super::changes::Changes;
use super::leaves::{Leaves, Part};
use super::matched::{Keys, Matched, matched};
use super::server::version;
use super::{Found, Side};
use crate::asyncapi::CHANNEL;
use crate::model::Channel;
use crate::source::{Node, Place, join, unescape_token};

/// Which channel is which.
pub fn matched_channels(old: &Side<'_, '_>, new: &Side<'_, '_>) -> Matched {
    let keys = |channels: &[Channel]| -> Vec<Keys> {
        let keys = channels.iter().map(|channel| {
            let address = channel.address.clone();
            let both = address.as_ref().map(|address| format!("{}\n{address}", channel.id));
            vec![both, address, Some(channel.id.clone())]
        });
        keys.collect()
    };
    matched(&keys(&old.document.channels), &keys(&new.document.channels))
}

/// The changes of channels.
pub fn channels(changes: &mut Changes<'_, '_>, old: &Side<'_, '_>, new: &Side<'_, '_>, found: &Matched) {
    let (olds, news) = (&old.document.channels, &new.document.channels);
    for number in &found.gone {
        let fact = Fact::new("the channel is gone".to_owned(), Some(true));
        add(changes, old, *number, (Some(olds[*number].place.clone()), None), vec![fact], old.channel_sides(*number));
    }
    for number in &found.fresh {
        let fact = Fact::new("the channel is new".to_owned(), Some(false));
        add(changes, new, *number, (None, Some(news[*number].place.clone())), vec![fact], new.channel_sides(*number));
    }
    for (one, other) in &found.both {
        let (from, to) = (&olds[*one], &news[*other]);
        let sides = old.channel_sides(*one).with(new.channel_sides(*other));
        let mut facts = Vec::new();
        // In 2.x the address is the name.
        let is_named = !version(old).is_2() && !version(new).is_2();
        if from.id != to.id && is_named {
            facts.push(Fact::new(format!("the channel was called `{}`", from.id), Some(false)));
        }
        if from.address != to.address {
            let shown = |address: &Option<String>| address.clone().unwrap_or_else(|| "none".to_owned());
            let message = format!("address {} → {}", shown(&from.address), shown(&to.address));
            // What had no address was met at one that the document does not say.
            let breaks = from.address.is_some().then_some(true);
            facts.push(at(to, "/address", message, breaks));
        }
        facts.extend(servers(old, from, new, to));
        let values = |side: &Side<'_, '_>, channel: &Channel| -> Leaves {
            let part = Part { place: &channel.place, object: &CHANNEL, version: version(side), merged: &[] };
            let mut leaves = part
                .leaves(side.state.resolved, &["address", "servers", "messages", "publish", "subscribe", "parameters"]);
            leaves.extend(parameters(&part, side));
            leaves
        };
        let mode = sides.mode(&super::super::compatibility(new.state, new.document.catalog));
        facts.extend(changes.values(&values(old, from), &values(new, to), sides, mode));
        add(changes, new, *other, (Some(from.place.clone()), Some(to.place.clone())), facts, sides);
    }
}

/// The values of parameters, which 2.x says by a schema: its `enum` and `default` are those of 3.x.
fn parameters(part: &Part<'_>, side: &Side<'_, '_>) -> Leaves {
    let mut leaves = part.leaves(side.state.resolved, &[]);
    leaves.retain(|pointer, _| pointer.starts_with("/parameters/"));
    let schemas: Vec<String> = leaves.iter().filter(|(_, leaf)| leaf.is_schema).map(|it| it.0.clone()).collect();
    for pointer in schemas {
        let Some(schema) = leaves.remove(&pointer) else { continue };
        let above = pointer.trim_end_matches("/schema");
        for key in ["enum", "default"] {
            let Some(value) = schema.value.get(key) else { continue };
            let place = Place::new(schema.place.source, join(&schema.place.pointer, key));
            let leaf = super::leaves::Leaf {
                place,
                value: value.clone(),
                is_schema: false,
                bearing: crate::asyncapi::Bearing::Shared,
            };
            leaves.insert(format!("{above}/{key}"), leaf);
        }
    }
    leaves
}

fn at(channel: &Channel, pointer: &str, message: String, breaks: Option<bool>) -> Fact {
    let place = Place::new(channel.place.source, format!("{}{pointer}", channel.place.pointer));
    Fact { pointer: pointer.to_owned(), place: Some(place), ..Fact::new(message, breaks) }
}

/// The servers that a channel names; `None` if it is on all.
fn named_servers(side: &Side<'_, '_>, channel: &Channel) -> Option<BTreeSet<String>> {
    let list = Place::new(channel.place.source, join(&channel.place.pointer, "servers"));
    let items = side.node(&list).map(Node::items).filter(|items| !items.is_empty())?;
    let names = items.iter().enumerate().filter_map(|(number, item)| match item.as_str() {
        Some(name) => Some(name.to_owned()),
        None => {
            let holder = Place::new(list.source, format!("{}/{number}", list.pointer));
            let target = side.state.resolved.target(&holder)?;
            Some(unescape_token(target.pointer.rsplit('/').next()?).into_owned())
        }
    });
    Some(names.collect())
}

/// On which servers a channel is: one that is on fewer is gone from the others.
fn servers(old: &Side<'_, '_>, from: &Channel, new: &Side<'_, '_>, to: &Channel) -> Vec<Fact> {
    let all = |side: &Side<'_, '_>| side.members("/servers").into_iter().map(|(name, _)| name).collect::<BTreeSet<_>>();
    let (one, other) = (named_servers(old, from), named_servers(new, to));
    if one.is_none() && other.is_none() {
        return Vec::new();
    }
    let (before, now) = (one.unwrap_or_else(|| all(old)), other.unwrap_or_else(|| all(new)));
    let (had, has) = (all(old), all(new));
    // A server that is gone or new is told by itself.
    let gone = before.difference(&now).filter(|name| has.contains(*name));
    let fresh = now.difference(&before).filter(|name| had.contains(*name));
    let gone = gone.map(|name| at(to, "/servers", format!("no longer on server {name}"), Some(true)));
    let fresh = fresh.map(|name| at(to, "/servers", format!("on server {name} as well"), Some(false)));
    gone.chain(fresh).collect()
}

fn add(
    changes: &mut Changes<'_, '_>,
    side: &Side<'_, '_>,
    number: usize,
    (old, new): (Option<Place>, Option<Place>),
    facts: Vec<Fact>,
    sides: super::Sides,
) {
    let Some(channel) = side.document.channels.get(number) else { return };
    let mut reach = Reach::default();
    add_channel(&mut reach, side.state.resolved, side.number, number, None);
    for message in channel.messages.iter().filter_map(|number| side.document.messages.get(*number)) {
        reach.types.extend(message.types.iter().cloned());
    }
    let found = Found { kind: "channel", name: channel.id.clone(), old, new };
    changes.add(side, found, sides, facts, reach);
}

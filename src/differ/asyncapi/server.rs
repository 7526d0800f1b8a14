//! Servers and security schemes: where others connect to, and what they are let in by.

use std::collections::{HashMap, HashSet};

use super::super::reach::add_channel;
use super::super::sides::Sides;
use super::super::{Fact, Reach};
use super::changes::Changes;
use super::leaves::{Leaves, Part};
use super::matched::{Keys, matched};
use super::security::{Ways, list_at};
use super::{Found, Side};
use crate::asyncapi::{SECURITY_SCHEME, SERVER, Version};
use crate::source::{Node, Place};

/// The names of security schemes that are one in both states, by the name that each state has for it.
#[derive(Default)]
pub struct Schemes {
    old: HashMap<String, String>,
    new: HashMap<String, String>,
}

impl Schemes {
    /// The name that both states have for a scheme of the old one.
    pub fn of_old(&self, name: &str) -> String {
        self.old.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// The name that both states have for a scheme of the new one.
    pub fn of_new(&self, name: &str) -> String {
        self.new.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// What is asked for at two places, if it is another: the sentence, and whether those who came before may still come.
    pub fn asked(
        &self,
        (old, one): (&Side<'_, '_>, Option<Place>),
        (new, other): (&Side<'_, '_>, Option<Place>),
    ) -> Option<Fact> {
        let before = Ways::read(old.state.resolved, one.as_ref(), |name| self.of_old(name));
        let now = Ways::read(new.state.resolved, other.as_ref(), |name| self.of_new(name));
        let message = format!("security {} → {}", before.shown(), now.shown());
        let fact =
            Fact { pointer: "/security".to_owned(), place: other, ..Fact::new(message, Some(!now.takes(&before))) };
        (!now.is_same(&before)).then_some(fact)
    }
}

/// The version by which a document is read.
pub fn version(side: &Side<'_, '_>) -> Version {
    side.document.asyncapi.unwrap_or(Version::V3_0)
}

/// The changes of security schemes. A scheme that is gone breaks where it is asked for, which tells it.
pub fn schemes(changes: &mut Changes<'_, '_>, old: &Side<'_, '_>, new: &Side<'_, '_>) -> Schemes {
    let (olds, news) = (old.members("/components/securitySchemes"), new.members("/components/securitySchemes"));
    let values = |side: &Side<'_, '_>, place: &Place| {
        let part = Part { place, object: &SECURITY_SCHEME, version: version(side), merged: &[] };
        part.leaves(side.state.resolved, &["scopes"])
    };
    let keys = |side: &Side<'_, '_>, all: &[(String, Place)]| -> Vec<Keys> {
        let content = |place: &Place| {
            let leaves = values(side, place);
            leaves.iter().map(|(pointer, leaf)| format!("{pointer} {}\n", leaf.value)).collect::<String>()
        };
        all.iter().map(|(name, place)| vec![Some(name.clone()), Some(content(place))]).collect()
    };
    let found = matched(&keys(old, &olds), &keys(new, &news));
    let mut schemes = Schemes::default();
    let asked_for = (asked_for(old), asked_for(new));
    let sides = Sides::of_document(new.document);
    let add = |changes: &mut Changes<'_, '_>,
               side: &Side<'_, '_>,
               name: &str,
               places: (Option<Place>, Option<Place>),
               facts| {
        let found = Found { kind: "security", name: name.to_owned(), old: places.0, new: places.1 };
        changes.add(side, found, sides, facts, whole_reach(side));
    };
    for number in found.gone {
        let (name, place) = &olds[number];
        let fact = Fact::new("the security scheme is gone".to_owned(), Some(false));
        add(changes, old, name, (Some(place.clone()), None), vec![fact]);
    }
    for number in found.fresh {
        let (name, place) = &news[number];
        let fact = Fact::new("the security scheme is new".to_owned(), Some(false));
        add(changes, new, name, (None, Some(place.clone())), vec![fact]);
    }
    for (one, other) in found.both {
        let ((old_name, old_place), (name, place)) = (&olds[one], &news[other]);
        schemes.old.insert(old_name.clone(), name.clone());
        schemes.new.insert(name.clone(), name.clone());
        let mut facts = Vec::new();
        if old_name != name {
            facts.push(Fact::new(format!("the security scheme was called `{old_name}`"), Some(false)));
        }
        let mode = crate::config::Mode::None;
        let mut values = changes.values(&values(old, old_place), &values(new, place), sides, mode);
        // One that nobody is asked for concerns nobody.
        if !(asked_for.0.contains(old_name) && asked_for.1.contains(name)) {
            values.iter_mut().for_each(|fact| fact.breaks = Some(false));
        }
        facts.extend(values);
        add(changes, new, name, (Some(old_place.clone()), Some(place.clone())), facts);
    }
    schemes
}

/// The schemes that a document asks for, by its names.
fn asked_for(side: &Side<'_, '_>) -> HashSet<String> {
    let servers = side.members("/servers").into_iter().map(|(_, place)| list_at(side.state.resolved, &place, &[]));
    let operations = side.document.operations.iter();
    let operations = operations.map(|it| list_at(side.state.resolved, &it.place, &it.merged));
    let lists = servers.chain(operations).flatten();
    let ways = lists.map(|list| Ways::read(side.state.resolved, Some(&list), str::to_owned));
    ways.flat_map(|ways| ways.names().cloned().collect::<Vec<_>>()).collect()
}

/// All that a document reaches.
fn whole_reach(side: &Side<'_, '_>) -> Reach {
    let mut reach = Reach { applications: vec![side.document.title.clone()], ..Reach::default() };
    for channel in 0..side.document.channels.len() {
        add_channel(&mut reach, side.state.resolved, side.number, channel, None);
    }
    reach
}

/// Where a server is met: its host and path, in whichever version it is written.
fn endpoint(side: &Side<'_, '_>, place: &Place) -> [String; 2] {
    let Some(node) = side.node(place) else { return [String::new(), String::new()] };
    let text = |key: &str| node.get(key).and_then(Node::as_str).unwrap_or_default();
    let (host, path) = match node.get("url").and_then(Node::as_str) {
        Some(url) => {
            let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
            rest.find('/').map_or((rest, ""), |at| rest.split_at(at))
        }
        None => (text("host"), text("pathname")),
    };
    [host.to_owned(), path.trim_end_matches('/').to_owned()]
}

/// The changes of servers.
pub fn servers<'a>(changes: &mut Changes<'_, 'a>, old: &Side<'_, 'a>, new: &Side<'_, 'a>, schemes: &Schemes) {
    let (olds, news) = (old.members("/servers"), new.members("/servers"));
    let keys = |side: &Side<'_, '_>, all: &[(String, Place)]| -> Vec<Keys> {
        let keys = all.iter().map(|(name, place)| {
            let met_at = endpoint(side, place).concat();
            vec![Some(format!("{name}\n{met_at}")), Some(met_at), Some(name.clone())]
        });
        keys.collect()
    };
    let found = matched(&keys(old, &olds), &keys(new, &news));
    let sides = Sides::of_document(old.document).with(Sides::of_document(new.document));
    for (numbers, all, side, message, breaks) in
        [(&found.gone, &olds, old, "the server is gone", true), (&found.fresh, &news, new, "the server is new", false)]
    {
        for (name, place) in numbers.iter().filter_map(|number| all.get(*number)) {
            let places = if breaks { (Some(place.clone()), None) } else { (None, Some(place.clone())) };
            let part = Found { kind: "server", name: name.clone(), old: places.0, new: places.1 };
            let fact = Fact::new(message.to_owned(), Some(breaks));
            changes.add(side, part, sides, vec![fact], whole_reach(side));
        }
    }
    for (one, other) in found.both {
        let ((old_name, old_place), (name, place)) = (&olds[one], &news[other]);
        let mut facts = Vec::new();
        if old_name != name {
            facts.push(Fact::new(format!("the server was called `{old_name}`"), Some(false)));
        }
        let is_2 = version(new).is_2();
        let (before, now) = (endpoint(old, old_place), endpoint(new, place));
        let fields = [if is_2 { "url" } else { "host" }, if is_2 { "url" } else { "pathname" }];
        for (label, field, one, other) in
            [("host", fields[0], &before[0], &now[0]), ("path", fields[1], &before[1], &now[1])]
        {
            if one != other {
                let shown = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
                let pointer = format!("/{field}");
                let at = Some(Place::new(place.source, format!("{}{pointer}", place.pointer)));
                let message = format!("{label} {} → {}", shown(one), shown(other));
                facts.push(Fact { pointer, place: at, ..Fact::new(message, Some(true)) });
            }
        }
        let values = |side: &Side<'_, '_>, place: &Place| -> Leaves {
            let part = Part { place, object: &SERVER, version: version(side), merged: &[] };
            part.leaves(side.state.resolved, &["url", "host", "pathname", "security"])
        };
        let mode = crate::config::Mode::None;
        facts.extend(changes.values(&values(old, old_place), &values(new, place), sides, mode));
        let lists = |side: &Side<'_, '_>, place: &Place| list_at(side.state.resolved, place, &[]);
        facts.extend(schemes.asked((old, lists(old, old_place)), (new, lists(new, place))));
        let part = Found { kind: "server", name: name.clone(), old: Some(old_place.clone()), new: Some(place.clone()) };
        changes.add(new, part, sides, facts, whole_reach(new));
    }
}

//! What a server or an operation asks of those who come: one of several ways, each of schemes with the scopes that they need.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::resolve::Resolved;
use crate::source::{Node, Place, join, unescape_token};
use crate::words::listed;

/// A way to be let in: schemes by their names, each with the scopes that it needs.
type Way = BTreeMap<String, BTreeSet<String>>;

/// The ways of a list; none if nothing is asked.
pub struct Ways(Vec<Way>);

impl Ways {
    /// What the list at a place asks: in 2.x names with scopes, in 3.x schemes. `called` gives a scheme's name in both states.
    pub fn read(resolved: &Resolved, list: Option<&Place>, called: impl Fn(&str) -> String) -> Ways {
        let Some(list) = list else { return Ways(Vec::new()) };
        let sources = &resolved.project.sources;
        let items = sources.node(list).map(Node::items).unwrap_or_default();
        let ways = items.iter().enumerate().map(|(number, item)| {
            let place = Place::new(list.source, format!("{}/{number}", list.pointer));
            let is_scheme = item.get("$ref").is_some() || item.get("type").and_then(Node::as_str).is_some();
            if !is_scheme {
                let all = item.members().iter();
                return all.map(|member| (called(&member.key), texts(&member.value))).collect();
            }
            let target = resolved.follow(&place).unwrap_or_else(|| place.clone());
            let node = sources.node(&target);
            let scopes = node.and_then(|node| node.get("scopes")).map(texts).unwrap_or_default();
            let name = match target.pointer.rsplit_once("/securitySchemes/") {
                Some((_, name)) => called(&unescape_token(name)),
                // One that has no name is what it says.
                None => node.map(|node| without_words(&node.to_value()).to_string()).unwrap_or_default(),
            };
            BTreeMap::from([(name, scopes)])
        });
        Ways(ways.collect())
    }

    /// The schemes that it names.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.0.iter().flat_map(|way| way.keys())
    }

    /// Whether whoever came before may still come.
    pub fn takes(&self, before: &Ways) -> bool {
        let asks_less = |way: &Way| {
            self.0
                .iter()
                .any(|own| own.iter().all(|(name, scopes)| way.get(name).is_some_and(|had| scopes.is_subset(had))))
        };
        if self.0.is_empty() { true } else { !before.0.is_empty() && before.0.iter().all(asks_less) }
    }

    /// Whether both ask the same.
    pub fn is_same(&self, other: &Ways) -> bool {
        let set = |ways: &Ways| ways.0.iter().cloned().collect::<BTreeSet<Way>>();
        set(self) == set(other)
    }

    /// In words.
    pub fn shown(&self) -> String {
        if self.0.is_empty() {
            return "none".to_owned();
        }
        let ways = self.0.iter().map(|way| {
            let parts = way.iter().map(|(name, scopes)| match scopes.len() {
                0 => name.clone(),
                _ => format!("{name} ({})", scopes.iter().cloned().collect::<Vec<_>>().join(", ")),
            });
            if way.is_empty() { "anonymous".to_owned() } else { listed(parts) }
        });
        ways.collect::<Vec<_>>().join(" or ")
    }
}

fn texts(node: &Node) -> BTreeSet<String> {
    node.items().iter().filter_map(Node::as_str).map(str::to_owned).collect()
}

fn without_words(scheme: &Value) -> Value {
    let mut scheme = scheme.clone();
    if let Some(members) = scheme.as_object_mut() {
        members.shift_remove("description");
        members.shift_remove("scopes");
    }
    scheme
}

/// Where a list stands that may come from a trait.
pub fn list_at(resolved: &Resolved, place: &Place, merged: &[crate::model::Merged]) -> Option<Place> {
    let merged_at = merged.iter().find(|field| field.pointer == "/security").map(|field| field.place.clone());
    let own = Place::new(place.source, join(&place.pointer, "security"));
    let own = resolved.project.sources.node(&own).map(|_| own);
    own.or(merged_at)
}

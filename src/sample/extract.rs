//! Values that events of a catalog have in fields of a name, out of its valid examples: few of each, and always the same few, so that an edit
//! of one example seldom makes another extract.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde_json::Value;

use super::types::Types;
use crate::model::Verdict;
use crate::prove::Proved;
use crate::source::{Kind, Node};

/// How many values of one field are kept, and how long a text may be, in bytes.
const KEPT: usize = 8;
const LONGEST: usize = 120;

/// How many values of one catalog are looked at, and how deep.
const MOST: usize = 2_000_000;
const DEEPEST: usize = 64;

/// Texts and numbers by the names of their fields.
#[derive(Debug, Default, PartialEq)]
pub struct Extract {
    texts: HashMap<String, Vec<Value>>,
    numbers: HashMap<String, Vec<Value>>,
}

impl Extract {
    /// What the valid examples of a catalog have.
    pub fn of(proved: &Proved, catalog: usize) -> Extract {
        let project = &proved.resolved.project;
        let mut all = Gathered::default();
        for (example, proof) in project.examples.iter().zip(proved.proofs.iter()) {
            let is_meant = example.catalog == catalog && !example.expect_invalid && proof.verdict == Verdict::Valid;
            if let Some(node) = project.sources.node(&example.place).filter(|_| is_meant) {
                all.take(node, None, 0);
            }
        }
        let kept = |fields: HashMap<&str, BTreeMap<String, Value>>| {
            fields.into_iter().map(|(name, values)| (name.to_owned(), values.into_values().collect())).collect()
        };
        let mut extract = Extract { texts: kept(all.texts), numbers: kept(all.numbers) };
        let near = |value: &Value| value.as_f64().unwrap_or_default();
        for numbers in extract.numbers.values_mut() {
            numbers.sort_by(|one, other| near(one).total_cmp(&near(other)));
        }
        extract
    }

    /// The values of a field, of a type.
    pub(super) fn values(&self, name: &str, types: Types) -> &[Value] {
        let fields = if types.meets(Types::STRING) { &self.texts } else { &self.numbers };
        fields.get(name).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Values by name, each under what it is sorted by.
#[derive(Default)]
struct Gathered<'n> {
    texts: HashMap<&'n str, BTreeMap<String, Value>>,
    numbers: HashMap<&'n str, BTreeMap<String, Value>>,
    seen: usize,
}

impl<'n> Gathered<'n> {
    fn take(&mut self, node: &'n Node, name: Option<&'n str>, depth: usize) {
        self.seen += 1;
        if depth > DEEPEST || self.seen > MOST {
            return;
        }
        match &node.kind {
            Kind::Object(members) => members.iter().for_each(|it| self.take(&it.value, Some(&it.key), depth + 1)),
            // Items are of the field that holds the list.
            Kind::Array(items) => items.iter().for_each(|item| self.take(item, name, depth + 1)),
            Kind::String(text) if !text.is_empty() && text.len() <= LONGEST => {
                if let Some(name) = name {
                    keep(self.texts.entry(name).or_default(), text, node);
                }
            }
            Kind::Number(_) => {
                if let Some(name) = name {
                    let key = node.to_value().to_string();
                    // Shorter numbers are the smaller ones, mostly.
                    keep(self.numbers.entry(name).or_default(), &format!("{:04}{key}", key.len()), node);
                }
            }
            _ => {}
        }
    }
}

/// Keeps the first few in their order.
fn keep(kept: &mut BTreeMap<String, Value>, key: &str, node: &Node) {
    let is_beyond = || kept.last_key_value().is_some_and(|(last, _)| key >= last.as_str());
    if (kept.len() == KEPT && is_beyond()) || kept.contains_key(key) {
        return;
    }
    kept.insert(key.to_owned(), node.to_value());
    if kept.len() > KEPT {
        kept.pop_last();
    }
}

/// The extracts of all catalogs, each made when it is asked for.
#[derive(Debug)]
pub struct Extracts(Vec<OnceLock<Extract>>);

impl Extracts {
    /// None is made yet.
    pub fn of(proved: &Proved) -> Extracts {
        Extracts(proved.resolved.project.config.catalogs.iter().map(|_| OnceLock::new()).collect())
    }

    /// That of one catalog.
    pub fn get(&self, proved: &Proved, catalog: usize) -> Option<&Extract> {
        self.0.get(catalog).map(|cell| cell.get_or_init(|| Extract::of(proved, catalog)))
    }
}

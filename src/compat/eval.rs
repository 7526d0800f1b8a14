//! Whether a node takes a value: the graph's own answer, `None` where it can't say. It guides the search; what is reported is asked of the engine.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use serde_json::{Map, Value};

use super::graph::{Count, Facts, Graph, Id, Members, Node, Types};
use super::number::Ratio;
use super::texts::Lexicon;

/// How deep nodes may lead into one another for one value.
const DEPTH: usize = 300;

/// After how many answers they are remembered: mostly there are few, and now and then more ways lead to a node than there are atoms.
const FEW: usize = 2_000;

/// What is asked.
#[derive(Clone, Copy)]
pub struct Eval<'a> {
    pub graph: &'a Graph,
    pub lexicon: &'a Lexicon<'a>,
}

/// What was answered on the way through a value, by the node and the address of the part of the value.
#[derive(Default)]
struct Answers {
    given: Cell<usize>,
    known: RefCell<HashMap<(Id, *const Value), Option<bool>>>,
}

/// Where an answer stands among those on the way through a value.
#[derive(Clone, Copy)]
struct Visit<'w> {
    answers: &'w Answers,
    depth: usize,
}

fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for answer in answers {
        match answer {
            Some(true) => {}
            Some(false) => return Some(false),
            None => known = None,
        }
    }
    known
}

fn any(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    all(answers.map(|answer| answer.map(|it| !it))).map(|none| !none)
}

fn fits(count: Count, number: usize) -> bool {
    let number = number as u64;
    count.min.is_none_or(|min| number >= min) && count.max.is_none_or(|max| number <= max)
}

impl Eval<'_> {
    pub fn takes(&self, id: Id, value: &Value) -> Option<bool> {
        self.at(id, value, Visit { answers: &Answers::default(), depth: 0 })
    }

    fn at(&self, id: Id, value: &Value, visit: Visit<'_>) -> Option<bool> {
        let facts = match self.graph.node(id) {
            _ if visit.depth > DEPTH => return None,
            Node::Bool(all) => return Some(*all),
            Node::Facts(facts) => facts,
        };
        let answers = visit.answers;
        let below = Visit { answers, depth: visit.depth + 1 };
        answers.given.set(answers.given.get() + 1);
        if answers.given.get() <= FEW {
            return self.facts(facts, value, below);
        }
        let key = (id, std::ptr::from_ref(value));
        if let Some(known) = answers.known.borrow().get(&key) {
            return *known;
        }
        let answer = self.facts(facts, value, below);
        answers.known.borrow_mut().insert(key, answer);
        answer
    }

    fn facts(&self, facts: &Facts, value: &Value, visit: Visit<'_>) -> Option<bool> {
        if facts.types.is_some_and(|types| !types.has(Types::of(value))) {
            return Some(false);
        }
        if facts.values.as_ref().is_some_and(|values| !values.contains(value)) {
            return Some(false);
        }
        let at = |id: &Id| self.at(*id, value, visit);
        let own = match value {
            Value::Number(number) => Ratio::of(number).and_then(|number| number_fits(facts, number)),
            Value::String(text) => self.text(facts, text),
            Value::Array(items) => self.array(facts, items, visit),
            Value::Object(members) => self.object(facts, members, value, visit),
            _ => Some(true),
        };
        let mut answers = vec![own];
        if own != Some(false) {
            answers.extend(facts.all.iter().map(at));
            answers.extend(facts.any.as_ref().map(|ids| any(ids.iter().map(at))));
            answers.extend(facts.one.as_ref().map(|ids| one(ids.iter().map(at))));
            answers.extend(facts.not.iter().map(|id| at(id).map(|it| !it)));
            answers.extend(facts.condition.iter().map(|(condition, then, otherwise)| match at(condition) {
                Some(true) => at(then),
                Some(false) => at(otherwise),
                None => None,
            }));
            answers.extend(facts.opaque.iter().map(|_| None));
        }
        all(answers.into_iter())
    }

    fn text(&self, facts: &Facts, text: &str) -> Option<bool> {
        if !fits(facts.length, text.chars().count()) {
            return Some(false);
        }
        let pattern = facts.pattern.iter().map(|pattern| self.lexicon.matches(pattern, text));
        all(pattern.chain(facts.formats.iter().map(|format| self.lexicon.has_format(format, text))))
    }

    fn array(&self, facts: &Facts, items: &[Value], visit: Visit<'_>) -> Option<bool> {
        let is_repeated =
            || items.iter().enumerate().any(|(at, item)| items.iter().take(at).any(|other| other == item));
        if !fits(facts.items, items.len()) || (facts.unique && is_repeated()) {
            return Some(false);
        }
        let schema = |at: usize| facts.prefix.get(at).or(facts.rest_items.as_ref());
        let each = items.iter().enumerate().filter_map(|(at, item)| Some(self.at(*schema(at)?, item, visit)));
        let held = all(each);
        let contains = facts.contains.as_ref().map(|contains| {
            let answers: Vec<Option<bool>> = items.iter().map(|item| self.at(contains.schema, item, visit)).collect();
            let sure = answers.iter().filter(|answer| **answer == Some(true)).count();
            let open = answers.iter().filter(|answer| answer.is_none()).count();
            let count = Count { min: contains.count.min.or(Some(1)), max: contains.count.max };
            let (least, most) = (fits(count, sure), fits(count, sure + open));
            (least == most || open == 0).then_some(least)
        });
        all(std::iter::once(held).chain(contains))
    }

    fn object(&self, facts: &Facts, members: &Map<String, Value>, value: &Value, visit: Visit<'_>) -> Option<bool> {
        if !fits(facts.size, members.len()) || facts.required.iter().any(|name| !members.contains_key(name)) {
            return Some(false);
        }
        let mut answers = Vec::new();
        for (name, member) in members {
            if let Some(own) = &facts.members {
                let ids = self.schemas_of(own, name);
                answers.push(ids.and_then(|ids| all(ids.into_iter().map(|id| self.at(id, member, visit)))));
            }
            // A name is no part of the value, and has answers of its own.
            answers.extend(facts.names.map(|names| self.takes(names, &Value::String(name.clone()))));
        }
        let dependent = facts.dependent.iter().filter(|(name, _)| members.contains_key(name));
        answers.extend(dependent.map(|(_, id)| self.at(*id, value, visit)));
        all(answers.into_iter())
    }

    /// The schemas of a member by its name; `None` where a pattern can't be told.
    pub fn schemas_of(&self, members: &Members, name: &str) -> Option<Vec<Id>> {
        let named = members.named.binary_search_by(|(own, _)| own.as_str().cmp(name)).ok();
        let mut ids: Vec<Id> = named.and_then(|at| members.named.get(at)).map(|(_, id)| *id).into_iter().collect();
        for (pattern, id) in &members.patterns {
            if self.lexicon.matches(pattern, name)? {
                ids.push(*id);
            }
        }
        if ids.is_empty() {
            ids.extend(members.rest);
        }
        Some(ids)
    }
}

fn one(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let answers: Vec<Option<bool>> = answers.collect();
    match answers.iter().filter(|answer| **answer == Some(true)).count() {
        0 | 1 if answers.contains(&None) => None,
        sure => Some(sure == 1),
    }
}

/// Whether a number is within the bounds of a schema.
fn number_fits(facts: &Facts, number: Ratio) -> Option<bool> {
    let above = facts.low.is_none_or(|low| number > low.at || (number == low.at && !low.excluded));
    let below = facts.high.is_none_or(|high| number < high.at || (number == high.at && !high.excluded));
    if !above || !below {
        return Some(false);
    }
    facts.multiple_of.map_or(Some(true), |divisor| number.is_multiple_of(divisor))
}

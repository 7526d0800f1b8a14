//! Arrays: what stands at which place, and how many there are.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::graph::{Facts, Id};
use super::state::{Items, State};
use super::{Goal, Literal, Outcome, Solver, size};

/// In how many ways items are put to places.
const WAYS: usize = 400;

impl Solver<'_> {
    /// An array.
    pub fn array(&self, goal: &Goal, state: &State, not: &[Value]) -> Outcome {
        let items = &state.atoms.items;
        let prefix = |id: &Id| self.graph.facts(*id).map_or(0, |facts| facts.prefix.len());
        let stated = items.at.iter().map(|(at, _)| at + 1).chain(items.some.iter().map(|(from, _)| *from));
        let longest = items.lists.iter().map(prefix).chain(stated).max().unwrap_or_default();
        // Beyond that all places are alike.
        let places = longest + items.some.len() + if items.repeated { 2 } else { 0 };
        let pairs: Vec<Option<(usize, usize)>> = if items.repeated {
            (0..places).flat_map(|one| (0..one).map(move |other| Some((other, one)))).collect()
        } else {
            vec![None]
        };
        let mut ways = 0;
        let mut open = Outcome::None;
        for pair in pairs {
            let mut put: Vec<usize> = items.some.iter().map(|(from, _)| *from).collect();
            loop {
                ways += 1;
                if ways > WAYS {
                    return Outcome::open("there are too many ways to fill an array");
                }
                if is_distinct(items, &put) {
                    match self.filled(goal, state, &put, pair, not) {
                        Outcome::Found(value) => return Outcome::Found(value),
                        Outcome::Open(why) => open = Outcome::Open(why),
                        Outcome::None => {}
                    }
                }
                if !advance(&mut put, items, places) {
                    break;
                }
            }
        }
        open
    }

    /// The array with these items at these places.
    fn filled(
        &self,
        goal: &Goal,
        state: &State,
        put: &[usize],
        pair: Option<(usize, usize)>,
        not: &[Value],
    ) -> Outcome {
        let items = &state.atoms.items;
        let mut extra: BTreeMap<usize, Vec<Literal>> = BTreeMap::new();
        let some = put.iter().zip(&items.some).map(|(at, (_, literal))| (*at, *literal));
        for (at, literal) in some.chain(items.at.iter().copied()) {
            extra.entry(at).or_default().push(literal);
        }
        let last = extra.keys().copied().chain(pair.map(|(_, last)| last)).max().map_or(0, |last| last as u64 + 1);
        let least = items.min.max(last);
        if items.max.is_some_and(|max| least > max) {
            return Outcome::None;
        }
        if !self.has_room(usize::try_from(least).unwrap_or(usize::MAX)) {
            return Outcome::open("an array would have to be longer than is tried");
        }
        let goal_at = |at: usize| {
            let own = self.literals_at(items, at).into_iter();
            own.chain(extra.get(&at).into_iter().flatten().copied())
        };
        let mut open = Outcome::None;
        // Where some arrays are not wanted a longer one may be.
        let longer = if not.is_empty() { 0 } else { 2 };
        for length in least..=least + longer {
            if items.max.is_some_and(|max| length > max) {
                break;
            }
            let mut values: Vec<Value> = Vec::new();
            let mut goals: Vec<Goal> = Vec::new();
            let mut failed = None;
            for at in 0..usize::try_from(length).unwrap_or_default() {
                let other = pair.filter(|(one, other)| at == *one || at == *other);
                let literals: Vec<Literal> = match other {
                    Some((one, other)) => goal_at(one).chain(goal_at(other)).collect(),
                    None => goal_at(at).collect(),
                };
                let own = Goal::new(literals);
                let wanted = if items.unique { own.clone().but(&values) } else { own.clone() };
                match self.solve(&wanted) {
                    Outcome::Found(value) => {
                        if !self.spend(size(&value)) {
                            return Outcome::open("an array would have to be larger than is tried");
                        }
                        values.push(value);
                    }
                    // What stands before was chosen freely, unless all were chosen from the same.
                    Outcome::None if items.unique && !values.is_empty() && goals.iter().any(|other| *other != own) => {
                        failed = Some(Outcome::open("which items differ could not be told"));
                    }
                    other => failed = Some(other),
                }
                goals.push(own);
                if failed.is_some() {
                    break;
                }
            }
            match failed {
                // Longer ones have the same item.
                Some(Outcome::None) => return open,
                Some(why) => return why,
                None => {}
            }
            let array = Value::Array(values);
            if not.contains(&array) {
                if length > 0 {
                    open = Outcome::open("which arrays are left could not be told");
                }
                continue;
            }
            let left_out = state.atoms.left_out.as_deref().unwrap_or("how items go together");
            match self.tried(goal, array, left_out) {
                Outcome::None => {}
                other => return other,
            }
        }
        open
    }

    /// What is demanded of the item at a place.
    fn literals_at(&self, items: &Items, at: usize) -> Vec<Literal> {
        let of_list = |facts: &Facts| facts.prefix.get(at).copied().or(facts.rest_items);
        let lists = items.lists.iter().filter_map(|id| self.graph.facts(*id)).filter_map(of_list);
        lists.map(|id| (id, true)).chain(items.all.iter().copied()).collect()
    }
}

/// Whether items of one demand stand at different places; of several orders that mean the same one is enough.
fn is_distinct(items: &Items, put: &[usize]) -> bool {
    let pairs = items.some.windows(2).zip(put.windows(2));
    pairs.into_iter().all(|(some, put)| match (some, put) {
        ([one, other], [first, second]) if one == other => first < second,
        _ => true,
    })
}

/// The next way to put items to places.
fn advance(put: &mut [usize], items: &Items, places: usize) -> bool {
    for (at, (from, _)) in put.iter_mut().zip(&items.some).rev() {
        if *at + 1 < places {
            *at += 1;
            return true;
        }
        *at = *from;
    }
    false
}

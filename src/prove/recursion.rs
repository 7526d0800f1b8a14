//! What a schema that leads back to itself costs for each value: a number, where each value meets the recursion in few ways.
//!
//! Most recursive schemas describe trees: what they apply to a part of a value holds one schema of the recursion and no more. Then no
//! value can be costly by its shape, only by its size, and nobody has to walk through it to know.

use std::collections::{HashMap, HashSet};

use super::cost::Costs;
use crate::source::Place;

/// How many schemas of a recursion are looked at, and how many one may apply in place.
const STATES: usize = 500;
const IN_PLACE: usize = 10_000;

/// A schema that is applied to a part of a value and leads to a recursion.
struct State {
    /// How many schemas it applies that lead to none, those of parts included, and itself.
    weight: u64,
    /// The schemas that lead to a recursion, for each kind of part: a property of some name, an item of some index, any other part.
    parts: Vec<Vec<usize>>,
}

impl Costs<'_> {
    /// How many schemas the one at `place` applies at most for each value that an instance is made of; `None` where there is no such number.
    pub fn for_each_value(&mut self, place: &Place) -> Option<u64> {
        let root = self.number(place);
        let schemas = self.schemas(root);
        if schemas < u64::MAX {
            return Some(schemas);
        }
        let states = self.states(root)?;
        let ways = Ways { states: &states, circles: circles(&states) }.from(root, &mut HashMap::new())?;
        let weight: u64 = states.values().map(|state| state.weight).fold(0, u64::saturating_add);
        Some(ways.saturating_mul(weight))
    }

    /// All schemas that are applied to parts and lead to a recursion, from `root` on; `None` where there are too many.
    fn states(&mut self, root: usize) -> Option<HashMap<usize, State>> {
        let mut states = HashMap::new();
        let mut open = vec![root];
        while let Some(number) = open.pop() {
            if states.contains_key(&number) {
                continue;
            }
            if states.len() == STATES {
                return None;
            }
            let state = self.state(number)?;
            open.extend(state.parts.iter().flatten());
            states.insert(number, state);
        }
        Some(states)
    }

    fn state(&mut self, number: usize) -> Option<State> {
        let mut state = State { weight: 0, parts: Vec::new() };
        let mut names: HashMap<String, Vec<usize>> = HashMap::new();
        let mut indices: HashMap<usize, Vec<usize>> = HashMap::new();
        let (mut members, mut items) = (Vec::new(), Vec::new());
        for own in self.in_place(number)? {
            let shape = self.shape(own);
            state.weight += 1;
            for name in &shape.names {
                state.weight = state.weight.saturating_add(self.schemas(*name));
            }
            for (name, schemas) in &shape.property {
                names.entry((*name).to_owned()).or_default().extend(self.recursive(&mut state.weight, schemas));
            }
            for (index, schemas) in &shape.item {
                indices.entry(*index).or_default().extend(self.recursive(&mut state.weight, schemas));
            }
            members.extend(self.recursive(&mut state.weight, &shape.properties));
            items.extend(self.recursive(&mut state.weight, &shape.items));
        }
        let with = |own: Vec<usize>, more: &[usize]| own.into_iter().chain(more.iter().copied()).collect();
        state.parts.extend(names.into_values().map(|own| with(own, &members)));
        state.parts.extend(indices.into_values().map(|own| with(own, &items)));
        state.parts.extend([members, items]);
        (state.weight < u64::MAX).then_some(state)
    }

    /// A schema and all that it applies to the same value, each as often as it is; `None` where that has no end.
    fn in_place(&mut self, number: usize) -> Option<Vec<usize>> {
        let mut all = vec![number];
        let mut next = 0;
        while let Some(number) = all.get(next).copied() {
            if all.len() > IN_PLACE {
                return None;
            }
            let shape = self.shape(number);
            all.extend(&shape.in_place);
            next += 1;
        }
        Some(all)
    }

    /// Those of `schemas` that lead to a recursion; what the others apply is added to the weight.
    fn recursive(&mut self, weight: &mut u64, schemas: &[usize]) -> Vec<usize> {
        let mut found = Vec::new();
        for schema in schemas {
            match self.schemas(*schema) {
                u64::MAX => found.push(*schema),
                few => *weight = weight.saturating_add(few),
            }
        }
        found
    }
}

/// The states that lead back to themselves.
fn circles(states: &HashMap<usize, State>) -> HashSet<usize> {
    let leads_back = |start: &usize| {
        let mut seen = HashSet::new();
        let mut open = vec![*start];
        while let Some(number) = open.pop() {
            let next = states.get(&number).into_iter().flat_map(|state| state.parts.iter().flatten().copied());
            for next in next {
                if next == *start {
                    return true;
                }
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        false
    };
    states.keys().copied().filter(leads_back).collect()
}

/// Counts how many schemas of recursions one value may meet.
struct Ways<'s> {
    states: &'s HashMap<usize, State>,
    circles: HashSet<usize>,
}

impl Ways<'_> {
    /// From one application of a state on; `None` where a recursion meets parts in more ways than one, so that there is no end of them.
    fn from(&self, number: usize, known: &mut HashMap<usize, Option<u64>>) -> Option<u64> {
        if let Some(known) = known.get(&number) {
            return *known;
        }
        let state = self.states.get(&number)?;
        let is_circle = self.circles.contains(&number);
        // A circle is entered once here: what it comes to is looked at by its own states.
        known.insert(number, Some(1));
        let mut most = 1;
        for part in &state.parts {
            let mut ways: u64 = 0;
            for next in part {
                ways = ways.saturating_add(self.from(*next, known)?);
            }
            most = most.max(ways);
        }
        let ways = (!is_circle || most == 1).then_some(most);
        known.insert(number, ways);
        ways
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(parts: &[&[usize]]) -> State {
        State { weight: 1, parts: parts.iter().map(|part| part.to_vec()).collect() }
    }

    fn ways(states: Vec<State>) -> Option<u64> {
        let states: HashMap<usize, State> = states.into_iter().enumerate().collect();
        Ways { states: &states, circles: circles(&states) }.from(0, &mut HashMap::new())
    }

    #[test]
    fn a_tree_is_met_once_and_what_branches_without_end_is_not_counted() {
        assert_eq!(ways(vec![state(&[&[0], &[0]])]), Some(1), "children and next");
        assert_eq!(ways(vec![state(&[&[1, 1]]), state(&[&[1]])]), Some(2), "entered twice, then once for each");
        assert_eq!(ways(vec![state(&[&[0, 0]])]), None, "two for each part: doubled with each level");
        assert_eq!(
            ways(vec![state(&[&[1]]), state(&[&[0, 2]]), state(&[&[2]])]),
            None,
            "each level enters another circle"
        );
    }
}

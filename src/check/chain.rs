//! Chains of references: those with nothing between one `$ref` and the next.

use std::collections::HashMap;

use super::steps::Steps;
use crate::model::Target;
use crate::resolve::Resolved;

/// The chains with more references than `limit`: the number of the first reference, and how many there are.
/// A chain that runs into a circle has no length and is none of them.
pub fn longer_than(resolved: &Resolved, steps: &Steps, limit: usize) -> Vec<(usize, usize)> {
    let next = successors(resolved, steps);
    if next.len() < limit {
        return Vec::new();
    }
    let mut lengths: HashMap<usize, Option<usize>> = HashMap::new();
    for start in next.keys() {
        let mut path = Vec::new();
        let mut here = Some(*start);
        let end = loop {
            match here {
                None => break Some(0),
                // What is on the path has no length yet: to meet it again is to have gone in a circle.
                Some(number) => match lengths.get(&number) {
                    Some(length) => break *length,
                    None => {
                        lengths.insert(number, None);
                        path.push(number);
                        here = next.get(&number).copied();
                    }
                },
            }
        };
        for (steps, number) in path.into_iter().rev().enumerate() {
            lengths.insert(number, end.map(|end| end + steps + 1));
        }
    }
    let inner: std::collections::HashSet<usize> = next.values().copied().collect();
    let starts = lengths.into_iter().filter(|(number, _)| !inner.contains(number));
    let mut long: Vec<(usize, usize)> =
        starts.filter_map(|(number, length)| Some((number, length.filter(|length| *length > limit)?))).collect();
    long.sort_unstable();
    long
}

/// From each `$ref` to the `$ref` that its target holds, by their numbers.
fn successors(resolved: &Resolved, steps: &Steps) -> HashMap<usize, usize> {
    let is_ref = |number: usize| resolved.references[number].keyword == "$ref";
    let direct = (0..resolved.references.len()).filter_map(|number| {
        let Target::Place(target) = &resolved.references[number].target else { return None };
        // Those that stand at the target itself come first.
        let here = steps.after(steps.target(number)?).iter();
        let mut here = here.copied().take_while(|next| resolved.references[*next].holder == *target);
        Some((number, here.find(|next| is_ref(*next)).filter(|_| is_ref(number))?))
    });
    direct.collect()
}

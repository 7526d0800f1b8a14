//! Schemas that lead back to themselves without a step into the value.

use std::collections::HashSet;

use super::cost::Costs;
use crate::source::Place;

impl Costs<'_> {
    /// Whether a schema leads to one that has to fit a value if it fits that value: nothing follows from that, and some never end.
    pub fn leads_in_circle(&mut self, place: &Place) -> bool {
        let mut found = Vec::new();
        let mut open = vec![self.number(place)];
        let mut seen: HashSet<usize> = HashSet::new();
        while let Some(number) = open.pop() {
            if !self.straight.contains(&number) && seen.insert(number) {
                found.push(number);
                open.extend(self.shape(number).all());
            }
        }
        // Those on the way from where the walk began, and those that it has left.
        let mut on_way: HashSet<usize> = HashSet::new();
        let mut left: HashSet<usize> = HashSet::new();
        for start in &found {
            if left.contains(start) {
                continue;
            }
            let mut way = vec![(*start, 0)];
            while let Some((number, next)) = way.last_mut() {
                let below = self.shape(*number).in_place.get(*next).copied();
                *next += 1;
                on_way.insert(*number);
                match below {
                    Some(below) if on_way.contains(&below) => return true,
                    Some(below) if left.contains(&below) || self.straight.contains(&below) => {}
                    Some(below) => way.push((below, 0)),
                    None => {
                        on_way.remove(number);
                        left.insert(*number);
                        way.pop();
                    }
                }
            }
        }
        self.straight.extend(found);
        false
    }
}

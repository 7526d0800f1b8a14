//! Schemas that lead back to themselves without a step into the value.

use std::collections::HashSet;

use super::cost::Costs;
use crate::resolve::leads_in_circle;
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
        let mut straight = std::mem::take(&mut self.straight);
        let is_circle = leads_in_circle(found, &mut straight, |number| self.shape(*number).in_place.clone());
        self.straight = straight;
        is_circle
    }
}

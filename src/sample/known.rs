//! Which of the values that other events have a search takes.

use serde_json::Value;

use super::search::{Search, Spot};
use super::state::State;
use super::text::Wanted;
use super::types::Types;

impl<'a> Search<'_, 'a> {
    /// What other events have in a field, another one first for each of several; times of one event follow one another instead.
    pub(super) fn known(&self, state: &State, types: Types, spot: &Spot<'_>) -> impl Iterator<Item = &'a Value> {
        let is_time = types == Types::STRING && Wanted::of(&state.shapes).is_time(spot.name);
        let extract = self.shapes().extract.filter(|_| !is_time && types != Types::BOOLEAN);
        let values = extract.map(|extract| extract.values(spot.name, types)).unwrap_or_default();
        let values = values.iter().cycle().skip(spot.turn).take(values.len());
        values.filter(move |value| types.meets(Types::of(value)))
    }
}

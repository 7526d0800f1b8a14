//! Arrays: as many items as there have to be, of which some may have to fit something of their own.

use serde_json::Value;

use super::fit::Step;
use super::same;
use super::search::{Mode, Open, Point, Search, Spot};
use super::shape::Id;
use super::state::State;

/// How many items are made at most.
const MOST: usize = 10_000;

/// How many values are tried where an item has to differ from all before it.
const TURNS: usize = 24;

impl Search<'_, '_> {
    /// An array that fits.
    pub fn array(&self, state: &State, want: &[Id], avoid: &[Id], spot: &Spot<'_>) -> Option<Value> {
        let least = state.shapes.iter().filter_map(|it| it.min_items).max().unwrap_or(0);
        let most = state.shapes.iter().filter_map(|it| it.max_items).min().unwrap_or(usize::MAX);
        let contained = state.shapes.iter().filter_map(|it| it.contains).map(|it| it.least).sum::<usize>();
        let prefix = state.shapes.iter().map(|it| it.prefix.len()).max().unwrap_or(0);
        if least.max(contained) > MOST {
            self.say_too_long();
            return None;
        }
        let has_ends =
            state.shapes.iter().any(|it| it.min_items.is_some() || it.max_items.is_some_and(|most| most <= 100));
        let end = if has_ends { self.pick(spot, Point::End, 2) } else { None };
        let open = Open { seen: &state.seen, up: spot.open };
        let here = Spot { open: Some(&open), ..*spot };
        let leads_back = || {
            let mut ids = state.shapes.iter().filter_map(|it| it.rest.or(it.unevaluated_items));
            ids.any(|id| here.is_open(self.shapes(), id))
        };
        let usual = match end {
            Some(0) => least,
            Some(_) if most <= 100 => most,
            _ if self.mode == Mode::Complete && !self.is_large() && !leads_back() => {
                least.max(prefix).max(1).max(contained)
            }
            _ => least.max(contained),
        };
        // What has to be shorter than it might be is as long as it can be.
        let shorter = |by: usize| usual.saturating_sub(by).max(least.max(contained));
        let lengths = [
            usual,
            shorter(1),
            shorter(2),
            least.max(contained),
            prefix,
            prefix + contained,
            least + contained,
            0,
            1,
            2,
            3,
        ];
        let mut tried: Vec<(usize, usize)> = Vec::new();
        for length in lengths {
            let length = length.max(least).min(most);
            for offset in [0, prefix, length.saturating_sub(contained)] {
                let offset = offset.min(length.saturating_sub(contained));
                if tried.contains(&(length, offset)) || length > MOST {
                    continue;
                }
                tried.push((length, offset));
                if let Some(value) =
                    self.items(state, spot, &open, length, offset).filter(|value| self.is_right(value, want, avoid))
                {
                    return Some(value);
                }
                if self.fit.steps.get() == 0 {
                    return None;
                }
            }
            if end.is_some() {
                break;
            }
        }
        None
    }

    /// So many items, of which those from `offset` on are such that have to be contained.
    fn items(&self, state: &State, spot: &Spot<'_>, open: &Open<'_>, length: usize, offset: usize) -> Option<Value> {
        let is_unique = state.shapes.iter().any(|it| it.unique);
        let mut wanted: Vec<(Id, usize, Option<usize>)> =
            state.shapes.iter().filter_map(|it| it.contains).map(|it| (it.schema, it.least, it.most)).collect();
        let mut items: Vec<Value> = Vec::new();
        for index in 0..length {
            let mut ids: Vec<Id> = Vec::new();
            let mut is_known = false;
            for shape in &state.shapes {
                let id = shape.prefix.get(index).copied().or(shape.rest);
                is_known |= id.is_some();
                ids.extend(id);
            }
            let contained = if index >= offset { wanted.iter_mut().find(|it| it.1 > 0) } else { None };
            if let Some(contained) = contained {
                ids.push(contained.0);
                contained.1 -= 1;
                is_known = true;
            }
            if !is_known {
                ids.extend(state.shapes.iter().filter_map(|it| it.unevaluated_items));
            }
            let avoid: Vec<Id> =
                wanted.iter().filter(|it| it.1 == 0 && it.2.is_some() && !ids.contains(&it.0)).map(|it| it.0).collect();
            let at = spot.at.below(Step::Index(index));
            let name = singular(spot.name);
            let turns = if is_unique { index..index + TURNS } else { 0..1 };
            let made = turns.into_iter().find_map(|turn| {
                let below = Spot { turn: spot.turn + turn, ..Self::below(spot, &at, name, open) };
                let value = self.make(&ids, &avoid, &below)?;
                (!is_unique || !items.iter().any(|it| same(it, &value))).then_some(value)
            });
            items.push(made?);
        }
        Some(Value::Array(items))
    }
}

/// The name of one of several.
fn singular(name: &str) -> &str {
    let is_plural = name.len() > 3 && name.ends_with('s') && !name.ends_with("ss") && !name.ends_with("us");
    if is_plural { name.strip_suffix('s').unwrap_or(name) } else { name }
}

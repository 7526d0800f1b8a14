//! Numbers within bounds that are multiples of some and of no others.

use serde_json::Value;

use super::super::graph::{Bound, Types};
use super::super::number::Ratio;
use super::state::{Atoms, State};
use super::{Goal, Outcome, Solver};

/// How many numbers are tried, from the bound that is nearer to zero.
const TRIED: i128 = 400;

impl Solver<'_> {
    /// A number of the state's kind.
    pub fn number(&self, goal: &Goal, state: &State, not: &[Value]) -> Outcome {
        let atoms = &state.atoms;
        let mut step = (state.kind == Types::WHOLE).then_some(Ratio::whole(1));
        for divisor in &atoms.multiples {
            step = match step {
                None => Some(*divisor),
                Some(step) => match step.common_multiple(*divisor) {
                    Some(common) => Some(common),
                    None => return Outcome::open("numbers are too large to be compared"),
                },
            };
        }
        let wanted = |value: Ratio| {
            let above = atoms.low.is_none_or(|low| value > low.at || (value == low.at && !low.excluded));
            let below = atoms.high.is_none_or(|high| value < high.at || (value == high.at && !high.excluded));
            let kind = value.is_whole() == (state.kind == Types::WHOLE);
            above && below && kind && !atoms.not_multiples.iter().any(|it| value.is_multiple_of(*it) != Some(false))
        };
        let tried = |value: Ratio| {
            let json = value.json().filter(|json| wanted(value) && !not.contains(json))?;
            // Floating-point numbers don't always divide as their digits do; there are others.
            let divisors = atoms.multiples.iter().chain(&atoms.not_multiples);
            let divides_alike = |divisor: &Ratio| {
                let quotient = value.near() / divisor.near();
                value.is_multiple_of(*divisor) == Some(quotient.fract() == 0.0)
            };
            let is_alike = divisors.into_iter().all(divides_alike);
            is_alike.then(|| self.tried(goal, json, "what was left out of account"))
        };
        match step {
            Some(step) => self.multiples(state, step, &wanted, &tried),
            None => between(atoms, &tried),
        }
    }

    fn multiples(
        &self,
        state: &State,
        step: Ratio,
        wanted: &dyn Fn(Ratio) -> bool,
        tried: &dyn Fn(Ratio) -> Option<Outcome>,
    ) -> Outcome {
        let atoms = &state.atoms;
        if state.kind == Types::FRACTION && step.is_whole() {
            return Outcome::None;
        }
        if atoms.not_multiples.iter().any(|divisor| step.is_multiple_of(*divisor) == Some(true)) {
            return Outcome::None;
        }
        let Some((first, last)) = range(atoms, step) else {
            return Outcome::open("numbers are too large to be compared");
        };
        // From the bound that is nearer to zero, or from zero.
        let (start, ahead) = match (first, last) {
            (Some(first), _) if first >= 0 => (first, 1),
            (_, Some(last)) if last <= 0 => (last, -1),
            _ => (0, 1),
        };
        let is_within =
            |number: i128| first.is_none_or(|first| number >= first) && last.is_none_or(|last| number <= last);
        let mut open = false;
        for offset in 0..TRIED {
            let steps = if start == 0 { vec![offset, -offset] } else { vec![start.saturating_add(ahead * offset)] };
            for number in steps.into_iter().filter(|number| is_within(*number)) {
                let Some(value) = step.times(Ratio::whole(number)) else { continue };
                match tried(value) {
                    Some(Outcome::Found(value)) => return Outcome::Found(value),
                    Some(_) => open = true,
                    None => open |= wanted(value) && value.json().is_none(),
                }
            }
        }
        let is_all = first.zip(last).is_some_and(|(first, last)| last.saturating_sub(first) < TRIED - 1);
        if is_all && !open { Outcome::None } else { Outcome::open("which numbers are left could not be told") }
    }
}

/// The first and the last number of steps between the bounds.
fn range(atoms: &Atoms, step: Ratio) -> Option<(Option<i128>, Option<i128>)> {
    let first = match atoms.low {
        None => None,
        Some(Bound { at, excluded }) => {
            let steps = at.divided_by(step)?;
            Some(if excluded { steps.floor() + 1 } else { steps.ceil() })
        }
    };
    let last = match atoms.high {
        None => None,
        Some(Bound { at, excluded }) => {
            let steps = at.divided_by(step)?;
            Some(if excluded { steps.ceil() - 1 } else { steps.floor() })
        }
    };
    Some((first, last))
}

/// A number that is not whole: there are ever more between two bounds, and those with few digits come first.
fn between(atoms: &Atoms, tried: &dyn Fn(Ratio) -> Option<Outcome>) -> Outcome {
    if let (Some(low), Some(high)) = (atoms.low, atoms.high)
        && low.at == high.at
    {
        return match tried(low.at) {
            Some(outcome) => outcome,
            None if low.at.is_whole() => Outcome::None,
            None => Outcome::open("which numbers are left could not be told"),
        };
    }
    let start = match (atoms.low, atoms.high) {
        (Some(low), _) if low.at >= Ratio::whole(0) => low.at,
        (_, Some(high)) => high.at,
        (Some(low), None) => low.at,
        (None, None) => Ratio::whole(0),
    };
    let sign = if atoms.high.is_some_and(|high| high.at == start) { -1 } else { 1 };
    for places in [1_u32, 2, 3, 6, 9, 12] {
        let unit = Ratio::whole(1).divided_by(Ratio::whole(10_i128.pow(places)));
        // First a half, which reads best.
        for digits in [5, 1, 2, 3, 4, 6, 7, 8, 9, 11, 13, 17, 19, 23, 29, 31, 37] {
            let near = Ratio::whole(if sign > 0 { start.floor() } else { start.ceil() });
            for from in [near, start] {
                let offset = unit.and_then(|unit| unit.times(Ratio::whole(sign * digits)));
                let value = offset.and_then(|offset| from.plus(offset));
                if let Some(Outcome::Found(value)) = value.and_then(tried) {
                    return Outcome::Found(value);
                }
            }
        }
    }
    Outcome::open("which numbers are left could not be told")
}

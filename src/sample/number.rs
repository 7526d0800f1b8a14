//! Numbers within bounds that are multiples of what they have to be, worked out by their digits.

use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::shape::Shape;
use super::types::Types;
use super::words;

/// A decimal number as far as 128 bits hold it: digits, and how many of them stand behind the point.
#[derive(Clone, Copy, Debug)]
pub struct Exact {
    digits: i128,
    scale: u32,
}

/// The most digits behind the point.
const FINEST: i64 = 20;

impl Exact {
    /// The number of a value; `None` where it is too long.
    pub fn of(value: &Value) -> Option<Exact> {
        let text = value.as_number()?.to_string();
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let fraction = fraction.trim_end_matches('0');
        let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        let scale = fraction.len() as i64 - exponent.parse::<i64>().ok()?;
        if scale > FINEST {
            return None;
        }
        if scale >= 0 {
            return Some(Exact { digits, scale: scale as u32 });
        }
        let factor = 10_i128.checked_pow((-scale) as u32)?;
        Some(Exact { digits: digits.checked_mul(factor)?, scale: 0 })
    }

    /// Its digits with so many behind the point.
    fn at(self, scale: u32) -> Option<i128> {
        self.digits.checked_mul(10_i128.checked_pow(scale.checked_sub(self.scale)?)?)
    }

    /// Whether both are one number.
    fn is(self, other: Exact) -> bool {
        let scale = self.scale.max(other.scale);
        self.at(scale).is_some_and(|digits| Some(digits) == other.at(scale))
    }

    /// Whether a number is a multiple of another; `None` where that can't be told here.
    pub fn is_multiple(value: &Value, step: &Value) -> Option<bool> {
        let (value, step) = (Exact::of(value)?, Exact::of(step)?);
        let scale = value.scale.max(step.scale);
        let step = step.at(scale)?;
        Some(step == 0 || value.at(scale)? % step == 0)
    }
}

/// Which of two numbers is the larger.
pub fn compare(one: &Value, other: &Value) -> Option<Ordering> {
    if let (Some(one), Some(other)) = (one.as_i64(), other.as_i64()) {
        return Some(one.cmp(&other));
    }
    let exact = || {
        let (one, other) = (Exact::of(one)?, Exact::of(other)?);
        let scale = one.scale.max(other.scale);
        Some(one.at(scale)?.cmp(&other.at(scale)?))
    };
    exact().or_else(|| one.as_f64()?.partial_cmp(&other.as_f64()?))
}

fn value_of(digits: i128, scale: u32) -> Option<Value> {
    let exact = Exact { digits, scale };
    let (negative, digits) = (digits < 0, digits.unsigned_abs().to_string());
    let padded = format!("{digits:0>width$}", width = scale as usize + 1);
    let (whole, fraction) = padded.split_at(padded.len() - scale as usize);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    let text = format!("{}{whole}{point}{fraction}", if negative { "-" } else { "" });
    let value = serde_json::from_str::<Number>(if text == "-0" { "0" } else { &text }).ok().map(Value::Number)?;
    // What a double holds but the beginning of is another number.
    Exact::of(&value).is_some_and(|read| read.is(exact)).then_some(value)
}

/// The number that is one more, or less, in the last digit; finer by one digit where it has to lie between what such digits tell.
pub fn next_to(value: &Value, way: i64, finer: bool) -> Option<Value> {
    let exact = Exact::of(value)?;
    let (digits, scale) =
        if finer { (exact.digits.checked_mul(10)?, exact.scale + 1) } else { (exact.digits, exact.scale) };
    value_of(digits.checked_add(i128::from(way))?, scale)
}

fn divisor(one: i128, other: i128) -> i128 {
    if other == 0 { one } else { divisor(other, one % other) }
}

/// What numbers have to be, with one scale for all.
struct Range {
    least: Option<i128>,
    most: Option<i128>,
    step: i128,
    scale: u32,
}

impl Range {
    fn of(shapes: &[std::rc::Rc<Shape>], is_whole: bool) -> Option<Range> {
        let bounds = || shapes.iter().flat_map(|it| it.least.iter().chain(&it.most));
        let steps: Vec<Exact> =
            shapes.iter().flat_map(|it| &it.multiples).filter_map(Exact::of).filter(|it| it.digits != 0).collect();
        let exact: Vec<Exact> = bounds().filter_map(|(bound, _)| Exact::of(bound)).collect();
        let finest = exact.iter().chain(&steps).map(|it| it.scale).max().unwrap_or(0);
        let mut range = Range { least: None, most: None, step: 1, scale: finest };
        range.set_step(&steps, is_whole)?;
        range.set_bounds(shapes)?;
        if range.first().is_none() && steps.is_empty() && !is_whole && finest < 16 {
            // Between the bounds is no number with so few digits.
            range = Range { least: None, most: None, step: 1, scale: finest + 2 };
            range.set_bounds(shapes)?;
        }
        Some(range)
    }

    fn set_step(&mut self, steps: &[Exact], is_whole: bool) -> Option<()> {
        let one = 10_i128.checked_pow(self.scale)?;
        self.step = if is_whole { one } else { 0 };
        for step in steps {
            let step = step.at(self.scale)?.abs();
            self.step = if self.step == 0 { step } else { self.step.checked_mul(step / divisor(self.step, step))? };
        }
        if self.step == 0 {
            self.step = 1;
        }
        Some(())
    }

    fn set_bounds(&mut self, shapes: &[std::rc::Rc<Shape>]) -> Option<()> {
        for shape in shapes {
            for (bound, open) in &shape.least {
                let bound = Exact::of(bound)?.at(self.scale)? + i128::from(*open);
                self.least = Some(self.least.map_or(bound, |known| known.max(bound)));
            }
            for (bound, open) in &shape.most {
                let bound = Exact::of(bound)?.at(self.scale)? - i128::from(*open);
                self.most = Some(self.most.map_or(bound, |known| known.min(bound)));
            }
        }
        Some(())
    }

    /// The multiple that is not below a number.
    fn up(&self, digits: i128) -> Option<i128> {
        let rest = digits.rem_euclid(self.step);
        if rest == 0 { Some(digits) } else { digits.checked_add(self.step - rest) }
    }

    fn holds(&self, digits: i128) -> bool {
        self.least.is_none_or(|least| digits >= least) && self.most.is_none_or(|most| digits <= most)
    }

    fn first(&self) -> Option<i128> {
        match (self.least, self.most) {
            (Some(least), _) => self.up(least).filter(|it| self.holds(*it)),
            (None, Some(_)) => self.last(),
            (None, None) => Some(0),
        }
    }

    fn last(&self) -> Option<i128> {
        let most = self.most?;
        Some(most - most.rem_euclid(self.step)).filter(|it| self.holds(*it))
    }
}

/// Numbers for shapes, the best first. `end` asks for the lowest (0) or the highest (1).
pub fn numbers(shapes: &[std::rc::Rc<Shape>], types: Types, name: &str, turn: usize, end: Option<usize>) -> Vec<Value> {
    let is_whole = !types.meets(Types::FRACTION);
    let mut found = Vec::new();
    let Some(range) = Range::of(shapes, is_whole) else {
        let bounds =
            shapes.iter().flat_map(|it| it.least.iter().chain(&it.most).map(|(bound, _)| bound).chain(&it.multiples));
        found.extend(bounds.cloned());
        let near = |value: &Value| value.as_f64().map(|it| [it * 2.0, it / 2.0]);
        let near: Vec<f64> = found.iter().filter_map(near).flatten().collect();
        found.extend(near.into_iter().filter_map(Number::from_f64).map(Value::Number));
        found.push(Value::from(0));
        return found;
    };
    match end {
        Some(0) => {
            return range.least.and(range.first()).and_then(|it| value_of(it, range.scale)).into_iter().collect();
        }
        Some(_) => return range.last().and_then(|it| value_of(it, range.scale)).into_iter().collect(),
        None => {}
    }
    let step = range.step.saturating_mul(turn as i128);
    let usual = words::number(name, is_whole);
    let scaled = Exact::of(&usual).and_then(|usual| {
        let scale = range.scale.max(usual.scale);
        if usual.scale > range.scale { None } else { usual.at(scale) }
    });
    let mut digits: Vec<i128> = Vec::new();
    if range.step == 1 && !is_whole && scaled.is_none() {
        let moved = Exact::of(&usual).and_then(|it| value_of(it.digits.checked_add(turn as i128 * 100)?, it.scale));
        found.extend(moved);
    }
    digits.extend(scaled.and_then(|it| range.up(it)?.checked_add(step)));
    // A round number between the bounds rather than the first with so many digits.
    let one = 10_i128.checked_pow(range.scale).unwrap_or(1);
    let round = range.first().map(|first| first - first.rem_euclid(one) + one);
    digits.extend(round.and_then(|it| range.up(it)?.checked_add(step)));
    digits.extend(range.first().and_then(|it| it.checked_add(step)));
    digits.extend(range.last().and_then(|it| it.checked_sub(step)));
    digits.extend(range.up(0));
    for more in 1..=4 {
        digits.extend(range.first().and_then(|it| it.checked_add(range.step.saturating_mul(more + turn as i128))));
    }
    if let (Some(first), Some(last)) = (range.first(), range.last()) {
        digits.extend(range.up(first / 2 + last / 2));
    }
    let inside = digits.into_iter().filter(|it| range.holds(*it));
    found.extend(inside.filter_map(|it| value_of(it, range.scale)));
    if types == Types::FRACTION || !is_whole {
        let fraction =
            range.first().and_then(|first| value_of(first.checked_mul(10)?.checked_add(5)?, range.scale + 1));
        found.extend(fraction);
    }
    found
}

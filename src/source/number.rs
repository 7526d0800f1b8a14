//! Numbers: their values, and whether readers that hold them as doubles see what is written.

use std::fmt;

use super::Span;
use super::decimal::Decimal;
use super::problem::{Fault, Problem, quoted};

/// A number as it is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// What 64 bits hold: an integer, or a double whose shortest digits are those that are written.
    Plain(serde_json::Number),
    Long(Box<Long>),
}

/// A number of which 64 bits hold but the beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct Long {
    near: serde_json::Number,
    /// `None` where it has too many digits of another base, or its exponent is too long.
    exact: Option<Decimal>,
    is_integer_literal: bool,
}

impl Number {
    /// The nearest number of 64 bits.
    pub fn near(&self) -> &serde_json::Number {
        match self {
            Number::Plain(number) => number,
            Number::Long(long) => &long.near,
        }
    }

    /// What it is; `None` where that can't be told.
    pub fn exact(&self) -> Option<Decimal> {
        match self {
            Number::Plain(number) => Decimal::read(&number.to_string()),
            Number::Long(long) => long.exact.clone(),
        }
    }

    /// Whether 64 bits don't hold it.
    pub fn is_long(&self) -> bool {
        matches!(self, Number::Long(_))
    }

    /// Whether it is written without a fraction and an exponent.
    pub fn is_integer_literal(&self) -> bool {
        match self {
            Number::Plain(number) => !number.is_f64(),
            Number::Long(long) => long.is_integer_literal,
        }
    }

    /// Whether it is a whole number, however it is written.
    pub fn is_integer(&self) -> bool {
        match self {
            Number::Plain(number) => !number.is_f64() || number.as_f64().is_some_and(|value| value.fract() == 0.0),
            Number::Long(long) => long.exact.as_ref().map_or(long.is_integer_literal, Decimal::is_integer),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Long(long) => match &long.exact {
                Some(exact) => write!(out, "{exact}"),
                None => write!(out, "{}", long.near),
            },
            Number::Plain(number) => write!(out, "{number}"),
        }
    }
}

/// A number and whether a double holds it as it is written.
pub(super) struct Parsed {
    pub value: Number,
    pub exact: bool,
}

/// Integers up to here are doubles without exception.
const MAX_SAFE: u64 = 1 << 53;

/// So many digits are those of the double that is nearest to them, if it is none of the smallest.
const SURE_DIGITS: usize = 15;
const SURE_FROM: f64 = 1e-290;

/// The value of a decimal number: an optional `-`, digits, and perhaps a fraction and an exponent. `None` for
/// anything else. What overflows a double is near the largest one.
pub(super) fn decimal(text: &str) -> Option<Parsed> {
    if text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E')) {
        return float(text, false);
    }
    if let Ok(value) = text.parse::<u64>() {
        return Some(Parsed { value: Number::Plain(value.into()), exact: is_kept(text) || LIMITS.contains(&value) });
    }
    match text.parse::<i64>() {
        // serde_json keeps the sign of `-0` by making it a double.
        Ok(0) => float(text, false),
        Ok(value) => {
            let exact = is_kept(text) || LIMITS.contains(&value.unsigned_abs());
            Some(Parsed { value: Number::Plain(value.into()), exact })
        }
        Err(_) => float(text, true).map(|Parsed { value, exact }| Parsed { exact: exact && is_kept(text), value }),
    }
}

/// The value of digits in base 2, 8 or 16; `None` where they are none.
pub(super) fn radix(digits: &str, base: u32) -> Option<Parsed> {
    if digits.is_empty() {
        return None;
    }
    if let Ok(value) = u64::from_str_radix(digits, base) {
        return Some(Parsed { value: Number::Plain(value.into()), exact: is_double(value) });
    }
    let digit = |value: f64, character: char| Some(value * f64::from(base) + f64::from(character.to_digit(base)?));
    let value = digits.chars().try_fold(0.0, digit)?;
    let near = serde_json::Number::from_f64(value.min(f64::MAX))?;
    let value =
        Number::Long(Box::new(Long { near, exact: Decimal::of_radix(digits, base as u8), is_integer_literal: true }));
    Some(Parsed { value, exact: false })
}

/// The same number, or its negative.
pub(super) fn signed(parsed: Parsed, negative: bool) -> Option<Parsed> {
    let value = match parsed.value {
        _ if !negative => return Some(parsed),
        Number::Plain(number) => decimal(&format!("-{number}"))?.value,
        Number::Long(long) => {
            let near = serde_json::Number::from_f64(-long.near.as_f64()?)?;
            Number::Long(Box::new(Long { near, exact: long.exact.map(Decimal::negated), ..*long }))
        }
    };
    Some(Parsed { value, ..parsed })
}

fn float(text: &str, is_integer_literal: bool) -> Option<Parsed> {
    // Rust reads `inf` and `nan`, too.
    if !text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte)) {
        return None;
    }
    let value: f64 = text.parse().ok()?;
    let mantissa = || text.bytes().take_while(|byte| !matches!(byte, b'e' | b'E'));
    let vanished = value == 0.0 && mantissa().any(|byte| (b'1'..=b'9').contains(&byte));
    let near = serde_json::Number::from_f64(value.clamp(f64::MIN, f64::MAX))?;
    let sure = mantissa().count() <= SURE_DIGITS && value.is_finite() && (value == 0.0 || value.abs() > SURE_FROM);
    let is_plain = || {
        sure && !vanished || Decimal::read(text).is_some_and(|exact| Decimal::read(&near.to_string()) == Some(exact))
    };
    let number = if !is_integer_literal && is_plain() {
        Number::Plain(near)
    } else {
        Number::Long(Box::new(Long { near, exact: Decimal::read(text), is_integer_literal }))
    };
    Some(Parsed { value: number, exact: value.is_finite() && !vanished })
}

/// The limits of 64 bits: who writes one as a bound means that, and readers that see another by a hair mean the same.
const LIMITS: [u64; 3] = [u64::MAX, i64::MAX as u64, 1 << 63];

/// Whether readers that hold numbers as doubles have the same value, or write the same digits back.
fn is_kept(integer: &str) -> bool {
    let digits = integer.trim_start_matches(['-', '+']).trim_start_matches('0');
    let Ok(value) = digits.parse::<f64>() else { return digits.is_empty() };
    value.to_string() == digits || format!("{value:.0}") == digits
}

fn is_double(magnitude: u64) -> bool {
    magnitude <= MAX_SAFE || magnitude as f64 as u128 == u128::from(magnitude)
}

/// The warning about a number that doubles don't hold.
pub(super) fn inexact(span: Span, written: &str) -> Problem {
    let shown = quoted(written);
    let message = match spelled(written).and_then(|parsed| parsed.value.near().as_f64()) {
        Some(seen) if seen.abs() < 1e30 => format!("many readers see {seen:.0} instead of {shown}"),
        Some(seen) if seen.abs() < f64::MAX => format!("many readers see {seen:e} instead of {shown}"),
        _ => format!("{shown} is larger than the numbers that readers can hold"),
    };
    Problem::new(Fault::InexactNumber, span, message).help("write it as a string if every digit counts")
}

/// Whether a text is a spelling of the number, in JSON, YAML or TOML.
pub(super) fn reads_as(text: &str, value: &Number) -> bool {
    spelled(text).is_some_and(|parsed| parsed.value == *value || parsed.value.near().as_f64() == value.near().as_f64())
}

fn spelled(text: &str) -> Option<Parsed> {
    if !text.ends_with(|character: char| character.is_ascii_hexdigit() || character == '.') {
        return None;
    }
    let text = plain(text);
    match text.get(..2) {
        Some("0x") => radix(&text[2..], 16),
        Some("0o") => radix(&text[2..], 8),
        Some("0b") => radix(&text[2..], 2),
        _ => decimal(&text),
    }
}

/// A number without the `+` of YAML and TOML and the `_` of TOML.
fn plain(written: &str) -> String {
    written.strip_prefix('+').unwrap_or(written).replace('_', "")
}

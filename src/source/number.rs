//! Numbers: their values, and whether readers that hold them as doubles see what is written.

use serde_json::Number;

use super::Span;
use super::problem::{Fault, Problem, quoted};

/// A number and whether a double holds it as it is written.
pub(super) struct Parsed {
    pub value: Number,
    pub exact: bool,
}

/// Integers up to here are doubles without exception.
const MAX_SAFE: u64 = 1 << 53;

/// The value of a decimal number: an optional `-`, digits, and perhaps a fraction and an exponent. `None` for
/// anything else. What overflows a double becomes the largest one.
pub(super) fn decimal(text: &str) -> Option<Parsed> {
    if text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E')) {
        return float(text);
    }
    if let Ok(value) = text.parse::<u64>() {
        return Some(Parsed { value: Number::from(value), exact: is_kept(text) || LIMITS.contains(&value) });
    }
    match text.parse::<i64>() {
        // serde_json keeps the sign of `-0` by making it a double.
        Ok(0) => float(text),
        Ok(value) => {
            let exact = is_kept(text) || LIMITS.contains(&value.unsigned_abs());
            Some(Parsed { value: Number::from(value), exact })
        }
        Err(_) => float(text).map(|Parsed { value, exact }| Parsed { exact: exact && is_kept(text), value }),
    }
}

/// The value of digits in base 2, 8 or 16; `None` where they are none.
pub(super) fn radix(digits: &str, base: u32) -> Option<Parsed> {
    if digits.is_empty() {
        return None;
    }
    if let Ok(value) = u64::from_str_radix(digits, base) {
        return Some(Parsed { value: Number::from(value), exact: is_double(value) });
    }
    let digit = |value: f64, character: char| Some(value * f64::from(base) + f64::from(character.to_digit(base)?));
    let value = digits.chars().try_fold(0.0, digit)?;
    Some(Parsed { value: Number::from_f64(value.min(f64::MAX))?, exact: false })
}

/// The same number, or its negative.
pub(super) fn signed(parsed: Parsed, negative: bool) -> Option<Parsed> {
    if !negative {
        return Some(parsed);
    }
    let value = match parsed.value.as_i64() {
        Some(0) | None => Number::from_f64(-parsed.value.as_f64()?)?,
        Some(value) => Number::from(-value),
    };
    Some(Parsed { value, ..parsed })
}

fn float(text: &str) -> Option<Parsed> {
    // Rust reads `inf` and `nan`, too.
    if !text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte)) {
        return None;
    }
    let value: f64 = text.parse().ok()?;
    let vanished = value == 0.0
        && text.bytes().take_while(|byte| !matches!(byte, b'e' | b'E')).any(|byte| (b'1'..=b'9').contains(&byte));
    let exact = value.is_finite() && !vanished;
    Some(Parsed { value: Number::from_f64(value.clamp(f64::MIN, f64::MAX))?, exact })
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
    let message = match spelled(written).and_then(|parsed| parsed.value.as_f64()) {
        Some(seen) if seen.abs() < 1e30 => format!("many readers see {seen:.0} instead of {shown}"),
        Some(seen) if seen.abs() < f64::MAX => format!("many readers see {seen:e} instead of {shown}"),
        _ => format!("{shown} is larger than the numbers that readers can hold"),
    };
    Problem::new(Fault::InexactNumber, span, message).help("write it as a string if every digit counts")
}

/// Whether a text is a spelling of the number, in JSON, YAML or TOML.
pub(super) fn reads_as(text: &str, value: &Number) -> bool {
    spelled(text).is_some_and(|parsed| parsed.value == *value || parsed.value.as_f64() == value.as_f64())
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

//! What a scalar of YAML means: the core schema of YAML 1.2.2 (section 10.3), and a warning where readers differ.

use super::Result;
use super::events::Tag;
use crate::source::number::{self, Parsed};
use crate::source::problem::{Fault, Problem, quoted};
use crate::source::{Kind, Span};

/// What a scalar is read as, and what there is to say about it.
pub(super) type Reading = (Kind, Option<Problem>);

/// The value of a plain scalar without a tag.
pub(super) fn plain(text: &str, span: Span) -> Result<Reading> {
    let value = match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::Bool(true),
        "false" | "False" | "FALSE" => Kind::Bool(false),
        _ if !text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) => {
            return Ok((Kind::String(text.into()), old_boolean(text, span)));
        }
        _ if is_not_finite(text) => return Err(Box::new(not_finite(text, span))),
        _ => match number(text) {
            Some(parsed) => return Ok(of_number(text, parsed, span)),
            None => return Ok((Kind::String(text.into()), old_number(text, span))),
        },
    };
    Ok((value, None))
}

/// The value of a scalar with a tag, however it is quoted.
pub(super) fn tagged(tag: Tag, text: &str, span: Span) -> Result<Reading> {
    let mismatch = || {
        let problem = Problem::syntax(span, format!("{} does not fit its tag", quoted(text)));
        Box::new(problem.help("remove the tag, or change the value"))
    };
    match tag {
        Tag::Str => Ok((Kind::String(text.into()), None)),
        Tag::Seq | Tag::Map | Tag::Merge => Err(mismatch()),
        Tag::Int | Tag::Float | Tag::Bool | Tag::Null => {
            let (kind, problem) = plain(text, span)?;
            match (tag, kind) {
                (Tag::Int, Kind::Number(value)) if value.is_integer_literal() => Ok((Kind::Number(value), problem)),
                (Tag::Float, Kind::Number(value)) => Ok((Kind::Number(value), problem)),
                (Tag::Bool, kind @ Kind::Bool(_)) | (Tag::Null, kind @ Kind::Null) => Ok((kind, problem)),
                _ => Err(mismatch()),
            }
        }
    }
}

fn of_number(text: &str, parsed: Parsed, span: Span) -> Reading {
    let digits = text.trim_start_matches(['+', '-']);
    let problem = if !parsed.exact {
        Some(number::inexact(span, text))
    } else if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let message = format!("{} is read as the number {}; YAML 1.1 takes it for octal", quoted(text), parsed.value);
        Some(ambiguous(span, message, "remove the leading zero, or put the value in quotes"))
    } else {
        None
    };
    (Kind::Number(parsed.value), problem)
}

fn number(text: &str) -> Option<Parsed> {
    match text.get(..2) {
        Some("0o") => return number::radix(&text[2..], 8),
        Some("0x") => return number::radix(&text[2..], 16),
        _ => {}
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = are_digits(whole)
        && are_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && are_digits(exponent));
    if is_number { number::decimal(text.strip_prefix('+').unwrap_or(text)) } else { None }
}

fn is_not_finite(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

fn not_finite(text: &str, span: Span) -> Problem {
    Problem::syntax(span, format!("JSON has no number {}", quoted(text))).help("write null, or put it in quotes")
}

/// A warning about a string that YAML 1.1 takes for a boolean.
fn old_boolean(text: &str, span: Span) -> Option<Problem> {
    let is = |word: &&str| text.eq_ignore_ascii_case(word);
    let value = if ["yes", "on", "y"].iter().any(is) {
        "true"
    } else if ["no", "off", "n"].iter().any(is) {
        "false"
    } else {
        return None;
    };
    let message = format!("{} is read as a string; YAML 1.1 takes it for {value}", quoted(text));
    Some(ambiguous(span, message, format!("put it in quotes, or write {value}")).rewrite(span, in_quotes(text)))
}

/// A warning about a string that YAML 1.1 takes for a number: `1_000`, `0b11`, `-0x1F`, `12:30:45`.
fn old_number(text: &str, span: Span) -> Option<Problem> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let all = |digits: &str, allowed: fn(u8) -> bool| {
        digits.bytes().any(|byte| byte.is_ascii_hexdigit()) && digits.bytes().all(|byte| byte == b'_' || allowed(byte))
    };
    let is_sexagesimal = |parts: &str| {
        let mut parts = parts.split(':');
        parts.next().is_some_and(|first| !first.starts_with('0') && all(first, |byte| byte.is_ascii_digit()))
            && parts.all(|part| {
                part.parse::<u8>().is_ok_and(|value| value < 60) && part.len() <= 2 && !part.starts_with('+')
            })
    };
    let is_number = match unsigned.get(..2) {
        Some("0b") => all(&unsigned[2..], |byte| matches!(byte, b'0' | b'1')),
        Some("0x") => all(&unsigned[2..], |byte| byte.is_ascii_hexdigit()),
        _ if unsigned.starts_with(|first: char| first.is_ascii_digit()) => {
            all(unsigned, |byte| byte.is_ascii_digit() || byte == b'.') && unsigned.matches('.').count() < 2
                || is_sexagesimal(unsigned)
        }
        _ => false,
    };
    is_number.then(|| {
        let message = format!("{} is read as a string; YAML 1.1 takes it for a number", quoted(text));
        ambiguous(span, message, "put it in quotes, or write a plain decimal number").rewrite(span, in_quotes(text))
    })
}

/// What is read as a string is one in quotes as well.
fn in_quotes(text: &str) -> String {
    format!("\"{text}\"")
}

fn ambiguous(span: Span, message: String, help: impl Into<String>) -> Problem {
    Problem::new(Fault::AmbiguousScalar, span, message).help(help)
}

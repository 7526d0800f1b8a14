//! Values next to a value, each wrong in one way.

use serde_json::{Value, json};

use super::number::next_to;
use super::shape::Shape;
use super::text::{LONGEST, longer};
use super::types::Types;
use crate::pattern::Guess;

/// Values of the same type that are others.
pub fn near(value: &Value) -> Vec<Value> {
    match value {
        Value::String(text) => vec![json!(format!("{text}-other")), json!("other"), json!("unknown"), json!("")],
        Value::Number(_) => {
            vec![json!(value.as_i64().unwrap_or(0).saturating_add(1)), json!(0), json!(99), json!(-1), json!(0.5)]
        }
        Value::Bool(is_true) => vec![json!(!is_true)],
        _ => Vec::new(),
    }
}

/// Values of other types.
pub fn others(value: &Value) -> Vec<Value> {
    let all = [json!("text"), json!(1), json!(1.5), json!(true), json!(null), json!([]), json!({})];
    all.into_iter()
        .filter(|one| {
            std::mem::discriminant(one) != std::mem::discriminant(value) || Types::of(one) != Types::of(value)
        })
        .collect()
}

/// Numbers just beyond a bound.
pub fn beyond(bounds: &[(Value, bool)], is_open: bool, way: i64) -> Vec<Value> {
    let mut all = Vec::new();
    for (bound, open) in bounds {
        if *open && is_open {
            all.push(bound.clone());
        }
        all.extend(next_to(bound, way, false));
        if let Some(whole) = bound.as_i64() {
            all.push(json!(whole.saturating_add(way)));
        }
        if let Some(near) = bound.as_f64() {
            all.extend(
                [near + way as f64, near + 0.5 * way as f64, near + near.abs() * way as f64].map(|it| json!(it)),
            );
        }
    }
    all
}

/// Numbers that lie between two multiples.
pub fn halves(value: &Value, step: &Value) -> Vec<Value> {
    let (Some(value), Some(step)) = (value.as_f64(), step.as_f64()) else { return Vec::new() };
    vec![json!(value + step / 2.0), json!(value + step / 3.0), json!(step * 1.5)]
}

/// Texts that break one rule of texts.
pub fn texts(shape: &Shape, keyword: &str, text: &str) -> Vec<Value> {
    let cut = |count: usize| Value::String(text.chars().take(count).collect());
    match keyword {
        "minLength" => shape.min_length.map(|least| cut(least.saturating_sub(1))).into_iter().collect(),
        "maxLength" => {
            let length = shape.max_length.unwrap_or(0).saturating_add(1);
            if length > LONGEST {
                return Vec::new();
            }
            let last = text.chars().last().unwrap_or('x');
            let padded = |fill: char| Value::String(text.chars().chain(std::iter::repeat(fill)).take(length).collect());
            let doubled = Value::String(text.chars().cycle().take(if text.is_empty() { 0 } else { length }).collect());
            let spaced = format!("{text} ");
            let words = Value::String(spaced.chars().cycle().take(length.saturating_sub(1)).chain(['.']).collect());
            let mut all = vec![words, doubled, padded(last), padded('x'), padded('0')];
            all.extend(shape.format.iter().flat_map(|format| longer(&[format], length)).map(Value::String));
            let guess = Guess { word: "x", least: length, most: usize::MAX, turn: 0 };
            all.extend(shape.pattern.iter().flat_map(|pattern| pattern.guesses(guess, 2)).map(Value::String));
            all
        }
        _ => {
            let format = shape.format.as_deref().unwrap_or("text");
            let mut all =
                vec![format!("no {format}"), format!("{text}!"), format!("!{text}"), String::new(), "!".to_owned()];
            let half = text.chars().count() / 2;
            all.push(
                text.chars().enumerate().map(|(index, letter)| if index == half { '!' } else { letter }).collect(),
            );
            all.push(text.chars().map(|letter| if letter.is_ascii_digit() { 'x' } else { letter }).collect());
            all.push(text.chars().map(|letter| if letter.is_ascii_alphabetic() { '!' } else { letter }).collect());
            all.extend([
                text.to_uppercase(),
                text.to_lowercase(),
                "no text of this kind".to_owned(),
                "[".to_owned(),
                "{".to_owned(),
                "://".to_owned(),
                "%".to_owned(),
                " ".to_owned(),
            ]);
            let length = text.chars().count();
            all.push("!".repeat(length.min(100_000)));
            all.push(" ".repeat(length.min(100_000)));
            all.into_iter().map(Value::String).collect()
        }
    }
}

//! Values beside one that is refused: where a list of different values has to be long, the next one is counted up from the last.

use serde_json::{Map, Value};

/// How many values may be refused before others are counted up, and how many members of an object are tried for that.
pub const MANY: usize = 3;
const MEMBERS: usize = 6;

/// Values that differ from a value in one place: texts and numbers are counted up.
pub fn beside(value: &Value) -> Vec<Value> {
    match value {
        Value::String(text) => vec![Value::from(counted_up(text))],
        Value::Number(number) => {
            number.as_i64().and_then(|it| it.checked_add(1)).map(Value::from).into_iter().collect()
        }
        Value::Object(members) => members.iter().take(MEMBERS).flat_map(|(name, _)| of_member(members, name)).collect(),
        Value::Array(items) => {
            let of_first = items.first().into_iter().flat_map(beside);
            of_first.map(|first| std::iter::once(first).chain(items.iter().skip(1).cloned()).collect()).collect()
        }
        Value::Bool(_) | Value::Null => Vec::new(),
    }
}

fn of_member(members: &Map<String, Value>, name: &str) -> Vec<Value> {
    let with = |value: Value| {
        let mut members = members.clone();
        members.insert(name.to_owned(), value);
        Value::Object(members)
    };
    members.get(name).into_iter().flat_map(beside).map(with).collect()
}

/// A text with its last digits counted up, as `ab-09` is after `ab-08`; a digit more where they are all nines or there are none.
pub fn counted_up(text: &str) -> String {
    let Some(end) = text.rfind(|sign: char| sign.is_ascii_digit()).map(|last| last + 1) else {
        return format!("{text}0");
    };
    let start = text[..end].rfind(|sign: char| !sign.is_ascii_digit()).map_or(0, |at| {
        let sign = text[at..].chars().next().map_or(1, char::len_utf8);
        at + sign
    });
    let digits = &text[start..end];
    let Some(at) = digits.rfind(|sign| sign != '9') else {
        return format!("{}1{}{}", &text[..start], "0".repeat(digits.len()), &text[end..]);
    };
    let next = digits.as_bytes().get(at).map_or('1', |digit| char::from(digit + 1));
    format!("{}{}{next}{}{}", &text[..start], &digits[..at], "0".repeat(digits.len() - at - 1), &text[end..])
}

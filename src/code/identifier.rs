//! Identifiers out of names that may hold anything: ASCII letters and digits, since languages differ in what else they take for the same.

use std::collections::HashSet;
use std::hash::BuildHasher;

/// `order.placed` as `OrderPlaced`.
pub fn pascal(name: &str) -> String {
    let parts = words(name).into_iter().map(|mut word| {
        word[..1].make_ascii_uppercase();
        word
    });
    begun(parts.collect(), "T")
}

/// `order.placed` as `ORDER_PLACED`.
pub fn screaming(name: &str) -> String {
    begun(words(name).join("_").to_ascii_uppercase(), "T_")
}

/// `orderId` as `orderId`, `order-id` as `order_id`.
pub fn plain(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if !name.is_empty() && name.chars().all(is_plain) && !name.starts_with(|c: char| c.is_ascii_digit() || c == '_') {
        return name.to_owned();
    }
    begun(words(name).join("_"), "f_")
}

/// The identifier, or where it is taken the first with a number that is not.
pub fn free<S: BuildHasher>(taken: &mut HashSet<String, S>, wanted: String) -> String {
    let numbered = || (2..).map(|number: u64| format!("{wanted}{number}")).find(|it| !taken.contains(it));
    let name = if taken.contains(&wanted) { numbered().unwrap_or_default() } else { wanted.clone() };
    taken.insert(name.clone());
    name
}

/// What begins as identifiers do.
fn begun(name: String, start: &str) -> String {
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) { format!("{start}{name}") } else { name }
}

/// The words of a name in lower case: letters and digits, ended by whatever is neither, and by a capital that begins the next. Other letters
/// are words of their own, by their numbers.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut goes_on = false;
    let signs: Vec<char> = name.chars().collect();
    for (at, sign) in signs.iter().enumerate() {
        let next = signs.get(at + 1);
        let before = at.checked_sub(1).and_then(|at| signs.get(at));
        match sign {
            sign if sign.is_ascii_alphanumeric() => {
                let is_capital = sign.is_ascii_uppercase();
                let ends_capitals =
                    before.is_some_and(char::is_ascii_uppercase) && next.is_some_and(char::is_ascii_lowercase);
                let begins = is_capital && (before.is_some_and(|it| !it.is_ascii_uppercase()) || ends_capitals);
                match words.last_mut().filter(|_| goes_on && !begins) {
                    Some(word) => word.push(sign.to_ascii_lowercase()),
                    None => words.push(sign.to_ascii_lowercase().to_string()),
                }
                goes_on = true;
            }
            sign if sign.is_alphanumeric() => {
                words.push(format!("u{:x}", *sign as u32));
                goes_on = false;
            }
            _ => goes_on = false,
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_identifiers() {
        let made = |name: &str| (pascal(name), screaming(name), plain(name));
        let expect = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(made("order.placed"), expect("OrderPlaced", "ORDER_PLACED", "order_placed"));
        assert_eq!(made("GATE.BUILD_STARTED"), expect("GateBuildStarted", "GATE_BUILD_STARTED", "gate_build_started"));
        assert_eq!(made("HTTPServerUp"), expect("HttpServerUp", "HTTP_SERVER_UP", "HTTPServerUp"));
        assert_eq!(made("2fa"), expect("T2fa", "T_2FA", "f_2fa"));
        assert_eq!(made("订"), expect("U8ba2", "U8BA2", "u8ba2"));
        assert_eq!(made("*/ \u{202e}"), expect("T", "T_", "f_"));
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let mut taken = HashSet::from(["A".to_owned(), "A2".to_owned()]);
        assert_eq!((free(&mut taken, "A".into()), free(&mut taken, "B".into())), ("A3".into(), "B".into()));
    }
}

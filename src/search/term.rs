//! The terms under which a name is found: each of its parts, with everything that follows.

/// How many characters of a term decide where it is filed; `static/search.js` has the same number.
const LONGEST: usize = 24;

/// How many parts of a name are filed, from its end: the end of a dotted path says most.
const PARTS: usize = 16;

/// The terms of a name, the one of the whole name first: `orderPlaced` has `orderplaced` and `placed`.
pub fn terms(name: &str) -> Vec<String> {
    let parts = parts(name);
    let parts = &parts[parts.len().saturating_sub(PARTS)..];
    (0..parts.len()).map(|first| parts[first..].concat().chars().take(LONGEST).collect()).collect()
}

/// The words of a name in lower case: what stands between other signs than letters and digits, and what camel case sets apart.
fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = vec![String::new()];
    let signs: Vec<char> = name.chars().collect();
    for (at, sign) in signs.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| signs[before]);
        let after = signs.get(at + 1);
        let is_first = sign.is_uppercase()
            && (before.is_some_and(|before| before.is_lowercase() || before.is_numeric())
                || (before.is_some_and(char::is_uppercase) && after.is_some_and(|after| after.is_lowercase())));
        if is_first || !sign.is_alphanumeric() {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut().filter(|_| sign.is_alphanumeric()) {
            part.extend(sign.to_lowercase());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_each_part() {
        for (name, expected) in [
            ("orderPlaced", &["orderplaced", "placed"][..]),
            ("ORDER.LINE_ADDED.V2", &["orderlineaddedv2", "lineaddedv2", "addedv2", "v2"]),
            ("HTTPServer", &["httpserver", "server"]),
            ("order.lines[].unitPrice", &["orderlinesunitprice", "linesunitprice", "unitprice", "price"]),
            ("Größe", &["größe"]),
            ("--", &[]),
        ] {
            assert_eq!(terms(name), expected, "{name}");
        }
    }
}

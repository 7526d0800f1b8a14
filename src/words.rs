//! Numbers with their nouns and lists, as sentences have them.

/// So many of something: `1 item`, `2 properties`.
pub fn counted(number: usize, noun: &str) -> String {
    match noun.strip_suffix('y') {
        _ if number == 1 => format!("1 {noun}"),
        Some(stem) => format!("{number} {stem}ies"),
        None => format!("{number} {noun}s"),
    }
}

/// A list in a sentence: `a`, `b` and `c`.
pub fn listed(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().collect();
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_agrees_with_its_number() {
        let said: Vec<String> = [0, 1, 2].map(|number| counted(number, "property")).into();
        assert_eq!(said, ["0 properties", "1 property", "2 properties"]);
        assert_eq!(counted(3, "event type"), "3 event types");
    }

    #[test]
    fn lists_read_as_prose() {
        let listed = |parts: &[&str]| listed(parts.iter().map(|part| (*part).to_owned()));
        assert_eq!(
            (listed(&[]), listed(&["a"]), listed(&["a", "b", "c"])),
            (String::new(), "a".into(), "a, b and c".into())
        );
    }
}

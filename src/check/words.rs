//! Words that many messages share: names from the input, lists of them, suggestions.

use crate::diagnostic::{Finding, Fix};
use crate::source::visible;
use crate::spelling::{Meant, nearest};

/// How many characters of a name a message shows.
const SHOWN: usize = 100;

/// How many names a message lists.
const LISTED: usize = 5;

/// A name from the input between backticks, shortened, without characters that a terminal would obey.
pub fn quoted(name: &str) -> String {
    let short: String = name.chars().take(SHOWN).collect();
    let more = if short.len() < name.len() { "…" } else { "" };
    format!("`{}{more}`", visible(&short))
}

/// The first names, quoted, and how many more there are: `a`, `b` and 3 more.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let shown = names.iter().take(LISTED).map(|name| quoted(name)).collect::<Vec<_>>();
    match (shown.split_last(), names.len() - shown.len()) {
        (None, _) => String::new(),
        (Some((last, [])), 0) => last.clone(),
        (Some((last, before)), 0) => format!("{} and {last}", before.join(", ")),
        (Some(_), more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The candidate that a mistyped name may have meant, as a question.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, candidates).map(question)
}

/// The question whether a name was meant.
pub fn question(near: &str) -> String {
    format!("did you mean {}?", quoted(near))
}

/// The finding at a mistyped name with the one that may have been meant, as a question and as a fix.
pub fn with_meant(mut finding: Finding, meant: Option<Meant>) -> Finding {
    if let Some(meant) = meant {
        finding.help = Some(question(&meant.name));
        finding.fix = Fix::of_name(&finding.at, &meant);
    }
    finding
}

/// The same where there is something else to do if none was meant.
pub fn with_meant_or(finding: Finding, meant: Option<Meant>, otherwise: impl Into<String>) -> Finding {
    match meant {
        None => finding.with_help(otherwise),
        meant => with_meant(finding, meant),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shortened_and_harmless() {
        assert_eq!(quoted("a\n\u{1b}[31m\u{202e}"), "`a\\n⟨U+001B⟩[31m⟨U+202E⟩`");
        assert_eq!(quoted(&"é".repeat(101)), format!("`{}…`", "é".repeat(100)));
    }

    #[test]
    fn lists_read_as_prose() {
        assert_eq!(listed([]), "");
        assert_eq!(listed(["a"]), "`a`");
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(listed(["a", "b", "c", "d", "e", "f"]), "`a`, `b`, `c`, `d`, `e` and 1 more");
    }

    #[test]
    fn only_near_names_are_suggested() {
        assert_eq!(did_you_mean("minlength", ["maxLength", "minLength"]).as_deref(), Some("did you mean `minLength`?"));
        assert_eq!(did_you_mean("owner", ["minLength"]), None);
    }
}

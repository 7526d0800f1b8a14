//! What is known of texts: languages of patterns, and formats, of which the engine is asked.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::budget::Steps;
use crate::pattern::{Language, Pattern};

/// Whether a text has a format; `None` where nobody checks it.
pub type HasFormat<'a> = dyn Fn(&str, &str) -> Option<bool> + 'a;

/// Patterns and formats, each read once.
pub struct Lexicon<'a> {
    patterns: RefCell<HashMap<String, Option<Rc<Pattern>>>>,
    languages: RefCell<HashMap<String, Option<Rc<Language>>>>,
    formats: &'a HasFormat<'a>,
    /// What is left to those who ask: all of them read these patterns, and together.
    pub steps: Steps,
}

impl<'a> Lexicon<'a> {
    pub fn new(formats: &'a HasFormat<'a>, steps: u64) -> Lexicon<'a> {
        Lexicon { patterns: RefCell::default(), languages: RefCell::default(), formats, steps: Steps::of(steps) }
    }

    /// Whether a pattern matches somewhere in a text.
    pub fn matches(&self, pattern: &str, text: &str) -> Option<bool> {
        let mut known = self.patterns.borrow_mut();
        if !known.contains_key(pattern) {
            known.insert(pattern.to_owned(), Pattern::new(pattern).ok().map(Rc::new));
        }
        known.get(pattern)?.as_ref()?.matches(text).ok()
    }

    /// The language of a pattern, if it is one.
    pub fn language(&self, pattern: &str) -> Option<Rc<Language>> {
        let mut known = self.languages.borrow_mut();
        if !known.contains_key(pattern) {
            known.insert(pattern.to_owned(), Language::new(pattern).map(Rc::new));
        }
        known.get(pattern)?.clone()
    }

    /// Whether a text has a format; one that nobody checks every text has.
    pub fn has_format(&self, format: &str, text: &str) -> Option<bool> {
        Some((self.formats)(format, text).unwrap_or(true))
    }

    /// Whether a format refuses anything.
    pub fn is_checked(&self, format: &str) -> bool {
        (self.formats)(format, "").is_some()
    }
}

/// Texts of each format, the plainest first.
pub fn samples(format: &str) -> &'static [&'static str] {
    match format {
        "date-time" => &["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.5+01:00"],
        "date" => &["2026-01-31", "1999-12-31"],
        "time" => &["12:00:00Z", "23:59:59.5+01:00"],
        "duration" => &["P1D", "PT1H30M"],
        "email" | "idn-email" => &["a@example.com", "someone.else@example.org"],
        "hostname" | "idn-hostname" => &["example.com", "a"],
        "ipv4" => &["192.0.2.1", "198.51.100.7"],
        "ipv6" => &["2001:db8::1", "::"],
        "uri" | "iri" => &["https://example.com/", "urn:a:b", "https://example.com/a?b=c#d"],
        "uri-reference" | "iri-reference" => &["/a", "https://example.com/", ""],
        "uuid" => &["123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-42d3-a456-426614174001"],
        "uri-template" => &["/a/{b}", ""],
        "json-pointer" => &["/a", ""],
        "relative-json-pointer" => &["0", "1/a"],
        "regex" => &["a", "^a+$"],
        "contentEncoding=base64" => &["", "YQ==", "bnVsbA=="],
        "contentMediaType=application/json" => &["null", "{}"],
        _ => &[],
    }
}

/// A pattern that every text of a format matches: near enough to tell most formats from patterns and from one another.
pub fn shape(format: &str) -> Option<&'static str> {
    Some(match format {
        "date-time" => concat!(
            "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt]",
            "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:?[0-9]{2})$"
        ),
        "date" => "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        "time" => "^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:?[0-9]{2})$",
        "uuid" => "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
        "ipv4" => "^[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}$",
        "ipv6" => "^[0-9a-fA-F:.]+$",
        "email" | "idn-email" => "^.+@.+$",
        "uri" => "^[A-Za-z][A-Za-z0-9+.-]*:",
        "duration" => "^P",
        "json-pointer" => "^(/|$)",
        _ => return None,
    })
}

/// A pattern that the texts of a format match and no others, where there is one.
pub fn exact(format: &str) -> Option<&'static str> {
    shape(format).filter(|_| format == "uuid")
}

/// Whether each text of one format has the other as well.
pub fn implies(format: &str, other: &str) -> bool {
    format == other || (format, other) == ("uri", "uri-reference")
}

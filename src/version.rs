//! Versions as names carry them: read, put in order, and what kind of step leads from one to the next.

use std::cmp::Ordering;

/// The first number of versions that are days: `2024-01-15`.
const CALENDAR: u64 = 1900;

/// A version that can be ordered: `1.2.0`, `v2`, SchemaVer's `1-0-2`, `2.0.0-rc.1`.
#[derive(Clone, Debug)]
pub struct Version {
    numbers: Vec<u64>,
    /// Whether hyphens stand between its numbers.
    is_schema_ver: bool,
    /// What comes before the release: `rc.1`.
    before: Option<String>,
}

/// What a new version says of itself by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bump {
    /// It may break.
    Major,
    /// It adds to what there was, and breaks nothing.
    Minor,
    /// It mends words.
    Patch,
    /// It says nothing: a day, a version before the first or before a release, a revision of SchemaVer.
    Silent,
}

impl Bump {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Bump::Major => "major",
            Bump::Minor => "minor",
            Bump::Patch => "patch",
            Bump::Silent => "none",
        }
    }

    /// Whether the number says that nothing breaks.
    pub fn promises(self) -> bool {
        matches!(self, Bump::Minor | Bump::Patch)
    }
}

impl Version {
    /// The version that a text is.
    pub fn read(text: &str) -> Option<Version> {
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let text = text.split_once('+').map_or(text, |(version, _)| version);
        // A release candidate is named behind the numbers.
        let letter = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
        let (numbers, before) = text.split_at(letter);
        let before = match before {
            "" => None,
            before => {
                // Somewhere between `1.0.0-` and `rc.1`.
                let is_cut = numbers.ends_with('-') && before.len() <= 24;
                if !is_cut {
                    return None;
                }
                Some(before.to_owned())
            }
        };
        let numbers = numbers.strip_suffix('-').filter(|_| before.is_some()).unwrap_or(numbers);
        if !is_plain(numbers) {
            return None;
        }
        let parsed: Option<Vec<u64>> = numbers.split(['.', '-']).map(|part| part.parse().ok()).collect();
        Some(Version { numbers: parsed?, is_schema_ver: numbers.contains('-'), before })
    }

    /// What kind of step leads from this version to a later one.
    pub fn bump(&self, to: &Version) -> Bump {
        let first = |version: &Version| version.numbers.first().copied().unwrap_or_default();
        let says_nothing = self.before.is_some() || to.before.is_some() || first(self) >= CALENDAR;
        let is_initial = first(self) == 0 && first(to) == 0;
        if says_nothing || is_initial || self.is_schema_ver != to.is_schema_ver {
            return Bump::Silent;
        }
        let length = self.numbers.len().max(to.numbers.len());
        let number = |version: &Version, at: usize| version.numbers.get(at).copied().unwrap_or_default();
        match (0..length).find(|at| number(self, *at) != number(to, *at)) {
            Some(0) => Bump::Major,
            // Its second number counts changes that some stored events may not fit.
            Some(1) if self.is_schema_ver => Bump::Silent,
            Some(1) => Bump::Minor,
            Some(_) if self.is_schema_ver => Bump::Minor,
            Some(_) => Bump::Patch,
            None => Bump::Silent,
        }
    }

    /// Whether a text that says less may mean this version: `2` is one of `2.1.3`.
    pub fn is_one_of(&self, coarse: &Version) -> bool {
        self.numbers.starts_with(&coarse.numbers)
    }

    /// The first version by which one that breaks would say so.
    pub fn next_major(&self) -> String {
        let sign = if self.is_schema_ver { "-" } else { "." };
        let first = self.numbers.first().copied().unwrap_or_default() + 1;
        let rest = self.numbers.iter().skip(1).map(|_| "0".to_owned());
        [first.to_string()].into_iter().chain(rest).collect::<Vec<_>>().join(sign)
    }

    /// The same for one that adds to what there was.
    pub fn next_minor(&self) -> String {
        let mut numbers = self.numbers.clone();
        for (at, number) in numbers.iter_mut().enumerate() {
            *number = if at == 1 {
                *number + 1
            } else if at > 1 {
                0
            } else {
                *number
            };
        }
        numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(".")
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Version) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Version) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Version) -> Ordering {
        let length = self.numbers.len().max(other.numbers.len());
        let padded = |version: &Version| -> Vec<u64> {
            (0..length).map(|at| version.numbers.get(at).copied().unwrap_or_default()).collect()
        };
        let release = |version: &Version| (version.before.is_none(), version.before.clone());
        (padded(self), release(self)).cmp(&(padded(other), release(other)))
    }
}

/// What of a segment of a path, without its endings, stands before a version, and the version: `order-v2`, `journal-v1.0`, `1.2.0`.
pub fn in_segment(segment: &str) -> Option<(&str, &str)> {
    let whole = segment.strip_prefix(['v', 'V']).unwrap_or(segment);
    if is_plain(whole) {
        return Some(("", whole));
    }
    for (at, separator) in segment.char_indices().rev().filter(|(_, c)| matches!(c, '-' | '_' | '.')) {
        let (before, tail) = (&segment[..at], &segment[at + separator.len_utf8()..]);
        match tail.strip_prefix(['v', 'V']) {
            Some(version) if is_plain(version) => return Some((before, version)),
            None if is_plain(tail) && tail.contains('.') && separator != '.' => return Some((before, tail)),
            _ => {}
        }
    }
    None
}

/// Numbers with dots or hyphens between them: `1`, `1.2.0`, `1-0-2`.
fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 24
        && text
            .split(['.', '-'])
            .all(|part| !part.is_empty() && part.len() <= 8 && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::read(text).unwrap_or_else(|| panic!("{text} is a version"))
    }

    #[test]
    fn versions_have_an_order() {
        let sorted = ["0.0.3", "1.0.0-rc.1", "1", "1.0.1", "1.2", "1.10.0", "2.0.0-beta", "v2", "2024-01-15"];
        assert!(sorted.iter().map(|text| version(text)).is_sorted_by(|a, b| a < b));
        assert_eq!(version("1.0"), version("1"));
        assert!(
            ["", "draft", "1.x", "1..2", "sha256", "1.0beta", "123456789"].iter().all(|it| Version::read(it).is_none())
        );
    }

    #[test]
    fn steps_are_told_by_the_first_number_that_differs() {
        let bump = |from: &str, to: &str| version(from).bump(&version(to));
        assert_eq!(bump("1.0.0", "2.0.0"), Bump::Major);
        assert_eq!(bump("1", "2"), Bump::Major);
        assert_eq!(bump("1.0.0", "1.1.0"), Bump::Minor);
        assert_eq!(bump("1.0", "1.1"), Bump::Minor);
        assert_eq!(bump("1.0.0", "1.0.1"), Bump::Patch);
        assert_eq!(bump("1-0-1", "1-0-2"), Bump::Minor);
        for (from, to) in
            [("0.1.0", "0.2.0"), ("1.0.0-rc.1", "1.0.0"), ("2024-01-15", "2024-02-01"), ("1-0-0", "1-1-0")]
        {
            assert_eq!(bump(from, to), Bump::Silent, "{from} → {to}");
        }
        assert_eq!(version("1.4.2").next_major(), "2.0.0");
        assert_eq!(version("1-0-2").next_major(), "2-0-0");
        assert_eq!(version("1.4.2").next_minor(), "1.5.0");
    }

    #[test]
    fn segments_hold_versions() {
        assert_eq!(in_segment("order-v2"), Some(("order", "2")));
        assert_eq!(in_segment("order.v1.2"), Some(("order", "1.2")));
        assert_eq!(in_segment("1-0-2"), Some(("", "1-0-2")));
        assert_eq!(in_segment("code_event-1.0.0"), Some(("code_event", "1.0.0")));
        assert_eq!(in_segment("sha256"), None);
    }
}

//! The versions of AsyncAPI that are read.

use std::fmt;

/// A minor version of AsyncAPI, oldest first. The third number of a version says nothing about what a document may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    V2_0,
    V2_1,
    V2_2,
    V2_3,
    V2_4,
    V2_5,
    V2_6,
    V3_0,
    V3_1,
}

use Version::{V2_0, V2_1, V2_2, V2_3, V2_4, V2_5, V2_6, V3_0, V3_1};

impl Version {
    /// All versions, oldest first, with their names.
    const NAMES: [(Version, &'static str); 9] = [
        (V2_0, "2.0"),
        (V2_1, "2.1"),
        (V2_2, "2.2"),
        (V2_3, "2.3"),
        (V2_4, "2.4"),
        (V2_5, "2.5"),
        (V2_6, "2.6"),
        (V3_0, "3.0"),
        (V3_1, "3.1"),
    ];

    /// The version that a document states: `2.6.0`, `3.0`; `None` for one that is not read.
    pub fn of(text: &str) -> Option<Version> {
        let (version, rest) = Version::NAMES
            .into_iter()
            .find_map(|(version, name)| text.strip_prefix(name).map(|rest| (version, rest)))?;
        let patch = rest.strip_prefix('.').unwrap_or("0");
        let numbered = !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit());
        (numbered && (rest.is_empty() || rest.starts_with('.'))).then_some(version)
    }

    /// Whether it is a 2.x, in which operations stand inside channels and say what others do.
    pub fn is_2(self) -> bool {
        self <= V2_6
    }

    /// The name: `2.6`.
    pub fn name(self) -> &'static str {
        Version::NAMES[self as usize].1
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_with_and_without_their_third_number() {
        assert_eq!(Version::of("2.6.0"), Some(V2_6));
        assert_eq!(Version::of("3.0"), Some(V3_0));
        assert_eq!(Version::of("3.1.12"), Some(V3_1));
        for text in ["1.2.0", "2.7.0", "3.0.", "3.0.0-rc1", "2.60", "", "3"] {
            assert_eq!(Version::of(text), None, "{text}");
        }
        assert_eq!(V2_3.name(), "2.3");
    }
}

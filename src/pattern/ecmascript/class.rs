//! Sets of characters: what a class, a class escape or `.` matches.

use std::fmt::Write as _;

/// A set of code points, or of all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Class {
    negated: bool,
    /// First and last code points; surrogates, which no text holds, may be among them.
    ranges: Vec<(u32, u32)>,
    /// Sets by their Unicode properties, as the engine writes them.
    properties: Vec<String>,
}

const DIGITS: [(u32, u32); 1] = [(0x30, 0x39)];
const WORD: [(u32, u32); 4] = [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)];
/// What is equal to a letter of [`WORD`] where case is ignored: `ſ` and the sign of Kelvin.
const WORD_OF_ANY_CASE: [(u32, u32); 2] = [(0x17F, 0x17F), (0x212A, 0x212A)];
/// `WhiteSpace` and `LineTerminator` of ECMA-262.
const SPACES: [(u32, u32); 10] = [
    (0x09, 0x0D),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
];
const LINE_TERMINATORS: [(u32, u32); 3] = [(0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029)];
const SURROGATES: (u32, u32) = (0xD800, 0xDFFF);
const LAST: u32 = char::MAX as u32;

impl Class {
    /// No character, or each if it is negated.
    pub fn none(negated: bool) -> Class {
        Class { negated, ..Class::default() }
    }

    /// All characters but line terminators: what `.` matches.
    pub fn within_line() -> Class {
        Class { negated: true, ranges: LINE_TERMINATORS.to_vec(), ..Class::default() }
    }

    /// What `\d`, `\w` or `\s` matches, or the same in upper case; `None` for another letter.
    pub fn of_escape(letter: char, any_case: bool) -> Option<Class> {
        let mut ranges = match letter.to_ascii_lowercase() {
            'd' => DIGITS.to_vec(),
            'w' => WORD.to_vec(),
            's' => SPACES.to_vec(),
            _ => return None,
        };
        if letter == 'W' && any_case {
            ranges.extend(WORD_OF_ANY_CASE);
        }
        Some(Class { negated: letter.is_ascii_uppercase(), ranges, ..Class::default() })
    }

    /// The characters that have a Unicode property, written as the engine takes it.
    pub fn of_property(property: String) -> Class {
        Class { properties: vec![property], ..Class::default() }
    }

    /// Adds all code points from `first` to `last`.
    pub fn add(&mut self, first: u32, last: u32) {
        self.ranges.push((first, last));
    }

    /// Adds what another class matches, which is negated only if it has no properties.
    pub fn add_all(&mut self, other: Class) {
        let ranges = if other.negated { complement(&merged(other.ranges)) } else { other.ranges };
        self.ranges.extend(ranges);
        self.properties.extend(other.properties);
    }

    /// Writes the class as ECMAScript and Rust read it alike: ranges in their order, which do not overlap, all but letters and digits by their numbers.
    pub fn write(&self, out: &mut String) {
        let ranges = merged(self.ranges.clone());
        if ranges.is_empty() && self.properties.is_empty() {
            // Nothing, or everything: an empty class is none to Rust.
            out.push_str(if self.negated { "[" } else { "[^" });
            write_ranges(&[(0, LAST)], out);
        } else {
            out.push_str(if self.negated { "[^" } else { "[" });
            write_ranges(&ranges, out);
            self.properties.iter().for_each(|property| out.push_str(property));
        }
        out.push(']');
    }
}

/// Ranges in their order that neither overlap nor touch, without surrogates at their ends.
fn merged(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
    for (first, last) in ranges {
        let first = if (SURROGATES.0..=SURROGATES.1).contains(&first) { SURROGATES.1 + 1 } else { first };
        let last = if (SURROGATES.0..=SURROGATES.1).contains(&last) { SURROGATES.0 - 1 } else { last };
        match merged.last_mut() {
            _ if first > last => {}
            Some(before) if first <= before.1 + 1 => before.1 = before.1.max(last),
            _ => merged.push((first, last)),
        }
    }
    merged
}

/// All code points but those of merged ranges.
fn complement(ranges: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut others = Vec::with_capacity(ranges.len() + 1);
    let mut next = 0;
    for (first, last) in ranges {
        if next < *first {
            others.push((next, first - 1));
        }
        next = last + 1;
    }
    if next <= LAST {
        others.push((next, LAST));
    }
    others
}

fn write_ranges(ranges: &[(u32, u32)], out: &mut String) {
    for (first, last) in ranges {
        write_point(*first, out);
        if last > first {
            out.push('-');
            write_point(*last, out);
        }
    }
}

fn write_point(point: u32, out: &mut String) {
    match char::from_u32(point) {
        Some(plain) if plain.is_ascii_alphanumeric() => out.push(plain),
        // Writing to a text can't fail.
        _ => drop(write!(out, "\\u{{{point:X}}}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(class: &Class) -> String {
        let mut out = String::new();
        class.write(&mut out);
        out
    }

    #[test]
    fn ranges_are_merged_and_surrogates_left_out() {
        let mut class = Class::none(false);
        class.add(0x61, 0x66);
        class.add(0x63, 0x7A);
        class.add(0x30, 0x30);
        class.add(0xD000, 0xD83D);
        assert_eq!(written(&class), r"[0a-z\u{D000}-\u{D7FF}]");
        let mut lone = Class::none(false);
        lone.add(0xD83D, 0xD83D);
        assert_eq!(written(&lone), r"[^\u{0}-\u{10FFFF}]", "no text holds a surrogate");
        assert_eq!(written(&Class::none(true)), r"[\u{0}-\u{10FFFF}]");
    }

    #[test]
    fn a_negated_escape_within_a_class_becomes_its_complement() {
        let mut class = Class::none(false);
        class.add_all(Class::of_escape('D', false).expect("a class"));
        class.add(0x35, 0x35);
        assert_eq!(written(&class), r"[\u{0}-\u{2F}5\u{3A}-\u{10FFFF}]");
    }
}

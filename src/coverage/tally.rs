//! How much is exercised, by kinds of things.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::sample::Thing;

/// A kind of things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Properties,
    Branches,
    Members,
    Bounds,
    Texts,
    Keywords,
}

impl Kind {
    /// All in the order in which they are shown.
    pub const ALL: [Kind; 6] =
        [Kind::Properties, Kind::Branches, Kind::Members, Kind::Bounds, Kind::Texts, Kind::Keywords];

    /// The kind of a thing.
    pub fn of(thing: &Thing) -> Kind {
        match thing {
            Thing::Present(_) | Thing::Absent(_) => Kind::Properties,
            Thing::Branch(..) | Thing::Met(_) => Kind::Branches,
            Thing::Member(_) => Kind::Members,
            Thing::Bound(_) => Kind::Bounds,
            Thing::Text(_) | Thing::Named(_) => Kind::Texts,
            Thing::Keyword(_) => Kind::Keywords,
        }
    }

    /// Its key in what machines read.
    fn key(self) -> &'static str {
        match self {
            Kind::Properties => "properties",
            Kind::Branches => "branches",
            Kind::Members => "members",
            Kind::Bounds => "bounds",
            Kind::Texts => "texts",
            Kind::Keywords => "keywords",
        }
    }

    /// What it is called, and what exercises one of it.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Kind::Properties => ("Properties", "an example with each, and one without it where it is optional"),
            Kind::Branches => ("Branches", "an example that takes each"),
            Kind::Members => ("Listed values", "an example with each"),
            Kind::Bounds => ("Bounds", "an example at each end"),
            Kind::Texts => ("Formats and patterns", "an example of each"),
            Kind::Keywords => ("Keywords", "a counterexample that each rejects"),
        }
    }
}

/// How many things of a kind there are, and how many of them are exercised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    pub exercised: usize,
    pub total: usize,
}

/// The same for all kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    by_kind: [Share; 6],
}

impl Tally {
    /// Counts one thing.
    pub fn count(&mut self, kind: Kind, is_exercised: bool) {
        let share = &mut self.by_kind[kind as usize];
        share.total += 1;
        share.exercised += usize::from(is_exercised);
    }

    /// Adds what another counted.
    pub fn add(&mut self, other: &Tally) {
        for (share, more) in self.by_kind.iter_mut().zip(&other.by_kind) {
            share.exercised += more.exercised;
            share.total += more.total;
        }
    }

    /// Those of one kind.
    pub fn of(&self, kind: Kind) -> Share {
        self.by_kind[kind as usize]
    }

    /// For machines: all together, then each kind.
    pub fn as_json(&self) -> Value {
        let all = self.all();
        let percent = all.tenths() as f64 / 10.0;
        let mut object = Map::new();
        object.insert("exercised".to_owned(), all.exercised.into());
        object.insert("total".to_owned(), all.total.into());
        object.insert("percent".to_owned(), json!(percent));
        object.extend(Kind::ALL.into_iter().map(|kind| (kind.key().to_owned(), json!(self.of(kind)))));
        Value::Object(object)
    }

    /// All of them.
    pub fn all(&self) -> Share {
        self.by_kind.iter().fold(Share::default(), |sum, share| Share {
            exercised: sum.exercised + share.exercised,
            total: sum.total + share.total,
        })
    }
}

impl Share {
    /// How much that is in tenths of a percent, rounded down: only all is 100 %. Of nothing all is exercised.
    pub fn tenths(self) -> usize {
        (self.exercised * 1000).checked_div(self.total).unwrap_or(1000)
    }

    /// The same in words, as in `63.1 %`.
    pub fn percent(self) -> String {
        let tenths = self.tenths();
        match tenths % 10 {
            0 => format!("{} %", tenths / 10),
            rest => format!("{}.{rest} %", tenths / 10),
        }
    }

    /// Whether it is less than so much.
    pub fn is_below(self, least: Percent) -> bool {
        (self.exercised as u128) * 100 * u128::from(Percent::PARTS) < u128::from(least.0) * (self.total as u128)
    }
}

/// A percentage that somebody asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent(u64);

impl Percent {
    /// In how many parts one of the hundred is told.
    const PARTS: u64 = 1000;

    /// Reads `80`, `80.5` or `80%`.
    ///
    /// # Errors
    /// What a percentage is.
    pub fn read(text: &str) -> Result<Percent, String> {
        let wrong = || "a percentage is a number from 0 to 100, as in 80 or 62.5".to_owned();
        let digits = text.strip_suffix('%').unwrap_or(text).trim_end();
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole) || !is_number(fraction) || fraction.len() > 3 {
            return Err(wrong());
        }
        let whole: u64 = whole.parse().map_err(|_| wrong())?;
        let fraction: u64 = format!("{fraction:0<3}").parse().map_err(|_| wrong())?;
        let parts = whole.saturating_mul(Percent::PARTS).saturating_add(fraction);
        if parts > 100 * Percent::PARTS { Err(wrong()) } else { Ok(Percent(parts)) }
    }

    /// As it was asked for, as in `62.5 %`.
    pub fn words(self) -> String {
        let (whole, fraction) = (self.0 / Percent::PARTS, self.0 % Percent::PARTS);
        match format!("{fraction:03}").trim_end_matches('0') {
            "" => format!("{whole} %"),
            fraction => format!("{whole}.{fraction} %"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_and_compared_exactly() {
        let words = |text: &str| Percent::read(text).map(Percent::words);
        assert_eq!(words("80"), Ok("80 %".to_owned()));
        assert_eq!(words("62.5%"), Ok("62.5 %".to_owned()));
        for wrong in ["", "%", "-1", "101", "100.001", "1e1", "80,5", "NaN", "eighty", "1.2345", "."] {
            assert!(Percent::read(wrong).is_err(), "{wrong}");
        }
        let two_thirds = Share { exercised: 2, total: 3 };
        assert_eq!(two_thirds.percent(), "66.6 %");
        assert!(two_thirds.is_below(Percent(66_667)) && !two_thirds.is_below(Percent(66_666)));
        assert!(!Share::default().is_below(Percent(100_000)), "of nothing all is exercised");
    }
}

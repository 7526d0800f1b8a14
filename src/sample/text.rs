//! Texts for shapes: by format, by pattern, by the name of the field, as long as they have to be.

use std::rc::Rc;

use super::formats;
use super::shape::{Shape, Shapes, Text};
use super::words;
use crate::pattern::{self, Guess, Language, Texts, shortest};

/// How long a text may be that has to be long, in characters.
pub const LONGEST: usize = 1 << 20;

/// How long a text may be that shows how long it may be.
const SHOWN: usize = 10_000;

/// How many steps a search for a text in common takes, and how many texts that go on in the same way are asked about.
const STEPS: usize = 200_000;
const WAYS: usize = 20;

/// What texts have to be.
pub struct Wanted<'s> {
    pub least: usize,
    pub most: usize,
    patterns: Vec<&'s Rc<Text>>,
    formats: Vec<&'s str>,
    contents: Vec<(Option<&'s str>, Option<&'s str>)>,
}

impl<'s> Wanted<'s> {
    /// What all of these shapes ask for.
    pub fn of(shapes: &'s [Rc<Shape>]) -> Wanted<'s> {
        Wanted {
            least: shapes.iter().filter_map(|it| it.min_length).max().unwrap_or(0),
            most: shapes.iter().filter_map(|it| it.max_length).min().unwrap_or(usize::MAX),
            patterns: shapes.iter().filter_map(|it| it.pattern.as_ref()).collect(),
            formats: shapes.iter().filter_map(|it| it.format.as_deref()).collect(),
            contents: shapes
                .iter()
                .map(|it| (it.encoding.as_deref(), it.media.as_deref()))
                .filter(|it| it.0.is_some() || it.1.is_some())
                .collect(),
        }
    }

    /// Whether a point in time is meant.
    pub fn is_time(&self, name: &str) -> bool {
        let times = ["date-time", "date", "time"];
        self.formats.iter().any(|format| times.contains(format))
            || self.formats.is_empty() && self.patterns.is_empty() && words::is_time(name)
    }

    /// Texts that may do, the best first. `end` asks for the shortest (0) or the longest (1).
    pub fn texts(&self, shapes: &Shapes<'_>, name: &str, turn: usize, hour: usize, end: Option<usize>) -> Vec<String> {
        if self.least > self.most || self.least > LONGEST {
            return Vec::new();
        }
        let (least, most) = match end {
            Some(0) => (self.least, self.least),
            // Nobody reads a sample that is longer.
            Some(_) if self.most > if self.patterns.is_empty() { SHOWN } else { SHOWN / 8 } => return Vec::new(),
            Some(_) => (self.most, self.most),
            None => (self.least, self.most),
        };
        let mut found = Vec::new();
        let word = words::words(name).replace(' ', "");
        let guess = Guess { word: &word, least, most, turn };
        // Where nothing else has a say the first will do.
        let wanted = if self.patterns.len() + self.formats.len() > 1 { 60 } else { 4 };
        // Of several texts each ends in a letter of its own, where the pattern has room for one.
        let letter = char::from_u32('a' as u32 + (turn % 26) as u32).unwrap_or('a');
        let lettered = format!("{word}{letter}");
        let own = |text: &String| turn > 0 && turn < 26 && text.to_lowercase().contains(&lettered);
        let several = Guess { word: &lettered, turn: 0, ..guess };
        for (encoding, media) in &self.contents {
            found.extend(contents(*encoding, *media));
        }
        for format in &self.formats {
            found.extend(formats::texts(format, name, turn, hour));
            if let Some(own) = shapes.own_format(format) {
                found.extend(own.guesses(guess, wanted));
            }
        }
        for pattern in &self.patterns {
            if turn > 0 {
                found.extend(pattern.guesses(several, 2).into_iter().filter(own));
            }
            found.extend(pattern.guesses(guess, wanted));
        }
        let named = words::texts(name, turn, hour);
        // What is long enough as it is comes before what is made so.
        found.extend(named.iter().cloned());
        found.extend(named.iter().map(|text| fitted(text, least, most)));
        if !self.formats.is_empty() && least > 0 {
            found.extend(longer(&self.formats, least));
        }
        let fits = |text: &String| {
            let length = text.chars().count();
            length >= least && length <= most && self.patterns.iter().all(|pattern| pattern.matches(text))
        };
        found.retain(fits);
        if found.is_empty() && self.patterns.len() > 1 {
            found.extend(self.in_common(least, most));
        }
        found
    }

    /// The shortest text that all of the patterns match: their automata read it side by side, and those that have none are asked afterwards.
    fn in_common(&self, least: usize, most: usize) -> Option<String> {
        let languages: Vec<Language> =
            self.patterns.iter().filter_map(|pattern| Language::new(&pattern.written)).collect();
        let max = (most < usize::MAX).then_some(most);
        let wanted = pattern::Wanted { matched: languages.iter().collect(), min: least, max, ..Default::default() };
        let mut takes = |text: &str| self.patterns.iter().all(|pattern| pattern.matches(text));
        match shortest(&wanted, &mut { STEPS }, WAYS, &mut takes) {
            Texts::Found(text) => Some(text),
            Texts::None | Texts::GaveUp => None,
        }
    }
}

/// The text cut or repeated so that it is as long as it has to be.
fn fitted(text: &str, least: usize, most: usize) -> String {
    let length = text.chars().count();
    if length > most {
        let cut: String = text.chars().take(most).collect();
        let trimmed = cut.trim_end();
        return if trimmed.chars().count() >= least { trimmed.to_owned() } else { format!("{}x", cut.trim_end()) };
    }
    if length >= least {
        return text.to_owned();
    }
    let spaced = format!("{text} ");
    let mut long: String = spaced.chars().cycle().take(least).collect();
    if long.ends_with(' ') {
        long.pop();
        long.push('.');
    }
    long
}

/// What an encoding and a media type ask for.
fn contents(encoding: Option<&str>, media: Option<&str>) -> Option<String> {
    let is_json = media.is_some_and(|media| media.contains("json"));
    let text = match encoding {
        Some("base64") if is_json => "e30=",
        Some("base64") => "aGVsbG8=",
        Some("base16") => "68656c6c6f",
        Some("base32") => "NBSWY3DP",
        _ if is_json => "{}",
        _ => return None,
    };
    Some(text.to_owned())
}

/// Texts of some formats that are long.
pub fn longer(formats: &[&str], least: usize) -> Vec<String> {
    let fill = |count: usize| "x".repeat(count);
    let missing = |text: &str| least.saturating_sub(text.len());
    let made = formats.iter().filter_map(|format| match *format {
        "uri" | "url" | "iri" | "uri-reference" | "iri-reference" | "uri-template" => {
            let base = "https://example.com/";
            Some(format!("{base}{}", fill(missing(base))))
        }
        "json-pointer" => Some(format!("/{}", fill(least.saturating_sub(1)))),
        "email" | "idn-email" => {
            let base = "@example.com";
            Some(format!("{}{base}", fill(missing(base).clamp(1, 64))))
        }
        "hostname" | "idn-hostname" => Some(fill(least.min(60))),
        "date-time" => Some(format!("2025-01-14T09:30:00.{}Z", "0".repeat(least.saturating_sub(21).max(1)))),
        "regex" => Some(fill(least)),
        _ => None,
    });
    made.collect()
}

//! Texts of a length that match some patterns and have some formats, and no others.

use std::rc::Rc;

use serde_json::Value;

use super::super::texts::{implies, samples, shape};
use super::state::Text;
use super::{Goal, Outcome, Solver};
use crate::pattern::{Language, Texts, Wanted, shortest};

/// How many steps automata may take for one text, and from which length on texts are not searched letter by letter.
const STEPS: usize = 60_000;
const LONG: u64 = 300;

/// The longest text that is made.
const LONGEST: u64 = 100_000;

/// A text that hardly any format takes.
const ODD: &str = "[{ %";

impl Solver<'_> {
    /// A text.
    pub fn text(&self, goal: &Goal, said: &Text, not: &[Value]) -> Outcome {
        let mut unsure = false;
        let found = self.a_text(
            said,
            &mut |text| {
                let value = Value::from(text);
                if not.contains(&value) {
                    return false;
                }
                let does = matches!(self.tried(goal, value, ""), Outcome::Found(_));
                unsure |= !does;
                does
            },
            not.len(),
        );
        match found {
            Outcome::None if unsure => Outcome::open("which texts are left could not be told"),
            other => other,
        }
    }

    /// The shortest text that is as was said and is taken; `excluded` says how many may be refused for being one of a list.
    pub fn a_text(&self, said: &Text, takes: &mut dyn FnMut(&str) -> bool, excluded: usize) -> Outcome {
        let checked = |format: &&String| self.lexicon.is_checked(format);
        let formats: Vec<&String> = said.formats.iter().filter(checked).collect();
        for not in &said.not_formats {
            if !self.by_formats || !self.lexicon.is_checked(not) || formats.iter().any(|format| implies(format, not)) {
                return Outcome::None;
            }
        }
        // Draft-07 leaves it to validators whether contents count.
        if let Some(content) = said.not_formats.iter().find(|not| not.contains('=')) {
            return Outcome::open(format!("not every validator holds texts against `{content}`"));
        }
        let mut has_formats = |text: &str, unsure: &mut bool| {
            let has = |format: &String| self.lexicon.has_format(format, text);
            let fits = formats.iter().all(|it| has(it) == Some(true));
            let fits = fits && said.not_formats.iter().all(|it| has(it) == Some(false));
            *unsure |= !fits;
            fits && takes(text)
        };
        let mut unsure = false;
        let listed = formats.iter().flat_map(|format| samples(format)).copied();
        let odd = said.not_formats.iter().flat_map(|_| [ODD, "", "a"]);
        for text in listed.chain(odd).filter(|text| self.is_as_said(said, text)) {
            if has_formats(text, &mut unsure) {
                return Outcome::Found(text.into());
            }
        }
        if said.min > LONG && said.matched.is_empty() && said.min <= LONGEST {
            let signs =
                ["a", "b", "c"].into_iter().map(|sign| sign.repeat(usize::try_from(said.min).unwrap_or_default()));
            for text in signs.filter(|text| self.is_as_said(said, text)) {
                if has_formats(&text, &mut unsure) {
                    return Outcome::Found(text.into());
                }
            }
        }
        let language = |pattern: &str| self.lexicon.language(pattern);
        let shapes = formats.iter().filter_map(|format| shape(format));
        let matched = said.matched.iter().map(String::as_str).chain(shapes);
        let matched: Vec<Option<Rc<Language>>> = matched.map(language).collect();
        let unmatched: Vec<Option<Rc<Language>>> = said.unmatched.iter().map(|it| language(it)).collect();
        // What no automaton reads is asked afterwards.
        unsure |= matched.iter().chain(&unmatched).any(Option::is_none);
        let any_length = Wanted {
            matched: matched.iter().filter_map(Option::as_deref).collect(),
            unmatched: unmatched.iter().filter_map(Option::as_deref).collect(),
            min: 0,
            max: None,
            excluded,
        };
        let ways = excluded + if unsure || !formats.is_empty() { 20 } else { 1 };
        let (mut outside, mut has_any) = (false, false);
        let mut as_wanted = |text: &str, outside: &mut bool| {
            let is_as_said = self.is_as_said(said, text);
            *outside |= !is_as_said;
            is_as_said && has_formats(text, outside)
        };
        // Lengths multiply what automata can reach, and mostly don't matter.
        let is_free = excluded > 0 && any_length.matched.is_empty() && any_length.unmatched.is_empty();
        let first = self.shortest(&any_length, STEPS, if is_free { ways + 26 } else { ways }, &mut |text| {
            has_any = true;
            as_wanted(text, &mut outside)
        });
        let wanted = Wanted {
            min: usize::try_from(said.min).unwrap_or(usize::MAX),
            max: said.max.and_then(|max| usize::try_from(max).ok()),
            ..any_length
        };
        let texts = match first {
            Texts::Found(text) => Texts::Found(text),
            Texts::None if !has_any => Texts::None,
            first if wanted.min == 0 && wanted.max.is_none() => first,
            _ => {
                outside = false;
                self.shortest(&wanted, 2 * STEPS, ways, &mut |text| as_wanted(text, &mut outside))
            }
        };
        match texts {
            Texts::Found(text) => Outcome::Found(text.into()),
            Texts::None if !outside || !has_any => Outcome::None,
            Texts::None if said.formats.is_empty() && said.not_formats.is_empty() => {
                Outcome::open("a pattern that looks around could not be told apart from another")
            }
            Texts::None => Outcome::open(format!("whether all texts of a format fit: {}", named(said))),
            Texts::GaveUp => Outcome::open("comparing patterns takes too many steps"),
        }
    }

    /// The shortest text, in so many steps of those that are left; where several automata read, each takes its own.
    fn shortest(&self, wanted: &Wanted<'_>, most: usize, ways: usize, takes: &mut dyn FnMut(&str) -> bool) -> Texts {
        let steps = &self.lexicon.steps;
        let automata = 1 + (wanted.matched.len() + wanted.unmatched.len()) as u64;
        let before = most.min(usize::try_from(steps.left() / automata).unwrap_or(most));
        let mut left = before;
        let found = shortest(wanted, &mut left, ways, takes);
        steps.take((before - left) as u64 * automata);
        found
    }

    /// Whether a text has the length, and matches what it should.
    fn is_as_said(&self, said: &Text, text: &str) -> bool {
        let length = text.chars().count() as u64;
        let matches = |pattern: &String| self.lexicon.matches(pattern, text);
        length >= said.min
            && said.max.is_none_or(|max| length <= max)
            && said.matched.iter().all(|pattern| matches(pattern) == Some(true))
            && said.unmatched.iter().all(|pattern| matches(pattern) == Some(false))
    }
}

fn named(said: &Text) -> String {
    let names = said.formats.iter().chain(&said.not_formats).map(|format| format!("`{format}`"));
    crate::words::listed(names)
}

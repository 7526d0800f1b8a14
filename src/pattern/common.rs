//! A text that several patterns match, found by walking their automata side by side.

use std::collections::{HashSet, VecDeque};

use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::util::start::Config;
use regex_automata::{Anchored, util::syntax};

use super::guess::Guess;
use super::{Pattern, translated};

/// The letters that texts are made of.
const LETTERS: &str =
    "abcdefghijklmnopqrstuvwxyz0123456789-_. /:@ABCDEFGHIJKLMNOPQRSTUVWXYZ#+,;!?%&*()[]{}<>=~^$'\"|\\";

/// The shortest text that all match, by at most so many states; patterns with what looks around are asked afterwards.
pub fn shortest(patterns: &[&str], guess: Guess<'_>, states: usize) -> Option<String> {
    let compiled: Vec<Pattern> = patterns.iter().filter_map(|pattern| Pattern::new(pattern).ok()).collect();
    let mut automata: Vec<(DFA, Cache)> = Vec::new();
    for pattern in patterns {
        let built = DFA::builder().syntax(syntax::Config::new().unicode(true)).build(&translated(pattern).ok()?);
        if let Ok(dfa) = built {
            let cache = dfa.create_cache();
            automata.push((dfa, cache));
        }
    }
    let letters: Vec<char> = guess.word.chars().filter(char::is_ascii).chain(LETTERS.chars()).collect();
    let mut first = Vec::new();
    for (dfa, cache) in &mut automata {
        first.push(dfa.start_state(cache, &Config::new().anchored(Anchored::No)).ok()?);
    }
    let mut known: HashSet<(Vec<LazyStateID>, usize)> = HashSet::new();
    let mut open: VecDeque<(Vec<LazyStateID>, String)> = VecDeque::from([(first, String::new())]);
    while let Some((at, text)) = open.pop_front() {
        let length = text.len();
        if length >= guess.least
            && is_end(&mut automata, &at)
            && compiled.iter().all(|one| one.matches(&text).unwrap_or(false))
        {
            return Some(text);
        }
        if length >= guess.most || known.len() > states {
            continue;
        }
        for letter in &letters {
            let Some(next) = step(&mut automata, &at, *letter as u8) else { continue };
            if known.insert((next.clone(), (length + 1).min(guess.least))) {
                open.push_back((next, format!("{text}{letter}")));
            }
        }
    }
    None
}

/// The states behind one letter; `None` where one of them leads nowhere.
fn step(automata: &mut [(DFA, Cache)], at: &[LazyStateID], letter: u8) -> Option<Vec<LazyStateID>> {
    let pairs = automata.iter_mut().zip(at);
    let next = pairs.map(|((dfa, cache), state)| {
        // What has matched goes on matching, whatever follows.
        if state.is_match() {
            return Some(*state);
        }
        let next = dfa.next_state(cache, *state, letter).ok()?;
        (!next.is_dead() && !next.is_quit()).then_some(next)
    });
    next.collect()
}

/// Whether all match where the text ends here.
fn is_end(automata: &mut [(DFA, Cache)], at: &[LazyStateID]) -> bool {
    automata.iter_mut().zip(at).all(|((dfa, cache), state)| {
        state.is_match() || dfa.next_eoi_state(cache, *state).is_ok_and(|end| end.is_match())
    })
}

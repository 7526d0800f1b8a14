//! Texts that some patterns match and others do not: the shortest of them, or the proof that there is none. The automata of all patterns read
//! the same text side by side, together with one that knows UTF-8; what they can reach is searched breadth first.

use std::collections::{HashMap, VecDeque};

use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::{Cache, Config, DFA};
use regex_automata::nfa::thompson;
use regex_automata::{Anchored, Input};

use super::translated;

/// How many bytes the automaton of a pattern may take, and its states while it is read.
const SIZE: usize = 1 << 20;
const STATES: usize = 2 << 20;

/// The texts in which a pattern of ECMA-262 matches somewhere.
#[derive(Debug)]
pub struct Language {
    dfa: DFA,
}

impl Language {
    /// The language of a pattern; `None` where it looks around, refers back, is too large or is no pattern.
    pub fn new(pattern: &str) -> Option<Language> {
        let size = thompson::Config::new().nfa_size_limit(Some(SIZE));
        let nfa = thompson::Compiler::new().configure(size).build(&translated(pattern).ok()?).ok()?;
        // Its states keep their numbers, since it is never begun anew.
        let config = Config::new().cache_capacity(STATES).skip_cache_capacity_check(true);
        let config = config.minimum_cache_clear_count(Some(0));
        Some(Language { dfa: DFA::builder().configure(config).build_from_nfa(nfa).ok()? })
    }
}

/// What a text has to be like.
#[derive(Clone, Default)]
pub struct Wanted<'a> {
    pub matched: Vec<&'a Language>,
    pub unmatched: Vec<&'a Language>,
    /// Its length in characters.
    pub min: usize,
    pub max: Option<usize>,
    /// How many texts are not taken though they are all of this.
    pub excluded: usize,
}

/// What came out.
#[derive(Debug, PartialEq, Eq)]
pub enum Texts {
    Found(String),
    /// There is no such text.
    None,
    /// It would take too many steps to say, or an automaton of too many states.
    GaveUp,
}

/// How far one automaton has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum At {
    Reading(LazyStateID),
    Matched,
    /// It can't match any more.
    Dead,
}

/// All of them after the same text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    at: Vec<At>,
    /// What UTF-8 expects next.
    expects: Expects,
    length: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Expects {
    Start,
    /// So many bytes that continue, the first of which lies between two.
    More(u8, u8, u8),
}

impl Expects {
    fn after(self, byte: u8) -> Option<Expects> {
        Some(match (self, byte) {
            (Expects::Start, 0..=0x7f) => Expects::Start,
            (Expects::Start, 0xc2..=0xdf) => Expects::More(1, 0x80, 0xbf),
            (Expects::Start, 0xe0) => Expects::More(2, 0xa0, 0xbf),
            (Expects::Start, 0xed) => Expects::More(2, 0x80, 0x9f),
            (Expects::Start, 0xe1..=0xef) => Expects::More(2, 0x80, 0xbf),
            (Expects::Start, 0xf0) => Expects::More(3, 0x90, 0xbf),
            (Expects::Start, 0xf1..=0xf3) => Expects::More(3, 0x80, 0xbf),
            (Expects::Start, 0xf4) => Expects::More(3, 0x80, 0x8f),
            (Expects::Start, _) => return None,
            (Expects::More(left, low, high), _) if (low..=high).contains(&byte) => match left {
                1 => Expects::Start,
                _ => Expects::More(left - 1, 0x80, 0xbf),
            },
            (Expects::More(..), _) => return None,
        })
    }
}

/// Bytes in the order in which people like to read them.
fn preferred() -> impl Iterator<Item = u8> {
    let others = (0x20..0x7f).filter(|byte: &u8| !byte.is_ascii_alphanumeric());
    (b'a'..=b'z').chain(b'0'..=b'9').chain(b'A'..=b'Z').chain(others).chain(0x80..=0xff).chain(0..0x20).chain([0x7f])
}

/// Which bytes UTF-8 tells apart.
fn group(byte: u8) -> u8 {
    let starts = [0x80, 0x90, 0xa0, 0xc0, 0xc2, 0xe0, 0xe1, 0xed, 0xee, 0xf0, 0xf1, 0xf4, 0xf5];
    starts.iter().filter(|start| byte >= **start).count() as u8
}

/// A number for each byte: those of one number neither UTF-8 nor an automaton tells apart.
fn kinds(dfas: &[&DFA]) -> [u8; 256] {
    let mut kinds = [0; 256];
    for byte in 0..=u8::MAX {
        kinds[usize::from(byte)] = group(byte);
    }
    for dfa in dfas {
        let mut known: Vec<(u8, u8)> = Vec::new();
        for byte in 0..=u8::MAX {
            let kind = &mut kinds[usize::from(byte)];
            let told = (*kind, dfa.byte_classes().get(byte));
            // Neighbours are mostly of one kind. There are no more kinds than bytes.
            let number = known.iter().rposition(|other| *other == told).unwrap_or(known.len());
            if number == known.len() {
                known.push(told);
            }
            *kind = number as u8;
        }
    }
    kinds
}

struct Automata<'a> {
    dfas: Vec<&'a DFA>,
    caches: Vec<Cache>,
    /// How many of them have to match; the rest must not.
    matched: usize,
    /// One byte for all that no automaton tells apart, or as many more as texts are not taken.
    bytes: Vec<u8>,
}

impl<'a> Automata<'a> {
    fn new(wanted: &Wanted<'a>) -> Automata<'a> {
        let dfas: Vec<&DFA> = wanted.matched.iter().chain(&wanted.unmatched).map(|language| &language.dfa).collect();
        let caches = dfas.iter().map(|dfa| dfa.create_cache()).collect();
        let kinds = kinds(&dfas);
        let mut known = [0_usize; 256];
        // Where no pattern is asked, `b` is another text as well.
        let is_free = dfas.is_empty();
        // Where some texts are not taken, there have to be others that differ from them in one sign alone.
        let mut is_new = |byte: u8| {
            let times = &mut known[usize::from(kinds[usize::from(byte)])];
            *times += 1;
            *times <= wanted.excluded + 1
        };
        let bytes = preferred().filter(|byte| is_new(*byte) || (is_free && byte.is_ascii_lowercase()));
        let bytes = bytes.collect();
        Automata { dfas, caches, matched: wanted.matched.len(), bytes }
    }

    fn start(&mut self) -> Option<Vec<At>> {
        let input = Input::new("").anchored(Anchored::No);
        let pairs = self.dfas.iter().zip(&mut self.caches);
        pairs.map(|(dfa, cache)| Some(At::Reading(dfa.start_state_forward(cache, &input).ok()?))).collect()
    }

    /// Where all are after one more byte; the inner `None` where no text that goes on so is wanted.
    fn after(&mut self, at: &[At], byte: u8) -> Option<Option<Vec<At>>> {
        let mut next = Vec::with_capacity(at.len());
        for (number, ((at, dfa), cache)) in at.iter().zip(&self.dfas).zip(&mut self.caches).enumerate() {
            let new = match at {
                At::Reading(id) => settled(dfa.next_state(cache, *id, byte).ok()?)?,
                settled => *settled,
            };
            if (number < self.matched && new == At::Dead) || (number >= self.matched && new == At::Matched) {
                return Some(None);
            }
            next.push(new);
        }
        Some(Some(next))
    }

    /// Whether a text that ends here is wanted.
    fn accept(&mut self, at: &[At]) -> Option<bool> {
        for (number, ((at, dfa), cache)) in at.iter().zip(&self.dfas).zip(&mut self.caches).enumerate() {
            let is_matched = match at {
                At::Reading(id) => dfa.next_eoi_state(cache, *id).ok()?.is_match(),
                At::Matched => true,
                At::Dead => false,
            };
            if is_matched != (number < self.matched) {
                return Some(false);
            }
        }
        Some(true)
    }
}

fn settled(id: LazyStateID) -> Option<At> {
    if id.is_match() {
        Some(At::Matched)
    } else if id.is_dead() {
        Some(At::Dead)
    } else {
        (!id.is_quit()).then_some(At::Reading(id))
    }
}

/// The shortest text that is wanted and taken; it takes of the steps that are left. Of texts that go on in the same way only so many are looked at: one more
/// than are not taken is enough to miss none.
pub fn shortest(wanted: &Wanted<'_>, left: &mut usize, ways: usize, takes: &mut dyn FnMut(&str) -> bool) -> Texts {
    search(wanted, left, ways, takes).unwrap_or(Texts::GaveUp)
}

fn search(wanted: &Wanted<'_>, left: &mut usize, ways: usize, takes: &mut dyn FnMut(&str) -> bool) -> Option<Texts> {
    if wanted.max.is_some_and(|max| max < wanted.min) {
        return Some(Texts::None);
    }
    let mut automata = Automata::new(wanted);
    // A length counts as far as it matters.
    let counts_to = wanted.max.map_or(wanted.min, |max| max.saturating_add(1));
    let start = State { at: automata.start()?, expects: Expects::Start, length: 0 };
    let mut known: HashMap<State, usize> = HashMap::from([(start.clone(), 1)]);
    // Each text as the one that it goes on from and a byte.
    let mut texts: Vec<(usize, u8)> = vec![(0, 0)];
    let mut open = VecDeque::from([(start, 0_usize)]);
    while let Some((state, number)) = open.pop_front() {
        if state.expects == Expects::Start && state.length >= wanted.min && automata.accept(&state.at)? {
            let text = written(&texts, number)?;
            if takes(&text) {
                return Some(Texts::Found(text));
            }
        }
        for index in 0..automata.bytes.len() {
            let byte = automata.bytes.get(index).copied()?;
            let Some(expects) = state.expects.after(byte) else { continue };
            *left = left.checked_sub(1)?;
            let length = (state.length + usize::from(state.expects == Expects::Start)).min(counts_to);
            if wanted.max.is_some_and(|max| length > max) {
                continue;
            }
            let Some(at) = automata.after(&state.at, byte)? else { continue };
            let next = State { at, expects, length };
            let times = known.entry(next.clone()).or_insert(0);
            if *times < ways {
                *times += 1;
                texts.push((number, byte));
                open.push_back((next, texts.len() - 1));
            }
        }
    }
    Some(Texts::None)
}

fn written(texts: &[(usize, u8)], mut number: usize) -> Option<String> {
    let mut bytes = Vec::new();
    while number != 0 {
        let (before, byte) = texts.get(number)?;
        bytes.push(*byte);
        number = *before;
    }
    bytes.reverse();
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(matched: &[&str], unmatched: &[&str], min: usize, max: Option<usize>) -> Texts {
        let read = |patterns: &[&str]| -> Vec<Language> {
            patterns.iter().map(|pattern| Language::new(pattern).expect("a language")).collect()
        };
        let (matched, unmatched) = (read(matched), read(unmatched));
        let wanted =
            Wanted { matched: matched.iter().collect(), unmatched: unmatched.iter().collect(), min, max, excluded: 0 };
        shortest(&wanted, &mut 100_000, 1, &mut |_| true)
    }

    fn found(text: &str) -> Texts {
        Texts::Found(text.to_owned())
    }

    #[test]
    fn the_shortest_text_that_tells_two_patterns_apart() {
        assert_eq!(find(&["^[a-z]+$"], &["^[a-y]+$"], 0, None), found("z"));
        assert_eq!(find(&["^(ab)*$"], &["^(ab){0,3}$"], 0, None), found("abababab"));
        assert_eq!(find(&["^(ab)*$"], &["^(ab){0,3}$"], 0, Some(5)), Texts::None);
        assert_eq!(find(&["^a"], &["^a*"], 0, None), Texts::None);
        assert_eq!(find(&["b.*b"], &["^ba+b$"], 0, None), found("bb"));
        assert_eq!(find(&[], &["."], 0, None), found(""));
        assert_eq!(find(&[], &["^[ -~]*$"], 1, None), found("\0"));
        assert_eq!(find(&["^.$"], &["^[^é]$"], 0, None), found("é"));
    }

    #[test]
    fn what_looks_around_has_no_language() {
        assert!(Language::new("^(?!x)").is_none());
    }

    #[test]
    fn texts_that_differ_in_a_letter_alone_are_told_from_those_that_are_not_taken() {
        let language = [Language::new("^[A-Z]{3}$").unwrap()];
        let find = |not: &[&str]| {
            let wanted = Wanted { matched: language.iter().collect(), excluded: not.len(), ..Wanted::default() };
            shortest(&wanted, &mut 10_000, not.len() + 1, &mut |text| !not.contains(&text))
        };
        let mut not: Vec<String> = Vec::new();
        for _ in 0..8 {
            let Texts::Found(text) = find(&not.iter().map(String::as_str).collect::<Vec<_>>()) else {
                panic!("there are more than {not:?}");
            };
            not.push(text);
        }
    }
}

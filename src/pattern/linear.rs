//! What a pattern that never goes back takes for a text. Its engine builds an automaton while it reads, and each byte takes one step, as
//! long as few states of it are met; of a pattern that counts what may begin anywhere there are too many, and each byte then takes as many
//! steps as the pattern has states.

use std::sync::{Mutex, OnceLock, PoisonError};

use regex_automata::hybrid::dfa::{Cache, Config, DFA};
use regex_automata::nfa::thompson;
use regex_automata::{Anchored, Input};

use super::translated;

/// How many steps of a pattern are not worth a closer look.
const FEW: u64 = 10_000;

/// How many states are so many that they are worth counting.
const MANY: u64 = 500;

/// How many bytes of the pattern's states may be: the bound of the engine that patterns are compiled for.
const SIZE: usize = 10 << 20;

/// How often the automaton may be begun anew, and how many bytes each of its states has to read until then: the bounds after which the
/// engine gives up as well.
const TIMES: usize = 3;
const BYTES: usize = 10;

/// A pattern of ECMA-262 as engines read it that never go back; `None` where it looks around, refers back or can't be read.
pub fn linear(pattern: &str) -> Option<String> {
    translated(pattern).ok().filter(|text| regex_automata::util::syntax::parse(text).is_ok())
}

/// A pattern as what it takes.
#[derive(Debug)]
pub struct Linear {
    pattern: String,
    at_most: u64,
    automaton: OnceLock<Read>,
}

/// What a pattern is read as.
#[derive(Debug)]
enum Read {
    Automaton(Box<Automaton>),
    /// Its states are more than the engine takes.
    TooLarge,
    /// It looks around or refers back: its engine counts the steps of each match, and gives up after so many.
    GoesBack,
}

#[derive(Debug)]
struct Automaton {
    states: u64,
    dfa: DFA,
    cache: Mutex<Cache>,
}

impl Linear {
    /// What a pattern of ECMA-262 takes, whatever it is: what can't be read is measured by its length.
    pub fn new(pattern: &str) -> Linear {
        let pattern = translated(pattern).unwrap_or_else(|_| pattern.to_owned());
        let guess = at_most(&pattern);
        let automaton = OnceLock::new();
        // The guess takes all counts for nested, of which most stand one after the other.
        let at_most = match guess {
            0..=MANY => guess,
            _ => match automaton.get_or_init(|| Read::of(&pattern)) {
                Read::Automaton(automaton) => automaton.states,
                Read::TooLarge => guess,
                Read::GoesBack => 1,
            },
        };
        Linear { pattern, at_most, automaton }
    }

    /// How many steps each byte of a text may take at most.
    pub fn at_most(&self) -> u64 {
        self.at_most
    }

    /// How many steps a text takes.
    pub fn steps(&self, text: &str) -> u64 {
        let bytes = text.len() as u64;
        let at_most = self.at_most.saturating_mul(bytes);
        if at_most <= FEW {
            return at_most.min(bytes);
        }
        let automaton = match self.automaton.get_or_init(|| Read::of(&self.pattern)) {
            Read::Automaton(automaton) => automaton,
            Read::TooLarge => return at_most,
            Read::GoesBack => return bytes,
        };
        let mut cache = automaton.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let input = Input::new(text).anchored(Anchored::No).earliest(true);
        match automaton.dfa.try_search_fwd(&mut cache, &input) {
            Ok(_) => bytes,
            Err(_) => automaton.states.saturating_mul(bytes),
        }
    }
}

impl Read {
    fn of(pattern: &str) -> Read {
        let size = thompson::Config::new().nfa_size_limit(Some(SIZE));
        let nfa = match thompson::Compiler::new().configure(size).build(pattern) {
            Ok(nfa) => nfa,
            Err(error) if error.size_limit().is_some() => return Read::TooLarge,
            Err(_) => return Read::GoesBack,
        };
        let config = Config::new().minimum_cache_clear_count(Some(TIMES)).minimum_bytes_per_state(Some(BYTES));
        let config = config.skip_cache_capacity_check(true).unicode_word_boundary(true);
        let states = nfa.states().len() as u64;
        let Ok(dfa) = DFA::builder().configure(config).build_from_nfa(nfa) else { return Read::TooLarge };
        let cache = Mutex::new(dfa.create_cache());
        Read::Automaton(Box::new(Automaton { states, dfa, cache }))
    }
}

/// How many states a pattern of this text has at most: a class may have hundreds, and what is counted stands as often as it may be there.
fn at_most(pattern: &str) -> u64 {
    let bytes = pattern.bytes().map(|byte| if byte == b'.' || byte == b'^' { 10 } else { 1 }).sum::<u64>();
    let classes = pattern.match_indices("\\p").chain(pattern.match_indices("\\P")).count() as u64;
    let counts = pattern.match_indices('{').filter_map(|(at, _)| {
        // A character by its number, or a class by its name, is no count.
        let is_name = ["\\x", "\\u", "\\p", "\\P"].iter().any(|escape| pattern[..at].ends_with(escape));
        let (count, _) = pattern[at + 1..].split_once('}').filter(|_| !is_name)?;
        count.rsplit(',').find_map(|end| end.parse::<u64>().ok())
    });
    counts.fold(bytes + 700 * classes, |states, count| states.saturating_mul(count.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(pattern: &str, text: &str) -> u64 {
        Linear::new(pattern).steps(text)
    }

    #[test]
    fn a_step_for_each_byte_unless_the_states_are_too_many() {
        let text: String =
            (0_u32..200_000).map(|at| if at.wrapping_mul(2_654_435_761) >> 31 == 0 { 'a' } else { 'b' }).collect();
        assert_eq!(steps("^[a-z]{3,64}$", "abcdef"), 6);
        let id = Linear::new("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$");
        assert!(id.at_most() < 500, "counts that stand one after the other: {}", id.at_most());
        assert_eq!(steps("^(?:[A-Za-z0-9+/]{4})*$", &text), 200_000, "encoded data of any length");
        assert_eq!(steps("^.{0,10000}$", &text), 200_000, "what is counted from the start");
        assert_eq!(steps("^(?=.*\\d)(?=.*[a-z]).{4,}$", "ab12"), 4, "what goes back is counted by its engine");
        assert_eq!(steps("^(?=.{8,64}$)(?:[a-z]{1,1000}-)*[a-z]+$", &text), 200_000, "however it counts");
        assert!(steps("a[ab]{3000}[c-z]", &text) > 3_000 * 200_000, "what is counted from anywhere");
        assert!(steps("^(?:[ab]*a){3}[ab]{2000}c", &text) > 2_000 * 200_000, "and after what may be of any length");
    }
}

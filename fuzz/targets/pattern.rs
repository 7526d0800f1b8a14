//! Patterns: a text that an automaton finds is matched by the engine, whose answer costs no more than it may.

use schemabook::pattern::{Guess, Guesser, Language, Pattern, Texts, Wanted, shortest};

pub fn run(input: (&str, &str)) {
    let (text, other) = input;
    let Ok(pattern) = Pattern::new(text) else { return };
    let _ = pattern.matches(other);
    if let Some(guesser) = Guesser::new(text) {
        for guess in guesser.guesses(Guess { word: "word", least: 0, most: 40, turn: 0 }, 4) {
            assert_eq!(pattern.matches(&guess).ok(), Some(true), "`{text}` does not match {guess:?}");
        }
    }
    let Some(language) = Language::new(text) else { return };
    let matched = Wanted { matched: vec![&language], ..Wanted::default() };
    if let Texts::Found(found) = shortest(&matched, &mut 20_000, 1, &mut |_| true) {
        assert_ne!(pattern.matches(&found).ok(), Some(false), "`{text}` does not match {found:?}");
    }
    let unmatched = Wanted { unmatched: vec![&language], ..Wanted::default() };
    if let Texts::Found(found) = shortest(&unmatched, &mut 20_000, 1, &mut |_| true) {
        assert_ne!(pattern.matches(&found).ok(), Some(true), "`{text}` matches {found:?}");
    }
}

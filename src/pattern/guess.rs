//! Texts that a pattern matches, as people would write them: the tree of the pattern is walked, and letters come from a word.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::ecmascript::relaxed;
use super::{Pattern, translated};

/// What a text is to be like.
#[derive(Clone, Copy, Debug)]
pub struct Guess<'a> {
    /// Where its letters come from.
    pub word: &'a str,
    /// How many characters it has at least and at most.
    pub least: usize,
    pub most: usize,
    /// Which of many texts: each number gives another, where there are others.
    pub turn: usize,
}

/// How many times what repeats without a bound is repeated, for the eye.
const COMFORT: usize = 5;

/// How long a guess may be, in characters.
const LONGEST: usize = 1 << 16;

/// From how many characters on few guesses are made.
const LONG: usize = 2_000;

/// How many alternatives of the pattern are tried.
const ALTERNATIVES: usize = 12;

/// A pattern with its tree, for who asks for many texts.
#[derive(Debug)]
pub struct Guesser {
    pattern: Pattern,
    tree: Hir,
    /// What its look-aheads ask for.
    asked: Vec<Hir>,
}

impl Guesser {
    /// `None` where the pattern can't be read.
    pub fn new(pattern: &str) -> Option<Guesser> {
        let compiled = Pattern::new(pattern).ok()?;
        let plain = translated(pattern).ok().and_then(|text| regex_syntax::parse(&text).ok());
        let (tree, asked) = match plain {
            Some(tree) => (tree, Vec::new()),
            None => {
                let (text, asked) = relaxed(pattern).ok()?;
                (regex_syntax::parse(&text).ok()?, asked)
            }
        };
        let asked = asked.iter().filter_map(|text| regex_syntax::parse(text).ok()).collect();
        Some(Guesser { pattern: compiled, tree, asked })
    }

    /// Whether the pattern matches a text.
    pub fn matches(&self, text: &str) -> bool {
        self.pattern.matches(text).unwrap_or(false)
    }

    /// So many texts that the pattern matches and that are as long as they have to be, or as many as were found.
    pub fn guesses(&self, guess: Guess<'_>, most: usize) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let alternatives = match guess.least {
            LONG.. => 1,
            _ if has_alternatives(&self.tree) => ALTERNATIVES,
            _ => 3,
        };
        for alternative in guess.turn..guess.turn + alternatives {
            for taste in [Taste::Word, Taste::Alphabet, Taste::Mixed] {
                for extra in [COMFORT, 0] {
                    for text in self.candidates(guess, taste, alternative, extra) {
                        let length = text.chars().count();
                        let is_long_enough = length >= guess.least && length <= guess.most;
                        if is_long_enough && !found.contains(&text) && self.matches(&text) {
                            found.push(text);
                        }
                    }
                    if found.len() >= most {
                        return found;
                    }
                }
            }
        }
        found
    }

    fn candidates(&self, guess: Guess<'_>, taste: Taste, alternative: usize, extra: usize) -> Vec<String> {
        let writer = || Writer {
            out: String::new(),
            word: guess.word,
            taste,
            alternative,
            count: guess.turn,
            extra,
            grow: 0,
            most: guess.most,
        };
        let mut found = Vec::new();
        let mut first = writer();
        first.write(&self.tree);
        let missing = guess.least.saturating_sub(first.out.chars().count());
        if missing > 0 && missing <= LONGEST {
            let mut grown = writer();
            grown.grow = missing;
            grown.write(&self.tree);
            let still = guess.least.saturating_sub(grown.out.chars().count());
            let filler: String = guess.word.chars().cycle().take(still).collect();
            found.push(format!("{}{filler}", grown.out));
            found.push(format!("{filler}{}", grown.out));
        }
        // What look-aheads ask for, before and behind.
        for hir in &self.asked {
            let mut ahead = writer();
            ahead.write(hir);
            found.push(format!("{}{}", ahead.out, first.out));
            found.push(ahead.out);
        }
        found.push(first.out);
        found
    }
}

fn has_alternatives(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Alternation(_) => true,
        HirKind::Concat(parts) => parts.iter().any(has_alternatives),
        HirKind::Repetition(one) => has_alternatives(&one.sub),
        HirKind::Capture(one) => has_alternatives(&one.sub),
        _ => false,
    }
}

/// Which character of a class is taken.
#[derive(Clone, Copy, PartialEq)]
enum Taste {
    /// The next of the word.
    Word,
    /// The next of the alphabet.
    Alphabet,
    /// One of each kind, in turns.
    Mixed,
}

struct Writer<'a> {
    out: String,
    word: &'a str,
    taste: Taste,
    alternative: usize,
    /// How many characters of classes were written.
    count: usize,
    extra: usize,
    /// How many characters are to be added where something repeats.
    grow: usize,
    most: usize,
}

impl Writer<'_> {
    /// The recursion is bounded by the depth that the parser of patterns allows.
    fn write(&mut self, hir: &Hir) {
        if self.out.len() > LONGEST {
            return;
        }
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => self.out.push_str(&String::from_utf8_lossy(&literal.0)),
            HirKind::Class(class) => {
                if let Some(letter) = self.letter(class) {
                    self.out.push(letter);
                }
                self.count += 1;
            }
            HirKind::Capture(capture) => self.write(&capture.sub),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.write(part)),
            HirKind::Alternation(parts) => {
                if let Some(part) = parts.get(self.alternative % parts.len().max(1)) {
                    self.write(part);
                }
            }
            HirKind::Repetition(repetition) => {
                let least = repetition.min as usize;
                let bound = repetition.max.map_or(usize::MAX, |most| most as usize);
                let is_class = matches!(repetition.sub.kind(), HirKind::Class(_));
                // What may be there once is left out, unless it is a letter more.
                let rest = match self.taste {
                    Taste::Word => self
                        .word
                        .chars()
                        .count()
                        .saturating_sub(self.count)
                        .saturating_sub(least)
                        .min(16)
                        .min(self.extra * 16),
                    _ => self.extra,
                };
                let comfort = if is_class && bound > least + 1 { rest } else { 0 };
                let mut times = 0;
                while times < bound && self.out.len() <= LONGEST {
                    let must = times < least;
                    let may = times < least + comfort && self.out.chars().count() < self.most.min(24);
                    if !must && !may && self.grow == 0 {
                        break;
                    }
                    let before = self.out.len();
                    self.write(&repetition.sub);
                    if !must && !may {
                        let added = self.out.get(before..).map_or(0, |added| added.chars().count());
                        self.grow = self.grow.saturating_sub(added.max(1));
                    }
                    times += 1;
                    if self.out.len() == before && !must {
                        break;
                    }
                }
            }
        }
    }

    fn letter(&self, class: &Class) -> Option<char> {
        let Class::Unicode(class) = class else { return None };
        let ranges = class.ranges();
        let has = |letter: char| ranges.iter().any(|range| range.start() <= letter && letter <= range.end());
        let nth = |letters: &str, at: usize| letters.chars().nth(at % letters.len().max(1));
        const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
        const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        const DIGITS: &str = "1234567890";
        const MARKS: &str = "-_.! @#$%&*";
        let kinds = match self.taste {
            Taste::Word => {
                let word = self.word.chars().nth(self.count % self.word.chars().count().max(1));
                let upper = word.map(|letter| letter.to_ascii_uppercase());
                if let Some(letter) = word.filter(|l| has(*l)).or(upper.filter(|l| has(*l))) {
                    return Some(letter);
                }
                [LOWER, UPPER, DIGITS, MARKS]
            }
            Taste::Alphabet => [UPPER, DIGITS, LOWER, MARKS],
            Taste::Mixed => match self.count % 4 {
                0 => [UPPER, LOWER, DIGITS, MARKS],
                1 => [LOWER, UPPER, DIGITS, MARKS],
                2 => [DIGITS, UPPER, LOWER, MARKS],
                _ => [MARKS, DIGITS, LOWER, UPPER],
            },
        };
        for letters in kinds {
            let next =
                (0..letters.len()).filter_map(|step| nth(letters, self.count + step)).find(|letter| has(*letter));
            if next.is_some() {
                return next;
            }
        }
        let printable = ranges.iter().find(|range| range.end() > '\u{20}');
        printable.or(ranges.first()).map(|range| {
            let is_plain = range.start() > '\u{20}';
            if is_plain || range.end() <= '\u{20}' { range.start() } else { '\u{21}'.max(range.start()) }
        })
    }
}

//! Writes a pattern in that part of ECMAScript's syntax which Rust's engines read in the same way, so that whoever translates it once more
//! changes nothing: no `.`, no class escapes, no names, no word boundaries.

use std::collections::HashMap;

use super::Unusable;
use super::parse::LONGEST;
use super::references::{Meaning, References, address};
use super::syntax::{Disjunction, Term, term_may_be_empty};

/// How long what is written may be: where the last turns of repetitions stand apart, each doubles what it repeats.
const LENGTH_LIMIT: usize = 1 << 20;

/// What matches where no character is.
const BEFORE_WORD: &str = "(?=[0-9A-Z_a-z])";
const NOT_BEFORE_WORD: &str = "(?![0-9A-Z_a-z])";
const AFTER_WORD: &str = "(?<=[0-9A-Z_a-z])";
const NOT_AFTER_WORD: &str = "(?<![0-9A-Z_a-z])";

/// Writes a pattern with its references; the error says that it gets too long.
pub fn write(body: &Disjunction, references: &References) -> Result<String, Unusable> {
    let mut writer = Writer { out: String::new(), references, groups: 0, numbers: HashMap::new(), behind: false };
    if references.meanings.values().flatten().any(|(_, meaning)| *meaning == Meaning::MaybeSet) {
        // jsonschema takes no question, `(?(1)…)`, but where it has seen a look-ahead before.
        writer.out.push_str("(?=)");
    }
    writer.disjunction(body);
    if writer.out.len() > LENGTH_LIMIT { Err(Unusable::too_large()) } else { Ok(writer.out) }
}

struct Writer<'r> {
    out: String,
    references: &'r References,
    /// How many groups are written.
    groups: usize,
    /// The number of each group as it was written last.
    numbers: HashMap<usize, usize>,
    /// Whether a look-behind is being written: there the engine goes wrong about groups that capture, so that it gets few.
    behind: bool,
}

impl Writer<'_> {
    /// The recursion is bounded by the depth that the parser allows.
    fn disjunction(&mut self, body: &Disjunction) {
        for (number, alternative) in body.iter().enumerate() {
            if number > 0 {
                self.out.push('|');
            }
            alternative.iter().for_each(|term| self.term(term));
        }
    }

    fn group(&mut self, opening: &str, body: &Disjunction) {
        self.out.push_str(opening);
        self.disjunction(body);
        self.out.push(')');
    }

    fn term(&mut self, term: &Term) {
        match term {
            Term::Start => self.out.push('^'),
            Term::LineStart => self.out.push_str(r"(?<![^\u{A}\u{D}\u{2028}\u{2029}])"),
            Term::End => self.out.push('$'),
            Term::LineEnd => self.out.push_str(r"(?![^\u{A}\u{D}\u{2028}\u{2029}])"),
            Term::Boundary { negated } => {
                let (next, no_next) =
                    if *negated { (NOT_BEFORE_WORD, BEFORE_WORD) } else { (BEFORE_WORD, NOT_BEFORE_WORD) };
                self.out.push_str(&format!("(?:{NOT_AFTER_WORD}{next}|{AFTER_WORD}{no_next})"));
            }
            Term::Look { behind, negated, body } => {
                let opening = match (behind, negated) {
                    (false, false) => "(?=",
                    (false, true) => "(?!",
                    (true, false) => "(?<=",
                    (true, true) => "(?<!",
                };
                let outer = self.behind;
                self.behind |= *behind;
                self.group(opening, body);
                self.behind = outer;
            }
            Term::Character(character) => self.character(*character),
            Term::Class(class) => class.write(&mut self.out),
            Term::Group { number: Some(number), body, .. } if !self.behind || self.references.mean(*number) => {
                self.groups += 1;
                self.numbers.insert(*number, self.groups);
                self.group("(", body);
            }
            Term::Group { ignore_case: Some(true), body, .. } => self.group("(?i:", body),
            Term::Group { ignore_case: Some(false), body, .. } => self.group("(?-i:", body),
            Term::Group { body, .. } => self.group("(?:", body),
            Term::Reference(_) => self.reference(term),
            Term::Repeat { body, least, most, lazy } => {
                let apart = self.references.last_apart.contains(&address(term));
                self.repeat(body, (*least, *most), *lazy, apart);
            }
        }
    }

    fn repeat(&mut self, body: &Term, (least, most): (u32, Option<u32>), lazy: bool, last_apart: bool) {
        if self.out.len() > LENGTH_LIMIT {
            return;
        }
        if self.only_looks(body) {
            // What only looks is no target for a quantifier of the engine. To ECMAScript a turn that matches nothing is none, unless it is
            // needed.
            self.out.push_str("(?:");
            self.term(body);
            self.out.push_str(if least == 0 { "|)" } else { ")" });
        } else if least == LONGEST && !term_may_be_empty(body) {
            self.out.push_str(super::NEVER);
            self.term(body);
        } else if last_apart {
            self.out.push_str("(?:");
            self.repeat(body, (least.saturating_sub(1), most.map(|most| most - 1)), lazy, false);
            self.term(body);
            self.out.push_str(if least == 0 { ")?" } else { ")" });
        } else {
            self.term(body);
            self.out.push_str(&match (least, most) {
                (0, None) => "*".to_owned(),
                (1, None) => "+".to_owned(),
                (0, Some(1)) => "?".to_owned(),
                (least, None) => format!("{{{least},}}"),
                (least, Some(most)) if least == most => format!("{{{least}}}"),
                (least, Some(most)) => format!("{{{least},{most}}}"),
            });
            if lazy {
                self.out.push('?');
            }
        }
    }

    /// Whether a term matches nothing but what is between characters, whatever the text is.
    fn only_looks(&self, term: &Term) -> bool {
        match term {
            Term::Character(_) | Term::Class(_) => false,
            Term::Group { body, .. } => body.iter().flatten().all(|term| self.only_looks(term)),
            Term::Repeat { body, .. } => self.only_looks(body),
            Term::Reference(_) => {
                let mut meanings = self.references.meanings.get(&address(term)).into_iter().flatten();
                meanings.all(|(_, meaning)| *meaning == Meaning::Nothing)
            }
            _ => true,
        }
    }

    fn character(&mut self, character: char) {
        match character {
            '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '^' | '$' | '|' => {
                self.out.push('\\');
                self.out.push(character);
            }
            // Spaces and signs that some mode of an engine may skip among them.
            _ if character.is_alphanumeric() || character.is_ascii_graphic() || character == ' ' => {
                self.out.push(character);
            }
            _ => self.out.push_str(&format!("\\u{{{:X}}}", u32::from(character))),
        }
    }

    fn reference(&mut self, term: &Term) {
        self.out.push_str("(?:");
        for (group, meaning) in self.references.meanings.get(&address(term)).into_iter().flatten() {
            let number = self.numbers.get(group).copied().unwrap_or_default();
            match meaning {
                Meaning::Nothing => {}
                Meaning::Set => self.out.push_str(&format!("\\{number}")),
                Meaning::MaybeSet => self.out.push_str(&format!("(?({number})\\{number})")),
            }
        }
        self.out.push(')');
    }
}

//! Reads what a `\` begins, and classes.

use super::Unusable;
use super::class::Class;
use super::parse::{Parser, wrong};
use super::property::property;
use super::syntax::{Reference, Term};

type Parsed<T> = Result<T, Unusable>;

/// What an escape stands for within a class and outside of it.
enum Escaped {
    /// A code point, which may be one half of a pair.
    Point(u32),
    Class(Class),
}

impl Parser {
    /// The term of an escape, behind its `\`.
    pub fn escape(&mut self) -> Parsed<Term> {
        let start = self.position() - 1;
        match self.peek() {
            Some(letter @ ('b' | 'B')) => {
                self.bump();
                Ok(Term::Boundary { negated: letter == 'B' })
            }
            Some('1'..='9') => {
                while self.peek().is_some_and(|character| character.is_ascii_digit()) {
                    self.bump();
                }
                let written = self.since(start);
                let number = written[1..].parse().unwrap_or(usize::MAX);
                Ok(self.reference(Reference::Number(number), written))
            }
            Some('k') => {
                self.bump();
                if !self.eat("<") {
                    return wrong("`\\k` needs the name of a group, as in `\\k<name>`");
                }
                let name = self.group_name()?;
                let written = self.since(start);
                Ok(self.reference(Reference::Name(name), written))
            }
            _ => Ok(match self.escaped(false)? {
                Escaped::Class(class) => Term::Class(class),
                Escaped::Point(point) => char::from_u32(point).map_or_else(
                    // Half of a pair, which no text holds.
                    || Term::Class(Class::none(false)),
                    Term::Character,
                ),
            }),
        }
    }

    fn reference(&mut self, reference: Reference, written: String) -> Term {
        self.references.push((reference.clone(), written));
        Term::Reference(reference)
    }

    /// A class, behind the `[` at `position`.
    pub fn class(&mut self, position: usize) -> Parsed<Class> {
        let mut class = Class::none(self.eat("^"));
        while !self.eat("]") {
            let start = self.position();
            let first = self.class_atom(position)?;
            if self.peek() != Some('-') || matches!(self.peek_at(1), Some(']') | None) {
                match first {
                    Escaped::Point(point) => class.add(point, point),
                    Escaped::Class(other) => class.add_all(other),
                }
                continue;
            }
            self.bump();
            let last = self.class_atom(position)?;
            match (first, last) {
                (Escaped::Point(first), Escaped::Point(last)) if first <= last => class.add(first, last),
                (Escaped::Point(_), Escaped::Point(_)) => {
                    return wrong(format!("the range `{}` is out of order", self.since(start)));
                }
                _ => {
                    let range = self.since(start);
                    return wrong(format!("`{range}` is no range, since a class ends it; a `-` of the text is `\\-`"));
                }
            }
        }
        Ok(class)
    }

    fn class_atom(&mut self, position: usize) -> Parsed<Escaped> {
        match self.bump() {
            Some('\\') => self.escaped(true),
            Some(character) => {
                self.nested_class |= character == '[';
                Ok(Escaped::Point(u32::from(character)))
            }
            None => wrong(format!("the class that opens at character {position} is not closed")),
        }
    }

    /// What stands behind a `\`, but assertions and references.
    fn escaped(&mut self, in_class: bool) -> Parsed<Escaped> {
        let point = |character: char| Ok(Escaped::Point(u32::from(character)));
        let Some(letter) = self.bump() else { return wrong("the `\\` at its end escapes nothing") };
        if let Some(class) = Class::of_escape(letter, self.flags.ignore_case) {
            return Ok(Escaped::Class(class));
        }
        match letter {
            'f' => point('\u{C}'),
            'n' => point('\n'),
            'r' => point('\r'),
            't' => point('\t'),
            'v' => point('\u{B}'),
            'b' if in_class => point('\u{8}'),
            '-' if in_class => point('-'),
            '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/' => point(letter),
            '0' if self.peek().is_some_and(|next| next.is_ascii_digit()) => wrong("`\\0` can't be followed by a digit"),
            '0' => point('\0'),
            'c' => match self.bump() {
                Some(control) if control.is_ascii_alphabetic() => Ok(Escaped::Point(u32::from(control) % 32)),
                _ => wrong("`\\c` needs a letter, as in `\\cJ`"),
            },
            'x' => match self.hexadecimal(2) {
                Some(value) => Ok(Escaped::Point(value)),
                None => wrong("`\\x` needs two hexadecimal digits"),
            },
            'u' => match self.unicode_escape()? {
                Some(value) => Ok(Escaped::Point(value)),
                None => wrong("`\\u` needs four hexadecimal digits, or some in braces up to `10FFFF`"),
            },
            'p' | 'P' => self.property(letter == 'P').map(Escaped::Class),
            _ => wrong(unknown(letter)),
        }
    }

    /// The code point of `\u…`, behind the `u`; two halves of a pair are one. `None` where the digits are wrong.
    pub fn unicode_escape(&mut self) -> Parsed<Option<u32>> {
        if self.eat("{") {
            let start = self.position();
            while self.peek().is_some_and(|character| character.is_ascii_hexdigit()) {
                self.bump();
            }
            let digits = self.since(start);
            let value = u32::from_str_radix(digits.trim_start_matches('0'), 16);
            let value =
                if digits.trim_matches('0').is_empty() { (!digits.is_empty()).then_some(0) } else { value.ok() };
            return Ok(value.filter(|value| self.eat("}") && *value <= u32::from(char::MAX)));
        }
        let Some(first) = self.hexadecimal(4) else { return Ok(None) };
        if (0xD800..0xDC00).contains(&first) && self.peek() == Some('\\') && self.peek_at(1) == Some('u') {
            let second = (2..6).map(|ahead| self.peek_at(ahead)?.to_digit(16));
            let second =
                second.collect::<Option<Vec<u32>>>().map(|digits| digits.iter().fold(0, |all, digit| all * 16 + digit));
            if let Some(second) = second.filter(|second| (0xDC00..0xE000).contains(second)) {
                self.skip(6);
                return Ok(Some(0x10000 + (first - 0xD800) * 0x400 + (second - 0xDC00)));
            }
        }
        Ok(Some(first))
    }

    /// So many hexadecimal digits.
    fn hexadecimal(&mut self, count: usize) -> Option<u32> {
        (0..count).try_fold(0, |value, _| {
            let digit = self.peek()?.to_digit(16)?;
            self.bump();
            Some(value * 16 + digit)
        })
    }

    fn property(&mut self, negated: bool) -> Parsed<Class> {
        let letter = if negated { 'P' } else { 'p' };
        if !self.eat("{") {
            return wrong(format!("`\\{letter}` needs a property in braces, as in `\\{letter}{{L}}`"));
        }
        let start = self.position();
        while self.peek().is_some_and(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '=')) {
            self.bump();
        }
        let stated = self.since(start);
        if !self.eat("}") {
            return wrong(format!("`\\{letter}{{{stated}…` names no Unicode property"));
        }
        let found = property(&stated, negated)?;
        if found.is_none() {
            self.unread.get_or_insert(format!("the property `{stated}` is not known here"));
        } else if negated && self.flags.ignore_case {
            // There ECMAScript takes what is equal to some character without the property, whatever its case: nearly everything.
            self.unread.get_or_insert(format!("`\\P{{{stated}}}` stands where case is ignored"));
        }
        Ok(found.unwrap_or_else(|| Class::none(negated)))
    }
}

/// What to write instead of an escape that ECMAScript with `u` doesn't have.
fn unknown(letter: char) -> String {
    let foreign = |instead: &str| format!("`\\{letter}` is of other languages: in ECMAScript {instead}");
    match letter {
        'A' => foreign("the start of a text is `^`"),
        'Z' | 'z' => foreign("the end of a text is `$`"),
        'h' => foreign("it is `[ \\t]`"),
        'Q' | 'E' => foreign("each character is escaped by itself"),
        'a' => foreign("it is `\\x07`"),
        'e' => foreign("it is `\\x1B`"),
        _ if letter.is_ascii_digit() => format!("`\\{letter}` refers to a group, which can't be in a class"),
        _ if letter.is_ascii_alphabetic() => format!("`\\{letter}` is no escape of ECMAScript"),
        _ => format!("`\\{letter}` is an escape only without the flag `u`: write `{letter}`"),
    }
}

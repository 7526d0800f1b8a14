//! Reads a pattern by the grammar of ECMA-262 with the flag `u`: disjunctions, terms and quantifiers.

use super::Unusable;
use super::class::Class;
use super::syntax::{Disjunction, Reference, Syntax, Term};

/// How many groups may lie within one another.
const DEPTH_LIMIT: usize = 60;

/// No text has more characters than this (contract, section 7), so that what may be repeated as often may be repeated for ever.
pub const LONGEST: u32 = 1 << 24;

/// What `i`, `m` and `s` say where the parser stands.
#[derive(Clone, Copy, Default)]
pub struct Flags {
    pub ignore_case: bool,
    multiline: bool,
    dot_all: bool,
}

/// A pattern that is being read.
pub struct Parser {
    characters: Vec<char>,
    next: usize,
    pub flags: Flags,
    groups: usize,
    names: Vec<(String, usize)>,
    /// References, and the texts that they are written as.
    pub references: Vec<(Reference, String)>,
    /// Whether a class holds a `[`, which is but a character there.
    pub nested_class: bool,
    /// Why it can't be evaluated, be it a pattern.
    pub unread: Option<String>,
}

pub type Parsed<T> = Result<T, Unusable>;

/// Says what is wrong.
pub fn wrong<T>(reason: impl Into<String>) -> Parsed<T> {
    Err(Unusable::Wrong(reason.into()))
}

/// Reads a pattern; the error says why it is none.
pub fn parse(pattern: &str) -> Parsed<Syntax> {
    let mut parser = Parser {
        characters: pattern.chars().collect(),
        next: 0,
        flags: Flags::default(),
        groups: 0,
        names: Vec::new(),
        references: Vec::new(),
        nested_class: false,
        unread: None,
    };
    let (body, _) = parser.disjunction(0)?;
    if parser.peek().is_some() {
        return wrong("`)` closes no group");
    }
    let syntax = Syntax { body, names: parser.names };
    for (reference, written) in &parser.references {
        let known = match reference {
            Reference::Number(number) => *number <= parser.groups,
            Reference::Name(_) => !syntax.groups(reference).is_empty(),
        };
        if !known {
            return wrong(format!("`{written}` refers to a group that is not there"));
        }
    }
    parser.unread.map_or(Ok(syntax), |reason| Err(Unusable::Unread(reason)))
}

impl Parser {
    pub fn peek(&self) -> Option<char> {
        self.peek_at(0)
    }

    pub fn peek_at(&self, ahead: usize) -> Option<char> {
        self.characters.get(self.next + ahead).copied()
    }

    pub fn bump(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.next += 1;
        Some(character)
    }

    /// Goes on by so many characters, which were peeked at.
    pub fn skip(&mut self, count: usize) {
        self.next += count;
    }

    /// Goes on behind `text`, if that is next.
    pub fn eat(&mut self, text: &str) -> bool {
        let found = text.chars().enumerate().all(|(ahead, character)| self.peek_at(ahead) == Some(character));
        if found {
            self.skip(text.chars().count());
        }
        found
    }

    /// Where the parser stands, counted from 1.
    pub fn position(&self) -> usize {
        self.next + 1
    }

    /// What was read since `start`, which [`Parser::position`] gave.
    pub fn since(&self, start: usize) -> String {
        self.characters[start - 1..self.next].iter().collect()
    }

    /// Alternatives up to a `)` or the end, and the names of the groups in them.
    fn disjunction(&mut self, depth: usize) -> Parsed<(Disjunction, Vec<String>)> {
        if depth > DEPTH_LIMIT {
            return Err(Unusable::Unread(format!("more than {DEPTH_LIMIT} groups lie within one another")));
        }
        let mut alternatives = Vec::new();
        let mut names = Vec::new();
        loop {
            let (alternative, own) = self.alternative(depth)?;
            alternatives.push(alternative);
            // Groups of different alternatives may share a name.
            names.extend(own);
            if !self.eat("|") {
                return Ok((alternatives, names));
            }
        }
    }

    fn alternative(&mut self, depth: usize) -> Parsed<(Vec<Term>, Vec<String>)> {
        let mut terms = Vec::new();
        let mut names: Vec<String> = Vec::new();
        while let Some(character) = self.peek() {
            if matches!(character, '|' | ')') {
                break;
            }
            let start = self.position();
            let (term, own) = self.term(depth)?;
            if let Some(twice) = own.iter().find(|name| names.contains(name)) {
                return wrong(format!("two groups that may match together are called `{twice}`"));
            }
            names.extend(own);
            let atom = self.since(start);
            let repeated = self.quantifier()?;
            let Some((least, most, lazy)) = repeated else {
                terms.push(term);
                continue;
            };
            if matches!(
                term,
                Term::Start | Term::LineStart | Term::End | Term::LineEnd | Term::Boundary { .. } | Term::Look { .. }
            ) {
                return wrong(format!("`{atom}` stands between characters and can't be repeated"));
            }
            terms.push(Term::Repeat { body: Box::new(term), least, most, lazy });
            match self.peek() {
                Some('+') => {
                    return wrong(format!(
                        "`{}+` is of other languages: ECMAScript has no possessive quantifiers",
                        self.since(start)
                    ));
                }
                Some(again @ ('*' | '?')) => {
                    return wrong(format!("`{again}` follows a quantifier and repeats nothing"));
                }
                _ => {}
            }
        }
        Ok((terms, names))
    }

    fn term(&mut self, depth: usize) -> Parsed<(Term, Vec<String>)> {
        let alone = |term| Ok((term, Vec::new()));
        let position = self.position();
        match self.bump() {
            Some('^') => alone(if self.flags.multiline { Term::LineStart } else { Term::Start }),
            Some('$') => alone(if self.flags.multiline { Term::LineEnd } else { Term::End }),
            Some('(') => self.group(depth, position),
            Some('.') => alone(Term::Class(if self.flags.dot_all { Class::none(true) } else { Class::within_line() })),
            Some('[') => self.class(position).map(|class| (Term::Class(class), Vec::new())),
            Some('\\') => self.escape().map(|term| (term, Vec::new())),
            Some(sign @ ('*' | '+' | '?')) => wrong(format!("`{sign}` at character {position} repeats nothing")),
            Some(']') if self.nested_class => {
                wrong("a class of ECMAScript holds no other class, such as `[:alpha:]`; a `]` of the text is `\\]`")
            }
            Some(sign @ ('{' | '}' | ']')) => wrong(format!(
                "`{sign}` at character {position} is no part of a repetition or class; one of the text is `\\{sign}`"
            )),
            Some(character) => alone(Term::Character(character)),
            None => wrong("it ends too early"),
        }
    }

    /// What follows a `(`.
    fn group(&mut self, depth: usize, position: usize) -> Parsed<(Term, Vec<String>)> {
        let outer = self.flags;
        let mut named = None;
        let mut number = None;
        let mut ignore_case = None;
        let look = [("?=", false, false), ("?!", false, true), ("?<=", true, false), ("?<!", true, true)];
        let look = look.into_iter().find(|(sign, ..)| self.eat(sign));
        if look.is_none() {
            if self.eat("?<") {
                named = Some(self.group_name()?);
            } else if self.eat("?") && !self.eat(":") {
                self.modifiers()?;
                ignore_case = (self.flags.ignore_case != outer.ignore_case).then_some(self.flags.ignore_case);
            }
            if named.is_some() || self.since(position).len() == 1 {
                self.groups += 1;
                number = Some(self.groups);
                self.names.extend(named.clone().map(|name| (name, self.groups)));
            }
        }
        let (body, mut names) = self.disjunction(depth + 1)?;
        self.flags = outer;
        if !self.eat(")") {
            return wrong(format!("the group that opens at character {position} is not closed"));
        }
        if let Some(name) = named {
            if names.contains(&name) {
                return wrong(format!("two groups that may match together are called `{name}`"));
            }
            names.push(name);
        }
        let term = match look {
            Some((_, behind, negated)) => Term::Look { behind, negated, body },
            None => Term::Group { number, ignore_case, body },
        };
        Ok((term, names))
    }

    /// The flags of `(?i:…)`, behind the `?`.
    fn modifiers(&mut self) -> Parsed<()> {
        let start = self.position();
        let mut seen = String::new();
        let mut off = false;
        let foreign = |own: &Parser, reason: &str| wrong(format!("`(?{}` {reason}", own.since(start)));
        while let Some(character) = self.bump() {
            match character {
                'i' | 'm' | 's' if !seen.contains(character) => {
                    seen.push(character);
                    let flag = match character {
                        'i' => &mut self.flags.ignore_case,
                        'm' => &mut self.flags.multiline,
                        _ => &mut self.flags.dot_all,
                    };
                    *flag = !off;
                }
                '-' if !off => off = true,
                ':' if !seen.is_empty() => return Ok(()),
                ')' if !seen.is_empty() => {
                    return foreign(
                        self,
                        "is of other languages: in ECMAScript flags hold for one group, as in `(?i:…)`",
                    );
                }
                'P' if seen.is_empty() && self.eat("<") => {
                    return foreign(self, "is Python's: in ECMAScript a group is named as in `(?<name>…)`");
                }
                'P' if seen.is_empty() && self.eat("=") => {
                    return foreign(self, "is Python's: in ECMAScript `\\k<name>` refers to a group");
                }
                '>' if seen.is_empty() => {
                    return foreign(self, "begins an atomic group, which ECMAScript doesn't have");
                }
                '#' if seen.is_empty() => return foreign(self, "begins a comment, which ECMAScript doesn't have"),
                _ => return foreign(self, "begins no group of ECMAScript"),
            }
        }
        wrong("it ends within a group")
    }

    /// How often what was read is repeated, and whether rather seldom, if a quantifier follows.
    fn quantifier(&mut self) -> Parsed<Option<(u32, Option<u32>, bool)>> {
        let start = self.position();
        let (least, most) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.braces(start).map(Some),
            _ => return Ok(None),
        };
        self.bump();
        Ok(Some((least, most, self.eat("?"))))
    }

    fn braces(&mut self, start: usize) -> Parsed<(u32, Option<u32>, bool)> {
        self.bump();
        let least = self.digits();
        let most = if self.eat(",") { self.digits() } else { least.clone() };
        let unbounded = self.since(start).ends_with(',');
        let (Some(least), true) = (least, self.eat("}")) else {
            return wrong(format!(
                "`{{` at character {start} begins no repetition such as `{{0,5}}`; one of the text is `\\{{`"
            ));
        };
        if let (Some(most), false) = (&most, unbounded)
            && (most.len(), most) < (least.len(), &least)
        {
            return wrong(format!("the numbers of `{}` are out of order", self.since(start)));
        }
        let number = |digits: &String| digits.parse().unwrap_or(u32::MAX).min(LONGEST);
        let most = most.as_ref().map(number).filter(|most| *most < LONGEST);
        Ok((number(&least), most, self.eat("?")))
    }

    /// Digits without the zeros that lead them, if some follow.
    fn digits(&mut self) -> Option<String> {
        let start = self.position();
        while self.peek().is_some_and(|character| character.is_ascii_digit()) {
            self.bump();
        }
        let digits = self.since(start);
        let zero = || if digits.is_empty() { None } else { Some("0") };
        let significant = digits.trim_start_matches('0');
        Some(significant).filter(|digits| !digits.is_empty()).or_else(zero).map(str::to_owned)
    }

    /// The name of a group, up to its `>`.
    pub fn group_name(&mut self) -> Parsed<String> {
        let mut name = String::new();
        loop {
            let character = match self.bump() {
                Some('>') if !name.is_empty() => return Ok(name),
                Some('\\') if self.eat("u") => self.unicode_escape()?.and_then(char::from_u32),
                other => other,
            };
            let begins = |character: char| character.is_alphabetic() || matches!(character, '$' | '_');
            let continues = |character: char| {
                begins(character) || character.is_alphanumeric() || matches!(character, '\u{200C}' | '\u{200D}')
            };
            match character {
                Some(character) if begins(character) || (!name.is_empty() && continues(character)) => {
                    name.push(character);
                }
                _ => return wrong(format!("the name of a group, `{name}…`, is no identifier that ends with `>`")),
            }
        }
    }
}

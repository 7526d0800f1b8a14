//! What a pattern is made of, in the words of ECMA-262's grammar (section "Patterns").

use super::class::Class;

/// Alternatives, each of terms that match one after the other.
pub type Disjunction = Vec<Vec<Term>>;

/// A part of an alternative.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// `^`, and the same where lines count.
    Start,
    LineStart,
    /// `$`, and the same where lines count.
    End,
    LineEnd,
    /// `\b`, or `\B` if it is negated.
    Boundary {
        negated: bool,
    },
    /// A look-ahead or look-behind.
    Look {
        behind: bool,
        negated: bool,
        body: Disjunction,
    },
    Character(char),
    Class(Class),
    /// A group; one that captures has a number. It may say anew whether case is ignored in it.
    Group {
        number: Option<usize>,
        ignore_case: Option<bool>,
        body: Disjunction,
    },
    Reference(Reference),
    /// A quantifier and what it repeats; without `most` it is unbounded.
    Repeat {
        body: Box<Term>,
        least: u32,
        most: Option<u32>,
        lazy: bool,
    },
}

/// What a back reference refers to.
#[derive(Clone, Debug, PartialEq)]
pub enum Reference {
    Number(usize),
    /// One of several groups may have the name.
    Name(String),
}

/// A whole pattern.
#[derive(Debug)]
pub struct Syntax {
    pub body: Disjunction,
    /// The names of groups, with their numbers.
    pub names: Vec<(String, usize)>,
}

impl Syntax {
    /// The numbers of the groups that a reference means.
    pub fn groups(&self, reference: &Reference) -> Vec<usize> {
        match reference {
            Reference::Number(number) => vec![*number],
            Reference::Name(name) => {
                self.names.iter().filter(|(known, _)| known == name).map(|(_, number)| *number).collect()
            }
        }
    }
}

/// Whether alternatives may match nothing at all, as far as that is known without the text.
pub fn may_be_empty(body: &Disjunction) -> bool {
    body.iter().any(|alternative| alternative.iter().all(term_may_be_empty))
}

/// The same of one term.
pub fn term_may_be_empty(term: &Term) -> bool {
    match term {
        Term::Character(_) | Term::Class(_) => false,
        Term::Group { body, .. } => may_be_empty(body),
        Term::Repeat { body, least, .. } => *least == 0 || term_may_be_empty(body),
        _ => true,
    }
}

/// How many characters alternatives match, if that is the same in every case.
pub fn fixed_length(body: &Disjunction) -> Option<u64> {
    let of_alternative = |alternative: &Vec<Term>| alternative.iter().map(term_length).sum::<Option<u64>>();
    let mut lengths = body.iter().map(of_alternative);
    let first = lengths.next()??;
    lengths.all(|length| length == Some(first)).then_some(first)
}

fn term_length(term: &Term) -> Option<u64> {
    match term {
        Term::Character(_) | Term::Class(_) => Some(1),
        Term::Group { body, .. } => fixed_length(body),
        Term::Repeat { body, least, most, .. } if *most == Some(*least) => {
            Some(term_length(body)?.saturating_mul(u64::from(*least)))
        }
        Term::Repeat { .. } | Term::Reference(_) => None,
        _ => Some(0),
    }
}

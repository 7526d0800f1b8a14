//! A pattern without what looks around: what it matches may not match the pattern, but is a good guess.

use super::parse::{self, Parsed};
use super::references::references;
use super::syntax::{Disjunction, Syntax, Term};
use super::write;

/// The pattern without its assertions and back references, and what its look-aheads ask for, all in the syntax of Rust's engines.
pub fn relaxed(pattern: &str) -> Parsed<(String, Vec<String>)> {
    let syntax = parse::parse(pattern)?;
    let mut asked = Vec::new();
    let plain = plain(&syntax.body, &mut asked);
    let written = |body: Disjunction| {
        let syntax = Syntax { body, names: Vec::new() };
        write::write(&syntax.body, &references(&syntax)?)
    };
    let asked = asked.into_iter().map(written).collect::<Parsed<Vec<String>>>()?;
    Ok((written(plain)?, asked))
}

/// The recursion is bounded by the depth that the parser allows.
fn plain(body: &Disjunction, asked: &mut Vec<Disjunction>) -> Disjunction {
    body.iter().map(|alternative| alternative.iter().filter_map(|term| plain_term(term, asked)).collect()).collect()
}

fn plain_term(term: &Term, asked: &mut Vec<Disjunction>) -> Option<Term> {
    match term {
        Term::LineStart | Term::LineEnd | Term::Boundary { .. } | Term::Reference(_) => None,
        Term::Look { behind, negated, body } => {
            if !behind && !negated {
                let body = plain(body, &mut Vec::new());
                asked.push(body);
            }
            None
        }
        Term::Group { ignore_case, body, .. } => {
            Some(Term::Group { number: None, ignore_case: *ignore_case, body: plain(body, asked) })
        }
        Term::Repeat { body, least, most, lazy } => {
            let body = Box::new(plain_term(body, asked)?);
            Some(Term::Repeat { body, least: *least, most: *most, lazy: *lazy })
        }
        _ => Some(term.clone()),
    }
}

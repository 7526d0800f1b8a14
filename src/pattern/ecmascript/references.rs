//! What back references match. To ECMAScript each turn of a repetition begins with its groups unset, and a group that is unset matches
//! nothing; to Rust's engine a group keeps what it matched last, and one that is unset refuses.

use std::collections::{HashMap, HashSet};

use super::Unusable;
use super::syntax::{Disjunction, Syntax, Term, fixed_length, term_may_be_empty};

/// A step from the whole pattern to a part of it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    /// Into one of several alternatives.
    Alternative {
        number: usize,
        of: usize,
    },
    /// To a term, by its number.
    Term(usize),
    /// Into what the repetition at an address repeats.
    Repeat {
        address: usize,
        least: u32,
        most: Option<u32>,
        may_be_empty: bool,
    },
    Look {
        negated: bool,
    },
    /// Into a look-behind; whether what it looks for has one length.
    LookBehind {
        negated: bool,
        fixed: bool,
    },
    /// Into a group that captures.
    Group(usize),
}

/// What a reference to one group is to the engine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Meaning {
    /// The group is never set where the reference stands.
    Nothing,
    /// The group is always set there.
    Set,
    /// It may be set.
    MaybeSet,
}

/// How references are to be written, by the addresses of terms.
#[derive(Default)]
pub struct References {
    /// The groups that each reference may mean.
    pub meanings: HashMap<usize, Vec<(usize, Meaning)>>,
    /// Repetitions of which the last turn is written apart: only what it sets is set behind them.
    pub last_apart: HashSet<usize>,
}

/// Groups by number and references by address, each with the steps to it.
#[derive(Default)]
struct Trails {
    groups: HashMap<usize, Vec<Step>>,
    references: Vec<(usize, Vec<usize>, Vec<Step>)>,
}

/// The address of a term, which stays where it is.
pub fn address(term: &Term) -> usize {
    std::ptr::from_ref(term).addr()
}

/// How all references are to be written; the error says of one that it can't be.
pub fn references(syntax: &Syntax) -> Result<References, Unusable> {
    let mut trails = Trails::default();
    trails.walk(syntax, &syntax.body, &mut Vec::new());
    let mut found = References::default();
    for (address, groups, trail) in &trails.references {
        let mut meanings = Vec::with_capacity(groups.len());
        for number in groups {
            let group = trails.groups.get(number).map(Vec::as_slice).unwrap_or_default();
            meanings.push((*number, found.meaning(group, trail, *number)?));
        }
        found.meanings.insert(*address, meanings);
    }
    Ok(found)
}

impl Trails {
    /// The recursion is bounded by the depth that the parser allows.
    fn walk(&mut self, syntax: &Syntax, body: &Disjunction, trail: &mut Vec<Step>) {
        for (number, alternative) in body.iter().enumerate() {
            trail.push(Step::Alternative { number, of: body.len() });
            for (number, term) in alternative.iter().enumerate() {
                trail.push(Step::Term(number));
                self.walk_term(syntax, term, trail);
                trail.pop();
            }
            trail.pop();
        }
    }

    fn walk_term(&mut self, syntax: &Syntax, term: &Term, trail: &mut Vec<Step>) {
        let (step, body) = match term {
            Term::Look { behind: false, negated, body } => (Step::Look { negated: *negated }, body),
            Term::Look { behind: true, negated, body } => {
                (Step::LookBehind { negated: *negated, fixed: fixed_length(body).is_some() }, body)
            }
            Term::Group { number: Some(number), body, .. } => {
                self.groups.insert(*number, trail.clone());
                (Step::Group(*number), body)
            }
            Term::Group { number: None, body, .. } => return self.walk(syntax, body, trail),
            Term::Reference(reference) => {
                return self.references.push((address(term), syntax.groups(reference), trail.clone()));
            }
            Term::Repeat { body, least, most, .. } => {
                let may_be_empty = term_may_be_empty(body);
                trail.push(Step::Repeat { address: address(term), least: *least, most: *most, may_be_empty });
                self.walk_term(syntax, body, trail);
                trail.pop();
                return;
            }
            _ => return,
        };
        trail.push(step);
        self.walk(syntax, body, trail);
        trail.pop();
    }
}

impl References {
    /// Whether some reference asks what the group matched.
    pub fn mean(&self, group: usize) -> bool {
        let mut meanings = self.meanings.values().flatten();
        meanings.any(|(number, meaning)| *number == group && *meaning != Meaning::Nothing)
    }

    /// What a reference to a group means, by the steps to both.
    fn meaning(&mut self, group: &[Step], reference: &[Step], number: usize) -> Result<Meaning, Unusable> {
        let common = group.iter().zip(reference).take_while(|(own, other)| own == other).count();
        let (shared, to_group, to_reference) = (&group[..common], &group[common..], &reference[common..]);
        let unread = |why: &str| Err(Unusable::Unread(format!("it refers back to the group {number}, {why}")));
        let behind = |step: &&Step| matches!(step, Step::LookBehind { .. });
        // In a look-behind ECMAScript reads from right to left.
        let backwards = shared
            .iter()
            .rev()
            .find(|step| behind(step) || matches!(step, Step::Look { .. }))
            .is_some_and(|step| behind(&step));
        let comes_first = match (to_group.first(), to_reference.first()) {
            (Some(Step::Term(group)), Some(Step::Term(reference))) if backwards => group > reference,
            (Some(Step::Term(group)), Some(Step::Term(reference))) => group < reference,
            // The reference stands in the group, or in another alternative.
            _ => false,
        };
        if !comes_first {
            return Ok(Meaning::Nothing);
        }
        if shared.iter().any(|step| behind(&step)) {
            return unread("which stands in the same look-behind");
        }
        let never = |step: &Step| {
            matches!(
                step,
                Step::Look { negated: true }
                    | Step::LookBehind { negated: true, .. }
                    | Step::Repeat { most: Some(0), .. }
            )
        };
        if to_group.iter().any(never) {
            return Ok(Meaning::Nothing);
        }
        if to_group.iter().any(|step| matches!(step, Step::LookBehind { fixed: false, .. })) {
            return unread("which stands in a look-behind");
        }
        let looked_for = to_reference.iter().skip_while(|step| !behind(step));
        if looked_for.skip(1).any(|step| matches!(step, Step::Repeat { .. })) {
            return unread("from a repetition in a look-behind");
        }
        let skips = |step: &Step| matches!(step, Step::Alternative { of: 2.., .. } | Step::Repeat { least: 0, .. });
        let looks = |step: &Step| matches!(step, Step::Look { .. } | Step::LookBehind { .. });
        for (index, step) in to_group.iter().enumerate() {
            let Step::Repeat { address, least, most, may_be_empty } = *step else { continue };
            let within = &to_group[index + 1..];
            let repeats = most != Some(1);
            // A turn that matches nothing is none to ECMAScript, so that what was set in it is forgotten.
            if may_be_empty && (repeats || (least == 0 && within.iter().any(looks))) {
                return unread("which a repetition of nothing may set");
            }
            if repeats && within.iter().any(skips) {
                self.last_apart.insert(address);
            }
        }
        let maybe = to_group.iter().any(skips);
        if maybe && shared.iter().any(|step| matches!(step, Step::Repeat { most, .. } if *most != Some(1))) {
            return unread("which a turn of a repetition may leave unset");
        }
        Ok(if maybe { Meaning::MaybeSet } else { Meaning::Set })
    }
}

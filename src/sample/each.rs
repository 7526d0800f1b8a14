//! Sets of samples that take, together, all that a schema leaves open: what can be decided at once is decided in one sample.

use std::collections::{HashSet, VecDeque};

use serde_json::Value;

use super::search::{Mode, Plan, Point, Search, Spot};
use super::{Sampler, Verdict};
use crate::source::{join, pointer_holds};

/// How many things that may be one way or another are looked at.
const OPEN: usize = 1_000;

/// How many steps all searches for one set may take, and how long what they find may be, in bytes.
const STEPS: u64 = 1_000_000;
const BYTES: usize = 1 << 20;

impl Sampler<'_> {
    /// A set that takes every branch, member and bound, and has each optional property and has it not, as far as they were found.
    pub fn each(&self) -> Vec<Value> {
        if self.minimal().is_err() {
            return Vec::new();
        }
        let candidates = self.candidates(OPEN);
        let judged = candidates.into_iter().map(|value| (self.proof(&value).verdict, value));
        // What takes the engine too long once would do so again.
        let judged = judged.take_while(|(verdict, _)| *verdict != Verdict::Unchecked);
        judged.filter(|(verdict, _)| *verdict == Verdict::Valid).map(|(_, value)| value).collect()
    }

    /// Many different values that probably fit, the plain ones first; nobody has asked the engine about them.
    pub fn candidates(&self, most: usize) -> Vec<Value> {
        let mut all: Vec<Value> = [self.minimal(), self.complete()].into_iter().flatten().collect();
        all.extend(self.varied(most));
        let mut known = HashSet::new();
        all.retain(|value| known.insert(value.to_string()));
        all.truncate(most);
        all
    }

    /// So many values that take what is open, each as much of it as goes together.
    pub(super) fn varied(&self, most: usize) -> Vec<Value> {
        let mut found = Vec::new();
        let mut known: HashSet<(String, Point)> = HashSet::new();
        let mut waiting: VecDeque<Plan> = VecDeque::new();
        // What did not go together is tried in halves.
        let mut halves: Vec<Vec<Plan>> = vec![vec![Plan::new()]];
        let (mut steps, mut bytes) = (0, 0);
        while found.len() < most && steps < STEPS && bytes < BYTES {
            let batch = match halves.pop() {
                Some(batch) => batch,
                None if waiting.is_empty() => break,
                None => together(&mut waiting),
            };
            let plan: Plan = batch.iter().flatten().map(|(key, option)| (key.clone(), *option)).collect();
            let modes = if plan.is_empty() || batch.len() == 1 {
                &[Mode::Complete, Mode::Minimal][..]
            } else {
                &[Mode::Complete]
            };
            let mut is_found = false;
            for mode in modes {
                let search = Search::new(&self.shapes, *mode, plan.clone());
                let value = search.make(&[self.id], &[], &Spot::root(&self.name, 0));
                steps += search.spent() + 50;
                if let Some(value) = value {
                    is_found = true;
                    bytes += value.to_string().len();
                    found.push(value);
                    for ((at, point), options) in search.points.borrow().iter() {
                        if known.len() < OPEN && known.insert((at.clone(), point.clone())) {
                            let context: Plan = plan
                                .iter()
                                .filter(|((of, _), _)| pointer_holds(of, at))
                                .map(|(key, option)| (key.clone(), *option))
                                .collect();
                            waiting.extend((0..*options).map(|option| {
                                let mut one = context.clone();
                                one.insert((at.clone(), point.clone()), option);
                                one
                            }));
                        }
                    }
                }
                if is_found && !plan.is_empty() {
                    break;
                }
            }
            if !is_found && batch.len() > 1 {
                let (first, rest) = batch.split_at(batch.len() / 2);
                halves.extend([rest.to_vec(), first.to_vec()]);
            }
        }
        found
    }
}

/// Takes from what waits as much as goes together: no two decide one thing otherwise, and none decides about what holds another.
fn together(waiting: &mut VecDeque<Plan>) -> Vec<Plan> {
    let mut batch: Vec<Plan> = Vec::new();
    let mut rest = VecDeque::new();
    while let Some(plan) = waiting.pop_front() {
        if batch.iter().all(|other| go_together(other, &plan)) {
            batch.push(plan);
        } else {
            rest.push_back(plan);
        }
    }
    *waiting = rest;
    batch
}

fn go_together(one: &Plan, other: &Plan) -> bool {
    one.iter().all(|((at, point), option)| {
        other.iter().all(|((of, other_point), other_option)| {
            if (at, point) == (of, other_point) {
                return option == other_option;
            }
            let decides = |at: &str, point: &Point, of: &str| match point {
                Point::Present(name) => pointer_holds(&join(at, name), of),
                _ => pointer_holds(at, of),
            };
            let is_shared = one.contains_key(&(of.clone(), other_point.clone()))
                || other.contains_key(&(at.clone(), point.clone()));
            is_shared || !(decides(at, point, of) || decides(of, other_point, at))
        })
    })
}

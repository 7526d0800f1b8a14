//! What the examples exercise of what the schemas allow, and what they leave out: data, made when it is asked for, of one schema or of all.
//!
//! - `reach` tells which schemas can be exercised, and which failures are told by their own names; `list` puts the things of one source
//!   together with the examples that exercise them; `tally` counts.
//! - What nothing can exercise is none of them, and samples that nobody has read are no examples (`load` leaves them out).

mod list;
mod reach;
mod tally;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::model::{Failure, Verdict};
use crate::prove::Proved;
use crate::resolve::{Root, Walk};
use crate::sample::{Exercise, Exercised, Thing};
use crate::source::{Place, SourceId};

pub use list::{Item, List};
pub use reach::Reach;
pub use tally::{Kind, Percent, Share, Tally};

/// How many examples are looked at together, so that their schemas are read once.
const BATCH: usize = 64;

/// What is known of the coverage of a project: nothing at first, and what was asked for since.
#[derive(Debug)]
pub struct Coverage {
    /// By source.
    lists: Vec<OnceLock<List>>,
    /// What each example exercises: as small as can be, since all of it is kept.
    exercised: Vec<OnceLock<Things>>,
    ties: OnceLock<Ties>,
}

/// How examples and schemas belong together.
#[derive(Debug)]
struct Ties {
    /// The examples whose schemas need a source.
    examples: HashMap<SourceId, Vec<usize>>,
    /// The schemas of each source that are no part of another.
    roots: HashMap<SourceId, Vec<Root>>,
    /// What is applied to whole values.
    starts: HashSet<Place>,
}

impl Coverage {
    /// Of what was proved; nothing is looked at yet.
    pub fn of(proved: &Proved) -> Coverage {
        Coverage {
            lists: (0..proved.resolved.project.sources.len()).map(|_| OnceLock::new()).collect(),
            exercised: (0..proved.proofs.len()).map(|_| OnceLock::new()).collect(),
            ties: OnceLock::new(),
        }
    }

    /// The same where nothing is to be exercised: for who looks at what schemas state alone.
    pub fn none(proved: &Proved) -> Coverage {
        let lists = (0..proved.resolved.project.sources.len()).map(|_| OnceLock::from(List::NONE)).collect();
        Coverage { lists, ..Coverage::of(proved) }
    }

    /// The things of all schemas in one source. Other threads may ask for it meanwhile, so that none of this is shared out among them.
    pub fn list(&self, proved: &Proved, source: SourceId) -> &List {
        self.list_with(proved, source, &mut None)
    }

    fn list_with<'a>(&self, proved: &'a Proved, source: SourceId, exercise: &mut Option<Exercise<'a>>) -> &List {
        static NONE: List = List::NONE;
        let Some(cell) = self.lists.get(source.0 as usize) else { return &NONE };
        cell.get_or_init(|| {
            let resolved = &proved.resolved;
            let ties = self.ties(proved);
            let Some(roots) = ties.roots.get(&source) else { return List::default() };
            let exercise = exercise.get_or_insert_with(|| Exercise::new(resolved));
            let reach = reach::Reach::new(resolved, &ties.starts);
            let mut list = List::default();
            for root in roots {
                let Some(walk) = Walk::from(resolved, root.clone()) else { continue };
                list.add(resolved, &walk, &reach.scopes(&walk), exercise);
            }
            let examples = ties.examples.get(&source).map(Vec::as_slice).unwrap_or_default();
            for batch in examples.chunks(BATCH) {
                // What all events share has the examples of all schemas, which are not held at once.
                let own = (examples.len() > BATCH).then(|| Exercise::new(resolved));
                let exercise = own.as_ref().unwrap_or(exercise);
                for number in batch {
                    let exercised =
                        self.exercised[*number].get_or_init(|| things(exercised(proved, *number, exercise)));
                    list.count(source, exercised);
                }
            }
            list.counted(resolved)
        })
    }

    /// The things of all schemas, by source.
    pub fn lists<'c>(&'c self, proved: &Proved) -> Vec<(SourceId, &'c List)> {
        let mut sources: Vec<SourceId> = self.ties(proved).roots.keys().copied().collect();
        sources.sort_unstable();
        let of_batch = |batch: &[SourceId]| {
            let mut exercise = None;
            batch.iter().map(|source| (*source, self.list_with(proved, *source, &mut exercise))).collect::<Vec<_>>()
        };
        sources.par_chunks(BATCH).flat_map_iter(of_batch).collect()
    }

    /// The sum of each catalog, by number.
    pub fn of_catalogs(&self, proved: &Proved) -> Vec<Tally> {
        let mut sums = vec![Tally::default(); proved.resolved.project.config.catalogs.len()];
        let roots = &self.ties(proved).roots;
        for (source, list) in self.lists(proved) {
            let catalog = roots.get(&source).and_then(|roots| sums.get_mut(roots.first()?.catalog));
            catalog.into_iter().for_each(|sum| sum.add(&list.tally()));
        }
        sums
    }

    /// The sum of all.
    pub fn of_all(&self, proved: &Proved) -> Tally {
        let mut sum = Tally::default();
        self.lists(proved).iter().for_each(|(_, list)| sum.add(&list.tally()));
        sum
    }

    fn ties(&self, proved: &Proved) -> &Ties {
        self.ties.get_or_init(|| {
            let resolved = &proved.resolved;
            let mut examples: HashMap<SourceId, Vec<usize>> = HashMap::new();
            let mut starts: HashSet<Place> = resolved.roots.iter().map(|root| root.place.clone()).collect();
            for (number, example) in resolved.project.examples.iter().enumerate() {
                let schemas = example.instances().iter().map(|instance| &instance.schema);
                starts.extend(schemas.clone().cloned());
                let sources: BTreeSet<SourceId> =
                    schemas.flat_map(|schema| resolved.closure(schema.source).sources.iter().copied()).collect();
                sources.into_iter().for_each(|source| examples.entry(source).or_default().push(number));
            }
            let mut roots: HashMap<SourceId, Vec<Root>> = HashMap::new();
            for root in resolved.roots.iter() {
                let number = resolved.schema_of(root.place.source).filter(|_| root.is_document);
                let is_metaschema = number.is_some_and(|number| resolved.project.schemas[number].is_metaschema);
                if !is_metaschema {
                    roots.entry(root.place.source).or_default().push(root.clone());
                }
            }
            Ties { examples, roots, starts }
        })
    }
}

/// The things of schemas that an example exercises, by the place of the schema, in order.
type Things = Box<[(Place, Box<[Thing]>)]>;

fn things(exercised: Exercised) -> Things {
    exercised.into_iter().map(|(schema, things)| (schema, things.into_iter().collect())).collect()
}

/// What one example exercises: a valid one what it is made of, a counterexample what refuses it.
fn exercised(proved: &Proved, number: usize, exercise: &Exercise<'_>) -> Exercised {
    let project = &proved.resolved.project;
    let mut all = Exercised::new();
    let (Some(example), Some(proof)) = (project.examples.get(number), proved.proofs.get(number)) else { return all };
    match (example.expect_invalid, proof.verdict) {
        (true, Verdict::Invalid) => {
            for (schema, keyword) in proof.failures.iter().filter_map(broken) {
                all.entry(schema).or_default().insert(keyword);
            }
        }
        (false, Verdict::Valid) => {
            let Some(node) = project.sources.node(&example.place) else { return all };
            let value = node.to_value();
            for part in example.instances() {
                let Some(value) = value.pointer(&part.pointer) else { continue };
                for (schema, things) in exercise.exercised(&part.schema, value) {
                    all.entry(schema).or_default().extend(things);
                }
            }
        }
        _ => {}
    }
    all
}

/// The keyword that a failure is one of, with the schema that has it.
pub fn broken(failure: &Failure) -> Option<(Place, Thing)> {
    let place = failure.schema.as_ref()?;
    let keyword = crate::keyword::lookup(&failure.keyword);
    let step = format!("/{}", failure.keyword);
    let ends = |at: usize| matches!(place.pointer.as_bytes().get(at + step.len()), None | Some(b'/'));
    let (at, _) = place.pointer.rmatch_indices(&step).find(|(at, _)| ends(*at))?;
    let holder = Place::new(place.source, place.pointer.get(..at)?);
    (!keyword.is_unknown()).then_some((holder, Thing::Keyword(keyword.name)))
}

/// The keywords that the counterexamples of a project break.
pub fn all_broken(proved: &Proved) -> HashSet<(Place, Thing)> {
    let pairs = proved.resolved.project.examples.iter().zip(proved.proofs.iter());
    let rejected = pairs.filter(|(example, proof)| example.expect_invalid && proof.verdict == Verdict::Invalid);
    rejected.flat_map(|(_, proof)| &proof.failures).filter_map(broken).collect()
}

//! What has no example yet, and which keywords no counterexample breaks: samples for both, where the conventions look for them.

use serde_json::Value;

use super::super::args::Sample;
use crate::coverage::all_broken;
use crate::keyword::lookup;
use crate::prove::prove;
use crate::resolve::Resolved;
use crate::sample::{
    Counterexample, Extracts, Named, Pair, Sampler, Thing, accepted, folder, has_example, schema_file,
};
use crate::source::Place;

/// What is to be written, and the schemas that nothing was found for, with the reason.
pub struct Missing {
    pub pairs: Vec<Pair>,
    pub refused: Vec<(String, String)>,
}

/// What the schemas miss. Schemas that are no files of their own have no place for examples in the conventions.
pub fn missing(command: &Sample, resolved: Resolved, places: &[Place]) -> Missing {
    let proved = prove(resolved);
    let extracts = Extracts::of(&proved);
    let mut broken = all_broken(&proved);
    let mut missing = Missing { pairs: Vec::new(), refused: Vec::new() };
    let is_all = !command.minimal && !command.complete && !command.each && !command.invalid;
    for place in places.iter().filter(|place| place.pointer.is_empty()) {
        let Some(schema) = schema_file(&proved.resolved, place) else { continue };
        let values = extracts.get(&proved, schema.catalog);
        let sampler = Sampler::new(&proved.resolved, &proved.faults, place).with_values(values);
        let minimal = match sampler.minimal() {
            Ok(minimal) => minimal,
            Err(why) => {
                missing.refused.push((proved.resolved.project.sources.display(place), why));
                continue;
            }
        };
        let folder = folder(&proved.resolved, schema);
        let mut named = Named::unread(&folder);
        if !command.invalid && !has_example(&proved, place) {
            let mut samples: Vec<(&str, Value)> = Vec::new();
            if is_all || command.minimal {
                samples.push(("minimal", minimal.clone()));
            }
            if is_all || command.complete {
                let complete = sampler.complete().ok().filter(|complete| !is_all || *complete != minimal);
                samples.extend(complete.map(|complete| ("complete", complete)));
            }
            if command.each {
                samples.extend(sampler.each().into_iter().map(|sample| ("sample", sample)));
            }
            missing.pairs.extend(samples.iter().map(|(name, sample)| named.example(name, sample)));
        }
        if is_all || command.invalid {
            // What several schemas refuse for the same reason is one counterexample.
            let mut written: Vec<Counterexample> = Vec::new();
            for found in sampler.invalid_like(&accepted(&proved, place)).found {
                let thing = Thing::Keyword(lookup(&found.keyword).name);
                if broken.insert((found.schema.clone(), thing)) && !written.iter().any(|other| other.is_said_by(&found))
                {
                    missing.pairs.push(named.counterexample(&found));
                    written.push(found);
                }
            }
        }
    }
    missing
}

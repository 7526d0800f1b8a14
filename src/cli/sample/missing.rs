//! What has no example yet, and which keywords no counterexample breaks: samples for both, where the conventions look for them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::args::Sample;
use crate::coverage::all_broken;
use crate::keyword::lookup;
use crate::model::{Schema, Verdict};
use crate::prove::{Proved, prove};
use crate::resolve::Resolved;
use crate::sample::{Counterexample, Extracts, Sampler, Thing};
use crate::source::{Node, Place};

/// A sample that is to be written, with the Markdown beside it that says so.
pub struct Pair {
    /// From the project's folder, without endings.
    pub stem: String,
    pub json: String,
    pub words: String,
}

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
        let Some(schema) = schema_of(&proved.resolved, place) else { continue };
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
        let mut named = Named { folder: &folder, taken: BTreeMap::new() };
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
            for found in sampler.invalid_like(&examples(&proved, place)).found {
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

/// The document of a schema, where it is a file.
fn schema_of<'a>(resolved: &'a Resolved, place: &Place) -> Option<&'a Schema> {
    let schema = resolved.project.schemas.get(resolved.schema_of(place.source)?)?;
    let source = resolved.project.sources.get(place.source);
    (source.name == source.file && !schema.is_metaschema).then_some(schema)
}

/// The examples that a schema accepts as they are, the first of them.
fn examples(proved: &Proved, place: &Place) -> Vec<Value> {
    let project = &proved.resolved.project;
    let pairs = project.examples.iter().zip(proved.proofs.iter());
    let valid = pairs.filter(|(example, proof)| !example.expect_invalid && proof.verdict == Verdict::Valid);
    let of_schema = valid.filter(|(example, _)| {
        let mut instances = example.instances().iter();
        instances.any(|instance| instance.schema == *place && instance.pointer.is_empty())
    });
    of_schema.filter_map(|(example, _)| project.sources.node(&example.place)).map(Node::to_value).collect()
}

/// Whether an example is there that should be valid.
fn has_example(proved: &Proved, place: &Place) -> bool {
    let examples = proved.resolved.project.examples.iter();
    examples.filter(|example| !example.expect_invalid).any(|example| example.schema() == Some(place))
}

/// The folder of the examples of a schema: `examples/` beside `schemas/`, or at the catalog's root, then the path of the schema.
fn folder(resolved: &Resolved, schema: &Schema) -> String {
    let catalog =
        resolved.project.config.catalogs.get(schema.catalog).map(|catalog| catalog.path.as_str()).unwrap_or_default();
    let root = if catalog.is_empty() { String::new() } else { format!("{catalog}/") };
    format!("{root}examples/{}", schema.path)
}

/// Names files in one folder, each once.
struct Named<'a> {
    folder: &'a str,
    taken: BTreeMap<String, usize>,
}

impl Named<'_> {
    fn name(&mut self, name: &str) -> String {
        let count = self.taken.entry(name.to_owned()).or_insert(0);
        *count += 1;
        if *count == 1 { name.to_owned() } else { format!("{name}-{count}") }
    }

    fn pair(&self, name: &str, front: &str, words: &str, value: &Value) -> Pair {
        let json = serde_json::to_string_pretty(value).unwrap_or_default() + "\n";
        let words = format!("---\ngenerated: true\n{front}---\n\n{words}\n");
        Pair { stem: format!("{}/{name}", self.folder), json, words }
    }

    fn example(&mut self, name: &str, value: &Value) -> Pair {
        let words = match name {
            "minimal" => "What an event must have, and no more.",
            "complete" => "An event with everything that the schema declares.",
            _ => "One of the shapes that the schema allows.",
        };
        let name = self.name(name);
        self.pair(&name, "", words, value)
    }

    fn counterexample(&mut self, found: &Counterexample) -> Pair {
        let last = found
            .at
            .rsplit('/')
            .next()
            .filter(|last| !last.is_empty() && last.parse::<usize>().is_err())
            .unwrap_or("event");
        // Names of files have a limit, names of properties have none.
        let letters = |text: &str| {
            text.chars()
                .take(60)
                .map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' })
                .collect::<String>()
        };
        let name = self.name(&format!("{}-{}", letters(last), letters(&found.keyword).trim_matches('-')));
        let at = Value::String(found.at.clone());
        let keyword = Value::String(found.keyword.clone());
        let front = format!("expect: invalid\nbecause: [{{ at: {at}, keyword: {keyword} }}]\n");
        let words = format!("`{}` refuses it, and nothing else is wrong with it.", found.keyword);
        self.pair(&format!("{name}.invalid"), &front, &words, &found.value)
    }
}

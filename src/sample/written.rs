//! Samples as files: their names, and the Markdown beside them that says what they are, where the conventions look for examples of a schema.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Counterexample;
use crate::model::{Schema, Verdict};
use crate::prove::Proved;
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// A sample that is to be written, with the Markdown beside it that says so.
pub struct Pair {
    /// From the project's folder, without endings.
    pub stem: String,
    pub json: String,
    pub words: String,
}

/// The document of a schema, where it is a file: others have no place for examples in the conventions.
pub fn schema_file<'a>(resolved: &'a Resolved, place: &Place) -> Option<&'a Schema> {
    let schema = resolved.project.schemas.get(resolved.schema_of(place.source)?)?;
    let source = resolved.project.sources.get(place.source);
    (source.name == source.file && !schema.is_metaschema).then_some(schema)
}

/// The examples that a schema accepts as they are.
pub fn accepted(proved: &Proved, place: &Place) -> Vec<Value> {
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
pub fn has_example(proved: &Proved, place: &Place) -> bool {
    let examples = proved.resolved.project.examples.iter();
    examples.filter(|example| !example.expect_invalid).any(|example| example.schema() == Some(place))
}

/// The folder of the examples of a schema: `examples/` beside `schemas/`, or at the catalog's root, then the path of the schema.
pub fn folder(resolved: &Resolved, schema: &Schema) -> String {
    let catalog =
        resolved.project.config.catalogs.get(schema.catalog).map(|catalog| catalog.path.as_str()).unwrap_or_default();
    let root = if catalog.is_empty() { String::new() } else { format!("{catalog}/") };
    format!("{root}examples/{}", schema.path)
}

/// Names files in one folder, each once.
pub struct Named<'a> {
    folder: &'a str,
    /// What the Markdown beside each says first.
    front: &'static str,
    taken: BTreeMap<String, usize>,
}

impl<'a> Named<'a> {
    /// For samples that count as soon as they are written.
    pub fn new(folder: &'a str) -> Named<'a> {
        Named { folder, front: "", taken: BTreeMap::new() }
    }

    /// For samples that count once somebody has read them: `load` leaves out what says `generated: true`.
    pub fn unread(folder: &'a str) -> Named<'a> {
        Named { front: "generated: true\n", ..Named::new(folder) }
    }

    fn name(&mut self, name: &str) -> String {
        let count = self.taken.entry(name.to_owned()).or_insert(0);
        *count += 1;
        if *count == 1 { name.to_owned() } else { format!("{name}-{count}") }
    }

    fn pair(&self, name: &str, front: &str, words: &str, value: &Value) -> Pair {
        let json = serde_json::to_string_pretty(value).unwrap_or_default() + "\n";
        let front = format!("{}{front}", self.front);
        let front = if front.is_empty() { front } else { format!("---\n{front}---\n\n") };
        Pair { stem: format!("{}/{name}", self.folder), json, words: format!("{front}{words}\n") }
    }

    /// A valid sample, by what it is: `minimal`, `complete`, or else one of several.
    pub fn example(&mut self, name: &str, value: &Value) -> Pair {
        let words = match name {
            "minimal" => "What an event must have, and no more.",
            "complete" => "An event with everything that the schema declares.",
            _ => "One of the shapes that the schema allows.",
        };
        let name = self.name(name);
        self.pair(&name, "", words, value)
    }

    /// A counterexample, named by the property and the keyword.
    pub fn counterexample(&mut self, found: &Counterexample) -> Pair {
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

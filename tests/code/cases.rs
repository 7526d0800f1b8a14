//! Projects, their code, and the examples that are held against it.

use std::fs;
use std::path::{Path, PathBuf};

use schemabook::code::{LANGUAGES, Names};
use schemabook::config::{Config, read};
use schemabook::load::load;
use schemabook::model::{EventType, Failure, Verdict};
use schemabook::pipeline::site;
use schemabook::prove::Proved;
use schemabook::resolve::{Resolved, resolve};
use schemabook::route::Site;
use schemabook::sample::Sampler;
use schemabook::source::Place;
use schemabook::tree::Tree;
use serde_json::Value;

use crate::sayable::{python_refuses, typescript_refuses};

/// An example, and what the code of its type has to say of it.
pub struct Case {
    pub file: String,
    /// The event on one line.
    pub text: String,
    /// The names of the types of which it may be one.
    pub types: Vec<String>,
    pub is_valid: bool,
    /// Whether a type can say what is wrong, in each language.
    pub refused: [bool; 2],
}

/// The code of one catalog, and the examples of its event types.
pub struct Written {
    pub name: String,
    pub texts: [String; 2],
    pub cases: Vec<Case>,
}

pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The projects: the repository's own catalogs, the fixtures, and names that mean no good.
pub fn projects() -> Vec<PathBuf> {
    let mut all = vec![repository().to_owned()];
    for folder in ["tests/code/projects", "tests/sites"] {
        let folders = fs::read_dir(repository().join(folder)).expect("a folder of fixtures");
        let mut folders: Vec<PathBuf> = folders.map(|entry| entry.expect("an entry").path()).collect();
        folders.sort();
        all.extend(folders.into_iter().filter(|path| path.is_dir()));
    }
    let more = std::env::var_os("PROJECTS").unwrap_or_default();
    all.extend(std::env::split_paths(&more).filter(|path| path.is_dir()));
    all
}

pub fn site_of(project: &Path) -> Site {
    let tree = Tree::open(project).expect("a folder");
    let text = fs::read(project.join("site.toml")).unwrap_or_default();
    let config = if text.is_empty() { Config::defaults() } else { read(text).0 };
    site(resolve(load(config, &tree, None)), &tree)
}

pub fn written(project: &Path) -> Vec<Written> {
    let site = site_of(project);
    let resolved = &site.proved.resolved;
    let catalogs = &resolved.project.config.catalogs;
    let of_catalog = |catalog: usize| {
        let names = Names::of(resolved, catalog);
        let mut cases = Vec::new();
        for found in resolved.types.iter().filter(|found| found.catalog == catalog) {
            for number in &found.examples {
                let example = &resolved.project.examples[*number];
                let Some(node) = resolved.project.sources.node(&example.place) else { continue };
                if !is_whole(resolved, found, *number) {
                    continue;
                }
                let event = node.to_value();
                let proof = &site.proved.proofs[*number];
                if proof.verdict == Verdict::Unchecked {
                    continue;
                }
                let says = |sayable: fn(&Resolved, &Failure, &Value) -> bool| {
                    proof.failures.iter().any(|failure| sayable(resolved, failure, &event))
                };
                cases.push(Case {
                    file: resolved.project.sources.display(&example.place),
                    text: event.to_string(),
                    types: vec![names.of_event(&found.name).0.to_owned()],
                    is_valid: proof.verdict == Verdict::Valid,
                    refused: [says(typescript_refuses), says(python_refuses)],
                });
            }
        }
        if project != repository() {
            cases.extend(made(&site.proved, catalog, &names));
        }
        let texts = LANGUAGES.each_ref().map(|language| language.file(resolved, &names, catalog));
        let name = format!("{}-{catalog}", project.file_name().unwrap_or_default().to_string_lossy());
        Written { name, texts, cases }
    };
    let has_types = |catalog: &usize| resolved.types.iter().any(|found| found.catalog == *catalog);
    (0..catalogs.len()).filter(has_types).map(of_catalog).collect()
}

/// Events that are made for types of one schema, with a counterexample for each of its keywords.
fn made(proved: &Proved, catalog: usize, names: &Names) -> Vec<Case> {
    let resolved = &proved.resolved;
    let types = &resolved.project.config.catalogs[catalog].types;
    let mut cases = Vec::new();
    let is_alone = |found: &&EventType| found.schemas.len() == 1 && types.envelope.is_none() && types.data.is_none();
    for found in resolved.types.iter().filter(|found| found.catalog == catalog).filter(is_alone) {
        let root = Place::root(resolved.project.schemas[found.schemas[0]].source);
        let sampler = Sampler::new(resolved, &proved.faults, &root);
        let wrong = sampler.invalid().found.into_iter().map(|it| it.value);
        let minimal = sampler.minimal().ok();
        for value in sampler.each().into_iter().chain(minimal).chain(wrong) {
            let is_named = |field: &str| value.pointer(field).is_none_or(|it| it.as_str() == Some(&*found.name));
            let is_of_type = match types.field.as_deref() {
                Some(field) => is_named(field),
                None => ["/event_type", "/eventType", "/type"].into_iter().all(is_named),
            };
            let proof = sampler.proof(&value);
            if proof.verdict == Verdict::Unchecked || (proof.verdict == Verdict::Valid && !is_of_type) {
                continue;
            }
            let text = value.to_string();
            let says = |sayable: fn(&Resolved, &Failure, &Value) -> bool| {
                proof.failures.iter().any(|failure| sayable(resolved, failure, &value))
            };
            cases.push(Case {
                file: format!("{} {text}", found.name),
                types: vec![names.of_event(&found.name).0.to_owned()],
                is_valid: proof.verdict == Verdict::Valid,
                refused: [says(typescript_refuses), says(python_refuses)],
                text,
            });
        }
    }
    cases
}

/// Whether an example is an event, rather than the data of one: its own schema or the envelope holds for the whole.
fn is_whole(resolved: &Resolved, found: &EventType, number: usize) -> bool {
    let example = &resolved.project.examples[number];
    let roots = found.schemas.iter().map(|schema| Place::root(resolved.project.schemas[*schema].source));
    let roots: Vec<Place> = roots.collect();
    let types = &resolved.project.config.catalogs[found.catalog].types;
    let envelope = types.envelope.as_deref().and_then(|name| resolved.find_in_catalog(found.catalog, name));
    let messages = found
        .messages
        .iter()
        .map(|(document, message)| resolved.project.documents[*document].messages[*message].payload.clone());
    let messages: Vec<Place> = if roots.is_empty() { messages.flatten().collect() } else { Vec::new() };
    let is_of_type = |it: &Place| roots.contains(it) || messages.contains(it);
    let mut instances = example.instances().iter().filter(|it| it.pointer.is_empty());
    instances.any(|it| is_of_type(&it.schema) || envelope.as_ref() == Some(&it.schema))
        && (envelope.is_none() || types.data.is_some() || example.instances().iter().any(|it| is_of_type(&it.schema)))
}

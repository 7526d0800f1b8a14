//! What files are to one another, once each was looked at by itself: an example names its schema or lies where that is clear, what a
//! reference leads to is no example, one of two equal documents is enough, and what is nothing to anybody is foreign.
//!
//! First what a file is, then what is wrong with it: no rule is asked about a file that is no input.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::kind::{FOLDERS, Kind};
use super::naming::{beginnings, file_name, stem, without_endings};
use super::paths::relative_to;
use super::referenced::referred_by;
use super::well_known::is_well_known;
use super::{Read, metaschema};
use crate::config::Config;
use crate::dialect::Dialect;
use crate::source::{Format, Node, Source};

/// Files that are something to the project, and those that are not and are not known to be something else.
pub struct Recognised {
    pub reads: Vec<Read>,
    pub foreign: Vec<String>,
    /// The files whose kind the others decide.
    pub decided: HashSet<String>,
}

/// Settles the kinds of all files.
pub fn recognise(config: &Config, mut reads: Vec<Read>) -> Recognised {
    let before: Vec<Kind> = reads.iter().map(|read| read.kind).collect();
    settle_by_names(&mut reads);
    let referred = referred_files(config, &reads);
    settle_twins(&mut reads, &referred);
    let schemas = Schemas::of(&reads);
    let well_known: Vec<bool> = reads.par_iter().map(|read| is_well_known(&read.source.file, &read.source)).collect();
    settle_by_neighbours(&mut reads, &well_known);
    for read in &mut reads {
        if referred.contains(&read.source.file) && matches!(read.kind, Kind::Example | Kind::AsyncApiPart) {
            read.kind = Kind::Other;
        } else if read.kind == Kind::Other && is_parsed(read) && schemas.are_met_by(read) {
            read.kind = Kind::Example;
        }
    }
    let changed = reads.iter().zip(before).filter(|(read, before)| read.kind != *before);
    let decided = changed.map(|(read, _)| read.source.file.clone()).collect();
    let is_told = |read: &Read| read.is_twin || referred.contains(&read.source.file);
    let others = reads
        .iter()
        .zip(&well_known)
        .filter(|(read, is_well_known)| read.kind == Kind::Other && !is_told(read) && !**is_well_known);
    let foreign = others.map(|(read, _)| read.source.file.clone()).collect();
    reads.retain(|read| read.kind != Kind::Other);
    Recognised { reads, foreign, decided }
}

fn is_parsed(read: &Read) -> bool {
    read.source.root().is_some()
}

/// A file that names a schema of the project in `$schema`, or in the line that editors look for in YAML, is an example of it; one that
/// names a metaschema is a schema.
fn settle_by_names(reads: &mut [Read]) {
    let mut by_name: HashMap<String, bool> = HashMap::new();
    for read in reads.iter().filter(|read| read.kind == Kind::Schema) {
        let is_meta = read.source.root().is_some_and(metaschema::is_one);
        by_name.insert(read.source.file.clone(), is_meta);
        let id = read.schema.as_ref().and_then(|schema| schema.id.as_deref());
        by_name.extend(id.map(|id| (id.trim_end_matches('#').to_owned(), is_meta)));
    }
    for read in reads.iter_mut().filter(|read| matches!(read.kind, Kind::Schema | Kind::Other)) {
        let Some(name) = named_schema(&read.source) else {
            if read.kind == Kind::Other && carries_id(&read.source, &by_name) {
                read.kind = Kind::Example;
            }
            continue;
        };
        if Dialect::from_schema_uri(name).is_some() {
            read.kind = Kind::Schema;
            continue;
        }
        let plain = name.trim_end_matches('#');
        let path = relative_to(&read.source.file, plain);
        let itself = |name: &str| name == read.source.file;
        let found =
            path.filter(|path| !itself(path)).and_then(|path| by_name.get(&path)).or_else(|| by_name.get(plain));
        match found {
            Some(true) => read.kind = Kind::Schema,
            Some(false) if !is_own_id(read, plain) => read.kind = Kind::Example,
            _ => {}
        }
    }
}

/// Whether a value says in a property that is called after schemas, such as `$schemaRef`, which schema of the project it follows.
fn carries_id(source: &Source, by_name: &HashMap<String, bool>) -> bool {
    let members = source.root().map(Node::members).unwrap_or_default();
    members.iter().filter(|member| member.key.to_ascii_lowercase().contains("schema")).any(|member| {
        let id = member.value.as_str().map(|id| id.trim_end_matches('#'));
        id.filter(|id| id.contains(':')).is_some_and(|id| by_name.get(id) == Some(&false))
    })
}

/// Whether a schema calls itself its own metaschema.
fn is_own_id(read: &Read, name: &str) -> bool {
    let id = read.schema.as_ref().and_then(|schema| schema.id.as_deref());
    read.kind == Kind::Schema && id.is_some_and(|id| id.trim_end_matches('#') == name)
}

/// The schema that a file names for itself: `$schema`, or the modeline of YAML.
pub fn named_schema(source: &Source) -> Option<&str> {
    let stated = source.root().and_then(|root| root.get("$schema")).and_then(Node::as_str);
    stated.or_else(|| modeline(source))
}

/// What the line `# yaml-language-server: $schema=…` names.
pub fn modeline(source: &Source) -> Option<&str> {
    if source.format != Format::Yaml {
        return None;
    }
    let comments = source.text.lines().take_while(|line| line.starts_with('#') || line.trim().is_empty());
    let settings =
        comments.filter_map(|line| line.trim_start_matches('#').trim().strip_prefix("yaml-language-server:"));
    settings.flat_map(str::split_whitespace).find_map(|setting| setting.strip_prefix("$schema="))
}

/// The files that references of schemas and documents lead to, directly or by way of others. Messages that no document refers to are
/// documents of their own.
fn referred_files(config: &Config, reads: &[Read]) -> HashSet<String> {
    let by_file: HashMap<&str, &Read> = reads.iter().map(|read| (read.source.file.as_str(), read)).collect();
    let mut referred: HashSet<String> = HashSet::new();
    let led = |read: &Read| referred_by(config, &read.source, read.kind != Kind::Schema);
    let mut follow = |start: Vec<&Read>| {
        // Most files are among those to begin with.
        let mut open: Vec<(&Read, Vec<String>)> = start.into_par_iter().map(|read| (read, led(read))).collect();
        while let Some((read, files)) = open.pop() {
            for file in files {
                if file != read.source.file && !referred.contains(&file) {
                    let next = by_file.get(file.as_str()).copied();
                    let next = next.filter(|next| !matches!(next.kind, Kind::Schema | Kind::AsyncApi | Kind::Holder));
                    open.extend(next.map(|next| (next, led(next))));
                    referred.insert(file);
                }
            }
        }
    };
    let of = |kinds: &[Kind]| reads.iter().filter(|read| kinds.contains(&read.kind)).collect::<Vec<_>>();
    follow(of(&[Kind::Schema, Kind::AsyncApi, Kind::Holder, Kind::Part]));
    follow(of(&[Kind::AsyncApiPart]));
    referred
}

/// Of documents that are written twice, in JSON and YAML, with one name and the same values, one is enough: the one that is referred to,
/// else the one in YAML, which people write.
fn settle_twins(reads: &mut [Read], referred: &HashSet<String>) {
    let mut first: HashMap<String, usize> = HashMap::new();
    for number in 0..reads.len() {
        let read = &reads[number];
        if !matches!(read.kind, Kind::Schema | Kind::AsyncApi | Kind::Holder | Kind::AsyncApiPart) || !is_parsed(read) {
            continue;
        }
        let key = without_endings(&read.source.file).to_owned();
        let Some(other) = first.get(&key).copied() else {
            first.insert(key, number);
            continue;
        };
        let is_same = |one: &Source, other: &Source| {
            one.format != other.format
                && one.root().zip(other.root()).is_some_and(|(one, other)| one.is_same_value(other))
        };
        if is_same(&reads[other].source, &read.source) {
            let is_kept = |number: usize| {
                let source = &reads[number].source;
                (referred.contains(&source.file), source.format == Format::Yaml)
            };
            let (cached, twin) = if is_kept(number) > is_kept(other) { (number, other) } else { (other, number) };
            first.insert(key, cached);
            reads[twin].kind = Kind::Other;
            reads[twin].is_twin = true;
        }
    }
}

/// What can't be parsed is a schema where its folder is called after schemas, or where all others in its folder are some.
fn settle_by_neighbours(reads: &mut [Read], well_known: &[bool]) {
    let lost = |(number, read): (usize, &Read)| {
        (read.kind == Kind::Other && !is_parsed(read) && !well_known[number]).then_some(number)
    };
    let lost: Vec<usize> = reads.iter().enumerate().filter_map(lost).collect();
    // Most projects have none.
    if lost.is_empty() {
        return;
    }
    let mut folders: HashMap<String, bool> = HashMap::new();
    for (read, _) in reads.iter().zip(well_known).filter(|(read, known)| is_parsed(read) && !**known) {
        let is_schema = read.kind == Kind::Schema;
        *folders.entry(folder(&read.source.file).to_owned()).or_insert(true) &= is_schema;
    }
    for number in lost {
        let folder = folder(&reads[number].source.file);
        let is_called = ["schemas", "schema"].contains(&file_name(folder));
        if is_called || (!folder.is_empty() && folders.get(folder) == Some(&true)) {
            reads[number].kind = Kind::Schema;
        }
    }
}

/// The schema files that examples may be told by.
struct Schemas {
    /// By catalog and name, how many there are.
    names: HashMap<(usize, String), usize>,
    /// The folders, relative to the project, that hold some.
    folders: HashSet<String>,
}

/// Folders whose files are examples if they are called after a schema.
const TESTS: [&str; 9] =
    ["tests", "test", "__tests__", "testdata", "validation", "fixtures", "fixture", "samples", "sample"];

impl Schemas {
    fn of(reads: &[Read]) -> Schemas {
        let mut schemas = Schemas { names: HashMap::new(), folders: HashSet::new() };
        for read in reads.iter().filter(|read| read.kind == Kind::Schema) {
            let name = file_name(without_endings(&read.relative)).to_owned();
            *schemas.names.entry((read.catalog, name)).or_default() += 1;
            schemas.folders.insert(folder(&read.source.file).to_owned());
        }
        schemas
    }

    /// Whether a file that is nothing by itself is an example beside a schema, or called after one where tests lie.
    fn are_met_by(&self, read: &Read) -> bool {
        let file = read.source.file.as_str();
        let name = file_name(file);
        if is_called_example(stem(name)) && self.folders.contains(folder(file)) {
            return true;
        }
        let is_tests = |part: &str| TESTS.contains(&part) || FOLDERS.contains(&part);
        folder(&read.relative).split('/').any(is_tests) && self.begins(read.catalog, name)
    }

    /// Whether a file's name begins with the name of the only schema of that name.
    fn begins(&self, catalog: usize, name: &str) -> bool {
        let longest = beginnings(name).find_map(|name| self.names.get(&(catalog, name.to_owned())));
        longest == Some(&1)
    }
}

/// Whether a name says `example` or `sample`, and perhaps which one.
fn is_called_example(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    let words = ["example", "examples", "sample", "samples"];
    words.iter().any(|word| {
        let rest = stem.strip_prefix(word).map(|rest| rest.chars().next());
        let before = stem.strip_suffix(word).map(|before| before.chars().last());
        let is_end = |next: Option<char>| next.is_none_or(|c| "._-$".contains(c) || c.is_ascii_digit());
        rest.is_some_and(is_end) || before.is_some_and(is_end)
    })
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The kind of each file again, for those that the others decide: what was decided once is decided anew when one of them is saved.
pub fn forget_decided(files: &mut HashMap<String, super::cache::Cached>, decided: &HashSet<String>) {
    for file in decided {
        if let Some(cached) = files.get_mut(file) {
            cached.kind = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn names_that_say_example() {
        for name in ["example", "sample", "example-1", "Example2", "order.example", "order_sample", "samples"] {
            assert!(is_called_example(name), "{name}");
        }
        for name in ["exampled", "order", "resample", "sampler", "examplesof"] {
            assert!(!is_called_example(name), "{name}");
        }
    }

    #[test]
    fn the_modeline_stands_among_the_comments_at_the_top() {
        let named = |text: &str| {
            let source = Arc::new(Source::from_file("a.yaml", Format::Yaml, text.as_bytes().to_vec()));
            modeline(&source).map(str::to_owned)
        };
        assert_eq!(named("# yaml-language-server: $schema=../a.json\nid: 1\n").as_deref(), Some("../a.json"));
        assert_eq!(named("# by hand\n\n#yaml-language-server: x=1 $schema=b.json\n").as_deref(), Some("b.json"));
        assert_eq!(named("id: 1\n# yaml-language-server: $schema=a.json\n"), None);
    }
}

//! What the program does grows with its input and no faster: what is done is counted at a size and at its double, in what is written and in steps,
//! never by a clock. `benches/growth` measures time and memory of the same projects at larger sizes.

mod support;

#[path = "../benches/growth/channels.rs"]
mod channels;
#[path = "../benches/growth/project.rs"]
mod project;
#[path = "../benches/growth/references.rs"]
mod references;
#[path = "../benches/growth/schemas.rs"]
mod schemas;
#[path = "../benches/growth/site.rs"]
mod site;
#[path = "../benches/growth/values.rs"]
mod values;

use std::fs;
use std::sync::Arc;

use project::Project;
use rayon::prelude::*;
use schemabook::compat::{Pair, Verdict, judge};
use schemabook::config::{self, Config};
use schemabook::dialect::Dialect;
use schemabook::pipeline::run;
use schemabook::render::Theme;
use schemabook::tree::Tree;
use serde_json::{Value, json};
use support::Folder;

/// A kind of project: its name, the size at which it is measured first, what it is.
type Kind = (&'static str, usize, fn(usize) -> Project);

/// No kind begins with a larger size here: a test runs without optimisation.
const LARGEST: usize = 40;

/// How much more may be done for twice as much, and how much in any case: a list that is no longer folded, one page more.
const MOST: f64 = 2.3;
const PAGE: f64 = 20e3;
const FINDINGS: f64 = 2.0;

/// Schemas with all that they refer to, which is how much it is.
const BUNDLES: &str = "bundled/";

/// Kinds in which each page lists what others have as well, up to so many that lists are full past the sizes here: as much again is written.
const LISTING: [&str; 5] = ["bundles", "pointers", "reference-files", "reference-ids", "shared-channels"];

/// How many bytes are written for a project, bundles left out, and how many findings there are.
fn made(project: &Project) -> [f64; 2] {
    let folder = Folder::new();
    project.write(folder.path());
    let tree = Tree::open(folder.path()).expect("the folder can be opened");
    let config = fs::read(folder.join(config::FILE));
    let config = config.map_or_else(|_| Config::defaults(), |bytes| config::read(bytes).0);
    let theme = Arc::new(Theme::load(&config, &tree).expect("a theme"));
    let outcome = run(config, theme, &tree, None);
    let files = outcome.output.iter().filter(|(path, _)| !path.starts_with(BUNDLES));
    let sizes = files.map(|(path, content)| path.len() + content.make().expect("it can be made").len());
    [sizes.sum::<usize>() as f64, outcome.findings.all.len() as f64]
}

/// What is said where the second is more than it may be, the input having grown so many times.
fn excess(name: &str, of: &str, input: f64, [first, second]: [f64; 2], least: f64) -> Option<String> {
    let most = MOST * input.max(2.0) / 2.0 * first + least + if LISTING.contains(&name) { MOST * first } else { 0.0 };
    (second > most).then(|| format!("{name}: {of} {first}, then {second} for {input:.1} times the input"))
}

#[test]
fn what_is_written_and_found_grows_with_what_is_read() {
    let kinds: Vec<Kind> = [references::KINDS, schemas::KINDS, values::KINDS, channels::KINDS, site::KINDS].concat();
    let [base, _] = made(&(schemas::KINDS[0].2)(1));
    let of_kind = |(name, start, make): &Kind| {
        let size = (*start).min(LARGEST);
        let [one, two] = [size, 2 * size].map(make);
        let input = two.bytes() as f64 / one.bytes() as f64;
        let [[written, found], [more_written, more_found]] = [made(&one), made(&two)];
        let written = [(written - base).max(0.0), more_written - base];
        let found = excess(name, "findings", input, [found, more_found], FINDINGS);
        let most = two.most_written() as f64;
        let bound = (written[1] > most).then(|| format!("{name}: {} bytes, {most} at most", written[1]));
        excess(name, "bytes", input, written, PAGE).into_iter().chain(found).chain(bound).collect()
    };
    // A thread has less of a stack than the program gives those that it starts.
    let pool = rayon::ThreadPoolBuilder::new().stack_size(256 << 20).build().expect("threads can be started");
    let faults: Vec<Vec<String>> = pool.install(|| kinds.par_iter().map(of_kind).collect());
    let faults = faults.concat();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Two versions of a size.
type Versions = fn(usize) -> [Value; 2];

/// What versions may be made of, and what changes in them.
const VERSIONS: [(&str, Versions); 7] = [
    ("properties", |size| {
        let all = |most: usize| object(size, |_| json!({ "type": "integer", "maximum": most }));
        [all(5), all(7)]
    }),
    ("one property of many", |size| {
        let all = |most: usize| {
            object(size, |n| json!({ "type": "integer", "maximum": if n + 1 == size { most } else { 5 } }))
        };
        [all(7), all(5)]
    }),
    ("patterns", |size| {
        let all = |end: &str| object(size, |n| json!({ "type": "string", "pattern": format!("^p{n}[a-z]{end}$") }));
        [all("{1,3}"), all("{1,4}")]
    }),
    ("members of enum", |size| {
        let all = |from: usize| json!({ "enum": (from..size).map(|n| format!("m{n}")).collect::<Vec<_>>() });
        [all(1), all(0)]
    }),
    ("alternatives", |size| {
        let all = |from: usize| json!({ "anyOf": (from..size).map(|n| json!({ "const": n })).collect::<Vec<_>>() });
        [all(1), all(0)]
    }),
    ("parts of allOf", |size| {
        let all = |least: usize| {
            let part =
                |n: usize| json!({ "properties": { format!("p{n}"): { "type": "string", "minLength": least } } });
            json!({ "type": "object", "allOf": (0..size).map(part).collect::<Vec<_>>() })
        };
        [all(2), all(1)]
    }),
    ("nested", |size| {
        let all = |least: usize| {
            let inner = json!({ "type": "integer", "minimum": least });
            (0..size.min(30)).fold(inner, |inner, _| json!({ "type": "object", "properties": { "in": inner } }))
        };
        [all(2), all(1)]
    }),
];

fn object(size: usize, property: impl Fn(usize) -> Value) -> Value {
    let properties: serde_json::Map<String, Value> = (0..size).map(|n| (format!("p{n}"), property(n))).collect();
    json!({ "type": "object", "properties": properties })
}

#[test]
fn what_comparing_versions_takes_grows_with_them() {
    let check = Config::defaults().check;
    for (name, make) in VERSIONS {
        let [one, two] = [20, 40].map(|size| {
            let [old, new] = make(size);
            let dialect = Dialect::Draft202012;
            let judged = judge(&Pair {
                old: &old,
                old_dialect: dialect,
                new: &new,
                new_dialect: dialect,
                check: &check,
                events: &[],
                texts: None,
            });
            assert!(!matches!(judged.strict, Verdict::Open(_)), "{name}: {judged:?}");
            assert!(judged.steps > 0, "{name}: nothing was looked for");
            judged.steps as f64
        });
        assert!(two <= MOST * one, "{name}: {one} steps, then {two}");
    }
}

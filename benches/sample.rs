//! Samples for many schemas: `cargo bench --bench sample -- FILE` reads JSON lines `{ "id", "schema" }` and writes JSON lines
//! `{ "id", "minimal", "complete", "each", "why", "micros" }`, with null where no value was found. `micros` is what minimal and complete
//! took together, with what compiling the schema took. With `--invalid` every keyword is broken as well, and how many were is summed up on stderr;
//! `--missing` lists those beside that are neither broken nor dead.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::time::Instant;

use schemabook::dialect::Dialect;
use schemabook::sample::{Bare, Broken};
use schemabook::source::{Format, Node, Source};
use serde_json::json;

/// Schemas nest deep while they are compiled; the program has threads with such a stack as well.
const STACK: usize = 64 << 20;

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let has = |option: &str| std::env::args().any(|arg| arg == option);
    let (breaks, lists) = (has("--invalid") || has("--missing"), has("--missing"));
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        for file in files {
            run(&file, breaks, lists);
        }
    });
    worker.expect("a thread can be started").join().expect("it ends well");
}

fn run(file: &str, breaks: bool, lists: bool) {
    let mut keywords = Keywords::default();
    let input = std::io::BufReader::new(std::fs::File::open(file).expect("the file can be read"));
    let mut out = std::io::stdout().lock();
    for line in input.lines() {
        let line = line.expect("a line of text");
        // Read by our own reader: the digits of numbers stay as they are.
        let source = Source::from_file("line.json", Format::Json, line.into_bytes());
        let part = |key: &str| source.root().and_then(|root| root.get(key));
        let id = part("id").map(Node::to_value);
        let Some(schema) = part("schema") else {
            let none = json!({ "id": id, "minimal": null, "complete": null, "each": [], "why": "it can't be read", "micros": 0 });
            writeln!(out, "{none}").expect("stdout can be written");
            continue;
        };
        let bare = Bare::of_text(source.text_at(schema.span).to_owned(), Dialect::Draft202012);
        let started = Instant::now();
        let sampler = bare.sampler();
        let (minimal, complete) = (sampler.minimal(), sampler.complete());
        let micros = started.elapsed().as_micros() as u64;
        let each = sampler.each();
        let why = minimal.as_ref().err().or(complete.as_ref().err());
        let written = json!({
            "id": id, "minimal": minimal.as_ref().ok(), "complete": complete.as_ref().ok(), "each": each, "why": why,
            "micros": micros,
        });
        writeln!(out, "{written}").expect("stdout can be written");
        if breaks {
            let broken = sampler.invalid();
            for (place, keyword) in broken.missing.iter().filter(|_| lists) {
                eprintln!("{} {}/{keyword}", id.as_ref().map(ToString::to_string).unwrap_or_default(), place.pointer);
            }
            keywords.add(&broken);
        }
    }
    if breaks {
        keywords.print();
    }
}

/// What came of breaking keywords.
#[derive(Default)]
struct Keywords {
    broken: usize,
    dead: usize,
    /// Those that are neither, by name.
    missing: BTreeMap<String, usize>,
}

impl Keywords {
    fn add(&mut self, broken: &Broken) {
        self.broken += broken.found.len();
        self.dead += broken.dead.len();
        for (_, keyword) in &broken.missing {
            *self.missing.entry(keyword.clone()).or_default() += 1;
        }
    }

    fn print(&self) {
        let missing: usize = self.missing.values().sum();
        let told = self.broken + self.dead;
        let share = 100.0 * told as f64 / (told + missing).max(1) as f64;
        eprintln!("{told} of {} keywords ({share:.1} %): {} broken, {} dead", told + missing, self.broken, self.dead);
        for (keyword, count) in &self.missing {
            eprintln!("{count:>7} of `{keyword}` neither");
        }
    }
}

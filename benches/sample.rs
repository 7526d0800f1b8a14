//! Samples for many schemas: `cargo bench --bench sample -- FILE` reads JSON lines `{ "id", "schema" }` and writes JSON lines
//! `{ "id", "minimal", "complete", "each", "why", "micros" }`, with null where no value was found. `micros` is what minimal and complete
//! took together, with what compiling the schema took.

use std::io::{BufRead, Write};
use std::time::Instant;

use schemabook::dialect::Dialect;
use schemabook::sample::Bare;
use serde_json::{Value, json};

/// Schemas nest deep while they are compiled; the program has threads with such a stack as well.
const STACK: usize = 64 << 20;

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        for file in files {
            run(&file);
        }
    });
    worker.expect("a thread can be started").join().expect("it ends well");
}

fn run(file: &str) {
    let input = std::io::BufReader::new(std::fs::File::open(file).expect("the file can be read"));
    let mut out = std::io::stdout().lock();
    for line in input.lines() {
        let line = line.expect("a line of text");
        let read: Value = match serde_json::from_str(&line) {
            Ok(read) => read,
            Err(error) => {
                let why = error.to_string();
                let none =
                    json!({ "id": null, "minimal": null, "complete": null, "each": [], "why": why, "micros": 0 });
                writeln!(out, "{none}").expect("stdout can be written");
                continue;
            }
        };
        let bare = Bare::new(&read["schema"], Dialect::Draft202012);
        let started = Instant::now();
        let sampler = bare.sampler();
        let (minimal, complete) = (sampler.minimal(), sampler.complete());
        let micros = started.elapsed().as_micros() as u64;
        let each = sampler.each();
        let why = minimal.as_ref().err().or(complete.as_ref().err());
        let written = json!({
            "id": read["id"], "minimal": minimal.as_ref().ok(), "complete": complete.as_ref().ok(), "each": each, "why": why,
            "micros": micros,
        });
        writeln!(out, "{written}").expect("stdout can be written");
    }
}

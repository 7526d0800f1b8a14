//! `schemabook validate`: recorded events against the catalog.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use super::args::{Args, EventFormat, Validate};
use super::exit::{Exit, Failure, print, say, try_print};
use super::project::{open, prefix};
use super::signals;
use crate::pipeline;
use crate::prove::{Cache, faults};
use crate::report::{Events, Text, human_event, human_tally, json_event, json_tally};
use crate::resolve::Resolved;
use crate::source::{MAX_BYTES, Place};
use crate::stream::{BadEvent, End, Stream, Tally};

/// How many mistakes of one file are shown to people.
const PER_FILE: usize = 100;

/// The endings of files that are read by line, besides names without one.
const BY_LINE: [&str; 4] = ["jsonl", "ndjson", "log", "txt"];

/// Runs the command.
///
/// # Errors
/// The program's own: usage, a file that can't be read, a catalog without schemas, no events at all.
pub fn run(args: &Args, command: &Validate) -> Result<Exit, Failure> {
    let signals = signals::listen()?;
    let started = std::time::Instant::now();
    let inputs = inputs(&command.files)?;
    let opened = open(&command.dir, None)?;
    let resolved = pipeline::catalog(opened.config, &opened.tree, None);
    if !resolved.has_schemas() {
        let message = format!("there is no schema in `{}` to validate against", command.dir.display());
        return Err(Failure::usage(message).with_help("name the folder of your contracts with --dir"));
    }
    let named = command.schema.as_deref().map(|name| named_schema(&resolved, &command.dir, name)).transpose()?;
    let faults = faults(&mut Cache::default(), &resolved, None);
    let stream = Stream::new(&resolved, &faults, named);
    let mut tally = Tally::default();
    for Input { name, from } in inputs {
        let mut printer = Printer::new(command.format, Events { resolved: &resolved, file: &name });
        let (counts, end) = match from {
            From::Lines(input) => stream.lines(input, &signals.interrupted, &mut |bad| printer.print(bad)),
            From::Whole(file) => match read(file) {
                Ok(bytes) => (stream.document(&name, bytes, &mut |bad| printer.print(bad)), End::Input),
                Err(error) => (Tally::default(), End::Failed(error)),
            },
        };
        tally.add(counts);
        printer.close();
        if let Some(error) = printer.failed {
            return Err(error);
        }
        if let End::Failed(error) = end {
            return Err(Failure::environment(format!("`{name}` can't be read: {error}")));
        }
        if printer.unheard || signals.interrupted.load(Ordering::SeqCst) {
            break;
        }
    }
    summarise(args, command.format, &tally, started.elapsed())?;
    let exit = match signals::exit(&signals) {
        Some(exit) => exit,
        None if tally.has_bad() => Exit::Findings,
        None if tally.all.events == 0 => return Err(Failure::usage("there are no events in what was read")),
        None => Exit::Fine,
    };
    // The program ends here: taking a large project apart, piece by piece, would only make people wait.
    std::mem::forget(stream);
    std::mem::forget(resolved);
    Ok(exit)
}

/// The schema that `--schema` names: as catalog.json and references name it, or by its path from the working directory.
fn named_schema(resolved: &Resolved, dir: &Path, name: &str) -> Result<Place, Failure> {
    let from_here = || {
        let prefix = prefix(dir);
        resolved.find_named_schema(name.trim_start_matches("./").strip_prefix(&prefix)?)
    };
    resolved.find_named_schema(name).or_else(from_here).ok_or_else(|| {
        Failure::usage(format!("there is no schema `{name}`"))
            .with_help("name its file, its place (`orders.json#/$defs/total`) or its `$id`")
    })
}

/// Something that events are read from.
struct Input {
    name: String,
    from: From,
}

enum From {
    Lines(Box<dyn Read + Send>),
    Whole(File),
}

/// Opens everything before anything is judged, so that a wrong name is not found out after an hour.
fn inputs(files: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    let stdin = [PathBuf::from("-")];
    let files = if files.is_empty() { &stdin } else { files };
    if files.iter().filter(|file| file.as_os_str() == "-").count() > 1 {
        return Err(Failure::usage("stdin can be read only once"));
    }
    if files == stdin && io::stdin().is_terminal() {
        let help = "name files, or hand them over: zcat events.jsonl.gz | schemabook validate -";
        return Err(Failure::usage("there are no events: stdin is a terminal").with_help(help));
    }
    files.iter().map(|file| input(file)).collect()
}

fn input(file: &Path) -> Result<Input, Failure> {
    let name = file.display().to_string();
    if name == "-" {
        return Ok(Input { name, from: From::Lines(Box::new(io::stdin())) });
    }
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let whole = match ending.as_deref() {
        Some("json") => true,
        None => false,
        Some(ending) if BY_LINE.contains(&ending) => false,
        Some(_) => {
            let help = "events are read from .jsonl, .ndjson and .json files; hand over others as lines: … | schemabook validate -";
            return Err(Failure::usage(format!("`{name}` is no file of recorded events")).with_help(help));
        }
    };
    // Asked before, since Windows opens no folder as a file.
    if file.is_dir() {
        let help = "name its files; --dir names the folder of the contracts";
        return Err(Failure::usage(format!("`{name}` is a folder, no file of events")).with_help(help));
    }
    let opened = File::open(file).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::usage(format!("there is no file `{name}`")),
        _ => Failure::environment(format!("`{name}` can't be read: {error}")),
    })?;
    Ok(Input { name, from: if whole { From::Whole(opened) } else { From::Lines(Box::new(opened)) } })
}

/// The bytes of a file, and one more than is allowed of one that is too large: that it is, is found where it is parsed.
fn read(file: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Prints bad events while they are found.
struct Printer<'a> {
    format: EventFormat,
    events: Events<'a>,
    /// How many mistakes were shown, and how many were not.
    shown: usize,
    hidden: usize,
    /// Whether the reader of stdout went away.
    unheard: bool,
    failed: Option<Failure>,
}

impl<'a> Printer<'a> {
    fn new(format: EventFormat, events: Events<'a>) -> Printer<'a> {
        Printer { format, events, shown: 0, hidden: 0, unheard: false, failed: None }
    }

    /// Prints some bad events; `false` where nobody listens any more.
    fn print(&mut self, bad: &[BadEvent]) -> bool {
        let mut text = Text::default();
        for event in bad {
            match self.format {
                EventFormat::Json => text.push(&json_event(self.events, event)),
                EventFormat::Human if self.shown >= PER_FILE => self.hidden += event.errors.len(),
                EventFormat::Human => {
                    let lines = human_event(self.events, event);
                    let fit = lines.len().min(PER_FILE - self.shown);
                    lines[..fit].iter().for_each(|line| text.push(line));
                    self.shown += fit;
                    self.hidden += lines.len() - fit;
                }
            }
        }
        self.write(&text)
    }

    fn close(&mut self) {
        if self.hidden > 0 {
            let file = self.events.file;
            self.write(&Text::lines(&format!("… and {} more in {file} (`--format json` lists all)", self.hidden)));
        }
    }

    fn write(&mut self, text: &Text) -> bool {
        match try_print(text) {
            Ok(heard) => self.unheard |= !heard,
            Err(failure) => self.failed = Some(failure),
        }
        !self.unheard && self.failed.is_none()
    }
}

fn summarise(args: &Args, format: EventFormat, tally: &Tally, took: std::time::Duration) -> Result<(), Failure> {
    match format {
        EventFormat::Json => print(&json_tally(tally))?,
        EventFormat::Human if args.quiet && !tally.has_bad() => {}
        EventFormat::Human => print(&human_tally(tally))?,
    }
    if args.verbose {
        let rate = tally.all.events as f64 / took.as_secs_f64();
        say(&format!("schemabook: {:.1} ms, {rate:.0} events/s", took.as_secs_f64() * 1000.0));
    }
    Ok(())
}

//! Whether what the program costs grows with its input and no faster.
//!
//! `cargo bench --bench growth -- [NAME …]` writes each kind of project (or those whose names begin like one of the arguments) in four sizes, each
//! twice the one before, runs `build` and `check` over them, and prints how CPU time, peak memory and output grow: by which power of the
//! number of bytes. 1 is in proportion, 2 is a square. The last column is how much of what may be written at most the largest site is.
//! `PROGRAM` names another binary than the one that cargo built.

mod channels;
mod measure;
mod project;
mod references;
mod schemas;
mod site;
mod values;

use measure::{Run, Workshop};
use project::Project;

/// A kind of project: its name, the size to begin with, what it is.
type Kind = (&'static str, usize, fn(usize) -> Project);

/// How many sizes are measured, each twice the one before.
const SIZES: usize = 4;

/// Less than this can't be told from the noise. The first size is one of which `check` takes that long, or `build` three times as long.
const SECONDS: f64 = 0.08;

/// After a size that takes longer, no larger one is measured.
const LONG: f64 = 8.0;

/// The first size has no more bytes than this, since files have at most 16 MiB.
const FIRST: u64 = 1 << 20;

/// The power that is too much.
const LIMIT: f64 = 1.2;

fn main() {
    let names: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let program = std::env::var("PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_schemabook").to_owned());
    let workshop = Workshop::new(program);
    let kinds: Vec<Kind> = [references::KINDS, schemas::KINDS, values::KINDS, channels::KINDS, site::KINDS].concat();
    let is_meant = |kind: &Kind| names.is_empty() || names.iter().any(|name| kind.0.starts_with(name.as_str()));
    println!("| kind | size | input | check | power | build | power | memory | power | output | power | of most |");
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    let idle = workshop.runs(&(schemas::KINDS[0].2)(1));
    let mut above = 0;
    for kind in kinds.iter().filter(|kind| is_meant(kind)) {
        let rows = sizes(&workshop, kind, &idle);
        above += usize::from(line(kind.0, &rows, &idle));
    }
    println!("\n{} kinds, {above} of them above {LIMIT} or 100 %", kinds.iter().filter(|kind| is_meant(kind)).count());
}

/// What one size of a project took.
struct Row {
    size: usize,
    input: u64,
    /// How many bytes may be written.
    most: u64,
    check: Run,
    build: Run,
}

/// The sizes of a kind. The first is the one from which on there is something to measure.
fn sizes(workshop: &Workshop, &(name, start, make): &Kind, idle: &(Run, Run)) -> Vec<Row> {
    let row = |size| {
        let project = make(size);
        let (check, build) = workshop.runs(&project);
        if let Some(ended) = check.ended.as_ref().or(build.ended.as_ref()) {
            eprintln!("{name} {size}: {ended}");
        }
        Row { size, input: project.bytes(), most: project.most_written(), check, build }
    };
    let mut first = row(start);
    let is_noise = |row: &Row| {
        let (check, build) = (row.check.seconds - idle.0.seconds, row.build.seconds - idle.1.seconds);
        check < SECONDS && build < 3.0 * SECONDS
    };
    while is_noise(&first) && first.input < FIRST {
        first = row(first.size * 2);
    }
    let mut rows = vec![first];
    for double in 1..SIZES {
        // What grows too fast would take minutes next.
        let is_long = |row: &Row| row.build.seconds > LONG || row.check.ended.is_some() || row.build.ended.is_some();
        if rows.last().is_some_and(is_long) {
            break;
        }
        rows.push(row(rows[0].size << double));
    }
    rows
}

/// Prints a kind; whether anything of it grows too fast.
fn line(name: &str, rows: &[Row], idle: &(Run, Run)) -> bool {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return false };
    let power = |cost: &dyn Fn(&Row) -> f64, bytes: &dyn Fn(&Row) -> u64, least: f64| {
        let points: Vec<(f64, f64)> = rows.iter().map(|row| (bytes(row) as f64, cost(row))).collect();
        // What is lost in the noise has no power.
        (cost(last) > least).then(|| slope(&points, least / 4.0))
    };
    let check = power(&|row| row.check.seconds - idle.0.seconds, &|row| row.input, SECONDS);
    let build = power(&|row| row.build.seconds - idle.1.seconds, &|row| row.input + row.build.output, SECONDS);
    let peak = |row: &Row| row.check.peak.max(row.build.peak) - idle.1.peak;
    let memory = power(&peak, &|row| row.input, 8.0);
    let written = power(&|row| row.build.output as f64 - idle.1.output as f64, &|row| row.input, 0.0);
    let output = last.build.output as f64 / last.input as f64;
    let of_most = 100.0 * (last.build.output as f64 - idle.1.output as f64) / last.most as f64;
    let said = |power: Option<f64>| power.map_or_else(|| "-".to_owned(), |power| format!("{power:.1}"));
    println!(
        "| `{name}` | {} to {} | {} kB | {:.2} s | {} | {:.2} s | {} | {:.0} MB | {} | × {output:.1} | {} | {of_most:.0} % |",
        first.size,
        last.size,
        last.input / 1000,
        last.check.seconds,
        said(check),
        last.build.seconds,
        said(build),
        last.check.peak.max(last.build.peak),
        said(memory),
        said(written),
    );
    [check, build, written].into_iter().flatten().any(|power| power > LIMIT) || of_most > 100.0
}

/// The slope of the line through the logarithms of `points`, by least squares; values below `least` count as that.
fn slope(points: &[(f64, f64)], least: f64) -> f64 {
    let points: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.max(least).ln())).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / points.len() as f64;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let over: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    over / points.iter().map(|point| (point.0 - x).powi(2)).sum::<f64>()
}

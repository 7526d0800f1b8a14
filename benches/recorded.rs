//! Recorded events, from bytes to verdicts, over a generated project. `cargo bench --bench recorded` runs it.

mod project;

use std::io::Cursor;
use std::sync::atomic::AtomicBool;

use divan::counter::ItemsCount;
use schemabook::config::Config;
use schemabook::pipeline::catalog;
use schemabook::prove::{Cache, faults};
use schemabook::stream::Stream;
use schemabook::tree::Tree;

const EVENTS: usize = 20_000;

fn main() {
    divan::main();
}

/// What `schemabook validate` does with lines of about 1 kB, without the reading of the catalog.
#[divan::bench(sample_count = 20)]
fn lines(bencher: divan::Bencher<'_, '_>) {
    measure(bencher, &project::write(25), |number| project::instance(0, number % 25, true));
}

/// The same where each schema leads back to itself, as in catalogs whose events carry any JSON.
#[divan::bench(sample_count = 20)]
fn recursive_lines(bencher: divan::Bencher<'_, '_>) {
    measure(bencher, &project::write_recursive(25), |number| project::recursive_instance(0, number % 25));
}

fn measure(bencher: divan::Bencher<'_, '_>, folder: &project::Folder, event: fn(usize) -> serde_json::Value) {
    let tree = Tree::open(folder.path()).expect("the project was just written");
    let resolved = catalog(Config::defaults(), &tree, None);
    let faults = faults(&mut Cache::default(), &resolved, None);
    let stream = Stream::new(&resolved, &faults, None);
    let text: String = (0..EVENTS).map(|number| event(number).to_string() + "\n").collect();
    bencher.counter(ItemsCount::new(EVENTS)).with_inputs(|| Cursor::new(text.clone().into_bytes())).bench_values(
        |input| {
            let (tally, _) = stream.lines(input, &AtomicBool::new(false), &mut |_| true);
            assert_eq!(tally.all.valid, EVENTS as u64);
        },
    );
}

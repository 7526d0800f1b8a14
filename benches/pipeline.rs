//! The whole pipeline, from files to the bytes of every page, over generated projects.
//!
//! `cargo bench` runs it; `benches/README.md` says how to read it.

mod project;

use std::sync::Arc;

use schemabook::config::Config;
use schemabook::pipeline::run;
use schemabook::render::Theme;
use schemabook::tree::Tree;

fn main() {
    divan::main();
}

/// Everything that `schemabook check` does.
#[divan::bench(args = [25, 250], sample_count = 20)]
fn pipeline(bencher: divan::Bencher<'_, '_>, events: usize) {
    measure(bencher, &project::write(events));
}

/// The same for a system of so many channels in 25 documents.
#[divan::bench(args = [50, 500], sample_count = 20)]
fn channel_map(bencher: divan::Bencher<'_, '_>, channels: usize) {
    measure(bencher, &project::write_system(channels));
}

fn measure(bencher: divan::Bencher<'_, '_>, folder: &project::Folder) {
    let tree = Tree::open(folder.path()).expect("the project was just written");
    bencher.bench(|| {
        let config = Config::defaults();
        let theme = Arc::new(Theme::load(&config, &tree).expect("the built-in theme is good"));
        let outcome = run(config, theme, &tree, None);
        assert_eq!(outcome.findings.count(schemabook::diagnostic::Severity::Error), 0);
        outcome.output.iter().map(|(_, content)| content.make().map_or(0, |bytes| bytes.len())).sum::<usize>()
    });
}

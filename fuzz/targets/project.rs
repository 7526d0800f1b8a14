//! Whole projects: a fixture, changed as files and as trees. Two runs agree, no page is alive, no link leads nowhere.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use schemabook_fuzz::{Choices, Project, check_site, quiet};

static FIXTURES: LazyLock<Vec<Project>> = LazyLock::new(Project::fixtures);

fuzz_target!(|seed: u64| {
    quiet();
    let mut choices = Choices::new(seed);
    let mut project = choices.one(&FIXTURES).clone();
    project.mutate(&FIXTURES, &mut choices);
    check_site(&project);
});

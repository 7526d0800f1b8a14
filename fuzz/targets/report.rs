//! Reports: no input writes to the terminal, and none gives a command to the runner of a CI job.

use crate::project::{Project, reports};

pub fn run(number: u64) {
    let Some([human, github, sarif, junit]) = reports(&Project::of_number(number)) else { return };
    for line in human.lines() {
        assert!(!line.chars().any(|sign| sign.is_control() && sign != '\t'), "{line:?} writes to the terminal");
        assert!(!line.trim_start().starts_with("::"), "{line:?} is a command");
    }
    for line in github.lines() {
        let command = line.trim_start();
        let is_ours = ["::error ", "::warning ", "::notice ", "::error::", "::warning::", "::notice::"]
            .iter()
            .any(|own| command.starts_with(own));
        assert!(!command.starts_with("::") || is_ours, "{line:?} is a command");
        assert!(!line.starts_with("##["), "{line:?} is a command");
    }
    assert!(serde_json::from_str::<serde_json::Value>(&sarif).is_ok(), "SARIF is no JSON");
    let plain = |sign: char| sign == '\n' || sign == '\t' || !sign.is_control();
    assert!(junit.chars().all(plain), "JUnit is no XML");
}

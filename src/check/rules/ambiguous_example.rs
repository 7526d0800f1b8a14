//! An example that several schemas could be meant for.

use crate::check::words::listed;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::{ExampleKind, Pairing, Rung};

static RULE: Rule = Rule {
    code: "ambiguous-example",
    severity: Severity::Warning,
    summary: "an example that several schemas could be meant for",
    explanation: r#"Two schemas answer to the same name, path or event type, and nothing says which of them the example belongs to. It is not
proved until that is settled: name the schema in the example itself, in the fence's info string or in site.toml.

Bad, with `schemas/a/order.json` and `schemas/b/order.json`:

```text
examples/order.first.json
```

Good:

```text
examples/a/order.first.json
```

Good as well:

```toml
examples = [{ files = "examples/order.*.json", schema = "schemas/a/order.json" }]
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let findings = project.examples.iter().filter_map(|example| {
        let Pairing::Ambiguous { rung, candidates } = &example.pairing else { return None };
        let names: Vec<String> = candidates.iter().map(|place| project.sources.display(place)).collect();
        let message = format!("{} could be its schema: {}", listed(names.iter().map(String::as_str)), why(*rung));
        let mut finding = Finding::new(&RULE, At::place(&project.sources, &example.place, Part::Value), message);
        for candidate in candidates.iter().take(LABELS) {
            finding = finding.with_label(At::place(&project.sources, candidate, Part::Value), "a candidate");
        }
        Some(finding.with_help(match example.kind {
            ExampleKind::Page => "name its schema in the info string: `json example=<path, $id or name of the schema>`",
            _ => "name its schema in site.toml, or put it into the folder of the one that is meant",
        }))
    });
    findings.collect()
}

/// How many candidates are shown.
const LABELS: usize = 5;

/// What the candidates have in common.
fn why(rung: Rung) -> &'static str {
    match rung {
        Rung::Entry => "site.toml names them",
        Rung::Embedded => "it stands in them",
        Rung::Named => "it names them",
        Rung::MirroredFolder | Rung::MirroredFile => "their paths are mirrored by its own",
        Rung::Beside | Rung::NamePrefix => "its name begins with theirs",
        Rung::OnlySchema => "they are in its folder",
        Rung::EventType | Rung::Envelope => "they state its event type",
    }
}

//! An example for which no schema is known.

use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::{ExampleKind, Pairing};
use crate::source::visible;

static RULE: Rule = Rule {
    code: "orphan-example",
    severity: Severity::Warning,
    summary: "an example for which no schema is known",
    explanation: r#"An example that belongs to no schema is not proved and is shown on no page of a schema. It finds its schema by what it
names (`$schema`, an `$id`), by its path (`examples/<path of the schema>/<name>.json`, `<schema>.<name>.example.json`) or
by its event type. Where these conventions don't reach, an entry in site.toml does.

Bad, beside a schema `schemas/order.json`:

```text
examples/ordr/first.json
```

Good:

```text
examples/order/first.json
```

Good as well:

```toml
examples = [{ files = "recorded/*.json", schema = "schemas/order.json" }]
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let findings = project.examples.iter().filter(|example| !example.unparsed).filter_map(|example| {
        let Pairing::Orphan { hint } = &example.pairing else { return None };
        let message = match hint {
            Some(hint) => format!("no schema is known for this example: {}", visible(hint)),
            None => "no schema is known for this example".to_owned(),
        };
        let help = match example.kind {
            ExampleKind::Page => "name its schema in the info string: `json example=<path, $id or name of the schema>`",
            _ => "put it into `examples/<path of the schema>/`, or name its schema in site.toml",
        };
        Some(Finding::new(&RULE, At::place(&project.sources, &example.place, Part::Value), message).with_help(help))
    });
    findings.collect()
}

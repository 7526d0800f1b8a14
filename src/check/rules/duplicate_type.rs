//! Two unversioned schemas of one folder that state the same event type.

use std::collections::BTreeMap;

use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::Schema;
use crate::resolve::stated_in;
use crate::source::Place;

static RULE: Rule = Rule {
    code: "duplicate-type",
    severity: Severity::Warning,
    summary: "two unversioned schemas of one folder that state the same event type",
    explanation: r#"An event carries one type, and consumers expect one schema behind it. Two schemas of one folder state the same type and
neither says a version, so nothing tells which of them an event follows; often one was copied and the `const` was left as
it was. Schemas with different versions are versions of one type and are fine.

Bad, in `created.json` and in `cancelled.json`:

```json
{ "properties": { "event_type": { "const": "order.created" } } }
```

Good, in `cancelled.json`:

```json
{ "properties": { "event_type": { "const": "order.cancelled" } } }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let resolved = &subject.site.proved.resolved;
    let project = &resolved.project;
    let mut first: BTreeMap<(usize, &str, &str), usize> = BTreeMap::new();
    let mut findings = Vec::new();
    for (number, schema) in project.schemas.iter().enumerate().filter(|(_, schema)| schema.version.is_none()) {
        for name in &schema.types {
            let known = *first.entry((schema.catalog, folder(schema), name)).or_insert(number);
            if known == number {
                continue;
            }
            let other = &project.sources.get(project.schemas[known].source).name;
            let message = format!("the event type {} is stated by {} already", quoted(name), quoted(other));
            let finding = Finding::new(&RULE, at(subject, number, name), message)
                .with_label(at(subject, known, name), "first here")
                .with_help("let each state its own type, or give both a version");
            findings.push(finding);
        }
    }
    findings
}

fn folder(schema: &Schema) -> &str {
    schema.path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn at(subject: &Subject, number: usize, name: &str) -> At {
    let project = &subject.site.proved.resolved.project;
    let place = stated_in(&subject.site.proved.resolved, number, name);
    let place = place.unwrap_or_else(|| Place::root(project.schemas[number].source));
    At::place(&project.sources, &place, Part::Value)
}

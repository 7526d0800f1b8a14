//! A `$schema` that names no dialect which is read.

use super::words::quoted;
use super::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::source::Place;

static RULE: Rule = Rule {
    code: "unknown-dialect",
    severity: Severity::Warning,
    summary: "a `$schema` that names no dialect which is read",
    explanation: r#"`$schema` says which draft of JSON Schema a schema is written in, and keywords mean different things in different drafts.
An address that names none of the drafts 4, 6, 7, 2019-09 and 2020-12 is passed over, and the schema is read in the dialect
of its catalog. Write the address of the draft that is meant.

Bad:

```json
{ "$schema": "https://json-schema.org/draft-2020-12/schema#draft" }
```

Good:

```json
{ "$schema": "https://json-schema.org/draft/2020-12/schema" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let findings = project.schemas.iter().filter_map(|schema| {
        let name = schema.unknown_dialect.as_deref()?;
        let message =
            format!("{} names no dialect that is read; it is read as {}", quoted(name), schema.dialect.title());
        let place = Place::new(schema.source, "/$schema");
        let finding = Finding::new(&RULE, At::place(&project.sources, &place, Part::Value), message);
        Some(finding.with_help(format!("write the dialect that is meant, such as {}", quoted(schema.dialect.uri()))))
    });
    findings.collect()
}

//! A `$schema` that names no dialect which is read.

use std::collections::BTreeMap;

use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::Schema;
use crate::source::Place;
use crate::words::counted;

static RULE: Rule = Rule {
    code: "unknown-dialect",
    severity: Severity::Warning,
    summary: "a `$schema` that names no dialect which is read",
    explanation: r#"`$schema` says which draft of JSON Schema a schema is written in, and keywords mean different things in different drafts.
An address that names none of the drafts 4, 6, 7, 2019-09 and 2020-12 is passed over, and the schema is read in the dialect
of its catalog. Write the address of the draft that is meant, or state the dialect of the catalog in site.toml. Each address is
one finding. A `$schema` that is the `$id` of a metaschema of the project is a dialect of its own, and none of these.

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
    let mut named: BTreeMap<&str, Vec<&Schema>> = BTreeMap::new();
    for schema in project.schemas.iter() {
        // Who states the dialect of a catalog has said how such schemas are read.
        if let Some(name) = schema.unknown_dialect.as_deref()
            && !project.config.catalogs[schema.catalog].states_dialect
        {
            named.entry(name).or_default().push(schema);
        }
    }
    let findings = named.into_iter().map(|(name, schemas)| {
        let first = schemas[0];
        let more = match schemas.len() - 1 {
            0 => String::new(),
            more => format!(", as in {}", counted(more, "other schema")),
        };
        let dialect = first.dialect.title();
        let message = format!("{} names no dialect that is read; it is read as {dialect}{more}", quoted(name));
        let at = At::place(&project.sources, &Place::new(first.source, "/$schema"), Part::Value);
        let example = quoted(first.dialect.uri());
        let help = format!(
            "write the dialect that is meant, such as {example}, or state that of the catalog in site.toml: `dialect`"
        );
        Finding::new(&RULE, at, message).with_help(help)
    });
    findings.collect()
}

//! A schema format that the specification does not name.

use crate::asyncapi::{MESSAGE, MESSAGE_TRAIT, MULTI_FORMAT, is_known_format};
use crate::check::contracts::{below, objects, value_at};
use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};

static RULE: Rule = Rule {
    code: "unknown-schema-format",
    severity: Severity::Warning,
    summary: "a schema format that the specification does not name",
    explanation: r##"The format of a payload's schema says how it is read. AsyncAPI names its own, JSON Schema, Avro, OpenAPI, RAML and Protocol
Buffers; a schema of any other is shown as it stands, and examples of the message are not checked against it.

Bad:

```yaml
schemaFormat: application/vnd.apache.arvo;version=1.9.0
```

Good:

```yaml
schemaFormat: application/vnd.apache.avro;version=1.9.0
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Documents(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let found = [&MESSAGE, &MESSAGE_TRAIT, &MULTI_FORMAT].into_iter().flat_map(|kind| objects(resolved, kind));
    let findings = found.filter_map(|found| {
        let format = found.node.get("schemaFormat")?.as_str().filter(|format| !is_known_format(format))?;
        let at = value_at(resolved, &below(found.place, "schemaFormat"));
        let message = format!("{} is no schema format that AsyncAPI names", quoted(format));
        Some(Finding::new(&RULE, at, message).with_help("examples of the message are not checked"))
    });
    findings.collect()
}

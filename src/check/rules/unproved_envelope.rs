//! A catalog whose events are proved by their data alone.

use crate::check::{Check, Find, Subject};
use crate::config::FILE;
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::source::Place;

static RULE: Rule = Rule {
    code: "unproved-envelope",
    severity: Severity::Note,
    summary: "a catalog whose events are proved by their data alone",
    explanation: r#"With `types.data` the schema of an event type is held against what stands there, and nothing is held against what stands
around it: an event without an id, or with a time that is none, is valid all the same. `types.envelope` names the schema of
the whole; an event is valid then if both say so.

Bad:

```toml
types = { field = "/event_type", data = "/payload" }
```

Good:

```toml
types = { field = "/event_type", data = "/payload", envelope = "schemas/envelope.json" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let project = &subject.site.proved.resolved.project;
    let Some(source) = project.sources.find(FILE) else { return Vec::new() };
    let findings = project.config.catalogs.iter().enumerate().filter_map(|(number, catalog)| {
        let data = catalog.types.data.as_ref().filter(|data| !data.is_empty() && catalog.types.envelope.is_none())?;
        let mut examples = project.examples.iter().filter(|example| example.catalog == number);
        examples.find(|example| example.instances().iter().any(|instance| instance.pointer == *data))?;
        let at = At::place(&project.sources, &Place::new(source, format!("/catalog/{number}/types/data")), Part::Key);
        let finding =
            Finding::new(&RULE, at, format!("nothing proves what is around the data of these events, `{data}`"));
        Some(finding.with_help("name the schema of the whole event: envelope = \"schemas/envelope.json\""))
    });
    findings.collect()
}

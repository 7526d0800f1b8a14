//! A symbolic link that stays inside the project.

use super::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::model::Skip;

static RULE: Rule = Rule {
    code: "skipped-file",
    severity: Severity::Warning,
    summary: "a symbolic link, which is not followed",
    explanation: r#"schemabook follows no symbolic links, so that a project can't show what its author did not put there and no link can send
it in circles. What the link leads to is read where it really stands. If it is meant to stand here as well, copy it, or
refer to it by its own path; if not, exclude the link.

Bad:

```text
schemas/order.json -> ../shared/order.json
```

Good:

```json
{ "$ref": "../shared/order.json" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let skipped = site.proved.resolved.project.skipped.iter();
    let links = skipped.filter(|skipped| skipped.why == Skip::Link { inside: true });
    let findings = links.map(|link| {
        Finding::new(&RULE, At::file(&link.file), "a symbolic link, which is not followed")
            .with_help("refer to the file by its own path, or exclude the link in site.toml")
    });
    findings.collect()
}

//! Two documents with one `$id`.

use super::words::quoted;
use super::{Check, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::source::{Place, SourceId};

static RULE: Rule = Rule {
    code: "duplicate-id",
    severity: Severity::Error,
    summary: "two documents with one `$id`",
    explanation: r#"The `$id` of a document is its name, and a reference by that name can lead to one document only. Of several documents with
one `$id`, the one whose path ends like the `$id` answers; the others are out of reach. It happens when a schema is copied
to begin a new one or a new version.

Bad, in `order.json` and in `invoice.json`:

```json
{ "$id": "https://example.com/order.json" }
```

Good, in `invoice.json`:

```json
{ "$id": "https://example.com/invoice.json" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, find };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let mut findings = Vec::new();
    for (id, claims) in &resolved.duplicate_ids {
        let at = |source: SourceId| {
            let root = sources.get(source).root();
            let keyword =
                ["$id", "id"].into_iter().find(|keyword| root.is_some_and(|root| root.get(keyword).is_some()));
            At::place(sources, &Place::new(source, format!("/{}", keyword.unwrap_or_default())), Part::Value)
        };
        let Some((first, others)) = claims.split_first() else { continue };
        for other in others {
            let message = format!("{} is the `$id` of {} already", quoted(id), quoted(&sources.get(*first).name));
            let finding = Finding::new(&RULE, at(*other), message)
                .with_label(at(*first), "references lead here")
                .with_help("give each document an `$id` of its own");
            findings.push(finding);
        }
    }
    findings
}

//! An address in a document that is not made a link.

use std::collections::HashSet;

use super::contracts::{below, value_at};
use super::words::quoted;
use super::{Check, Subject};
use crate::asyncapi::Shape;
use crate::diagnostic::{Finding, Rule, Severity};
use crate::prose::is_web;

static RULE: Rule = Rule {
    code: "unsafe-link",
    severity: Severity::Warning,
    summary: "an address that is not made a link",
    explanation: r##"Addresses of contacts, licences and documentation become links on the site. Only `http`, `https` and `mailto` do: any other scheme
could run a script in the reader's browser, so it is shown as text.

Bad:

```yaml
externalDocs: { url: "javascript:alert(1)" }
```

Good:

```yaml
externalDocs: { url: "https://example.com/orders" }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, find };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let mut findings = Vec::new();
    let mut seen = HashSet::new();
    for document in &resolved.project.documents {
        let Some(version) = document.asyncapi else { continue };
        for part in &document.parts {
            let Some(node) = resolved.project.sources.node(&part.place) else { continue };
            for entry in Shape::Object(part.object).entries(node, version) {
                let (Shape::Url, Some(member), Some(url)) = (entry.shape, entry.member, entry.node.as_str()) else {
                    continue;
                };
                let place = below(&part.place, &member.key);
                if !is_web(url) && url.contains(':') && seen.insert(place.clone()) {
                    let message = format!("{} is not made a link", quoted(url));
                    let finding = Finding::new(&RULE, value_at(resolved, &place), message);
                    findings.push(finding.with_help("links may use http, https and mailto"));
                }
            }
        }
    }
    findings
}

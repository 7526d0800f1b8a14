//! A tag that stands twice in a list.

use std::collections::HashMap;

use crate::asyncapi::TAG;
use crate::check::contracts::{below, value_at};
use crate::check::words::quoted;
use crate::check::{Check, Find};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::fix::removal;
use crate::model::Document;
use crate::resolve::Resolved;
use crate::source::{Node, Place};

static RULE: Rule = Rule {
    code: "duplicate-tag",
    severity: Severity::Error,
    summary: "a tag that stands twice in a list",
    explanation: r##"Each name of a list of tags stands in it once. A second one of the same name is a copy that was left over, or hides that another
tag was meant.

Bad:

```yaml
tags: [{ name: orders }, { name: orders, description: All about orders. }]
```

Good:

```yaml
tags: [{ name: orders, description: All about orders. }]
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Document(find)] };

fn find(resolved: &Resolved, document: &Document) -> Vec<Finding> {
    let sources = &resolved.project.sources;
    let Some(version) = document.asyncapi else { return Vec::new() };
    let mut findings = Vec::new();
    for part in &document.parts {
        let has_tags = !std::ptr::eq(part.object, &TAG) && part.object.field("tags", version).is_some();
        let Some(node) = sources.node(&part.place).filter(|_| has_tags) else { continue };
        let list = below(&part.place, "tags");
        let count = node.get("tags").map(Node::items).unwrap_or_default().len();
        let places = (0..count).map(|index| below(&list, &index.to_string()));
        // The list holds tags, or references to some.
        let named = places.filter_map(|place| {
            let tag = resolved.follow(&place)?;
            Some((place, sources.node(&tag)?.get("name")?.as_str()?))
        });
        let mut first: HashMap<&str, Place> = HashMap::new();
        for (place, name) in named {
            let Some(first) = first.get(name) else {
                first.insert(name, place);
                continue;
            };
            let message = format!("the tag {} stands here twice", quoted(name));
            let finding = Finding::new(&RULE, value_at(resolved, &place), message);
            let mut finding =
                finding.with_label(value_at(resolved, first), "the first is here").with_help("take one of them out");
            finding.fix = removal(sources, "take it out", &[place]);
            findings.push(finding);
        }
    }
    findings
}

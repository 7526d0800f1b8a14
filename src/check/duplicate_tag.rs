//! A tag that stands twice in a list.

use std::collections::{BTreeMap, HashSet};

use super::contracts::{below, value_at};
use super::words::quoted;
use super::{Check, Subject};
use crate::asyncapi::TAG;
use crate::diagnostic::{Finding, Rule, Severity};
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

pub const CHECK: Check = Check { rule: &RULE, find };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    // The lists that hold tags, or references to some.
    let mut lists: BTreeMap<Place, Vec<(Place, String)>> = BTreeMap::new();
    let mut seen: HashSet<Place> = HashSet::new();
    for document in &resolved.project.documents {
        let Some(version) = document.asyncapi else { continue };
        for part in &document.parts {
            let Some(node) = sources.node(&part.place) else { continue };
            if part.object.field("tags", version).is_none() || std::ptr::eq(part.object, &TAG) {
                continue;
            }
            let list = below(&part.place, "tags");
            if node.get("tags").is_none_or(|tags| !tags.is_array()) || !seen.insert(list.clone()) {
                continue;
            }
            let count = node.get("tags").map(Node::items).unwrap_or_default().len();
            let places = (0..count).map(|index| below(&list, &index.to_string()));
            let named = places.filter_map(|place| {
                let tag = resolved.follow(&place)?;
                Some((place, sources.node(&tag)?.get("name")?.as_str()?.to_owned()))
            });
            lists.insert(list.clone(), named.collect());
        }
    }
    let mut findings = Vec::new();
    for tags in lists.values() {
        for (index, (place, name)) in tags.iter().enumerate() {
            let Some((first, _)) = tags[..index].iter().find(|(_, other)| other == name) else { continue };
            let finding =
                Finding::new(&RULE, value_at(resolved, place), format!("the tag {} stands here twice", quoted(name)));
            findings.push(
                finding.with_label(value_at(resolved, first), "the first is here").with_help("take one of them out"),
            );
        }
    }
    findings
}

//! Two schemas of one document with one anchor.

use std::collections::HashMap;

use crate::check::words::quoted;
use crate::check::{Check, Find};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::resolve::{Resolved, Walk};
use crate::source::{Node, Place, join};

static RULE: Rule = Rule {
    code: "duplicate-anchor",
    severity: Severity::Error,
    summary: "two schemas of one document with one anchor",
    explanation: r#"An anchor is a name for a schema within its document, and a reference by that name can lead to one schema only (JSON Schema
core, section 8.2.2). Which of several answers is undefined: tools differ, and some refuse the document. Often a definition
was copied with its anchor.

Bad:

```json
{ "$defs": { "home": { "$anchor": "address" }, "work": { "$anchor": "address" } } }
```

Good:

```json
{ "$defs": { "home": { "$anchor": "address" }, "work": { "$anchor": "work-address" } } }
```
"#,
};

const KEYWORDS: [&str; 2] = ["$anchor", "$dynamicAnchor"];

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Schema(find)] };

fn find(resolved: &Resolved, walk: &Walk) -> Vec<Finding> {
    let sources = &resolved.project.sources;
    let mut findings = Vec::new();
    let may_have_some = KEYWORDS.iter().any(|keyword| walk.keys.contains(*keyword));
    let facts = resolved.facts.get(&walk.root.place.source).filter(|_| may_have_some);
    if let Some(facts) = facts {
        // The first schema that has an anchor, by its resource and the name.
        let mut first: HashMap<(&str, &str), (usize, Place)> = HashMap::new();
        for (number, visit) in walk.visits.iter().enumerate() {
            for keyword in KEYWORDS {
                let Some(name) = visit.node.get(keyword).and_then(Node::as_str) else { continue };
                let holder = walk.place(number);
                let place = Place::new(holder.source, join(&holder.pointer, keyword));
                let resource = facts.resource_of(&holder.pointer);
                match first.get(&(resource, name)) {
                    None => {
                        first.insert((resource, name), (number, place));
                    }
                    // One schema may have both keywords with one name.
                    Some((known, _)) if *known == number => {}
                    Some((_, known)) => {
                        let message = format!("the anchor {} is taken already", quoted(name));
                        let finding = Finding::new(&RULE, At::place(sources, &place, Part::Value), message)
                            .with_label(At::place(sources, known, Part::Value), "references lead here")
                            .with_help("give each schema an anchor of its own");
                        findings.push(finding);
                    }
                }
            }
        }
    }
    findings
}

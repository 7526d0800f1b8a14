//! Properties of one object whose names look the same. The only user of unicode-security.

use std::collections::HashMap;

use unicode_security::skeleton;

use crate::check::words::quoted;
use crate::check::{Check, Find};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::resolve::{Resolved, Walk};
use crate::source::{Member, Node, Place, join};

static RULE: Rule = Rule {
    code: "confusable-names",
    severity: Severity::Warning,
    summary: "properties of one object whose names look the same",
    explanation: r#"Two names differ only by characters that look alike, such as a Latin and a Cyrillic letter, or by characters that are not
seen (Unicode Technical Standard 39, section 4). A reader takes them for one, and a producer fills the wrong one. Nearly
always it is a slip of the keyboard, sometimes an attack. Rename one of them; letters of one script are told apart.

Bad, with a Cyrillic `е` in the second:

```json
{ "properties": { "value": { "type": "number" }, "valuе": { "type": "number" } } }
```

Good:

```json
{ "properties": { "value": { "type": "number" }, "currency": { "type": "string" } } }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Schema(find)] };

fn find(resolved: &Resolved, walk: &Walk) -> Vec<Finding> {
    let sources = &resolved.project.sources;
    let mut findings = Vec::new();
    for (number, visit) in walk.visits.iter().enumerate() {
        let properties = visit.node.get("properties").map(Node::members).unwrap_or_default();
        for (first, second) in confusable(properties) {
            let holder = walk.place(number);
            let at = |name: &str| {
                let pointer = join(&join(&holder.pointer, "properties"), name);
                At::place(sources, &Place::new(holder.source, pointer), Part::Key)
            };
            let message = format!("{} looks like {}{}", quoted(second), quoted(first), letters(second, first));
            let finding = Finding::new(&RULE, at(second), message)
                .with_label(at(first), "the other one")
                .with_help("rename one of them");
            findings.push(finding);
        }
    }
    findings
}

/// Pairs of names that look the same. Names of ASCII alone are no pair: everybody has to live with `l` and `1`.
fn confusable(properties: &[Member]) -> Vec<(&str, &str)> {
    if properties.iter().all(|member| member.key.is_ascii()) {
        return Vec::new();
    }
    let mut first: HashMap<String, &str> = HashMap::new();
    let mut pairs = Vec::new();
    for member in properties {
        let name = &*member.key;
        let known = *first.entry(skeleton(name).collect()).or_insert(name);
        if known != name && !(known.is_ascii() && name.is_ascii()) {
            pairs.push((known, name));
        }
    }
    pairs
}

/// The first character by which a name differs, as its number.
fn letters(name: &str, other: &str) -> String {
    let differs = |c: &char| !c.is_ascii() && !other.contains(*c);
    let found = name.chars().find(differs).map(|c| (c, "it")).or_else(|| {
        let c = other.chars().find(|c| !c.is_ascii() && !name.contains(*c))?;
        Some((c, "the other"))
    });
    found.map_or_else(String::new, |(c, which)| format!(", but {which} has U+{:04X}", c as u32))
}

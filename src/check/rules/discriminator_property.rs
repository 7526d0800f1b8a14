//! A discriminator whose property the schema does not declare and require.

use crate::check::contracts::{below, value_at};
use crate::check::words::quoted;
use crate::check::{Check, Find};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::resolve::{Resolved, Walk};
use crate::source::Node;

static RULE: Rule = Rule {
    code: "discriminator-property",
    severity: Severity::Warning,
    summary: "a discriminator that the schema does not declare and require",
    explanation: r##"A `discriminator` names the property whose value says which of several schemas holds. AsyncAPI asks that the same schema declares
it among its `properties` and lists it in `required`; else an instance may lack what it is to be told by.

Bad:

```yaml
discriminator: kind
type: object
properties: { kind: { type: string } }
```

Good:

```yaml
discriminator: kind
type: object
required: [kind]
properties: { kind: { type: string } }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Schema(find)] };

fn find(resolved: &Resolved, walk: &Walk) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !walk.root.is_document && walk.keys.contains("discriminator") {
        for (number, visit) in walk.visits.iter().enumerate() {
            let Some(name) = visit.node.get("discriminator").and_then(Node::as_str) else { continue };
            let declared = visit.node.get("properties").is_some_and(|properties| properties.get(name).is_some());
            let required = visit.node.get("required").map(Node::items).unwrap_or_default();
            let required = required.iter().any(|item| item.as_str() == Some(name));
            let lacking = match (declared, required) {
                (true, true) => continue,
                (true, false) => "required",
                (false, true) => "declared",
                (false, false) => "declared nor required",
            };
            let not = if declared || required { "not" } else { "neither" };
            let message = format!("the property {} is {not} {lacking} by the schema that it selects", quoted(name));
            let at = value_at(resolved, &below(&walk.place(number), "discriminator"));
            findings.push(Finding::new(&RULE, at, message).with_help("add it to `properties` and to `required`"));
        }
    }
    findings
}

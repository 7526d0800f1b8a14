//! An event type that no schema describes.

use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::EventType;
use crate::resolve::{Resolved, place_of_type};

static RULE: Rule = Rule {
    code: "type-without-schema",
    severity: Severity::Note,
    summary: "an event type that no schema describes",
    explanation: r#"An event type is registered, or examples carry it, but no schema states it and its entry in the registry names none. Its
page has nothing to say about what the events hold, and its examples can't be proved. Write a schema that states the type,
or name one in the registry.

Bad:

```toml
[[type]]
name = "order.created"
```

Good:

```toml
[[type]]
name = "order.created"
schema = "schemas/order/created.json"
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let resolved = &subject.site.proved.resolved;
    let findings =
        resolved.types.iter().filter(|event_type| !is_described(resolved, event_type)).filter_map(|event_type| {
            let at = At::place(&resolved.project.sources, &place_of_type(resolved, event_type)?, Part::Value);
            let message = format!("no schema describes the event type {}", quoted(&event_type.name));
            let help = "state it in a schema by `const`, or name a schema in the registry";
            Some(Finding::new(&RULE, at, message).with_help(help))
        });
    findings.collect()
}

/// Whether a schema, or the payload of a message, says what the events hold; a name in the registry that leads nowhere has its own rule.
fn is_described(resolved: &Resolved, event_type: &EventType) -> bool {
    let project = &resolved.project;
    let named = event_type.registered.is_some_and(|number| project.registered[number].schemas().next().is_some());
    let payload =
        |(document, message): &(usize, usize)| project.documents[*document].messages[*message].payload.is_some();
    named || !event_type.schemas.is_empty() || event_type.messages.iter().any(payload)
}

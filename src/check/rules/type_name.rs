//! An event type whose name does not follow the catalog's pattern.

use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::resolve::place_of_type;

static RULE: Rule = Rule {
    code: "type-name",
    severity: Severity::Warning,
    summary: "an event type whose name does not follow the catalog's pattern",
    explanation: r##"Consumers route, filter and search by the names of event types, so a catalog may say in site.toml how they are formed. One
name that is formed otherwise is easily missed by all of them. Each name is reported once, where it is registered, else
where a schema states it, else in an example.

Bad, where `types.pattern` is `^[a-z]+(\.[a-z_]+)+$`:

```json
{ "properties": { "event_type": { "const": "OrderCreated" } } }
```

Good:

```json
{ "properties": { "event_type": { "const": "order.created" } } }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let resolved = &subject.site.proved.resolved;
    let project = &resolved.project;
    let findings = resolved.types.iter().filter_map(|event_type| {
        let (text, pattern) = project.config.catalogs[event_type.catalog].types.pattern.as_ref()?;
        if pattern.matches(&event_type.name) == Ok(true) {
            return None;
        }
        let place = place_of_type(resolved, event_type)?;
        let message = format!("the event type {} does not match {}", quoted(&event_type.name), quoted(text));
        let at = At::place(&project.sources, &place, Part::Value);
        Some(Finding::new(&RULE, at, message).with_help("rename it, or change `types.pattern` in site.toml"))
    });
    findings.collect()
}

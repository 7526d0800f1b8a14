//! An event type that the catalog's registry lacks.

use std::collections::HashSet;

use crate::check::words::{did_you_mean, quoted};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::resolve::place_of_type;

static RULE: Rule = Rule {
    code: "unregistered-type",
    severity: Severity::Warning,
    summary: "an event type that the catalog's registry lacks",
    explanation: r#"A catalog with a registry (`types.toml`) has one list of its event types, with summary, owner and state. A schema states,
or an example carries, a type that is not in it: either the list is behind, or the name is mistyped. Catalogs without a
registry are not asked for one.

Bad, in an example:

```json
{ "event_type": "order.creatd" }
```

Good, in the example and in types.toml:

```toml
[[type]]
name = "order.created"
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let resolved = &subject.site.proved.resolved;
    let project = &resolved.project;
    let listed: HashSet<usize> = project.registered.iter().map(|entry| entry.catalog).collect();
    let missing = resolved.types.iter().filter(|known| known.registered.is_none() && listed.contains(&known.catalog));
    let findings = missing.filter_map(|event_type| {
        let at = At::place(&project.sources, &place_of_type(resolved, event_type)?, Part::Value);
        let message = format!("the event type {} is not in the registry", quoted(&event_type.name));
        let entries = project.registered.iter().filter(|entry| entry.catalog == event_type.catalog);
        let near = did_you_mean(&event_type.name, entries.map(|entry| entry.name.as_str()));
        let help = near.unwrap_or_else(|| "add a [[type]] for it".to_owned());
        Some(Finding::new(&RULE, at, message).with_help(help))
    });
    findings.collect()
}

//! A default of a parameter or a variable that is none of its allowed values.

use crate::asyncapi::{PARAMETER, SERVER_VARIABLE};
use crate::check::contracts::{below, objects, value_at};
use crate::check::words::{listed, quoted, with_meant};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::source::Node;
use crate::spelling::{Meant, meant};

static RULE: Rule = Rule {
    code: "default-not-in-enum",
    severity: Severity::Error,
    summary: "a default that is none of the allowed values",
    explanation: r##"The variables of a server and, from AsyncAPI 3, the parameters of a channel may list the values that they take. The default is
what is used where nobody says anything, so it has to be one of them.

Bad:

```yaml
variables:
  stage: { enum: [test, live], default: production }
```

Good:

```yaml
variables:
  stage: { enum: [test, live], default: live }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Documents(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let found = [&SERVER_VARIABLE, &PARAMETER].into_iter().flat_map(|kind| objects(resolved, kind));
    let findings = found.filter_map(|found| {
        let default = found.node.get("default")?.as_str()?;
        let allowed: Vec<&str> = found.node.get("enum")?.items().iter().filter_map(Node::as_str).collect();
        if allowed.contains(&default) {
            return None;
        }
        let message = format!("the default {} is none of {}", quoted(default), listed(allowed.iter().copied()));
        let finding = Finding::new(&RULE, value_at(resolved, &below(found.place, "default")), message);
        Some(with_meant(finding, meant(default, allowed).map(Meant::as_guess)))
    });
    findings.collect()
}

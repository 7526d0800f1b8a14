//! A `default` that its own schema rejects.

use crate::check::{Check, Find, Subject, rejected};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::model::{DefaultValue, Verdict};

static RULE: Rule = Rule {
    code: "invalid-default",
    severity: Severity::Warning,
    summary: "a default that the schema it stands in rejects",
    explanation: r#"Validators do not look at `default`, but forms, generators and readers do: they fill it in where a value is left out, and
what they send is refused. Mend the default, or the schema if the default is right. What stands beside a `$ref` is ignored in
drafts up to 7, and so is a default there. `null` is what generators write where there is no default, and is left alone.

Bad:

```json
{ "type": "integer", "minimum": 1, "default": 0 }
```

Good:

```json
{ "type": "integer", "minimum": 1, "default": 1 }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let proofs = resolved.defaults.iter().zip(site.proved.defaults.iter());
    let is_null =
        |it: &DefaultValue| resolved.project.sources.node(&it.place).is_some_and(|it| it.type_name() == "null");
    // Generators write `null` where there is no default.
    let rejected = proofs.filter(|(it, proof)| proof.verdict == Verdict::Invalid && !is_null(it));
    rejected.flat_map(|(it, proof)| rejected::slips(&resolved.project, &RULE, &it.place, proof)).collect()
}

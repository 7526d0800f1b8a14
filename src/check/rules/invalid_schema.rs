//! A schema that its metaschema refuses.

use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Fix, Part, Rule, Severity};
use crate::source::visible;

static RULE: Rule = Rule {
    code: "invalid-schema",
    severity: Severity::Error,
    summary: "a schema that its metaschema refuses",
    explanation: r#"The value of a keyword is not one that the keyword takes. Validators either refuse such a schema or pass over the keyword,
so the rule that its author had in mind holds nowhere. Examples of a faulty schema are not checked.

Bad:

```json
{ "type": "strin", "minLength": -1 }
```

Good:

```json
{ "type": "string", "minLength": 1 }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let sources = &site.proved.resolved.project.sources;
    let faults = site.proved.faults.iter().filter(|fault| fault.pattern.is_none());
    let findings = faults.map(|fault| {
        let at = At::place(sources, &fault.place, Part::Value);
        let mut finding = Finding::new(&RULE, at, visible(&fault.message));
        finding.help = fault.help.as_deref().map(visible);
        finding.fix = fault.meant.as_ref().and_then(|meant| Fix::of_name(&finding.at, meant));
        finding
    });
    findings.collect()
}

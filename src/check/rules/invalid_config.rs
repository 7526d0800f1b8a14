//! A mistake in a type registry, in front matter or in a waiver.

use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Fix, Rule, Severity};
use crate::source::visible;

static RULE: Rule = Rule {
    code: "invalid-config",
    severity: Severity::Error,
    summary: "a mistake in a type registry, in front matter or in a waiver",
    explanation: r#"A registry (`types.toml`), the front matter of a page or a waiver says something that has no meaning: a key that does not
exist, a value of the wrong type, an entry without a name, an event type registered twice, a waiver that names no rule or
gives no reason. What is not understood would have no effect, and its author would not learn it.

Bad:

```toml
[[type]]
name = "order.created"
sumary = "An order was placed"
```

Good:

```toml
[[type]]
name = "order.created"
summary = "An order was placed"
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(Subject { site, waivers, .. }: &Subject) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let findings = project.mistakes.iter().map(|(source, mistake)| {
        let at = At::span(&project.sources, *source, mistake.span);
        let mut finding = Finding::new(&RULE, at, visible(&mistake.message));
        finding.help = mistake.help.as_deref().map(visible);
        finding.fix = mistake.meant.as_ref().and_then(|meant| Fix::of_name(&finding.at, meant));
        finding
    });
    let of_waivers = waivers.mistakes.iter().map(|mistake| {
        let mut finding = Finding::new(&RULE, mistake.at.clone(), mistake.message.clone());
        finding.help.clone_from(&mistake.help);
        finding.fix = mistake.meant.as_ref().and_then(|meant| Fix::of_name(&finding.at, meant));
        finding
    });
    findings.chain(of_waivers).collect()
}

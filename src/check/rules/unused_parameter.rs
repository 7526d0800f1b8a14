//! A parameter that the channel's address does not have.

use crate::check::addresses::addresses;
use crate::check::contracts::{below, braced, key_at};
use crate::check::words::{quoted, with_meant_or};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::fix::removal;
use crate::spelling::{Meant, meant};

static RULE: Rule = Rule {
    code: "unused-parameter",
    severity: Severity::Error,
    summary: "a parameter that the address does not have",
    explanation: r##"A parameter stands for a name in braces in the address of its channel. One whose name the address lacks says nothing, and is
most often a mistyped name: then another one is not declared.

Bad:

```yaml
channels:
  order:
    address: orders
    parameters:
      orderId: { description: The order. }
```

Good:

```yaml
channels:
  order:
    address: "orders/{orderId}"
    parameters:
      orderId: { description: The order. }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Documents(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let mut findings = Vec::new();
    for address in addresses(resolved) {
        let used = braced(address.text);
        for name in address.parameters.iter().filter(|name| !used.contains(name)) {
            let place = below(&below(&address.channel, "parameters"), name);
            let at = key_at(resolved, &place);
            let message = format!("the address {} has no {}", quoted(address.text), quoted(&format!("{{{name}}}")));
            let open = used.iter().filter(|other| !address.declares(other));
            // Either of the two may be mistyped.
            let near = meant(name, open.copied()).map(Meant::as_guess);
            let otherwise = "take it out, or put it into the address";
            let mut finding = with_meant_or(Finding::new(&RULE, at, message), near, otherwise);
            finding.fix = finding.fix.or_else(|| removal(&resolved.project.sources, "take it out", &[place]));
            findings.push(finding);
        }
    }
    findings
}

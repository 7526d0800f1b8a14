//! A parameter of a channel's address that is not declared.

use crate::check::addresses::addresses;
use crate::check::contracts::{braced, key_at, value_at};
use crate::check::words::{did_you_mean, quoted};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};

static RULE: Rule = Rule {
    code: "undeclared-parameter",
    severity: Severity::Error,
    summary: "a parameter in an address that is not declared",
    explanation: r##"Each name in braces in the address of a channel stands for a part that differs from message to message. Its parameter says
what it may be; without one, readers and generators have to guess. AsyncAPI asks for a parameter for each.

Bad:

```yaml
channels:
  order: { address: "orders/{orderId}" }
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
        let missing = braced(address.text).into_iter().filter(|name| !name.is_empty() && !address.declares(name));
        for name in missing {
            let at = if address.is_key { key_at(resolved, &address.place) } else { value_at(resolved, &address.place) };
            let message = format!("the parameter {} of the address is not declared", quoted(name));
            let unused = address.parameters.iter().filter(|other| !braced(address.text).contains(other));
            let near = did_you_mean(name, unused.copied());
            let help = near.unwrap_or_else(|| "say in `parameters` what it stands for".to_owned());
            findings.push(Finding::new(&RULE, at, message).with_help(help));
        }
    }
    findings
}

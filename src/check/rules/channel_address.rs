//! An address of a channel with a query, a fragment or an empty parameter.

use crate::check::addresses::addresses;
use crate::check::contracts::{braced, key_at, value_at};
use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};

static RULE: Rule = Rule {
    code: "channel-address",
    severity: Severity::Error,
    summary: "an address of a channel with a query, a fragment or a parameter without a name",
    explanation: r##"The address of a channel names one topic, queue or path. AsyncAPI forbids a query (`?`) and a fragment (`#`) in it; what
belongs to them stands in the bindings of the channel. A pair of braces has to hold a name.

Bad:

```yaml
channels:
  orders: { address: "orders?from=today" }
```

Good:

```yaml
channels:
  orders: { address: orders }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Documents(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let mut findings = Vec::new();
    for address in addresses(resolved) {
        // What stands between braces is a name.
        let mut plain = address.text.to_owned();
        braced(address.text).iter().for_each(|name| plain = plain.replace(&format!("{{{name}}}"), ""));
        let faults = [
            (plain.contains('?'), "a query", "put it into the bindings of the channel"),
            (plain.contains('#') && !is_wildcard(address.text), "a fragment", "take it out"),
            (address.text.contains("{}"), "a parameter without a name", "give it one"),
        ];
        for (_, what, help) in faults.into_iter().filter(|(is_wrong, ..)| *is_wrong) {
            let at = if address.is_key { key_at(resolved, &address.place) } else { value_at(resolved, &address.place) };
            let message = format!("the address {} has {what}", quoted(address.text));
            findings.push(Finding::new(&RULE, at, message).with_help(help));
        }
    }
    findings
}

/// Topics of MQTT and AMQP end in `#`, alone between separators, for all that is below them.
fn is_wildcard(address: &str) -> bool {
    let rest = address.trim_end_matches('#');
    address.matches('#').count() == 1
        && rest.len() + 1 == address.len()
        && (rest.is_empty() || rest.ends_with(['/', '.']))
}

//! An operation or a reply whose channel is none of the document's channels.

use crate::asyncapi::{OPERATION, REPLY};
use crate::check::contracts::{below, objects, value_at};
use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::source::{Place, join};

static RULE: Rule = Rule {
    code: "operation-channel",
    severity: Severity::Error,
    summary: "an operation whose channel is none of the document's",
    explanation: r##"An operation of AsyncAPI 3 says by a reference which channel it uses, and a reply may do the same. The reference has to lead
to one of the `channels` of the document; a channel that only stands in `components` belongs to no application.

Bad:

```yaml
operations:
  placeOrder:
    action: send
    channel: { $ref: "#/components/channels/orders" }
```

Good:

```yaml
operations:
  placeOrder:
    action: send
    channel: { $ref: "#/channels/orders" }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Documents(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let mut findings = Vec::new();
    for kind in [&OPERATION, &REPLY] {
        for found in objects(resolved, kind).into_iter().filter(|found| !found.version.is_2()) {
            // A component, or an operation in a file of its own, may be meant for other documents, which have the channel.
            if found.place.pointer.starts_with("/components/") || found.document.is_part {
                continue;
            }
            let channel = below(found.place, "channel");
            let Some(target) = resolved.target(&channel) else { continue };
            let channels = Place::new(found.document.source, "/channels/");
            let known = target.source == channels.source
                && target.pointer.strip_prefix(&channels.pointer).is_some_and(|name| !name.contains('/'));
            if known {
                continue;
            }
            let name = found.document.channels.first().map_or("…", |channel| channel.id.as_str());
            let message = format!(
                "{} is none of the channels of the document",
                quoted(&resolved.project.sources.display(target))
            );
            let help =
                format!("refer to one of `channels`, such as {}", quoted(&format!("#{}", join("/channels", name))));
            findings.push(Finding::new(&RULE, value_at(resolved, &channel), message).with_help(help));
        }
    }
    findings
}

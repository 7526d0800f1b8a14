//! A runtime expression that leads to nothing that the message says it holds.

use crate::check::contracts::{below, value_at};
use crate::check::locations::locations;
use crate::check::pointers::{Lookup, look_up};
use crate::check::words::{question, quoted};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Fix, Rule, Severity};
use crate::source::{Node, escape_token};
use crate::spelling::{Meant, meant};

static RULE: Rule = Rule {
    code: "unknown-location",
    severity: Severity::Warning,
    summary: "a location that the message's headers or payload do not have",
    explanation: r##"A runtime expression points into the headers or the payload of a message. Where their schema lists its properties and has none
of that name, nobody can find the value there: the name is mistyped, or the schema forgets it.

Bad:

```yaml
correlationId: { location: "$message.header#/requestID" }
headers:
  type: object
  properties: { requestId: { type: string } }
```

Good:

```yaml
correlationId: { location: "$message.header#/requestId" }
headers:
  type: object
  properties: { requestId: { type: string } }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let mut findings = Vec::new();
    for location in locations(resolved) {
        let Some(expression) = location.expression else { continue };
        let missing = location.messages.iter().find_map(|message| {
            let schema = if expression.part == "payload" { &message.payload } else { &message.headers };
            let foreign = expression.part == "payload" && message.foreign_format.is_some();
            let name = message.name.as_ref().unwrap_or(&message.id);
            let more = expression.part == "headers" && !message.more_headers.is_empty();
            match schema {
                Some(schema) if !foreign && !more => match look_up(resolved, schema, expression.pointer) {
                    Lookup::Missing { known } => Some((name, known)),
                    _ => None,
                },
                _ => None,
            }
        });
        if let Some((message, known)) = missing {
            let at = value_at(resolved, &below(location.holder, "location"));
            let have = if expression.part == "payload" { "has" } else { "have" };
            let (message, pointer) = (quoted(message), quoted(expression.pointer));
            let text = format!("the {} of the message {message} {have} no {pointer}", expression.part);
            let last = expression.pointer.rsplit('/').next().unwrap_or_default();
            let mut finding = Finding::new(&RULE, at, text);
            let whole = below(location.holder, "location");
            let whole = resolved.project.sources.node(&whole).and_then(Node::as_str).unwrap_or_default();
            if let Some(near) = meant(last, known.iter().map(String::as_str)) {
                let name = whole.strip_suffix(last).map(|before| format!("{before}{}", escape_token(&near.name)));
                finding.help = Some(question(&near.name));
                finding.fix = name.and_then(|name| Fix::of_name(&finding.at, &Meant { name, ..near }));
            }
            findings.push(finding);
        }
    }
    findings
}

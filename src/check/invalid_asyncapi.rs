//! An AsyncAPI document that is not built as its version asks.

use super::structure::a_type;
use super::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::load::is_unversioned;
use crate::model::Document;
use crate::resolve::Resolved;
use crate::source::Place;

static RULE: Rule = Rule {
    code: "invalid-asyncapi",
    severity: Severity::Error,
    summary: "an AsyncAPI document that is not built as its version asks",
    explanation: r##"The document says a version that is not read, lacks what its version requires, has a field that its version does not know,
or a value of another type than the field takes. What can't be read as what it is meant to be is missing on pages and the
channel map. Versions 2.0 to 2.6, 3.0 and 3.1 are read; an extension begins with `x-`.

Bad:

```yaml
asyncapi: 3.0
operations:
  placeOrder:
    action: publish
```

Good:

```yaml
asyncapi: "3.0.0"
info: { title: Orders, version: "1.0.0" }
channels:
  orders: { address: orders }
operations:
  placeOrder:
    action: send
    channel: { $ref: "#/channels/orders" }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(Subject { site, faults, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let mut findings: Vec<Finding> = unversioned(resolved).collect();
    for document in resolved.project.documents.iter().filter(|document| document.asyncapi.is_none()) {
        findings.extend(unread(resolved, document));
    }
    for fault in faults.iter() {
        let mut finding = Finding::new(&RULE, At::place(sources, &fault.place, fault.part), fault.message.clone());
        finding.help.clone_from(&fault.help);
        findings.push(finding);
    }
    findings
}

fn unversioned(resolved: &Resolved) -> impl Iterator<Item = Finding> {
    let project = &resolved.project;
    let parts = project.parts.iter().filter(|part| project.sources.get(**part).root().is_some_and(is_unversioned));
    parts.map(|part| {
        Finding::new(&RULE, At::place(&project.sources, &Place::root(*part), Part::Value), "`asyncapi` is missing")
            .with_help("say which version it follows: asyncapi: \"3.0.0\"")
    })
}

/// A version that is not read, by name.
fn unread(resolved: &Resolved, document: &Document) -> Option<Finding> {
    let source = resolved.project.sources.get(document.source);
    let node = source.root()?.get("asyncapi")?;
    let at = At::place(&resolved.project.sources, &Place::new(document.source, "/asyncapi"), Part::Value);
    if node.as_str().is_some() {
        let version = crate::source::visible(&document.version);
        return Some(Finding::new(&RULE, at, format!("AsyncAPI {version} is not read")).with_help(SUPPORTED));
    }
    let message = format!("`asyncapi` is {}, not a string", a_type(node));
    let help = match node.type_name() {
        "number" => format!("write it between quotes: \"{}.0\"", source.text_at(node.span)),
        _ => SUPPORTED.to_owned(),
    };
    Some(Finding::new(&RULE, at, message).with_help(help))
}

const SUPPORTED: &str = "versions 2.0 to 2.6, 3.0 and 3.1 are read";

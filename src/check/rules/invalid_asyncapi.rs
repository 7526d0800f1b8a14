//! An AsyncAPI document that is not built as its version asks.

use std::collections::BTreeSet;

use crate::asyncapi::Version;
use crate::check::contracts::{below, value_at};
use crate::check::structure::a_type;
use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Change, Finding, Fix, New, Part, Rule, Severity};
use crate::load::is_unversioned;
use crate::model::Document;
use crate::resolve::{Resolved, Walk};
use crate::source::{Node, Place, visible};

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

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find), Find::Schema(discriminators)] };

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
        finding.fix = fault.meant.as_ref().and_then(|meant| Fix::of_name(&finding.at, meant));
        findings.push(finding);
    }
    findings.extend(headers(resolved));
    findings
}

/// Headers that can be no object, which the specification asks of them (2.6 and 3.0, Message Object). Where no type is stated, they may be.
fn headers(resolved: &Resolved) -> Vec<Finding> {
    let messages = resolved.project.documents.iter().flat_map(|document| &document.messages);
    let headers: BTreeSet<&Place> =
        messages.flat_map(|message| message.headers.iter().chain(&message.more_headers)).collect();
    let findings = headers.into_iter().filter_map(|place| {
        let schema = resolved.project.sources.node(place)?;
        let types = schema.get("type").filter(|_| schema.get("$ref").is_none())?;
        let takes_objects =
            std::slice::from_ref(types).iter().chain(types.items()).any(|name| name.as_str() == Some("object"));
        let known = types.as_str().or_else(|| types.items().first()?.as_str()).filter(|_| !takes_objects)?;
        let message = format!("headers are objects, and this schema takes {} only", quoted(known));
        let at = value_at(resolved, &below(place, "type"));
        Some(Finding::new(&RULE, at, message).with_help("say `type: object`, and describe each header in `properties`"))
    });
    findings.collect()
}

/// A `discriminator` of OpenAPI's form in a schema of a document: in AsyncAPI it is the name of the property itself (Schema Object).
fn discriminators(resolved: &Resolved, walk: &Walk) -> Vec<Finding> {
    if walk.root.is_document || !walk.keys.contains("discriminator") {
        return Vec::new();
    }
    let wrong = walk.visits.iter().enumerate().filter_map(|(number, visit)| {
        let discriminator = visit.node.get("discriminator").filter(|node| node.as_str().is_none())?;
        let at = value_at(resolved, &below(&walk.place(number), "discriminator"));
        let message = format!("`discriminator` is {}, not a string", a_type(discriminator));
        let name = discriminator.get("propertyName").and_then(Node::as_str);
        let name = name.map(|name| format!("write the property's name alone: `discriminator: {}`", visible(name)));
        let help = name.unwrap_or_else(|| "write the name of the property that tells the schemas apart".to_owned());
        Some(Finding::new(&RULE, at, message).with_help(help))
    });
    wrong.collect()
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
        let version = visible(&document.version);
        return Some(Finding::new(&RULE, at, format!("AsyncAPI {version} is not read")).with_help(SUPPORTED));
    }
    let message = format!("`asyncapi` is {}, not a string", a_type(node));
    let finding = Finding::new(&RULE, at, message);
    if node.type_name() != "number" {
        return Some(finding.with_help(SUPPORTED));
    }
    let quoted = format!("\"{}.0\"", source.text_at(node.span));
    let help = format!("write it between quotes: {quoted}");
    // A version that nobody reads is another finding, and no better.
    let is_read = Version::of(quoted.trim_matches('"')).is_some();
    let change = Change { source: document.source, span: node.span, new: New::Written(quoted) };
    let fix = is_read.then(|| Fix { title: help.clone(), changes: vec![change], is_safe: true, reveals: true });
    Some(Finding { fix, ..finding.with_help(help) })
}

const SUPPORTED: &str = "versions 2.0 to 2.6, 3.0 and 3.1 are read";

//! An AsyncAPI document that can't be read as one.

use super::words::quoted;
use super::{Check, Subject};
use crate::config::table::nearest;
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::{Document, Operation, Target};
use crate::resolve::Resolved;
use crate::source::{Node, Place, join};

static RULE: Rule = Rule {
    code: "invalid-asyncapi",
    severity: Severity::Error,
    summary: "an AsyncAPI document that can't be read as one",
    explanation: r##"The document says a version that is not read, lacks what its version requires, or has an operation that belongs to no
channel. Pages and the channel map are made of channels, operations and messages; what hangs in the air would be missing
there. Versions 2.0 to 2.6, 3.0 and 3.1 are read.

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

pub const CHECK: Check = Check { rule: &RULE, find };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let mut findings: Vec<Finding> = unversioned(resolved).collect();
    for document in &resolved.project.documents {
        check_document(resolved, document, &mut findings);
    }
    findings
}

/// Whether a file has all that an AsyncAPI document has but its version.
pub fn is_unversioned(root: Option<&Node>) -> bool {
    let is_object = |key: &str| root.and_then(|root| root.get(key)).is_some_and(Node::is_object);
    is_object("info") && is_object("channels") && root.is_some_and(|root| root.get("asyncapi").is_none())
}

fn unversioned(resolved: &Resolved) -> impl Iterator<Item = Finding> {
    let project = &resolved.project;
    let parts = project.parts.iter().filter(|part| is_unversioned(project.sources.get(**part).root()));
    parts.map(|part| {
        Finding::new(&RULE, At::place(&project.sources, &Place::root(*part), Part::Value), "`asyncapi` is missing")
            .with_help("say which version it follows: asyncapi: \"3.0.0\"")
    })
}

fn check_document(resolved: &Resolved, document: &Document, findings: &mut Vec<Finding>) {
    let sources = &resolved.project.sources;
    let Some(root) = sources.get(document.source).root() else { return };
    let finding = |pointer: &str, part, message: String| {
        Finding::new(&RULE, At::place(sources, &Place::new(document.source, pointer), part), message)
    };
    let stated = root.get("asyncapi");
    if let Some(node) = stated.filter(|node| node.as_str().is_none()) {
        let message = format!("`asyncapi` is {}, not a string", a_type(node));
        let written = sources.get(document.source).text_at(node.span);
        let quote = node.type_name() == "number";
        let help = if quote { format!("write it between quotes: \"{written}.0\"") } else { SUPPORTED.to_owned() };
        findings.push(finding("/asyncapi", Part::Value, message).with_help(help));
        return;
    }
    let Some(major) = major(&document.version) else {
        let version: String = quoted(&document.version).trim_matches('`').to_owned();
        findings
            .push(finding("/asyncapi", Part::Value, format!("AsyncAPI {version} is not read")).with_help(SUPPORTED));
        return;
    };
    let required: &[&str] = if major == 2 { &["info", "channels"] } else { &["info"] };
    let objects = ["info", "channels", "components"].into_iter().chain((major == 3).then_some("operations"));
    for key in objects {
        match root.get(key) {
            None if required.contains(&key) => {
                let message = format!("{} is missing", quoted(key));
                // The member that is meant to be it, if there is one, is what to mend.
                let near = nearest(key, root.members().iter().map(|member| &*member.key));
                findings.push(match near {
                    Some(near) => finding(&join("", near), Part::Key, message)
                        .with_help(format!("rename {}, if it is meant to be that", quoted(near))),
                    None => finding("/asyncapi", Part::Key, message).with_help(format!("AsyncAPI {major} requires it")),
                });
            }
            Some(node) if !node.is_object() => {
                let message = format!("{} is {}, not an object", quoted(key), a_type(node));
                findings.push(finding(&format!("/{key}"), Part::Value, message));
            }
            _ => {}
        }
    }
    if major == 3 {
        for operation in &document.operations {
            check_operation(resolved, document, operation, findings);
        }
    }
}

/// An operation of 3.x; one that is an unresolved reference is spoken of by `unresolved-ref`.
fn check_operation(resolved: &Resolved, document: &Document, operation: &Operation, findings: &mut Vec<Finding>) {
    let sources = &resolved.project.sources;
    let Some(node) = sources.node(&operation.place).filter(|node| node.get("$ref").is_none()) else { return };
    let below = |key: &str| Place::new(operation.place.source, join(&operation.place.pointer, key));
    let mut push = |place: &Place, part, message: String, help: String| {
        findings.push(Finding::new(&RULE, At::place(sources, place, part), message).with_help(help));
    };
    match node.get("action").map(|action| (action, action.as_str())) {
        Some((_, Some("send" | "receive"))) => {}
        Some((action, name)) => {
            let shown = name.map_or_else(|| a_type(action).to_owned(), quoted);
            let message = format!("the action is {shown}, neither `send` nor `receive`");
            push(&below("action"), Part::Value, message, "say what the application itself does".to_owned());
        }
        None => {
            let message = format!("the operation {} has no `action`", quoted(&operation.id));
            push(
                &operation.place,
                Part::Key,
                message,
                "say what the application itself does: send or receive".to_owned(),
            );
        }
    }
    if operation.channel.is_some() {
        return;
    }
    let channel = below("channel");
    let dangling = resolved.references_at(&channel).iter().any(|to| matches!(to.target, Target::Unresolved(_)));
    if node.get("channel").is_none() {
        let message = format!("the operation {} has no `channel`", quoted(&operation.id));
        push(&operation.place, Part::Key, message, channel_help(document));
    } else if !dangling {
        let message = format!("the operation {} leads to no channel of this document", quoted(&operation.id));
        push(&channel, Part::Value, message, channel_help(document));
    }
}

fn channel_help(document: &Document) -> String {
    let name = document.channels.first().map_or("…", |channel| channel.id.as_str());
    format!("refer to one of `channels`, such as {}", quoted(&format!("#{}", join("/channels", name))))
}

const SUPPORTED: &str = "versions 2.0 to 2.6, 3.0 and 3.1 are read";

/// The first number of a version that is read. The third says nothing about what a document may hold, so it is free.
fn major(version: &str) -> Option<u8> {
    let mut parts = version.splitn(3, '.');
    let (major, minor, patch) = (parts.next()?, parts.next()?, parts.next().unwrap_or("0"));
    let free = !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit());
    match (major, minor) {
        ("2", "0" | "1" | "2" | "3" | "4" | "5" | "6") if free => Some(2),
        ("3", "0" | "1") if free => Some(3),
        _ => None,
    }
}

fn a_type(node: &Node) -> &'static str {
    match node.type_name() {
        "null" => "null",
        "boolean" => "a boolean",
        "number" => "a number",
        "string" => "a string",
        "array" => "an array",
        _ => "an object",
    }
}

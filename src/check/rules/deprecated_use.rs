//! Something deprecated that is still used.

use std::collections::HashSet;

use crate::asyncapi::typed::Action;
use crate::check::retired::{Retired, retirement};
use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::{EventType, Example, Reference, Target};
use crate::resolve::Resolved;
use crate::source::{Node, Place, SourceId, join};

static RULE: Rule = Rule {
    code: "deprecated-use",
    severity: Severity::Warning,
    summary: "something deprecated that is still used",
    explanation: r##"`deprecated` says that readers should stop using something. A schema refers to a deprecated one, an example shows a deprecated
property, or an operation sends an event type that the registry calls deprecated: who learns from it learns the old way.
What is deprecated itself may use what is deprecated.

Bad, in an example:

```json
{ "event_type": "order.created", "customer_name": "A. Doe" }
```

Good, where `customer_name` is deprecated in favour of `customer_id`:

```json
{ "event_type": "order.created", "customer_id": "c-17" }
```
"##,
};

pub const CHECK: Check =
    Check { rule: &RULE, finds: &[Find::References(find), Find::Documents(in_operations), Find::Example(in_example)] };

fn find(resolved: &Resolved, retired: &Retired, source: SourceId) -> Vec<Finding> {
    let references = resolved.references_of(source).iter();
    references.filter_map(|reference| in_reference(resolved, retired, reference)).collect()
}

/// Where a schema, or the document that it stands in, is called deprecated.
fn deprecation(resolved: &Resolved, retired: &Retired, place: &Place) -> Option<Place> {
    let sources = &resolved.project.sources;
    let source = sources.get(place.source);
    let root = source.root().filter(|_| source.extract().keys.contains(DEPRECATED));
    let said = root.and_then(|root| {
        let is_whole = || is_deprecated(root).then_some("");
        if sources.node(place).is_some_and(is_deprecated) { Some(place.pointer.as_str()) } else { is_whole() }
    });
    said.map(|pointer| Place::new(place.source, join(pointer, DEPRECATED)))
        .or_else(|| retired.at(place.source).cloned())
}

/// The keyword.
const DEPRECATED: &str = "deprecated";

fn is_deprecated(schema: &Node) -> bool {
    schema.get(DEPRECATED).and_then(Node::as_bool) == Some(true)
}

fn in_reference(resolved: &Resolved, retired: &Retired, reference: &Reference) -> Option<Finding> {
    let Target::Place(target) = &reference.target else { return None };
    let sources = &resolved.project.sources;
    let deprecated = deprecation(resolved, retired, target)?;
    let holder = &reference.holder;
    // What stands in a deprecated schema, at any depth, may use it; a deprecated document may use its own definitions.
    let mut above = Some(holder.pointer.as_str());
    while let Some(pointer) = above {
        if sources.node(&Place::new(holder.source, pointer)).is_some_and(is_deprecated) {
            return None;
        }
        above = pointer.rfind('/').map(|end| &pointer[..end]);
    }
    // A message may carry a retired event as long as nobody sends it, which is asked of the operations.
    let carries = deprecated.source != target.source && resolved.schema_of(holder.source).is_none();
    if carries || retired.at(holder.source).is_some() {
        return None;
    }
    let at = At::place(sources, &Place::new(holder.source, join(&holder.pointer, reference.keyword)), Part::Value);
    let message = format!("{} is deprecated", quoted(&reference.text));
    Some(Finding::new(&RULE, at, message).with_label(At::place(sources, &deprecated, Part::Key), "deprecated here"))
}

/// Whether a schema calls something deprecated, or one that it refers to does. Most are none.
fn is_telling(resolved: &Resolved, schema: SourceId) -> bool {
    let sources = &resolved.project.sources;
    resolved.closure(schema).sources.iter().any(|source| sources.get(*source).extract().keys.contains(DEPRECATED))
}

/// The deprecated properties that a valid example shows.
fn in_example(subject: &Subject, example: &Example) -> Vec<Finding> {
    let resolved = &subject.site.proved.resolved;
    let sources = &resolved.project.sources;
    let mut findings = Vec::new();
    for instance in example.instances().iter().filter(|instance| subject.tells(instance.schema.source, is_telling)) {
        let root = Place::new(example.place.source, format!("{}{}", example.place.pointer, instance.pointer));
        for (place, schema) in deprecated_members(resolved, root, instance.schema.clone()) {
            let name = place.pointer.rsplit('/').next().map(crate::source::unescape_token).unwrap_or_default();
            let label = At::place(sources, &Place::new(schema.source, join(&schema.pointer, DEPRECATED)), Part::Key);
            let message = format!("the example shows {}, which is deprecated", quoted(&name));
            let finding = Finding::new(&RULE, At::place(sources, &place, Part::Key), message)
                .with_label(label, "deprecated here")
                .with_help("show what replaces it");
            findings.push(finding);
        }
    }
    findings
}

/// The members of an instance whose schema is deprecated, with that schema. Only what holds for every instance is followed: `$ref`, `allOf`,
/// `properties`, `items`.
fn deprecated_members(resolved: &Resolved, instance: Place, schema: Place) -> Vec<(Place, Place)> {
    let sources = &resolved.project.sources;
    let mut open = vec![(instance, schema)];
    let mut seen: HashSet<(String, Place)> = HashSet::new();
    let mut found = Vec::new();
    while let Some((instance, schema)) = open.pop() {
        if !seen.insert((instance.pointer.clone(), schema.clone())) {
            continue;
        }
        let (Some(value), Some(node)) = (sources.node(&instance), sources.node(&schema)) else { continue };
        let below = |tokens: &[&str]| {
            Place::new(
                schema.source,
                tokens.iter().fold(schema.pointer.clone(), |pointer, token| join(&pointer, token)),
            )
        };
        open.extend(resolved.target(&schema).map(|target| (instance.clone(), target.clone())));
        let branches = node.get("allOf").map(Node::items).unwrap_or_default().len();
        open.extend((0..branches).map(|index| (instance.clone(), below(&["allOf", &index.to_string()]))));
        if let Some(properties) = node.get("properties") {
            for member in value.members() {
                let Some(property) = properties.get(&member.key) else { continue };
                let place = Place::new(instance.source, join(&instance.pointer, &member.key));
                let own = below(&["properties", &member.key]);
                if is_deprecated(property) {
                    found.push((place, own));
                } else {
                    open.push((place, own));
                }
            }
        }
        if node.get("items").is_some_and(Node::is_object) {
            let items = (0..value.items().len()).map(|index| format!("{}/{index}", instance.pointer));
            open.extend(items.map(|pointer| (Place::new(instance.source, pointer), below(&["items"]))));
        }
    }
    found
}

/// The operations that send event types which the registry calls deprecated.
fn in_operations(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    resolved.types.iter().flat_map(|known| sending(resolved, known)).collect()
}

fn sending(resolved: &Resolved, known: &EventType) -> Vec<Finding> {
    let project = &resolved.project;
    let Some(entry) = retirement(resolved, known) else { return Vec::new() };
    let replaced = known.registered.and_then(|number| project.registered[number].replaced_by.as_deref());
    let mut findings = Vec::new();
    for (document, message) in &known.messages {
        let sending = project.documents[*document].operations.iter();
        for operation in
            sending.filter(|operation| operation.action == Some(Action::Send) && operation.messages.contains(message))
        {
            let at = At::place(&project.sources, &operation.place, Part::Key);
            let text = format!("the operation sends {}, which is deprecated", quoted(&known.name));
            let mut finding = Finding::new(&RULE, at, text)
                .with_label(At::place(&project.sources, &entry, Part::Key), "deprecated here");
            finding.help = replaced.map(|name| format!("{} replaces it", quoted(name)));
            findings.push(finding);
        }
    }
    findings
}

//! Two documents, or two schemas of one document, with one `$id`.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::Project;
use crate::resolve::Resolved;
use crate::source::{Node, Place, SourceId, join};

static RULE: Rule = Rule {
    code: "duplicate-id",
    severity: Severity::Error,
    summary: "two documents, or two schemas of one document, with one `$id`",
    explanation: r#"The `$id` of a document is its name, and a reference by that name can lead to one document only. Of several documents with
one `$id`, the one whose path ends like the `$id` answers; the others are out of reach. The same goes for the schemas within
one document, of which the first answers. It happens when a schema is copied to begin a new one or a new version.

Bad, in `order.json` and in `invoice.json`:

```json
{ "$id": "https://example.com/order.json" }
```

Good, in `invoice.json`:

```json
{ "$id": "https://example.com/invoice.json" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let mut findings = nested(resolved);
    for (id, claims) in resolved.duplicate_ids.iter() {
        let claims = distinct(&resolved.project, claims);
        let at = |source: SourceId| {
            let root = sources.get(source).root();
            let keyword =
                ["$id", "id"].into_iter().find(|keyword| root.is_some_and(|root| root.get(keyword).is_some()));
            At::place(sources, &Place::new(source, format!("/{}", keyword.unwrap_or_default())), Part::Value)
        };
        let Some((first, others)) = claims.split_first() else { continue };
        for other in others {
            let message = format!("{} is the `$id` of {} already", quoted(id), quoted(&sources.get(*first).name));
            let finding = Finding::new(&RULE, at(*other), message)
                .with_label(at(*first), "references lead here")
                .with_help("give each document an `$id` of its own");
            findings.push(finding);
        }
    }
    findings
}

/// The documents that claim an `$id`, but for copies of the one that answers: the same text, or what is called `current` beside a version.
fn distinct(project: &Project, claims: &[SourceId]) -> Vec<SourceId> {
    let name = |source: SourceId| {
        let file = &project.sources.get(source).file;
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        (folder, crate::load::without_endings(name))
    };
    let is_alias = |source: SourceId| ["current", "latest"].contains(&name(source).1);
    let is_copy = |one: SourceId, other: SourceId| {
        let root = |source: SourceId| project.sources.get(source).root();
        let beside = name(one).0 == name(other).0 && is_alias(one) != is_alias(other);
        beside || root(one).zip(root(other)).is_some_and(|(one, other)| one.is_same_value(other))
    };
    let mut distinct: Vec<SourceId> = Vec::new();
    for claim in claims {
        if !distinct.iter().any(|known| is_copy(*known, *claim)) {
            distinct.push(*claim);
        }
    }
    distinct
}

/// The schemas of one document that claim the `$id` of another of them, which is not the same. Copies of a document, as bundlers make
/// them, keep its `$id`, and it is the document that answers.
fn nested(resolved: &Resolved) -> Vec<Finding> {
    let sources = &resolved.project.sources;
    let documents: LazyCell<HashSet<&str>, _> =
        LazyCell::new(|| resolved.facts.values().map(|facts| facts.base.trim_end_matches('#')).collect());
    let mut findings = Vec::new();
    for (source, facts) in resolved.facts.iter().filter(|(_, facts)| facts.resources.len() > 1) {
        // Outer schemas first, in the order of the text.
        let start = |pointer: &str| sources.node(&Place::new(*source, pointer)).map(|node| node.span.start);
        let mut resources: Vec<(&str, &str)> =
            facts.resources.iter().map(|(pointer, id)| (pointer.as_str(), id.trim_end_matches('#'))).collect();
        resources.sort_by_key(|(pointer, _)| start(pointer));
        let mut first: HashMap<&str, &str> = HashMap::new();
        for (pointer, id) in resources {
            let known = *first.entry(id).or_insert(pointer);
            let schema = |pointer: &str| sources.node(&Place::new(*source, pointer)).map(Node::to_value);
            let answers = documents.contains(id) && id != facts.base.trim_end_matches('#');
            if known == pointer || answers || schema(known) == schema(pointer) {
                continue;
            }
            let at = |pointer: &str| {
                let keyword = sources.node(&Place::new(*source, pointer)).and_then(|node| node.member("$id"));
                let place = Place::new(*source, join(pointer, if keyword.is_some() { "$id" } else { "id" }));
                At::place(sources, &place, Part::Value)
            };
            let message = format!("{} is the `$id` of another schema of this document already", quoted(id));
            let finding = Finding::new(&RULE, at(pointer), message)
                .with_label(at(known), "references lead here")
                .with_help("give each schema an `$id` of its own");
            findings.push(finding);
        }
    }
    findings
}

//! A reference that leads nowhere, or into an example.

use std::collections::{BTreeSet, HashSet};

use crate::check::words::{quoted, with_meant, with_meant_or};
use crate::check::{Check, Find, Subject, references};
use crate::config::FILE;
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::{ExampleKind, Project, RefFault, Reference, Target};
use crate::route::{Site, relative};
use crate::source::{Node, Place, SourceId, join, unescape_token, visible};
use crate::spelling::{CANDIDATES, Meant, is_slip, meant};

static RULE: Rule = Rule {
    code: "unresolved-ref",
    severity: Severity::Error,
    summary: "a reference that leads nowhere",
    explanation: r##"A `$ref` names a file, an `$id` or a place in a document that is not there, and a validator would stop at it. References
are looked up as a file beside the one that holds them, then as the `$id` of a document, then through `map` in site.toml;
upper and lower case count. The same holds for `schema` in a registry. An example is data: nothing may be built on it.

Bad:

```json
{ "$ref": "#/definitons/money", "definitions": { "money": { "type": "string" } } }
```

Good:

```json
{ "$ref": "#/definitions/money", "definitions": { "money": { "type": "string" } } }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let mut findings: Vec<Finding> =
        references::unresolved(site).filter_map(|(reference, fault)| dangling(project, reference, fault)).collect();
    findings.extend(into_examples(site));
    findings.extend(registered(site));
    findings
}

fn dangling(project: &Project, reference: &Reference, fault: &RefFault) -> Option<Finding> {
    let text = quoted(&reference.text);
    let finding = |message| Finding::new(&RULE, references::at(&project.sources, reference), message);
    Some(match fault {
        // Rules of their own speak of these.
        RefFault::Remote | RefFault::Outside => return None,
        RefFault::NoDocument { near } => match near.iter().find(|near| is_missing(project, near)) {
            Some(mapped) => finding(format!("{text} is kept as {}, which is not there", quoted(mapped)))
                .with_help("put the copy there, or mend `map` in site.toml"),
            None => {
                let near = near_document(project, reference, near);
                let near = near.map(|name| Meant { is_slip: is_slip_of_path(project, reference, &name), name });
                with_meant(finding(format!("{text} is no file here, and no `$id`")), near)
            }
        },
        RefFault::NoPlace { document, near } => {
            let name = quoted(&project.sources.get(document.source).name);
            let (before, fragment) = reference.text.split_once('#').unwrap_or((&reference.text, ""));
            let root = project.sources.get(document.source).root();
            let near = near.first().map(|near| Meant {
                name: format!("{before}{near}"),
                is_slip: root.is_some_and(|root| is_slip_of_step(root, fragment, near.trim_start_matches('#'))),
            });
            with_meant(
                finding(match fragment {
                    "" => format!("{text} leads to {name}, which is no schema"),
                    _ => format!("{text} leads to nothing in {name}"),
                }),
                near,
            )
        }
        RefFault::BadPointer => finding(format!("{text} is no JSON Pointer"))
            .with_help("in a pointer `~0` stands for `~`, `~1` for `/`, and `%` is followed by two hexadecimal digits"),
        RefFault::Unparsed(place) => {
            let source = project.sources.get(place.source);
            let finding = finding(format!("{} can't be read", quoted(&source.name)));
            match source.refusal() {
                Some(problem) => finding
                    .with_label(At::span(&project.sources, place.source, problem.span), visible(&problem.message)),
                None => finding.with_help("the document is empty"),
            }
        }
    })
}

/// Where the map leads to a file that is not there, that file stands among the near names.
fn is_missing(project: &Project, near: &str) -> bool {
    project.sources.find(near).is_none()
        && !project.schemas.iter().any(|schema| schema.id.as_deref().is_some_and(|id| id.trim_end_matches('#') == near))
}

/// The name that was meant, as the holder of the reference writes it.
fn near_document(project: &Project, reference: &Reference, near: &[String]) -> Option<String> {
    let (document, fragment) = reference.text.split_once('#').unwrap_or((&reference.text, ""));
    if matches!(document, "." | "./") {
        return Some(format!("#{fragment}"));
    }
    let near = near.first()?;
    let file = &project.sources.get(reference.holder.source).file;
    let near = if project.sources.find(near).is_some() { relative(file, near, false) } else { near.clone() };
    Some(if fragment.is_empty() || near.contains('#') { near } else { format!("{near}#{fragment}") })
}

/// Whether the file that a reference names is another one but for a letter, and no other is near it.
fn is_slip_of_path(project: &Project, reference: &Reference, near: &str) -> bool {
    let path = |text: &str| text.split_once('#').map_or(text, |(path, _)| path).to_owned();
    let file = &project.sources.get(reference.holder.source).file;
    let files = || project.sources.iter().map(|(_, source)| relative(file, &source.file, false)).take(CANDIDATES);
    let is_only = |own: &str| {
        let files: BTreeSet<String> = files().collect();
        meant(own, files.iter().map(String::as_str)).is_some_and(|meant| meant.is_slip && meant.name == path(near))
    };
    is_slip(&path(&reference.text), &path(near)) && is_only(&path(&reference.text))
}

/// Whether a pointer is another one but for a letter of one step, and no other name is near that.
fn is_slip_of_step(root: &Node, pointer: &str, near: &str) -> bool {
    let (steps, others): (Vec<&str>, Vec<&str>) = (pointer.split('/').collect(), near.split('/').collect());
    let mut apart = (0..steps.len().min(others.len())).filter(|at| steps[*at] != others[*at]);
    let (Some(at), None, true) = (apart.next(), apart.next(), steps.len() == others.len()) else { return false };
    let names = root.pointer(&others[..at].join("/")).map(Node::members).unwrap_or_default();
    let meant = meant(&unescape_token(steps[at]), names.iter().map(|member| &*member.key));
    meant.is_some_and(|meant| meant.is_slip && meant.name == unescape_token(others[at]))
}

fn into_examples(site: &Site) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let files = project.examples.iter().filter(|example| example.kind == ExampleKind::File);
    let examples: HashSet<SourceId> = files.map(|example| example.place.source).collect();
    let findings = resolved.references.iter().filter_map(|reference| {
        let Target::Place(target) = &reference.target else { return None };
        examples.contains(&target.source).then(|| {
            let message = format!("{} leads into an example", quoted(&reference.text));
            Finding::new(&RULE, references::at(&project.sources, reference), message)
                .with_help("an example is data: refer to a schema, or move what is shared into one")
        })
    });
    findings.collect()
}

/// The schemas that registries and site.toml name.
fn registered(site: &Site) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let mut named: Vec<(usize, &str, Place)> = Vec::new();
    for entry in project.registered.iter() {
        let at = |pointer: &str| Place::new(entry.place.source, format!("{}{pointer}", entry.place.pointer));
        named.extend(entry.schema.iter().map(|name| (entry.catalog, name.as_str(), at("/schema"))));
        let versions = entry.versions.iter();
        let versions = versions.map(|(version, name)| (entry.catalog, name.as_str(), at(&join("/versions", version))));
        named.extend(versions);
    }
    if let Some(settings) = project.sources.find(FILE) {
        let catalogs = project.config.catalogs.iter().enumerate();
        named.extend(catalogs.filter_map(|(number, catalog)| {
            let place = Place::new(settings, format!("/catalog/{number}/types/envelope"));
            Some((number, catalog.types.envelope.as_deref()?, place))
        }));
    }
    let missing = named.into_iter().filter(|(catalog, name, _)| resolved.find_in_catalog(*catalog, name).is_none());
    let findings = missing.map(|(catalog, name, place)| {
        let message = format!("{} is no schema of the catalog", quoted(name));
        let finding = Finding::new(&RULE, At::place(&project.sources, &place, Part::Value), message);
        let settings = &project.config.catalogs[catalog];
        let schemas = project.schemas.iter().map(|schema| project.sources.get(schema.source).name.as_str());
        let near = meant(name, schemas.filter_map(|name| settings.relative(name)));
        with_meant_or(finding, near, "write its path, relative to the catalog")
    });
    findings.collect()
}

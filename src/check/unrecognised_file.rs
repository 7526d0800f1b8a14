//! A file of JSON or YAML that is none of the kinds, and that nothing refers to.

use std::collections::HashSet;

use super::invalid_asyncapi::is_unversioned;
use super::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::{RefFault, Reference, Target};
use crate::source::{Place, SourceId};

static RULE: Rule = Rule {
    code: "unrecognised-file",
    severity: Severity::Warning,
    summary: "a file of JSON or YAML that is no schema, no example and no AsyncAPI document",
    explanation: r#"A file is told by its content: a schema has `$schema` or the shape of one, an AsyncAPI document has `asyncapi`, an example
stands in `examples/` or has a telling name. This one is none of them, and no reference leads to it, so it has no part in
the site. Often a keyword is mistyped, or `$schema` is missing. Files that belong to other tools are excluded.

Bad:

```json
{ "propertys": { "id": { "type": "string" } } }
```

Good:

```json
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "properties": { "id": { "type": "string" } }
}
```

Good, for what is no contract:

```toml
[build]
exclude = ["package.json"]
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

const MESSAGE: &str = "neither a schema, nor an example, nor an AsyncAPI document";
const HELP: &str = "give it a `$schema`, name it in site.toml (`schemas`, `examples`), or exclude it there";

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let referred: HashSet<SourceId> =
        resolved.references.iter().filter_map(|reference| other_source(reference)).collect();
    let parts = project.parts.iter().filter(|part| {
        let source = project.sources.get(**part);
        // What lies outside the catalogs was read only because a text looked like a reference to it.
        let inside = project.config.catalogs.iter().any(|catalog| catalog.relative(&source.file).is_some());
        inside && source.refusal().is_none() && !referred.contains(part) && !is_unversioned(source.root())
    });
    let parts = parts.map(|part| {
        Finding::new(&RULE, At::place(&project.sources, &Place::root(*part), Part::Value), MESSAGE).with_help(HELP)
    });
    parts.collect()
}

/// The source that a reference leads to from another one, even if it misses its place there.
fn other_source(reference: &Reference) -> Option<SourceId> {
    let target = match &reference.target {
        Target::Place(place) | Target::Unresolved(RefFault::NoPlace { document: place, .. }) => place.source,
        _ => return None,
    };
    (target != reference.holder.source).then_some(target)
}

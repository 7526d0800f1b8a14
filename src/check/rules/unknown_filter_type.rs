//! A filter policy that names an event type which the catalog does not know.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::check::words::{quoted, with_meant_or};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::load::TYPE_FIELDS;
use crate::model::Document;
use crate::source::{Place, Source, SourceId, descend, join};
use crate::spelling::{Meant, meant};

static RULE: Rule = Rule {
    code: "unknown-filter-type",
    severity: Severity::Error,
    summary: "a filter policy names an event type that the catalog does not know",
    explanation: r#"A subscription's filter policy lets through the events whose attributes have one of the values that it lists. A type that
no schema states, no registry lists and no example carries is never sent, so the consumer waits for it in vain, and nothing
else says so. Mend the name, or describe the type.

The policy's key is the name of the catalog's type field (`types.field` in site.toml; else `event_type`, `eventType` or `type`).

Bad:

```yaml
filterPolicy:
  event_type: [order.creatd]
```

Good:

```yaml
filterPolicy:
  event_type: [order.created]
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let resolved = &subject.site.proved.resolved;
    resolved.project.documents.par_iter().flat_map_iter(|document| in_document(subject, document)).collect()
}

fn in_document(subject: &Subject, document: &Document) -> Vec<Finding> {
    let resolved = &subject.site.proved.resolved;
    let project = &resolved.project;
    let field = project.config.catalogs[document.catalog].types.field.as_deref();
    let keys: Vec<&str> = match field {
        Some(field) => field.rsplit('/').take(1).collect(),
        None => TYPE_FIELDS.to_vec(),
    };
    let named = named_types(project.sources.get(document.source), document.source, &keys);
    if named.is_empty() {
        return Vec::new();
    }
    let types = resolved.types.iter().filter(|known| known.catalog == document.catalog);
    let known: HashSet<&str> = types.map(|known| known.name.as_str()).collect();
    // A catalog without types has nothing to hold a policy against.
    let named = named.into_iter().filter(|_| !known.is_empty());
    let unknown = named.filter(|(_, name)| !known.contains(name));
    let findings = unknown.map(|(place, name)| {
        let at = At::place(&project.sources, &place, Part::Value);
        let message =
            format!("the filter policy names the event type {}, which the catalog does not know", quoted(name));
        let near = meant(name, known.iter().copied()).map(Meant::as_guess);
        let otherwise = "nothing will ever match it: mend the name, or describe the type";
        with_meant_or(Finding::new(&RULE, at, message), near, otherwise)
    });
    findings.collect()
}

/// The texts that the filter policies of a document list under one of `keys`, with their places.
fn named_types<'a>(text: &'a Source, source: SourceId, keys: &[&str]) -> Vec<(Place, &'a str)> {
    const POLICY: &str = "filterPolicy";
    let mut found = Vec::new();
    let Some(root) = text.root().filter(|_| text.extract().keys.contains(POLICY)) else { return found };
    descend(
        root,
        |_| true,
        |way, policy| {
            if way.member().is_none_or(|member| &*member.key != POLICY) {
                return;
            }
            for filter in policy.members().iter().filter(|filter| keys.contains(&&*filter.key)) {
                let list = join(&way.pointer(), &filter.key);
                let texts = filter.value.items().iter().enumerate();
                let texts = texts.filter_map(|(index, item)| Some((format!("{list}/{index}"), item.as_str()?)));
                found.extend(texts.map(|(pointer, text)| (Place::new(source, pointer), text)));
            }
        },
    );
    found
}

//! A `format` that nobody asserts.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::Check;
use super::schema_walk::{Keywords, Root, Walk, roots};
use super::words::{did_you_mean, quoted};
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::keyword::{formats, is_known_format};
use crate::resolve::Resolved;
use crate::route::Site;
use crate::source::{Node, Span};

static RULE: Rule = Rule {
    code: "unchecked-format",
    severity: Severity::Note,
    summary: "a `format` that nobody asserts",
    explanation: r#"A `format` that no draft of JSON Schema and no specification of AsyncAPI or OpenAPI defines is a comment: every text passes
it. Each name is reported once in a catalog, at its first use. If it is mistyped, mend it; if it is your own, say in
site.toml what it looks like, and it is asserted from then on.

Bad:

```json
{ "type": "string", "format": "datetime" }
```

Good:

```json
{ "type": "string", "format": "date-time" }
```

Good, for a format of your own:

```toml
[check.formats]
order-number = { pattern = "^O-[0-9]{8}$", description = "O- and eight digits" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, find };

/// How many findings come with a suggestion, since each costs time.
const SUGGESTED: usize = 1000;

fn find(site: &Site) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let own = &project.config.check.own_formats;
    let keywords = Keywords::new();
    let roots = roots(resolved);
    let unchecked: Vec<_> = roots.par_iter().map(|root| unchecked_in(resolved, &keywords, root)).collect();
    let mut seen = HashSet::new();
    let mut findings = Vec::new();
    for (root, found) in roots.iter().zip(unchecked) {
        for (name, span, pointer) in found {
            if own.contains_key(name) || !seen.insert((root.catalog, name)) {
                continue;
            }
            let near = if findings.len() < SUGGESTED {
                did_you_mean(name, own.keys().map(String::as_str)).or_else(|| did_you_mean(name, formats()))
            } else {
                None
            };
            let help = near.unwrap_or_else(|| "say in site.toml what it looks like, under [check.formats]".to_owned());
            let at = At { pointer, ..At::span(&project.sources, root.place.source, span) };
            let message = format!("the format {} is not checked: nobody defines it", quoted(name));
            findings.push(Finding::new(&RULE, at, message).with_help(help));
        }
    }
    findings
}

/// The formats of a schema that are not known, each at its first use: name, span and pointer.
fn unchecked_in<'a>(resolved: &'a Resolved, keywords: &Keywords, root: &Root) -> Vec<(&'a str, Span, String)> {
    let Some(node) = resolved.project.sources.node(&root.place) else { return Vec::new() };
    let walk = Walk::of(keywords, node);
    let mut first: HashMap<&str, (Span, usize)> = HashMap::new();
    for (number, visit) in walk.0.iter().enumerate() {
        let Some(format) = visit.node.get("format") else { continue };
        let Some(name) = Node::as_str(format).filter(|name| !is_known_format(name)) else { continue };
        let use_here = (format.span, number);
        first.entry(name).and_modify(|first| *first = use_here.min(*first)).or_insert(use_here);
    }
    let mut found: Vec<_> = first
        .into_iter()
        .map(|(name, (span, number))| (name, span, format!("{}{}/format", root.place.pointer, walk.pointer(number))))
        .collect();
    found.sort_by_key(|(_, span, _)| *span);
    found
}

//! A member of a schema that no draft and no tool we know of defines.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::Check;
use super::schema_walk::{Keywords, Root, Walk, roots};
use super::words::{did_you_mean, quoted};
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::resolve::Resolved;
use crate::route::Site;
use crate::source::{Span, join};

static RULE: Rule = Rule {
    code: "unknown-keyword",
    severity: Severity::Note,
    summary: "a member of a schema that is no keyword",
    explanation: r#"Validators pass over what they don't know, so a mistyped keyword is a rule that holds nowhere. A member of a schema is no
keyword of any draft, of AsyncAPI or of common usage. Each name is reported once in a catalog, at its first use. What is
meant as an extension begins with `x-` and is shown on the page as it stands.

Bad:

```json
{ "type": "string", "minlength": 1, "owner": "orders" }
```

Good:

```json
{ "type": "string", "minLength": 1, "x-owner": "orders" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, find };

/// How many findings come with a suggestion; a file with more of them is no schema, and each suggestion costs time.
const SUGGESTED: usize = 1000;

fn find(site: &Site) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let keywords = Keywords::new();
    let roots = roots(resolved);
    let unknown: Vec<Vec<Unknown>> = roots.par_iter().map(|root| unknown_in(resolved, &keywords, root)).collect();
    let mut seen = HashSet::new();
    let mut findings = Vec::new();
    for (root, found) in roots.iter().zip(unknown) {
        for unknown in found.into_iter().filter(|unknown| seen.insert((root.catalog, unknown.name))) {
            let near = if findings.len() < SUGGESTED { did_you_mean(unknown.name, keywords.names()) } else { None };
            let help = near.unwrap_or_else(|| "an extension begins with `x-`".to_owned());
            let at = At { pointer: unknown.pointer, ..At::span(sources, root.place.source, unknown.span) };
            findings.push(Finding::new(&RULE, at, format!("{} is no keyword", quoted(unknown.name))).with_help(help));
        }
    }
    findings
}

struct Unknown<'a> {
    name: &'a str,
    span: Span,
    pointer: String,
}

/// The unknown keywords of a schema, each at its first use, in the order of the text.
fn unknown_in<'a>(resolved: &'a Resolved, keywords: &Keywords, root: &Root) -> Vec<Unknown<'a>> {
    let Some(node) = resolved.project.sources.node(&root.place) else { return Vec::new() };
    let walk = Walk::of(keywords, node);
    let mut first: HashMap<&str, (Span, usize)> = HashMap::new();
    for (number, visit) in walk.0.iter().enumerate() {
        for member in visit.node.members() {
            // A document's own `version` is read, though no draft knows it.
            let is_version = number == 0 && root.is_document && &*member.key == "version";
            if member.key.starts_with("x-") || is_version || keywords.get(&member.key).is_some() {
                continue;
            }
            let use_here = (member.key_span, number);
            first.entry(&member.key).and_modify(|first| *first = use_here.min(*first)).or_insert(use_here);
        }
    }
    let mut unknown: Vec<Unknown> = first
        .into_iter()
        .map(|(name, (span, number))| {
            let pointer = join(&format!("{}{}", root.place.pointer, walk.pointer(number)), name);
            Unknown { name, span, pointer }
        })
        .collect();
    unknown.sort_by_key(|unknown| unknown.span);
    unknown
}

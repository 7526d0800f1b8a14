//! A `format` that nobody asserts.

use super::first_use::FirstUses;
use super::words::{did_you_mean, quoted};
use super::{Check, Subject};
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::keyword::{formats, is_known_format, is_unchecked_format};

static RULE: Rule = Rule {
    code: "unchecked-format",
    severity: Severity::Note,
    summary: "a `format` that nobody asserts",
    explanation: r#"A `format` that no draft of JSON Schema and no specification of AsyncAPI or OpenAPI defines is a comment: every text passes
it. Every text passes `idn-email` and `idn-hostname` as well, since schemabook knows no table of the letters of all scripts.
Each name is reported once in a catalog, at its first use. If it is mistyped, mend it; if it is your own, say in site.toml what
it looks like, and it is asserted from then on.

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

fn find(Subject { site, walks, .. }: &Subject) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let own = &project.config.check.own_formats;
    let is_unchecked = |name: &str| !is_known_format(name) || is_unchecked_format(name);
    let mut uses = FirstUses::default();
    let mut findings = Vec::new();
    for walk in walks.iter().filter(|walk| walk.keys.contains("format")) {
        let with_format =
            walk.visits.iter().enumerate().filter_map(|(number, visit)| Some((number, visit.node.get("format")?)));
        let named = with_format.filter_map(|(number, node)| Some((number, node.span, node.as_str()?)));
        let mut unchecked: Vec<_> =
            named.filter(|(_, _, name)| is_unchecked(name) && !own.contains_key(*name)).collect();
        unchecked.sort_by_key(|(_, span, _)| *span);
        for (number, span, name) in unchecked {
            let Some(end) = uses.report(walk.root.catalog, name) else { continue };
            let defined = is_known_format(name);
            let near = || did_you_mean(name, own.keys().map(String::as_str)).or_else(|| did_you_mean(name, formats()));
            let near = if defined { None } else { near() };
            let help = near.unwrap_or_else(|| "say in site.toml what it looks like, under [check.formats]".to_owned());
            let pointer = format!("{}/format", walk.place(number).pointer);
            let at = At { pointer, ..At::span(&project.sources, walk.root.place.source, span) };
            let why = if defined { "it needs the letters of all scripts" } else { "nobody defines it" };
            let message = format!("the format {} is not checked: {why}{end}", quoted(name));
            findings.push(Finding::new(&RULE, at, message).with_help(help));
        }
    }
    findings
}

//! A `format` that nobody asserts.

use crate::check::first_use::Use;
use crate::check::words::{quoted, with_meant_or};
use crate::check::{Check, Find};
use crate::config::Config;
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::keyword::{formats, is_known_format, is_unchecked_format};
use crate::resolve::{Resolved, Walk};
use crate::spelling::{Meant, meant};

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

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Names(names, finding)] };

fn names(resolved: &Resolved, walk: &Walk) -> Vec<Use> {
    if !walk.keys.contains("format") {
        return Vec::new();
    }
    let project = &resolved.project;
    let own = &project.config.check.own_formats;
    let is_checked = |name: &str| (is_known_format(name) && !is_unchecked_format(name)) || own.contains_key(name);
    let formats = walk.visits.iter().enumerate().filter_map(|(number, visit)| {
        let node = visit.node.get("format")?;
        let name = node.as_str().filter(|name| !is_checked(name))?;
        let pointer = format!("{}/format", walk.place(number).pointer);
        let at = At::span(&project.sources, walk.root.place.source, node.span);
        Some(Use { name: name.to_owned(), at: At { pointer, ..at }, others: Vec::new() })
    });
    formats.collect()
}

fn finding(config: &Config, Use { name, at, .. }: &Use, end: &str) -> Finding {
    let own = &config.check.own_formats;
    let defined = is_known_format(name);
    let near = || meant(name, own.keys().map(String::as_str)).or_else(|| meant(name, formats()));
    let near = if defined { None } else { near() };
    let why = if defined { "it needs the letters of all scripts" } else { "nobody defines it" };
    let message = format!("the format {} is not checked: {why}{end}", quoted(name));
    let otherwise = "say in site.toml what it looks like, under [check.formats]";
    // Whoever wrote it may know a format that nobody here does.
    with_meant_or(Finding::new(&RULE, at.clone(), message), near.map(Meant::as_guess), otherwise)
}

//! A member of a schema that no draft and no tool we know of defines.

use super::first_use::FirstUses;
use super::words::{did_you_mean, quoted};
use super::{Check, Subject};
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::keyword;
use crate::source::{Member, join};

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

fn find(Subject { site, walks, .. }: &Subject) -> Vec<Finding> {
    let sources = &site.proved.resolved.project.sources;
    let mut uses = FirstUses::default();
    let mut findings = Vec::new();
    for walk in walks {
        let mut unknown: Vec<&(usize, &Member)> = walk
            .unknown
            .iter()
            .filter(|(number, member)| {
                // A document's own `version` is read, though no draft knows it.
                let is_version = *number == 0 && walk.root.is_document && &*member.key == "version";
                !is_version && !member.key.starts_with("x-")
            })
            .collect();
        unknown.sort_by_key(|(_, member)| member.key_span);
        for (number, member) in unknown {
            let Some(end) = uses.report(walk.root.catalog, &member.key) else { continue };
            let names = keyword::all().map(|keyword| keyword.name);
            let help = did_you_mean(&member.key, names).unwrap_or_else(|| "an extension begins with `x-`".to_owned());
            let pointer = join(&walk.place(*number).pointer, &member.key);
            let at = At { pointer, ..At::span(sources, walk.root.place.source, member.key_span) };
            let message = format!("{} is no keyword{end}", quoted(&member.key));
            findings.push(Finding::new(&RULE, at, message).with_help(help));
        }
    }
    findings
}

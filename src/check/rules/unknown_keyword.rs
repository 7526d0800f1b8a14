//! A member of a schema that no draft and no tool we know of defines.

use crate::check::first_use::Use;
use crate::check::words::{quoted, with_meant_or};
use crate::check::{Check, Find};
use crate::config::Config;
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::keyword;
use crate::load::describes_itself;
use crate::resolve::{Resolved, Walk};
use crate::source::{Member, join};
use crate::spelling::{is_slip, meant};

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

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Names(names, finding)] };

fn names(resolved: &Resolved, walk: &Walk) -> Vec<Use> {
    let own = resolved.own_keywords(walk.root.place.source);
    let is_meant = |number: usize, member: &Member| {
        // A document's own `version` is read, though no draft knows it.
        let is_version = number == 0 && walk.root.is_document && &*member.key == "version";
        let is_self = number == 0 && &*member.key == "self" && describes_itself(walk.visits[0].node);
        is_version || is_self || member.key.starts_with("x-") || own.contains(&*member.key)
    };
    let unknown = walk.unknown.iter().filter(|(number, member)| !is_meant(*number, member));
    let uses = unknown.map(|(number, member)| {
        let pointer = join(&walk.place(*number).pointer, &member.key);
        let at = At::span(&resolved.project.sources, walk.root.place.source, member.key_span);
        Use { name: member.key.to_string(), at: At { pointer, ..at }, others: Vec::new() }
    });
    uses.collect()
}

fn finding(_: &Config, Use { name, at, .. }: &Use, end: &str) -> Finding {
    let names = || keyword::all().map(|keyword| keyword.name);
    let finding = Finding::new(&RULE, at.clone(), format!("{} is no keyword{end}", quoted(name)));
    let mut finding = with_meant_or(finding, meant(name, names()), "an extension begins with `x-`");
    // Who is off by a letter has lost a rule of the schema.
    if names().any(|known| is_slip(name, known)) {
        finding.severity = Severity::Warning;
    }
    finding
}

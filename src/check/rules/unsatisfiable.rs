//! Schemas that nothing fits.

use crate::check::words::listed;
use crate::check::{Check, Find};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::resolve::{Resolved, Walk};
use crate::sample::contradictions;
use crate::source::{Place, join};

static RULE: Rule = Rule {
    code: "unsatisfiable",
    severity: Severity::Warning,
    summary: "a schema that nothing fits",
    explanation: r#"Keywords of one schema, or schemas that `allOf` and `$ref` join, may ask for what no value has at once: then each event is
refused, or the property can never be there. A frequent cause is `additionalProperties: false` in a part of an `allOf`: it refuses what
the other parts require (`unevaluatedProperties: false` beside the `allOf` does what was meant). Only what is proved is told.

Bad:

```json
{ "type": "string", "minLength": 8, "maxLength": 4 }
```

Good:

```json
{ "type": "string", "minLength": 4, "maxLength": 8 }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Schema(find)] };

fn find(resolved: &Resolved, walk: &Walk<'_>) -> Vec<Finding> {
    let sources = &resolved.project.sources;
    let mut all = Vec::new();
    for found in contradictions(resolved, walk) {
        let schema = walk.place(found.number);
        let key =
            |keyword: &str| At::place(sources, &Place::new(schema.source, join(&schema.pointer, keyword)), Part::Key);
        if let Some(keywords) = &found.own.contradiction {
            let Some(first) = keywords.first() else { continue };
            let names = listed(keywords.iter().copied());
            let message = match keywords.len() {
                1 => format!("nothing fits this schema: no value meets {names}"),
                _ => format!("nothing fits this schema: no value meets {names} at once"),
            };
            all.push(Finding::new(&RULE, key(first), message).with_help("loosen one of them"));
        } else if let Some(parts) = &found.joined {
            let join = if walk.visits[found.number].node.get("allOf").is_some() { "allOf" } else { "$ref" };
            let message = "nothing fits this schema: the parts that it is made of contradict one another";
            let mut finding = Finding::new(&RULE, key(join), message);
            for part in parts.iter().filter(|part| **part != schema) {
                finding = finding.with_label(At::place(sources, part, Part::Value), "one of the parts");
            }
            all.push(finding.with_help(
                "where `additionalProperties: false` is what closes a part, `unevaluatedProperties: false` beside `allOf` sees all parts",
            ));
        }
    }
    all
}

//! A waiver that allows nothing.

use crate::check::Check;
use crate::check::waiver::Waiver;
use crate::check::words::quoted;
use crate::diagnostic::{Finding, Rule, Severity};
use crate::fix::removal;
use crate::source::Sources;

pub static RULE: Rule = Rule {
    code: "unused-waiver",
    severity: Severity::Warning,
    summary: "a waiver that allows nothing",
    explanation: r#"A waiver says that a finding is allowed at one place, and why. This one has nothing to allow any more: what it spoke of was
mended or moved. Left where it is, it would hide the next mistake of that kind. Remove it, or move it to what it is about.
Waivers stand in a schema or an object of an AsyncAPI document (`x-schemabook-allow`), in the front matter of a page
(`allow`) and in site.toml (`[[check.allow]]`).

Bad, where `order` has a description:

```json
{
  "description": "An order",
  "x-schemabook-allow": { "undocumented": "the fields are explained in the handbook" }
}
```

Good:

```json
{ "description": "An order" }
```
"#,
};

/// Only the sink knows what the other rules found; it asks [`findings`].
pub const CHECK: Check = Check { rule: &RULE, finds: &[] };

/// A finding for each waiver.
pub fn findings<'a>(sources: &Sources, unused: impl Iterator<Item = &'a Waiver<'a>>) -> Vec<Finding> {
    let finding = |waiver: &Waiver| {
        let message = format!("the waiver of {} allows nothing", quoted(waiver.rule));
        let mut finding =
            Finding::new(&RULE, waiver.at.clone(), message).with_help("remove it: it would hide the next one");
        finding.fix = removal(sources, "remove it", std::slice::from_ref(&waiver.stated));
        finding
    };
    unused.map(finding).collect()
}

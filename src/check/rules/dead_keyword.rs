//! Keywords of schemas that no value breaks.

use crate::check::words::{listed, quoted};
use crate::check::{Check, Find};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::keyword::Run;
use crate::resolve::{Resolved, Walk};
use crate::sample::{Why, dead, refuses};
use crate::source::{Place, join};

static RULE: Rule = Rule {
    code: "dead-keyword",
    severity: Severity::Note,
    summary: "a keyword that can't be broken where it stands",
    explanation: r#"A keyword that no value breaks is read as a rule and is none: it says nothing (`minLength: 0`), has no effect in its draft,
beside a `$ref` or for values of its `type`, or another keyword beside it refuses all that it would. Often something else was meant. Only
what is proved is told; `type` beside `enum` or `const` is common usage and is not.

Bad:

```json
{ "type": "string", "pattern": "^[A-Z]{3}$", "minLength": 2 }
```

Good:

```json
{ "type": "string", "pattern": "^[A-Z]{3}$" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Schema(find)] };

/// What applies other schemas, and may have no effect as well.
const APPLYING: [&str; 11] =
    ["if", "then", "else", "allOf", "anyOf", "oneOf", "not", "contains", "items", "prefixItems", "dependentSchemas"];

/// Words as a message has them.
fn plain(run: &Run) -> String {
    match run {
        Run::Text(text) => text.clone(),
        Run::Code(name) => quoted(name),
        _ => String::new(),
    }
}

fn find(resolved: &Resolved, walk: &Walk<'_>) -> Vec<Finding> {
    let mut all = Vec::new();
    for found in dead(resolved, walk) {
        let schema = walk.place(found.number);
        for (keyword, why) in &found.own.dead {
            let is_rule = refuses(keyword) || APPLYING.contains(keyword);
            if *keyword == "type" || !is_rule {
                continue;
            }
            let place = Place::new(schema.source, join(&schema.pointer, keyword));
            let at = At::place(&resolved.project.sources, &place, Part::Key);
            let name = quoted(keyword);
            let finding = match why {
                Why::SaysNothing => Finding::new(&RULE, at, format!("{name} refuses nothing with such a value"))
                    .with_help("leave it out, or say what was meant"),
                Why::Ignored(why) => {
                    let words: String = why.words().iter().map(plain).collect();
                    let words = words.strip_prefix("no effect").unwrap_or(&words).to_owned();
                    Finding::new(&RULE, at, format!("{name} has no effect{words}"))
                }
                Why::Beside(others) => {
                    let others = listed(others.iter().copied());
                    let message = format!("{name} can't be broken: {others} beside it refuses all that it would");
                    Finding::new(&RULE, at, message).with_help("leave it out, or mend the one that says too much")
                }
            };
            all.push(finding);
        }
    }
    all
}

//! Keywords of schemas that no value breaks.

use std::collections::HashMap;

use crate::check::words::{listed, quoted};
use crate::check::{Check, Find};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::fix::removal;
use crate::keyword::Run;
use crate::resolve::{Resolved, Walk};
use crate::sample::{Why, dead, refuses};
use crate::source::{Place, join};
use crate::words::counted;

static RULE: Rule = Rule {
    code: "dead-keyword",
    severity: Severity::Note,
    summary: "a keyword that can't be broken where it stands",
    explanation: r#"A keyword that no value breaks is read as a rule and is none: it says nothing (`minLength: 0`), has no effect in its draft,
beside a `$ref` or for values of its `type`, or another keyword beside it refuses all that it would. Often something else was meant. Only
what is proved is told; `type` beside `enum` or `const` and `format` beside a pattern of the same texts are common usage and are not.

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

/// How many further places of one slip are shown.
const SHOWN: usize = 2;

fn find(resolved: &Resolved, walk: &Walk<'_>) -> Vec<Finding> {
    let mut slips: Vec<(Slip, Vec<Place>)> = Vec::new();
    let mut known: HashMap<Slip, usize> = HashMap::new();
    for found in dead(resolved, walk) {
        let schema = walk.place(found.number);
        for (keyword, why) in &found.own.dead {
            let is_rule = refuses(keyword) || APPLYING.contains(keyword);
            // It tells tools what a text is, whether it refuses anything or not.
            let is_annotation = *keyword == "format" && matches!(why, Why::Beside(_));
            if *keyword == "type" || is_annotation || !is_rule {
                continue;
            }
            let place = Place::new(schema.source, join(&schema.pointer, keyword));
            let slip = Slip::new(keyword, why);
            match known.get(&slip) {
                Some(number) => slips[*number].1.push(place),
                None => {
                    known.insert(slip.clone(), slips.len());
                    slips.push((slip, vec![place]));
                }
            }
        }
    }
    slips.into_iter().filter_map(|(slip, places)| slip.finding(resolved, &places)).collect()
}

/// What is wrong with a keyword, and what to do. Where the same is so in many places of a schema, it was copied: that is one slip.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Slip {
    message: String,
    help: Option<&'static str>,
}

impl Slip {
    fn new(keyword: &str, why: &Why) -> Slip {
        let name = quoted(keyword);
        match why {
            Why::SaysNothing => Slip {
                message: format!("{name} refuses nothing with such a value"),
                help: Some("leave it out, or say what was meant"),
            },
            Why::Ignored(why) => {
                let words: String = why.words().iter().map(plain).collect();
                let words = words.strip_prefix("no effect").unwrap_or(&words).to_owned();
                Slip { message: format!("{name} has no effect{words}"), help: None }
            }
            Why::Beside(others) => {
                let others = listed(others.iter().copied());
                Slip {
                    message: format!("{name} can't be broken: {others} beside it refuses all that it would"),
                    help: Some("leave it out, or mend the one that says too much"),
                }
            }
        }
    }

    /// The finding at the first of its places in the text.
    fn finding(self, resolved: &Resolved, places: &[Place]) -> Option<Finding> {
        let mut all: Vec<At> =
            places.iter().map(|place| At::place(&resolved.project.sources, place, Part::Key)).collect();
        all.sort_by_key(|at| at.span);
        let mut all = all.into_iter();
        let first = all.next()?;
        let message = match all.len() {
            0 => self.message,
            more => format!("{}, and so it is in {} here", self.message, counted(more, "more place")),
        };
        let mut finding = Finding::new(&RULE, first, message);
        for at in all.take(SHOWN) {
            finding = finding.with_label(at, "here as well");
        }
        finding.help = self.help.map(str::to_owned);
        if self.help.is_some() {
            finding.fix = removal(&resolved.project.sources, "leave it out", places);
        }
        Some(finding)
    }
}

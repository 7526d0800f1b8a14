//! Keywords that no counterexample of their schema breaks.

use std::collections::BTreeSet;

use crate::check::words::listed;
use crate::check::{Check, Find};
use crate::coverage::Reach;
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::keyword::lookup;
use crate::resolve::{Resolved, Walk};
use crate::sample::{Exercise, refuses};
use crate::source::{Place, Span, join};

static RULE: Rule = Rule {
    code: "uncovered-keyword",
    severity: Severity::Note,
    summary: "keywords that no counterexample of the schema breaks",
    explanation: r#"A counterexample proves that a keyword does what its author meant: a pattern without `^` and `$`, a `minimum` where an
`exclusiveMinimum` was meant let pass what they should stop, and no valid example shows it. A schema that has counterexamples should
have one for each sort of keyword that it rejects events by. There is one finding for each such schema document, at the first keyword
that none of its counterexamples breaks. `type` does not count, nor what stands below `if` and `not`, nor what stands in an alternative,
in `contains` or in `propertyNames`: a value that does not fit it breaks `oneOf`, `anyOf`, `contains` or `propertyNames`.

Bad, with `examples/order/negative-total.invalid.json` as the only counterexample:

```json
{ "properties": { "total": { "minimum": 0 }, "currency": { "pattern": "^[A-Z]{3}$" } } }
```

Good: one more, `examples/order/currency-in-lower-case.invalid.json`.
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Countered(find)] };

fn find(resolved: &Resolved, walk: &Walk<'_>, broken: &BTreeSet<&str>) -> Vec<Finding> {
    finding(resolved, walk, broken).into_iter().collect()
}

fn finding(resolved: &Resolved, walk: &Walk<'_>, broken: &BTreeSet<&str>) -> Option<Finding> {
    // Which sorts there are is asked first: most are broken.
    let mut open: Vec<(Span, &'static str, usize)> = Vec::new();
    for (number, visit) in walk.visits.iter().enumerate() {
        let unbroken = visit.node.members().iter().filter(|member| !broken.contains(&*member.key));
        let keywords = unbroken.map(|member| (member.key_span, lookup(&member.key).name, number));
        open.extend(keywords.filter(|(_, keyword, _)| *keyword != "type" && refuses(keyword)));
    }
    if open.is_empty() {
        return None;
    }
    open.sort_by_key(|(span, ..)| *span);
    let told = Reach::within(resolved, walk.root.place.source).told(walk);
    let exercise = Exercise::new(resolved);
    let mut uncovered: Vec<(&'static str, Place)> = Vec::new();
    for (_, keyword, number) in open {
        let is_known = uncovered.iter().any(|(known, _)| *known == keyword);
        if !is_known && told[number] {
            let place = walk.place(number);
            if exercise.can_be_broken(&place, keyword) {
                uncovered.push((keyword, place));
            }
        }
    }
    let (first, holder) = uncovered.first()?;
    let place = Place::new(holder.source, join(&holder.pointer, first));
    let at = At::place(&resolved.project.sources, &place, Part::Key);
    let message = format!("no counterexample breaks {}", listed(uncovered.iter().map(|(keyword, _)| *keyword)));
    Some(Finding::new(&RULE, at, message).with_help("add an example that has to be rejected for each"))
}

//! Keywords that no counterexample of their schema breaks.

use std::collections::{BTreeSet, HashSet};

use crate::check::words::listed;
use crate::check::{Check, Find};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::keyword::{Ignored, lookup};
use crate::resolve::{Resolved, Walk};
use crate::source::{Kind, Member, Node, Place, Span, join};

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

/// The keywords that reject a value by themselves.
const REJECT: [&str; 23] = [
    "anyOf",
    "const",
    "contains",
    "dependentRequired",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "oneOf",
    "pattern",
    "propertyNames",
    "required",
    "uniqueItems",
];

/// Those that reject for what stands below them, or use it only to choose: what fails there is not told by its own name.
const WHOLE: [&str; 6] = ["anyOf", "contains", "if", "not", "oneOf", "propertyNames"];

/// Those that reject what is left, if they are `false`.
const CLOSE: [&str; 4] = ["additionalItems", "additionalProperties", "unevaluatedItems", "unevaluatedProperties"];

fn find(resolved: &Resolved, walk: &Walk<'_>, broken: &BTreeSet<&str>) -> Vec<Finding> {
    finding(resolved, walk, broken).into_iter().collect()
}

fn finding(resolved: &Resolved, walk: &Walk<'_>, broken: &BTreeSet<&str>) -> Option<Finding> {
    let mut demands: Vec<bool> = Vec::with_capacity(walk.visits.len());
    // The span of each keyword where it first stands, with the schema that has it.
    let mut uncovered: Vec<(Span, &str, usize)> = Vec::new();
    for (number, visit) in walk.visits.iter().enumerate() {
        let above = demands.get(visit.parent).copied().unwrap_or(true);
        demands.push(above && !WHOLE.contains(&visit.keyword));
        if demands[number] {
            let unbroken = visit.node.members().iter().filter(|member| !broken.contains(&*member.key));
            let unbroken = unbroken.filter(|member| {
                let dialect = || resolved.dialect_of(&walk.place(number));
                rejects(visit.node, member)
                    && Ignored::of(lookup(&member.key), &member.value, visit.node, dialect()).is_none()
            });
            uncovered.extend(unbroken.map(|member| (member.key_span, &*member.key, number)));
        }
    }
    uncovered.sort_by_key(|(span, ..)| *span);
    let mut known = HashSet::new();
    uncovered.retain(|(_, keyword, _)| known.insert(*keyword));
    let (_, first, holder) = *uncovered.first()?;
    let place = Place::new(walk.root.place.source, join(&walk.place(holder).pointer, first));
    let at = At::place(&resolved.project.sources, &place, Part::Key);
    let message = format!("no counterexample breaks {}", listed(uncovered.iter().map(|(_, keyword, _)| *keyword)));
    Some(Finding::new(&RULE, at, message).with_help("add an example that has to be rejected for each"))
}

/// Whether a keyword of a schema rejects values by what it says: `minLength: 0` and `required: []` reject none. In draft-04 a `minimum`
/// beside `exclusiveMinimum: true` fails by that name.
fn rejects(schema: &Node, member: &Member) -> bool {
    let is_false = member.value.as_bool() == Some(false);
    let says_nothing = match (&*member.key, &member.value.kind) {
        ("const", _) => false,
        ("minimum", _) => schema.get("exclusiveMinimum").and_then(Node::as_bool) == Some(true),
        ("maximum", _) => schema.get("exclusiveMaximum").and_then(Node::as_bool) == Some(true),
        (_, Kind::Bool(_)) => is_false,
        (key, Kind::Number(_)) => key.starts_with("min") && member.value.to_value() == 0,
        _ => member.value.is_array() && member.value.items().is_empty(),
    };
    (CLOSE.contains(&&*member.key) && is_false) || (REJECT.contains(&&*member.key) && !says_nothing)
}

//! References that lead back to themselves without ever reaching into the instance.

use crate::check::circles::circles;
use crate::check::words::quoted;
use crate::check::{Check, Find, Subject, references};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::model::{Reference, Target};
use crate::words::counted;

static RULE: Rule = Rule {
    code: "reference-loop",
    severity: Severity::Error,
    summary: "references that lead in a circle",
    explanation: r##"A schema that is only a reference to itself, directly or over others, says nothing, and a validator that follows it never
comes to an end. A part of an `allOf`, `anyOf`, `oneOf`, `not` or `if` applies to the same value as the whole, so a circle
through them is no better. Recursion that goes through `properties` or `items` is fine: each round is one step deeper in
the instance.

Bad:

```json
{ "$defs": { "a": { "$ref": "#/$defs/b" }, "b": { "$ref": "#/$defs/a" } } }
```

Good:

```json
{ "$defs": { "tree": { "properties": { "left": { "$ref": "#/$defs/tree" } } } } }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

/// How many places of a circle are named, and labelled.
const SHOWN: usize = 5;

fn find(Subject { site, steps, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let name = |reference: &Reference| match &reference.target {
        Target::Place(place) => quoted(&sources.display(place)),
        _ => quoted(&reference.text),
    };
    let findings = circles(steps).into_iter().map(|circle| {
        let round: Vec<&Reference> = circle.round.iter().map(|number| &*resolved.references[*number]).collect();
        let (first, others) = (round[0], &round[1..]);
        let start = name(round[round.len() - 1]);
        let mut steps: Vec<String> = round.iter().take(SHOWN).map(|reference| name(reference)).collect();
        if round.len() > SHOWN {
            steps.extend([format!("… ({} in all)", round.len()), start.clone()]);
        }
        let mut message = format!("references in a circle: {start} → {}", steps.join(" → "));
        if circle.others > 0 {
            let others = counted(circle.others, "more reference");
            message.push_str(&format!("; other ways round take {others}"));
        }
        let mut finding = Finding::new(&RULE, references::at(sources, first), message);
        for (number, reference) in others.iter().enumerate().take(SHOWN) {
            let back = number + 1 == others.len();
            let label = if back { "and back from here" } else { "then here" };
            finding = finding.with_label(references::at(sources, reference), label);
        }
        finding.with_help("let one of them say what the value is")
    });
    findings.collect()
}

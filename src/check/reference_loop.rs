//! References that lead back to themselves without ever reaching into the instance.

use std::collections::{BTreeSet, HashMap};

use super::words::quoted;
use super::{Check, Subject, references};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::model::{Reference, Target};
use crate::resolve::Resolved;
use crate::source::SourceId;

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

pub const CHECK: Check = Check { rule: &RULE, find };

/// How many places of a circle are named, and labelled.
const SHOWN: usize = 5;

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let name = |reference: &Reference| match &reference.target {
        Target::Place(place) => quoted(&sources.display(place)),
        _ => quoted(&reference.text),
    };
    let findings = circles(resolved).into_iter().map(|circle| {
        let round: Vec<&Reference> = circle.iter().map(|number| &*resolved.references[*number]).collect();
        let (first, others) = (round[0], &round[1..]);
        let start = name(round[round.len() - 1]);
        let mut steps: Vec<String> = round.iter().take(SHOWN).map(|reference| name(reference)).collect();
        if round.len() > SHOWN {
            steps.extend([format!("… ({} in all)", round.len()), start.clone()]);
        }
        let message = format!("references in a circle: {start} → {}", steps.join(" → "));
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

/// The circles, each once: the numbers of its references in the order in which they are followed, the first one first.
fn circles(resolved: &Resolved) -> Vec<Vec<usize>> {
    let applying = applying(resolved);
    let next = |number: usize| match &resolved.references[number].target {
        Target::Place(place) => {
            applying.get(&(place.source, place.pointer.as_str())).map(Vec::as_slice).unwrap_or_default()
        }
        _ => &[],
    };
    let mut circles = Vec::new();
    let mut done: BTreeSet<usize> = BTreeSet::new();
    for start in 0..resolved.references.len() {
        if next(start).is_empty() || done.contains(&start) {
            continue;
        }
        // The way from the start, each reference with those after it that are still to be tried.
        let mut way: Vec<(usize, std::slice::Iter<usize>)> = vec![(start, next(start).iter())];
        let mut on_way: HashMap<usize, usize> = HashMap::from([(start, 0)]);
        done.insert(start);
        while let Some((number, rest)) = way.last_mut() {
            match rest.next() {
                None => {
                    on_way.remove(number);
                    way.pop();
                }
                Some(after) => match on_way.get(after) {
                    Some(from) => circles.push(way[*from..].iter().map(|(number, _)| *number).collect()),
                    None if done.insert(*after) => {
                        on_way.insert(*after, way.len());
                        way.push((*after, next(*after).iter()));
                    }
                    None => {}
                },
            }
        }
    }
    circles
}

/// The references that apply to the very value that the schema at a place applies to: its own, and those of its parts.
fn applying(resolved: &Resolved) -> HashMap<(SourceId, &str), Vec<usize>> {
    let mut applying: HashMap<(SourceId, &str), Vec<usize>> = HashMap::new();
    for (number, reference) in resolved.references.iter().enumerate() {
        let mut pointer = Some(reference.holder.pointer.as_str());
        while let Some(schema) = pointer {
            applying.entry((reference.holder.source, schema)).or_default().push(number);
            pointer = whole(schema);
        }
    }
    applying
}

/// The pointer of the schema that the one at `pointer` is a part of, if both apply to the same value.
fn whole(pointer: &str) -> Option<&str> {
    let (rest, last) = pointer.rsplit_once('/')?;
    if matches!(last, "not" | "if" | "then" | "else") {
        return Some(rest);
    }
    let (rest, keyword) = rest.rsplit_once('/')?;
    matches!(keyword, "allOf" | "anyOf" | "oneOf" | "dependentSchemas").then_some(rest)
}

//! Findings made of the failures of examples that should be valid.

use std::collections::HashMap;

use crate::diagnostic::{At, Change, Finding, Fix, Part, Rule};
use crate::load::file_name;
use crate::model::{Example, Failure, Project, Proof, Verdict};
use crate::route::Site;
use crate::source::{Node, Place};

use super::words::quoted;

/// A finding for each failure of the examples that `counts` chooses.
pub fn findings(site: &Site, rule: &'static Rule, counts: fn(&Example) -> bool) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let proofs = project.examples.iter().zip(site.proved.proofs.iter());
    let rejected = proofs
        .filter(|(example, proof)| !example.expect_invalid && proof.verdict == Verdict::Invalid && counts(example));
    rejected.flat_map(|(example, proof)| slips(project, rule, &example.place, proof)).collect()
}

/// How often the same has to be wrong with a value before it is one slip, and how many further places of one are shown.
const ALIKE: usize = 4;
const SHOWN: usize = 2;

/// The findings for the failures of the value at `place`. Where the same is wrong in many places, which is one slip of whoever wrote it, that
/// is one finding, and so are all of which nothing is known but how many they are.
pub fn slips(project: &Project, rule: &'static Rule, place: &Place, proof: &Proof) -> Vec<Finding> {
    let mut groups: Vec<Vec<&Failure>> = Vec::new();
    let mut known: HashMap<(&str, String), usize> = HashMap::new();
    for failure in &proof.failures {
        let group = *known.entry((&failure.keyword, without_names(&failure.message))).or_insert(groups.len());
        match groups.get_mut(group) {
            Some(alike) => alike.push(failure),
            None => groups.push(vec![failure]),
        }
    }
    let mut findings = Vec::new();
    for group in groups {
        if group.len() < ALIKE {
            findings.extend(group.iter().map(|failure| finding(project, rule, place, failure)));
            continue;
        }
        let mut slip = finding(project, rule, place, group[0]);
        slip.message = format!("{}, and so it is in {} more places here", slip.message, group.len() - 1);
        // The slip is mended in all of its places, or it is not.
        let changes = group.iter().map(|failure| fix(project, place, failure).map(|fix| fix.changes));
        let changes: Option<Vec<Vec<Change>>> = changes.collect();
        slip.fix = slip.fix.zip(changes).map(|(fix, changes)| Fix { changes: changes.concat(), ..fix });
        for failure in group.iter().skip(1).take(SHOWN) {
            slip = slip.with_label(at(project, place, failure), "here as well");
        }
        findings.push(slip);
    }
    findings.extend(proof.unlisted.words().map(|more| {
        let at = At::place(&project.sources, place, Part::Value);
        let finding = Finding::new(rule, at, format!("{more} of this value are counted here, and not told one by one"));
        finding.with_help("mend what is told first")
    }));
    findings
}

/// A message without what it quotes of the input.
fn without_names(message: &str) -> String {
    message.split('`').step_by(2).collect::<Vec<_>>().join("`")
}

/// The finding for one failure of the value at `place`: at what is to mend, with a label on the keyword that refuses it.
pub fn finding(project: &Project, rule: &'static Rule, place: &Place, failure: &Failure) -> Finding {
    let mut finding = Finding::new(rule, at(project, place, failure), failure.message.clone());
    let help = failure.help.clone().or_else(|| list_as_one(project, place, failure));
    let help = help.or_else(|| reference_as_data(project, place, failure));
    finding.help = help.or_else(|| meant_to_fail(project, place));
    finding.fix = fix(project, place, failure);
    match &failure.schema {
        Some(schema) => {
            let label = format!("{} of the schema is here", quoted(&failure.keyword));
            finding.with_label(At::place(&project.sources, schema, Part::Key), label)
        }
        None => finding,
    }
}

/// What the schema wants, in the place of what the example has. The schema may be at fault as well as the example: that is not safe.
fn fix(project: &Project, place: &Place, failure: &Failure) -> Option<Fix> {
    Fix::of_value(&at(project, place, failure), failure.meant.clone()?)
}

/// What to do where a list of examples was written as one example.
fn list_as_one(project: &Project, place: &Place, failure: &Failure) -> Option<String> {
    let refused = project.sources.node(place).filter(|_| failure.keyword == "type" && failure.at.is_empty())?;
    let is_list = !refused.items().is_empty() && refused.items().iter().all(Node::is_object);
    let (list, last) = place.pointer.rsplit_once('/').filter(|_| is_list)?;
    match last {
        "example" => Some("one example is expected here: call a list of them `examples`".to_owned()),
        _ if list.ends_with("/examples") => {
            Some("each item of `examples` is one example: leave out the brackets around these".to_owned())
        }
        _ => None,
    }
}

/// What to do where a reference stands inside an example, in which it is data like any other.
fn reference_as_data(project: &Project, place: &Place, failure: &Failure) -> Option<String> {
    let node = project.sources.node(place)?;
    let above = failure.mend.rsplit_once('/').map(|(above, _)| above);
    let refused = [Some(failure.mend.as_str()), above].into_iter().flatten().filter_map(|at| node.pointer(at));
    let holds = |node: &Node| node.get("$ref").is_some_and(|text| text.as_str().is_some());
    refused
        .into_iter()
        .any(holds)
        .then(|| "a `$ref` inside an example is not followed: write the value that it stands for".to_owned())
}

/// What to do where the name of an example's file speaks of something invalid, and may mean the example or what the event tells of.
fn meant_to_fail(project: &Project, place: &Place) -> Option<String> {
    let name = file_name(&project.sources.get(place.source).file);
    let (stem, ending) = name.rsplit_once('.').filter(|_| place.pointer.is_empty())?;
    let mut words = stem.split(|character: char| !character.is_alphanumeric());
    words
        .any(|word| word.eq_ignore_ascii_case("invalid"))
        .then(|| format!("if it has to be rejected, call it {}", quoted(&format!("{stem}.invalid.{ending}"))))
}

/// Where a failure of the value at `place` is to be mended.
pub fn at(project: &Project, place: &Place, failure: &Failure) -> At {
    let (_, pointer) = project.sources.get(place.source).outermost(&format!("{}{}", place.pointer, failure.mend));
    At { pointer, ..At::span(&project.sources, place.source, failure.span) }
}

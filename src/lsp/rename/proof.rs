//! Whether a rename leaves what is found: the project as it would be is held against the project as it is.

use std::collections::BTreeMap;

use crate::diagnostic::Findings;
use crate::lsp::Plan;
use crate::prove::Proved;
use crate::route::Site;
use crate::source::Place;

/// Rules that compare names with one another: with another name there may be less to find.
const OF_NAMES: [&str; 2] = ["field-disagreement", "confusable-names"];

/// Rules that tell once of a whole document what they find in it: of a part of it they tell the same by itself.
const OF_DOCUMENTS: [&str; 2] = ["undocumented", "uncovered-keyword"];

/// What is another one after a rename, in words; `None` if nothing is but names.
pub fn difference(before: (&Site, &Findings), after: (&Site, &Findings), plan: &Plan) -> Option<String> {
    // Files are called as they are after moves, and a new one as the one from which it comes.
    let moved = |file: &str| plan.moves.after(file);
    let made = |file: &str| {
        let made = plan.made.as_ref().filter(|made| made.path == file);
        made.map_or(file, |made| made.from.as_str()).to_owned()
    };
    let of_findings = || rayon::join(|| found(before.1, &moved), || found(after.1, &made));
    let of_proofs = || rayon::join(|| verdicts(&before.0.proved, &moved), || verdicts(&after.0.proved, &made));
    let ((found, found_then), (proved, proved_then)) = rayon::join(of_findings, of_proofs);
    let count = |all: &Found, what: &What| all.get(what).map_or(0, |(count, _)| *count);
    let is_apart = |what: &What| plan.made.is_some() && OF_DOCUMENTS.contains(&what.1.as_str());
    if let Some((_, (_, words))) = found_then.iter().find(|(what, now)| now.0 > count(&found, what) && !is_apart(what))
    {
        return Some(format!("something would be wrong then: {words}"));
    }
    let is_gone = |(what, now): &(&What, &(usize, String))| {
        now.0 > count(&found_then, what) && !OF_NAMES.contains(&what.1.as_str()) && !is_apart(what)
    };
    if let Some((_, (_, words))) = found.iter().find(is_gone) {
        return Some(format!("this would not be found any more: {words}"));
    }
    let other = proved.iter().find(|(what, count)| proved_then.get(*what) != Some(count));
    other.map(|((file, _), _)| format!("the examples of {file} would not be held against what they are now"))
}

/// A finding without what renames change: its file as it is called after them, its rule, its words but for those in backticks.
type What = (String, String, String);

/// How often each thing is found, and where once.
type Found = BTreeMap<What, (usize, String)>;

fn found(findings: &Findings, called: &dyn Fn(&str) -> String) -> Found {
    let mut found = Found::new();
    for finding in &findings.all {
        let plain: String = finding.message.split('`').step_by(2).collect();
        let what = (called(&finding.at.file), finding.rule.code.to_owned(), plain);
        let words = || format!("{}: {}", finding.at.file, finding.message);
        found.entry(what).or_insert_with(|| (0, words())).0 += 1;
    }
    found
}

/// How often examples of a file have a verdict by some schemas.
fn verdicts(proved: &Proved, called: &dyn Fn(&str) -> String) -> BTreeMap<(String, String), usize> {
    let project = &proved.resolved.project;
    let file = |place: &Place| called(&project.sources.get(place.source).file);
    let mut verdicts = BTreeMap::new();
    for (example, proof) in project.examples.iter().zip(proved.proofs.iter()) {
        let schemas: Vec<String> = example.instances().iter().map(|instance| file(&instance.schema)).collect();
        let verdict = format!("{} {} {}", proof.verdict.name(), example.expect_invalid, schemas.join(" "));
        *verdicts.entry((file(&example.place), verdict)).or_default() += 1;
    }
    verdicts
}

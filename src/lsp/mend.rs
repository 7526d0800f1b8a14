//! What an example has to say to be valid where it is not: each value that its schema takes, each member that is missing.

use serde_json::Value;

use super::actions::meets;
use super::complete::{Judged, names, values};
use super::diagnostics;
use super::governing::example_at;
use super::project::Project;
use super::protocol::Range;
use super::words::code;
use crate::diagnostic::{Change, Fix, New};
use crate::fix::{member, reads_as};
use crate::model::Verdict;
use crate::route::Site;
use crate::source::{Place, Sources};

/// How many values, and how many members, are offered at one place.
const MOST: usize = 10;

/// How many findings are looked at: each value that is tried is proved with the whole example.
const FINDINGS: usize = 8;

/// The findings whose values are looked at.
const RULE: &str = "invalid-example";

impl Project {
    /// The values and the members with which less is wrong with the example under the cursor.
    pub(super) fn amends(&self, site: &Site, file: &str, within: Range) -> Vec<Value> {
        let sources = &site.proved.resolved.project.sources;
        let here = self.findings.all.iter().filter(|found| found.at.file == file && found.rule.code == RULE);
        let mut actions = Vec::new();
        let told = here.map(|found| (found, diagnostics::diagnostic(sources, found, &self.addresses, self.encoding)));
        for (found, told) in told.filter(|(_, told)| meets(told.range, within)).take(FINDINGS) {
            let fixes =
                found.at.source.and_then(|source| amending(site, &Place::new(source, found.at.pointer.as_str())));
            actions
                .extend(fixes.unwrap_or_default().iter().filter_map(|fix| self.quick_fix(sources, &told, fix, within)));
        }
        actions
    }
}

/// The fixes of what is wrong with the value at a place of an example.
fn amending(site: &Site, place: &Place) -> Option<Vec<Fix>> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let example = example_at(resolved, place)?;
    let number = resolved.project.examples.iter().position(|other| std::ptr::eq(other, example))?;
    if example.expect_invalid || site.proved.proofs.get(number)?.verdict != Verdict::Invalid {
        return None;
    }
    let node = sources.node(place)?;
    let whole = sources.node(&example.place)?.to_value();
    let pointer = place.pointer[example.place.pointer.len()..].to_owned();
    let judged = Judged::new(site, example, pointer, whole)?;
    let wrong = judged.wrong();
    let mut fixes = Vec::new();
    if node.is_object() {
        let present: Vec<String> = node.members().iter().map(|member| member.key.to_string()).collect();
        for (name, value) in judged.mending_names(names(site, &present, example, place), wrong) {
            let change = member(sources, place, &name, &value.to_string());
            let title = format!("Add {}: {}", code(&name), code(&value.to_string()));
            fixes.extend(change.and_then(|change| proved(sources, title, change, &place.pointer, Some(&name), &value)));
        }
    } else if !node.is_array() {
        for value in judged.mending_values(values(site, example, place), wrong) {
            let title = format!("Write {}", code(&value.to_string()));
            let change = Change { source: place.source, span: node.span, new: New::Value(value.clone()) };
            fixes.extend(proved(sources, title, change, &place.pointer, None, &value));
        }
    }
    fixes.truncate(MOST);
    Some(fixes)
}

/// The fix, if the text reads then as it is meant.
fn proved(
    sources: &Sources,
    title: String,
    change: Change,
    pointer: &str,
    name: Option<&str>,
    value: &Value,
) -> Option<Fix> {
    let source = sources.get(change.source);
    let mut expected = source.root()?.to_value();
    let target = expected.pointer_mut(pointer)?;
    match name {
        Some(name) => _ = target.as_object_mut()?.insert(name.to_owned(), value.clone()),
        None => *target = value.clone(),
    }
    // A text within another one is read there.
    let is_right = source.holder.is_some() || reads_as(source, std::slice::from_ref(&change), &expected);
    is_right.then(|| Fix { title, changes: vec![change], is_safe: false, reveals: false })
}

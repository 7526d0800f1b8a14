//! What an editor offers to do about what is wrong: the fixes of the findings, all safe ones at once, a waiver.

use serde_json::{Value, json};

use super::add::ADD;
use super::project::{Closed, Project};
use super::protocol::{Diagnostic, Range, Uri};
use super::refactor::KINDS;
use super::{broken, diagnostics, waive};
use crate::check;
use crate::diagnostic::{Finding, Fix};
use crate::fix::{Edit, edits, touch};
use crate::route::Site;
use crate::source::Sources;

/// How many actions are offered at one place.
const MOST: usize = 50;

/// The kind of an action that mends everything in a file.
const ALL: &str = "source.fixAll";

impl Project {
    /// What can be done within a range of a file.
    pub(super) fn actions(&self, uri: &Uri, within: Range, only: &[&str]) -> Vec<Value> {
        let Some(file) = self.addresses.path(uri) else { return Vec::new() };
        // An editor asks for a kind and means all below it.
        let is_wanted = |kind: &str| {
            only.is_empty() || only.iter().any(|only| kind == *only || kind.starts_with(&format!("{only}.")))
        };
        let mut actions = Vec::new();
        if let Some(Closed { sources, mistakes }) = &self.closed {
            let shown = mistakes.iter().filter(|mistake| mistake.1.is_some() && file == crate::config::FILE);
            for (span, fix, words) in shown.filter_map(|(span, fix, words)| Some((span, fix.as_ref()?, words))) {
                let diagnostic = diagnostics::mistake(sources, *span, words, self.encoding);
                actions.extend(self.quick_fix(sources, &diagnostic, fix, within));
            }
        } else if let Some((sources, offered)) = self.typed(&file) {
            for (diagnostic, fix) in &offered {
                actions.extend(self.quick_fix(&sources, diagnostic, fix, within));
            }
        } else if let Some(site) = &self.state {
            actions.extend(self.of_findings(site, &file, within));
            let amends = if is_wanted("quickfix") { self.amends(site, &file, within) } else { Vec::new() };
            // What a finding has as its fix is said there.
            let is_new = |amend: &Value| !actions.iter().any(|action| action["edit"] == amend["edit"]);
            let amends: Vec<Value> = amends.into_iter().filter(is_new).collect();
            actions.extend(amends);
            actions.extend(self.fix_all(site, &file).filter(|_| is_wanted(ALL)));
            if is_wanted(ADD) {
                actions.extend(self.additions(site, uri, &file, within));
            }
            if self.resolves && KINDS.iter().any(|kind| is_wanted(kind)) {
                actions.extend(self.refactorings(site, uri, within));
            }
        }
        actions.retain(|action| action["kind"].as_str().is_some_and(is_wanted));
        actions.truncate(MOST);
        actions
    }

    /// The fixes of a text that can't be read as it is typed.
    fn typed(&self, file: &str) -> Option<(Sources, Vec<(Diagnostic, Fix)>)> {
        let site = self.state.as_ref()?;
        let text = self.buffers.get(file).filter(|_| self.is_broken(file))?;
        broken::fixes(site, file, &text, self.encoding)
    }

    fn of_findings(&self, site: &Site, file: &str, within: Range) -> Vec<Value> {
        let sources = &site.proved.resolved.project.sources;
        let here = self.findings.all.iter().filter(|finding| finding.at.file == file);
        let mut actions = Vec::new();
        let mut waivers = Vec::new();
        for finding in here {
            let diagnostic = diagnostics::diagnostic(sources, finding, &self.addresses, self.encoding);
            if !meets(diagnostic.range, within) {
                continue;
            }
            actions.extend(finding.fix.as_ref().and_then(|fix| self.quick_fix(sources, &diagnostic, fix, within)));
            waivers.extend(self.waiver(sources, finding, &diagnostic));
        }
        actions.extend(waivers);
        actions
    }

    pub(super) fn quick_fix(
        &self,
        sources: &Sources,
        diagnostic: &Diagnostic,
        fix: &Fix,
        within: Range,
    ) -> Option<Value> {
        if !meets(diagnostic.range, within) {
            return None;
        }
        let edit = self.workspace_edit(sources, &edits(sources, fix)?)?;
        Some(json!({
            "title": sentence(&fix.title),
            "kind": "quickfix",
            "diagnostics": [diagnostic],
            "isPreferred": fix.is_safe,
            "edit": edit,
        }))
    }

    /// The safe fixes of a file, as far as they are apart.
    fn fix_all(&self, site: &Site, file: &str) -> Option<Value> {
        let sources = &site.proved.resolved.project.sources;
        let here = self.findings.all.iter().filter(|finding| finding.at.file == file);
        let safe = here.filter_map(|finding| finding.fix.as_ref()).filter(|fix| fix.is_safe);
        let mut chosen: Vec<Edit> = Vec::new();
        for edits in safe.filter_map(|fix| edits(sources, fix)) {
            if edits.iter().all(|edit| edit.file == file && !chosen.iter().any(|other| touch(edit, other))) {
                chosen.extend(edits);
            }
        }
        let edit = self.workspace_edit(sources, &chosen).filter(|_| !chosen.is_empty())?;
        Some(json!({ "title": "Fix all that is safe to fix in this file", "kind": ALL, "edit": edit }))
    }

    /// The waiver of a finding in site.toml, whose reason is left to be told.
    fn waiver(&self, sources: &Sources, finding: &Finding, diagnostic: &Diagnostic) -> Option<Value> {
        let known = sources.find(crate::config::FILE)?;
        let edit = waive::edit(sources.get(known), finding, &check::codes())?;
        let edit = self.workspace_edit(sources, &[edit])?;
        Some(json!({
            "title": format!("Allow `{}` here: site.toml says why", finding.rule.code),
            "kind": "quickfix",
            "diagnostics": [diagnostic],
            "edit": edit,
        }))
    }
}

pub fn meets(one: Range, other: Range) -> bool {
    let start = |range: Range| (range.start.line, range.start.character);
    let end = |range: Range| (range.end.line, range.end.character);
    start(one) <= end(other) && start(other) <= end(one)
}

/// A help as the title of an action.
fn sentence(help: &str) -> String {
    let mut letters = help.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

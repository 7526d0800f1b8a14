//! The findings of the build, by rule, what has to be mended first; and those of one source, for the page that has it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Anchor;
use super::claim::without_problems;
use super::link::Links;
use super::words::message;
use crate::diagnostic::{At, Finding, Findings, Severity};
use crate::model::Project;
use crate::prose::{Html, inline};
use crate::route::{Site, rule_anchor};
use crate::source::{Place, pointer_holds};
use crate::words::{counted, listed};

/// How many bytes of findings the page lists; `check --format json` has all. Their HTML is twice as long.
const LISTED: usize = 400 << 10;

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct ProblemsView {
    pub rules: Vec<RuleView>,
    /// How many there are, in words; `None` for none.
    pub found: Option<String>,
    /// What that none was found says of the examples.
    pub claim: String,
    pub more: usize,
}

/// The findings of one rule at one level.
#[derive(Debug, Serialize)]
pub struct RuleView {
    pub rule: &'static str,
    /// Where editors lead to; `None` for the second list of a rule that has two levels.
    pub anchor: Option<String>,
    /// What the rule finds, and why that matters.
    pub summary: Html,
    pub explanation: Html,
    pub severity: &'static str,
    /// How many there are, in words.
    pub count: String,
    /// Whether they are notes, which are folded.
    pub is_note: bool,
    pub problems: Vec<ProblemView>,
}

/// A finding as pages show it.
#[derive(Debug, Serialize)]
pub struct ProblemView {
    pub rule: &'static str,
    pub severity: &'static str,
    pub message: Html,
    pub place: String,
    pub href: Option<String>,
    pub help: Option<Html>,
    pub labels: Vec<Anchor>,
}

/// What was found about what a page shows: what its readers have to know, and what is meant for those who maintain it.
#[derive(Debug, Default, Serialize)]
pub struct ProblemsHere {
    /// Errors and warnings.
    pub severe: Vec<ProblemView>,
    pub notes: Vec<ProblemView>,
    /// How many notes there are, in words.
    pub count: String,
}

impl FromIterator<ProblemView> for ProblemsHere {
    fn from_iter<T: IntoIterator<Item = ProblemView>>(all: T) -> ProblemsHere {
        let (notes, severe): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|problem| problem.severity == Severity::Note.name());
        ProblemsHere { severe, count: counted(notes.len(), "note"), notes }
    }
}

/// How many findings there are of each level, in words; `None` for none.
pub fn found(findings: &Findings) -> Option<String> {
    let levels = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let counts = levels.map(|(severity, noun)| counted(findings.count(severity), noun));
    (!findings.all.is_empty()).then(|| listed(counts))
}

/// The view of all findings.
pub fn view(site: &Site, findings: &Findings, links: &Links<'_>) -> ProblemsView {
    let mut by_rule: BTreeMap<(Reverse<Severity>, &'static str), Vec<&Finding>> = BTreeMap::new();
    for finding in &findings.all {
        by_rule.entry((Reverse(finding.severity), finding.rule.code)).or_default().push(finding);
    }
    let (mut room, mut listed) = (LISTED, 0);
    let mut seen = BTreeSet::new();
    let rules = by_rule.into_iter().map(|((Reverse(severity), rule), found)| {
        let shown = found.iter().take_while(|finding| {
            room = room.saturating_sub(size(finding));
            room > 0
        });
        let problems: Vec<_> = shown.map(|finding| problem(site, links, finding)).collect();
        listed += problems.len();
        let is_note = severity == Severity::Note;
        let count = counted(found.len(), severity.name());
        let anchor = seen.insert(rule).then(|| rule_anchor(rule));
        let (summary, explanation) =
            found.first().map(|first| (first.rule.summary, first.rule.explanation)).unwrap_or_default();
        let (summary, explanation) = (message(summary), inline(explanation, &links.prose("")));
        RuleView { rule, anchor, summary, explanation, severity: severity.name(), count, is_note, problems }
    });
    let rules = rules.collect();
    ProblemsView {
        rules,
        found: found(findings),
        claim: without_problems(&site.proved),
        more: findings.all.len() - listed,
    }
}

/// About how many bytes of text a finding has; its place stands twice, in words and as a link.
fn size(finding: &Finding) -> usize {
    let labels = finding.labels.iter().map(|label| label.message.len() + 2 * label.at.file.len());
    let own = finding.message.len() + finding.help.as_deref().map_or(0, str::len);
    own + 2 * (finding.at.file.len() + finding.at.pointer.len()) + labels.sum::<usize>()
}

/// The findings in one file, and in what lies in it.
pub fn problems_of(links: &Links<'_>, findings: &Findings, file: &str) -> ProblemsHere {
    let start = findings.all.partition_point(|finding| finding.at.file.as_str() < file);
    let here = findings.all[start..].iter().take_while(|finding| finding.at.file == file);
    here.map(|finding| problem(links.site, links, finding)).collect()
}

/// The findings about what stands at places, or below them.
pub fn problems_at<'p>(
    links: &Links<'_>,
    findings: &Findings,
    places: impl IntoIterator<Item = &'p Place>,
) -> ProblemsHere {
    let sources = &links.site.proved.resolved.project.sources;
    let below = places.into_iter().flat_map(|place| {
        let (_, pointer) = sources.get(place.source).outermost(&place.pointer);
        let found = findings.below(place.source, &pointer).map(|finding| problem(links.site, links, finding));
        found.collect::<Vec<_>>()
    });
    below.collect()
}

fn problem(site: &Site, links: &Links<'_>, finding: &Finding) -> ProblemView {
    let labels = finding.labels.iter().map(|label| Anchor {
        text: format!("{} {}", place(site, &label.at), label.message),
        href: href(links, &label.at).unwrap_or_default(),
    });
    ProblemView {
        rule: finding.rule.code,
        severity: finding.severity.name(),
        message: message(&finding.message),
        place: place(site, &finding.at),
        href: href(links, &finding.at),
        help: finding.help.as_deref().map(message),
        labels: labels.collect(),
    }
}

fn place(site: &Site, at: &At) -> String {
    match at.source {
        Some(source) => {
            let position = site.proved.resolved.project.sources.position(source, at.span);
            format!("{}:{}:{}", at.file, position.line, position.column)
        }
        None => at.file.clone(),
    }
}

/// The page that shows what is at fault: a schema's or guide's own page, or where the example is shown.
fn href(links: &Links<'_>, at: &At) -> Option<String> {
    let source = at.source?;
    let site = links.site;
    let project = &site.proved.resolved.project;
    if let Some(number) = site.proved.resolved.schema_of(source) {
        return stated_href(links, number, at);
    }
    let place = Place::new(source, at.pointer.clone());
    let examples = site.examples_in(source);
    let shown = |number| links.to(&site.example_address(number));
    let at_example = examples.iter().copied().find(|number| holds(project, *number, &at.pointer)).map(shown);
    // Documents and guides have no words for each place that could be led to.
    let elsewhere = || match site.page_of(source) {
        Some(_) => site.page_holding(&place).map(|url| links.to(url)),
        None => links.to_stated(&place),
    };
    at_example.or_else(elsewhere).or_else(|| examples.first().copied().map(shown))
}

/// Whether an example is what stands at the pointer in its file, or holds that.
fn holds(project: &Project, number: usize, pointer: &str) -> bool {
    let example = &project.examples[number].place;
    let (_, own) = project.sources.get(example.source).outermost(&example.pointer);
    pointer_holds(&own, pointer)
}

/// Where the page of a schema states what is at fault; what has no words of its own, such as a key that stands twice, is at its line.
fn stated_href(links: &Links<'_>, number: usize, at: &At) -> Option<String> {
    let project = &links.site.proved.resolved.project;
    let schema = &project.schemas[number];
    let source = project.sources.get(schema.source);
    if !at.pointer.is_empty() && source.root().is_some() {
        return links.to_words(number, &at.pointer);
    }
    let line = source.position(at.span.start).line;
    let whole = !links.site.routes.definitions.iter().any(|definition| definition.schema == number);
    let has_lines = whole && project.config.build.source;
    let anchor = if has_lines { format!("#L{line}") } else { String::new() };
    Some(links.to(&format!("{}{anchor}", links.site.routes.schemas[number])))
}

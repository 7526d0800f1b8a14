//! The page of one thing with versions: what changed with each, what breaks, since when each field is there.

use std::cmp::Reverse;

use serde::Serialize;

use super::ends::{End, ends};
use super::front::promise;
use super::row::bump;
use super::step::{StepOutcome, anchor, outcome, outcome_of, step_anchor, step_outcome, title, version_link};
use crate::differ::{Change, Outcome, Step, Verdict, notable, reach, sentence, types_of};
use crate::model::{Lineage, LineageVersion};
use crate::page::Anchor;
use crate::page::link::Links;
use crate::page::schema::whole;
use crate::page::words::message;
use crate::prose::{Html, inline};
use crate::source::{Format, Source};
use crate::words::counted;

/// How many sentences of a step are shown, how many versions have steps, and how many fields are listed.
const FACTS: usize = 60;
const STEPS: usize = 60;

/// How many parts of a step are shown.
const PARTS: usize = 60;

/// How many steps are shown that leave versions out.
const LONGER: usize = 40;
const FIELDS: usize = 1_000;

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct HistoryView {
    pub title: String,
    pub catalog: Anchor,
    pub types: Vec<Anchor>,
    pub promise: String,
    pub ends: Vec<End>,
    /// Newest first.
    pub versions: Vec<VersionRow>,
    pub is_dated: bool,
    /// Newest first.
    pub steps: Vec<StepView>,
    pub more: usize,
    /// Steps that leave versions out, from the latest version.
    pub longer: Vec<StepView>,
    pub fields: Vec<FieldRow>,
    pub more_fields: usize,
}

/// A version, and what became of it since.
#[derive(Debug, Serialize)]
pub struct VersionRow {
    pub schema: Anchor,
    pub also: Vec<Anchor>,
    pub change: Option<String>,
    pub date: Option<String>,
    pub bump: &'static str,
    pub state: &'static str,
    pub label: &'static str,
    pub deprecated: bool,
    /// Until which version its events are read.
    pub since: String,
    /// What changed from it to later ones, the next first.
    pub later: Vec<StepOutcome>,
}

/// What changed with a version.
#[derive(Debug, Serialize)]
pub struct StepView {
    pub anchor: String,
    /// What has versions: `schema`, `document`.
    pub noun: &'static str,
    pub old: Anchor,
    pub new: Anchor,
    pub date: Option<String>,
    pub bump: &'static str,
    pub state: &'static str,
    pub label: &'static str,
    pub change: ChangeView,
    /// The same of the parts that it is made of, where versions have parts; then nothing is told of the whole.
    pub parts: Vec<PartView>,
    pub more_parts: usize,
    pub note: Option<NoteView>,
}

/// What is told of a change.
#[derive(Debug, Default, Serialize)]
pub struct ChangeView {
    pub facts: Vec<FactView>,
    pub more: usize,
    pub verdicts: Vec<VerdictView>,
    pub reach: String,
}

/// A part of what changed: a channel, an operation, a message.
#[derive(Debug, Serialize)]
pub struct PartView {
    pub kind: &'static str,
    pub name: String,
    pub state: &'static str,
    pub label: &'static str,
    pub change: ChangeView,
}

/// A sentence about what changed.
#[derive(Debug, Serialize)]
pub struct FactView {
    pub message: Html,
    pub breaks: bool,
    pub href: Option<String>,
}

/// What was found out, with the event that proves it.
#[derive(Debug, Serialize)]
pub struct VerdictView {
    pub sentence: Html,
    pub event: Option<Html>,
    pub because: Vec<Html>,
}

/// What the maintainers say to those who have to move.
#[derive(Debug, Serialize)]
pub struct NoteView {
    pub link: Anchor,
    pub body: Html,
    /// What becomes of the examples of the version before by its list.
    pub lift: Option<LiftView>,
}

/// How an event of the version before becomes one of this.
#[derive(Debug, Serialize)]
pub struct LiftView {
    pub words: String,
    pub state: &'static str,
    pub code: Html,
}

/// A field, and the versions that have it.
#[derive(Debug, Serialize)]
pub struct FieldRow {
    pub path: String,
    pub since: String,
    /// The first version without it.
    pub until: Option<String>,
}

/// The page of the lineage `number`.
pub fn view(links: &Links<'_>, number: usize) -> Option<HistoryView> {
    let site = links.site;
    let resolved = &site.proved.resolved;
    let lineage = resolved.lineages.get(number)?;
    let catalog = resolved.project.config.catalogs.get(lineage.catalog)?;
    let names: Vec<&str> = types_of(resolved, lineage).collect();
    let types = names.iter().filter_map(|name| {
        let href = links.to(site.routes.types.get(*name)?);
        Some(Anchor { text: (*name).to_owned(), href })
    });
    let steps: Vec<&Step> = site.history.of(number).collect();
    let shown = steps.iter().rev().take(STEPS).filter_map(|step| step_view(links, lineage, step));
    let mut longer: Vec<&Step> = site.history.longer(number).collect();
    longer.sort_by_key(|step| Reverse((step.old, step.new)));
    longer.truncate(LONGER);
    let later = |at: usize| {
        let shown = steps.iter().rev().take(STEPS).rev().chain(&longer);
        let mut own: Vec<&Step> = shown.filter(|step| step.old == at).copied().collect();
        own.sort_by_key(|step| step.new);
        own.into_iter().filter_map(|step| step_outcome(links, step)).collect()
    };
    let versions = (0..lineage.versions.len())
        .rev()
        .map(|at| VersionRow { later: later(at), ..version(links, number, lineage, &steps, at) });
    let (fields, more_fields) = fields(links, number, lineage);
    Some(HistoryView {
        title: title(site, number),
        catalog: Anchor { text: catalog.title.clone(), href: links.to(site.routes.catalogs.get(lineage.catalog)?) },
        types: types.collect(),
        promise: promise(&catalog.compatibility),
        ends: ends(links, |name| names.contains(&name)),
        versions: versions.collect(),
        is_dated: (0..lineage.versions.len()).any(|at| site.history.date(number, at).is_some()),
        steps: shown.collect(),
        more: steps.len().saturating_sub(STEPS),
        longer: longer.iter().filter_map(|step| step_view(links, lineage, step)).collect(),
        fields,
        more_fields,
    })
}

fn version(links: &Links<'_>, number: usize, lineage: &Lineage, steps: &[&Step], at: usize) -> VersionRow {
    let site = links.site;
    let schemas = &site.proved.resolved.project.schemas;
    let own = &lineage.versions[at];
    let step = steps.iter().find(|step| step.new == at);
    let (state, label) = step.map_or(("", ""), |step| outcome(step));
    let also = |schema: &usize| Anchor {
        text: schemas.get(*schema).map(|schema| schema.name.clone()).unwrap_or_default(),
        href: site.routes.schemas.get(*schema).map(|url| links.to(url)).unwrap_or_default(),
    };
    VersionRow {
        schema: version_link(links, own),
        also: own.also.iter().map(also).collect(),
        change: step.map(|_| format!("#{}", anchor(lineage, at))),
        date: site.history.date(number, at).map(|date| date.to_string()),
        bump: step.map_or("", |step| bump(step.bump)),
        state,
        label,
        deprecated: site.proved.resolved.standing(own.schema).is_some_and(|(_, schema)| schema.deprecated),
        since: since(lineage, steps, at),
        later: Vec::new(),
    }
}

/// What became of the events of a version with those after it.
fn since(lineage: &Lineage, steps: &[&Step], at: usize) -> String {
    let name = |at: usize| lineage.versions.get(at).map(LineageVersion::name).unwrap_or_default();
    if at + 1 == lineage.versions.len() {
        return "the newest".to_owned();
    }
    let mut later = steps.iter().filter(|step| step.old >= at);
    match later.find(|step| step.change.outcome() != Outcome::Safe) {
        Some(step) if step.change.outcome() == Outcome::Breaks => format!("broken by {}", name(step.new)),
        Some(step) => format!("undecided since {}", name(step.new)),
        None => "nothing broken since".to_owned(),
    }
}

fn step_view(links: &Links<'_>, lineage: &Lineage, step: &Step) -> Option<StepView> {
    let site = links.site;
    let (old, new) = (lineage.versions.get(step.old)?, lineage.versions.get(step.new)?);
    let (state, label) = outcome(step);
    let parts = step.parts.iter().take(PARTS).map(|part| {
        let (state, label) = outcome_of(part);
        PartView { kind: part.kind, name: part.name.clone(), state, label, change: change_view(links, part) }
    });
    let note = site.history.notes.get(&(step.lineage, step.new)).filter(|_| step.is_next()).and_then(|note| {
        let page = site.proved.resolved.project.pages.get(note.page)?;
        let source = site.proved.resolved.project.sources.get(page.source);
        let text = source.text.get(page.body as usize..)?;
        let href = links.to(site.routes.guides.get(note.page)?);
        let body = inline(text, &links.prose(&source.file));
        let lift = lift_view(links, step, lineage);
        Some(NoteView { link: Anchor { text: page.title.clone(), href }, body, lift })
    });
    Some(StepView {
        anchor: step_anchor(lineage, step),
        noun: step.change.kind,
        old: version_link(links, old),
        new: version_link(links, new),
        date: site.history.date(step.lineage, step.new).map(|date| date.to_string()),
        bump: bump(step.bump),
        state,
        label,
        change: if step.parts.is_empty() { change_view(links, &step.change) } else { ChangeView::default() },
        parts: parts.collect(),
        more_parts: step.parts.len().saturating_sub(PARTS),
        note,
    })
}

fn change_view(links: &Links<'_>, change: &Change) -> ChangeView {
    let site = links.site;
    let facts = change.facts.iter().take(FACTS).map(|fact| FactView {
        message: message(&fact.message),
        breaks: fact.breaks == Some(true),
        // What is gone has no place to be led to.
        href: fact
            .place
            .as_ref()
            .filter(|place| !fact.pointer.is_empty() && site.proved.resolved.project.sources.node(place).is_some())
            .and_then(|place| match site.proved.resolved.schema_of(place.source) {
                Some(number) => links.to_words(number, &place.pointer),
                None => links.to_stated(place),
            }),
    });
    let verdicts = notable(change).into_iter().map(|notable| {
        let (event, because) = match &notable.ruling.verdict {
            Verdict::Breaks { witness, because } => {
                let text = format!("{witness:#}\n");
                let source = Source::from_file("event", Format::Json, text.into_bytes());
                let because = because.iter().take(5).map(|it| {
                    let at = if it.at.is_empty() { String::new() } else { format!(" at `{}`", it.at) };
                    message(&format!("{}{at}", it.message))
                });
                (Some(whole(&source)), because.collect())
            }
            _ => (None, Vec::new()),
        };
        VerdictView { sentence: message(&sentence(&notable)), event, because }
    });
    ChangeView {
        facts: facts.collect(),
        more: change.facts.len().saturating_sub(FACTS),
        verdicts: verdicts.collect(),
        reach: reach(change),
    }
}

fn lift_view(links: &Links<'_>, step: &Step, lineage: &Lineage) -> Option<LiftView> {
    let history = &links.site.history;
    let key = (step.lineage, step.new);
    let lift = history.lifts.get(&key)?;
    let place = history.notes.get(&key)?.lift.as_ref()?;
    let list = links.site.proved.resolved.project.sources.node(place)?.to_value();
    let source = Source::from_file("lift", Format::Json, format!("{list:#}\n").into_bytes());
    let name = |at: usize| lineage.versions.get(at).map(LineageVersion::name).unwrap_or_default();
    let (old, new) = (name(step.old), name(step.new));
    let count = lift.valid + lift.failed.len();
    let (state, words) = match (&lift.fault, count, lift.failed.len()) {
        (Some(_), ..) => ("bad", "the list can't be done".to_owned()),
        (None, 0, _) => ("open", format!("there is no example of {old} to try it with")),
        (None, 1, 0) => ("good", format!("proved: the example of {old} becomes an event of {new}")),
        (None, count, 0) => ("good", format!("proved: all {count} examples of {old} become events of {new}")),
        (None, count, failed) => {
            ("bad", format!("{failed} of {} of {old} become no events of {new}", counted(count, "example")))
        }
    };
    Some(LiftView { words, state, code: whole(&source) })
}

/// Since which version each field is there, and which is the first without it.
fn fields(links: &Links<'_>, number: usize, lineage: &Lineage) -> (Vec<FieldRow>, usize) {
    let known = links.site.history.fields.get(number).map(Vec::as_slice).unwrap_or_default();
    let name = |at: usize| lineage.versions.get(at).map(|version| version.name().to_owned());
    let rows = known.iter().take(FIELDS).filter_map(|field| {
        Some(FieldRow { path: field.path.clone(), since: name(field.first)?, until: field.until.and_then(name) })
    });
    (rows.collect(), known.len().saturating_sub(FIELDS))
}

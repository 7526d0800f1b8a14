//! The dictionary of fields: its front, which has the disagreements, and the names of a letter.

use std::collections::BTreeSet;

use serde::Serialize;

use super::link::Links;
use super::words::visible;
use super::{Anchor, place_title};
use crate::keyword::dotted;
use crate::model::{Disagreement, Field, FieldReading, FieldUse, Reading};
use crate::prose::plain;
use crate::route::{READINGS, Site, USES, field_anchor};
use crate::source::{Node, Place};

/// How many disagreements and how many frequent names the front shows.
const DISAGREEMENTS: usize = 200;
const FREQUENT: usize = 24;

/// How many descriptions of a reading are shown, and how much of a text.
const DESCRIPTIONS: usize = 3;
const LONGEST: usize = 160;

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct FieldsView {
    pub title: String,
    /// How many names there are.
    pub total: usize,
    /// Whether this is the front of the dictionary.
    pub front: bool,
    pub letters: Vec<Letter>,
    pub disagreements: Vec<DisagreementView>,
    pub more_disagreements: usize,
    /// Frequent names; empty where all names are on the page.
    pub frequent: Vec<Anchor>,
    pub fields: Vec<FieldView>,
}

/// A page of names.
#[derive(Debug, Serialize)]
pub struct Letter {
    pub text: String,
    /// What assistive technology says: from which name to which.
    pub label: String,
    pub href: String,
    pub current: bool,
}

/// A name that means different things in one catalog.
#[derive(Debug, Serialize)]
pub struct DisagreementView {
    pub field: Anchor,
    pub catalog: Anchor,
    pub readings: Vec<DisagreementReading>,
}

/// One of these things, with one of the properties that are it.
#[derive(Debug, Serialize)]
pub struct DisagreementReading {
    pub kind: String,
    pub format: String,
    pub schemas: usize,
    pub example: UseView,
}

/// A property name.
#[derive(Debug, Serialize)]
pub struct FieldView {
    pub anchor: String,
    pub name: String,
    pub schemas: usize,
    pub disagrees: bool,
    pub also: Vec<Anchor>,
    pub readings: Vec<ReadingView>,
    /// How many rows of a table it takes.
    pub rows: usize,
    pub more: usize,
}

/// What a name is said to hold, and where.
#[derive(Debug, Serialize)]
pub struct ReadingView {
    pub kind: String,
    pub format: String,
    pub uses: Vec<UseView>,
    pub more: usize,
    pub descriptions: Vec<String>,
}

/// A property.
#[derive(Debug, Serialize)]
pub struct UseView {
    pub path: String,
    pub href: String,
    pub schema: String,
}

/// The front of the dictionary.
pub fn front(site: &Site, links: &Links<'_>) -> FieldsView {
    let fields = &site.proved.resolved.fields;
    let mut odd: Vec<(&Field, &Disagreement, usize)> = Vec::new();
    for (number, field) in fields.iter().enumerate() {
        odd.extend(field.disagreements.iter().map(|disagreement| (field, disagreement, number)));
    }
    let shown = odd.iter().take(DISAGREEMENTS);
    let disagreements =
        shown.map(|(field, disagreement, number)| disagreement_view(links, field, disagreement, *number));
    let whole = site.fields.pages.first().filter(|page| page.letter.is_empty());
    let mut frequent: Vec<usize> = if whole.is_some() { Vec::new() } else { (0..fields.len()).collect() };
    frequent.sort_by_cached_key(|number| (std::cmp::Reverse(uses(&fields[*number])), fields[*number].name.clone()));
    FieldsView {
        title: "Fields".to_owned(),
        total: fields.len(),
        front: true,
        letters: letters(site, links, None),
        disagreements: disagreements.collect(),
        more_disagreements: odd.len().saturating_sub(DISAGREEMENTS),
        frequent: frequent.into_iter().take(FREQUENT).map(|number| to_field(links, number)).collect(),
        fields: whole.map_or_else(Vec::new, |page| page.fields.iter().map(|number| field(links, *number)).collect()),
    }
}

/// The names of the page `number`.
pub fn names(site: &Site, number: usize, links: &Links<'_>) -> FieldsView {
    let page = &site.fields.pages[number];
    FieldsView {
        title: title(site, number),
        total: site.proved.resolved.fields.len(),
        front: false,
        letters: letters(site, links, Some(number)),
        disagreements: Vec::new(),
        more_disagreements: 0,
        frequent: Vec::new(),
        fields: page.fields.iter().map(|number| field(links, *number)).collect(),
    }
}

/// What the page `number` is called: `Fields: o`, or with the first and the last name where a letter has several pages.
pub fn title(site: &Site, number: usize) -> String {
    format!("Fields: {}", span(site, number))
}

fn span(site: &Site, number: usize) -> String {
    let page = &site.fields.pages[number];
    let alone = site.fields.pages.iter().filter(|other| other.letter == page.letter).count() == 1;
    let (first, last) = &page.span;
    if alone { page.letter.clone() } else { format!("{} to {}", cut(first), cut(last)) }
}

fn letters(site: &Site, links: &Links<'_>, current: Option<usize>) -> Vec<Letter> {
    let pages = site.fields.pages.iter().enumerate().filter(|(_, page)| !page.letter.is_empty());
    let letters = pages.map(|(number, page)| {
        let label = span(site, number);
        let text = if label == page.letter { page.letter.clone() } else { label.clone() };
        Letter { text, label, href: links.to(&page.url), current: current == Some(number) }
    });
    letters.collect()
}

fn to_field(links: &Links<'_>, number: usize) -> Anchor {
    let name = &links.site.proved.resolved.fields[number].name;
    Anchor { text: cut(&visible(name)), href: links.to(&links.site.field_address(number)) }
}

fn disagreement_view(links: &Links<'_>, field: &Field, found: &Disagreement, number: usize) -> DisagreementView {
    let config = &links.site.proved.resolved.project.config;
    let readings = found.readings.iter().take(READINGS).filter_map(|(reading, schemas)| {
        let FieldReading { reading, uses } = &field.readings[*reading];
        let example = uses.iter().find(|other| other.catalog == found.catalog)?;
        let (kind, format) = words(reading);
        Some(DisagreementReading { kind, format, schemas: *schemas, example: use_view(links, example) })
    });
    DisagreementView {
        field: to_field(links, number),
        catalog: Anchor {
            text: config.catalogs[found.catalog].title.clone(),
            href: links.to(&links.site.routes.catalogs[found.catalog]),
        },
        readings: readings.collect(),
    }
}

fn field(links: &Links<'_>, number: usize) -> FieldView {
    let field = &links.site.proved.resolved.fields[number];
    let readings: Vec<ReadingView> = field.readings.iter().take(READINGS).map(|found| reading(links, found)).collect();
    let roots: BTreeSet<&Place> =
        field.readings.iter().flat_map(|reading| &reading.uses).map(|found| &found.root).collect();
    let more = field.readings.len() - readings.len();
    FieldView {
        anchor: field_anchor(&field.name),
        name: cut(&visible(&field.name)),
        schemas: roots.len(),
        disagrees: !field.disagreements.is_empty(),
        also: field.also.iter().take(READINGS).map(|other| to_field(links, *other)).collect(),
        rows: readings.len() + usize::from(more > 0),
        readings,
        more,
    }
}

fn reading(links: &Links<'_>, found: &FieldReading) -> ReadingView {
    let (kind, format) = words(&found.reading);
    let shown = &found.uses[..found.uses.len().min(USES)];
    let mut descriptions: Vec<String> = Vec::new();
    for text in shown.iter().filter_map(|found| description(links.site, &found.place)) {
        if !text.is_empty() && !descriptions.contains(&text) && descriptions.len() < DESCRIPTIONS {
            descriptions.push(text);
        }
    }
    ReadingView {
        kind,
        format,
        uses: shown.iter().map(|found| use_view(links, found)).collect(),
        more: found.uses.len() - shown.len(),
        descriptions,
    }
}

/// What the property says of itself, or the schema that it refers to.
fn description(site: &Site, place: &Place) -> Option<String> {
    let resolved = &site.proved.resolved;
    let said = |place: &Place| {
        let node = resolved.project.sources.node(place)?;
        let text = ["description", "markdownDescription", "title"]
            .iter()
            .find_map(|key| node.get(key).and_then(Node::as_str))?;
        Some(cut(&plain(text)))
    };
    said(place).or_else(|| said(&resolved.follow(place)?))
}

fn use_view(links: &Links<'_>, found: &FieldUse) -> UseView {
    UseView {
        path: cut(&dotted(found.below())),
        href: links.to_place(&found.place).unwrap_or_default(),
        schema: cut(&place_title(links.site, &found.root)),
    }
}

/// The types and the format of a reading.
fn words(reading: &Reading) -> (String, String) {
    let names = reading.types.names();
    let kind = if names.is_empty() { "type not stated".to_owned() } else { names.join(" or ") };
    (kind, reading.format.as_deref().map(cut).unwrap_or_default())
}

fn uses(field: &Field) -> usize {
    field.readings.iter().map(|reading| reading.uses.len()).sum()
}

/// A text as far as there is room for it.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

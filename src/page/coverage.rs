//! What the examples of a schema exercise, and what they leave out.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Anchor;
use super::link::Links;
use crate::coverage::{Item, Kind, List};
use crate::keyword::dotted;
use crate::prose::Html;
use crate::sample::Thing;
use crate::source::{Place, SourceId, unescape_token};
use crate::words::listed;

/// How many fields are listed of which something is left out.
const LISTED: usize = 60;

/// How many things of one sort are named for a field, and how many characters of a value are shown.
const NAMED: usize = 12;
const SHOWN: usize = 60;

/// The view.
#[derive(Debug, Serialize)]
pub struct CoverageView {
    /// How much it is, as in `63.1 %`.
    pub percent: String,
    pub exercised: usize,
    pub total: usize,
    pub kinds: Vec<KindView>,
    /// How many keywords there are, if no counterexample breaks any of them.
    pub unbroken: Option<usize>,
    /// The fields of which something else is left out, and how many more there are.
    pub missing: Vec<MissingView>,
    pub more: usize,
}

/// What is exercised of one kind.
#[derive(Debug, Serialize)]
pub struct KindView {
    pub name: &'static str,
    pub exercised: usize,
    pub total: usize,
    /// What exercises one of them.
    pub by: &'static str,
}

/// What is left out of one field.
#[derive(Debug, Serialize)]
pub struct MissingView {
    pub field: Anchor,
    pub what: Html,
}

/// The view of the schema document that is this source; `None` where there is nothing to exercise.
pub fn coverage(links: &Links<'_>, source: SourceId) -> Option<CoverageView> {
    let list = links.site.coverage.list(&links.site.proved, source);
    let tally = list.tally();
    let all = tally.all();
    let kinds = Kind::ALL.into_iter().map(|kind| {
        let (share, (name, by)) = (tally.of(kind), kind.words());
        KindView { name, exercised: share.exercised, total: share.total, by }
    });
    let keywords = tally.of(Kind::Keywords);
    let unbroken = Some(keywords.total).filter(|total| *total > 1 && keywords.exercised == 0);
    let (missing, more) = missing(links, list, unbroken.is_none());
    (all.total > 0).then(|| CoverageView {
        percent: all.percent(),
        exercised: all.exercised,
        total: all.total,
        kinds: kinds.filter(|kind| kind.total > 0).collect(),
        unbroken,
        missing,
        more,
    })
}

/// The fields of which something is left out, in the order of the source; `with_keywords` those as well whose keywords nothing breaks.
fn missing(links: &Links<'_>, list: &List, with_keywords: bool) -> (Vec<MissingView>, usize) {
    let mut fields: Vec<(Place, Vec<&Item>)> = Vec::new();
    let mut known: BTreeMap<Place, usize> = BTreeMap::new();
    let is_told = |item: &&Item| with_keywords || !matches!(item.thing, Thing::Keyword(_));
    for item in list.items.iter().filter(|item| item.hits == 0).filter(is_told) {
        let of = match item.thing {
            Thing::Present(_) | Thing::Absent(_) => &item.place,
            _ => &item.schema,
        };
        let number = *known.entry(of.clone()).or_insert(fields.len());
        match fields.get_mut(number) {
            Some((_, items)) => items.push(item),
            None => fields.push((of.clone(), vec![item])),
        }
    }
    let more = fields.len().saturating_sub(LISTED);
    let views = fields.into_iter().take(LISTED).map(|(place, items)| {
        let path = dotted(&place.pointer);
        let text = if path.is_empty() { "the event itself".to_owned() } else { path };
        let href = links.to_place(&place).unwrap_or_default();
        MissingView { field: Anchor { text, href }, what: what(links, &items) }
    });
    (views.collect(), more)
}

/// What is left out of one field, in words; what is of one sort is told in one phrase.
fn what(links: &Links<'_>, items: &[&Item]) -> Html {
    let has = |thing: &Thing| items.iter().any(|item| item.thing == *thing);
    let told = |pick: &dyn Fn(&Item) -> Option<String>| {
        let names = items.iter().filter_map(|item| pick(item));
        let names: Vec<String> = names.map(|name| format!("<code>{}</code>", Html::text(&name).as_str())).collect();
        let more = names.len().saturating_sub(NAMED);
        let more = (more > 0).then(|| format!("{more} more"));
        Some(listed(names.into_iter().take(NAMED).chain(more))).filter(|names| !names.is_empty())
    };
    let text = |item: &Item| value_at(links, &item.place);
    let phrase = |lead: &str, names: Option<String>| names.map(|names| format!("{lead} {names}"));
    let is_absent = items.iter().any(|item| matches!(item.thing, Thing::Present(_)));
    let is_always = items.iter().any(|item| matches!(item.thing, Thing::Absent(_)));
    let phrases = [
        is_absent.then(|| "no example has it".to_owned()),
        (is_always && !is_absent).then(|| "no example leaves it out".to_owned()),
        has(&Thing::Met(true)).then(|| "no example meets the condition".to_owned()),
        has(&Thing::Met(false)).then(|| "each example meets the condition".to_owned()),
        phrase(
            "no example takes",
            told(&|item| match item.thing {
                Thing::Branch(keyword, number) => Some(format!("{keyword} {}", number + 1)),
                _ => None,
            }),
        ),
        phrase("no example has the value", told(&|item| matches!(item.thing, Thing::Member(_)).then(|| text(item)))),
        phrase(
            "no example is at",
            told(&|item| match item.thing {
                Thing::Bound(keyword) => Some(format!("{keyword} {}", text(item))),
                _ => None,
            }),
        ),
        phrase(
            "there is no example of",
            told(&|item| match item.thing {
                Thing::Text(keyword) => Some(format!("{keyword} {}", text(item))),
                _ => None,
            }),
        ),
        phrase(
            "no example has a property that matches",
            told(&|item| match item.thing {
                Thing::Named(_) => item.place.pointer.rsplit('/').next().map(|name| unescape_token(name).into_owned()),
                _ => None,
            }),
        ),
        phrase(
            "no counterexample breaks",
            told(&|item| match item.thing {
                Thing::Keyword(keyword) => Some(keyword.to_owned()),
                _ => None,
            }),
        ),
    ];
    Html::trusted(phrases.into_iter().flatten().collect::<Vec<_>>().join("; "))
}

/// A value as it is written, or its beginning.
fn value_at(links: &Links<'_>, place: &Place) -> String {
    let sources = &links.site.proved.resolved.project.sources;
    let text = sources.node(place).map(|node| sources.get(place.source).text_at(node.span)).unwrap_or_default();
    let short: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN).collect();
    if short.len() < text.len() { short + "…" } else { short }
}

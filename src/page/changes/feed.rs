//! `changes/feed.xml`: the newest changes as an Atom feed (RFC 4287). Each entry needs a day and an address, so there is none without them.

use std::fmt::Write as _;

use super::front::{FEED, sorted};
use super::step::{outcome, step_address, title};
use crate::date::Date;
use crate::differ::Step;
use crate::model::LineageVersion;
use crate::page::link::Links;
use crate::prose::escape;
use crate::route::{CHANGES, Site};
use crate::source::visible;

/// How many changes the feed has.
const ENTRIES: usize = 100;

/// The feed, if the site says where it will be and a version has a day.
pub fn feed(site: &Site) -> Option<String> {
    let config = &site.proved.resolved.project.config;
    let base = &config.site.base_url;
    let links = Links::new(site, CHANGES);
    let dated: Vec<(&Step, Date)> = sorted(&links, None)
        .into_iter()
        .filter_map(|step| Some((step, site.history.date(step.lineage, step.new)?)))
        .take(ENTRIES)
        .collect();
    let (_, newest) = dated.first().filter(|_| !base.is_empty())?;
    let name = text(&config.site.title);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>{name}: changes</title>\n<id>{base}{CHANGES}</id>\n<link href=\"{base}{CHANGES}\"/>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{base}{FEED}\"/>\n<updated>{}</updated>\n<author><name>{name}</name></author>\n",
        moment(*newest),
        base = text(base),
    );
    for (step, date) in dated {
        entry(site, &mut xml, step, date);
    }
    xml.push_str("</feed>\n");
    Some(xml)
}

fn entry(site: &Site, xml: &mut String, step: &Step, date: Date) -> Option<()> {
    let lineage = site.proved.resolved.lineages.get(step.lineage)?;
    let name = |at: usize| lineage.versions.get(at).map(LineageVersion::name).unwrap_or_default();
    let base = &site.proved.resolved.project.config.site.base_url;
    let address = text(&format!("{base}{}", step_address(site, step.lineage, step.new)?));
    let (_, verdict) = outcome(step);
    let facts: Vec<&str> = step.change.facts.iter().take(20).map(|fact| fact.message.as_str()).collect();
    let _ = write!(
        xml,
        "<entry>\n<title>{} {}: {verdict}</title>\n<id>{address}</id>\n<link href=\"{address}\"/>\n<updated>{}</updated>\n<content type=\"text\">{}</content>\n</entry>\n",
        text(&title(site, step.lineage)),
        text(name(step.new)),
        moment(date),
        text(&format!("After {}. {}", name(step.old), facts.join("\n"))),
    );
    Some(())
}

/// The beginning of a day in UTC.
fn moment(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

/// Text as XML has it: what XML knows no character for is made visible.
fn text(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(visible).collect();
    escape(&lines.join("\n"))
}

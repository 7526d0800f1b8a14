//! Links of guides: where each leads, and which of them lead somewhere.

use super::position::{Encoding, of_client, offset_at};
use super::protocol::Position;
use crate::model::{Link, Page};
use crate::prose::codes;
use crate::resolve::Resolved;
use crate::route::{Destination, Site, destination};
use crate::source::{Format, Place, Source, SourceId, Span};

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Landing {
    /// A value of a file or of a fence.
    Place(Place),
    /// A guide: the offset of a heading, or 0 for its beginning.
    Line(SourceId, u32),
    /// A file of the project that nothing is read from.
    File(String),
}

/// The guide in a file, if there is one.
pub fn guide<'a>(resolved: &'a Resolved, file: &str) -> Option<&'a Page> {
    let sources = &resolved.project.sources;
    resolved.project.pages.iter().find(|page| sources.get(page.source).file == file)
}

/// Where a link of a file leads; `None` for one to the web or to a folder, and for one that leads nowhere.
pub fn landing(site: &Site, file: &str, link: &Link) -> Option<Landing> {
    let resolved = &site.proved.resolved;
    match destination(site, file, &link.to) {
        Destination::Source(source, anchor) if resolved.project.sources.get(source).format == Format::Markdown => {
            let page = resolved.project.pages.iter().find(|page| page.source == source);
            let heading = page.and_then(|page| page.headings.iter().find(|heading| heading.slug == anchor));
            Some(Landing::Line(source, heading.map_or(0, |heading| heading.at)))
        }
        Destination::Source(source, anchor) => {
            let place = Place::new(source, anchor);
            let is_there = resolved.project.sources.node(&place).is_some();
            Some(Landing::Place(if is_there { place } else { Place::root(source) }))
        }
        Destination::Path(path) if link.is_there => Some(Landing::File(path)),
        _ => None,
    }
}

/// Where the link under the cursor of a guide leads, and what of the file stands there as a whole: a heading of a guide on its line, a guide on its
/// first line, another file where it begins.
pub fn landings_at(site: &Site, file: &str, at: Position, encoding: Encoding) -> (Option<Landing>, Vec<Landing>) {
    let resolved = &site.proved.resolved;
    let Some(page) = guide(resolved, file) else {
        let whole = resolved.project.sources.find(file).filter(|_| (at.line, at.character) == (0, 0));
        return (None, whole.map(|source| Landing::Place(Place::root(source))).into_iter().collect());
    };
    let source = resolved.project.sources.get(page.source);
    let Some(offset) = offset_at(source, of_client(source, at, encoding)) else { return (None, Vec::new()) };
    let holds = |span: Span| span.start <= offset && offset < span.end;
    let link = page.links.iter().find(|link| holds(link.span)).and_then(|link| landing(site, file, link));
    let line = |offset: u32| source.position(offset).line;
    let headings = page.headings.iter().filter(|heading| line(heading.at) == line(offset)).map(|heading| heading.at);
    let beginning = (line(offset) == 1).then_some(0);
    let mut here: Vec<u32> = headings.chain(beginning).collect();
    here.dedup();
    (link, here.into_iter().map(|at| Landing::Line(page.source, at)).collect())
}

/// The code under the cursor of a guide, and where that stands.
pub fn code_at(resolved: &Resolved, file: &str, at: Position, encoding: Encoding) -> Option<(String, SourceId, Span)> {
    let page = guide(resolved, file)?;
    let source = resolved.project.sources.get(page.source);
    let offset = offset_at(source, of_client(source, at, encoding))? as usize;
    let mut found = codes(&source.text, page.body as usize).into_iter();
    let (code, range) = found.find(|(_, range)| range.start <= offset && offset <= range.end)?;
    Some((code, page.source, Span { start: range.start as u32, end: range.end as u32 }))
}

/// The links of all guides that lead to one of those.
pub fn leading_to(site: &Site, landings: &[Landing]) -> Vec<(SourceId, Span)> {
    leading_links(site, landings).map(|(source, link)| (source, link.span)).collect()
}

/// The same with all that is known of them.
pub fn leading_links<'s>(site: &'s Site, landings: &[Landing]) -> impl Iterator<Item = (SourceId, &'s Link)> {
    let project = &site.proved.resolved.project;
    let links = project.pages.iter().flat_map(|page| page.links.iter().map(move |link| (page.source, link)));
    links.filter(move |(source, link)| {
        landing(site, &project.sources.get(*source).file, link).is_some_and(|landing| landings.contains(&landing))
    })
}

/// Where a guide writes what a link leads to: in the link, or in the definition that it names. `None` where that is written in other
/// characters.
pub fn destination_span(source: &Source, link: &Link) -> Option<Span> {
    let at = |start: usize| {
        let start = start as u32;
        Some(Span { start, end: start + link.to.len() as u32 })
    };
    let own = source.text_at(link.span);
    let inline = ["](", "](<"].iter().filter_map(|open| {
        let found = own.rfind(&format!("{open}{}", link.to))?;
        Some(link.span.start as usize + found + open.len())
    });
    if let Some(start) = inline.max() {
        return at(start);
    }
    if own.ends_with(')') {
        return None;
    }
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        let rest = line.trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]:"));
        let to = rest.map(|(_, rest)| rest.trim_start().trim_start_matches('<'));
        let after = to.and_then(|to| Some((to.len(), to.strip_prefix(&*link.to)?)));
        if let Some((length, _)) = after.filter(|(_, rest)| rest.starts_with(['>', ' ', '\n', '\r']) || rest.is_empty())
        {
            return at(start + line.len() - length);
        }
        start += line.len();
    }
    None
}

/// What of that is the anchor.
pub fn anchor_span(source: &Source, link: &Link) -> Option<Span> {
    let whole = destination_span(source, link)?;
    let at = link.to.find('#')? as u32 + 1;
    Some(Span { start: whole.start + at, end: whole.end })
}

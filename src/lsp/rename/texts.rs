//! Texts in which a name stands: scalars, and code within Markdown.

use rayon::prelude::*;

use crate::diagnostic::{Change, New};
use crate::lsp::guide::{Landing, anchor_span, leading_links};
use crate::prose::{codes, outline};
use crate::route::Site;
use crate::source::{Format, Node, Source, SourceId, Sources, Span, descend};

/// A text that is a name as another one. In a text within a text it is what stands between the quotes that is another one, since the quotes are
/// escaped there.
pub fn text(sources: &Sources, source: SourceId, span: Span, old: &str, new: &str) -> Change {
    let own = sources.get(source);
    let is_within = own.holder.is_some() && own.extent().end == own.text.len() as u32;
    match own.text_at(span).find(old).filter(|_| is_within) {
        Some(at) => Change { source, span: piece(span, at, old), new: New::Written(new.to_owned()) },
        None => Change { source, span, new: New::Value(new.into()) },
    }
}

fn piece(span: Span, at: usize, text: &str) -> Span {
    let start = span.start + at as u32;
    Span { start, end: start + text.len() as u32 }
}

/// Where Markdown names something as code: in guides and in the texts of schemas, documents and registries; with the links to headings that
/// have another anchor by it.
pub fn code_in(site: &Site, old: &str, new: &str) -> Vec<Change> {
    let project = &site.proved.resolved.project;
    let quoted = format!("`{old}`");
    let sources: Vec<(SourceId, &Source)> = project.sources.iter().collect();
    let naming = sources.into_par_iter().filter(|(_, source)| source.own_text().contains(old));
    let mut changes = Vec::new();
    for (id, source) in naming.collect::<Vec<_>>() {
        if source.format == Format::Markdown {
            changes.extend(code_in_markdown(site, id, old, new));
        } else if let Some(root) = source.root().filter(|_| source.own_text().contains(&quoted)) {
            let mut see = |node: &Node| {
                let text = source.text_at(node.span);
                let found = text.match_indices(&quoted).map(|(at, _)| piece(node.span, at + 1, old));
                changes.extend(found.map(|span| Change { source: id, span, new: New::Written(new.to_owned()) }));
            };
            descend(
                root,
                |_| true,
                |_, node| {
                    if node.as_str().is_some() {
                        see(node);
                    }
                },
            );
        }
    }
    changes
}

fn code_in_markdown(site: &Site, id: SourceId, old: &str, new: &str) -> Vec<Change> {
    let project = &site.proved.resolved.project;
    let source = project.sources.get(id);
    let page = project.pages.iter().find(|page| page.source == id);
    let body = page.map_or(0, |page| page.body as usize);
    let spans = codes(&source.text, body).into_iter().filter(|(code, _)| code == old).map(|(_, range)| range);
    let spans: Vec<Span> = spans.map(|range| Span { start: range.start as u32, end: range.end as u32 }).collect();
    let written = |span: &Span| Change { source: id, span: *span, new: New::Written(new.to_owned()) };
    let mut changes: Vec<Change> = spans.iter().map(written).collect();
    let Some(page) = page.filter(|_| !spans.is_empty()) else { return changes };
    let mut text = source.text.to_string();
    for span in spans.iter().rev() {
        text.replace_range(span.start as usize..span.end as usize, new);
    }
    let now = outline(&text, body);
    for (heading, now) in page.headings.iter().zip(&now.headings).filter(|(then, now)| then.slug != now.slug) {
        for (source, link) in leading_links(site, &[Landing::Line(id, heading.at)]) {
            let span = anchor_span(project.sources.get(source), link);
            changes.extend(span.map(|span| Change { source, span, new: New::Written(now.slug.clone()) }));
        }
    }
    changes
}

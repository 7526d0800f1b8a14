//! The outline of a page: headings with their anchors, fences with their ranges, links.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::slug::Slugs;
use super::tags::{Piece, pieces};
use crate::model::{Fence, FenceUse, Heading, Image, Link};
use crate::source::Span;

/// What stands where in a page.
#[derive(Debug, Default)]
pub struct Outline {
    pub headings: Vec<Heading>,
    pub fences: Vec<Fence>,
    pub links: Vec<Link>,
    /// The places that raw HTML names for links.
    pub anchors: Vec<String>,
}

/// The outline of the Markdown in `text` from byte `body` on; all ranges are those of `text`.
pub fn outline(text: &str, body: usize) -> Outline {
    let mut outline = Outline::default();
    let mut heading_slugs = Slugs::default();
    let mut fence_slugs = Slugs::default();
    let mut heading: Option<(u8, String, u32)> = None;
    let mut above = "top".to_owned();
    let mut open = false;
    let mut block = String::new();
    let read = super::with_line_feeds(&text[body..]);
    for (event, range) in Parser::new_ext(&read, super::options()).into_offset_iter() {
        let range = range.start + body..range.end + body;
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                heading = Some((level as u8, String::new(), range.start as u32));
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((level, text, at)) = heading.take() {
                    let slug = heading_slugs.heading(&text);
                    above.clone_from(&slug);
                    outline.headings.push(Heading { level, text, slug, at });
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                open = true;
                let (info, used) = (info.to_string(), FenceUse::Code);
                let (pieces, slug, section) = (Vec::new(), String::new(), outline.headings.len());
                outline.fences.push(Fence { info, range, pieces, slug, section, used });
            }
            Event::End(TagEnd::CodeBlock) => {
                if std::mem::take(&mut open)
                    && let Some(fence) = outline.fences.last_mut()
                {
                    fence.slug = fence_slugs.fence(&above);
                    // What is wrong with an empty fence is told where it opens.
                    if fence.pieces.is_empty() {
                        fence.pieces.push(fence.range.start..fence.range.start);
                    }
                }
            }
            Event::Text(_) if open => {
                if let Some(fence) = outline.fences.last_mut() {
                    fence.pieces.push(range);
                }
            }
            Event::Text(piece) | Event::Code(piece) => {
                if let Some((_, text, _)) = &mut heading {
                    text.push_str(&piece);
                }
            }
            Event::Start(Tag::Link { ref dest_url, .. } | Tag::Image { ref dest_url, .. }) => {
                let span = Span { start: range.start as u32, end: range.end as u32 };
                let image = matches!(event, Event::Start(Tag::Image { .. })).then_some(Image::Elsewhere);
                outline.links.push(Link { to: dest_url.to_string(), span, is_there: false, image });
            }
            Event::Html(line) => block.push_str(&line),
            Event::End(TagEnd::HtmlBlock) => outline.anchors.extend(anchors(&std::mem::take(&mut block))),
            Event::InlineHtml(tag) => outline.anchors.extend(anchors(&tag)),
            _ => {}
        }
    }
    outline
}

fn anchors(html: &str) -> Vec<String> {
    let named = |(piece, _): (Piece<'_>, &str)| match piece {
        Piece::Anchor(name) => Some(name.to_owned()),
        _ => None,
    };
    pieces(html).into_iter().filter_map(named).collect()
}

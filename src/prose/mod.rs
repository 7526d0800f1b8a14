//! Markdown: headings, fences and open links of a page, and safe HTML. The only user of pulldown-cmark.
//!
//! Raw HTML is never passed on. So no sanitiser is needed: a few tags without attributes are written anew, comments are left out, and all
//! else is shown as the text that it is, through the escaping writer of [`html`].

mod code;
mod escape;
mod front;
mod html;
mod outline;
mod plain;
mod raw;
mod resolve;
mod slug;
mod tags;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use pulldown_cmark::Options;

pub use code::codes;
pub use escape::{escape, escape_into, escape_text_into, is_plain};
pub use front::{FrontMatter, front_matter};
pub use html::{inline, is_web, render};
pub use outline::{Outline, outline};
pub use plain::{first_paragraph, plain};
pub use resolve::{Html, ImageTarget, LinkTarget, Resolve};
pub use slug::Slugs;

/// What CommonMark is extended by.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
}

/// The text with a line feed for each carriage return that stands alone: by CommonMark (section 2.1) it ends a line, but pulldown-cmark
/// reads over it in fences. Offsets stay as they are.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    let next = text.chars().skip(1).map(Some).chain([None]);
    Cow::Owned(text.chars().zip(next).map(|(c, next)| if c == '\r' && next != Some('\n') { '\n' } else { c }).collect())
}

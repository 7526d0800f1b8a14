//! The Markdown twin of a page: what its `<main>` says, for readers that are programs.
//!
//! It is made of the page's own HTML, so that it states the same facts whatever templates a project has. What only serves the eye is left
//! out: navigation, pictures (their tables stay), signs that link to themselves; so are event types as code, which have files of their own.

use super::markdown::Markdown;
use super::tag::{Tag, split};

/// The Markdown of a page.
pub fn twin(page: &str) -> String {
    let main = page.split_once("<main").and_then(|(_, rest)| Some(&rest[..rest.rfind("</main>")?])).unwrap_or_default();
    let mut rest = main.split_once('>').map_or("", |(_, rest)| rest);
    let mut markdown = Markdown::with_capacity(rest.len() / 3);
    // How many elements are open below one that is left out.
    let mut left_out = 0_usize;
    while let Some((text, tag)) = split(rest, b'<') {
        if left_out == 0 {
            markdown.text(text);
        }
        let (tag, after) = split(tag, b'>').unwrap_or((tag, ""));
        rest = after;
        // Most tags are those of tokens in code, which say nothing.
        if left_out == 0 && matches!(tag.as_bytes(), b"i" | b"/i" | b"u" | b"/u" | b"var" | b"/var" | b"/span") {
            continue;
        }
        let tag = Tag::read(tag);
        match (tag.closes, left_out) {
            _ if tag.is_void() => {
                if left_out == 0 {
                    markdown.open(&tag);
                }
            }
            (false, 0) if tag.serves_the_eye() => left_out = 1,
            (false, 0) => markdown.open(&tag),
            (true, 0) => markdown.close(tag.name),
            (false, _) => left_out += 1,
            (true, _) => left_out -= 1,
        }
    }
    markdown.text(rest);
    markdown.finish()
}

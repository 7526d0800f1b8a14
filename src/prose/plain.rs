//! Markdown as plain words, for titles and summaries.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// The text of Markdown without its marks, for titles and summaries.
pub fn plain(text: &str) -> String {
    let mut plain = String::new();
    for event in Parser::new_ext(&super::with_line_feeds(text), super::options()) {
        match event {
            Event::Text(text) | Event::Code(text) => plain.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => {
                plain.push(' ');
            }
            _ => {}
        }
    }
    plain.trim().to_owned()
}

/// The first paragraph of a text without its marks; pictures, such as badges, say nothing. `None` where there is none.
pub fn first_paragraph(text: &str) -> Option<String> {
    let text = super::with_line_feeds(text);
    let (mut open, mut pictures, mut words) = (0_usize, 0_usize, String::new());
    let mut is_paragraph = false;
    for event in Parser::new_ext(&text, super::options()) {
        match event {
            Event::Start(tag) => {
                is_paragraph |= open == 0 && matches!(tag, Tag::Paragraph);
                pictures += usize::from(matches!(tag, Tag::Image { .. }));
                open += 1;
            }
            Event::End(tag) => {
                open = open.saturating_sub(1);
                pictures = pictures.saturating_sub(usize::from(matches!(tag, TagEnd::Image)));
                if open == 0 && std::mem::take(&mut is_paragraph) && !words.trim().is_empty() {
                    return Some(words.trim().to_owned());
                }
                if open == 0 {
                    words.clear();
                }
            }
            Event::Text(text) | Event::Code(text) if is_paragraph && pictures == 0 => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak if is_paragraph => words.push(' '),
            _ => {}
        }
    }
    None
}

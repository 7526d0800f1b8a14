//! The Markdown twin of a page: what its `<main>` says, for readers that are programs.
//!
//! It is made of the page's own HTML, so that it states the same facts whatever templates a project has. What only serves the eye is left
//! out: navigation, pictures (their tables stay), signs that link to themselves.

use std::borrow::Cow;

use super::markdown::Markdown;

/// The Markdown of a page.
pub fn twin(page: &str) -> String {
    let main = page.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).map_or("", |(main, _)| main);
    let mut rest = main.split_once('>').map_or("", |(_, rest)| rest);
    let mut markdown = Markdown::default();
    // How many elements are open below one that is left out.
    let mut left_out = 0_usize;
    while let Some((text, tag)) = rest.split_once('<') {
        if left_out == 0 {
            markdown.text(&unescape(text));
        }
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        rest = after;
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
    markdown.text(&unescape(rest));
    markdown.finish()
}

/// What stands between `<` and `>`.
pub struct Tag<'a> {
    pub name: &'a str,
    attributes: &'a str,
    closes: bool,
}

impl<'a> Tag<'a> {
    fn read(text: &'a str) -> Tag<'a> {
        let (text, closes) = text.strip_prefix('/').map_or((text, false), |text| (text, true));
        let (name, attributes) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        Tag { name: name.trim_end_matches('/'), attributes, closes }
    }

    /// The value of an attribute, entities resolved.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut rest = self.attributes;
        while let Some((before, value)) = rest.split_once("=\"") {
            let (value, after) = value.split_once('"').unwrap_or((value, ""));
            if before.trim_start().rsplit(char::is_whitespace).next() == Some(name) {
                return Some(unescape(value));
            }
            rest = after;
        }
        None
    }

    /// Whether it has one of these classes.
    pub fn has_class(&self, classes: &[&str]) -> bool {
        self.attribute("class").is_some_and(|own| own.split(' ').any(|class| classes.contains(&class)))
    }

    fn is_void(&self) -> bool {
        matches!(self.name, "br" | "hr" | "wbr" | "img" | "input" | "link" | "meta") || self.attributes.ends_with('/')
    }

    fn serves_the_eye(&self) -> bool {
        matches!(self.name, "nav" | "svg" | "script" | "style")
            || self.has_class(&["anchor", "legend"])
            || (self.name != "thead" && self.has_class(&["hidden"]))
    }
}

/// Our pages escape with these entities and no others.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    plain.replace("&amp;", "&").into()
}

//! The Markdown twin of a page: what its `<main>` says, for readers that are programs.
//!
//! It is made of the page's own HTML, so that it states the same facts whatever templates a project has. What only serves the eye is left
//! out: navigation, pictures (their tables stay), signs that link to themselves.

use super::markdown::Markdown;

/// The Markdown of a page.
pub fn twin(page: &str) -> String {
    let main = page.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).map_or("", |(main, _)| main);
    let mut rest = main.split_once('>').map_or("", |(_, rest)| rest);
    let mut markdown = Markdown::with_capacity(rest.len() / 2);
    // How many elements are open below one that is left out.
    let mut left_out = 0_usize;
    while let Some((text, tag)) = split(rest, b'<') {
        if left_out == 0 {
            markdown.text(text);
        }
        let (tag, after) = split(tag, b'>').unwrap_or((tag, ""));
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
    markdown.text(rest);
    markdown.finish()
}

/// The text before and after a sign of ASCII. The next one is mostly near, where this is faster than what searches in long texts.
fn split(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == sign)?;
    Some((&text[..at], &text[at + 1..]))
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
        let end = text.bytes().position(|byte| byte.is_ascii_whitespace());
        let (name, attributes) = end.map_or((text, ""), |end| (&text[..end], &text[end + 1..]));
        Tag { name: name.strip_suffix('/').unwrap_or(name), attributes, closes }
    }

    /// The value of an attribute, as it is written.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        while let Some((before, value)) = split(rest, b'=') {
            let Some(value) = value.strip_prefix('"') else {
                rest = value;
                continue;
            };
            let (value, after) = split(value, b'"').unwrap_or((value, ""));
            let is_named =
                before.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with(char::is_whitespace));
            if is_named {
                return Some(value);
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
        if matches!(self.name, "nav" | "svg" | "script" | "style") {
            return true;
        }
        let classes = self.attribute("class").unwrap_or_default();
        classes
            .split(' ')
            .any(|class| matches!(class, "anchor" | "legend") || (class == "hidden" && self.name != "thead"))
    }
}

/// Appends what a text of a page means: pages escape with these entities and no others.
pub fn unescape_into(plain: &mut String, text: &str) {
    let mut pieces = text.split('&');
    plain.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let known = [("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("#39;", '\''), ("amp;", '&')];
        let (sign, rest) =
            known.iter().find_map(|(name, sign)| Some((*sign, piece.strip_prefix(name)?))).unwrap_or(('&', piece));
        plain.push(sign);
        plain.push_str(rest);
    }
}

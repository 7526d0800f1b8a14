//! The tags of our pages, read as they are written: attributes in double quotes, five entities.

/// The text before and after a sign of ASCII. The next one is mostly near, where this is faster than what searches in long texts.
pub fn split(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == sign)?;
    Some((&text[..at], &text[at + 1..]))
}

/// What stands between `<` and `>`.
pub struct Tag<'a> {
    pub name: &'a str,
    attributes: &'a str,
    /// Whether it ends an element.
    pub closes: bool,
}

impl<'a> Tag<'a> {
    /// The tag of this text.
    pub fn read(text: &'a str) -> Tag<'a> {
        let closes = text.as_bytes().first() == Some(&b'/');
        let text = &text[usize::from(closes)..];
        let end = text.bytes().position(|byte| byte.is_ascii_whitespace());
        let (name, attributes) = end.map_or((text, ""), |end| (&text[..end], &text[end + 1..]));
        let is_closed = name.as_bytes().last() == Some(&b'/');
        Tag { name: &name[..name.len() - usize::from(is_closed)], attributes, closes }
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

    /// Whether nothing stands between it and an end of it.
    pub fn is_void(&self) -> bool {
        matches!(self.name, "br" | "hr" | "wbr" | "img" | "input" | "link" | "meta")
            || self.attributes.as_bytes().last() == Some(&b'/')
    }

    /// Whether only who sees the page has a use for it.
    pub fn serves_the_eye(&self) -> bool {
        if matches!(self.name, "nav" | "svg" | "script" | "style") {
            return true;
        }
        let classes = self.attribute("class").unwrap_or_default();
        classes.split(' ').any(|class| {
            matches!(class, "anchor" | "legend" | "shut" | "languages") || (class == "hidden" && self.name != "thead")
        })
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

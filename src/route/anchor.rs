//! Anchors: stable, made of JSON Pointers, with a fixed prefix so that no name of the input becomes a name of the page.

use std::fmt::Write as _;

use super::path::short_hash;
use crate::source::{Place, Sources};

/// How much of a name is in an anchor, in bytes.
const LONGEST: usize = 100;

/// The anchor of what stands at a pointer of the page's schema: `p.payload.port/maximum`. A property is what people link to, so
/// `/properties/` is written as a dot, which also keeps pages small; no two pointers have one anchor.
pub fn pointer_anchor(pointer: &str) -> String {
    let mut anchor = String::with_capacity(pointer.len() + 1);
    write_pointer_anchor(&mut anchor, pointer);
    anchor
}

/// The same, appended to `anchor`.
fn write_pointer_anchor(anchor: &mut String, pointer: &str) {
    anchor.push('p');
    let next = |text: &str| text.bytes().position(|byte| byte == b'/');
    let mut rest = next(pointer).map(|at| &pointer[at + 1..]);
    let mut is_name = false;
    while let Some(tokens) = rest {
        let end = next(tokens);
        let token = &tokens[..end.unwrap_or(tokens.len())];
        rest = end.map(|end| &tokens[end + 1..]);
        if is_name {
            anchor.push('.');
            escape(anchor, token, b"~_-");
            is_name = false;
        } else if token == "properties" && rest.is_some() {
            is_name = true;
        } else {
            anchor.push('/');
            escape(anchor, token, b"~_-$");
        }
    }
}

/// The address of what stands at a pointer of the page at `url`.
pub fn pointer_address(url: &str, pointer: &str) -> String {
    let mut address = String::with_capacity(url.len() + pointer.len() + 2);
    address.push_str(url);
    address.push('#');
    write_pointer_anchor(&mut address, pointer);
    address
}

/// The anchor of a folder of schemas on its catalog's page.
pub fn folder_anchor(folder: &str) -> String {
    let mut anchor = String::from("f-");
    escape(&mut anchor, folder, b"/~._-");
    anchor
}

/// The anchor of an event type's row in the list of all, by the number of its catalog.
pub fn type_anchor(catalog: usize, name: &str) -> String {
    let mut anchor = format!("t-{catalog}-");
    escape(&mut anchor, name, b"/:._-");
    anchor
}

/// The anchor of an example on its schema's page.
pub fn example_anchor(sources: &Sources, place: &Place) -> String {
    let mut anchor = String::from("e-");
    escape(&mut anchor, &sources.display(place), b"/~._-");
    anchor
}

/// The anchor of a property name on its page of the field dictionary.
pub fn field_anchor(name: &str) -> String {
    let mut anchor = String::from("f-");
    escape(&mut anchor, name, b"_-$.");
    if anchor.len() > LONGEST {
        anchor.truncate(LONGEST);
        let _ = write!(anchor, "-{}-{}", short_hash(name), name.len());
    }
    anchor
}

/// The anchor of a field on the page of an event type, by its dotted path; the page has a section for each catalog, counted from 0.
pub fn row_anchor(section: usize, path: &str) -> String {
    let mut anchor = section_anchor('f', section);
    escape(&mut anchor, path, b"_-$.");
    anchor
}

/// The anchor of a name in the event on the same page, by the number of its field: only the page itself leads there.
pub fn name_anchor(section: usize, field: usize) -> String {
    let mut anchor = section_anchor('e', section);
    let _ = write!(anchor, "{field}");
    anchor
}

fn section_anchor(letter: char, section: usize) -> String {
    match section {
        0 => String::from_iter([letter, '.']),
        _ => format!("{letter}{}.", section + 1),
    }
}

/// Anything but letters, digits and the `plain` signs as `!` and two hexadecimal digits a byte: legal in ids and in fragments alike.
fn escape(anchor: &mut String, text: &str, plain: &[u8]) {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || plain.contains(&byte);
    // Names mostly need no care, and are copied in one piece.
    if text.bytes().all(is_plain) {
        return anchor.push_str(text);
    }
    for byte in text.bytes() {
        match is_plain(byte) {
            true => anchor.push(byte as char),
            false => {
                let _ = write!(anchor, "!{byte:02X}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_short_and_no_two_pointers_share_one() {
        for (pointer, anchor) in [
            ("", "p"),
            ("/properties", "p/properties"),
            ("/properties/payload/properties/port/maximum", "p.payload.port/maximum"),
            ("/properties/properties/properties/a.b", "p.properties.a!2Eb"),
            ("/properties/", "p."),
            ("/$defs/a~1b/type", "p/$defs/a~1b/type"),
            ("/patternProperties/^x-/allOf/0", "p/patternProperties/!5Ex-/allOf/0"),
            ("/patternProperties/properties/type", "p/patternProperties.type"),
        ] {
            assert_eq!(pointer_anchor(pointer), anchor, "{pointer}");
        }
    }
}

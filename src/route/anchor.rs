//! Anchors: stable, made of JSON Pointers, with a fixed prefix so that no name of the input becomes a name of the page.

use std::fmt::Write as _;

use crate::source::{Place, Sources};

/// The anchor of what stands at a pointer of the page's schema: `p/properties/payload`.
pub fn pointer_anchor(pointer: &str) -> String {
    let mut anchor = String::with_capacity(pointer.len() + 1);
    anchor.push('p');
    escape(&mut anchor, pointer);
    anchor
}

/// The anchor of an example on its schema's page.
pub fn example_anchor(sources: &Sources, place: &Place) -> String {
    let mut anchor = String::from("e-");
    escape(&mut anchor, &sources.display(place));
    anchor
}

/// Anything but letters, digits and a few signs as `!` and two hexadecimal digits a byte: legal in ids and in fragments alike.
fn escape(anchor: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/~._-".contains(&byte) {
            anchor.push(byte as char);
        } else {
            let _ = write!(anchor, "!{byte:02X}");
        }
    }
}

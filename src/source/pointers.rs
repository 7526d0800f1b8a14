//! How long the pointers to all values of a text are together. What is known of a value stands beside its pointer, so a long name around
//! thousands of values would be held thousands of times.

use super::problem::{Fault, Problem};
use super::{Kind, Node};

/// How many bytes they may have in any text, and how many for each byte of it. A value that takes twenty bytes of the text may then have a
/// pointer of three hundred.
const ANY: usize = 4 << 20;
const EACH: usize = 16;

/// What is wrong with texts whose pointers are too long together.
pub(super) fn too_long(documents: &[Node], text: usize) -> Option<Problem> {
    let mut left = ANY + EACH * text;
    let mut open: Vec<(&Node, usize)> = documents.iter().map(|root| (root, 0)).collect();
    while let Some((node, pointer)) = open.pop() {
        let Some(rest) = left.checked_sub(pointer) else {
            let message =
                format!("the pointers to all values of the text are together more than {EACH} times as long as it");
            let help = "shorten the names of what holds so many values";
            return Some(Problem::new(Fault::Limit, node.span, message).help(help));
        };
        left = rest;
        match &node.kind {
            // An index has some digits.
            Kind::Array(items) => open.extend(items.iter().map(|item| (item, pointer + 6))),
            Kind::Object(members) => open.extend(members.iter().map(|it| (&it.value, pointer + 1 + it.key.len()))),
            _ => {}
        }
    }
    None
}

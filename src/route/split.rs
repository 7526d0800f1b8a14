//! Which schema documents are too long for one page; their definitions get a page each.

use crate::dialect::Dialect;
use crate::keyword::{Key, subschemas};
use crate::source::{Node, Source};

/// The longest page, in bytes (contract, section 4).
const LONGEST: usize = 1 << 20;

/// A shorter text never becomes a page that is too long, so it is not measured.
const SHORT: usize = 32 << 10;

/// What a link to something that uses a definition adds.
const PER_USE: usize = 100;

/// What HTML adds to a line of the source view, to a fact, and to a property or item, besides the pointer that its anchors repeat.
const PER_LINE: usize = 50;
const PER_VALUE: usize = 60;
const PER_SCHEMA: usize = 180;

/// The definitions of a schema document that its page has no room for: their names and pointers. Empty if one page holds all. `uses` is
/// how often something uses the document or a part of it, for its page lists that.
pub fn definitions(source: &Source, dialect: Dialect, uses: usize) -> Vec<(String, String)> {
    let is_long = source.text.len() > SHORT || is_used_much(uses);
    let Some(root) = source.root().filter(|_| is_long) else { return Vec::new() };
    let view = source.text.len() * 2 + source.lines() as usize * PER_LINE;
    if view + weight(root, 0) + uses * PER_USE < LONGEST {
        return Vec::new();
    }
    let below = subschemas(root, dialect).into_iter();
    let definitions = below.filter_map(|below| match (below.keyword.name, below.key) {
        ("$defs" | "definitions", Key::Name(name)) => Some((name.to_owned(), below.pointer())),
        _ => None,
    });
    definitions.collect()
}

/// Whether the list of what uses a document may decide that one page does not hold it.
pub fn is_used_much(uses: usize) -> bool {
    uses * PER_USE > LONGEST / 2
}

/// About how many bytes of HTML a value becomes, when its pointer has `pointer` bytes. Rendering a page to learn its length would
/// cost more than the page; what is estimated here was compared with real pages and is rather too much than too little.
fn weight(node: &Node, pointer: usize) -> usize {
    let members = node.members().iter().map(|member| (member.key.len() + 1, &member.value));
    let items = node.items().iter().map(|item| (4, item));
    let below: usize = members.chain(items).map(|(step, value)| weight(value, pointer + step)).sum();
    let own = if node.is_object() { PER_SCHEMA + 3 * pointer } else { PER_VALUE + pointer };
    own + below + node.as_str().map_or(0, |text| text.len() * 3 / 2)
}

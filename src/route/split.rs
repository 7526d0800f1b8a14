//! Which schema documents are too long for one page; their definitions get others.

use super::claim::Claims;
use super::path::segment;
use super::room::{SHARED, SHARING};
use crate::dialect::Dialect;
use crate::keyword::{Key, subschemas};
use crate::resolve::Resolved;
use crate::source::{Node, Place, Source};

/// A page of definitions: of one, or of those that share it.
#[derive(Clone, Debug)]
pub struct DefinitionPage {
    /// The number of its schema document.
    pub schema: usize,
    pub parts: Vec<SplitOff>,
    pub url: String,
    /// The examples that are shown on it, by number.
    pub examples: Vec<usize>,
}

/// A definition that does not stand on the page of its document.
#[derive(Clone, Debug)]
pub struct SplitOff {
    pub name: String,
    pub place: Place,
}

/// The pages of the definitions of long documents, `own` of which have pages of their own. They are claimed after those of all schemas, whose
/// addresses stay what they are.
pub fn pages(resolved: &Resolved, schemas: &[String], own: usize, claims: &mut Claims) -> Vec<DefinitionPage> {
    let project = &resolved.project;
    let mut pages: Vec<DefinitionPage> = Vec::new();
    let (mut alone, mut length) = (0, 0);
    for (number, schema) in project.schemas.iter().enumerate() {
        let uses = resolved.count_of_uses(schema.source);
        for (name, pointer) in definitions(project.sources.get(schema.source), schema.dialect, uses) {
            let place = Place::new(schema.source, pointer);
            let is_alone = alone < own;
            let text = project.sources.node(&place).map_or(0, |node| (node.span.end - node.span.start) as usize);
            length += text;
            let has_room = |page: &&mut DefinitionPage| {
                !is_alone && page.schema == number && page.parts.len() < SHARING && length <= SHARED
            };
            let shared = pages.last_mut().filter(has_room);
            if let Some(page) = shared {
                page.parts.push(SplitOff { name, place });
                continue;
            }
            let last = if is_alone { segment(&name) } else { "more".into() };
            let url = claims.claim_distinct(&format!("{}{last}/", schemas[number]), &place.pointer);
            // The first that is not alone begins a page.
            length = if is_alone { SHARED } else { text };
            alone += usize::from(is_alone);
            let parts = vec![SplitOff { name, place }];
            pages.push(DefinitionPage { schema: number, parts, url, examples: Vec::new() });
        }
    }
    pages
}

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

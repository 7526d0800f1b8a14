//! Where on a page the words about a place stand.

use super::subschema::subschema_at;
use super::{Digits, statements};
use crate::dialect::Dialect;
use crate::source::{Node, join, unescape_token};

/// The longest list of constants of which each is looked for; of a longer one it is the list.
const LISTED: usize = 500;

/// The pointer of what is stated for `pointer`: a keyword of the root, the innermost subschema that holds it, or the value of a list of
/// constants. `schema` is the root that pointers begin at. Pages give each of these an anchor; what a field says is led to as a whole.
pub fn stated_at(schema: &Node, dialect: Dialect, digits: &dyn Digits, pointer: &str) -> String {
    let mut found = String::new();
    let mut node = schema;
    loop {
        let rest = &pointer[found.len()..];
        let Some(token) = rest.split('/').nth(1) else { return found };
        let Some(below) = subschema_at(node, dialect, rest) else {
            let stated = found.is_empty() && node.get(&unescape_token(token)).is_some();
            return if stated { join(&found, &unescape_token(token)) } else { found };
        };
        // Constants among the shapes are stated in one list.
        let is_constant = below.node.get("const").or_else(|| below.node.get("enum")).is_some();
        if is_constant && below.count > LISTED {
            return if found.is_empty() { join(&found, below.keyword.name) } else { found };
        }
        let is_covered = || statements(node, dialect, digits).iter().any(|statement| statement.covers(&below));
        let covered = is_constant && is_covered();
        found.push_str(&below.pointer());
        if covered {
            return found;
        }
        node = below.node;
    }
}

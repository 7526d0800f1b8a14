//! Where on a page the words about a place stand.

use super::{Digits, statements, subschemas};
use crate::dialect::Dialect;
use crate::source::{Node, join, unescape_token};

/// The pointer of what is stated for `pointer`: the innermost keyword or subschema that holds it, or the value of a list of constants.
/// `schema` is the root that pointers begin at. Pages give each of these an anchor.
pub fn stated_at(schema: &Node, dialect: Dialect, digits: &dyn Digits, pointer: &str) -> String {
    let mut found = String::new();
    let mut node = schema;
    loop {
        let rest = &pointer[found.len()..];
        let Some(token) = rest.split('/').nth(1) else { return found };
        let below = subschemas(node, dialect).into_iter().find(|below| {
            rest.strip_prefix(&below.pointer()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let Some(below) = below else {
            let stated = node.get(&unescape_token(token)).is_some();
            return if stated { join(&found, &unescape_token(token)) } else { found };
        };
        let covered = statements(node, dialect, digits).iter().any(|statement| statement.covers(&below));
        found.push_str(&below.pointer());
        if covered {
            return found;
        }
        node = below.node;
    }
}

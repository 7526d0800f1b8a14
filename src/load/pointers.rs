//! Pointers of site.toml that name several values: `*` is every member or item.

use crate::source::{Node, join};

/// The pointers that `at` names in `root`; `*` is every member or item. A pointer that leads nowhere is kept, so that it is reported.
pub fn members(root: &Node, at: &str) -> Vec<String> {
    let mut pointers = vec![String::new()];
    for token in at.split('/').skip(1) {
        let mut next = Vec::new();
        for pointer in pointers {
            match root.pointer(&pointer).filter(|node| node.is_object() || node.is_array()) {
                Some(node) if token == "*" => {
                    next.extend((0..node.items().len()).map(|index| format!("{pointer}/{index}")));
                    next.extend(node.members().iter().map(|member| join(&pointer, &member.key)));
                }
                _ => next.push(format!("{pointer}/{token}")),
            }
        }
        pointers = next;
    }
    pointers
}

//! Self-describing schemas of Iglu: what they are called stands in `self`, and no ending says what their files are.

use crate::source::Node;

/// What a self-describing schema says of itself.
pub struct SelfDescription<'a> {
    pub name: &'a str,
    pub version: &'a str,
    /// `iglu:vendor/name/format/version`, as events name it.
    pub uri: String,
}

/// The description in a schema; `None` if it has none.
pub fn self_description(root: &Node) -> Option<SelfDescription<'_>> {
    let own = root.get("self")?;
    let text = |key: &str| own.get(key).and_then(Node::as_str);
    let (vendor, name, format, version) = (text("vendor")?, text("name")?, text("format")?, text("version")?);
    Some(SelfDescription { name, version, uri: format!("iglu:{vendor}/{name}/{format}/{version}") })
}

/// Whether a schema describes itself.
pub fn describes_itself(root: &Node) -> bool {
    self_description(root).is_some()
}

/// Whether the beginning of a file without an ending looks like a schema of JSON that says what it is.
pub fn may_be_schema(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let begins = text.trim_start_matches('\u{FEFF}').trim_start().starts_with('{');
    begins && (text.contains("\"$schema\"") || text.contains("\"self\""))
}

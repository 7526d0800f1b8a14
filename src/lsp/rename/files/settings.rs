//! Where site.toml and registries say where files are.

use super::paths::plain;
use crate::config::FILE;
use crate::diagnostic::{Change, New};
use crate::load::within;
use crate::route::Site;
use crate::source::{Node, SourceId};
use crate::tree::Moves;

/// The paths and patterns of settings and registries that lead to what moves.
pub fn changes_of(site: &Site, moves: &Moves) -> Vec<Change> {
    let project = &site.proved.resolved.project;
    let mut written = Written { moves, source: SourceId(0), changes: Vec::new() };
    if let Some(source) = project.sources.find(FILE)
        && let Some(root) = project.sources.get(source).root()
    {
        written.source = source;
        let at = |pointer: &str| root.pointer(pointer);
        for pointer in ["/site/logo", "/build/templates", "/build/static", "/build/exclude"] {
            written.paths(at(pointer), "");
        }
        for allow in at("/check/allow").map(Node::items).unwrap_or_default() {
            written.paths(allow.get("file"), "");
        }
        for catalog in at("/catalog").map(Node::items).unwrap_or_default() {
            written.catalog(catalog);
        }
    }
    for entry in project.registered.iter() {
        written.source = entry.place.source;
        let catalog = &project.config.catalogs[entry.catalog].path;
        let Some(node) = project.sources.node(&entry.place) else { continue };
        written.paths(node.get("schema"), catalog);
        for version in node.get("versions").map(Node::members).unwrap_or_default() {
            written.paths(Some(&version.value), catalog);
        }
    }
    written.changes
}

struct Written<'a> {
    moves: &'a Moves,
    source: SourceId,
    changes: Vec<Change>,
}

impl Written<'_> {
    fn catalog(&mut self, node: &Node) {
        let above = node.get("path").and_then(Node::as_str).unwrap_or_default();
        let above = crate::load::relative_to("", above).unwrap_or_default();
        self.paths(node.get("path"), "");
        let types = |key: &str| node.get("types").and_then(|types| types.get(key));
        self.paths(types("registry"), &above);
        self.paths(types("envelope"), &above);
        for key in ["examples", "schemas"] {
            let list =
                node.get(key).map(|list| if list.is_array() { list.items() } else { std::slice::from_ref(list) });
            for entry in list.unwrap_or_default() {
                self.paths(Some(entry), &above);
                self.paths(entry.get("files"), &above);
                self.paths(entry.get("schema"), &above);
            }
        }
        for kept in node.get("map").map(Node::members).unwrap_or_default() {
            self.paths(Some(&kept.value), &above);
        }
    }

    /// A path or a list of them, relative to a folder; of a pattern what stands before its signs.
    fn paths(&mut self, node: Option<&Node>, above: &str) {
        let Some(node) = node else { return };
        for node in node.items() {
            self.paths(Some(node), above);
        }
        let Some(written) = node.as_str() else { return };
        let (path, rest) = written.split_at(written.find('#').unwrap_or(written.len()));
        let catalog = crate::config::Catalog { path: above.to_owned(), ..crate::config::Catalog::new("", "") };
        let Some(full) = within(&catalog, path) else { return };
        let (from, to) = (self.moves.after(above), self.moves.after(&full));
        if (from.as_str(), to.as_str()) == (above, full.as_str()) {
            return;
        }
        let from = if from.is_empty() { "-".to_owned() } else { format!("{from}/-") };
        let new = plain(&from, &to) + rest;
        let slash = if path.ends_with('/') { "/" } else { "" };
        let before = format!("{}{slash}", full.strip_prefix(&format!("{above}/")).unwrap_or(&full));
        if format!("{new}{slash}") != format!("{before}{rest}") {
            let new = New::Value(format!("{new}{slash}").into());
            self.changes.push(Change { source: self.source, span: node.span, new });
        }
    }
}

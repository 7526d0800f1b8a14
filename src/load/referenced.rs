//! Reads files outside the catalogs that something in a catalog refers to.

use super::read_source;
use crate::model::{Project, Skipped};
use crate::source::{Format, Node, SourceId};
use crate::tree::Tree;

/// Follows relative paths of `$ref`s to files that the walk did not read, until there are no new ones. Each becomes a part.
pub fn load_referenced(project: &mut Project, tree: &Tree) {
    let mut next = 0;
    let mut tried = std::collections::HashSet::new();
    while next < project.sources.len() {
        let source = project.sources.get(SourceId(next as u32));
        next += 1;
        let mut paths = Vec::new();
        for root in &source.documents {
            collect_references(root, &mut paths);
        }
        let file = source.file.clone();
        for path in paths {
            let Some(path) = relative_to(&file, &path) else { continue };
            let Some(format @ (Format::Json | Format::Yaml)) = Format::of_path(&path) else { continue };
            if project.sources.find(&path).is_some() || !tried.insert(path.clone()) || !tree.has_file(&path) {
                continue;
            }
            match read_source(tree, &path, format, false) {
                Ok(source) => {
                    let id = project.sources.add(source);
                    project.parts.push(id);
                    project.files += 1;
                }
                Err(Skipped { file, why }) => project.skipped.push(Skipped { file, why }),
            }
        }
    }
}

/// The paths of all `$ref`s below a node, without their fragments. A reference in data may be among them: then a file is read for
/// nothing, which does no harm.
fn collect_references(node: &Node, paths: &mut Vec<String>) {
    for member in node.members() {
        if &*member.key == "$ref"
            && let Some(text) = member.value.as_str()
        {
            let path = text.split('#').next().unwrap_or_default();
            if !path.is_empty() && !path.contains(':') && !path.starts_with('/') {
                paths.push(path.to_owned());
            }
        }
        collect_references(&member.value, paths);
    }
    for item in node.items() {
        collect_references(item, paths);
    }
}

/// The path that `path` names when it is written in `file`; `None` if it leaves the project.
pub fn relative_to(file: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

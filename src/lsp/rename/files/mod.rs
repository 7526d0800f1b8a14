//! Files and folders that are about to move, with all that says where they are.

mod companions;
mod named;
mod paths;
mod settings;

use serde_json::{Value, json};

use super::{Plan, Project};
use crate::config::FILE;
use crate::diagnostic::{Change, Fix};
use crate::fix::edits;
use crate::lsp::protocol::Uri;
use crate::route::Site;
use crate::tree::Moves;

/// The files whose moves the client is to tell of before they are done; folders are told of whatever they are called.
pub const FILES: &str = "**/*.{json,jsonc,json5,yaml,yml,md,mdx,toml}";

impl Project {
    /// The edits that leave everything as it is when files move as a client says.
    ///
    /// # Errors
    /// Says why there are none that do.
    pub fn will_move(&mut self, asked: &Value) -> Result<Value, String> {
        let Some(site) = self.state.clone() else { return Ok(Value::Null) };
        let path = |file: &Value, key: &str| {
            let uri = file[key].as_str().map(|uri| uri.trim_end_matches('/').to_owned());
            uri.and_then(|uri| self.addresses.path(&Uri(uri)))
        };
        let mut moves = Vec::new();
        for file in asked["files"].as_array().into_iter().flatten() {
            // What comes from elsewhere says nothing of where the project's files are.
            let Some(from) = path(file, "oldUri") else { continue };
            let to = path(file, "newUri").ok_or_else(|| format!("{from} would leave the project"))?;
            if from == FILE || to == FILE {
                return Err(format!("{FILE} is what the project is told by"));
            }
            moves.push((from, to));
        }
        let asked = moves.len();
        if asked == 0 {
            return Ok(Value::Null);
        }
        if self.moves {
            moves.extend(companions::of(&site, &Moves::new(moves.clone())));
        }
        let with_it: Vec<(String, String)> = moves[asked..].to_vec();
        let moves = Moves::new(moves);
        let changes = changes_of(&site, &moves)?;
        let is_alone = changes.is_empty();
        let fix = Fix { title: String::new(), changes, is_safe: false, reveals: false };
        let edits = if is_alone {
            Vec::new()
        } else {
            let refused = || "one of them is named in a text that can't be edited".to_owned();
            edits(&site.proved.resolved.project.sources, &fix).ok_or_else(refused)?
        };
        let mut edit = self.proved(&site, &Plan { edits, moves, made: None })?;
        if let Some(list) = edit["documentChanges"].as_array_mut() {
            let uri = |path: &str| self.addresses.uri(path);
            let renames =
                with_it.iter().map(|(from, to)| json!({ "kind": "rename", "oldUri": uri(from), "newUri": uri(to) }));
            list.extend(renames);
        }
        Ok(if is_alone && with_it.is_empty() { Value::Null } else { edit })
    }
}

fn changes_of(site: &Site, moves: &Moves) -> Result<Vec<Change>, String> {
    let sources = &site.proved.resolved.project.sources;
    for (_, source) in sources.iter().filter(|(_, source)| source.refusal().is_some()) {
        let is_moved = moves.after(&source.file) != source.file;
        let names = |file: &str| source.own_text().contains(file.rsplit('/').next().unwrap_or(file));
        let mut moved = sources.iter().map(|(_, source)| &source.file).filter(|file| moves.after(file) != **file);
        if (is_moved && source.own_text().contains("$ref")) || moved.any(|file| *file != source.file && names(file)) {
            return Err(format!("{} can't be read, and may say where one of them is", source.name));
        }
    }
    let mut changes = named::in_references(site, moves);
    changes.extend(named::in_roots(site, moves));
    changes.extend(named::in_fences(site, moves)?);
    changes.extend(named::in_links(site, moves)?);
    changes.extend(settings::changes_of(site, moves));
    Ok(changes)
}

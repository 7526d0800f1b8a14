//! Other names: of a definition, with all that says it. A rename is whole or it is not: what can't be written, or would change what is found,
//! has no edits, and the words say why.

mod definition;
mod proof;

use super::cursor::Cursor;
use super::position::range;
use super::project::Project;
use super::protocol::{self, *};
use super::{Run, answer};
use crate::fix::Edit;
use crate::resolve::Resolved;
use crate::route::Site;
use crate::source::Span;
use definition::Definition;

/// What may have another name.
enum Named {
    Definition(Definition),
}

impl Named {
    fn name(&self) -> &str {
        match self {
            Named::Definition(definition) => &definition.name,
        }
    }

    /// The edits that give it another name everywhere.
    fn edits(&self, site: &Site, new: &str) -> Result<Vec<Edit>, String> {
        match self {
            Named::Definition(definition) => definition::edits_of(site, definition, new),
        }
    }
}

/// What is named under the cursor.
fn named(resolved: &Resolved, cursors: &[Cursor<'_>]) -> Option<Named> {
    definition::named(resolved, cursors).map(Named::Definition)
}

impl Project {
    /// What of the text is a name that may be another one: what stands under the cursor, and the name.
    pub(super) fn nameable(&self, site: &Site, asked: &TextDocumentPositionParams) -> Option<serde_json::Value> {
        let cursors = self.cursors(site, asked);
        let named = named(&site.proved.resolved, &cursors)?;
        let cursor = cursors.first()?;
        let sources = &site.proved.resolved.project.sources;
        let text = sources.get(cursor.place.source).text_at(cursor.span());
        // Of a reference it is the end that names the definition; a name that is written by escapes is shown as a whole.
        let at = text.rfind(named.name()).map_or(cursor.span(), |at| {
            let start = cursor.span().start + at as u32;
            Span { start, end: start + named.name().len() as u32 }
        });
        let range = range(sources, cursor.place.source, at, self.encoding);
        Some(serde_json::json!({ "range": range, "placeholder": named.name() }))
    }

    /// The edits that give what is under the cursor another name.
    ///
    /// # Errors
    /// Says why it can't have that name everywhere.
    pub fn rename(&mut self, params: serde_json::Value) -> answer::Answer {
        let new = params["newName"].as_str().unwrap_or_default().to_owned();
        let asked: TextDocumentPositionParams =
            protocol::params(params).map_err(|why| (ErrorCode::InvalidParams, why))?;
        self.renamed(&asked, &new).map_err(|why| (ErrorCode::RequestFailed, why))
    }

    fn renamed(&mut self, asked: &TextDocumentPositionParams, new: &str) -> Result<serde_json::Value, String> {
        let Some(site) = self.state.clone() else { return Ok(serde_json::Value::Null) };
        let named = named(&site.proved.resolved, &self.cursors(&site, asked)).ok_or("nothing is named here")?;
        let file = self.addresses.path(&asked.text_document.uri).unwrap_or_default();
        if self.is_broken(&file) {
            return Err("the text can't be read as it is".to_owned());
        }
        if new.is_empty() || new.chars().any(char::is_control) {
            return Err("a name has letters, and is on one line".to_owned());
        }
        let edits = named.edits(&site, new)?;
        self.proved(&site, &edits)
    }

    /// Edits as the client takes them, if by them nothing else is found than before.
    fn proved(&mut self, site: &Site, edits: &[Edit]) -> Result<serde_json::Value, String> {
        let sources = &site.proved.resolved.project.sources;
        let changed = || "a file that names it is another one than was read: save it, or mend it first".to_owned();
        let edit = self.workspace_edit(sources, edits).ok_or_else(changed)?;
        if let Some(file) = self.broken() {
            return Err(format!("{file} can't be read as it is typed: mend it first"));
        }
        match self.try_out(sources, edits).ok_or_else(changed)? {
            Run::Same => Ok(edit),
            Run::Closed(..) => Err("site.toml could not be read any more".to_owned()),
            Run::Made(after, findings, _) => {
                let (before, after) = ((site, &*self.findings), (&*after, &*findings));
                proof::difference(before, after).map_or(Ok(edit), Err)
            }
        }
    }
}

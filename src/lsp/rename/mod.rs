//! Other names: of a definition, an event type, a property or a file, with all that says it.
//!
//! A rename is whole or it is not: what can't be written, or would change what is found, has no edits, and the words say why. What to edit is
//! found by what is known of the project; whether that was all is proved by a run of the project as it would be.

mod definition;
mod event_type;
pub mod files;
mod proof;
mod property;
mod texts;

use super::cursor::Cursor;
use super::guide::code_at;
use super::position::range;
use super::project::Project;
use super::protocol::{self, *};
use super::words::code;
use super::{Plan, Tried, answer};
use crate::diagnostic::{Change, Fix};
use crate::fix::{Edit, edits};
use crate::resolve::Resolved;
use crate::route::Site;
use crate::source::{SourceId, Span};
use definition::Definition;
use property::Property;

/// What may have another name.
enum Named {
    Definition(Definition),
    EventType(event_type::Named),
    Property(Property),
}

impl Named {
    fn name(&self) -> &str {
        match self {
            Named::Definition(definition) => &definition.name,
            Named::EventType(found) => &found.name,
            Named::Property(property) => &property.name,
        }
    }

    /// What gives it another name everywhere.
    fn changes(&self, site: &Site, new: &str) -> Result<Vec<Change>, String> {
        match self {
            Named::Definition(definition) => definition::changes_of(site, definition, new),
            Named::EventType(found) => event_type::changes_of(site, found, new),
            Named::Property(property) => property::changes_of(site, property, new),
        }
    }

    /// The edits that these changes are.
    fn edits(&self, site: &Site, new: &str) -> Result<Vec<Edit>, String> {
        let changes = self.changes(site, new)?;
        let fix = Fix { title: String::new(), changes, is_safe: false, reveals: false };
        edits(&site.proved.resolved.project.sources, &fix).ok_or_else(|| {
            let name = code(self.name());
            format!("{name} is named in a text that can't be edited: one in a text, in lines, or repeated by an alias")
        })
    }
}

/// What a cursor names.
fn named(resolved: &Resolved, cursor: &Cursor<'_>) -> Option<Named> {
    let definition = || definition::named(resolved, cursor).map(Named::Definition);
    let event_type = || event_type::named(resolved, cursor).map(Named::EventType);
    definition().or_else(event_type).or_else(|| property::named(resolved, cursor).map(Named::Property))
}

impl Project {
    /// What of the text is a name that may be another one: what stands under the cursor, and the name.
    pub(super) fn nameable(&self, site: &Site, asked: &TextDocumentPositionParams) -> Option<serde_json::Value> {
        let (named, source, span) = self.named(site, asked)?;
        let range = range(&site.proved.resolved.project.sources, source, span, self.encoding);
        Some(serde_json::json!({ "range": range, "placeholder": named.name() }))
    }

    /// What is named under the cursor, and where its name stands there.
    fn named(&self, site: &Site, asked: &TextDocumentPositionParams) -> Option<(Named, SourceId, Span)> {
        let resolved = &site.proved.resolved;
        let found = self.cursors(site, asked).into_iter().find_map(|cursor| {
            let named = named(resolved, &cursor)?;
            let (source, span) = (cursor.place.source, cursor.span());
            // Of a reference it is the end that names the definition; a name that is written by escapes is shown as a whole.
            let at = resolved.project.sources.get(source).text_at(span).rfind(named.name()).map_or(span, |at| {
                let start = span.start + at as u32;
                Span { start, end: start + named.name().len() as u32 }
            });
            Some((named, source, at))
        });
        found.or_else(|| {
            let file = self.addresses.path(&asked.text_document.uri)?;
            let (code, source, span) = code_at(resolved, &file, asked.position, self.encoding)?;
            Some((Named::EventType(event_type::of_name(resolved, &code)?), source, span))
        })
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
        let (named, ..) = self.named(&site, asked).ok_or("nothing is named here that may have another name")?;
        let file = self.addresses.path(&asked.text_document.uri).unwrap_or_default();
        if self.is_broken(&file) {
            return Err("the text can't be read as it is".to_owned());
        }
        if new.is_empty() || new.chars().any(char::is_control) {
            return Err("a name has letters, and is on one line".to_owned());
        }
        let edits = named.edits(&site, new)?;
        self.proved(&site, &Plan { edits, ..Plan::default() })
    }

    /// Edits as the client takes them, if by them nothing else is found than before.
    pub(super) fn proved(&mut self, site: &Site, plan: &Plan) -> Result<serde_json::Value, String> {
        let sources = &site.proved.resolved.project.sources;
        let changed = || "a file that names it is another one than was read: save it, or mend it first".to_owned();
        let edit = self.workspace_edit(sources, &plan.edits).ok_or_else(changed)?;
        if let Some(file) = self.broken() {
            return Err(format!("{file} can't be read as it is typed: mend it first"));
        }
        match self.try_out(sources, plan).ok_or_else(changed)? {
            Tried::Same => Ok(edit),
            Tried::Closed => Err("site.toml could not be read any more".to_owned()),
            Tried::Made(after, findings) => {
                let (before, after) = ((site, &*self.findings), (&*after, &*findings));
                proof::difference(before, after, plan).map_or(Ok(edit), Err)
            }
        }
    }
}

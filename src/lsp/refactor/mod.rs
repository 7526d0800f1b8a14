//! The same said in another place: a subschema as a definition, a definition where it is referred to.
//!
//! An action is offered by what stands under the cursor, and written when it is chosen: then it is tried, as a rename is.

mod detach;
mod extract;
mod inline;
mod layout;

use serde_json::{Value, json};

use super::Plan;
use super::add::ADD;
use super::answer::Answer;
use super::cursor::Cursor;
use super::project::Project;
use super::protocol::{self, *};
use crate::route::Site;

/// Kinds of actions, by how they are written.
pub const KINDS: [&str; 2] = ["refactor.extract", "refactor.inline"];

/// An action and what it does, or why it can't be done.
struct Action {
    kind: &'static str,
    title: String,
    plan: Result<Plan, String>,
}

/// What can be done with what a cursor stands on.
fn actions(site: &Site, cursor: &Cursor<'_>) -> Vec<Action> {
    let inlined = inline::action(site, cursor);
    extract::actions(site, cursor).into_iter().chain(inlined).collect()
}

impl Project {
    /// What can be done with what stands where a range begins: without edits, which are asked for when one is chosen.
    pub(super) fn refactorings(&self, site: &Site, uri: &Uri, within: Range) -> Vec<Value> {
        let asked = json!({ "textDocument": { "uri": uri }, "position": within.start });
        let Ok(at) = protocol::params::<TextDocumentPositionParams>(asked.clone()) else { return Vec::new() };
        let Some(cursor) = self.cursors(site, &at).into_iter().next() else { return Vec::new() };
        let offered = actions(site, &cursor)
            .into_iter()
            .filter(|action| action.plan.as_ref().is_ok_and(|plan| self.creates || plan.made.is_none()));
        let shown = |action: Action| json!({ "title": action.title, "kind": action.kind, "data": asked });
        offered.map(shown).collect()
    }

    /// A chosen action with its edits.
    ///
    /// # Errors
    /// It is none of ours any more, or by it something else would be found than before.
    pub fn resolve_action(&mut self, mut action: Value) -> Answer {
        if action.get("edit").is_some() || action.get("data").is_none() {
            return Ok(action);
        }
        let edit = self.edit_of(&action).map_err(|why| (ErrorCode::RequestFailed, why))?;
        action["edit"] = edit;
        Ok(action)
    }

    fn edit_of(&mut self, action: &Value) -> Result<Value, String> {
        let gone = || "the text is another one by now".to_owned();
        let site = self.state.clone().ok_or_else(gone)?;
        let at: TextDocumentPositionParams = protocol::params(action["data"].clone())?;
        let cursor = self.cursors(&site, &at).into_iter().next().ok_or_else(gone)?;
        if action["kind"] == ADD {
            return self.addition(&site, &cursor, action["title"].as_str().unwrap_or_default());
        }
        let found = actions(&site, &cursor).into_iter().find(|found| action["title"] == found.title.as_str());
        let plan = found.ok_or_else(gone)?.plan?;
        let mut edit = self.proved(&site, &plan)?;
        if let Some(made) = plan.made
            && let (Some(list), Value::Array(created)) = (
                edit["documentChanges"].as_array_mut(),
                self.created(&[(made.path, made.text)])["documentChanges"].take(),
            )
        {
            list.splice(0..0, created);
        }
        Ok(edit)
    }
}

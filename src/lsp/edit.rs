//! Edits as an editor takes them: each file with the version that they are for, so that they are refused when somebody has typed on.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::position::range;
use super::project::Project;
use crate::fix::Edit;
use crate::source::Sources;

impl Project {
    /// Edits of files whose texts are those of `sources`; `None` where a text has been typed on since it was read, or is none of them.
    pub(super) fn workspace_edit(&self, sources: &Sources, edits: &[Edit]) -> Option<Value> {
        let mut by_file: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
        edits.iter().for_each(|edit| by_file.entry(&edit.file).or_default().push(edit));
        let changes: Option<Vec<Value>> =
            by_file.into_iter().map(|(file, edits)| self.edits_of(sources, file, &edits)).collect();
        Some(json!({ "documentChanges": changes? }))
    }

    /// New files with these texts, none in the place of another.
    pub(super) fn created(&self, files: &[(String, String)]) -> Value {
        let start = json!({ "line": 0, "character": 0 });
        let changes = files.iter().flat_map(|(file, text)| {
            let uri = self.addresses.uri(file);
            let edit = json!({ "range": { "start": start, "end": start }, "newText": text });
            let document = json!({ "uri": uri, "version": null });
            [json!({ "kind": "create", "uri": uri }), json!({ "textDocument": document, "edits": [edit] })]
        });
        json!({ "documentChanges": changes.collect::<Vec<_>>() })
    }

    fn edits_of(&self, sources: &Sources, file: &str, edits: &[&Edit]) -> Option<Value> {
        let id = sources.find(file)?;
        // Of MDX some is blanked when it is read, and stands where it stood.
        let text = &sources.get(id).text;
        let is_read = |typed: &str| typed == &**text || (file.ends_with(".mdx") && typed.len() == text.len());
        if self.buffers.get(file).is_some_and(|typed| !is_read(&typed)) {
            return None;
        }
        let edit =
            |edit: &&Edit| json!({ "range": range(sources, id, edit.span, self.encoding), "newText": edit.text });
        let edits: Vec<Value> = edits.iter().map(edit).collect();
        let document = json!({ "uri": self.addresses.uri(file), "version": self.versions.get(file) });
        Some(json!({ "textDocument": document, "edits": edits }))
    }
}

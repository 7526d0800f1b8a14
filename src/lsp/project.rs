//! The project of a session: what was typed, and what is known of it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::address::Addresses;
use super::diagnostics::{self, List, Told};
use super::position::Encoding;
use super::preview::{self, Preview};
use super::protocol::{self, *};
use super::{Edited, Plan, Run, Stops, Tried, Workspace, broken};
use crate::config::FILE;
use crate::diagnostic::{Findings, Fix};
use crate::output::Output;
use crate::route::Site;
use crate::serve::Build;
use crate::source::{Sources, Span};
use crate::tree::Buffers;

/// How long a text that can't be read is taken for one that is being typed.
const PATIENCE: Duration = Duration::from_secs(2);

/// A site.toml that opens no project: what is wrong with it.
pub struct Closed {
    pub sources: Sources,
    pub mistakes: Vec<(Span, Option<Fix>, String)>,
}

/// The project that the client has opened.
pub struct Project {
    workspace: Box<dyn Workspace>,
    pub(super) addresses: Addresses,
    pub(super) encoding: Encoding,
    /// Whether the client makes files, if an edit says so, and moves them.
    pub(super) creates: bool,
    pub(super) moves: bool,
    /// Whether the client asks for the edits of an action when it is chosen.
    pub(super) resolves: bool,
    pub(super) buffers: Buffers,
    edited: Edited,
    /// The version of each open file.
    pub(super) versions: HashMap<String, i32>,
    pub(super) state: Option<Arc<Site>>,
    pub(super) findings: Arc<Findings>,
    /// The pages of the last run.
    pub(super) output: Option<Arc<Output>>,
    /// Where they are shown, since the client has asked for it.
    pub(super) preview: Option<Preview>,
    /// Why there is no project to look at, if there is none.
    pub(super) closed: Option<Closed>,
    /// What the last run found, and what the client shows, by file: they differ in texts that can't be read.
    found: Told,
    shown: BTreeMap<String, List>,
    /// Open files whose diagnostics the client has not had for their version.
    owed: HashSet<String>,
    /// Open files whose text can't be read as it is, and since when the last of them is so.
    broken: HashSet<String>,
    broken_since: Option<Instant>,
}

impl Project {
    /// A project of which nothing is known yet.
    pub fn new(workspace: Box<dyn Workspace>, buffers: &Buffers, addresses: Addresses, encoding: Encoding) -> Project {
        Project {
            workspace,
            addresses,
            encoding,
            creates: false,
            moves: false,
            resolves: false,
            buffers: buffers.clone(),
            edited: Edited { all: true, ..Edited::default() },
            versions: HashMap::new(),
            state: None,
            findings: Arc::default(),
            output: None,
            preview: None,
            closed: None,
            found: Told::default(),
            shown: BTreeMap::new(),
            owed: HashSet::new(),
            broken: HashSet::new(),
            broken_since: None,
        }
    }

    /// How long it is until the project is run with a text that can't be read, if there is one.
    pub fn waits(&self) -> Option<Duration> {
        Some(PATIENCE.saturating_sub(self.broken_since?.elapsed()))
    }

    /// Whether a file can't be read as it is typed.
    pub(super) fn is_broken(&self, path: &str) -> bool {
        self.broken.contains(path)
    }

    /// What the client shows of a file.
    pub(super) fn shown_at(&self, path: &str) -> &[Diagnostic] {
        self.shown.get(path).map(|list| list.as_slice()).unwrap_or_default()
    }

    pub fn did_open(&mut self, buffers: &Buffers, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        if let Some(path) = self.addresses.path(&document.uri) {
            buffers.set(&path, &document.text);
            if self.addresses.keep(&path, document.uri) {
                self.found = Told::default();
            }
            self.versions.insert(path.clone(), document.version);
            self.edit(path);
        }
    }

    /// Takes a text; what is to be told at once of one that can't be read.
    pub fn did_change(&mut self, buffers: &Buffers, params: DidChangeTextDocumentParams) -> Option<Message> {
        let identifier = params.text_document;
        let path = self.addresses.path(&identifier.text_document_identifier.uri)?;
        // Whole texts are asked for: the last one counts.
        let mut texts = params.content_changes.into_iter().filter_map(|change| match change {
            TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => Some(whole.text),
            TextDocumentContentChangeEvent::TextDocumentContentChangePartial(_) => None,
        });
        let text = texts.next_back()?;
        buffers.set(&path, &text);
        self.versions.insert(path.clone(), identifier.version);
        self.edit(path.clone());
        let found = self.state.as_ref().and_then(|site| broken::diagnostics(site, &path, &text, self.encoding));
        if found.is_none() {
            self.broken.remove(&path);
            self.broken_since = self.broken_since.filter(|_| !self.broken.is_empty());
        }
        let found = found?;
        self.broken.insert(path.clone());
        self.broken_since = Some(Instant::now());
        self.owed.remove(&path);
        self.shown.insert(path.clone(), Arc::new(found));
        Some(self.shown_of(&path))
    }

    pub fn did_close(&mut self, buffers: &Buffers, params: DidCloseTextDocumentParams) {
        if let Some(path) = self.addresses.path(&params.text_document.uri) {
            buffers.close(&path);
            self.versions.remove(&path);
            self.broken.remove(&path);
            self.broken_since = self.broken_since.filter(|_| !self.broken.is_empty());
            self.edit(path);
        }
    }

    pub fn did_change_files(&mut self, params: DidChangeWatchedFilesParams) {
        let paths = params.changes.iter().filter_map(|change| self.addresses.path(&change.uri));
        // An open file is what the editor has, whatever becomes of it on the disk.
        let closed = paths.filter(|path| !self.versions.contains_key(path)).count();
        self.edited.all |= closed > 0;
    }

    /// The first of the open files whose text can't be read as it is typed.
    pub(super) fn broken(&self) -> Option<&str> {
        self.broken.iter().min().map(String::as_str)
    }

    /// The project as it would be.
    pub(super) fn try_out(&mut self, sources: &Sources, plan: &Plan) -> Option<Tried> {
        let tried = self.workspace.try_out(sources, plan);
        // What was run last is not what there is.
        self.edited.files.extend(plan.edits.iter().map(|edit| edit.file.clone()));
        self.edited.all |= !plan.moves.is_empty() || plan.made.is_some() || self.edited.files.contains(FILE);
        tried
    }

    fn edit(&mut self, path: String) {
        // Of other files nobody knows whether they are any of the project's, and whether the project is opened by them.
        let is_known = |site: &Arc<Site>| site.proved.resolved.project.sources.find(&path).is_some();
        self.edited.all |= path == FILE || !self.state.as_ref().is_some_and(is_known);
        self.owed.insert(path.clone());
        self.edited.files.insert(path);
    }

    /// Runs the project if something was edited; what the client is to be told. While a text is being typed that can't be read, what was
    /// known before serves.
    pub fn settle(&mut self, stops: &Stops<'_>) -> Vec<Message> {
        let is_typing = self.broken_since.is_some_and(|since| since.elapsed() < PATIENCE);
        if is_typing || (!self.edited.all && self.edited.files.is_empty()) {
            return Vec::new();
        }
        self.broken_since = None;
        let edited = std::mem::take(&mut self.edited);
        match self.workspace.run(&edited, stops) {
            Run::Made(site, findings, output) => {
                let project = &site.proved.resolved.project;
                let shown = self.preview.as_ref().map(Preview::url);
                self.addresses.show_site(shown.unwrap_or(&project.config.site.base_url));
                self.found = Told::of(&self.found, &project.sources, &findings, &self.addresses, self.encoding);
                if let Some(preview) = &mut self.preview {
                    preview.show(preview::build(&site, &findings, &output));
                }
                (self.state, self.findings, self.closed) = (Some(site), findings, None);
                self.output = Some(output);
            }
            Run::Same => {}
            Run::Stopped => {
                self.edited = edited;
                return Vec::new();
            }
            Run::Closed(sources, mistakes) => {
                let shown =
                    mistakes.iter().map(|(span, _, words)| diagnostics::mistake(&sources, *span, words, self.encoding));
                self.found = Told::default();
                self.found.files.insert(FILE.to_owned(), Arc::new(shown.collect()));
                if let Some(preview) = &mut self.preview {
                    let errors = mistakes.iter().map(|(_, _, words)| format!("{FILE}: {words}")).collect();
                    preview.show(Build { output: None, errors, files: None });
                }
                self.closed = Some(Closed { sources, mistakes });
            }
        }
        self.tell(self.found.files.clone())
    }

    /// Notifications of what is known to be wrong, which leads to the preview that has been opened.
    pub(super) fn led_to_preview(&mut self) -> Vec<Message> {
        let (Some(site), Some(preview)) = (&self.state, &self.preview) else { return Vec::new() };
        if self.closed.is_some() || self.addresses.site() == preview.url() {
            return Vec::new();
        }
        self.addresses.show_site(preview.url());
        let sources = &site.proved.resolved.project.sources;
        self.found = Told::of(&self.found, sources, &self.findings, &self.addresses, self.encoding);
        self.tell(self.found.files.clone())
    }

    /// Notifications about the files whose diagnostics are others than the client has, open files first.
    fn tell(&mut self, files: BTreeMap<String, List>) -> Vec<Message> {
        let owed = std::mem::take(&mut self.owed);
        let before = std::mem::replace(&mut self.shown, files);
        let is_other = |path: &&String| match (self.shown.get(*path), before.get(*path)) {
            (Some(now), Some(then)) => !Arc::ptr_eq(now, then) && now != then,
            (now, then) => now.is_some() != then.is_some(),
        };
        let changed = self.shown.keys().chain(before.keys()).filter(is_other);
        let mut told: Vec<&String> = changed.chain(&owed).collect();
        told.sort_by_key(|path| (!self.versions.contains_key(*path), *path));
        told.dedup();
        told.into_iter().map(|path| self.shown_of(path)).collect()
    }

    /// The notification of what is wrong with a file.
    fn shown_of(&self, path: &str) -> Message {
        let params = PublishDiagnosticsParams {
            uri: self.addresses.uri(path),
            version: self.versions.get(path).copied(),
            diagnostics: self.shown_at(path).to_vec(),
        };
        protocol::notification("textDocument/publishDiagnostics", params)
    }
}

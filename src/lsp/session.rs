//! A session: what was asked, and what is known to answer it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::address::Addresses;
use super::cursor::{Cursor, cursors};
use super::position::{Encoding, range};
use super::protocol::{self, *};
use super::{Edited, Open, Run, Workspace, beside, definition, diagnostics, folder_of, hover, opens, symbol};
use crate::diagnostic::Findings;
use crate::route::Site;
use crate::source::{Place, SourceId, Sources, Span};
use crate::tree::Buffers;

/// What comes after a message.
pub enum Next {
    Message,
    End { clean: bool },
}

/// What is known of the client and of the project.
pub struct Session<'a> {
    output: &'a mut dyn Write,
    open: &'a mut Open<'a>,
    buffers: Buffers,
    project: Option<Project>,
    shut_down: bool,
}

/// The project that the client has opened.
struct Project {
    workspace: Box<dyn Workspace>,
    addresses: Addresses,
    encoding: Encoding,
    edited: Edited,
    /// The version of each open file.
    versions: HashMap<String, i32>,
    state: Option<(Arc<Site>, Arc<Findings>)>,
    /// What the client shows, by file.
    shown: BTreeMap<String, Vec<Diagnostic>>,
    /// Open files whose diagnostics the client has not had for their version.
    owed: HashSet<String>,
    watches: bool,
}

impl<'a> Session<'a> {
    pub fn new(output: &'a mut dyn Write, open: &'a mut Open<'a>) -> Session<'a> {
        Session { output, open, buffers: Buffers::default(), project: None, shut_down: false }
    }

    /// Takes one message.
    ///
    /// # Errors
    /// The other side is gone.
    pub fn take(&mut self, message: Message) -> Result<Next, String> {
        match message {
            Message::Request(request) => self.answer(request).map(|()| Next::Message),
            Message::Notification(notification) if notification.method == "exit" => {
                Ok(Next::End { clean: self.shut_down })
            }
            Message::Notification(notification) => self.heed(notification).map(|()| Next::Message),
            Message::Response(_) => Ok(Next::Message),
        }
    }

    /// Brings the project up to what was edited, and the client up to the project.
    ///
    /// # Errors
    /// The other side is gone.
    pub fn settle(&mut self) -> Result<(), String> {
        let Some(project) = &mut self.project else { return Ok(()) };
        for message in project.settle() {
            protocol::write_message(self.output, &message)?;
        }
        Ok(())
    }

    fn answer(&mut self, request: Request) -> Result<(), String> {
        let Request { id, method, params } = request;
        let result = match method.as_str() {
            "initialize" => self.initialize(params),
            _ if self.shut_down => Err((ErrorCode::InvalidRequest, "the session was shut down".to_owned())),
            "shutdown" => {
                self.shut_down = true;
                Ok(Value::Null)
            }
            _ => match &mut self.project {
                None => Err((ErrorCode::ServerNotInitialized, "the session was not initialized".to_owned())),
                Some(_) => {
                    self.settle()?;
                    self.project.as_ref().map_or(Ok(Value::Null), |project| project.answer(&method, params))
                }
            },
        };
        let response_result =
            result.map_err(|(code, message)| ResponseError { code: code as i32, message, data: None });
        protocol::write_message(self.output, &Message::Response(Response { id, response_result }))
    }

    fn initialize(&mut self, params: Value) -> Answer {
        // Of what clients say of themselves little is asked, and that where each says it.
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let folder = text(&params["workspaceFolders"][0]["uri"]).or_else(|| text(&params["rootUri"]));
        let folder = folder.as_deref().and_then(folder_of).or_else(|| text(&params["rootPath"]).map(PathBuf::from));
        let folder = match text(&params["initializationOptions"]["folder"]).filter(|below| !below.is_empty()) {
            Some(below) => Some(folder.unwrap_or_default().join(below)),
            None => folder,
        };
        let encodings = params["capabilities"]["general"]["positionEncodings"].as_array();
        let takes_bytes = encodings.is_some_and(|encodings| encodings.iter().any(|name| name == "utf-8"));
        let watches = params["capabilities"]["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"] == true;
        let encoding = if takes_bytes { Encoding::Utf8 } else { Encoding::Utf16 };
        let (root, workspace) = (self.open)(folder, &self.buffers).map_err(|why| (ErrorCode::InvalidParams, why))?;
        self.project = Some(Project {
            workspace,
            addresses: Addresses::of(&root),
            encoding,
            edited: Edited { all: true, ..Edited::default() },
            versions: HashMap::new(),
            state: None,
            shown: BTreeMap::new(),
            owed: HashSet::new(),
            watches,
        });
        value(capabilities(encoding))
    }

    fn heed(&mut self, notification: Notification) -> Result<(), String> {
        let Notification { method, params } = notification;
        let Some(project) = &mut self.project else { return Ok(()) };
        let buffers = &self.buffers;
        // What a client sends that is none of the protocol's is passed over, as the protocol asks of notifications.
        let _ = match method.as_str() {
            "initialized" if project.watches => return protocol::write_message(self.output, &watch()),
            "textDocument/didOpen" => protocol::params(params).map(|params| project.did_open(buffers, params)),
            "textDocument/didChange" => protocol::params(params).map(|params| project.did_change(buffers, params)),
            "textDocument/didClose" => protocol::params(params).map(|params| project.did_close(buffers, params)),
            "workspace/didChangeWatchedFiles" => {
                protocol::params(params).map(|params| project.did_change_files(params))
            }
            _ => Ok(()),
        };
        Ok(())
    }
}

/// A result, or the code and the words of an error.
type Answer = Result<Value, (ErrorCode, String)>;

fn value(result: impl Serialize) -> Answer {
    serde_json::to_value(result).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}

impl Project {
    fn did_open(&mut self, buffers: &Buffers, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        if let Some(path) = self.addresses.path(&document.uri) {
            buffers.set(&path, &document.text);
            self.addresses.keep(&path, document.uri);
            self.versions.insert(path.clone(), document.version);
            self.edit(path);
        }
    }

    fn did_change(&mut self, buffers: &Buffers, params: DidChangeTextDocumentParams) {
        let identifier = params.text_document;
        let Some(path) = self.addresses.path(&identifier.text_document_identifier.uri) else { return };
        // Whole texts are asked for: the last one counts.
        let texts = params.content_changes.into_iter().filter_map(|change| match change {
            TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => Some(whole.text),
            TextDocumentContentChangeEvent::TextDocumentContentChangePartial(_) => None,
        });
        if let Some(text) = texts.last() {
            buffers.set(&path, &text);
            self.versions.insert(path.clone(), identifier.version);
            self.edit(path);
        }
    }

    fn did_close(&mut self, buffers: &Buffers, params: DidCloseTextDocumentParams) {
        if let Some(path) = self.addresses.path(&params.text_document.uri) {
            buffers.close(&path);
            self.versions.remove(&path);
            self.edit(path);
        }
    }

    fn did_change_files(&mut self, params: DidChangeWatchedFilesParams) {
        let paths = params.changes.iter().filter_map(|change| self.addresses.path(&change.uri));
        // An open file is what the editor has, whatever becomes of it on the disk.
        let closed = paths.filter(|path| !self.versions.contains_key(path)).count();
        self.edited.all |= closed > 0;
    }

    fn edit(&mut self, path: String) {
        self.edited.all |= opens(&path);
        self.owed.insert(path.clone());
        self.edited.files.insert(path);
    }

    /// Runs the project if something was edited; what the client is to be told.
    fn settle(&mut self) -> Vec<Message> {
        if !self.edited.all && self.edited.files.is_empty() {
            return Vec::new();
        }
        let edited = std::mem::take(&mut self.edited);
        let files = match self.workspace.run(&edited) {
            Run::Made(site, findings) => {
                let sources = &site.proved.resolved.project.sources;
                let files = diagnostics::by_file(sources, &findings, &self.addresses, self.encoding);
                self.state = Some((site, findings));
                files
            }
            Run::Same => self.shown.clone(),
            Run::Closed(sources, mistakes) => {
                let shown =
                    mistakes.iter().map(|(span, words)| diagnostics::mistake(&sources, *span, words, self.encoding));
                BTreeMap::from([(crate::config::FILE.to_owned(), shown.collect())])
            }
        };
        self.tell(files)
    }

    /// Notifications about the files whose diagnostics are others than the client has, open files first.
    fn tell(&mut self, files: BTreeMap<String, Vec<Diagnostic>>) -> Vec<Message> {
        let owed = std::mem::take(&mut self.owed);
        let before = std::mem::replace(&mut self.shown, files);
        let mut told: Vec<&String> = self.shown.keys().chain(before.keys()).chain(&owed).collect();
        told.sort_by_key(|path| (!self.versions.contains_key(*path), *path));
        told.dedup();
        let changed =
            told.into_iter().filter(|path| owed.contains(*path) || self.shown.get(*path) != before.get(*path));
        let messages = changed.map(|path| {
            let params = PublishDiagnosticsParams {
                uri: self.addresses.uri(path),
                version: self.versions.get(path).copied(),
                diagnostics: self.shown.get(path).cloned().unwrap_or_default(),
            };
            protocol::notification("textDocument/publishDiagnostics", params)
        });
        messages.collect()
    }

    fn answer(&self, method: &str, params: Value) -> Answer {
        let invalid = |why| (ErrorCode::InvalidParams, why);
        let file = |uri: &Uri| self.addresses.path(uri).unwrap_or_default();
        let Some((site, _)) = &self.state else { return Ok(Value::Null) };
        let resolved = &site.proved.resolved;
        match method {
            "textDocument/hover" => {
                let asked: TextDocumentPositionParams = protocol::params(params).map_err(invalid)?;
                let file = file(&asked.text_document.uri);
                if file == crate::config::FILE {
                    return value(self.hover_of_rule(&resolved.project.config.sources, asked.position));
                }
                let said = hover::hover(resolved, &self.cursors(site, &asked));
                value(said.map(|(text, place, span)| self.hover(&resolved.project.sources, text, place.source, span)))
            }
            "textDocument/definition" | "textDocument/typeDefinition" => {
                let asked: TextDocumentPositionParams = protocol::params(params).map_err(invalid)?;
                let places = definition::definitions(resolved, &self.cursors(site, &asked));
                let file = file(&asked.text_document.uri);
                let linked = || beside::linked(resolved, &file, asked.position, self.encoding);
                let linked = if places.is_empty() { linked() } else { None };
                let linked = linked.map(|path| Location { uri: self.addresses.uri(&path), range: Range::default() });
                value(self.locations(site, &places).into_iter().chain(linked).collect::<Vec<_>>())
            }
            "textDocument/references" => {
                let asked: ReferenceParams = protocol::params(params).map_err(invalid)?;
                let cursors = self.cursors(site, &asked.text_document_position_params);
                value(self.locations(site, &definition::references(resolved, &cursors)))
            }
            "textDocument/documentSymbol" => {
                let asked: DocumentSymbolParams = protocol::params(params).map_err(invalid)?;
                value(symbol::of_file(resolved, &file(&asked.text_document.uri), self.encoding))
            }
            "workspace/symbol" => {
                let asked: WorkspaceSymbolParams = protocol::params(params).map_err(invalid)?;
                let found = symbol::of_project(resolved, &asked.query);
                value(found.iter().map(|named| self.symbol(site, named)).collect::<Vec<_>>())
            }
            "textDocument/documentLink" => {
                let asked: DocumentLinkParams = protocol::params(params).map_err(invalid)?;
                value(beside::links(resolved, &self.addresses, &file(&asked.text_document.uri), self.encoding))
            }
            "textDocument/codeLens" => {
                let asked: CodeLensParams = protocol::params(params).map_err(invalid)?;
                value(beside::lenses(site, &file(&asked.text_document.uri), self.encoding))
            }
            "textDocument/inlayHint" => {
                let asked: InlayHintParams = protocol::params(params).map_err(invalid)?;
                value(beside::hints(resolved, &file(&asked.text_document.uri), asked.range, self.encoding))
            }
            _ => Err((ErrorCode::MethodNotFound, format!("`{method}` is nothing that is answered here"))),
        }
    }

    fn cursors<'s>(&self, site: &'s Site, asked: &TextDocumentPositionParams) -> Vec<Cursor<'s>> {
        let file = self.addresses.path(&asked.text_document.uri).unwrap_or_default();
        cursors(&site.proved.resolved.project.sources, &file, asked.position, self.encoding)
    }

    fn hover(&self, sources: &Sources, value: String, source: SourceId, span: Span) -> Hover {
        let contents = Contents::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value });
        Hover { contents, range: Some(range(sources, source, span, self.encoding)) }
    }

    fn hover_of_rule(&self, sources: &Sources, at: Position) -> Option<Hover> {
        let (source, _) = sources.iter().next()?;
        let (text, span) = hover::of_rule(&cursors(sources, crate::config::FILE, at, self.encoding))?;
        Some(self.hover(sources, text, source, span))
    }

    fn locations(&self, site: &Site, places: &[Place]) -> Vec<Location> {
        places.iter().filter_map(|place| self.location(site, place)).collect()
    }

    /// Where a place stands: the name of a member with its value is led to by the name.
    fn location(&self, site: &Site, place: &Place) -> Option<Location> {
        let sources = &site.proved.resolved.project.sources;
        let found = sources.locate(place)?;
        let span = found.key_span.unwrap_or(Span { end: found.node.span.start, ..found.node.span });
        let uri = self.addresses.uri(&sources.get(place.source).file);
        Some(Location { uri, range: range(sources, place.source, span, self.encoding) })
    }

    fn symbol(&self, site: &Site, named: &symbol::Named) -> Value {
        // The two kinds of answer differ in nothing that is said here.
        serde_json::json!({
            "name": named.name,
            "kind": named.kind,
            "location": self.location(site, &named.place),
            "containerName": named.container,
        })
    }
}

/// What the server does.
fn capabilities(encoding: Encoding) -> Value {
    let encoding = match encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16 => "utf-16",
    };
    serde_json::json!({
        "serverInfo": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "capabilities": {
            "positionEncoding": encoding,
            "textDocumentSync": { "openClose": true, "change": 1 },
            "hoverProvider": true,
            "definitionProvider": true,
            "typeDefinitionProvider": true,
            "referencesProvider": true,
            "documentSymbolProvider": true,
            "workspaceSymbolProvider": true,
            "documentLinkProvider": { "resolveProvider": false },
            "codeLensProvider": { "resolveProvider": false },
            "inlayHintProvider": true,
        },
    })
}

/// The client is asked to tell of files that come, go or change.
fn watch() -> Message {
    let watcher = serde_json::json!({ "globPattern": "**/*" });
    let registration = serde_json::json!({
        "id": "files",
        "method": "workspace/didChangeWatchedFiles",
        "registerOptions": { "watchers": [watcher] },
    });
    let params = serde_json::json!({ "registrations": [registration] });
    Request { id: 1.into(), method: "client/registerCapability".to_owned(), params }.into()
}

//! A session: what was asked, and what is known to answer it.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;

use super::add::ADD;
use super::address::{Addresses, folder};
use super::answer::{Answer, value};
use super::position::Encoding;
use super::preview::PREVIEW;
use super::project::Project;
use super::protocol::{self, *};
use super::refactor::KINDS;
use super::rename::files::FILES;
use super::{Open, Stops};
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
    /// Whether the client tells of files that change, if it is asked to.
    watches: bool,
    /// Whether the client opens an address of the web, if it is asked to.
    shows: bool,
    /// The number of the last request to the client.
    asked: i32,
}

impl<'a> Session<'a> {
    /// A session before its first message; `open` opens the project that the client names.
    pub fn new(output: &'a mut dyn Write, open: &'a mut Open<'a>) -> Session<'a> {
        let (watches, shows) = (false, false);
        Session { output, open, buffers: Buffers::default(), project: None, shut_down: false, watches, shows, asked: 0 }
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

    /// How long it is until something is due, if something waits.
    pub fn waits(&self) -> Option<Duration> {
        self.project.as_ref()?.waits()
    }

    /// Brings the project up to what was edited, and the client up to the project, unless it is stopped.
    ///
    /// # Errors
    /// The other side is gone.
    pub fn settle(&mut self, stops: &Stops<'_>) -> Result<(), String> {
        let Some(project) = &mut self.project else { return Ok(()) };
        for message in project.settle(stops) {
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
                Some(_) if method == "workspace/executeCommand" => {
                    self.settle(&|| false)?;
                    let (answer, shown) = self.execute(&params);
                    for message in shown {
                        protocol::write_message(self.output, &message)?;
                    }
                    answer
                }
                Some(_) if method == "textDocument/rename" => {
                    self.settle(&|| false)?;
                    self.project.as_mut().map_or(Ok(Value::Null), |project| project.rename(params))
                }
                Some(_) if method == "codeAction/resolve" => {
                    self.settle(&|| false)?;
                    self.project.as_mut().map_or(Ok(Value::Null), |project| project.resolve_action(params))
                }
                Some(_) if method == "workspace/willRenameFiles" => {
                    self.settle(&|| false)?;
                    match self.project.as_mut().map_or(Ok(Value::Null), |project| project.will_move(&params)) {
                        Ok(edit) => Ok(edit),
                        // An error would keep some clients from moving at all.
                        Err(why) => {
                            protocol::write_message(self.output, &warning(&why))?;
                            Ok(Value::Null)
                        }
                    }
                }
                Some(_) => {
                    self.settle(&|| false)?;
                    self.project.as_ref().map_or(Ok(Value::Null), |project| project.answer(&method, params))
                }
            },
        };
        self.respond(id, result)
    }

    /// Answers a request that the client takes back.
    ///
    /// # Errors
    /// The other side is gone.
    pub fn take_back(&mut self, id: RequestId) -> Result<(), String> {
        self.respond(id, Err((ErrorCode::RequestCanceled, "the request was taken back".to_owned())))
    }

    fn respond(&mut self, id: RequestId, result: Answer) -> Result<(), String> {
        let response_result =
            result.map_err(|(code, message)| ResponseError { code: code as i32, message, data: None });
        protocol::write_message(self.output, &Message::Response(Response { id, response_result }))
    }

    /// Does what the client commands: the answer, and what it is asked to show.
    fn execute(&mut self, params: &Value) -> (Answer, Vec<Message>) {
        let invalid = |why: String| (Err((ErrorCode::InvalidParams, why)), Vec::new());
        let command = params["command"].as_str().unwrap_or_default();
        let Some(project) = self.project.as_mut().filter(|_| command == PREVIEW) else {
            return invalid(format!("`{command}` is no command of this server"));
        };
        let asked = match params["arguments"].get(0) {
            None | Some(Value::Null) => None,
            Some(asked) => match protocol::params::<TextDocumentPositionParams>(asked.clone()) {
                Ok(asked) => Some(asked),
                Err(why) => return invalid(why),
            },
        };
        match project.preview(asked.as_ref()) {
            Ok(address) => {
                self.asked += 1;
                let shown = self.shows.then(|| show(self.asked, &address));
                let told = project.led_to_preview();
                (Ok(Value::from(address)), shown.into_iter().chain(told).collect())
            }
            Err(refused) => (Err(refused), Vec::new()),
        }
    }

    fn initialize(&mut self, params: Value) -> Answer {
        // Of what clients say of themselves little is asked, and that where each says it.
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let uri = text(&params["workspaceFolders"][0]["uri"]).or_else(|| text(&params["rootUri"]));
        let opened = uri.as_deref().and_then(folder).or_else(|| text(&params["rootPath"]).map(PathBuf::from));
        let opened = match text(&params["initializationOptions"]["folder"]).filter(|below| !below.is_empty()) {
            Some(below) => Some(opened.unwrap_or_default().join(below)),
            None => opened,
        };
        let encodings = params["capabilities"]["general"]["positionEncodings"].as_array();
        let takes_bytes = encodings.is_some_and(|encodings| encodings.iter().any(|name| name == "utf-8"));
        let watches = params["capabilities"]["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"] == true;
        let encoding = if takes_bytes { Encoding::Utf8 } else { Encoding::Utf16 };
        let (root, workspace) = (self.open)(opened, &self.buffers).map_err(|why| (ErrorCode::InvalidParams, why))?;
        self.watches = watches;
        self.shows = params["capabilities"]["window"]["showDocument"]["support"] == true;
        let makes = params["capabilities"]["workspace"]["workspaceEdit"]["resourceOperations"].as_array();
        let mut project = Project::new(workspace, &self.buffers, Addresses::of(&root), encoding);
        let can = |what: &str| makes.is_some_and(|kinds| kinds.iter().any(|kind| kind == what));
        (project.creates, project.moves) = (can("create"), can("rename"));
        let resolved = &params["capabilities"]["textDocument"]["codeAction"]["resolveSupport"]["properties"];
        project.resolves = resolved.as_array().is_some_and(|names| names.iter().any(|name| name == "edit"));
        self.project = Some(project);
        value(capabilities(encoding))
    }

    fn heed(&mut self, notification: Notification) -> Result<(), String> {
        let Notification { method, params } = notification;
        let Some(project) = &mut self.project else { return Ok(()) };
        let buffers = &self.buffers;
        // What a client sends that is none of the protocol's is passed over, as the protocol asks of notifications.
        let _ = match method.as_str() {
            "initialized" if self.watches => {
                self.asked += 1;
                return protocol::write_message(self.output, &watch(self.asked));
            }
            "textDocument/didOpen" => protocol::params(params).map(|params| project.did_open(buffers, params)),
            "textDocument/didChange" => {
                let told = protocol::params(params).map(|params| project.did_change(buffers, params));
                if let Ok(Some(message)) = told {
                    protocol::write_message(self.output, &message)?;
                }
                Ok(())
            }
            "textDocument/didClose" => protocol::params(params).map(|params| project.did_close(buffers, params)),
            "workspace/didChangeWatchedFiles" => {
                protocol::params(params).map(|params| project.did_change_files(params))
            }
            _ => Ok(()),
        };
        Ok(())
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
            "callHierarchyProvider": true,
            "foldingRangeProvider": true,
            "documentLinkProvider": { "resolveProvider": false },
            "codeLensProvider": { "resolveProvider": false },
            "inlayHintProvider": true,
            "completionProvider": { "triggerCharacters": ["\"", "/", "#", ":", " ", "-"], "resolveProvider": false },
            "executeCommandProvider": { "commands": [PREVIEW] },
            "renameProvider": { "prepareProvider": true },
            "workspace": { "fileOperations": { "willRename": { "filters": [
                { "scheme": "file", "pattern": { "glob": FILES, "matches": "file" } },
                { "scheme": "file", "pattern": { "glob": "**", "matches": "folder" } },
            ] } } },
            "codeActionProvider": {
                "codeActionKinds": ["quickfix", ADD, "source.fixAll", KINDS[0], KINDS[1]],
                "resolveProvider": true,
            },
        },
    })
}

/// The user is told why nothing was edited though files move.
fn warning(why: &str) -> Message {
    let message = format!("Nothing was mended for what moves: {why}");
    protocol::notification("window/showMessage", serde_json::json!({ "type": 2, "message": message }))
}

/// The client is asked to open an address, where the user opens others of the web.
fn show(id: i32, address: &str) -> Message {
    let params = serde_json::json!({ "uri": address, "external": true, "takeFocus": true });
    Request { id: id.into(), method: "window/showDocument".to_owned(), params }.into()
}

/// The client is asked to tell of files that come, go or change.
fn watch(id: i32) -> Message {
    let watcher = serde_json::json!({ "globPattern": "**/*" });
    let registration = serde_json::json!({
        "id": "files",
        "method": "workspace/didChangeWatchedFiles",
        "registerOptions": { "watchers": [watcher] },
    });
    let params = serde_json::json!({ "registrations": [registration] });
    Request { id: id.into(), method: "client/registerCapability".to_owned(), params }.into()
}

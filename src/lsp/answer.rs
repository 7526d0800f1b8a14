//! Answers to what is asked of a project.

use serde::Serialize;
use serde_json::Value;

use super::cursor::{Cursor, cursors};
use super::guide::Landing;
use super::position::{range, spot};
use super::project::Project;
use super::protocol::{self, *};
use super::{beside, definition, fold, guide, hover, references, symbol};
use crate::route::Site;
use crate::source::{Place, SourceId, Span};

/// A result, or the code and the words of an error.
pub type Answer = Result<Value, (ErrorCode, String)>;

/// A result as JSON.
///
/// # Errors
/// It can't be written.
pub fn value(result: impl Serialize) -> Answer {
    serde_json::to_value(result).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}

impl Project {
    /// The answer to a request, by its method.
    ///
    /// # Errors
    /// The method is none of ours, or what was sent with it is not what it takes.
    pub fn answer(&self, method: &str, params: Value) -> Answer {
        let invalid = |why| (ErrorCode::InvalidParams, why);
        let file = |uri: &Uri| self.addresses.path(uri).unwrap_or_default();
        if method == "textDocument/codeAction" {
            let asked: CodeActionParams = protocol::params(params).map_err(invalid)?;
            let only = asked.context.only.unwrap_or_default();
            let only: Vec<Value> = only.iter().filter_map(|kind| serde_json::to_value(kind).ok()).collect();
            let only: Vec<&str> = only.iter().filter_map(Value::as_str).collect();
            return value(self.actions(&asked.text_document.uri, asked.range, &only));
        }
        if method == "textDocument/hover" {
            let asked: TextDocumentPositionParams = protocol::params(params).map_err(invalid)?;
            return value(self.hover(&asked));
        }
        let Some(site) = &self.state else { return Ok(Value::Null) };
        let resolved = &site.proved.resolved;
        match method {
            "textDocument/definition" | "textDocument/typeDefinition" => {
                let asked: TextDocumentPositionParams = protocol::params(params).map_err(invalid)?;
                let places = definition::definitions(resolved, &self.cursors(site, &asked));
                let file = file(&asked.text_document.uri);
                let link = || guide::landings_at(site, &file, asked.position, self.encoding).0;
                let linked = if places.is_empty() { link() } else { None };
                let linked = linked.and_then(|landing| self.landed(site, landing));
                value(self.locations(site, &places).into_iter().chain(linked).collect::<Vec<_>>())
            }
            "textDocument/completion" => {
                let asked: TextDocumentPositionParams = protocol::params(params).map_err(invalid)?;
                value(self.completions(site, &asked))
            }
            "textDocument/prepareRename" => {
                let asked: TextDocumentPositionParams = protocol::params(params).map_err(invalid)?;
                value(self.nameable(site, &asked))
            }
            "textDocument/references" => {
                let asked: ReferenceParams = protocol::params(params).map_err(invalid)?;
                let asked = asked.text_document_position_params;
                let file = file(&asked.text_document.uri);
                let (link, here) = guide::landings_at(site, &file, asked.position, self.encoding);
                let found = references::references(site, &self.cursors(site, &asked), link, &here);
                value(found.into_iter().map(|spot| self.at_spot(site, spot)).collect::<Vec<_>>())
            }
            "textDocument/prepareCallHierarchy" => {
                let asked: TextDocumentPositionParams = protocol::params(params).map_err(invalid)?;
                self.callable(site, &asked)
            }
            "callHierarchy/incomingCalls" => self.calls(site, &params["item"], true),
            "callHierarchy/outgoingCalls" => self.calls(site, &params["item"], false),
            "textDocument/documentSymbol" => {
                let asked: DocumentSymbolParams = protocol::params(params).map_err(invalid)?;
                value(symbol::of_file(resolved, &file(&asked.text_document.uri), self.encoding))
            }
            "workspace/symbol" => {
                let asked: WorkspaceSymbolParams = protocol::params(params).map_err(invalid)?;
                let found = symbol::of_project(resolved, &asked.query);
                value(found.iter().map(|named| self.symbol(site, named)).collect::<Vec<_>>())
            }
            "textDocument/foldingRange" => {
                let asked: FoldingRangeParams = protocol::params(params).map_err(invalid)?;
                let file = file(&asked.text_document.uri);
                // Lines have moved in a text that can't be read: the client keeps what it folds.
                value((!self.is_broken(&file)).then(|| fold::of_file(resolved, &file)))
            }
            "textDocument/documentLink" => {
                let asked: DocumentLinkParams = protocol::params(params).map_err(invalid)?;
                value(beside::links(site, &self.addresses, &file(&asked.text_document.uri), self.encoding))
            }
            "textDocument/codeLens" => {
                let asked: CodeLensParams = protocol::params(params).map_err(invalid)?;
                value(beside::lenses(site, &self.addresses, &file(&asked.text_document.uri), self.encoding))
            }
            "textDocument/inlayHint" => {
                let asked: InlayHintParams = protocol::params(params).map_err(invalid)?;
                value(beside::hints(resolved, &file(&asked.text_document.uri), asked.range, self.encoding))
            }
            _ => Err((ErrorCode::MethodNotFound, format!("`{method}` is nothing that is answered here"))),
        }
    }

    pub(super) fn cursors<'s>(&self, site: &'s Site, asked: &TextDocumentPositionParams) -> Vec<Cursor<'s>> {
        let file = self.addresses.path(&asked.text_document.uri).unwrap_or_default();
        cursors(&site.proved.resolved.project.sources, &file, asked.position, self.encoding)
    }

    /// What is said of the thing under the cursor, and of the rules that find something there.
    fn hover(&self, asked: &TextDocumentPositionParams) -> Option<Hover> {
        let said = self.state.as_ref().and_then(|site| {
            let resolved = &site.proved.resolved;
            let (text, place, span) = hover::hover(resolved, &self.cursors(site, asked))?;
            Some((text, range(&resolved.project.sources, place.source, span, self.encoding)))
        });
        let file = self.addresses.path(&asked.text_document.uri)?;
        let rules = hover::rules(self.shown_at(&file), asked.position);
        let (said, range) = said.unzip();
        let texts: Vec<String> = said.into_iter().chain(rules).collect();
        let contents = MarkupContent { kind: MarkupKind::Markdown, value: texts.join(hover::BETWEEN) };
        (!texts.is_empty()).then_some(Hover { contents: Contents::MarkupContent(contents), range })
    }

    fn locations(&self, site: &Site, places: &[Place]) -> Vec<Location> {
        places.iter().filter_map(|place| self.location(site, place)).collect()
    }

    /// Where a place stands: the name of a member with its value is led to by the name.
    fn location(&self, site: &Site, place: &Place) -> Option<Location> {
        Some(self.at_spot(site, spot(&site.proved.resolved.project.sources, place)?))
    }

    fn at_spot(&self, site: &Site, (source, span): (SourceId, Span)) -> Location {
        let sources = &site.proved.resolved.project.sources;
        let uri = self.addresses.uri(&sources.get(source).file);
        Location { uri, range: range(sources, source, span, self.encoding) }
    }

    /// Where a link leads.
    fn landed(&self, site: &Site, landing: Landing) -> Option<Location> {
        match landing {
            Landing::Place(place) => self.location(site, &place),
            Landing::Line(source, at) => Some(self.at_spot(site, (source, Span { start: at, end: at }))),
            Landing::File(path) => Some(Location { uri: self.addresses.uri(&path), range: Range::default() }),
        }
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

//! The messages of the protocol: how they are framed, and the types of what they carry.
//!
//! The framing is that of the base protocol (Language Server Protocol 3.17, "Base Protocol"). Its reader is ours, since the one of
//! `lsp-server` takes whatever memory a length asks for.

use std::io::{BufRead, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use gen_lsp_types::{
    Code, CodeActionParams, CodeDescription, CodeLens, CodeLensParams, Command, Contents, Diagnostic,
    DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentLink,
    DocumentLinkParams, DocumentSymbol, DocumentSymbolParams, FoldingRange, FoldingRangeParams, Hover, InlayHint,
    InlayHintParams, Label, Location, MarkupContent, MarkupKind, Message as Words, Position, PublishDiagnosticsParams,
    Range, ReferenceParams, SymbolKind, TextDocumentContentChangeEvent, TextDocumentPositionParams, Uri,
    WorkspaceSymbolParams,
};
pub use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};

/// The longest message that is read, in bytes.
const LONGEST: usize = 64 << 20;

/// The longest line of a head.
const LONGEST_LINE: u64 = 4096;

/// The next message; `None` where the other side has ended.
///
/// # Errors
/// Says why what was read is no message.
pub fn read_message(reader: &mut dyn BufRead) -> Result<Option<Message>, String> {
    let Some(length) = read_head(reader)? else { return Ok(None) };
    if length > LONGEST {
        return Err(format!("a message of {length} bytes is longer than {LONGEST} bytes, the longest that is read"));
    }
    let mut bytes = Vec::new();
    let read = reader.take(length as u64).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if read < length {
        return Err(format!("a message of {length} bytes ended after {read}"));
    }
    serde_json::from_slice(&bytes).map(Some).map_err(|error| format!("what was sent is no message: {error}"))
}

/// The length that the head of a message states.
fn read_head(reader: &mut dyn BufRead) -> Result<Option<usize>, String> {
    let mut length = None;
    let mut is_first = true;
    loop {
        let mut line = Vec::new();
        reader.take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(|error| error.to_string())?;
        if line.is_empty() && is_first {
            return Ok(None);
        }
        is_first = false;
        let line = String::from_utf8_lossy(&line);
        let Some(line) = line.strip_suffix('\n') else {
            return Err("the head of a message has no end".to_owned());
        };
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            return length.map(Some).ok_or_else(|| "the head of a message has no Content-Length".to_owned());
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            let value = value.trim();
            length = Some(value.parse().map_err(|_| format!("Content-Length is no number of bytes: `{value}`"))?);
        }
    }
}

/// Sends a message.
///
/// # Errors
/// The other side has gone.
pub fn write_message(writer: &mut dyn Write, message: &Message) -> Result<(), String> {
    let text = serde_json::to_value(message).map_err(|error| error.to_string())?;
    let serde_json::Value::Object(mut members) = text else { return Err("a message is an object".to_owned()) };
    members.insert("jsonrpc".to_owned(), "2.0".into());
    let text = serde_json::Value::Object(members).to_string();
    let sent = write!(writer, "Content-Length: {}\r\n\r\n{text}", text.len()).and_then(|()| writer.flush());
    sent.map_err(|error| error.to_string())
}

/// What a message carries.
///
/// # Errors
/// It is something else; says what is wrong.
pub fn params<T: DeserializeOwned>(params: serde_json::Value) -> Result<T, String> {
    serde_json::from_value(params).map_err(|error| error.to_string())
}

/// A notification of ours.
pub fn notification(method: &str, params: impl Serialize) -> Message {
    Notification { method: method.to_owned(), params: serde_json::to_value(params).unwrap_or_default() }.into()
}

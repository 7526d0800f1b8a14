//! Something that may stand at a place, and how it is written there.

use serde_json::{Value, json};

use super::{Kind, Typed};
use crate::lsp::position::Encoding;
use crate::source::{Format, scalar};

/// Numbers of the protocol (CompletionItemKind).
pub const FIELD: u32 = 5;
pub const PROPERTY: u32 = 10;
pub const VALUE: u32 = 12;
pub const KEYWORD: u32 = 14;
pub const SNIPPET: u32 = 15;
pub const FILE: u32 = 17;
pub const REFERENCE: u32 = 18;
pub const EVENT: u32 = 23;

/// What may stand at a place.
pub struct Item {
    /// The name of a member, or a value.
    pub value: Value,
    /// The value that goes with the name of a member.
    pub with: Option<Value>,
    pub is_name: bool,
    pub kind: u32,
    /// A word about it, and what the pages say of it, as Markdown.
    pub detail: String,
    pub words: String,
}

impl Item {
    /// The name of a member.
    pub fn name(name: &str, with: Option<Value>, kind: u32, detail: impl Into<String>) -> Item {
        Item { value: name.into(), with, is_name: true, kind, detail: detail.into(), words: String::new() }
    }

    /// A value.
    pub fn of(value: impl Into<Value>, kind: u32, detail: impl Into<String>) -> Item {
        Item { value: value.into(), with: None, is_name: false, kind, detail: detail.into(), words: String::new() }
    }

    /// The same with what the pages say of it.
    pub fn saying(self, words: impl Into<String>) -> Item {
        Item { words: words.into(), ..self }
    }

    fn label(&self) -> String {
        // A whole event is called what it is.
        if self.kind == SNIPPET && (self.value.is_object() || self.value.is_array()) {
            return self.detail.clone();
        }
        self.value.as_str().map_or_else(|| self.value.to_string(), str::to_owned)
    }

    /// The item as the protocol has it, written as the text around it is.
    pub(super) fn value(&self, typed: &Typed<'_>, written: &Written<'_>, number: usize) -> Option<Value> {
        let spot = typed.spot;
        let format = typed.text.format;
        let old = match spot.quote {
            Some('\'') if format == Format::Yaml => "''",
            None if format == Format::Yaml => "x",
            _ => "\"\"",
        };
        let own = written_as(format, old, &self.value)?;
        let is_member = self.is_name && spot.kind != Kind::Value && !spot.has_colon;
        let mut text = own.clone();
        if is_member {
            text.push_str(": ");
            text.push_str(&self.with.as_ref().map_or(Some(String::new()), |with| written_as(format, "x", with))?);
        }
        if self.kind == SNIPPET && (self.value.is_object() || self.value.is_array()) {
            text = serde_json::to_string_pretty(&self.value).ok()?;
        }
        // Without its value a member is not whole, and who types it adds the rest.
        if spot.lacks_comma && (!is_member || self.with.is_some()) {
            text.push(',');
        }
        Some(self.item(&text, &own, written, number))
    }

    /// The same in site.toml, where texts are in double quotes and names are bare.
    pub fn toml(&self, written: &Written<'_>) -> Value {
        let text = if self.is_name { self.label() } else { self.value.to_string() };
        self.item(&text, &text, written, 0)
    }

    fn item(&self, text: &str, filter: &str, written: &Written<'_>, number: usize) -> Value {
        let mut item = json!({
            "label": self.label(),
            "kind": self.kind,
            "filterText": filter,
            "sortText": format!("{number:04}"),
            "textEdit": { "range": written.range(), "newText": text },
        });
        if text.contains('\n') {
            item["insertTextMode"] = ADJUSTED.into();
        }
        if !self.detail.is_empty() {
            item["detail"] = self.detail.as_str().into();
        }
        if !self.words.is_empty() {
            item["documentation"] = json!({ "kind": "markdown", "value": self.words });
        }
        item
    }
}

/// How an editor indents the lines of a text: like the line on which it begins (InsertTextMode of the protocol).
const ADJUSTED: u32 = 2;

/// A value in the notation of a format; one with parts is written like JSON, which YAML reads as well.
fn written_as(format: Format, old: &str, value: &Value) -> Option<String> {
    match value {
        Value::Array(_) | Value::Object(_) => Some(value.to_string()),
        Value::String(_) if format != Format::Yaml => Some(value.to_string()),
        _ => scalar(format, old, value),
    }
}

/// What of a text is replaced.
pub struct Written<'t> {
    pub text: &'t str,
    pub start: usize,
    pub end: usize,
    pub encoding: Encoding,
}

impl Written<'_> {
    fn range(&self) -> Value {
        json!({ "start": self.position(self.start), "end": self.position(self.end) })
    }

    fn position(&self, offset: usize) -> Value {
        let before = &self.text[..offset];
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        let units = |c: char| match self.encoding {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
        };
        let column: usize = before[line..].chars().map(units).sum();
        json!({ "line": before.matches('\n').count(), "character": column })
    }
}

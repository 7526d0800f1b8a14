//! How a value is written in the place of another one, in the notation of the text that stands there: quotes stay quotes, a plain scalar stays
//! plain where it can.

use serde_json::Value;

use super::{Format, Source, SourceId, Sources, Span};

impl Source {
    /// A scalar as it is to be written at the span of another one; `None` where that can't be told, for it is written in lines, in a text
    /// within a text, or is repeated by an alias.
    pub fn written(&self, span: Span, value: &Value) -> Option<String> {
        if self.format == Format::Yaml && is_repeated(&self.text, span.start as usize) {
            return None;
        }
        scalar(self.format, self.text_at(span), value)
    }
}

/// A scalar as it is to be written in the place of `old`; `None` where that is none, or in lines.
pub fn scalar(format: Format, old: &str, value: &Value) -> Option<String> {
    match value {
        Value::String(new) => text(format, old, new),
        Value::Array(_) | Value::Object(_) => None,
        // Null of TOML has no notation; numbers and booleans are the same everywhere.
        Value::Null if format == Format::Toml => None,
        _ => is_scalar(format, old).then(|| value.to_string()),
    }
}

fn text(format: Format, old: &str, new: &str) -> Option<String> {
    if new.chars().any(|c| c.is_control() || super::is_unseen(c)) || old.contains(['\n', '\r']) {
        return None;
    }
    let in_double = || Some(Value::from(new).to_string());
    let is_word = !new.is_empty() && new.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    match (format, old.as_bytes().first()?) {
        (Format::Markdown | Format::Text, _) => None,
        (_, b'"') => in_double(),
        (Format::Yaml, b'\'') => Some(format!("'{}'", new.replace('\'', "''"))),
        (Format::Yaml, first) if is_indicator(*first) => None,
        (Format::Yaml, _) if is_plain(new) => Some(new.to_owned()),
        (Format::Yaml, _) => Some(format!("'{}'", new.replace('\'', "''"))),
        (Format::Toml, b'\'') if !new.contains('\'') => Some(format!("'{new}'")),
        (Format::Toml, _) if old.bytes().all(is_bare) && !old.is_empty() => {
            Some(if !new.is_empty() && new.bytes().all(is_bare) { new.to_owned() } else { in_double()? })
        }
        (Format::Toml, _) => in_double(),
        (Format::Json5, b'\'') if !new.contains(['\'', '\\']) => Some(format!("'{new}'")),
        (Format::Json5, first) if first.is_ascii_alphabetic() && is_word && !new.as_bytes()[0].is_ascii_digit() => {
            Some(new.to_owned())
        }
        _ => in_double(),
    }
}

fn is_scalar(format: Format, old: &str) -> bool {
    let opens = format == Format::Yaml && old.bytes().next().is_some_and(is_indicator);
    !opens && !old.contains(['\n', '\r']) && !matches!(format, Format::Markdown | Format::Text)
}

/// What begins something else than a plain scalar: an alias, an anchor, a tag, a text in lines, a collection.
fn is_indicator(first: u8) -> bool {
    matches!(first, b'*' | b'&' | b'!' | b'|' | b'>' | b'[' | b'{')
}

/// What a key of TOML needs no quotes for.
fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Whether every reader of YAML takes this for a string, wherever it stands. Some that need no quotes are held to need them.
fn is_plain(text: &str) -> bool {
    const OTHERS: [&str; 11] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "inf", "nan"];
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '/' | '$'));
    let holds = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '$' | '+'));
    starts && holds && !OTHERS.iter().any(|other| text.eq_ignore_ascii_case(other))
}

/// Whether an offset of a text of YAML lies in what an alias repeats elsewhere: behind an anchor that is used, on its line or on deeper ones.
fn is_repeated(text: &str, offset: usize) -> bool {
    let names = |sign: char| {
        text.match_indices(sign).filter_map(move |(at, _)| {
            let begins =
                text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '[' | ',' | '{'));
            let rest = &text[at + 1..];
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}')).unwrap_or(rest.len());
            (begins && end > 0).then(|| (at, &rest[..end]))
        })
    };
    if !text.contains('*') || !text.contains('&') {
        return false;
    }
    let used: std::collections::HashSet<&str> = names('*').map(|(_, name)| name).collect();
    names('&').filter(|(at, name)| *at < offset && used.contains(name)).any(|(at, _)| {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let own = depth(&text[line..]);
        let is_item = text[line + own..].starts_with('-');
        let after = text[line..offset].split('\n').skip(1).filter(|line| !line.trim().is_empty());
        // The line of the offset counts by all of it.
        let last = text[..offset].rfind('\n').map_or(0, |end| end + 1);
        let lines = after.chain((last > line).then_some(&text[last..]));
        lines.into_iter().all(|line| {
            let here = depth(line);
            here > own
                || line.trim_start().starts_with('#')
                || (!is_item && here == own && line[here..].starts_with('-'))
        })
    })
}

impl Sources {
    /// Where a span of a source stands in the text of its file; `None` where it does not stand there as it is.
    pub fn in_file(&self, id: SourceId, span: Span) -> Option<(SourceId, Span)> {
        let source = self.get(id);
        let whole = self.find(&source.file)?;
        if whole == id {
            return Some((id, span));
        }
        let file = self.get(whole);
        let at = source.position(span.start);
        let line = file.line(at.line)?;
        let before = file.text_at(line).chars().take(at.column.saturating_sub(1) as usize);
        let start = line.start + before.map(char::len_utf8).sum::<usize>() as u32;
        let there = Span { start, end: start + (span.end - span.start) };
        (file.text_at(there) == source.text_at(span)).then_some((whole, there))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(format: Format, text: &str, old: &str, new: &str) -> Option<String> {
        let source = Source::from_file("a", format, text.into());
        let start = text.find(old).unwrap_or_default() as u32;
        source.written(Span { start, end: start + old.len() as u32 }, &Value::from(new))
    }

    #[test]
    fn a_scalar_keeps_its_notation() {
        let cases = [
            (Format::Json, r#"{"a": "b"}"#, r#""b""#, "c\"d", r#""c\"d""#),
            (Format::Yaml, "a: b", "b", "c", "c"),
            (Format::Yaml, "a: b", "b", "no", "'no'"),
            (Format::Yaml, "a: b", "b", "#/c", "'#/c'"),
            (Format::Yaml, "a: 'b'", "'b'", "it's", "'it''s'"),
            (Format::Yaml, "a: \"b\"", "\"b\"", "c", "\"c\""),
            (Format::Toml, "a = 'b'", "'b'", "c", "'c'"),
            (Format::Toml, "a = 'b'", "'b'", "it's", "\"it's\""),
            (Format::Toml, "ab = 1", "ab", "c.d", "\"c.d\""),
            (Format::Json5, "{ab: 1}", "ab", "cd", "cd"),
            (Format::Json5, "{ab: 1}", "ab", "c-d", "\"c-d\""),
        ];
        for (format, text, old, new, written) in cases {
            assert_eq!(rewritten(format, text, old, new).as_deref(), Some(written), "{text} with {new}");
        }
        assert_eq!(rewritten(Format::Yaml, "a: |\n  b\n", "|\n  b\n", "c"), None, "a text in lines");
    }

    #[test]
    fn what_an_alias_repeats_is_left_alone() {
        let text = "a: &x\n  b: one\n  c: two\nd: *x\ne: three\nf: &y four\n";
        for (old, is_left) in [("one", true), ("two", true), ("*x", true), ("three", false), ("four", false)] {
            assert_eq!(rewritten(Format::Yaml, text, old, "new").is_none(), is_left, "{old}");
        }
    }
}

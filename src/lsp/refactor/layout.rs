//! How values are laid out in the texts of JSON and YAML, and how one is laid out elsewhere.

use crate::source::{Format, Member, Node, Source, Span};

/// The text of a value, laid out for a line with another indentation.
pub fn text_at(source: &Source, span: Span, indent: &str) -> String {
    let own = indent_of(source, span.start);
    let mut lines = source.text_at(span).split('\n');
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |text, line| {
        let rest = line.strip_prefix(&*own).unwrap_or_else(|| line.trim_start_matches([' ', '\t']));
        let indent = if rest.trim().is_empty() { "" } else { indent };
        format!("{text}\n{indent}{rest}")
    })
}

/// What the line of an offset begins with; of an item of YAML the blanks under which its members stand.
pub fn indent_of(source: &Source, offset: u32) -> String {
    let before = &source.text[..offset as usize];
    let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
    let is_item = source.format == Format::Yaml && line[blank..].chars().all(|c| matches!(c, '-' | ' '));
    if is_item { " ".repeat(line.len()) } else { line[..blank].to_owned() }
}

/// Whether an object is written between braces.
pub fn is_braced(source: &Source, node: &Node) -> bool {
    source.text_at(node.span).starts_with('{')
}

/// Where another member may be added to an object, and what is to stand there, by its name and its value for an indentation.
pub fn added(source: &Source, object: &Node, key: &str, value: impl Fn(&str) -> String) -> Option<(Span, String)> {
    let at = |offset: u32| Span { start: offset, end: offset };
    let last = object.members().last();
    if is_braced(source, object) {
        let key = if source.format == Format::Yaml { key.to_owned() } else { format!("\"{key}\"") };
        let Some(last) = last else {
            return Some((
                at(object.span.start + 1),
                format!(" {key}: {} ", value(&indent_of(source, object.span.start))),
            ));
        };
        let first = object.members().first()?.key_span.start;
        let is_spread = source.text_at(Span { start: object.span.start, end: first }).contains('\n');
        let indent = indent_of(source, first);
        let gap = if is_spread { format!("\n{indent}") } else { " ".to_owned() };
        return Some((at(last.value.span.end), format!(",{gap}{key}: {}", value(&indent))));
    }
    let last = last?;
    let indent = indent_of(source, last.key_span.start);
    let end = end_of_line(source, last.value.span.end);
    Some((at(end), format!("\n{indent}{}", member(key, &value(&indent)))))
}

/// A member of YAML; what begins on the next line has no blank before it.
pub fn member(key: &str, value: &str) -> String {
    format!("{key}:{}{value}", if value.starts_with('\n') { "" } else { " " })
}

/// The end of the line that an offset stands on; of what is behind the end of a line, the end of that.
fn end_of_line(source: &Source, offset: u32) -> u32 {
    let trimmed = source.text[..offset as usize].trim_end_matches(['\n', '\r', ' ']).len();
    let rest = &source.text[trimmed..];
    (trimmed + rest.find(['\n', '\r']).unwrap_or(rest.len())) as u32
}

/// What of a text is to go for a member to be gone; `None` where its object would be nothing then.
pub fn removed(source: &Source, object: &Node, member: &Member) -> Option<Span> {
    let number = object.members().iter().position(|other| other.key == member.key)?;
    if !is_braced(source, object) {
        let line = source.text[..member.key_span.start as usize].rfind('\n').map_or(0, |end| end + 1);
        let end = end_of_line(source, member.value.span.end) as usize;
        let end = source.text[end..].find('\n').map_or(source.text.len(), |at| end + at + 1);
        let span = Span { start: line as u32, end: end as u32 };
        return (object.members().len() > 1).then_some(span);
    }
    let end = member.value.span.end;
    match (number.checked_sub(1).and_then(|before| object.members().get(before)), object.members().get(number + 1)) {
        (Some(before), _) => Some(Span { start: before.value.span.end, end }),
        (None, Some(after)) => Some(Span { start: member.key_span.start, end: after.key_span.start }),
        (None, None) => None,
    }
}

/// An object with a reference alone, as it is written in place of a value.
pub fn reference(source: &Source, value: &Node, to: &str) -> String {
    match (source.format, is_braced(source, value)) {
        (Format::Yaml, true) => format!("{{ $ref: '{to}' }}"),
        (Format::Yaml, false) => format!("$ref: '{to}'"),
        _ => format!("{{ \"$ref\": \"{to}\" }}"),
    }
}

/// The span of a value without blanks behind it.
pub fn own_span(source: &Source, node: &Node) -> Span {
    let text = source.text_at(node.span);
    Span { end: node.span.start + text.trim_end().len() as u32, ..node.span }
}

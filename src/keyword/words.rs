//! Runs of words, and the turns of phrase that keywords share.

/// A stretch of a statement, by how it has to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// Plain words.
    Text(String),
    /// A literal within a line: a name, a pattern, a short value as JSON.
    Code(String),
    /// A longer value as JSON, on lines of its own.
    Block(String),
    /// The author's Markdown.
    Markdown(String),
    /// A reference to a schema, as the source spells it: to be shown as a link to its target.
    Ref(String),
    /// The author's URL, unchecked: to be shown as a link if its scheme is harmless.
    Url(String),
    /// What follows begins a line of its own.
    Break,
}

/// What a boolean schema says.
pub fn boolean_schema(value: bool) -> &'static str {
    if value { "anything is allowed" } else { "nothing is allowed" }
}

pub(super) fn text(words: impl Into<String>) -> Run {
    Run::Text(words.into())
}

pub(super) fn code(literal: impl Into<String>) -> Run {
    Run::Code(literal.into())
}

/// A name as a literal. One that could be misread within a list, or not be seen at all, is quoted as in JSON.
pub(super) fn name(name: &str) -> Run {
    let unclear = |c: char| c.is_whitespace() || c.is_control() || c == ',' || c == '"';
    let quoted = name.is_empty() || name.contains(unclear);
    code(if quoted { super::json::quoted(name) } else { name.to_owned() })
}

/// A pattern, a format, a URI: as it is, unless its ends would not be seen.
pub(super) fn literal(text: &str) -> Run {
    let hidden = text.is_empty() || text.trim() != text || text.contains(char::is_control) || text.starts_with('"');
    code(if hidden { super::json::quoted(text) } else { text.to_owned() })
}

/// Prose of the author's, shown as `run` shows it; what is blank is shown as the JSON string it is.
pub(super) fn prose(words: &str, run: fn(String) -> Run) -> Run {
    if words.trim().is_empty() { code(super::json::quoted(words)) } else { run(words.to_owned()) }
}

/// `a`, `b` and `c`; each item may be several runs.
pub(super) fn listed<T: IntoIterator<Item = Run>>(items: impl IntoIterator<Item = T>, last: &str) -> Vec<Run> {
    let items: Vec<T> = items.into_iter().collect();
    let count = items.len();
    let mut runs = Vec::with_capacity(2 * count);
    for (index, item) in items.into_iter().enumerate() {
        match index {
            0 => {}
            _ if index + 1 == count => runs.push(text(format!(" {last} "))),
            _ => runs.push(text(", ")),
        }
        runs.extend(item);
    }
    runs
}

/// Names as literals: `a`, `b` and `c`.
pub(super) fn names<'a>(items: impl IntoIterator<Item = &'a str>, last: &str) -> Vec<Run> {
    listed(items.into_iter().map(|item| [name(item)]), last)
}

/// The words for one and for many of the same.
pub(super) type Unit = [&'static str; 2];

/// `1 item`, `2 items`; the number is shown as it is written.
pub(super) fn counted(number: &str, unit: Unit) -> String {
    format!("{number} {}", unit[usize::from(number != "1")])
}

/// `at least 1`, `at most 5`, `between 1 and 5`, `exactly 5`; empty without a bound.
pub(super) fn within(least: Option<&str>, most: Option<&str>) -> String {
    match (least, most) {
        (Some(least), Some(most)) if least == most => format!("exactly {least}"),
        (Some(least), Some(most)) => format!("between {least} and {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => String::new(),
    }
}

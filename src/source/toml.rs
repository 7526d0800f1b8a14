//! TOML, by the `toml` crate's spanned tables, as the same tree as JSON and YAML.

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue, Error};

use super::problem::{Fault, Problem, Problems, quoted};
use super::{Kind, MAX_DEPTH, MAX_NODES, Member, Node, Span, number};

/// Up to here a text with an error is read again, to list all duplicate keys and to find the first of each; in larger
/// ones the first error has to do.
const READ_AGAIN: usize = 64 << 10;

/// The one table of a text; `None` where errors, now in `problems`, refuse it.
pub(super) fn parse(text: &str, problems: &mut Problems) -> Option<Node> {
    let span = Span { start: 0, end: text.len() as u32 };
    if let Some(at) = too_many(text) {
        problems.push(Problem::too_many(Span { start: at, end: at + 1 }));
        return None;
    }
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            report(text, error, problems);
            return None;
        }
    };
    match (Reader { text, problems }.table(span, table, 1)) {
        Ok(node) => Some(node),
        Err(problem) => {
            problems.push(*problem);
            None
        }
    }
}

/// Where a text has more values than is allowed: the crate has no limit of its own, so they are counted before it reads, each by the
/// character that stands before it. Such characters in strings are counted as well, which only a text of nothing else would notice.
fn too_many(text: &str) -> Option<u32> {
    let before_values = text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'=' | b',' | b'[' | b'{' | b'.'));
    before_values.map(|(at, _)| at as u32).nth(MAX_NODES)
}

/// Reports the first error and, in a text that is not too large, all duplicate keys.
fn report(text: &str, first: Error, problems: &mut Problems) {
    let mut errors = vec![first];
    if text.len() <= READ_AGAIN {
        errors = DeTable::parse_recoverable(text).1;
        // The crate goes on after an error, but what it finds then is often the consequence of the first.
        let mut syntax = 0;
        errors.retain(|error| {
            let duplicate = error.message() == DUPLICATE_KEY;
            syntax += usize::from(!duplicate);
            duplicate || syntax == 1
        });
    }
    for error in errors.iter().take(20) {
        problems.push(problem_of(text, error));
    }
}

const DUPLICATE_KEY: &str = "duplicate key";

fn problem_of(text: &str, error: &Error) -> Problem {
    let end = text.trim_end().len() as u32;
    let span = error.span().map_or(Span { start: end, end }, span_of);
    let written = text.get(span.start as usize..span.end as usize).unwrap_or_default();
    match error.message() {
        DUPLICATE_KEY => {
            let message = format!("the key {} stands twice in one table", quoted(written));
            let problem = Problem::new(Fault::DuplicateKey, span, message);
            match first_of(text, span) {
                Some(first) => problem.label(first, "first here"),
                None => problem,
            }
        }
        // The crate's own limit lies below ours.
        message if message.contains("recursion") => {
            Problem::new(Fault::Limit, span, "arrays and tables nest deeper than 80")
        }
        message if message.starts_with("string values must be quoted") && written.trim().is_empty() => {
            Problem::syntax(span, "a value is missing")
        }
        message => Problem::syntax(span, message),
    }
}

/// The key that the one at `second` repeats. The crate does not say it; under another name the second one is read,
/// and the first stands in the same table.
fn first_of(text: &str, second: Span) -> Option<Span> {
    if text.len() > READ_AGAIN {
        return None;
    }
    let (start, end) = (second.start as usize, second.end as usize);
    let alone = format!("{} = 0", text.get(start..end)?);
    let alone = DeTable::parse(&alone).ok()?.into_inner();
    let (key, _) = alone.iter().next()?;
    let renamed = format!("{}schemabook-second-key{}", &text[..start], &text[end..]);
    let (tree, _) = DeTable::parse_recoverable(&renamed);
    let mut tables = vec![tree.get_ref()];
    let mut arrays = Vec::new();
    while let Some(table) = tables.pop() {
        if table.iter().any(|(other, _)| other.span().start == start) {
            return table.get_key_value(key).map(|(first, _)| span_of(first.span())).filter(|first| *first < second);
        }
        for (_, value) in table {
            arrays.push(value);
            while let Some(value) = arrays.pop() {
                match value.get_ref() {
                    DeValue::Table(table) => tables.push(table),
                    DeValue::Array(items) => arrays.extend(items.iter()),
                    _ => {}
                }
            }
        }
    }
    None
}

struct Reader<'a> {
    text: &'a str,
    problems: &'a mut Problems,
}

type Result = std::result::Result<Node, Box<Problem>>;

impl Reader<'_> {
    /// A table; the crate sorts its keys, the tree has them in the order of the text.
    fn table(&mut self, span: Span, table: DeTable<'_>, depth: usize) -> Result {
        let mut members = Vec::with_capacity(table.len());
        for (key, value) in table {
            let key_span = span_of(key.span());
            let value = self.value(value, depth + 1)?;
            members.push(Member { key: key.into_inner().into(), key_span, value });
        }
        members.sort_by_key(|member| member.key_span);
        Ok(Node { span, kind: Kind::Object(members.into()) })
    }

    /// A value whose arrays or tables, if it is one, are `depth` levels deep.
    fn value(&mut self, value: Spanned<DeValue<'_>>, depth: usize) -> Result {
        let span = span_of(value.span());
        let value = value.into_inner();
        if depth > MAX_DEPTH && matches!(value, DeValue::Array(_) | DeValue::Table(_)) {
            return Err(Box::new(Problem::too_deep(span)));
        }
        let kind = match value {
            DeValue::String(text) => Kind::String(text.into()),
            DeValue::Boolean(value) => Kind::Bool(value),
            // Dates and times have no type in JSON; they stay the text that they are.
            DeValue::Datetime(_) => Kind::String(self.text[span.start as usize..span.end as usize].into()),
            DeValue::Integer(integer) => {
                let base = integer.radix();
                let parsed =
                    if base == 10 { number::decimal(integer.as_str()) } else { number::radix(integer.as_str(), base) };
                self.number(parsed, span)?
            }
            DeValue::Float(float) => self.number(number::decimal(float.as_str()), span)?,
            DeValue::Array(items) => {
                let items = items.into_iter().map(|item| self.value(item, depth + 1));
                Kind::Array(items.collect::<std::result::Result<_, _>>()?)
            }
            DeValue::Table(table) => return self.table(span, table, depth),
        };
        Ok(Node { span, kind })
    }

    fn number(&mut self, parsed: Option<number::Parsed>, span: Span) -> std::result::Result<Kind, Box<Problem>> {
        let written = &self.text[span.start as usize..span.end as usize];
        let Some(parsed) = parsed else {
            let problem = Problem::syntax(span, format!("{} has no equivalent in JSON", quoted(written)));
            return Err(Box::new(problem.help("write a finite number, or a string")));
        };
        if !parsed.exact {
            self.problems.push(number::inexact(span, written));
        }
        Ok(Kind::Number(parsed.value))
    }
}

fn span_of(range: std::ops::Range<usize>) -> Span {
    Span { start: range.start as u32, end: range.end as u32 }
}

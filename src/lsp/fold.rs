//! What of a file can be folded: values over several lines, tables of TOML, sections and fences of Markdown. All of it is told by the spans of
//! what was read.

use std::collections::{BTreeMap, VecDeque};

use super::protocol::FoldingRange;
use crate::model::Page;
use crate::resolve::Resolved;
use crate::source::{Format, Node, Source, SourceId, Span};

/// How many ranges of a file are listed: what lies outermost comes first.
const MOST: usize = 5_000;

/// Lines that can be folded, from 1: the first one stays in view.
#[derive(Default)]
struct Folds {
    /// The last line by the first one. Of two that begin on one line the first to come stays, which lies around the other.
    lines: BTreeMap<u32, u32>,
}

impl Folds {
    fn add(&mut self, first: u32, last: u32) {
        if first < last && self.lines.len() < MOST {
            self.lines.entry(first).or_insert(last);
        }
    }
}

/// The ranges of lines of a file that can be folded, in their order.
pub fn of_file(resolved: &Resolved, file: &str) -> Vec<FoldingRange> {
    let project = &resolved.project;
    let mut folds = Folds::default();
    if let Some(page) = project.pages.iter().find(|page| project.sources.get(page.source).file == file) {
        of_page(&mut folds, project.sources.get(page.source), page);
    }
    // The file, and what stands in its fences; of texts in texts only the text is folded.
    let is_own = |(_, source): &(SourceId, &Source)| source.file == file && source.holder.is_none();
    for (_, source) in project.sources.iter().filter(is_own) {
        source.documents.iter().for_each(|root| of_value(&mut folds, source, root));
    }
    let fold = |(first, last): (u32, u32)| FoldingRange {
        start_line: first - 1,
        start_character: None,
        end_line: last - 1,
        end_character: None,
        kind: None,
        collapsed_text: None,
    };
    folds.lines.into_iter().map(fold).collect()
}

/// Front matter, fences, and what stands below each heading up to the next of its level.
fn of_page(folds: &mut Folds, source: &Source, page: &Page) {
    let line = |offset: u32| source.position(offset).line;
    let last = |end: u32| last_line(source, Span { start: 0, end });
    if page.front.is_some() {
        folds.add(1, last(page.body));
    }
    for (number, heading) in page.headings.iter().enumerate() {
        let next = page.headings[number + 1..].iter().find(|next| next.level <= heading.level);
        folds.add(line(heading.at), last(next.map_or(source.text.len() as u32, |next| next.at)));
    }
    for fence in &page.fences {
        folds.add(line(fence.range.start as u32), last(fence.range.end as u32));
    }
}

/// A value and what it holds, the outermost first.
fn of_value(folds: &mut Folds, source: &Source, root: &Node) {
    // What stands in lines has no line of its own that would stay in view, and neither has a file of TOML.
    if is_closed(source, root) && source.format != Format::Toml {
        folds.add(source.position(root.span.start).line, end_line(source, root));
    }
    let mut headers = Vec::new();
    let mut open = VecDeque::from([root]);
    while let Some(node) = open.pop_front() {
        let members = node.members().iter().map(|member| (member.key_span, &member.value));
        let items = node.items().iter().map(|item| (item.span, item));
        for (start, value) in members.chain(items) {
            if is_table(source, value) {
                headers.push(value.span.start);
            } else if start.start <= value.span.start && node.span.start <= start.start {
                folds.add(source.position(start.start).line, end_line(source, value));
            } else if source.format != Format::Toml {
                // What an alias of YAML repeats stands elsewhere, and is folded there.
                continue;
            }
            open.push_back(value);
        }
    }
    headers.sort_unstable();
    let ends = headers.iter().skip(1).copied().chain([source.text.len() as u32]);
    for (start, end) in headers.iter().zip(ends) {
        folds.add(source.position(*start).line, last_line(source, Span { start: *start, end }));
    }
}

/// Whether a value is a table of TOML with a header, the span of which is that header.
fn is_table(source: &Source, node: &Node) -> bool {
    source.format == Format::Toml && node.is_object() && source.text_at(node.span).starts_with('[')
}

/// Whether a value is an array or an object in brackets.
fn is_closed(source: &Source, node: &Node) -> bool {
    source.text_at(node.span).starts_with(['{', '['])
}

/// The last line of a value that is hidden when it is folded: a bracket that closes it on a line of its own stays in view.
fn end_line(source: &Source, node: &Node) -> u32 {
    let last = last_line(source, node.span);
    let text = source.text_at(node.span);
    let is_alone = text.rsplit('\n').next().is_some_and(|line| matches!(line.trim(), "}" | "]"));
    if is_alone && is_closed(source, node) { last.saturating_sub(1) } else { last }
}

/// The line on which a span ends, but for blanks.
fn last_line(source: &Source, span: Span) -> u32 {
    let written = source.text_at(span).trim_end().len() as u32;
    source.position(span.start + written.saturating_sub(1)).line
}

//! What is left out of a text: a member or an item, with the comma or the line that goes with it, and no comment beside it.

use super::insert::{indent_of, is_free};
use crate::diagnostic::{Change, Fix, New};
use crate::source::{Format, Member, Node, Place, Source, Sources, Span, descend, unescape_token};

/// The fix that leaves out the members or items at these places, which is not safe: what was meant by them nobody knows. `None` where that would
/// take a comment along, or can't be done in the notation of the text.
pub fn removal(sources: &Sources, title: &str, places: &[Place]) -> Option<Fix> {
    let changes: Option<Vec<Change>> = places.iter().map(|place| removed(sources, place)).collect();
    changes.map(|changes| Fix { title: title.to_owned(), changes, is_safe: false, reveals: false })
}

fn removed(sources: &Sources, place: &Place) -> Option<Change> {
    let source = sources.get(place.source);
    let (above, token) = place.pointer.rsplit_once('/').filter(|_| is_free(sources, place))?;
    let holder = source.root()?.pointer(above)?;
    let token = unescape_token(token);
    let number = match holder.items().len() {
        0 => holder.members().iter().position(|member| *member.key == *token)?,
        _ => token.parse().ok()?,
    };
    let is_table = holder.items().get(number).is_some_and(|item| source.text_at(item.span).starts_with("[["));
    let span = match source.text_at(holder.span).as_bytes().first()? {
        b'[' if source.format == Format::Toml && is_table => as_table(source, holder, number)?,
        b'[' if source.format == Format::Toml && holder.is_array() => in_brackets(source, holder, number)?,
        b'{' | b'[' if source.format != Format::Toml => in_brackets(source, holder, number)?,
        _ if source.format == Format::Yaml => in_lines(source, holder, number)?,
        _ => return None,
    };
    Some(Change { source: place.source, span, new: New::Written(String::new()) })
}

/// The span of a member with its name, or of an item.
fn part(holder: &Node, number: usize) -> Option<Span> {
    let member = holder.members().get(number);
    let span = |member: &Member| Span { start: member.key_span.start, end: member.value.span.end };
    member.map(span).or_else(|| holder.items().get(number).map(|item| item.span))
}

/// With the comma behind it, or else the one before it; with its line, if it has one to itself.
fn in_brackets(source: &Source, holder: &Node, number: usize) -> Option<Span> {
    let Span { start, end } = part(holder, number)?;
    let blanks = |text: &str| text.len() - text.trim_start().len();
    let after = &source.text[end as usize..];
    if let (Some(_), Some(rest)) = (part(holder, number + 1), after.trim_start().strip_prefix(',')) {
        let comma = source.text.len() - rest.len();
        let line = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let is_end = rest[line..].starts_with(['\n', '\r']);
        return Some(match indent_of(source, start) {
            // The next one comes to stand where this one stood.
            Some(_) if is_end => Span { start, end: (comma + blanks(rest)) as u32 },
            Some(_) => Span { start, end: (comma + line) as u32 },
            None => Span { start, end: (comma + if is_end { 0 } else { line }) as u32 },
        });
    }
    match number.checked_sub(1) {
        Some(before) => {
            let before = part(holder, before)?.end;
            let between = source.text[before as usize..start as usize].trim();
            (between == ",").then_some(Span { start: before, end })
        }
        None => Some(Span { start, end }),
    }
}

/// With its lines, where it has some to itself: what stands behind it up to the next one is a comment, which stays.
fn in_lines(source: &Source, holder: &Node, number: usize) -> Option<Span> {
    let Span { start, end } = part(holder, number)?;
    let first = source.text[..start as usize].rfind('\n').map_or(0, |end| end + 1);
    let lead = source.text[first..start as usize].trim();
    // An item's dash is its own; that before the first name of an object is not.
    let is_own = lead == if holder.is_array() { "-" } else { "" };
    if (part(holder, number + 1).is_none() && number == 0) || !is_own {
        return None;
    }
    let end = source.text[..end.max(start) as usize].trim_end().len();
    let line = source.text[end..].find('\n').map_or(source.text.len(), |line| end + line + 1);
    source.text[end..line].trim().is_empty().then_some(Span { start: first as u32, end: line as u32 })
}

/// A table of TOML under a header of its own, up to the end of its last value's line, with the empty lines behind it.
fn as_table(source: &Source, holder: &Node, number: usize) -> Option<Span> {
    let item = holder.items().get(number)?;
    let mut end = item.span.end;
    descend(item, |_| true, |_, node| end = end.max(node.span.end));
    let scalars_within = |node: &Node| {
        let mut count = 0;
        let is_scalar = |node: &Node| node.members().is_empty() && node.items().is_empty();
        let mut see = |node: &Node| {
            count += usize::from(is_scalar(node) && node.span.start >= item.span.start && node.span.end <= end);
        };
        descend(node, |_| true, |_, node| see(node));
        count
    };
    // A part of it may stand behind other tables.
    let is_together = scalars_within(source.root()?) == scalars_within(item);
    let start = item.span.start as usize;
    let is_own = is_together && (start == 0 || source.text[..start].ends_with('\n'));
    let rest = source.text.get(end as usize..)?;
    let (line, below) = rest.split_once('\n').unwrap_or((rest, ""));
    let blank = below.len() - below.trim_start_matches(['\n', '\r', ' ', '\t']).len();
    let blank = below[..blank].rfind('\n').map_or(0, |line| line + 1);
    // The last one takes the empty line before it along, since nothing follows that it sets apart.
    let before = if below[blank..].trim().is_empty() { source.text[..start].trim_end().len() } else { start };
    let before = source.text[before..start].find('\n').map_or(start, |line| before + line + 1);
    let end = source.text.len() - below.len() + blank;
    (is_own && line.trim().is_empty()).then_some(Span { start: before as u32, end: end as u32 })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::fix::reads_as;
    use crate::source::{SourceId, join};

    const TEXTS: [(Format, &str); 9] = [
        (Format::Json, "{\"a\": 1, \"b\": [1, 2, 3], \"c\": {\"d\": {}}}"),
        (
            Format::Json,
            "{\n  \"a\": 1,\n  \"b\": [\n    1,\n    {\"x\": 2}\n  ],\n\n  \"c\": {\n    \"d\": null\n  }\n}\n",
        ),
        (Format::Json, "{ \"a\": 1\r\n, \"b\": 2\r\n, \"c\": 3 }\r\n"),
        (Format::Jsonc, "{\n  // One.\n  \"a\": 1, // one\n  \"b\": 2, /* two */ \"c\": 3, // three\n}\n"),
        (Format::Json5, "{a: 1, 'b': [1, 2,],}"),
        (
            Format::Yaml,
            "a: 1 # one\nb:\n  - 1\n  - x: 2\n    y: 3\n\n  # Three.\n  - 3\nc:\n  d: |\n    text\n\n  e: 5\nf: { g: 1, h: [2, 3] }\n",
        ),
        (Format::Yaml, "- a: 1\n  b: 2\n-\n  c: 3\n- - 4\n  - 5\n"),
        (Format::Yaml, "a:\n- 1\n- 2\nb: >-\n  folded\n  text\n# The end.\n"),
        (Format::Yaml, "\"a b\": null\n? c\n: 2\nd:\n"),
    ];

    #[test]
    fn a_table_goes_with_its_header_and_a_comment_stays() {
        let text = "# All.\n[site]\ntitle = \"A\"\n\n[[check.allow]]\nrule = \"a\"\nfiles = [\n  \"b\", # both\n  \"[c]\",\n]\n\n# The second.\n[[check.allow]]\nrule = \"d\"\n[check.allow.more]\ne = 1\n";
        let first = "[[check.allow]]\nrule = \"a\"\nfiles = [\n  \"b\", # both\n  \"[c]\",\n]\n\n";
        let apart = "[[a]]\nb = 1\n\n[c]\nd = 1\n\n[a.e]\nf = 1\n";
        let second = "[[check.allow]]\nrule = \"d\"\n[check.allow.more]\ne = 1\n";
        for (text, pointer, gone) in [
            (text, "/check/allow/0", first),
            (text, "/check/allow/1", second),
            (text, "/check/allow/0/files/0", "\"b\", "),
            (text, "/check/allow/0/files/1", ""),
            (text, "/site/title", ""),
            (apart, "/a/0", ""),
        ] {
            let mut sources = Sources::default();
            let _ = sources.add(Source::from_file("a.toml", Format::Toml, text.into()));
            let fix = removal(&sources, "leave it out", &[Place::new(SourceId(0), pointer)]);
            let span = fix.map(|fix| fix.changes[0].span).unwrap_or_default();
            assert_eq!(sources.get(SourceId(0)).text_at(span), gone, "{pointer}");
        }
    }

    /// The places of everything below a node.
    fn places(node: &Node, at: &str, found: &mut Vec<String>) {
        let members = node.members().iter().map(|member| (join(at, &member.key), &member.value));
        let items = node.items().iter().enumerate().map(|(number, item)| (format!("{at}/{number}"), item));
        for (pointer, node) in members.chain(items) {
            found.push(pointer.clone());
            places(node, &pointer, found);
        }
    }

    #[test]
    fn what_is_left_out_is_gone_and_nothing_else() {
        let mut count = 0;
        for (format, text) in TEXTS {
            let mut sources = Sources::default();
            let _ = sources.add(Source::from_file("a", format, text.into()));
            let source = sources.get(SourceId(0));
            let root = source.root().expect("it can be read");
            let mut all = Vec::new();
            places(root, "", &mut all);
            for pointer in all {
                let Some(fix) = removal(&sources, "leave it out", &[Place::new(SourceId(0), pointer.as_str())]) else {
                    continue;
                };
                let (above, token) = pointer.rsplit_once('/').expect("it is below the root");
                let mut expected = root.to_value();
                match expected.pointer_mut(above) {
                    Some(Value::Array(items)) => _ = items.remove(token.parse().expect("a number")),
                    Some(Value::Object(members)) => _ = members.remove(&*unescape_token(token)),
                    _ => {}
                }
                assert!(reads_as(source, &fix.changes, &expected), "{pointer} of {text}: {:?}", fix.changes);
                let own = root.locate(&pointer).map(|found| found.node.span).expect("it is there");
                // A comment in a value goes with it.
                let gone = source.text_at(fix.changes[0].span).replace(source.text_at(own), "");
                let comments = gone.contains("//") || gone.contains("/*") || gone.contains('#');
                assert!(!comments, "{pointer} of {text} takes a comment along: {gone}");
                count += 1;
            }
        }
        assert!(count > 35, "{count} places");
    }
}

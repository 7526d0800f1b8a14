//! What must hold of a file that was read, and of HTML that was made of it.

use std::ops::Range;

use schemabook::source::{Format, Kind, Node, Source, Span};

/// Looks at each value and at each problem where it is said to stand. What stands there is read once more, alone: it has to say the same.
///
/// # Panics
/// A span lies outside the file, or not between characters; something else stands there.
pub fn walk(source: &Source) {
    for problem in &source.problems {
        let _ = text_at(source, problem.span);
        if let Some((label, _)) = &problem.label {
            let _ = text_at(source, *label);
        }
    }
    source.documents.iter().for_each(|root| look(source, root, 0));
}

fn text_at(source: &Source, span: Span) -> &str {
    let range: Range<usize> = span.start as usize..span.end as usize;
    let text = source.text.get(range);
    assert!(text.is_some(), "{span:?} is no part of the text");
    let (start, end) = (source.position(span.start), source.position(span.end));
    assert!((start.line, start.column) <= (end.line, end.column), "what stands at {span:?} ends before it begins");
    text.unwrap_or_default()
}

fn look(source: &Source, node: &Node, depth: usize) {
    let text = text_at(source, node.span);
    if !matches!(node.kind, Kind::Array(_) | Kind::Object(_)) {
        let alone = match source.format {
            Format::Json => Some(text.to_owned()),
            Format::Toml => Some(format!("key = {text}")),
            // What an alias repeats stands elsewhere, and what stands for a text in YAML depends on what is around it.
            _ => None,
        };
        if let Some(alone) = alone {
            let again = Source::from_file("again", source.format, alone.into_bytes());
            let value = again.root().map(|root| root.get("key").unwrap_or(root).to_value());
            assert_eq!(value, Some(node.to_value()), "{text:?} stands where another value is said to stand");
        }
    }
    if depth < 200 {
        node.items().iter().for_each(|item| look(source, item, depth + 1));
        for member in node.members() {
            let text = text_at(source, member.key_span);
            if source.format == Format::Toml {
                let again = Source::from_file("again", Format::Toml, format!("{text} = 0").into_bytes());
                let key = again.root().and_then(|root| root.members().first()).map(|member| member.key.clone());
                assert_eq!(key.as_deref(), Some(&*member.key), "{text:?} stands where another key is said to stand");
            }
            look(source, &member.value, depth + 1);
        }
    }
}

/// Whether HTML runs something, or loads something, as no text of the input may.
pub fn is_alive(html: &str) -> bool {
    let tags = html.split('<').skip(1).filter_map(|tag| tag.split_once('>').map(|(tag, _)| tag.to_ascii_lowercase()));
    tags.into_iter().any(|tag| {
        let element = tag.split([' ', '/', '\n', '\t']).next().unwrap_or_default().to_owned();
        let outside: String = tag.split('"').step_by(2).collect::<Vec<_>>().join("\"");
        ["iframe", "object", "embed", "form", "base", "meta"].contains(&element.as_str())
            || outside.split([' ', '\n', '\t']).any(|word| word.starts_with("on") && word.contains('='))
            || ["href=\"javascript:", "src=\"javascript:", "href=\"data:", "href=\"vbscript:"]
                .iter()
                .any(|it| tag.contains(it))
    })
}

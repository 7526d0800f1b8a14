//! What must hold of a file that was read, and of HTML that was made of it.

use schemabook::source::{Node, Source};

/// Looks at each value where it is said to stand.
///
/// # Panics
/// A span lies outside the file, or not between characters.
pub fn walk(source: &Source) {
    if let Some(root) = source.root() {
        look(source, root, 0);
    }
}

fn look(source: &Source, node: &Node, depth: usize) {
    let _ = source.text_at(node.span);
    let (start, end) = (source.position(node.span.start), source.position(node.span.end));
    assert!((start.line, start.column) <= (end.line, end.column), "a value ends before it begins");
    if depth < 200 {
        node.items().iter().for_each(|item| look(source, item, depth + 1));
        node.members().iter().for_each(|member| look(source, &member.value, depth + 1));
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

//! MDX as Markdown: components, expressions and modules are left out, so that what remains stands where it stood.

/// The text with a blank for each byte of what is no Markdown: `import` and `export` blocks, tags of components, expressions in braces.
/// Fences and code spans keep what they hold.
pub(super) fn as_markdown(text: &str) -> String {
    let mut blanked = String::with_capacity(text.len());
    let mut rest = text;
    let mut fence: Option<&str> = None;
    let mut in_module = false;
    while !rest.is_empty() {
        let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let (line, after) = rest.split_at(end);
        let bare = line.trim_start();
        let ticks = &bare[..bare.len() - bare.trim_start_matches(['`', '~']).len()];
        if fence.is_none() && (line.starts_with("import ") || line.starts_with("export ")) {
            in_module = true;
        }
        in_module &= !line.trim().is_empty();
        if in_module {
            blank(&mut blanked, line);
            rest = after;
        } else if fence.is_some_and(|open| ticks.starts_with(open)) {
            fence = None;
            blanked.push_str(line);
            rest = after;
        } else if fence.is_some() || ticks.len() >= 3 {
            fence = fence.or(Some(ticks));
            blanked.push_str(line);
            rest = after;
        } else {
            rest = inline(&mut blanked, line, rest);
        }
    }
    blanked
}

/// Adds what remains of a line, and of what begins on it; returns the text after that.
fn inline<'t>(blanked: &mut String, line: &str, text: &'t str) -> &'t str {
    let mut at = 0;
    while at < line.len() {
        let rest = &text[at..];
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        let (length, keep) = if ticks > 0 {
            let closed = rest[ticks..].find(&rest[..ticks]).map(|end| ticks + end + ticks);
            (closed.unwrap_or(ticks), true)
        } else if let Some(escaped) = rest.strip_prefix('\\') {
            (1 + escaped.chars().next().map_or(0, char::len_utf8), true)
        } else {
            match component(rest) {
                Some(length) => (length, false),
                None => (rest.chars().next().map_or(1, char::len_utf8), true),
            }
        };
        let part = &rest[..length];
        if keep {
            blanked.push_str(part);
        } else {
            blank(blanked, part);
        }
        at += length;
    }
    &text[at..]
}

/// The length of the tag of a component, or of the expression, that a text begins with.
fn component(text: &str) -> Option<usize> {
    let name = text.strip_prefix("</").or_else(|| text.strip_prefix('<'));
    match (name, text.starts_with('{')) {
        (_, true) => closed(&text[1..], '}').map(|length| length + 1),
        (Some(name), _) if name.starts_with(|c: char| c.is_ascii_uppercase() || c == '>') => closed(text, '>'),
        _ => None,
    }
}

/// How long a text is up to the first `closer` that stands in no string and no braces; `None` where it has none.
fn closed(text: &str, closer: char) -> Option<usize> {
    let mut quote = None;
    let mut depth = 0usize;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') if closer == '}' || depth > 0 || character != '\'' => quote = Some(character),
            (None, _) if depth == 0 && character == closer => return Some(at + character.len_utf8()),
            (None, '{') => depth += 1,
            (None, '}') => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// Adds a blank for each byte of a text, and its line ends.
fn blank(blanked: &mut String, text: &str) {
    blanked.extend(text.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }));
}

#[cfg(test)]
mod tests {
    use super::as_markdown;

    #[test]
    fn components_are_left_out_and_nothing_moves() {
        let text = "import A from './a'\nimport B\n\n# Título <Badge text=\"a > b\" />\n\n<Tabs items={['x', '}']}>\n\ninner `<Kept {x}>` \\{kept}\n\n</Tabs>\n\n```jsx\n<Kept/>\n{x}\n```\n{/* gone */}<>x</>\n\na < b {1 + 1}";
        let markdown = as_markdown(text);
        assert_eq!(markdown.len(), text.len());
        let lines: Vec<&str> = markdown.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
        assert_eq!(
            lines,
            ["# Título", "inner `<Kept {x}>` \\{kept}", "```jsx", "<Kept/>", "{x}", "```", "              x", "a < b"]
        );
        assert_eq!(as_markdown("{never closed <Tag").trim(), "{never closed <Tag");
    }
}

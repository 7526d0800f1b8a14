//! Text in boxes: how wide it may get, and what is left of it where it is too long.

use crate::source::is_unseen;

/// The longest label, in pixels.
const LONGEST: f64 = 260.0;

/// A line of text that fits in a box.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub text: String,
    pub width: f64,
}

/// The fonts of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    /// Names of applications: 14 px, bold.
    Sans,
    /// Addresses: 13 px, of one width.
    Mono,
    /// The line below a name: 12 px.
    Small,
}

/// The text, cut in the middle where it is too long.
pub fn label(text: &str, font: Font) -> Label {
    let text = visible(text);
    let width: f64 = text.chars().map(|c| advance(c, font)).sum();
    if width <= LONGEST {
        return Label { text, width };
    }
    let chars: Vec<char> = text.chars().collect();
    let half = (LONGEST - advance('…', font)) / 2.0;
    let (start, before) = fitting(chars.iter(), half, font);
    let (end, after) = fitting(chars.iter().rev(), half, font);
    let text = chars[..start].iter().chain(['…'].iter()).chain(&chars[chars.len() - end..]).collect();
    Label { text, width: before + advance('…', font) + after }
}

/// How many characters fit in the width, and their own width.
fn fitting<'a>(chars: impl Iterator<Item = &'a char>, width: f64, font: Font) -> (usize, f64) {
    let (mut count, mut sum) = (0, 0.0);
    for c in chars {
        let next = sum + advance(*c, font);
        if next > width {
            break;
        }
        (count, sum) = (count + 1, next);
    }
    (count, sum)
}

/// A name with what would not be seen, or would turn the text round it, shown as a replacement character; never empty.
pub fn visible(text: &str) -> String {
    let shown: String = text.trim().chars().map(|c| if is_unseen(c) { '\u{FFFD}' } else { c }).collect();
    if shown.is_empty() { "(no name)".to_owned() } else { shown }
}

/// At least the width of a character in the widest font of the style sheet's stacks, which is DejaVu, in pixels.
fn advance(c: char, font: Font) -> f64 {
    let (size, mono) = match font {
        Font::Sans => (14.0, false),
        Font::Mono => (13.0, true),
        Font::Small => (12.0, false),
    };
    let em = match c {
        ' '..='~' if mono => 0.62,
        'i' | 'j' | 'l' | 'I' | 'J' | '.' | ',' | ':' | ';' | '\'' | '|' | '/' | '\\' | ' ' => 0.41,
        '(' | ')' | '[' | ']' | '!' | '-' | 'f' | 'r' | 't' => 0.5,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 1.11,
        'a'..='z' | '0'..='9' => 0.72,
        ' '..='~' => 0.88,
        '…' => 1.0,
        '\u{A0}'..='\u{5FF}' if mono => 0.75,
        // Other scripts come from fonts that nobody can know; pictures are the widest.
        _ => 1.35,
    };
    em * size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_keeps_its_beginning_and_its_end() {
        let short = label("orders.created", Font::Mono);
        assert_eq!(short.text, "orders.created");
        let long = label(&format!("first.{}.last", "x".repeat(500)), Font::Mono);
        assert!(
            long.text.starts_with("first.x") && long.text.ends_with("x.last") && long.text.contains('…'),
            "{long:?}"
        );
        assert!(long.width <= LONGEST);
        assert!(label(&"\u{1F600}".repeat(60), Font::Sans).width <= LONGEST);
    }

    #[test]
    fn a_name_that_hides_something_shows_it() {
        assert_eq!(label("a\u{202E}b\u{0}", Font::Sans).text, "a\u{FFFD}b\u{FFFD}");
        assert_eq!(label(" \u{9}", Font::Sans).text, "(no name)");
        assert_eq!(label("<b>", Font::Sans).text, "<b>");
    }
}

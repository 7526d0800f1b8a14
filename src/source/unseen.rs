//! Characters that nobody sees, or that change how others are seen, and how they are shown instead.

/// Whether the character changes the order in which the text around it is shown.
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a terminal or a log reader may obey the character, or end a line at it.
pub fn is_obeyed(c: char) -> bool {
    c.is_control() || is_bidi_control(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Whether the character is one of those, or of the others of Unicode's category Cf that occur in texts: nobody sees it.
pub fn is_unseen(c: char) -> bool {
    is_obeyed(c) || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// A character as its number, `⟨U+202E⟩`.
pub fn code_point(c: char) -> String {
    format!("\u{27E8}U+{:04X}\u{27E9}", c as u32)
}

/// A text on one line, with what nobody would see in it made visible.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            c if is_unseen(c) => shown.push_str(&code_point(c)),
            c => shown.push(c),
        }
    }
    shown
}

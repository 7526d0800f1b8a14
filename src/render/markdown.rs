//! Writes Markdown from the tags and texts of HTML, in one pass and without recursion.

use super::tag::{Tag, unescape_into};

/// Markdown as it is being written.
#[derive(Default)]
pub struct Markdown<'a> {
    out: String,
    /// The line or cell that is being written.
    line: String,
    /// What each line begins with: one entry for each list item or quotation around it.
    prefixes: Vec<&'static str>,
    /// The next line begins with the mark of an item.
    marks_item: bool,
    /// The text of a `pre`, while one is open.
    verbatim: Option<String>,
    /// Where the code began in the line, while one is open.
    code: Option<usize>,
    /// Where each open link began, and where it leads, as it is written.
    links: Vec<(usize, Option<&'a str>)>,
    /// How many cells the row has so far, while one is open, and what stands in them.
    row: Option<usize>,
    cells: String,
    in_head: bool,
    /// For each open `div`: whether it is an item.
    items: Vec<bool>,
    /// What texts are put together in.
    scratch: String,
}

impl<'a> Markdown<'a> {
    /// Markdown of about so many bytes.
    pub fn with_capacity(bytes: usize) -> Markdown<'a> {
        Markdown { out: String::with_capacity(bytes), ..Markdown::default() }
    }

    /// An element begins.
    pub fn open(&mut self, tag: &Tag<'a>) {
        match tag.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.block();
                let level = usize::from(tag.name.as_bytes()[1] - b'0');
                self.line.clear();
                self.line.push_str(&"###### "[6 - level..]);
            }
            "div" => {
                // A field, and a row of a list of facts, is an item of a list.
                self.block();
                let is_item = tag.has_class(&["f"]);
                self.items.push(is_item);
                if is_item {
                    self.item();
                }
            }
            "li" | "dt" => {
                self.block();
                self.item();
            }
            "dd" => self.line.push_str(": "),
            "blockquote" => {
                self.block();
                self.prefixes.push("> ");
            }
            "p" | "ul" | "ol" | "dl" | "section" | "article" | "figure" | "figcaption" | "details" | "summary"
            | "caption" | "hr" => {
                self.block();
            }
            "table" => {
                self.block();
                self.out.push('\n');
            }
            "thead" => self.in_head = true,
            "tr" => {
                self.row = Some(0);
                self.cells.clear();
            }
            "th" | "td" => self.line.clear(),
            "pre" => {
                self.block();
                self.verbatim = Some(String::new());
            }
            "code" if self.verbatim.is_none() => self.code = Some(self.line.len()),
            // Links to other places of the page, such as that of a field's name to itself, lead nowhere in a text that has no anchors.
            "a" if self.verbatim.is_none() => {
                self.links.push((self.line.len(), tag.attribute("href").filter(|href| !href.starts_with('#'))));
            }
            "strong" | "b" => self.line.push_str("**"),
            "em" => self.line.push('*'),
            "del" => self.line.push_str("~~"),
            "br" => self.line.push(' '),
            "img" => {
                let mut words = String::new();
                unescape_into(&mut words, tag.attribute("alt").unwrap_or_default());
                let words = words.replace(['[', ']', '\n'], " ");
                self.line.push_str("![");
                self.line.push_str(words.trim());
                self.line.push_str("](<");
                self.address(tag.attribute("src").unwrap_or_default());
                self.line.push_str(">)");
            }
            _ => {}
        }
    }

    /// An element ends.
    pub fn close(&mut self, name: &str) {
        match name {
            "div" => {
                self.block();
                if self.items.pop() == Some(true) {
                    self.end_item();
                }
            }
            "li" | "dd" => {
                self.block();
                self.end_item();
            }
            "blockquote" => {
                self.block();
                self.prefixes.pop();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "ul" | "ol" | "dl" | "section" | "article" | "figure"
            | "figcaption" | "details" | "summary" | "caption" => self.block(),
            "th" | "td" => self.end_cell(),
            "tr" => self.end_row(),
            "thead" => self.in_head = false,
            "table" => self.out.push('\n'),
            "pre" => self.end_verbatim(),
            "code" => self.end_code(),
            "a" if self.verbatim.is_none() => self.end_link(),
            "strong" | "b" => self.line.push_str("**"),
            "em" => self.line.push('*'),
            "del" => self.line.push_str("~~"),
            _ => {}
        }
    }

    /// Text between tags, as it is written there.
    pub fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(verbatim) = &mut self.verbatim {
            return unescape_into(verbatim, text);
        }
        if !text.contains('&') {
            return self.words(text);
        }
        let mut plain = std::mem::take(&mut self.scratch);
        plain.clear();
        unescape_into(&mut plain, text);
        self.words(&plain);
        self.scratch = plain;
    }

    fn words(&mut self, text: &str) {
        if self.code.is_some() {
            // A line break would end the code.
            match text.contains(|c: char| c.is_whitespace() && c != ' ') {
                true => self.line.extend(text.chars().map(|c| if c.is_whitespace() { ' ' } else { c })),
                false => self.line.push_str(text),
            }
            return;
        }
        if !text.is_ascii() {
            return self.line_of(text.split(char::is_whitespace));
        }
        let mut rest = Some(text);
        self.line_of(std::iter::from_fn(|| {
            let text = rest?;
            let end = text.bytes().position(|byte| matches!(byte, b'\t'..=b'\r' | b' '));
            rest = end.map(|end| &text[end + 1..]);
            Some(&text[..end.unwrap_or(text.len())])
        }));
    }

    fn line_of<'t>(&mut self, words: impl Iterator<Item = &'t str>) {
        for (number, word) in words.enumerate() {
            if number > 0 && !self.ends_with_space() && !self.line.is_empty() {
                self.line.push(' ');
            }
            escape(&mut self.line, word);
        }
    }

    /// All that was written.
    pub fn finish(mut self) -> String {
        self.block();
        self.out.truncate(self.out.trim_end().len());
        self.out.push('\n');
        self.out
    }

    /// Ends the line, unless it is a cell of a table.
    fn block(&mut self) {
        if self.row.is_some() {
            if !self.line.is_empty() && !self.ends_with_space() {
                self.line.push(' ');
            }
            return;
        }
        if !self.line.trim().is_empty() {
            // What is no item stands apart, or it would run on from the line above.
            if !self.marks_item && !self.out.is_empty() {
                self.out.push('\n');
            }
            self.begin_line();
            self.out.push_str(self.line.trim());
            self.out.push('\n');
        }
        self.line.clear();
    }

    fn ends_with_space(&self) -> bool {
        self.line.as_bytes().last() == Some(&b' ')
    }

    fn item(&mut self) {
        self.prefixes.push("  ");
        self.marks_item = true;
    }

    fn end_item(&mut self) {
        self.prefixes.pop();
        self.marks_item = false;
    }

    fn begin_line(&mut self) {
        let marked = self.prefixes.len().checked_sub(1).filter(|_| std::mem::take(&mut self.marks_item));
        for (number, prefix) in self.prefixes.iter().enumerate() {
            self.out.push_str(if marked == Some(number) { "- " } else { prefix });
        }
    }

    fn end_cell(&mut self) {
        if let Some(number) = &mut self.row {
            self.cells.push_str(if *number == 0 { "| " } else { " | " });
            for (number, piece) in self.line.trim().split('|').enumerate() {
                self.cells.push_str(if number > 0 { "\\|" } else { "" });
                self.cells.push_str(piece);
            }
            *number += 1;
        }
        self.line.clear();
    }

    fn end_row(&mut self) {
        let Some(cells) = self.row.take() else { return };
        self.begin_line();
        self.out.push_str(if cells == 0 { "| " } else { &self.cells });
        self.out.push_str(" |\n");
        if self.in_head {
            self.begin_line();
            self.out.push('|');
            (0..cells).for_each(|_| self.out.push_str(" --- |"));
            self.out.push('\n');
        }
    }

    fn end_verbatim(&mut self) {
        let Some(text) = self.verbatim.take() else { return };
        if self.row.is_some() {
            self.code = Some(self.line.len());
            self.line.push_str(&text.split_whitespace().collect::<Vec<_>>().join(" "));
            return self.end_code();
        }
        let fence = "`".repeat(longest_run(&text).max(2) + 1);
        self.out.push('\n');
        for line in [fence.as_str()].into_iter().chain(text.trim_end_matches('\n').split('\n')).chain([fence.as_str()])
        {
            self.begin_line();
            self.out.push_str(line);
            self.out.push('\n');
        }
        self.out.push('\n');
    }

    fn end_code(&mut self) {
        let Some(start) = self.code.take() else { return };
        let start = start.min(self.line.len());
        let text = &self.line[start..];
        // A tick at the edge, or nothing at all, needs a space beside the fence.
        let is_apart = text.is_empty() || text.starts_with('`') || text.ends_with('`');
        if !is_apart && !text.contains('`') {
            self.line.insert(start, '`');
            self.line.push('`');
            return;
        }
        let (ticks, space) = ("`".repeat(longest_run(text) + 1), if is_apart { " " } else { "" });
        self.line.insert_str(start, &format!("{ticks}{space}"));
        self.line.push_str(space);
        self.line.push_str(&ticks);
    }

    fn end_link(&mut self) {
        let Some((start, href)) = self.links.pop() else { return };
        let Some(href) = href else { return };
        self.line.insert(start.min(self.line.len()), '[');
        self.line.push_str("](<");
        self.address(href);
        self.line.push_str(">)");
    }

    /// The value of an attribute as an address between `<` and `>`.
    fn address(&mut self, value: &str) {
        if !value.contains(['&', '<', '>', '\n']) {
            return self.line.push_str(value);
        }
        let mut plain = String::new();
        unescape_into(&mut plain, value);
        self.line.extend(plain.chars().filter(|c| !matches!(c, '<' | '>' | '\n')));
    }
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    let from = text.find('`').unwrap_or(text.len());
    text[from..].split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// Whether a sign may mean something.
const SIGNS: [bool; 256] = {
    let (mut signs, of) = ([false; 256], b"\\`*[]<&~_#>-+=.)");
    let mut number = 0;
    while number < of.len() {
        signs[of[number] as usize] = true;
        number += 1;
    }
    signs
};

/// A word with a backslash before each sign that Markdown could take for its own.
fn escape(out: &mut String, word: &str) {
    let mut rest = word;
    // Letters and digits, which are most of any word, are copied in one piece.
    while let Some(at) = rest.bytes().position(|byte| SIGNS[byte as usize]) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let (sign, after) = special.split_at(1);
        let before = word.len() - special.len();
        let is_special = match sign.as_bytes()[0] {
            b'_' => !(before > 0 && after.starts_with(char::is_alphanumeric)),
            b'#' | b'>' | b'-' | b'+' | b'=' => before == 0 && starts_line(out, before),
            b'.' | b')' => {
                before > 0 && word.as_bytes()[..before].iter().all(u8::is_ascii_digit) && starts_line(out, before)
            }
            _ => true,
        };
        if is_special {
            out.push('\\');
        }
        out.push_str(sign);
        rest = after;
    }
    out.push_str(rest);
}

/// Whether nothing stands in the line before a word of which so many bytes are written.
fn starts_line(out: &str, written: usize) -> bool {
    out[..out.len() - written].trim_start().is_empty()
}

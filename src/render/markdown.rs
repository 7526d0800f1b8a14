//! Writes Markdown from the tags and texts of HTML, in one pass and without recursion.

use std::borrow::Cow;

use super::twin::Tag;

/// Markdown as it is being written.
#[derive(Default)]
pub struct Markdown {
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
    /// Where each open link began, and where it leads.
    links: Vec<(usize, Option<String>)>,
    /// Cells of the row that is being written, while a table is open.
    row: Option<Vec<String>>,
    in_head: bool,
    /// For each open `div`: whether it is an item.
    items: Vec<bool>,
}

impl Markdown {
    /// An element begins.
    pub fn open(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.block();
                let level = usize::from(tag.name.as_bytes()[1] - b'0');
                self.line = format!("{} ", "#".repeat(level));
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
            "tr" => self.row = Some(Vec::new()),
            "th" | "td" => self.line.clear(),
            "pre" => {
                self.block();
                self.verbatim = Some(String::new());
            }
            "code" if self.verbatim.is_none() => self.code = Some(self.line.len()),
            // Links to other places of the page lead nowhere in a text that has no anchors.
            "a" if self.verbatim.is_none() => self.links.push((
                self.line.len(),
                tag.attribute("href").filter(|href| !href.starts_with('#')).map(Cow::into_owned),
            )),
            "strong" | "b" => self.line.push_str("**"),
            "em" => self.line.push('*'),
            "del" => self.line.push_str("~~"),
            "br" => self.line.push(' '),
            "img" => {
                let part = |name: &str| tag.attribute(name).map(Cow::into_owned).unwrap_or_default();
                let words = part("alt").replace(['[', ']', '\n'], " ");
                self.line.push_str(&format!("![{}](<{}>)", words.trim(), part("src").replace(['<', '>', '\n'], "")));
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
            "th" | "td" => {
                let cell = std::mem::take(&mut self.line).trim().replace('|', "\\|");
                if let Some(row) = &mut self.row {
                    row.push(cell);
                }
            }
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

    /// Text between tags.
    pub fn text(&mut self, text: &str) {
        if let Some(verbatim) = &mut self.verbatim {
            verbatim.push_str(text);
        } else if self.code.is_some() {
            // A line break would end the code.
            self.line.extend(text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
        } else {
            for (number, word) in text.split(char::is_whitespace).enumerate() {
                if number > 0 && !self.line.ends_with(' ') && !self.line.is_empty() {
                    self.line.push(' ');
                }
                escape(&mut self.line, word);
            }
        }
    }

    /// All that was written.
    pub fn finish(mut self) -> String {
        self.block();
        format!("{}\n", self.out.trim_end())
    }

    /// Ends the line, unless it is a cell of a table.
    fn block(&mut self) {
        if self.row.is_some() {
            if !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(' ');
            }
            return;
        }
        let line = std::mem::take(&mut self.line);
        let line = line.trim();
        if !line.is_empty() {
            // What is no item stands apart, or it would run on from the line above.
            if !self.marks_item && !self.out.is_empty() {
                self.out.push('\n');
            }
            self.begin_line();
            self.out.push_str(line);
            self.out.push('\n');
        }
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

    fn end_row(&mut self) {
        let Some(cells) = self.row.take() else { return };
        self.begin_line();
        self.out.push_str(&format!("| {} |\n", cells.join(" | ")));
        if self.in_head {
            self.begin_line();
            self.out.push_str(&format!("|{}\n", " --- |".repeat(cells.len())));
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
        let text = self.line.split_off(start.min(self.line.len()));
        let ticks = "`".repeat(longest_run(&text) + 1);
        // A tick at the edge, or nothing at all, needs a space beside the fence.
        let space = if text.is_empty() || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        self.line.push_str(&format!("{ticks}{space}{text}{space}{ticks}"));
    }

    fn end_link(&mut self) {
        let Some((start, href)) = self.links.pop() else { return };
        let Some(href) = href else { return };
        let text = self.line.split_off(start.min(self.line.len()));
        self.line.push_str(&format!("[{text}](<{}>)", href.replace(['<', '>', '\n'], "")));
    }
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// A word with a backslash before each sign that Markdown could take for its own.
fn escape(out: &mut String, word: &str) {
    let starts_line = out.trim_start().is_empty();
    for (number, c) in word.char_indices() {
        let within = number > 0 && word[number + c.len_utf8()..].starts_with(char::is_alphanumeric);
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '&' | '~' => true,
            '_' => !within,
            '#' | '>' | '-' | '+' | '=' => starts_line && number == 0,
            '.' | ')' => starts_line && number > 0 && word[..number].bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
    }
}

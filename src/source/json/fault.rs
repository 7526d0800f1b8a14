//! What is wrong with a text that is no JSON, in words for people: what stands there, and what to do.

use super::{Open, Parser, Syntax};
use crate::source::Span;
use crate::source::problem::{Problem, quoted};

type Error = Box<Problem>;

impl Parser<'_> {
    pub(super) fn no_value(&self) -> Error {
        let word = self.word_length();
        let Some(next) = self.peek() else { return self.end_of_text("a value") };
        if let Some(error) = self.wrong_closer() {
            return error;
        }
        if word > 0 {
            let span = self.span_at(word);
            return boxed(unknown_word(span, &self.text[self.at..self.at + word]));
        }
        let (message, help, mended) = match next {
            b',' => ("a value is missing before this comma".to_owned(), "remove the comma or add the value", None),
            b']' | b'}' => {
                (format!("{} stands where a value should be", quoted(self.character())), "add the value", None)
            }
            b'+' => ("a number has no `+` in front".to_owned(), "remove the `+`", Some("")),
            b'.' => ("a number starts with a digit".to_owned(), "write a 0 before the point", Some("0.")),
            _ => return self.stranger("a value"),
        };
        let problem = Problem::syntax(self.span_at(1), message).help(help);
        // What follows has to be a number then.
        let is_number = self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit);
        boxed(match mended.filter(|_| is_number) {
            Some(mended) => problem.rewrite(self.span_at(1), mended),
            None => problem,
        })
    }

    pub(super) fn no_key(&self) -> Error {
        if let Some(error) = self.wrong_closer() {
            return error;
        }
        let word = self.word_length();
        match self.peek() {
            None => self.end_of_text("a key"),
            Some(_) if word > 0 => {
                let message = format!("the key {} has no quotes", quoted(&self.text[self.at..self.at + word]));
                let written = format!("\"{}\"", &self.text[self.at..self.at + word]);
                let problem = Problem::syntax(self.span_at(word), message).help("put it in double quotes");
                // Of a key that goes on behind a blank or a hyphen this is not all.
                let rest = self.text[self.at + word..].trim_start();
                boxed(if rest.starts_with(':') { problem.rewrite(self.span_at(word), written) } else { problem })
            }
            Some(b',') => {
                let problem = Problem::syntax(self.span_at(1), "a member is missing before this comma");
                boxed(problem.help("remove the comma"))
            }
            Some(_) => self.stranger("a key in double quotes"),
        }
    }

    pub(super) fn no_colon(&self, key: Span) -> Error {
        if self.peek().is_none() {
            return self.end_of_text("`:`");
        }
        let message = format!("{} stands where a `:` should be", quoted(self.character()));
        self.comment().unwrap_or_else(|| {
            boxed(Problem::syntax(self.span_of_character(), message).label(key, "this key has no value"))
        })
    }

    pub(super) fn trailing_comma(&self, comma: u32) -> Error {
        let message = format!("a comma stands before {}", quoted(self.character()));
        let comma = Span { start: comma, end: comma + 1 };
        boxed(Problem::syntax(comma, message).help("remove the trailing comma").rewrite(comma, ""))
    }

    /// Neither a comma nor the right bracket follows a value in an array or object.
    pub(super) fn after_value(&self, open: Open, value: Span) -> Error {
        let closer = char::from(super::closer(open.bracket));
        let Some(next) = self.peek() else { return self.end_of_text(&format!("`,` or `{closer}`")) };
        if let Some(error) = self.comment().or_else(|| self.wrong_closer()) {
            return error;
        }
        let message = format!("{} stands where `,` or `{closer}` should be", quoted(self.character()));
        let problem = Problem::syntax(self.span_of_character(), message);
        let starts_value = matches!(next, b'"' | b'{' | b'[' | b'-' | b'0'..=b'9') || self.word_length() > 0;
        boxed(if starts_value {
            let between = Span { start: value.end, end: value.end };
            let problem = problem.help("put a comma between the two").label(value, "a comma is missing after this");
            // Two values on one line may be one that was torn.
            problem.guess(between, ",")
        } else {
            problem.label(at(open.start as usize, 1), "opened here")
        })
    }

    /// A bracket of the other kind than the innermost one that is open.
    fn wrong_closer(&self) -> Option<Error> {
        let next = self.peek().filter(|next| matches!(next, b']' | b'}'))?;
        let open = self.open.last()?;
        let closer = super::closer(open.bracket);
        let message = format!("`{}` can't close `{}`", char::from(next), char::from(open.bracket));
        let problem = Problem::syntax(self.span_at(1), message)
            .label(at(open.start as usize, 1), "opened here")
            .help(format!("write `{}`", char::from(closer)))
            .guess(self.span_at(1), char::from(closer));
        (next != closer).then(|| boxed(problem))
    }

    pub(super) fn after_document(&self) -> Error {
        self.comment().unwrap_or_else(|| {
            let message = format!("{} follows the end of the value", quoted(self.character()));
            boxed(Problem::syntax(self.span_of_character(), message).help("a JSON text is one value"))
        })
    }

    pub(super) fn unclosed_string(&self, start: usize) -> Error {
        let problem = Problem::syntax(self.span_at(0), "the text ends within a string");
        boxed(problem.label(at(start, 1), "the string starts here"))
    }

    pub(super) fn control_in_string(&self, control: u8, start: usize) -> Error {
        let (message, help) = match control {
            b'\n' | b'\r' => ("the line ends within a string".to_owned(), r"close the string, or write \n".to_owned()),
            b'\t' => ("a tab stands in a string".to_owned(), r"write \t".to_owned()),
            _ => {
                (format!("the control character U+{control:04X} stands in a string"), format!("write \\u{control:04x}"))
            }
        };
        let problem =
            Problem::syntax(self.span_at(1), message).help(help).label(at(start, 1), "the string starts here");
        boxed(match control {
            b'\n' | b'\r' => problem,
            b'\t' => problem.rewrite(self.span_at(1), "\\t"),
            _ => problem.rewrite(self.span_at(1), format!("\\u{control:04x}")),
        })
    }

    pub(super) fn bad_escape(&self, start: usize) -> Error {
        let rest = &self.text[start..];
        if let Some(digits) = rest.strip_prefix("\\u") {
            let digits = digits.bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
            return boxed(Problem::syntax(at(start, 2 + digits), "four hexadecimal digits must follow `\\u`"));
        }
        let length = rest.chars().take(2).map(char::len_utf8).sum();
        let message = format!("{} is no escape of JSON", quoted(&rest[..length]));
        let help = "the escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX; write a backslash as \\\\";
        boxed(Problem::syntax(at(start, length), message).help(help))
    }

    pub(super) fn lone_surrogate(&self, start: usize) -> Error {
        let message = format!("{} is half a character", quoted(&self.text[start..start + 6]));
        let help = "above U+FFFF a character takes two escapes, \\uD800 to \\uDBFF and \\uDC00 to \\uDFFF";
        boxed(Problem::syntax(at(start, 6), message).help(help))
    }

    /// The digits of a number begin with a zero, or there are none after its sign.
    pub(super) fn bad_integer(&self, start: usize, digits: usize) -> Error {
        if self.at > digits {
            let zeros = self.bytes[digits..self.at - 1].iter().take_while(|digit| **digit == b'0').count();
            let problem = Problem::syntax(at(digits, zeros), "a number must not start with 0");
            return boxed(problem.help("remove the leading zero, or put the value in double quotes"));
        }
        if self.bytes[self.at..].starts_with(b"Infinity") {
            return boxed(unknown_word(at(start, 9), "-Infinity"));
        }
        boxed(Problem::syntax(at(start, 1), "no digit follows the `-`"))
    }

    pub(super) fn missing_digits(&self, start: usize) -> Error {
        let message = format!("a digit must follow {}", quoted(&self.text[start..self.at]));
        boxed(Problem::syntax(self.span_from(start), message))
    }

    pub(super) fn number_goes_on(&self, start: usize) -> Error {
        let word = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(byte));
        let span = at(start, self.at - start + word.count());
        let written = &self.text[span.start as usize..span.end as usize];
        let problem = Problem::syntax(span, format!("{} is no number of JSON", quoted(written)));
        boxed(problem.help("write a decimal number, or put the value in double quotes"))
    }

    /// What can stand nowhere in JSON outside of strings.
    fn stranger(&self, wanted: &str) -> Error {
        if let Some(comment) = self.comment() {
            return comment;
        }
        let character = self.text[self.at..].chars().next().unwrap_or_default();
        let shown = quoted(self.character());
        let (message, help) = match character {
            '\'' => ("a string starts with a single quote".to_owned(), Some("put it in double quotes")),
            '`' => ("a string starts with a backtick".to_owned(), Some("put it in double quotes")),
            '“' | '”' | '„' | '‘' | '’' => {
                (format!("{shown} is a typographic quote"), Some("write a straight double quote"))
            }
            other if other.is_whitespace() || other == '\u{FEFF}' => {
                (format!("{shown} is no white space of JSON"), Some("replace it by a plain space"))
            }
            _ => (format!("{shown} stands where {wanted} should be"), None),
        };
        let mut problem = Problem::syntax(self.span_of_character(), message);
        problem.help = help.map(str::to_owned);
        boxed(problem)
    }

    fn comment(&self) -> Option<Error> {
        let rest = &self.bytes[self.at..];
        let length = if rest.starts_with(b"//") || rest.starts_with(b"/*") { 2 } else { 1 };
        let problem = || match self.syntax {
            Syntax::Strict => Problem::syntax(self.span_at(length), "JSON has no comments").help("remove the comment"),
            _ if length == 1 => Problem::syntax(self.span_at(length), "a comment begins with `//`"),
            _ => Problem::syntax(self.span_at(length), "the comment is not closed").help("close it with `*/`"),
        };
        (length == 2 || rest.starts_with(b"#")).then(|| boxed(problem()))
    }

    fn end_of_text(&self, wanted: &str) -> Error {
        let Some(open) = self.open.last() else {
            let message = if self.bytes.is_empty() { "the text is empty" } else { "the text is only white space" };
            return boxed(Problem::syntax(Span::default(), message).help("a JSON text is one value, at least `null`"));
        };
        let opener = at(open.start as usize, 1);
        let label = format!("this `{}` is not closed", char::from(open.bracket));
        boxed(Problem::syntax(self.span_at(0), format!("the text ends where {wanted} should be")).label(opener, label))
    }

    fn character(&self) -> &str {
        let rest = &self.text[self.at..];
        &rest[..rest.chars().next().map_or(0, char::len_utf8)]
    }

    fn span_of_character(&self) -> Span {
        self.span_at(self.character().len())
    }

    fn span_at(&self, length: usize) -> Span {
        at(self.at, length)
    }

    /// How many letters, digits and underscores follow.
    pub(super) fn word_length(&self) -> usize {
        self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()
    }
}

/// A bare word where a value should be: one of another language, or a string without quotes.
fn unknown_word(span: Span, word: &str) -> Problem {
    let lower = word.trim_start_matches('-').to_ascii_lowercase();
    let (message, help) = match lower.as_str() {
        "nan" | "infinity" | "inf" => {
            (format!("JSON has no number {}", quoted(word)), "write null, or a string".to_owned())
        }
        "true" | "false" | "null" => (format!("{} is not in lower case", quoted(word)), format!("write {lower}")),
        "none" | "nil" | "undefined" => (format!("JSON has no {}", quoted(word)), "write null".to_owned()),
        _ => (format!("{} has no quotes", quoted(word)), "put it in double quotes".to_owned()),
    };
    let problem = Problem::syntax(span, message).help(help);
    match lower.as_str() {
        "nan" | "infinity" | "inf" => problem,
        "true" | "false" | "null" if !word.starts_with('-') => problem.rewrite(span, lower),
        "none" | "nil" | "undefined" => problem.guess(span, "null"),
        _ => problem.guess(span, format!("\"{word}\"")),
    }
}

fn at(start: usize, length: usize) -> Span {
    Span { start: start as u32, end: (start + length) as u32 }
}

fn boxed(problem: Problem) -> Error {
    Box::new(problem)
}

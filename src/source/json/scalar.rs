//! Strings, numbers and literals of JSON.

use super::{Parser, Result};
use crate::source::{Kind, Node, Number, Span, number};

impl Parser<'_> {
    /// Reads a string from its opening quote: its value and its span with the quotes.
    pub(super) fn string(&mut self) -> Result<(Box<str>, Span)> {
        let start = self.at;
        self.at += 1;
        let mut value = String::new();
        loop {
            let from = self.at;
            while self.peek().is_some_and(|byte| PLAIN[byte as usize]) {
                self.at += 1;
            }
            // A run ends before an ASCII byte or the text's end, so that it is whole characters.
            let run = &self.text[from..self.at];
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    let value = if value.is_empty() { run.into() } else { (value + run).into_boxed_str() };
                    return Ok((value, self.span_from(start)));
                }
                Some(b'\\') => {
                    value.push_str(run);
                    value.push(self.escape()?);
                }
                Some(control) => return Err(self.control_in_string(control, start)),
                None => return Err(self.unclosed_string(start)),
            }
        }
    }

    /// Reads an escape from its backslash.
    fn escape(&mut self) -> Result<char> {
        let start = self.at;
        let Some(&letter) = self.bytes.get(start + 1) else { return Err(self.bad_escape(start)) };
        let value = match letter {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{C}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            _ => return Err(self.bad_escape(start)),
        };
        self.at += 2;
        Ok(value)
    }

    /// Reads `\uXXXX`, or two of them that are the halves of one character (RFC 8259, section 7).
    pub(super) fn unicode_escape(&mut self) -> Result<char> {
        let start = self.at;
        let Some(first) = self.code_unit(start) else { return Err(self.bad_escape(start)) };
        self.at += 6;
        if let Some(value) = char::from_u32(first) {
            return Ok(value);
        }
        let second = if first < 0xDC00 { self.code_unit(self.at) } else { None };
        match second {
            Some(second @ 0xDC00..=0xDFFF) => {
                self.at += 6;
                let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                char::from_u32(code).ok_or_else(|| self.lone_surrogate(start))
            }
            _ => Err(self.lone_surrogate(start)),
        }
    }

    /// The four digits of the `\u` escape at `at`; `None` where there is no such escape.
    pub(super) fn code_unit(&self, at: usize) -> Option<u32> {
        let digits = self.bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        digits.iter().try_fold(0, |unit, &digit| Some(unit << 4 | char::from(digit).to_digit(16)?))
    }

    /// Reads a number that starts at a `-` or a digit.
    pub(super) fn number(&mut self) -> Result<Node> {
        let start = self.at;
        let negative = self.peek() == Some(b'-');
        self.at += usize::from(negative);
        let digits = self.at;
        let mut magnitude = 0u64;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            magnitude = magnitude.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            self.at += 1;
        }
        let length = self.at - digits;
        if length == 0 || (length > 1 && self.bytes[digits] == b'0') {
            return Err(self.bad_integer(start, digits));
        }
        let fraction = self.peek() == Some(b'.');
        if fraction {
            self.at += 1;
            self.digits_after(start)?;
        }
        let exponent = matches!(self.peek(), Some(b'e' | b'E'));
        if exponent {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits_after(start)?;
        }
        if let Some(b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'.') = self.peek() {
            return Err(self.number_goes_on(start));
        }
        let span = self.span_from(start);
        // Fifteen digits are exact as a double, too.
        let short = !fraction && !exponent && length <= 15 && magnitude != 0;
        let value = match (short, negative) {
            (true, false) => Number::Plain(magnitude.into()),
            (true, true) => Number::Plain((-(magnitude as i64)).into()),
            _ => self.long_number(span)?,
        };
        Ok(Node { span, kind: Kind::Number(value) })
    }

    fn long_number(&mut self, span: Span) -> Result<Number> {
        let written = &self.text[span.start as usize..span.end as usize];
        let Some(parsed) = number::decimal(written) else { return Err(self.number_goes_on(span.start as usize)) };
        if !parsed.exact {
            self.problems.push(number::inexact(span, written));
        }
        Ok(parsed.value)
    }

    fn digits_after(&mut self, start: usize) -> Result<()> {
        let from = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == from { Err(self.missing_digits(start)) } else { Ok(()) }
    }

    /// Reads `true`, `false` or `null`; whatever else stands where a value should be is an error.
    pub(super) fn word(&mut self) -> Result<Node> {
        let start = self.at;
        let length = self.word_length();
        let kind = match &self.bytes[start..start + length] {
            b"true" => Kind::Bool(true),
            b"false" => Kind::Bool(false),
            b"null" => Kind::Null,
            _ => return Err(self.no_value()),
        };
        self.at += length;
        Ok(Node { span: self.span_from(start), kind })
    }
}

/// The bytes that stand for themselves in a string: all but the quote, the backslash and control characters.
const PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < 0x20 {
        plain[byte] = false;
        byte += 1;
    }
    plain[b'"' as usize] = false;
    plain[b'\\' as usize] = false;
    plain
};

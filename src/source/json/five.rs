//! What JSON5 and JSON with comments have beside JSON: comments, more white space, names without quotes, other spellings of strings and
//! numbers (spec.json5.org, sections 2 to 8).

use super::{Parser, Result, Syntax};
use crate::source::problem::Problem;
use crate::source::{Kind, Node, Span, number};

impl Parser<'_> {
    /// Passes comments and white space. A comment that is not closed is left, to be told as what stands there.
    pub(super) fn skip_comments(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let length = if rest.starts_with("//") {
                rest.find(is_line_end).unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                match rest.find("*/") {
                    // `/*/` opens a comment and does not close it.
                    Some(end) if end >= 2 => end + 2,
                    _ => match rest.get(3..).and_then(|inner| inner.find("*/")) {
                        Some(end) => end + 5,
                        None => return,
                    },
                }
            } else {
                let space = |c: char| if self.syntax == Syntax::Five { is_space(c) } else { " \n\r\t".contains(c) };
                rest.find(|c| !space(c)).unwrap_or(rest.len())
            };
            if length == 0 {
                return;
            }
            self.at += length;
        }
    }

    /// A string, a number or a word of JSON5.
    pub(super) fn five(&mut self) -> Result<Node> {
        let (start, rest) = (self.at, &self.text[self.at..]);
        match self.peek() {
            Some(b'"' | b'\'') => {
                let (text, span) = self.five_string()?;
                Ok(Node { span, kind: Kind::String(text) })
            }
            Some(b'+' | b'-' | b'.' | b'0'..=b'9') => self.five_number(),
            _ if rest.starts_with("NaN") || rest.starts_with("Infinity") => Err(self.no_finite_number(start)),
            _ => self.word(),
        }
    }

    /// The key of a member: a string, or a name of ECMAScript.
    pub(super) fn five_key(&mut self) -> Result<(Box<str>, Span)> {
        if let Some(b'"' | b'\'') = self.peek() {
            return self.five_string();
        }
        let start = self.at;
        let mut name = String::new();
        while let Some(character) = self.text[self.at..].chars().next() {
            let escaped = (character == '\\').then(|| self.code_unit(self.at).and_then(char::from_u32));
            let Some(read) = escaped.unwrap_or(Some(character)) else { return Err(self.bad_escape(self.at)) };
            let is_part = read.is_alphabetic() || "$_".contains(read) || (!name.is_empty() && is_name_part(read));
            if !is_part {
                break;
            }
            name.push(read);
            self.at += if escaped.is_some() { 6 } else { character.len_utf8() };
        }
        if name.is_empty() { Err(self.no_key()) } else { Ok((name.into_boxed_str(), self.span_from(start))) }
    }

    fn five_string(&mut self) -> Result<(Box<str>, Span)> {
        let start = self.at;
        let quote = char::from(self.bytes[start]);
        self.at += 1;
        let mut value = String::new();
        loop {
            let rest = &self.text[self.at..];
            let run = rest.find([quote, '\\', '\n', '\r']).unwrap_or(rest.len());
            value.push_str(&rest[..run]);
            self.at += run;
            match self.peek() {
                Some(b'\\') => value.extend(self.five_escape()?),
                Some(byte) if char::from(byte) == quote => {
                    self.at += 1;
                    return Ok((value.into_boxed_str(), self.span_from(start)));
                }
                Some(control) => return Err(self.control_in_string(control, start)),
                None => return Err(self.unclosed_string(start)),
            }
        }
    }

    /// The character of an escape; none where a line goes on.
    fn five_escape(&mut self) -> Result<Option<char>> {
        let start = self.at;
        let rest = &self.text[start + 1..];
        let Some(letter) = rest.chars().next() else { return Err(self.bad_escape(start)) };
        let value = match letter {
            'u' => return self.unicode_escape().map(Some),
            'x' => {
                let digits = rest.get(1..3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
                let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
                let Some(value) = code.and_then(char::from_u32) else { return Err(self.bad_escape(start)) };
                self.at += 4;
                return Ok(Some(value));
            }
            'b' => '\u{8}',
            'f' => '\u{C}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{B}',
            '0' if !rest[1..].starts_with(|next: char| next.is_ascii_digit()) => '\0',
            '0'..='9' => return Err(self.bad_escape(start)),
            other => other,
        };
        self.at += 1 + if rest.starts_with("\r\n") { 2 } else { letter.len_utf8() };
        Ok((!is_line_end(letter)).then_some(value))
    }

    /// A number, with the signs, bases and points that JSON5 allows.
    fn five_number(&mut self) -> Result<Node> {
        let start = self.at;
        let signed = &self.text[start..];
        let negative = signed.starts_with('-');
        let plain = signed.strip_prefix(['+', '-']).unwrap_or(signed);
        if plain.starts_with("Infinity") || plain.starts_with("NaN") {
            return Err(self.no_finite_number(start));
        }
        let is_hexadecimal = plain.starts_with("0x") || plain.starts_with("0X");
        let mut length = 0;
        for (at, byte) in plain.bytes().enumerate() {
            let sign =
                matches!(byte, b'+' | b'-') && !is_hexadecimal && matches!(plain.as_bytes()[..at], [.., b'e' | b'E']);
            if !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') || sign) {
                break;
            }
            length = at + 1;
        }
        let written = &plain[..length];
        let sign = if negative { "-" } else { "" };
        let read = if is_hexadecimal {
            number::radix(&written[2..], 16).and_then(|parsed| number::signed(parsed, negative))
        } else {
            decimal(written).and_then(|digits| number::decimal(&format!("{sign}{digits}")))
        };
        self.at = start + signed.len() - plain.len();
        let Some(parsed) = read else { return Err(self.number_goes_on(start)) };
        self.at += length;
        let span = self.span_from(start);
        if !parsed.exact {
            self.problems.push(number::inexact(span, &self.text[start..self.at]));
        }
        Ok(Node { span, kind: Kind::Number(parsed.value) })
    }

    fn no_finite_number(&self, start: usize) -> Box<Problem> {
        let length =
            self.text[start..].bytes().take_while(|byte| byte.is_ascii_alphabetic() || b"+-".contains(byte)).count();
        let span = Span { start: start as u32, end: (start + length) as u32 };
        let problem = Problem::syntax(span, "this number has no value in JSON");
        Box::new(problem.help("leave it out, or put it in quotes"))
    }
}

/// A decimal number as JSON spells it: digits on both sides of the point, no zero that leads; `None` for what is none.
fn decimal(written: &str) -> Option<String> {
    let (mantissa, exponent) = match written.find(['e', 'E']) {
        Some(at) => written.split_at(at),
        None => (written, ""),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let leads_with_zero = whole.len() > 1 && whole.starts_with('0');
    if whole.len() + fraction.len() == 0 || !are_digits(whole) || !are_digits(fraction) || leads_with_zero {
        return None;
    }
    let power = exponent.get(1..).map(|power| power.trim_start_matches(['+', '-']));
    if power.is_some_and(|power| power.is_empty() || !are_digits(power)) {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{whole}{point}{fraction}{exponent}"))
}

fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

fn is_space(character: char) -> bool {
    character.is_whitespace() && character != '\u{85}' || character == '\u{FEFF}'
}

/// Whether a character may stand in a name after its first.
fn is_name_part(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '\u{200C}' | '\u{200D}')
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{Room, Syntax, parse};
    use crate::source::problem::Problems;

    /// The value of a text in another syntax than JSON's own.
    fn read_as(syntax: Syntax, text: &str) -> std::result::Result<Value, String> {
        let mut problems = Problems::default();
        let node = parse(text, syntax, Room::WHOLE, &mut problems);
        let problems = problems.into_sorted();
        node.map(|node| node.to_value()).ok_or_else(|| problems.first().map_or(String::new(), |it| it.message.clone()))
    }

    #[test]
    fn comments_and_commas_at_the_end_are_read_where_they_are_allowed() {
        let text = "// head\n{ \"a\": [1, /* two */ 2,], // end\n \"b\": 3, }";
        assert_eq!(read_as(Syntax::Comments, text), Ok(json!({ "a": [1, 2], "b": 3 })));
        assert_eq!(read_as(Syntax::Strict, "[1,]"), Err("a comma stands before `]`".to_owned()));
        for (text, message) in [
            ("{ a: 1 }", "the key `a` has no quotes"),
            ("[1 /* 2 ]", "the comment is not closed"),
            ("[,]", "a value is missing before this comma"),
            ("[1] # x", "a comment begins with `//`"),
        ] {
            assert_eq!(read_as(Syntax::Comments, text), Err(message.to_owned()), "{text}");
        }
    }

    #[test]
    fn json5_is_read_as_its_own_reader_reads_it() {
        let pieces = [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            " ",
            "\n",
            "a",
            "$b",
            "_c1",
            "ü",
            "'x'",
            "\"y\"",
            "'\\'\\x41\\u0042\\\n\\0'",
            "+1",
            "-.5",
            "5.",
            "0x1F",
            "-0XA",
            "1e3",
            ".5e-2",
            "1E+2",
            "Infinity",
            "-NaN",
            "true",
            "null",
            "// c\n",
            "/* d */",
            "/*",
            "\u{2028}",
            "\u{a0}",
            "01",
            "1_0",
            "'a\nb'",
        ];
        let mut seed = 0x2545_F491_4F6C_DD1D_u64;
        let mut next = |below: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            (seed % below as u64) as usize
        };
        let mut read = 0;
        for _ in 0..60_000 {
            // Half of the texts are well formed but for what is in their places.
            let value = |next: &mut dyn FnMut(usize) -> usize| pieces[12 + next(pieces.len() - 12)];
            let text = match next(4) {
                0 => format!(
                    "{{{}:{},{}:{},}}",
                    pieces[8 + next(6)],
                    value(&mut next),
                    pieces[8 + next(6)],
                    value(&mut next)
                ),
                1 => format!("[{},{}{}]", value(&mut next), value(&mut next), pieces[next(8)]),
                2 => value(&mut next).to_owned(),
                _ => (0..1 + next(7)).map(|_| pieces[next(pieces.len())]).collect(),
            };
            let theirs: Option<Value> = json5::from_str(&text).ok();
            let ours = read_as(Syntax::Five, &text);
            let is_finite = !text.contains("Infinity") && !text.contains("NaN");
            // Its reader keeps one of two equal keys, and makes null of what JSON has no value for.
            let twice = matches!(&ours, Err(message) if message.contains("twice"));
            if is_finite && !twice {
                let same = |ours: &Value, theirs: &Value| {
                    serde_json::to_string(&as_doubles(ours)).ok() == serde_json::to_string(&as_doubles(theirs)).ok()
                };
                let agree = match (&ours, &theirs) {
                    (Ok(ours), Some(theirs)) => same(ours, theirs),
                    (ours, theirs) => ours.is_err() && theirs.is_none(),
                };
                assert!(agree, "{text:?}: {ours:?}, {theirs:?}");
                read += usize::from(ours.is_ok());
            }
        }
        assert!(read > 5_000, "{read}");
    }

    /// The value with each number as a double: two readers need not agree on how they hold one.
    fn as_doubles(value: &Value) -> Value {
        match value {
            Value::Number(number) => json!(number.as_f64()),
            Value::Array(items) => items.iter().map(as_doubles).collect(),
            Value::Object(members) => {
                let mut sorted: Vec<_> = members.iter().map(|(key, value)| (key.clone(), as_doubles(value))).collect();
                sorted.sort_by(|a, b| a.0.cmp(&b.0));
                Value::Object(sorted.into_iter().collect())
            }
            other => other.clone(),
        }
    }
}

//! What is wrong with a text: the data of a finding, without a rule or a level.

use super::unseen::{code_point, is_unseen};
use super::{Duplicates, Span};

/// What kind of thing is wrong; `check` maps each to a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The text does not follow the grammar of its format, or is not UTF-8.
    Syntax,
    /// An object has a key twice.
    DuplicateKey,
    /// The text goes past one of the limits: depth, expansion of aliases, size.
    Limit,
    /// Readers that hold numbers as doubles see another number than the one written.
    InexactNumber,
    /// A plain scalar of YAML that other readers take for another type or number.
    AmbiguousScalar,
    /// A byte order mark, which RFC 8259 (section 8.1) forbids in JSON.
    ByteOrderMark,
    /// A control character that makes text show in another order than it is read (CVE-2021-42574).
    Bidi,
}

impl Fault {
    /// Whether the text can't be used because of it; the others are warnings, the tree is there all the same.
    pub fn refuses(self) -> bool {
        matches!(self, Fault::Syntax | Fault::DuplicateKey | Fault::Limit)
    }
}

/// One thing that is wrong with a text; spans are of the source that holds the problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub fault: Fault,
    pub span: Span,
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The same as an edit, where it is one.
    pub rewrite: Option<Rewrite>,
    /// The cause elsewhere in the same source.
    pub label: Option<(Span, String)>,
}

/// What the text is to be at a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    pub span: Span,
    pub text: String,
    /// Whether there is no other way to read what stands there.
    pub is_safe: bool,
}

impl Problem {
    pub(super) fn new(fault: Fault, span: Span, message: impl Into<String>) -> Problem {
        Problem { fault, span, message: message.into(), help: None, rewrite: None, label: None }
    }

    pub(super) fn syntax(span: Span, message: impl Into<String>) -> Problem {
        Problem::new(Fault::Syntax, span, message)
    }

    pub(super) fn duplicate_key(key: &str, span: Span, first: Span) -> Problem {
        let message = format!("the key {} stands twice in one object", quoted(key));
        Problem::new(Fault::DuplicateKey, span, message).label(first, "first here")
    }

    pub(super) fn too_deep(span: Span) -> Problem {
        let message = format!("arrays and objects nest deeper than {}", super::MAX_DEPTH);
        Problem::new(Fault::Limit, span, message)
    }

    pub(super) fn too_many(span: Span) -> Problem {
        let message = format!("the text holds more than {} values", super::MAX_NODES);
        Problem::new(Fault::Limit, span, message).help("split it into several files")
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    /// With the edit that is the help; there is no other way to read what stands there.
    pub(super) fn rewrite(mut self, span: Span, text: impl Into<String>) -> Problem {
        self.rewrite = Some(Rewrite { span, text: text.into(), is_safe: true });
        self
    }

    /// The same where something else may be meant.
    pub(super) fn guess(mut self, span: Span, text: impl Into<String>) -> Problem {
        self.rewrite = Some(Rewrite { span, text: text.into(), is_safe: false });
        self
    }

    pub(super) fn label(mut self, span: Span, text: impl Into<String>) -> Problem {
        self.label = Some((span, text.into()));
        self
    }
}

/// The problems of one source while it is read. Hostile input has millions, so that each fault is listed so many
/// times only, and the last of them says so.
#[derive(Debug, Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
    counts: [usize; 7],
    /// What becomes of keys that stand twice.
    pub(super) duplicates: Duplicates,
}

impl Problems {
    const LISTED: usize = 1000;

    /// None yet, of a text whose keys may stand twice or not.
    pub(super) fn of(duplicates: Duplicates) -> Problems {
        Problems { duplicates, ..Problems::default() }
    }

    pub(super) fn push(&mut self, mut problem: Problem) {
        if self.is_full(problem.fault) {
            return;
        }
        self.counts[problem.fault as usize] += 1;
        if self.is_full(problem.fault) {
            problem.message.push_str("; further ones in this source are not listed");
        }
        self.list.push(problem);
    }

    /// Whether further problems of a fault would not be listed, so that nobody need look for them.
    pub(super) fn is_full(&self, fault: Fault) -> bool {
        self.counts[fault as usize] >= Self::LISTED
    }

    pub(super) fn refuse(&self) -> bool {
        self.list.iter().any(|problem| problem.fault.refuses())
    }

    /// Whether nothing but keys that stand twice refuses the text.
    pub(super) fn refuse_keys_only(&self) -> bool {
        self.list.iter().all(|problem| !problem.fault.refuses() || problem.fault == Fault::DuplicateKey)
    }

    /// The problems in the order of the text.
    pub(super) fn into_sorted(mut self) -> Vec<Problem> {
        self.list.sort_by_key(|problem| problem.span);
        self.list
    }
}

/// A piece of the input as messages show it: between backticks, cut where it is long, without invisible characters.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut shown = String::from("`");
    for (count, character) in text.chars().enumerate() {
        if count == SHOWN {
            shown.push('…');
            break;
        }
        if is_visible(character) {
            shown.push(character);
        } else {
            shown.push_str(&code_point(character));
        }
    }
    shown.push('`');
    shown
}

fn is_visible(character: char) -> bool {
    character == ' ' || !(character.is_whitespace() || is_unseen(character))
}

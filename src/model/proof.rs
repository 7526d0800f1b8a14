//! What `prove` finds out: verdicts, failures, faults of schemas.

use serde_json::Value;

use crate::source::{Place, Span};
use crate::spelling::Meant;
use crate::words::counted;

/// Whether a schema accepts an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Valid,
    Invalid,
    Unchecked,
}

impl Verdict {
    /// The word of catalog.json.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Valid => "valid",
            Verdict::Invalid => "invalid",
            Verdict::Unchecked => "unchecked",
        }
    }
}

/// One mistake in an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The instance pointer of what fails, from the example's root.
    pub at: String,
    /// The schema's keyword.
    pub keyword: String,
    /// What is wrong, in words.
    pub message: String,
    /// Where the keyword stands.
    pub schema: Option<Place>,
    /// The value or key to mend, from the example's root: the additional property rather than its object.
    pub mend: String,
    /// Whether it is the key that is wrong.
    pub on_key: bool,
    /// Where that stands in its source.
    pub span: Span,
    /// What to do, where that is plain.
    pub help: Option<String>,
    /// What may be meant in the place of the key or of the scalar to mend.
    pub meant: Option<Value>,
}

/// How many failures there are that are not told; or more than these, where nobody went on counting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unlisted {
    pub count: usize,
    pub or_more: bool,
}

impl Unlisted {
    /// All of both.
    pub fn and(self, other: Unlisted) -> Unlisted {
        Unlisted { count: self.count + other.count, or_more: self.or_more || other.or_more }
    }

    /// Whether there are any.
    pub fn is_any(self) -> bool {
        self.count > 0 || self.or_more
    }

    /// How many, in words; `None` where there are none.
    pub fn words(self) -> Option<String> {
        let failures = counted(self.count, "more failure");
        self.is_any().then(|| if self.or_more { format!("at least {failures}") } else { failures })
    }
}

/// The outcome for one example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub verdict: Verdict,
    /// In the order of the file.
    pub failures: Vec<Failure>,
    /// Those that there are besides.
    pub unlisted: Unlisted,
    /// Why it is unchecked, or a note beside the verdict.
    pub note: Option<String>,
    /// The pattern or limit that was too costly, where that is why.
    pub limit: Option<Failure>,
}

/// A fault of a schema itself: against its metaschema, or a pattern that is no regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaFault {
    pub place: Place,
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What was meant in the place of the value, if it is a name.
    pub meant: Option<Meant>,
    /// The pattern that can't be used, if it is one.
    pub pattern: Option<Box<str>>,
}

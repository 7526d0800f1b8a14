//! What a rule is (data), and what a finding is.

mod fix;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::source::{Place, SourceId, Span};

pub use fix::{Change, Fix, New};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A rule: its code names the bad pattern.
#[derive(Debug)]
pub struct Rule {
    pub code: &'static str,
    /// The level unless site.toml says otherwise.
    pub severity: Severity,
    /// One sentence: what the rule finds.
    pub summary: &'static str,
    /// Why it matters and what to do, as Markdown.
    pub explanation: &'static str,
}

/// Where a finding points.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The file, relative to the project.
    pub file: String,
    /// The source that the span lies in; `None` for a file that could not be read.
    pub source: Option<SourceId>,
    pub span: Span,
    /// The JSON Pointer of what is at fault, from the root of the file or fence; empty for the whole.
    pub pointer: String,
}

impl PartialEq for Rule {
    /// Each rule stands once in the table.
    fn eq(&self, other: &Rule) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Rule {}

/// A finding: its rule, what is wrong in one phrase, where, the causes elsewhere, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub rule: &'static Rule,
    pub severity: Severity,
    pub message: String,
    pub at: At,
    pub labels: Vec<Label>,
    pub help: Option<String>,
    /// A way to do it, where that is plain.
    pub fix: Option<Fix>,
}

/// The cause of a finding, elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub at: At,
    pub message: String,
}

impl Finding {
    /// A finding of `rule` at its own level.
    pub fn new(rule: &'static Rule, at: At, message: impl Into<String>) -> Finding {
        Finding {
            rule,
            severity: rule.severity,
            message: message.into(),
            at,
            labels: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// The same with a cause elsewhere.
    pub fn with_label(mut self, at: At, message: impl Into<String>) -> Finding {
        self.labels.push(Label { at, message: message.into() });
        self
    }

    /// The same with what to do.
    pub fn with_help(mut self, help: impl Into<String>) -> Finding {
        self.help = Some(help.into());
        self
    }
}

/// Findings with their order settled: by file, place, rule.
#[derive(Debug, Default)]
pub struct Findings {
    pub all: Vec<Arc<Finding>>,
    /// Findings that a waiver allows, in the same order, each with the reason that it gives.
    pub waived: Vec<(Finding, String)>,
    /// How many findings an earlier state has as well, so that they are not among `all`.
    pub known: usize,
    by_pointer: OnceLock<ByPointer>,
}

/// The numbers of the findings in each source, in the order of their pointers.
type ByPointer = HashMap<SourceId, Vec<usize>>;

impl Findings {
    /// Findings in their order.
    pub fn new(all: Vec<Arc<Finding>>, waived: Vec<(Finding, String)>, known: usize) -> Findings {
        Findings { all, waived, known, by_pointer: OnceLock::new() }
    }

    /// The findings in a source at a pointer of its file and below, in their order. Pages ask for their own, and there may be as many pages as
    /// findings.
    pub fn below(&self, source: SourceId, pointer: &str) -> impl Iterator<Item = &Finding> {
        let by_pointer = self.by_pointer.get_or_init(|| self.in_order_of_pointers());
        let here = by_pointer.get(&source).map(Vec::as_slice).unwrap_or_default();
        let pointer_of = |number: &usize| self.all[*number].at.pointer.as_str();
        let from = |start: &str| &here[here.partition_point(|number| pointer_of(number) < start)..];
        let inside = format!("{pointer}/");
        let at = from(pointer).iter().take_while(|number| pointer_of(number) == pointer);
        let inside = from(&inside).iter().take_while(|number| pointer_of(number).starts_with(&inside));
        let mut numbers: Vec<usize> = at.chain(inside).copied().collect();
        numbers.sort_unstable();
        numbers.into_iter().map(|number| &*self.all[number])
    }

    fn in_order_of_pointers(&self) -> ByPointer {
        let mut by_pointer = ByPointer::new();
        for (number, finding) in self.all.iter().enumerate() {
            finding.at.source.into_iter().for_each(|source| by_pointer.entry(source).or_default().push(number));
        }
        let sort = |numbers: &mut Vec<usize>| numbers.sort_by_key(|number| &self.all[*number].at.pointer);
        by_pointer.values_mut().for_each(sort);
        by_pointer
    }

    /// How many findings weigh this much.
    pub fn count(&self, severity: Severity) -> usize {
        self.all.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// What part of a place a finding points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The value.
    Value,
    /// The key, if the place is a member of an object; else the value.
    Key,
}

impl At {
    /// A whole file that could not be read.
    pub fn file(file: impl Into<String>) -> At {
        At { file: file.into(), source: None, span: Span::default(), pointer: String::new() }
    }

    /// A span of a source.
    pub fn span(sources: &crate::source::Sources, source: SourceId, span: Span) -> At {
        At { file: sources.get(source).file.clone(), source: Some(source), span, pointer: String::new() }
    }

    /// A place; where its pointer leads nowhere, the nearest value above it.
    pub fn place(sources: &crate::source::Sources, place: &Place, part: Part) -> At {
        let source = sources.get(place.source);
        let span = source.root().map_or(Span::default(), |root| {
            let found = root.nearest(&place.pointer);
            found.key_span.filter(|_| part == Part::Key).unwrap_or(found.node.span)
        });
        let (_, pointer) = source.outermost(&place.pointer);
        At { file: source.file.clone(), source: Some(place.source), span, pointer }
    }
}

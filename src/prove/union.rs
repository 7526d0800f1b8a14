//! Words for a value that fits no branch of a `oneOf` or `anyOf`: one failure, which tells what is wrong in the branch that was meant.

use jsonschema::ValidationError;
use serde_json::Value;

use super::branch::{Meant, Union, branches_of};
use super::collect::of_errors;
use super::effort::Quota;
use super::trace::{Trace, Traced};
use super::value::{Written, quoted};
use super::words;
use crate::model::Failure;
use crate::source::{Node, Place, Span, join};

/// How many failures of a branch are told.
const TOLD: usize = 4;

/// How many branches within one another are named.
const NAMED: usize = 3;

/// How many unions within one another are looked through for what is wrong.
const DEPTH: usize = 64;

/// How deep the words for one union may hold those for others that several failures of its branch are; it bounds the recursion.
pub const NESTED: usize = 2;

impl Trace<'_> {
    /// Says in the failure of a union which branch was meant, and what is wrong in it; the first mistake is where to mend. Where all that
    /// is wrong is that another union is not met, what is wrong in that one is said.
    pub fn tell_branch(&self, failure: &mut Failure, one: &Traced<'_>, nested: usize) {
        let mut inner: Option<Traced<'_>> = None;
        let mut named = Vec::new();
        let mut depth = 0;
        let first = loop {
            depth += 1;
            let current = inner.as_ref().unwrap_or(one);
            let (Some(place), Some(branches)) = (&current.place, branches_of(current.error)) else { break None };
            let instance = self.instance(current.error);
            let union = Union { trace: self, place, branches, instance, at: current.error.instance_path().as_str() };
            match union.meant() {
                Meant::Branch(number) => {
                    if branches.len() > 1 {
                        named.push(self.branch_title(place, number));
                    }
                    match branches[number].as_slice() {
                        errors if depth == DEPTH => break self.quota(&failure.at, errors, 0),
                        [only] if branches_of(only).is_some() => inner = Some(self.traced(only)),
                        errors => break self.quota(&failure.at, errors, nested),
                    }
                }
                Meant::Tagged { name, values } => {
                    let value = instance.node.get(&name).map(|node| Written { node, ..instance });
                    let (message, near) = words::wrong_tag(&name, value, &values);
                    let failure = self.failure(current, message);
                    let mend = if value.is_some() { join(&failure.at, &name) } else { failure.mend };
                    let (help, meant) = (near.as_deref().map(words::question), near.map(Value::from));
                    break Some(Failure { help, mend, meant, ..failure });
                }
                // That it fits no branch of a branch says nothing new of the same value.
                Meant::Unknown if current.error.instance_path() == one.error.instance_path() => break None,
                Meant::Unknown => break self.own_failures(current, 1).0.into_iter().next(),
            }
        };
        if !named.is_empty() {
            let more = if named.len() > NAMED { " …" } else { "" };
            named.truncate(NAMED);
            failure.message.push_str(&format!("; nearest is {}{more}", named.join(", and in it ")));
        }
        if let Some(first) = first {
            failure.message.push_str(&format!(": {}", first.message));
            (failure.help, failure.meant, failure.mend, failure.on_key) =
                (first.help, first.meant, first.mend, first.on_key);
        }
    }

    /// The first failure of a branch, with all of them in its words; `at` is the value that the union is for.
    fn quota(&self, at: &str, branch: &[ValidationError<'static>], nested: usize) -> Option<Failure> {
        let found = of_errors(self, branch, nested, Quota::MOST);
        let mut below = found.failures;
        below.sort_by_cached_key(|failure| self.mended(failure));
        below.dedup_by(|a, b| a.mend == b.mend && a.message == b.message);
        let more = below.len().saturating_sub(TOLD) + found.unlisted.count;
        below.truncate(TOLD);
        let mut all = below.into_iter();
        let mut first = all.next()?;
        for other in all {
            match other.mend.strip_prefix(at) {
                Some(below) if !below.is_empty() && other.mend != first.mend => {
                    first.message.push_str(&format!("; at {}: {}", quoted(below), other.message));
                }
                _ => first.message.push_str(&format!("; {}", other.message)),
            }
        }
        if more > 0 {
            first.message.push_str(&format!("; and {more} more"));
        }
        Some(first)
    }

    /// Where a failure is to be mended, for the order.
    fn mended(&self, failure: &Failure) -> Span {
        let pointer = failure.mend.strip_prefix(self.prefix).unwrap_or(&failure.mend);
        self.node.nearest(pointer).node.span
    }

    fn branch_title(&self, place: &Place, branch: usize) -> String {
        let schema = Place::new(place.source, format!("{}/{branch}", place.pointer));
        let schema = self.resolved.follow(&schema).unwrap_or(schema);
        let title =
            self.resolved.project.sources.node(&schema).and_then(|node| node.get("title")).and_then(Node::as_str);
        let number = branch + 1;
        title.map_or_else(|| format!("shape {number}"), |title| format!("shape {number}, {}", quoted(title)))
    }
}

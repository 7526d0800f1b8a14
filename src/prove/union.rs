//! Words for a value that fits no branch of a `oneOf` or `anyOf`: one failure, which tells what is wrong in the branch that was meant.

use jsonschema::ValidationError;

use super::branch::{Meant, meant};
use super::failure::of_errors;
use super::trace::{Trace, Traced};
use super::value::quoted;
use super::words;
use crate::model::Failure;
use crate::source::{Node, Place, Span, join};

/// How many failures of a branch are told.
const TOLD: usize = 4;

impl Trace<'_> {
    /// Says in the failure of a union which branch was meant, and all that is wrong in it; the first is where to mend.
    pub fn tell_branch(&self, failure: &mut Failure, context: &[Vec<ValidationError<'static>>], one: &Traced<'_>) {
        let Some(place) = &one.place else { return };
        let (here, instance) = (one.error.instance_path().as_str(), self.instance(one.error));
        let branch = match meant(self, place, context, instance, here) {
            Meant::Branch(branch) => branch,
            Meant::Tagged { name, values } => {
                let value = instance.node.get(&name);
                let said =
                    words::wrong_tag(&name, value.map(|node| super::value::Written { node, ..instance }), &values);
                failure.message = format!("{}: {}", failure.message, said.0);
                failure.help = said.1;
                if value.is_some() {
                    failure.mend = join(&failure.at, &name);
                }
                return;
            }
            Meant::Unknown => return,
        };
        let mut below = of_errors(self, &context[branch]).failures;
        below.sort_by_key(|failure| self.mended(failure));
        below.dedup_by(|a, b| a.mend == b.mend && a.message == b.message);
        let Some(first) = below.first() else { return };
        let mut told = first.message.clone();
        for other in below.iter().take(TOLD).skip(1) {
            let from_here = other.mend.strip_prefix(&failure.at).unwrap_or_default();
            match from_here.is_empty() || other.mend == first.mend {
                true => told.push_str(&format!("; {}", other.message)),
                false => told.push_str(&format!("; at {}: {}", quoted(from_here), other.message)),
            }
        }
        if below.len() > TOLD {
            told.push_str(&format!("; and {} more", below.len() - TOLD));
        }
        failure.message = match context.len() {
            1 => format!("{}: {told}", failure.message),
            _ => format!("{}; nearest is {}: {told}", failure.message, self.branch_title(place, branch)),
        };
        failure.help.clone_from(&first.help);
        failure.mend.clone_from(&first.mend);
        failure.on_key = first.on_key;
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

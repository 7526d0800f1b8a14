//! Proves migrations: each example of a version, changed as the note of the next one says, is an event of that.

use json_patch::{Patch, PatchErrorKind, PatchOperation};
use serde_json::Value;

use super::State;
use super::note::Note;
use crate::prove::Judge;
use crate::source::{Format, Place, Source};

/// How many examples are lifted, and how many operations a note may have.
const EXAMPLES: usize = 200;
const OPERATIONS: usize = 1_000;

/// What became of the examples of a version.
#[derive(Debug, Default)]
pub struct Lift {
    /// How many are events of the next version.
    pub valid: usize,
    /// Those that are none: the number of the example, and why.
    pub failed: Vec<(usize, String)>,
    /// Why the list is none that can be done.
    pub fault: Option<String>,
}

/// Lifts the examples of a version as a note of the tree says; `None` if it says nothing of it. Each version stands in a state of its own.
pub fn lift(
    tree: &State<'_>,
    note: &Note,
    (state, old): (&State<'_>, &Place),
    (later, new): (&State<'_>, &Place),
) -> Option<Lift> {
    let project = &state.resolved.project;
    let list = tree.resolved.project.sources.node(note.lift.as_ref()?)?.to_value();
    let patch = match serde_json::from_value::<Patch>(list) {
        Ok(patch) if patch.0.len() <= OPERATIONS => patch,
        Ok(_) => return Some(refused(format!("there are more than {OPERATIONS} operations"))),
        Err(error) => return Some(refused(format!("it is no JSON Patch: {error}"))),
    };
    let judge = Judge::new(later.resolved, &[], [new.clone()].into_iter());
    let mut lift = Lift::default();
    for (number, pointer) in state.examples_of(old).iter().take(EXAMPLES) {
        let Some(example) = project.examples.get(*number) else { continue };
        let place = Place::new(example.place.source, format!("{}{pointer}", example.place.pointer));
        let Some(node) = project.sources.node(&place) else { continue };
        match lifted(node.to_value(), &patch).and_then(|event| is_event(&judge, new, &event)) {
            Ok(()) => lift.valid += 1,
            Err(why) => lift.failed.push((*number, why)),
        }
    }
    Some(lift)
}

fn refused(fault: String) -> Lift {
    Lift { fault: Some(fault), ..Lift::default() }
}

/// An event after all operations. What takes away or moves a member that the event does not have has nothing to do.
fn lifted(mut event: Value, patch: &Patch) -> Result<Value, String> {
    for operation in &patch.0 {
        let may_lack = !matches!(operation, PatchOperation::Add(_) | PatchOperation::Test(_));
        match json_patch::patch(&mut event, std::slice::from_ref(operation)) {
            Ok(()) => {}
            Err(error) => match error.kind {
                PatchErrorKind::InvalidPointer | PatchErrorKind::InvalidFromPointer if may_lack => {}
                _ => return Err(format!("`{operation}` can't be done: {}", error.kind)),
            },
        }
    }
    Ok(event)
}

fn is_event(judge: &Judge<'_>, schema: &Place, event: &Value) -> Result<(), String> {
    let source = Source::from_file("event", Format::Json, event.to_string().into_bytes());
    let Some(node) = source.root() else { return Err("it can't be read".to_owned()) };
    let proof = judge.judge(&[(schema.clone(), "")], &source, node);
    match proof.failures.first() {
        None if proof.verdict == crate::model::Verdict::Valid => Ok(()),
        None => Err(proof.note.unwrap_or_else(|| "it could not be checked".to_owned())),
        Some(failure) => {
            let at = if failure.at.is_empty() { String::new() } else { format!(" at `{}`", failure.at) };
            Err(format!("{}{at}", failure.message))
        }
    }
}

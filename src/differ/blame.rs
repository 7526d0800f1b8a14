//! Which of the facts of a schema break: each is judged as if nothing else had changed.

use serde_json::Value;

use super::judged::Side;
use super::modern::modern;
use super::{Direction, Edit, Fact, Ruling, Verdict};
use crate::compat::{self, Pair, judge};
use crate::config::Mode;
use crate::dialect::Dialect;
use crate::source::unescape_token;

/// How many facts of one schema are judged by themselves.
const BLAMED: usize = 40;

/// Says of each fact whether it breaks, by the directions that `mode` has: none does where all is safe.
pub fn blame(facts: &mut Vec<Fact>, verdicts: &[Ruling], old: &Side<'_, '_>, new: &Side<'_, '_>, mode: Mode) {
    let named: Vec<String> = facts.iter().filter(|it| it.edit == Edit::Name).map(|it| it.pointer.clone()).collect();
    // What names the event is told once.
    let is_named = |fact: &Fact| named.iter().any(|pointer| fact.pointer.starts_with(pointer.as_str()));
    facts.retain(|fact| fact.edit == Edit::Name || !is_named(fact));
    let directions: &[Direction] = match mode {
        Mode::Full => &[Direction::Backward, Direction::Forward],
        Mode::Forward => &[Direction::Forward],
        Mode::Backward | Mode::None => &[Direction::Backward],
    };
    let unsafe_ones: Vec<Direction> = directions
        .iter()
        .filter(|direction| {
            let own = verdicts.iter().filter(|it| it.direction == **direction && it.reading == "declared");
            own.into_iter().any(|ruling| !matches!(ruling.verdict, Verdict::Safe))
        })
        .copied()
        .collect();
    if unsafe_ones.is_empty() {
        facts.iter_mut().filter(|fact| fact.breaks.is_none()).for_each(|fact| fact.breaks = Some(false));
        return;
    }
    // Facts are spelt as the later dialect spells them, where there are two.
    let is_one = old.dialect == new.dialect;
    let (base, dialect) = if is_one {
        (old.schema.clone(), old.dialect)
    } else {
        (modern(old.schema, old.dialect), Dialect::Draft202012)
    };
    let whole = if is_one { new.schema.clone() } else { modern(new.schema, new.dialect) };
    for fact in facts.iter_mut().filter(|fact| fact.breaks.is_none()).take(BLAMED) {
        let Some(edited) = edited(fact, &base, &whole) else { continue };
        let broken = unsafe_ones.iter().map(|direction| {
            let (one, other) = match direction {
                Direction::Backward => (&base, &edited),
                Direction::Forward => (&edited, &base),
            };
            let judged = judge(&Pair {
                old: one,
                old_dialect: dialect,
                new: other,
                new_dialect: dialect,
                check: &new.state.resolved.project.config.check,
                events: &[],
            });
            match judged.declared {
                compat::Verdict::Safe => Some(false),
                compat::Verdict::Breaks { .. } => Some(true),
                compat::Verdict::Open(_) => None,
            }
        });
        let broken: Vec<Option<bool>> = broken.collect();
        fact.breaks = if broken.contains(&Some(true)) {
            Some(true)
        } else {
            broken.into_iter().all(|it| it == Some(false)).then_some(false)
        };
    }
}

/// The old schema with what one fact says; `None` where that can't be told.
fn edited(fact: &Fact, old: &Value, new: &Value) -> Option<Value> {
    let value = match &fact.edit {
        Edit::Whole => new.pointer(&fact.pointer).cloned(),
        Edit::Value(value) => Some(value.clone()),
        Edit::None | Edit::Name => return None,
    };
    let mut edited = old.clone();
    let (above, key) = fact.pointer.rsplit_once('/')?;
    let members = edited.pointer_mut(above)?.as_object_mut()?;
    let key = unescape_token(key);
    match value {
        Some(value) => drop(members.insert(key.into_owned(), value)),
        None => drop(members.shift_remove(&*key)),
    }
    Some(edited)
}

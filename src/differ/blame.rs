//! Which of the facts of a schema break: each is looked at as if nothing else had changed. The verdict on the whole is what is proved.

use serde_json::Value;

use super::modern::modern;
use super::{Direction, Edit, Fact, Ruling, Side, Verdict};
use crate::compat::{Pair, Sketch};
use crate::config::Mode;
use crate::dialect::Dialect;
use crate::source::unescape_token;

/// How many facts of one schema are judged by themselves.
const BLAMED: usize = 40;

/// Says of each fact whether it breaks, by the directions that `mode` has: none does where all is safe. How many steps that took.
pub fn blame(facts: &mut Vec<Fact>, verdicts: &[Ruling], old: &Side<'_, '_>, new: &Side<'_, '_>, mode: Mode) -> u64 {
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
        return 0;
    }
    let is_broken = |ruling: &Ruling| matches!(ruling.verdict, Verdict::Breaks { .. });
    // What alone has changed is what the verdict is on.
    let mut open = facts.iter_mut().filter(|fact| fact.breaks.is_none());
    if let (Some(only), None) = (open.next(), open.next())
        && verdicts.iter().any(|it| it.reading == "declared" && unsafe_ones.contains(&it.direction) && is_broken(it))
    {
        only.breaks = Some(true);
        return 0;
    }
    // Facts are spelt as the later dialect spells them, where there are two.
    let is_one = old.dialect == new.dialect;
    let (base, dialect) = if is_one {
        (old.schema.clone(), old.dialect)
    } else {
        (modern(old.schema, old.dialect), Dialect::Draft202012)
    };
    let whole = if is_one { new.schema.clone() } else { modern(new.schema, new.dialect) };
    let mut steps = 0;
    for fact in facts.iter_mut().filter(|fact| fact.breaks.is_none()).take(BLAMED) {
        let Some(edited) = edited(fact, &base, &whole) else { continue };
        let sketch = Sketch::new(Pair {
            old: &base,
            old_dialect: dialect,
            new: &edited,
            new_dialect: dialect,
            check: &new.state.resolved.project.config.check,
            events: &[],
            texts: new.state.texts(dialect),
        });
        let broken = unsafe_ones.iter().map(|direction| sketch.breaks(*direction == Direction::Forward));
        let broken: Vec<Option<bool>> = broken.collect();
        fact.breaks = if broken.contains(&Some(true)) {
            Some(true)
        } else {
            broken.into_iter().all(|it| it == Some(false)).then_some(false)
        };
        steps += sketch.steps();
    }
    steps
}

/// The old schema with what one fact says; `None` where that can't be told.
fn edited(fact: &Fact, old: &Value, new: &Value) -> Option<Value> {
    let mut edited = old.clone();
    match &fact.edit {
        Edit::Whole => put(&mut edited, &fact.pointer, new.pointer(&fact.pointer).cloned())?,
        Edit::Value(value) => put(&mut edited, &fact.pointer, Some(value.clone()))?,
        Edit::Rename { edits, required, from, to, .. } => {
            for (pointer, value) in edits {
                put(&mut edited, pointer, value.clone())?;
            }
            let names = edited.pointer_mut(required).and_then(Value::as_array_mut);
            for name in names.into_iter().flatten().filter(|name| *name == from) {
                *name = Value::from(to.as_str());
            }
        }
        Edit::None | Edit::Name => return None,
    }
    Some(edited)
}

/// Puts a value at a pointer, or takes away what is there.
fn put(schema: &mut Value, pointer: &str, value: Option<Value>) -> Option<()> {
    let (above, key) = pointer.rsplit_once('/')?;
    let members = schema.pointer_mut(above)?.as_object_mut()?;
    let key = unescape_token(key);
    match value {
        Some(value) => drop(members.insert(key.into_owned(), value)),
        None => drop(members.shift_remove(&*key)),
    }
    Some(())
}

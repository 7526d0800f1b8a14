//! All schemas that one value has to fit at once, and the choices among them that are still open.

use std::rc::Rc;

use super::shape::{Id, Shape, Shapes};
use super::types::Types;

/// Which keyword leaves a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chooser {
    Any,
    One,
    Condition,
}

/// A choice: each option adds schemas, and others that the value should not fit.
#[derive(Clone, Debug)]
pub struct Choice {
    pub owner: Id,
    pub chooser: Chooser,
    pub options: Vec<Chosen>,
}

/// What one option means.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    pub add: Vec<Id>,
    pub avoid: Vec<Id>,
}

/// The schemas that apply, without what is still to be chosen.
#[derive(Clone, Debug)]
pub struct State {
    pub shapes: Vec<Rc<Shape>>,
    /// Their numbers, and those of what only refers.
    pub seen: Vec<Id>,
    pub choices: Vec<Choice>,
    /// What the value should not fit.
    pub avoid: Vec<Id>,
    pub types: Types,
}

impl State {
    /// No schema: any value will do.
    pub fn new() -> State {
        State { shapes: Vec::new(), seen: Vec::new(), choices: Vec::new(), avoid: Vec::new(), types: Types::ALL }
    }

    /// Adds a schema with all that it applies in place; `false` where nothing can fit any more.
    pub fn add(&mut self, shapes: &Shapes<'_>, id: Id) -> bool {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if self.seen.contains(&id) {
                continue;
            }
            self.seen.push(id);
            let shape = shapes.shape(id);
            if shape.verdict == Some(false) {
                return false;
            }
            if let Some(types) = shape.types {
                self.types = self.types.and(types);
            }
            if let Some(listed) = &shape.listed {
                let types = listed.iter().map(Types::of).fold(Types::NONE, Types::or);
                let types = if types.meets(Types::INTEGER) { types.or(Types::INTEGER) } else { types };
                self.types = self.types.and(types);
            }
            open.extend(shape.all.iter().rev());
            self.avoid.extend(shape.not);
            self.add_choices(id, &shape);
            self.shapes.push(shape);
        }
        self.types != Types::NONE
    }

    fn add_choices(&mut self, owner: Id, shape: &Shape) {
        if !shape.any.is_empty() {
            let options = shape.any.iter().map(|one| Chosen { add: vec![*one], avoid: Vec::new() }).collect();
            self.choices.push(Choice { owner, chooser: Chooser::Any, options });
        }
        if !shape.one.is_empty() {
            let others = |one: &Id| shape.one.iter().copied().filter(|other| other != one).collect();
            let options = shape.one.iter().map(|one| Chosen { add: vec![*one], avoid: others(one) }).collect();
            self.choices.push(Choice { owner, chooser: Chooser::One, options });
        }
        if let Some(condition) = shape.condition {
            let holds = [Some(condition.test), condition.then].into_iter().flatten().collect();
            let fails = Chosen { add: condition.otherwise.into_iter().collect(), avoid: vec![condition.test] };
            let options = vec![Chosen { add: holds, avoid: Vec::new() }, fails];
            self.choices.push(Choice { owner, chooser: Chooser::Condition, options });
        }
    }

    /// Takes an option; `false` where nothing can fit any more.
    pub fn take(&mut self, shapes: &Shapes<'_>, chosen: &Chosen) -> bool {
        self.avoid.extend(&chosen.avoid);
        chosen.add.iter().all(|id| self.add(shapes, *id)) && self.is_possible(shapes)
    }

    /// Whether nothing plain speaks against it: no property that is required has two values that differ.
    fn is_possible(&self, shapes: &Shapes<'_>) -> bool {
        let mut required = self.shapes.iter().flat_map(|shape| &shape.required);
        required.all(|name| {
            let mut allowed: Option<Vec<serde_json::Value>> = None;
            for shape in &self.shapes {
                let Some(property) = shape.property(name).map(|id| shapes.shape(id)) else { continue };
                if property.verdict == Some(false) {
                    return false;
                }
                let Some(listed) = &property.listed else { continue };
                allowed = Some(match allowed {
                    None => listed.to_vec(),
                    Some(known) => known.into_iter().filter(|one| listed.has(one)).collect(),
                });
            }
            allowed.is_none_or(|allowed| !allowed.is_empty())
        })
    }
}

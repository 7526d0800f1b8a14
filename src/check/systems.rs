//! What of a catalog belongs to one system, so that names in it should mean one thing.

use std::collections::HashMap;

use crate::model::{FieldUse, Target};
use crate::resolve::Resolved;
use crate::source::SourceId;

/// Schemas that belong together. Who states catalogs has said what does; else it is what lies in one folder, refers to one another, or stands
/// in one document.
pub struct Systems(HashMap<SourceId, usize>);

impl Systems {
    /// The systems of a project.
    pub fn of(resolved: &Resolved) -> Systems {
        let project = &resolved.project;
        if project.config.stated_catalogs {
            return Systems(HashMap::new());
        }
        let mut of: Vec<usize> = (0..project.sources.len()).collect();
        let mut folders: HashMap<&str, usize> = HashMap::new();
        let mut tie = |one: usize, other: usize| {
            let (one, other) = (end(&mut of, one), end(&mut of, other));
            of[one.max(other)] = one.min(other);
        };
        for (id, source) in project.sources.iter() {
            let number = id.0 as usize;
            let folder = source.file.rsplit_once('/').map_or("", |(folder, _)| folder);
            tie(number, *folders.entry(folder).or_insert(number));
        }
        for reference in resolved.references.iter() {
            if let Target::Place(place) = &reference.target {
                tie(reference.holder.source.0 as usize, place.source.0 as usize);
            }
        }
        let systems = (0..of.len()).map(|number| (SourceId(number as u32), end(&mut of, number)));
        Systems(systems.collect())
    }

    /// The system of a property, by a number that the others of it have as well.
    pub fn of_use(&self, found: &FieldUse) -> usize {
        self.0.get(&found.root.source).copied().unwrap_or_default()
    }
}

/// Where a chain of numbers ends, which is shortened on the way.
fn end(of: &mut [usize], mut number: usize) -> usize {
    while of[number] != number {
        of[number] = of[of[number]];
        number = of[number];
    }
    number
}

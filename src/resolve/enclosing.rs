//! The schema that a place lies in.

use super::Resolved;
use super::walk::is_schema_position;
use crate::source::Place;

impl Resolved {
    /// The innermost schema at a place or around it; `None` where it lies in no schema.
    pub fn schema_around(&self, place: &Place) -> Option<Place> {
        let facts = self.facts.get(&place.source)?;
        let root = self.project.sources.get(place.source).root()?;
        let ends = place.pointer.rmatch_indices('/').map(|(end, _)| end);
        let mut above = std::iter::once(place.pointer.len()).chain(ends).map(|end| &place.pointer[..end]);
        let is_schema = |pointer: &str| match facts.is_schema {
            true => is_schema_position(root, pointer),
            false => facts.seen.contains(pointer),
        };
        above.find(|pointer| is_schema(pointer)).map(|pointer| Place::new(place.source, pointer))
    }
}

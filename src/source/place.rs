//! Places: a source and a JSON Pointer, the way every stage names what it speaks of.

use std::sync::Arc;

use super::{Located, Node, Position, Source, Span};

/// The number of a source in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A value in a source: the source and a JSON Pointer into its first document (or `document`, in a YAML stream).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub source: SourceId,
    pub pointer: String,
}

impl Place {
    /// The root of a source.
    pub fn root(source: SourceId) -> Place {
        Place { source, pointer: String::new() }
    }

    /// The place at `pointer` of `source`.
    pub fn new(source: SourceId, pointer: impl Into<String>) -> Place {
        Place { source, pointer: pointer.into() }
    }
}

/// All sources of a project in the order in which they were read, with a look-up by name. Several runs over one project share those that did
/// not change.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    all: Vec<Arc<Source>>,
    by_name: std::collections::HashMap<String, SourceId>,
}

impl Sources {
    /// No sources, and room for as many.
    pub fn with_capacity(count: usize) -> Sources {
        Sources { all: Vec::with_capacity(count), by_name: std::collections::HashMap::with_capacity(count) }
    }

    /// Adds a source and returns its number.
    pub fn add(&mut self, source: impl Into<Arc<Source>>) -> SourceId {
        let source = source.into();
        let id = SourceId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.by_name.insert(source.name.clone(), id);
        self.all.push(source);
        id
    }

    /// The source with this number.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.all[id.0 as usize]
    }

    /// The source with this number, to be kept.
    pub fn share(&self, id: SourceId) -> &Arc<Source> {
        &self.all[id.0 as usize]
    }

    /// All sources in the order of their numbers, to be kept.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.all.iter()
    }

    /// Puts an equal source in the place of each that `other` has one for.
    pub fn replace(&mut self, other: impl Fn(&Arc<Source>) -> Option<Arc<Source>>) {
        for source in &mut self.all {
            if let Some(other) = other(source) {
                *source = other;
            }
        }
    }

    /// The source of this name (`path` or `path#slug`).
    pub fn find(&self, name: &str) -> Option<SourceId> {
        self.by_name.get(name).copied()
    }

    /// All sources with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.all.iter().enumerate().map(|(index, source)| (SourceId(index as u32), &**source))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What stands at a place; `None` where its pointer leads nowhere.
    pub fn locate(&self, place: &Place) -> Option<Located<'_>> {
        self.get(place.source).root()?.locate(&place.pointer)
    }

    /// The value at a place; `None` where its pointer leads nowhere.
    pub fn node(&self, place: &Place) -> Option<&Node> {
        self.locate(place).map(|found| found.node)
    }

    /// Line and column of the start of a span.
    pub fn position(&self, source: SourceId, span: Span) -> Position {
        self.get(source).position(span.start)
    }

    /// A place as the contract writes it: `path#/pointer`, or `path#slug/pointer` in a fence; the bare name for a root.
    pub fn display(&self, place: &Place) -> String {
        let name = &self.get(place.source).name;
        match (place.pointer.is_empty(), name.contains('#')) {
            (true, _) => name.clone(),
            (false, true) => format!("{name}{}", place.pointer),
            (false, false) => format!("{name}#{}", place.pointer),
        }
    }
}

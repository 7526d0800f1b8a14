//! Places: a source and a JSON Pointer, the way every stage names what it speaks of.

use std::collections::HashMap;
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

    /// Whether another place is this one, or stands in it.
    pub fn holds(&self, other: &Place) -> bool {
        self.source == other.source && pointer_holds(&self.pointer, &other.pointer)
    }
}

/// Whether what stands at `outer` is what stands at `inner`, or holds it.
pub fn pointer_holds(outer: &str, inner: &str) -> bool {
    pointer_below(outer, inner).is_some()
}

/// The way from what stands at `outer` to what stands at `inner` in it; empty where they are the same.
pub fn pointer_below<'p>(outer: &str, inner: &'p str) -> Option<&'p str> {
    inner.strip_prefix(outer).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// All sources of a project in the order in which they were read, with a look-up by name. Several runs over one project share those that did
/// not change, and a copy costs next to nothing.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    all: Arc<Vec<Arc<Source>>>,
    by_name: Arc<HashMap<String, SourceId>>,
}

impl Sources {
    /// No sources, and room for as many.
    pub fn with_capacity(count: usize) -> Sources {
        let (all, by_name) = (Vec::with_capacity(count), HashMap::with_capacity(count));
        Sources { all: Arc::new(all), by_name: Arc::new(by_name) }
    }

    /// Adds a source and returns its number.
    pub fn add(&mut self, source: impl Into<Arc<Source>>) -> SourceId {
        let source = source.into();
        let id = SourceId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        Arc::make_mut(&mut self.by_name).insert(source.name.clone(), id);
        Arc::make_mut(&mut self.all).push(source);
        id
    }

    /// Puts another source in the place of one of the same name.
    pub fn set(&mut self, id: SourceId, source: Arc<Source>) {
        Arc::make_mut(&mut self.all)[id.0 as usize] = source;
    }

    /// Whether all names have the same numbers since they are the same list.
    pub fn has_names_of(&self, other: &Sources) -> bool {
        Arc::ptr_eq(&self.by_name, &other.by_name)
    }

    /// The numbers of those that are another than in `before`, which has the same names.
    pub fn changed_since(&self, before: &Sources) -> Vec<SourceId> {
        let pairs = self.all.iter().zip(before.all.iter()).enumerate();
        let changed = pairs.filter(|(_, (now, before))| !Arc::ptr_eq(now, before));
        changed.map(|(number, _)| SourceId(number as u32)).collect()
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
        for source in Arc::make_mut(&mut self.all) {
            if let Some(other) = other(source) {
                *source = other;
            }
        }
    }

    /// The source of this name (`path` or `path#slug`).
    pub fn find(&self, name: &str) -> Option<SourceId> {
        self.by_name.get(name).copied()
    }

    /// Whether `inner` is the source `outer`, or stands in it as a text.
    pub fn holds(&self, outer: SourceId, inner: SourceId) -> bool {
        let is_holder = |name: &str| self.get(outer).name == name;
        outer == inner || self.get(inner).holder.as_ref().is_some_and(|holder| is_holder(&holder.name))
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

//! Recorded events against the catalog: each is paired with a schema, judged and counted. Memory does not grow with their number.

mod document;
mod event;
mod lines;
mod tally;

use crate::config::Types;
use crate::model::SchemaFault;
use crate::prove::Judge;
use crate::resolve::{Recorded, Resolved};
use crate::source::{Duplicates, Place};

pub use event::{BadEvent, EventError};
pub use lines::End;
pub use tally::{Outcome, Tally, TypeTally};

/// All that is needed to judge events; shared by all threads.
pub struct Stream<'a> {
    recorded: Recorded<'a>,
    judge: Judge<'a>,
    /// What the catalogs say whose events may come wrapped in something.
    unwrapping: Vec<&'a Types>,
    duplicates: Duplicates,
}

/// Takes bad events in their order; `false` ends the work.
pub type Emit<'e> = &'e mut dyn FnMut(&[BadEvent]) -> bool;

impl<'a> Stream<'a> {
    /// A stream over the catalogs of a project. With `named`, that schema judges every event, whatever its type.
    pub fn new(resolved: &'a Resolved, faults: &'a [SchemaFault], named: Option<Place>) -> Stream<'a> {
        let config = &resolved.project.config;
        let of_named = named.as_ref().and_then(|place| resolved.schema_of(place.source));
        let own = of_named.map(|number| resolved.project.schemas[number].catalog);
        let catalogs = config.catalogs.iter().enumerate().filter(|(number, _)| own.is_none_or(|own| own == *number));
        let types = catalogs.map(|(_, catalog)| &catalog.types).filter(|types| !types.unwrap.is_empty());
        let (unwrapping, duplicates) = (types.collect(), config.check.duplicates());
        let recorded = Recorded::new(resolved, named);
        let judge = Judge::new(resolved, faults, recorded.schemas());
        Stream { recorded, judge, unwrapping, duplicates }
    }
}

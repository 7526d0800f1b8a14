//! Recorded events against the catalog: each is paired with a schema, judged and counted. Memory does not grow with their number.

mod document;
mod event;
mod lines;
mod tally;

use crate::model::SchemaFault;
use crate::prove::Judge;
use crate::resolve::{Recorded, Resolved};
use crate::source::Place;

pub use event::{BadEvent, EventError};
pub use lines::End;
pub use tally::{Outcome, Tally, TypeTally};

/// All that is needed to judge events; shared by all threads.
pub struct Stream<'a> {
    recorded: Recorded<'a>,
    judge: Judge<'a>,
}

/// Takes bad events in their order; `false` ends the work.
pub type Emit<'e> = &'e mut dyn FnMut(&[BadEvent]) -> bool;

impl<'a> Stream<'a> {
    /// A stream over the catalogs of a project. With `named`, that schema judges every event, whatever its type.
    pub fn new(resolved: &'a Resolved, faults: &'a [SchemaFault], named: Option<Place>) -> Stream<'a> {
        let recorded = Recorded::new(resolved, named);
        let judge = Judge::new(resolved, faults, recorded.schemas());
        Stream { recorded, judge }
    }
}

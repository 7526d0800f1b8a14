//! Events of a JSON file that is read whole: an array is that many events, anything else is one.

use rayon::prelude::*;

use super::{BadEvent, Emit, Outcome, Stream, Tally};
use crate::source::{Format, Node, Source};

/// How many events are judged before what is wrong with them is handed on.
const TOGETHER: usize = 4096;

impl Stream<'_> {
    /// Judges the events of a JSON text. What can't be read is one invalid event.
    pub fn document(&self, file: &str, bytes: Vec<u8>, emit: Emit<'_>) -> Tally {
        let source = Source::from_file(file, Format::Json, bytes);
        let mut tally = Tally::default();
        let Some(root) = source.root() else {
            tally.count(None, Outcome::Invalid);
            if let Some(problem) = source.refusal() {
                emit(&[BadEvent::refused(&source, problem)]);
            }
            return tally;
        };
        let events = if root.is_array() { root.items() } else { std::slice::from_ref(root) };
        for events in events.chunks(TOGETHER) {
            let judged: Vec<(Tally, Vec<BadEvent>)> =
                events.par_chunks(64).map(|events| self.events(&source, events)).collect();
            for (counts, bad) in judged {
                tally.add(counts);
                if !emit(&bad) {
                    return tally;
                }
            }
        }
        tally
    }

    fn events(&self, source: &Source, events: &[Node]) -> (Tally, Vec<BadEvent>) {
        let mut tally = Tally::default();
        let bad = events.iter().filter_map(|event| self.event(source, event, &mut tally)).collect();
        (tally, bad)
    }
}

//! Events of a JSON file that is read whole: an array is that many events, anything else is one.

use rayon::prelude::*;

use super::{BadEvent, Emit, Outcome, Stream, Tally};
use crate::source::{Format, Source};

/// How many events are judged before what is wrong with them is handed on.
const TOGETHER: usize = 4096;

impl Stream<'_> {
    /// Judges the events of a JSON text. What can't be read is one invalid event.
    pub fn document(&self, file: &str, bytes: Vec<u8>, emit: Emit<'_>) -> Tally {
        let source = Source::from_file_with(self.duplicates, file, Format::Json, bytes);
        let mut tally = Tally::default();
        let Some(root) = source.root() else {
            tally.count(None, Outcome::Invalid);
            if let Some(problem) = source.refusal() {
                emit(&[BadEvent::refused(&source, problem)]);
            }
            return tally;
        };
        let all = || (0..root.items().len()).map(|index| format!("/{index}")).collect();
        let pointers: Vec<String> = if root.is_array() { all() } else { vec![String::new()] };
        for pointers in pointers.chunks(TOGETHER) {
            let judged: Vec<(Tally, Vec<BadEvent>)> =
                pointers.par_chunks(64).map(|pointers| self.events(&source, pointers)).collect();
            for (counts, bad) in judged {
                tally.add(counts);
                if !emit(&bad) {
                    return tally;
                }
            }
        }
        tally
    }

    fn events(&self, source: &Source, pointers: &[String]) -> (Tally, Vec<BadEvent>) {
        let mut tally = Tally::default();
        let bad = pointers.iter().flat_map(|pointer| self.delivered(source, pointer, &mut tally)).collect();
        (tally, bad)
    }
}

//! How often the project is rebuilt: at once when somebody saves, a few times a second while a storm of changes lasts.

use std::time::{Duration, Instant};

/// In this time there are at most two rebuilds: the second is for the save that the first one caught half done.
const SPAN: Duration = Duration::from_millis(400);

/// Remembers when the last two rebuilds began.
#[derive(Debug, Default)]
pub struct Pace {
    last: Option<Instant>,
    before: Option<Instant>,
}

impl Pace {
    /// When the next rebuild may begin; `None` means at any time.
    pub fn earliest(&self) -> Option<Instant> {
        self.before.map(|before| before + SPAN)
    }

    /// A rebuild begins.
    pub fn begin(&mut self, now: Instant) {
        self.before = self.last.replace(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_storm_of_a_second_is_at_most_ten_rebuilds() {
        let mut pace = Pace::default();
        let start = Instant::now();
        let mut rebuilds = 0;
        for millis in 0..1_000 {
            let now = start + Duration::from_millis(millis);
            if pace.earliest().is_none_or(|earliest| earliest <= now) {
                pace.begin(now);
                rebuilds += 1;
            }
        }
        assert!((3..10).contains(&rebuilds), "{rebuilds}");
        let after = pace.earliest().expect("there were rebuilds");
        assert!(after <= start + Duration::from_millis(1_400), "the last state waits for less than half a second");
    }
}

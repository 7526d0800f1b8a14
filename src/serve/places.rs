//! Places for connections that depend on their clients: there is a fixed number of them, and who has been slow for longest makes room for who is not.

use std::collections::BTreeMap;
use std::net::TcpStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::system::cut;

/// How long a place is one's own. A client that is not slow needs less, so that many of them at a time only wait for one another.
const OWN: Duration = Duration::from_millis(500);

/// Places of one kind.
pub struct Places {
    most: usize,
    taken: Mutex<Taken>,
    freed: Condvar,
}

#[derive(Default)]
struct Taken {
    next: u64,
    /// Oldest first.
    by_age: BTreeMap<u64, (Instant, Arc<TcpStream>)>,
}

/// One of the places, until it is dropped or somebody else needs it.
pub struct Place {
    places: Arc<Places>,
    number: u64,
}

impl Places {
    /// As many as `most`.
    pub fn new(most: usize) -> Arc<Places> {
        Arc::new(Places { most, taken: Mutex::default(), freed: Condvar::new() })
    }

    /// A place for this connection. Where all are taken, the connection that has had its place for longest is cut, once it has had its time.
    pub fn take(self: &Arc<Self>, socket: &Arc<TcpStream>) -> Place {
        let mut taken = self.lock();
        while taken.by_age.len() >= self.most {
            let age = taken.by_age.values().next().map_or(OWN, |(since, _)| since.elapsed());
            if age >= OWN {
                taken.cut_oldest();
            } else {
                taken = self.freed.wait_timeout(taken, OWN - age).unwrap_or_else(PoisonError::into_inner).0;
            }
        }
        let number = taken.next;
        taken.next += 1;
        taken.by_age.insert(number, (Instant::now(), Arc::clone(socket)));
        drop(taken);
        Place { places: Arc::clone(self), number }
    }

    /// Cuts the connection that has had its place for longest, if that is long; whether one was cut.
    pub fn cut_slowest(&self) -> bool {
        let mut taken = self.lock();
        let is_slow = taken.by_age.values().next().is_some_and(|(since, _)| since.elapsed() >= OWN);
        if is_slow {
            taken.cut_oldest();
        }
        is_slow
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn cut_oldest(&mut self) {
        if let Some((_, (_, socket))) = self.by_age.pop_first() {
            cut(&socket);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.lock().by_age.remove(&self.number);
        self.places.freed.notify_one();
    }
}

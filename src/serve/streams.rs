//! The event streams of open pages: each gets a number when something new is shown, and nothing else.

use std::collections::VecDeque;
use std::io::{self, Write as _};
use std::net::TcpStream;
use std::sync::{Arc, Mutex, PoisonError};

/// How many are kept open; browsers allow six for each host.
const MOST: usize = 32;

/// The open streams, oldest first. None of them waits for its reader: the system holds thousands of numbers, and who leaves them unread is
/// dropped.
#[derive(Default)]
pub struct Streams(Mutex<VecDeque<Arc<TcpStream>>>);

impl Streams {
    /// Opens a stream and tells it `number` at once, since that may be news already; past the limit, the oldest is dropped.
    pub fn open(&self, stream: Arc<TcpStream>, number: impl Fn() -> u64) {
        if stream.set_nonblocking(true).is_err() {
            return;
        }
        let mut streams = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Nothing is told meanwhile, so that what this stream is told first is the last that others were told, or newer.
        if send(&stream, number()).is_err() {
            return;
        }
        streams.push_back(stream);
        if streams.len() > MOST {
            // Its page is told that this is no accident, lest it open another at once.
            let _ = streams.pop_front().map(|dropped| (&*dropped).write_all(b"event: full\ndata:\n\n"));
        }
    }

    /// Tells every stream; those that nobody reads any more are dropped.
    pub fn tell(&self, number: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|stream| send(stream, number).is_ok());
    }
}

/// Writes an event (HTML, section 9.2).
fn send(mut stream: &TcpStream, number: u64) -> io::Result<()> {
    stream.write_all(format!("data: {number}\n\n").as_bytes())
}

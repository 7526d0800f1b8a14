//! The event streams of open pages: each gets a number when something new is shown, and nothing else.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

/// How many are kept open; browsers allow six for each host.
const MOST: usize = 32;

type Stream = Box<dyn Write + Send>;

/// The open streams, oldest first.
#[derive(Default)]
pub struct Streams(Mutex<VecDeque<Stream>>);

impl Streams {
    /// Opens a stream and tells it `number` at once, since that may be news already; past the limit, the oldest is dropped.
    pub fn open(&self, mut stream: Stream, number: impl Fn() -> u64) {
        let dropped = {
            let mut streams = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            // Nothing is told meanwhile, so that what this stream is told first is the last that others were told, or newer.
            if send(&mut stream, number()).is_err() {
                return;
            }
            streams.push_back(stream);
            if streams.len() > MOST { streams.pop_front() } else { None }
        };
        if let Some(mut dropped) = dropped {
            // tiny_http keeps the connection open until its reader ends it, so it is told to.
            let _ = write!(dropped, "event: full\ndata:\n\n").and_then(|()| dropped.flush());
        }
    }

    /// Tells every stream; those that nobody reads any more are dropped.
    pub fn tell(&self, number: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain_mut(|stream| send(stream, number).is_ok());
    }
}

/// Writes an event (HTML, section 9.2) and flushes it.
fn send(stream: &mut Stream, number: u64) -> io::Result<()> {
    write!(stream, "data: {number}\n\n")?;
    stream.flush()
}

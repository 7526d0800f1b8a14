//! A connection with its deadlines: a client has seconds to say what it asks for, and as many for each part of the answer.

use std::io::{self, ErrorKind, Read as _, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::guard::{Refusal, refused};
use super::head;

/// How long a head may take from its connection, or from the answer before it, to its last byte.
const HEAD_TAKES: Duration = Duration::from_secs(5);

/// How many bytes of an answer have to be taken in which time.
const PART: usize = 64 << 10;
const PART_TAKES: Duration = Duration::from_secs(10);

/// The system wakes who writes when a third of what it holds was read, which may be megabytes. Who looks more often sees that something was.
const LOOKS: Duration = Duration::from_millis(250);

/// How long, and for how many bytes, the client of a connection that ends is heard. Closed before it has said everything, the connection
/// would be reset, and the answer be lost.
const ENDS: Duration = Duration::from_secs(1);
const HEARD: usize = 256 << 10;

/// A connection to a client.
pub struct Connection {
    socket: Arc<TcpStream>,
    /// What has come and is not answered yet.
    come: Vec<u8>,
}

impl Connection {
    /// A connection on which nothing was said.
    pub fn new(socket: Arc<TcpStream>) -> Connection {
        Connection { socket, come: Vec::new() }
    }

    /// The connection itself.
    pub fn socket(&self) -> &Arc<TcpStream> {
        &self.socket
    }

    /// The bytes of the next head. `None` if the client says no more.
    ///
    /// # Errors
    /// What has come is no head, or not in time.
    pub fn head(&mut self) -> Result<Option<Vec<u8>>, Refusal> {
        let until = Instant::now() + HEAD_TAKES;
        let mut searched = 0;
        let mut part = [0; 4096];
        loop {
            if let Some(end) = head::end(&self.come, searched)? {
                let rest = self.come.split_off(end);
                return Ok(Some(std::mem::replace(&mut self.come, rest)));
            }
            searched = self.come.len();
            match read(&self.socket, &mut part, until) {
                Ok(0) => return Ok(None),
                Ok(length) => self.come.extend_from_slice(&part[..length]),
                Err(error) if is_late(&error) && searched > 0 => {
                    return Err(refused(408, "the head of a request has five seconds"));
                }
                Err(_) => return Ok(None),
            }
        }
    }

    /// Writes to the client for as long as it reads. What is as long as a page is not copied for that.
    pub fn writer(&self) -> impl Write {
        let paced = Paced { socket: &self.socket, taken: 0, until: Instant::now() + PART_TAKES };
        io::BufWriter::with_capacity(4096, paced)
    }

    /// Ends the connection when the client has what was sent.
    pub fn end(self) {
        let until = Instant::now() + ENDS;
        let mut heard = 0;
        let mut part = [0; 4096];
        if self.socket.shutdown(Shutdown::Write).is_err() {
            return;
        }
        while heard < HEARD {
            match read(&self.socket, &mut part, until) {
                Ok(0) | Err(_) => return,
                Ok(length) => heard += length,
            }
        }
    }
}

/// Whether a deadline has passed; systems have two names for it.
fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// The time until `until`.
fn left(until: Instant) -> io::Result<Duration> {
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(left) }
}

/// Reads what has come, or comes until then.
fn read(mut socket: &TcpStream, part: &mut [u8], until: Instant) -> io::Result<usize> {
    loop {
        socket.set_read_timeout(Some(left(until)?))?;
        match socket.read(part) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

/// Writes parts, each of which has its time.
struct Paced<'a> {
    socket: &'a TcpStream,
    /// How much of the part was taken.
    taken: usize,
    /// When all of it has to be.
    until: Instant,
}

impl Write for Paced<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.taken == PART {
            (self.taken, self.until) = (0, Instant::now() + PART_TAKES);
        }
        let part = &bytes[..bytes.len().min(PART - self.taken)];
        loop {
            self.socket.set_write_timeout(Some(left(self.until)?.min(LOOKS)))?;
            match self.socket.write(part) {
                Err(error) if is_late(&error) || error.kind() == ErrorKind::Interrupted => {}
                written => {
                    self.taken += written.as_ref().map_or(0, |written| *written);
                    return written;
                }
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

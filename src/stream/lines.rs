//! Events by line. One thread reads ahead, all cores judge, what is wrong comes out in the order of the lines; what is read and not yet
//! judged is bounded, whatever the lines hold.

use std::io::{self, BufRead as _, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use rayon::prelude::*;

use super::{BadEvent, Emit, Outcome, Stream, Tally};
use crate::source::{Format, MAX_BYTES, Position, Source};

/// How much is asked of the input at once, and how much one thread judges at a time.
const READ: usize = 256 << 10;
const PIECE: usize = 64 << 10;

/// How many readings may wait to be judged.
const WAITING: usize = 2;

/// How often an interruption is looked for while no input comes.
const PAUSE: Duration = Duration::from_millis(100);

/// Why the reading ended.
#[derive(Debug)]
pub enum End {
    /// The input was at its end.
    Input,
    /// Somebody asked for it, or nobody takes what is found.
    Stopped,
    /// The system refused to read on.
    Failed(io::Error),
}

impl Stream<'_> {
    /// Judges the events of an input, one on each line that is not blank, until its end or until `stop` is set. All that was judged has
    /// been handed to `emit` by then.
    pub fn lines(&self, input: impl Read + Send + 'static, stop: &AtomicBool, emit: Emit<'_>) -> (Tally, End) {
        let (sender, receiver) = sync_channel(WAITING);
        // It may wait for input for ever, so nobody waits for it.
        std::thread::spawn(move || {
            let mut reader = Reader { input, rest: Vec::new(), state: State::Start };
            loop {
                let reading = reader.next().transpose();
                let ended = !matches!(reading, Some(Ok(_)));
                if reading.is_none_or(|reading| sender.send(reading).is_err()) || ended {
                    return;
                }
            }
        });
        let mut tally = Tally::default();
        let mut line = 0;
        loop {
            let (readings, end) = gather(&receiver, stop);
            let pieces: Vec<Piece<'_>> = readings.iter().flat_map(pieces).collect();
            let judged: Vec<Part> = pieces.par_iter().map(|piece| self.piece(piece)).collect();
            for Part { lines, counts, mut bad } in judged {
                bad.iter_mut().for_each(|event| event.shift(line));
                line += lines;
                tally.add(counts);
                if !emit(&bad) {
                    return (tally, End::Stopped);
                }
            }
            if let Some(end) = end {
                return (tally, end);
            }
        }
    }

    fn piece(&self, piece: &Piece<'_>) -> Part {
        let mut part = Part::default();
        let text = match piece {
            Piece::Lines(text) => *text,
            Piece::TooLong => {
                part.lines = 1;
                part.bad.push(too_long(1, &mut part.counts));
                return part;
            }
        };
        let mut rest = text;
        while !rest.is_empty() {
            let (line, after) = rest.split_at(line_length(rest));
            rest = after;
            part.lines += 1;
            part.bad.extend(self.line(line.trim_ascii_end(), part.lines, &mut part.counts));
        }
        part
    }

    /// Judges one line; what is wrong with it, if something is.
    fn line(&self, text: &[u8], number: u64, tally: &mut Tally) -> Vec<BadEvent> {
        if text.trim_ascii_start().is_empty() {
            return Vec::new();
        }
        if text.len() > MAX_BYTES {
            return vec![too_long(number, tally)];
        }
        let source = Source::from_file_with(self.duplicates, "", Format::Json, text.to_vec());
        let mut all = self.delivered(&source, "", tally);
        for bad in &mut all {
            // A carriage return within the line ends none here.
            bad.line = number;
            bad.errors.iter_mut().for_each(|error| error.line = number);
        }
        all
    }
}

fn too_long(number: u64, tally: &mut Tally) -> BadEvent {
    tally.count(None, Outcome::Invalid);
    let message = format!("the line is longer than {} MiB", MAX_BYTES >> 20);
    let mut event = BadEvent::unread(Position { line: 1, column: 1 }, "limit-exceeded", message, None);
    event.shift(number - 1);
    event
}

/// What came of some lines; their numbers begin at 1.
#[derive(Default)]
struct Part {
    lines: u64,
    counts: Tally,
    bad: Vec<BadEvent>,
}

/// Some lines that one thread judges.
enum Piece<'t> {
    Lines(&'t [u8]),
    TooLong,
}

fn pieces(reading: &Reading) -> Vec<Piece<'_>> {
    let mut rest = match reading {
        Reading::Lines(text) => text.as_slice(),
        Reading::TooLong => return vec![Piece::TooLong],
    };
    let mut pieces = Vec::with_capacity(rest.len() / PIECE + 1);
    while !rest.is_empty() {
        let least = rest.len().min(PIECE);
        let (piece, after) = rest.split_at(least + line_length(&rest[least..]));
        pieces.push(Piece::Lines(piece));
        rest = after;
    }
    pieces
}

/// The length of the first line with its end.
fn line_length(mut text: &[u8]) -> usize {
    // Reading from memory can't fail.
    text.skip_until(b'\n').unwrap_or(text.len())
}

/// What was read by now, as much as keeps all cores busy, and why there is no more, if so. Waits for the first.
fn gather(receiver: &Receiver<io::Result<Reading>>, stop: &AtomicBool) -> (Vec<Reading>, Option<End>) {
    let wanted = 4 * PIECE * rayon::current_num_threads();
    let mut size = 0;
    let mut readings = Vec::new();
    while size < wanted {
        if stop.load(Ordering::Relaxed) {
            return (readings, Some(End::Stopped));
        }
        let pause = if readings.is_empty() { PAUSE } else { Duration::ZERO };
        match receiver.recv_timeout(pause) {
            Ok(Ok(reading)) => {
                size += reading.len();
                readings.push(reading);
            }
            Ok(Err(error)) => return (readings, Some(End::Failed(error))),
            Err(RecvTimeoutError::Disconnected) => return (readings, Some(End::Input)),
            Err(RecvTimeoutError::Timeout) if readings.is_empty() => {}
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    (readings, None)
}

/// Whole lines, or the mark of one that is too long to be kept.
enum Reading {
    Lines(Vec<u8>),
    TooLong,
}

impl Reading {
    fn len(&self) -> usize {
        match self {
            Reading::Lines(text) => text.len(),
            Reading::TooLong => 1,
        }
    }
}

/// Reads an input in whole lines.
struct Reader<R> {
    input: R,
    /// The beginning of a line whose end was not read yet.
    rest: Vec<u8>,
    state: State,
}

#[derive(PartialEq, Eq)]
enum State {
    /// Nothing was handed on; a byte order mark may stand here.
    Start,
    Lines,
    /// Within a line that is too long.
    Skipping,
}

impl<R: Read> Reader<R> {
    /// The next lines, as many as the input has ready; `None` at its end.
    fn next(&mut self) -> io::Result<Option<Reading>> {
        loop {
            let before = self.rest.len();
            self.rest.resize(before + READ, 0);
            let read = match self.input.read(&mut self.rest[before..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
                Err(error) => return Err(error),
                Ok(0) => {
                    self.rest.truncate(before);
                    self.skip_mark();
                    let last = std::mem::take(&mut self.rest);
                    return Ok((!last.is_empty()).then_some(Reading::Lines(last)));
                }
                Ok(read) => read,
            };
            self.rest.truncate(before + read);
            if self.state == State::Start && self.rest.len() < MARK.len() {
                continue;
            }
            // Of what was read before, only the end can be new to us.
            let mut unseen = before;
            match self.state {
                State::Lines => {}
                State::Start => {
                    self.skip_mark();
                    unseen = 0;
                }
                State::Skipping => {
                    let end = line_length(&self.rest);
                    if self.rest[..end].ends_with(b"\n") {
                        self.state = State::Lines;
                    }
                    self.rest.drain(..end);
                    unseen = 0;
                }
            }
            if let Some(end) = self.rest[unseen..].iter().rposition(|byte| *byte == b'\n') {
                let next = self.rest.split_off(unseen + end + 1);
                return Ok(Some(Reading::Lines(std::mem::replace(&mut self.rest, next))));
            }
            if self.rest.len() > MAX_BYTES {
                self.rest.clear();
                self.state = State::Skipping;
                return Ok(Some(Reading::TooLong));
            }
        }
    }

    /// Drops the byte order mark that some programs begin a file with.
    fn skip_mark(&mut self) {
        if self.state == State::Start {
            self.state = State::Lines;
            if self.rest.starts_with(MARK) {
                self.rest.drain(..MARK.len());
            }
        }
    }
}

const MARK: &[u8] = b"\xEF\xBB\xBF";

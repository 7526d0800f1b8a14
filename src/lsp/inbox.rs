//! Messages that were read and wait for their turn. What the client takes back before its turn is not worked on.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::protocol::{Message, RequestId};

/// What was read: a message, the end, or why it is no message.
pub type Read = Result<Option<Message>, String>;

/// How many messages are read ahead.
pub const AHEAD: usize = 64;

/// Requests that are answered in any case: others follow from them.
const ALWAYS: [&str; 2] = ["initialize", "shutdown"];

/// The messages that wait, in their order.
pub struct Inbox {
    received: Receiver<Read>,
    waiting: VecDeque<Read>,
    taken_back: Vec<RequestId>,
}

impl Inbox {
    /// An inbox of what a reader sends.
    pub fn of(received: Receiver<Read>) -> Inbox {
        Inbox { received, waiting: VecDeque::new(), taken_back: Vec::new() }
    }

    /// Takes in what was read meanwhile; the requests that were taken back, each of which still has to be told so.
    pub fn look(&mut self) -> Vec<RequestId> {
        while self.waiting.len() < AHEAD
            && let Ok(read) = self.received.try_recv()
        {
            self.put(read);
        }
        std::mem::take(&mut self.taken_back)
    }

    /// The message whose turn it is.
    pub fn next(&mut self) -> Option<Read> {
        self.waiting.pop_front()
    }

    /// Waits until something was read, at most so long if that is said; whether something was. The reader's end is an end of messages.
    pub fn wait(&mut self, most: Option<Duration>) -> bool {
        let read = match most {
            None => self.received.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(most) => self.received.recv_timeout(most),
        };
        match read {
            Ok(read) => self.put(read),
            Err(RecvTimeoutError::Disconnected) => self.put(Ok(None)),
            Err(RecvTimeoutError::Timeout) => return false,
        }
        true
    }

    fn put(&mut self, read: Read) {
        match read {
            Ok(Some(Message::Notification(told))) if told.method == "$/cancelRequest" => {
                if let Ok(id) = serde_json::from_value::<RequestId>(told.params["id"].clone())
                    && self.take_back(&id)
                {
                    self.taken_back.push(id);
                }
            }
            read => self.waiting.push_back(read),
        }
    }

    /// Removes a request that waits, if it is one that may be taken back.
    fn take_back(&mut self, id: &RequestId) -> bool {
        let is_meant = |read: &Read| matches!(read, Ok(Some(Message::Request(asked))) if asked.id == *id && !ALWAYS.contains(&asked.method.as_str()));
        let at = self.waiting.iter().position(is_meant);
        at.and_then(|at| self.waiting.remove(at)).is_some()
    }
}

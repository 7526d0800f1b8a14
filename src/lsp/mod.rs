//! The language server: what the pages say and what the checks find, in the editor, of the text as it is typed.
//!
//! One thread reads messages, one answers them. What was typed is in [`Buffers`], which the tree has in the place of the files; before
//! an answer, and when nothing is waiting, the pipeline runs again over what has changed. Of a text that can't be read what is wrong is told at once;
//! until it can be read again, or nobody types any more, the project stays what it was. It opens nothing outside the project's folder.

mod actions;
mod address;
mod answer;
mod beside;
mod broken;
mod calls;
mod complete;
mod cursor;
mod definition;
mod diagnostics;
mod edit;
mod fence;
mod fold;
mod governing;
mod guide;
mod hover;
mod position;
mod preview;
mod project;
mod protocol;
mod references;
mod rename;
mod session;
mod spot;
mod symbol;
mod waive;
mod words;

use std::collections::BTreeSet;
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, sync_channel};

use crate::diagnostic::{Findings, Fix};
use crate::output::Output;
use crate::route::Site;
use crate::source::{Sources, Span};
use crate::tree::Buffers;
use protocol::{Message, read_message};
use session::{Next, Session};

/// How many messages are read ahead.
const AHEAD: usize = 64;

/// What has changed since the last run.
#[derive(Clone, Debug, Default)]
pub struct Edited {
    /// Files that are known, by path.
    pub files: BTreeSet<String>,
    /// Whether anything else may have changed: files that came or went, the configuration, the theme.
    pub all: bool,
}

/// What a run has made.
pub enum Run {
    Made(Arc<Site>, Arc<Findings>, Arc<Output>),
    /// Nothing is another than before.
    Same,
    /// There is no project to look at: site.toml, if it can be read, and what is wrong with it, with what fixes it.
    Closed(Sources, Vec<(Span, Option<Fix>, String)>),
}

/// The project of a session: it is run again when something was edited.
pub trait Workspace {
    /// Runs it; `edited` says which files may be others than in the last run.
    fn run(&mut self, edited: &Edited) -> Run;
}

/// Opens the project in a folder, whose files are those of the buffers where these have them; gives its path as well, as the client
/// names it.
pub type Open<'a> = dyn FnMut(Option<PathBuf>, &Buffers) -> Result<(PathBuf, Box<dyn Workspace>), String> + 'a;

/// How a session ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// By `exit` after `shutdown`.
    Asked,
    /// By `exit` alone, or since the other side was gone.
    Left,
    /// What came was no message of the protocol: why, in words.
    Broken(String),
}

/// Answers the messages of `input` on `output` until the session ends.
pub fn answer(input: Box<dyn BufRead + Send>, output: &mut dyn Write, open: &mut Open<'_>) -> End {
    let (sender, received) = sync_channel(AHEAD);
    let reader = std::thread::Builder::new().spawn(move || {
        let mut input = input;
        loop {
            let message = read_message(&mut *input);
            let is_last = !matches!(message, Ok(Some(_)));
            if sender.send(message).is_err() || is_last {
                return;
            }
        }
    });
    if let Err(error) = reader {
        return End::Broken(format!("no thread can be started: {error}"));
    }
    let mut session = Session::new(output, open);
    loop {
        let message = match next(&mut session, &received) {
            Ok(Some(message)) => message,
            Ok(None) => return End::Left,
            Err(why) => return End::Broken(why),
        };
        match session.take(message) {
            Ok(Next::Message) => {}
            Ok(Next::End { clean }) => return if clean { End::Asked } else { End::Left },
            Err(why) => return End::Broken(why),
        }
    }
}

/// The next message; while there is none, the session does what waits for that.
fn next(
    session: &mut Session<'_>,
    received: &Receiver<Result<Option<Message>, String>>,
) -> Result<Option<Message>, String> {
    match received.try_recv() {
        Ok(message) => message,
        Err(TryRecvError::Disconnected) => Ok(None),
        Err(TryRecvError::Empty) => {
            session.settle()?;
            let Some(wait) = session.waits() else { return received.recv().unwrap_or(Ok(None)) };
            match received.recv_timeout(wait) {
                Ok(message) => message,
                Err(RecvTimeoutError::Disconnected) => Ok(None),
                Err(RecvTimeoutError::Timeout) => {
                    session.settle()?;
                    received.recv().unwrap_or(Ok(None))
                }
            }
        }
    }
}

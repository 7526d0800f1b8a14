//! The language server: what the pages say and what the checks find, in the editor, of the text as it is typed.
//!
//! One thread reads messages, one answers them. What was typed is in [`Buffers`], which the tree has in the place of the files; before
//! an answer, and when nothing is waiting, the pipeline runs again over what has changed. Of a text that can't be read what is wrong is told at once;
//! until it can be read again, or nobody types any more, the project stays what it was. It opens nothing outside the project's folder,
//! and no port but that of the preview, when a client asks for it.

mod actions;
mod add;
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
mod governed;
mod governing;
mod guide;
mod hover;
mod inbox;
mod mend;
mod position;
mod preview;
mod project;
mod protocol;
mod refactor;
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
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

use crate::diagnostic::{Findings, Fix};
use crate::fix::Edit;
use crate::output::Output;
use crate::route::Site;
use crate::source::{Sources, Span};
use crate::tree::{Buffers, Moves};
use inbox::{AHEAD, Inbox, Read};
use protocol::{Message, read_message};
use session::{Next, Session};

/// What has changed since the last run.
#[derive(Clone, Debug, Default)]
pub struct Edited {
    /// Files that are known, by path.
    pub files: BTreeSet<String>,
    /// Whether anything else may have changed: files that came or went, the configuration, the theme.
    pub all: bool,
}

/// Whether a run is no longer wanted.
pub type Stops<'a> = dyn Fn() -> bool + Sync + 'a;

/// What a run has made.
pub enum Run {
    Made(Arc<Site>, Arc<Findings>, Arc<Output>),
    /// Nothing is another than before.
    Same,
    /// It was no longer wanted, and has made nothing.
    Stopped,
    /// There is no project to look at: site.toml, if it can be read, and what is wrong with it, with what fixes it.
    Closed(Sources, Vec<(Span, Option<Fix>, String)>),
}

/// What is to become of a project's files.
#[derive(Default)]
pub struct Plan {
    pub edits: Vec<Edit>,
    pub moves: Moves,
    /// A file that comes from another one.
    pub made: Option<Made>,
}

/// A file that is not there yet.
pub struct Made {
    pub path: String,
    pub text: String,
    /// The file that says now what it is to say.
    pub from: String,
}

/// What a project would be.
pub enum Tried {
    Made(Arc<Site>, Arc<Findings>),
    /// Nothing would be another than in the last run.
    Same,
    /// There would be no project to look at.
    Closed,
}

/// The project of a session: it is run again when something was edited.
pub trait Workspace {
    /// Runs it until it is stopped; `edited` says which files may be others than in the last run that was not.
    fn run(&mut self, edited: &Edited, stops: &Stops<'_>) -> Run;

    /// Runs it as it would be, and leaves its files as they are: in the next run they may be others again. `None` where these have other
    /// texts than the sources, which the edits are of.
    fn try_out(&mut self, sources: &Sources, plan: &Plan) -> Option<Tried>;
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
    // How many texts were read that the session has not taken: while there is one, nobody waits for a run over the one before.
    let typed = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&typed);
    let reader = std::thread::Builder::new().spawn(move || {
        let mut input = input;
        loop {
            let message = read_message(&mut *input);
            if let Ok(Some(message)) = &message
                && is_text(message)
            {
                counted.fetch_add(1, Ordering::Relaxed);
            }
            let is_last = !matches!(message, Ok(Some(_)));
            if sender.send(message).is_err() || is_last {
                return;
            }
        }
    });
    if let Err(error) = reader {
        return End::Broken(format!("no thread can be started: {error}"));
    }
    let (mut session, mut inbox) = (Session::new(output, open), Inbox::of(received));
    let stops = || typed.load(Ordering::Relaxed) > 0;
    loop {
        let message = match next(&mut session, &mut inbox, &stops) {
            Ok(Some(message)) => message,
            Ok(None) => return End::Left,
            Err(why) => return End::Broken(why),
        };
        if is_text(&message) {
            typed.fetch_sub(1, Ordering::Relaxed);
        }
        match session.take(message) {
            Ok(Next::Message) => {}
            Ok(Next::End { clean }) => return if clean { End::Asked } else { End::Left },
            Err(why) => return End::Broken(why),
        }
    }
}

/// Whether a message is the text of a file as it is typed.
fn is_text(message: &Message) -> bool {
    matches!(message, Message::Notification(told) if told.method == "textDocument/didChange")
}

/// The next message; while there is none, the session does what waits for that. What was typed meanwhile is taken in as a whole before the project
/// is run over it.
fn next(session: &mut Session<'_>, inbox: &mut Inbox, stops: &Stops<'_>) -> Read {
    loop {
        for id in inbox.look() {
            session.take_back(id)?;
        }
        if let Some(read) = inbox.next() {
            return read;
        }
        session.settle(stops)?;
        let wait = session.waits();
        if !inbox.wait(wait) {
            session.settle(stops)?;
            inbox.wait(None);
        }
    }
}

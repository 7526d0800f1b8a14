//! `schemabook lsp`: the language server, on stdin and stdout.

use std::collections::BTreeSet;
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::Arc;

use super::exit::{Exit, Failure, say};
use super::project::{Running, config_with_mistakes, try_open_with};
use crate::config::{self, table::Mistake};
use crate::diagnostic::{At, Fix};
use crate::fix::mended;
use crate::lsp::{Edited, End, Plan, Run, Stops, Tried, Workspace, answer};
use crate::prove::{Stopped, Until};
use crate::source::{SourceId, Sources, Span};
use crate::system::canonicalize;
use crate::tree::{Buffers, Moves, Tree};

/// Runs the command until the client ends it. The exit is the protocol's: 0 after `shutdown` and `exit`, else 1.
///
/// # Errors
/// There are none: what goes wrong is said on stderr, or to the client.
pub fn run() -> Result<Exit, Failure> {
    let mut output = std::io::stdout();
    let end = answer(Box::new(BufReader::new(std::io::stdin())), &mut output, &mut |folder, buffers| {
        let dir = folder.unwrap_or_else(|| PathBuf::from("."));
        let refused = |error| format!("`{}` can't be opened: {error}", dir.display());
        canonicalize(&dir).map_err(refused)?;
        // As the client names it: its names of files begin so, wherever links lead.
        let root = std::path::absolute(&dir).map_err(refused)?;
        let workspace = Open { dir: root.clone(), buffers: buffers.clone(), running: None, is_closed: false };
        Ok((root, Box::new(workspace)))
    });
    match end {
        End::Asked => Ok(Exit::Fine),
        End::Left => Ok(Exit::Findings),
        End::Broken(why) => {
            say(&format!("schemabook: {why}"));
            Ok(Exit::Findings)
        }
    }
}

/// The project that the client has open.
struct Open {
    dir: PathBuf,
    buffers: Buffers,
    /// `None` until it could be opened.
    running: Option<Running>,
    /// Whether it can't be opened as it is now.
    is_closed: bool,
}

impl Workspace for Open {
    fn run(&mut self, edited: &Edited, stops: &Stops<'_>) -> Run {
        let running = match self.opened(edited) {
            Ok(running) => running,
            Err(failure) => return self.closed(failure),
        };
        match running.run_while(&Until(&stops)) {
            Ok(Some(outcome)) => Run::Made(outcome.site, outcome.findings, Arc::new(outcome.output)),
            Ok(None) => Run::Same,
            Err(Stopped) => Run::Stopped,
        }
    }

    fn try_out(&mut self, sources: &Sources, plan: &Plan) -> Option<Tried> {
        let running = self.running.as_mut()?;
        let all = mended(sources, &plan.edits, |file| running.opened.tree.read(file).ok())?;
        let files: BTreeSet<String> = all.iter().map(|mended| mended.file.clone()).collect();
        // Where it is known what there would be, nothing else may differ.
        let is_known = !self.is_closed && !files.contains(config::FILE) && running.expect(&files, plan);
        let edited = all.into_iter().map(|it| (it.file, Some(it.text.into())));
        let made = plan.made.iter().map(|made| (made.path.clone(), Some(made.text.as_str().into())));
        let typed = self.buffers.replace(edited.chain(made).collect());
        self.buffers.set_moves(plan.moves.clone());
        self.buffers.set_made(plan.made.iter().map(|made| made.path.clone()).collect());
        let running = match &mut self.running {
            Some(running) if is_known => Ok(running),
            _ => self.opened(&Edited { files, all: true }),
        };
        let tried = match running {
            Ok(running) => running.try_out().map_or(Tried::Same, |(site, findings)| Tried::Made(site, findings)),
            Err(_) => Tried::Closed,
        };
        if let Some(running) = self.running.as_mut().filter(|_| !plan.moves.is_empty() || plan.made.is_some()) {
            running.cache.forget_whole();
        }
        self.buffers.set_moves(Moves::default());
        self.buffers.set_made(BTreeSet::new());
        self.buffers.replace(typed);
        Some(tried)
    }
}

impl Open {
    /// The project as it is after edits, opened anew where they may be of what it is opened by.
    fn opened(&mut self, edited: &Edited) -> Result<&mut Running, Failure> {
        match self.running.take() {
            // While the project can't be opened, no named file says whether it can be again.
            Some(running) if !edited.all && !self.is_closed => {
                let running = self.running.insert(running);
                running.cache.load.touch(&edited.files);
                Ok(running)
            }
            before => match try_open_with(&self.dir, None, &self.buffers) {
                Ok(opened) => {
                    let was_closed = std::mem::take(&mut self.is_closed);
                    Ok(self.running.insert(match before {
                        Some(mut running) => {
                            running.reopen(opened, was_closed);
                            running
                        }
                        None => Running::new(opened),
                    }))
                }
                Err((_, failure)) => {
                    (self.running, self.is_closed) = (before, true);
                    Err(failure)
                }
            },
        }
    }

    /// What is wrong with site.toml; of what is wrong elsewhere the words.
    fn closed(&self, failure: Failure) -> Run {
        let tree = Tree::open(&self.dir).map(|tree| tree.with_buffers(&self.buffers));
        match tree.ok().and_then(|tree| config_with_mistakes(&tree).ok()) {
            Some((config, mistakes)) if !mistakes.is_empty() => {
                let words = |mistake: Mistake| {
                    let help = mistake.help.map(|help| format!("\nhelp: {help}")).unwrap_or_default();
                    let at = At::span(&config.sources, SourceId(0), mistake.span);
                    let fix = mistake.meant.as_ref().and_then(|meant| Fix::of_name(&at, meant));
                    (mistake.span, fix, mistake.message + &help)
                };
                let mistakes = mistakes.into_iter().map(words).collect();
                Run::Closed(config.sources, mistakes)
            }
            _ => Run::Closed(Sources::default(), vec![(Span::default(), None, failure.message)]),
        }
    }
}

//! `schemabook lsp`: the language server, on stdin and stdout.

use std::io::BufReader;
use std::path::PathBuf;
use std::sync::Arc;

use super::exit::{Exit, Failure, say};
use super::project::{Opened, config_with_mistakes, try_open_with};
use crate::config::table::Mistake;
use crate::lsp::{Edited, End, Run, Workspace, answer};
use crate::pipeline::{Cache, rerun};
use crate::source::{Sources, Span};
use crate::system::canonicalize;
use crate::tree::{Buffers, Tree};

/// Runs the command until the client ends it. The exit is the protocol's: 0 after `shutdown` and `exit`, else 1.
///
/// # Errors
/// There are none: what goes wrong is said on stderr, or to the client.
pub fn run() -> Result<Exit, Failure> {
    let mut output = std::io::stdout();
    let end = answer(Box::new(BufReader::new(std::io::stdin())), &mut output, &mut |folder, buffers| {
        let dir = folder.unwrap_or_else(|| PathBuf::from("."));
        let root = canonicalize(&dir).map_err(|error| format!("`{}` can't be opened: {error}", dir.display()))?;
        let workspace = Open { dir: root.clone(), buffers: buffers.clone(), opened: None, cache: Cache::default() };
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
    opened: Option<Opened>,
    cache: Cache,
}

impl Workspace for Open {
    fn run(&mut self, edited: &Edited) -> Run {
        if edited.all || self.opened.is_none() {
            match try_open_with(&self.dir, None, &self.buffers) {
                Ok(opened) => self.reopen(opened),
                Err((_, failure)) => {
                    self.opened = None;
                    return self.closed(failure);
                }
            }
        } else {
            self.cache.load.touch(&edited.files);
        }
        let Some(opened) = &self.opened else { return Run::Same };
        let out = opened.relative(&opened.out(None));
        let (config, theme) = (opened.config.clone(), Arc::clone(&opened.theme));
        match rerun(&mut self.cache, config, theme, &opened.tree, out.as_deref()) {
            Some(outcome) => Run::Made(outcome.site, outcome.findings),
            None => Run::Same,
        }
    }
}

impl Open {
    /// What is wrong with site.toml; of what is wrong elsewhere the words.
    fn closed(&self, failure: Failure) -> Run {
        let tree = Tree::open(&self.dir).map(|tree| tree.with_buffers(&self.buffers));
        match tree.ok().and_then(|tree| config_with_mistakes(&tree).ok()) {
            Some((config, mistakes)) if !mistakes.is_empty() => {
                let words = |mistake: Mistake| {
                    let help = mistake.help.map(|help| format!("\nhelp: {help}")).unwrap_or_default();
                    (mistake.span, mistake.message + &help)
                };
                Run::Closed(config.sources, mistakes.into_iter().map(words).collect())
            }
            _ => Run::Closed(Sources::default(), vec![(Span::default(), failure.message)]),
        }
    }

    /// The project opened anew; the theme stays the same if its files are.
    fn reopen(&mut self, mut opened: Opened) {
        match &self.opened {
            Some(before) if before.theme.is_same(&opened.theme) => opened.theme = Arc::clone(&before.theme),
            Some(_) => {}
            None => self.cache.forget_last(),
        }
        self.opened = Some(opened);
    }
}

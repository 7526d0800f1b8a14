//! `check --fix`: the safe fixes, in rounds until there are none, each proved before anything is written.
//!
//! The rounds are run over texts in memory. A fix that brings a finding which was not there is taken back, so that what is written is better
//! in every way that a rule knows of.

mod desk;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::exit::{Exit, Failure, print, say};
use super::project::prefix;
use super::write;
use crate::date::Date;
use crate::fix::{touch, unified};
use crate::report::Text;
use crate::tree::Tree;
use crate::words::counted;
use desk::{Desk, Offer, Seen, Told};

/// How many rounds of fixes are run; one that is taken back costs two.
const ROUNDS: usize = 256;

/// What the fixes made of a project.
pub struct Mended {
    root: PathBuf,
    /// How many findings are fixed.
    count: usize,
    /// Those that have a safe fix which would bring others.
    refused: BTreeSet<Told>,
    /// The files that are others now: what they held and hold.
    files: BTreeMap<String, (Vec<u8>, Arc<str>)>,
}

/// Applies the safe fixes of a project, in memory.
///
/// # Errors
/// There is no such folder, or it can't be read.
pub fn mend(dir: &Path, today: Option<Date>) -> Result<Mended, Failure> {
    let mut desk = Desk::open(dir, today)?;
    let mut seen = desk.look(&BTreeSet::new());
    let (mut count, mut refused, mut most) = (0, BTreeSet::new(), usize::MAX);
    for _ in 0..ROUNDS {
        let chosen = chosen(&seen, &refused, most);
        let Some(first) = chosen.first() else { break };
        let Some((before, files)) = desk.edit(&seen, chosen.iter().flat_map(|offer| &offer.edits)) else {
            // A text that is not what was read can't be edited: whoever wrote it meanwhile goes on from there.
            refused.extend(chosen.into_iter().map(|offer| offer.told));
            continue;
        };
        let next = desk.look(&files);
        // Of what could not be read nothing was known before.
        let is_better = next.is_rid_of(&chosen, &seen) && (first.reveals || next.is_no_worse_than(&seen));
        if is_better {
            (count, seen, most) = (count + chosen.len(), next, usize::MAX);
            continue;
        }
        desk.undo(before);
        seen = desk.look(&files);
        // Which of them it is that is no good is found by halves.
        most = chosen.len() / 2;
        if let [only] = chosen.as_slice() {
            refused.insert(only.told.clone());
            most = usize::MAX;
        }
    }
    let root = desk.tree.root().to_path_buf();
    Ok(Mended { root, count, refused, files: desk.changed() })
}

/// The fixes of a round, which are apart: those by which more can be read come first, and by themselves.
fn chosen(seen: &Seen, refused: &BTreeSet<Told>, most: usize) -> Vec<Offer> {
    let mut offers = seen.offers();
    offers.retain(|offer| !refused.contains(&offer.told));
    let reveals = offers.iter().any(|offer| offer.reveals);
    let mut chosen: Vec<Offer> = Vec::new();
    for offer in offers.into_iter().filter(|offer| offer.reveals == reveals) {
        let mut others = chosen.iter().flat_map(|other| &other.edits);
        let is_apart = others.all(|other| offer.edits.iter().all(|edit| !touch(edit, other)));
        if is_apart && chosen.len() < most {
            chosen.push(offer);
        }
    }
    chosen
}

impl Mended {
    /// Writes the files, each whole or not at all, and says how many findings are fixed.
    ///
    /// # Errors
    /// The system refuses, or a file was written by somebody else meanwhile: exit 3.
    pub fn write(&self, is_quiet: bool) -> Result<(), Failure> {
        let tree = Tree::open(&self.root)
            .map_err(|error| Failure::environment(format!("`{}` can't be read: {error}", self.root.display())))?;
        for (file, (before, text)) in &self.files {
            // It is read once more through no link, so that it is the file that was looked at.
            if tree.read(file).ok().as_ref() != Some(before) {
                return Err(Failure::environment(format!("`{file}` was changed while it was looked at"))
                    .with_help("run it again"));
            }
            write::write(&self.root.join(file), &whole(before, text))?;
        }
        self.tell("fixed", is_quiet);
        Ok(())
    }

    /// Prints what would be written as a diff, whose paths begin with where the project is.
    ///
    /// # Errors
    /// Nothing can be printed.
    pub fn show(&self, dir: &Path, is_quiet: bool) -> Result<Exit, Failure> {
        let prefix = Some(prefix(dir)).filter(|prefix| !prefix.starts_with(['.', '/'])).unwrap_or_default();
        let mut shown = Text::default();
        for (file, (before, text)) in &self.files {
            let after = whole(before, text);
            let before = String::from_utf8_lossy(before);
            shown.push(&Text::diff(&unified(&format!("{prefix}{file}"), &before, &after)));
        }
        print(&shown)?;
        self.tell("would fix", is_quiet);
        Ok(if self.files.is_empty() { Exit::Fine } else { Exit::Findings })
    }

    fn tell(&self, what: &str, is_quiet: bool) {
        if is_quiet {
            return;
        }
        let files = match self.files.len() {
            0 => String::new(),
            files => format!(" in {}", counted(files, "file")),
        };
        say(&format!("schemabook: {what} {}{files}", counted(self.count, "finding")));
        for (code, file, message) in &self.refused {
            say(&format!("schemabook: not fixed, since other findings would come of it: {file}: {message} ({code})"));
        }
    }
}

/// The text of a file with the byte order mark that it had.
fn whole(before: &[u8], text: &str) -> String {
    let mark = if before.starts_with(MARK.as_bytes()) { MARK } else { "" };
    format!("{mark}{text}")
}

/// The byte order mark.
const MARK: &str = "\u{FEFF}";

//! The project while it is mended: texts in memory, what a run over them finds, and how it is fixed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::exit::Failure;
use super::super::project::{Running, config_with_mistakes, try_open_with};
use super::MARK;
use crate::config::FILE;
use crate::config::table::Mistake;
use crate::date::Date;
use crate::diagnostic::{At, Finding, Findings, Fix, Severity};
use crate::fix::{Edit, Mended, edits, mended};
use crate::route::Site;
use crate::source::{SourceId, Sources};
use crate::tree::{Buffers, Texts, Tree};

/// A finding apart from its place: its rule, its file, its words.
pub type Told = (&'static str, String, String);

/// A finding and how it is fixed.
pub struct Offer {
    pub told: Told,
    pub edits: Vec<Edit>,
    pub reveals: bool,
}

/// What a run has found.
pub enum Seen {
    Project(Arc<Site>, Arc<Findings>),
    /// site.toml says something that has no meaning, so that nothing else is read.
    Closed(Sources, Vec<Mistake>),
    /// There is nothing to look at.
    Nothing,
}

impl Seen {
    fn sources(&self) -> Option<&Sources> {
        match self {
            Seen::Project(site, _) => Some(&site.proved.resolved.project.sources),
            Seen::Closed(sources, _) => Some(sources),
            Seen::Nothing => None,
        }
    }

    /// The safe fixes, in the order of the findings.
    pub fn offers(&self) -> Vec<Offer> {
        match self {
            Seen::Project(site, findings) => {
                let sources = &site.proved.resolved.project.sources;
                let safe = findings.all.iter().filter_map(|finding| {
                    let fix = finding.fix.as_ref().filter(|fix| fix.is_safe)?;
                    let told = (finding.rule.code, finding.at.file.clone(), finding.message.clone());
                    Some(Offer { told, edits: edits(sources, fix)?, reveals: fix.reveals })
                });
                safe.collect()
            }
            Seen::Closed(sources, mistakes) => {
                let safe = mistakes.iter().filter_map(|mistake| {
                    let at = At::span(sources, SourceId(0), mistake.span);
                    let fix = Fix::of_name(&at, mistake.meant.as_ref()?).filter(|fix| fix.is_safe)?;
                    let told = ("invalid-config", FILE.to_owned(), mistake.message.clone());
                    Some(Offer { told, edits: edits(sources, &fix)?, reveals: true })
                });
                safe.collect()
            }
            Seen::Nothing => Vec::new(),
        }
    }

    /// Whether no warning and no error is told that was not: a keyword that counts again may be worth a note.
    pub fn is_no_worse_than(&self, before: &Seen) -> bool {
        let (Seen::Project(_, now), Seen::Project(_, then)) = (self, before) else { return false };
        let is_weighty = |finding: &Finding| finding.severity > Severity::Note;
        let (before, told) = (counts(then, is_weighty), counts(now, is_weighty));
        told.iter().all(|(told, count)| before.get(told).is_some_and(|before| count <= before))
    }

    /// Whether the findings of fixes are gone.
    pub fn is_rid_of(&self, offers: &[Offer], before: &Seen) -> bool {
        match (self, before) {
            (Seen::Closed(_, now), Seen::Closed(_, then)) => now.len() < then.len(),
            (Seen::Project(..), Seen::Closed(..)) => true,
            (Seen::Project(_, now), Seen::Project(_, then)) => {
                let (now, then) = (counts(now, |_| true), counts(then, |_| true));
                let left = |counts: &HashMap<(&str, &str), usize>, (code, _, message): &Told| {
                    counts.get(&(*code, message.as_str())).copied().unwrap_or_default()
                };
                offers.iter().all(|offer| left(&now, &offer.told) < left(&then, &offer.told))
            }
            _ => false,
        }
    }
}

/// How often each thing is told.
fn counts(findings: &Findings, is_counted: impl Fn(&Finding) -> bool) -> HashMap<(&str, &str), usize> {
    let mut counts = HashMap::new();
    for finding in findings.all.iter().filter(|finding| is_counted(finding)) {
        *counts.entry((finding.rule.code, finding.message.as_str())).or_default() += 1;
    }
    counts
}

/// The project with the texts that were mended.
pub struct Desk {
    dir: PathBuf,
    today: Option<Date>,
    pub tree: Tree,
    buffers: Buffers,
    /// What the files held that were edited.
    before: BTreeMap<String, Vec<u8>>,
    running: Option<Running>,
    last: Option<(Arc<Site>, Arc<Findings>)>,
}

impl Desk {
    pub fn open(dir: &Path, today: Option<Date>) -> Result<Desk, Failure> {
        let refused = |error| Failure::usage(format!("`{}` can't be opened: {error}", dir.display()));
        let buffers = Buffers::default();
        let tree = Tree::open(dir).map_err(refused)?.with_buffers(&buffers);
        let before = BTreeMap::new();
        Ok(Desk { dir: dir.to_path_buf(), today, tree, buffers, before, running: None, last: None })
    }

    /// Runs the project, of which these files are others than before.
    pub fn look(&mut self, files: &BTreeSet<String>) -> Seen {
        match &mut self.running {
            Some(running) if !files.contains(FILE) => running.cache.load.touch(files),
            running => match try_open_with(&self.dir, None, &self.buffers) {
                Ok(mut opened) => {
                    opened.config.check.today = self.today;
                    *running = Some(Running::new(opened));
                }
                Err(_) => {
                    *running = None;
                    return self.closed();
                }
            },
        }
        if let Some(outcome) = self.running.as_mut().and_then(Running::run) {
            self.last = Some((outcome.site, outcome.findings));
        }
        self.last
            .as_ref()
            .map_or(Seen::Nothing, |(site, findings)| Seen::Project(Arc::clone(site), Arc::clone(findings)))
    }

    fn closed(&self) -> Seen {
        match config_with_mistakes(&self.tree) {
            Ok((config, mistakes)) if !mistakes.is_empty() => Seen::Closed(config.sources, mistakes),
            _ => Seen::Nothing,
        }
    }

    /// Makes edits, which are apart; what the files held, and which they are. `None`, with nothing edited, where one is not what was read.
    pub fn edit<'e>(
        &mut self,
        seen: &Seen,
        edits: impl Iterator<Item = &'e Edit>,
    ) -> Option<(Texts, BTreeSet<String>)> {
        let all = mended(seen.sources()?, edits, |file| self.tree.read(file).ok())?;
        let files = all.iter().map(|mended| mended.file.clone()).collect();
        let texts = all.iter().map(|mended| (mended.file.clone(), Some(mended.text.as_str().into())));
        let before = self.buffers.replace(texts.collect());
        for Mended { file, before, .. } in all {
            self.before.entry(file).or_insert(before);
        }
        Some((before, files))
    }

    pub fn undo(&mut self, before: Texts) {
        self.buffers.replace(before);
    }

    /// What is another text than it was.
    pub fn changed(self) -> BTreeMap<String, (Vec<u8>, Arc<str>)> {
        let Desk { buffers, before, .. } = self;
        let changed = before.into_iter().filter_map(|(file, bytes)| {
            let text = buffers.get(&file)?;
            let is_same = bytes.strip_prefix(MARK.as_bytes()).unwrap_or(&bytes) == text.as_bytes();
            (!is_same).then_some((file, (bytes, text)))
        });
        changed.collect()
    }
}

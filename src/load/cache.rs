//! What earlier runs have read. A file whose bytes are the same is the same source, by address: later stages keep what they made of it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::kind::Kind;
use crate::config::Config;
use crate::model::{Project, Schema, Skipped};
use crate::source::{Duplicates, Format, Source};
use crate::tree::Stamp;

/// What earlier runs have read; an empty one remembers nothing.
#[derive(Debug, Default)]
pub struct Cache {
    /// The text of site.toml; what is kept of files beside their text depends on it.
    settings: Option<Arc<Source>>,
    /// What the last walk found: files with their catalogs, and what could not be read.
    pub(super) listing: Option<Listing>,
    pub(super) files: HashMap<String, Cached>,
    /// How the files were read.
    pub(super) duplicates: Duplicates,
    /// Sources made of others: fences, front matter, streams of YAML.
    pub(super) made: HashMap<String, Arc<Source>>,
    /// The files that are read anew in the next run, which takes all others and the listing as they are; `None` looks at everything.
    pub(super) touched: Option<BTreeSet<String>>,
    /// The files that the references of each source lead to, by its address.
    pub(super) referred: HashMap<usize, Referred>,
    /// What the last run loaded.
    pub(super) last: Option<Project>,
}

/// A source and the files that its references lead to.
pub type Referred = (Arc<Source>, Arc<[String]>);

/// How far to trust that a file is still what is kept of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    Blindly,
    /// If the system notes the same of it.
    IfStamped,
    /// If its bytes are the same.
    IfEqual,
}

/// The address of a source that is kept: equal sources of one run and the next have one.
pub fn address(source: &Arc<Source>) -> usize {
    Arc::as_ptr(source) as usize
}

/// Files with the number of their catalog, and what the walk could not take.
pub type Listing = (Vec<(usize, String)>, Vec<Skipped>);

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Cached {
    pub stamp: Option<Stamp>,
    /// How many bytes it had: a byte order mark is not in the text.
    pub length: usize,
    pub format: Format,
    pub source: Arc<Source>,
    /// What the file is to its catalog; `None` for a part.
    pub kind: Option<Kind>,
    /// The schema document that it is, if it is one.
    pub schema: Option<Arc<Schema>>,
}

impl Cache {
    /// Only these files may have changed since the last run, and none has come or gone.
    pub fn touch(&mut self, paths: &BTreeSet<String>) {
        self.touched = Some(paths.clone());
    }

    /// The next run is of another tree, of whose files a system notes what it may have noted of these as well.
    pub fn leave_tree(&mut self) {
        self.last = None;
        self.files.values_mut().for_each(|cached| cached.stamp = None);
    }

    /// The next run is of another project.
    pub fn forget_last(&mut self) {
        self.last = None;
    }

    /// The files that the last run read.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Begins a run under a configuration.
    pub(super) fn begin(&mut self, config: &Config) {
        let settings = config.sources.all().next();
        let same = match (&self.settings, settings) {
            (Some(before), Some(now)) => before.text == now.text,
            (None, None) => true,
            _ => false,
        };
        if self.duplicates != config.check.duplicates() {
            self.duplicates = config.check.duplicates();
            self.files.clear();
        }
        if !same {
            self.settings = settings.cloned();
            self.last = None;
            self.referred.clear();
            for cached in self.files.values_mut() {
                cached.kind = None;
                cached.schema = None;
            }
        }
        if !same || self.touched.is_none() {
            self.listing = None;
            self.touched = None;
        }
    }

    /// What is kept of a file, and how far to trust it.
    pub(super) fn cached(&self, path: &str, format: Format) -> Option<(&Cached, Trust)> {
        let cached = self.files.get(path).filter(|cached| cached.format == format)?;
        let trust = match &self.touched {
            None => Trust::IfStamped,
            Some(touched) if touched.contains(path) => Trust::IfEqual,
            Some(_) => Trust::Blindly,
        };
        Some((cached, trust))
    }

    /// The files that the references of a source lead to, if it was asked before.
    pub(super) fn referred(&self, source: &Arc<Source>) -> Option<&Referred> {
        self.referred.get(&address(source)).filter(|(of, _)| Arc::ptr_eq(of, source))
    }

    /// Whether the bytes are those of the file that is kept.
    pub(super) fn is_same(cached: &Cached, bytes: &[u8]) -> bool {
        cached.length == bytes.len() && cached.source.text.as_bytes() == bytes
    }

    /// Ends a run that read `files` into `project`; whether anything is another than in the last run.
    pub(super) fn end(&mut self, files: HashMap<String, Cached>, project: &mut Project) -> bool {
        self.files = files;
        self.touched = None;
        let cached: HashSet<usize> = self.files.values().map(|cached| address(&cached.source)).collect();
        let is_made = |source: &Arc<Source>| !cached.contains(&address(source));
        project.sources.replace(|source| {
            let made = if is_made(source) { self.made.get(&source.name) } else { None };
            made.filter(|made| made.is_same(source)).cloned()
        });
        let made = project.sources.all().filter(|source| is_made(source));
        self.made = made.map(|source| (source.name.clone(), Arc::clone(source))).collect();
        let same = |last: &Project| {
            let mut pairs = last.sources.all().zip(project.sources.all());
            last.sources.len() == project.sources.len()
                && pairs.all(|(before, now)| Arc::ptr_eq(before, now))
                && last.skipped == project.skipped
                && last.foreign == project.foreign
                && last.pages.iter().zip(project.pages.iter()).all(|(before, now)| before.links == now.links)
        };
        match self.last.as_ref().filter(|last| same(last)) {
            Some(last) => *project = last.clone(),
            None => {
                self.last = Some(project.clone());
                return true;
            }
        }
        false
    }
}

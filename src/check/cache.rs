//! What the rules found in the last run in the parts of a site, by content: a run asks anew what is not the same.
//!
//! A part has a key, such as the place of a schema, and a fingerprint of all that was looked at to find what it says. Findings name sources by their
//! numbers: where files come, go or move, what was found is numbered anew. Rules ask site.toml: should that be another, all is forgotten.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::first_use::Use;
use super::numbers::Numbers;
use super::steps::Steps;
use super::structure::{Fault, OfParts};
use crate::diagnostic::{Finding, Findings};
use crate::model::{Example, Project, Proof};
use crate::resolve::{Cached, Mark, Root, Stale};
use crate::route::{Routes, Site};
use crate::source::{Place, SourceId, Sources};

/// What the rules found in the last run; an empty one remembers nothing.
#[derive(Debug, Default)]
pub struct Cache {
    pub(super) sources: Cached<SourceId, Vec<Finding>>,
    pub(super) schemas: Cached<Root, InSchema>,
    pub(super) references: Cached<SourceId, Vec<Finding>>,
    pub(super) documents: Cached<SourceId, Vec<Finding>>,
    /// What is wrong with the structure of documents.
    pub(super) structures: Cached<SourceId, OfParts>,
    /// By the numbers of the examples.
    pub(super) examples: Cached<usize, Vec<Finding>>,
    /// The sources of the last run, by number: while they are kept, fingerprints stand for what they hold.
    all: Sources,
    /// The examples of the last run, by number.
    proved: Arc<Vec<Example>>,
    pub(super) last: Option<Last>,
}

/// What the last run looked at and found.
#[derive(Debug)]
pub(super) struct Last {
    pub mark: Mark,
    pub routes: Arc<Routes>,
    pub proofs: Arc<Vec<Proof>>,
    /// The sources of schemas that have counterexamples.
    pub countered: HashSet<SourceId>,
    /// The sources that hold objects of AsyncAPI documents.
    pub drawn: Arc<HashSet<SourceId>>,
    /// The sources that hold waivers.
    pub waiving: BTreeSet<SourceId>,
    /// The sources in whose text the parsers found something to tell.
    pub problematic: BTreeSet<SourceId>,
    pub faults: Arc<Vec<Fault>>,
    pub steps: Arc<Steps>,
    /// The findings of each entry of the table that looks at the whole site.
    pub whole: Vec<Arc<Vec<Finding>>>,
    /// Those of names, which are told once in a catalog.
    pub names: Arc<Vec<Finding>>,
    pub has_waivers: bool,
    pub findings: Arc<Findings>,
}

/// A run over a site that is tied together as that of the last run was.
pub(super) struct Incremental<'a> {
    pub last: &'a Last,
    pub stale: Stale,
    /// Whether a text is another that holds objects of AsyncAPI documents.
    pub is_drawn: bool,
}

impl Incremental<'_> {
    /// Those of the sources that `are` it, if `were` were those in the last run: the others have not changed.
    pub fn renewed(&self, were: &BTreeSet<SourceId>, are: impl Fn(SourceId) -> bool) -> BTreeSet<SourceId> {
        let mut renewed = were.clone();
        for source in &self.stale.changed {
            if are(*source) {
                renewed.insert(*source)
            } else {
                renewed.remove(source)
            };
        }
        renewed
    }
}

impl Last {
    /// What to look at again; `None` if that is everything.
    pub fn incremental(&self, site: &Site) -> Option<Incremental<'_>> {
        let stale = site.proved.resolved.stale_since(&self.mark).filter(|_| Arc::ptr_eq(&site.routes, &self.routes))?;
        let is_drawn = stale.changed.iter().any(|source| self.drawn.contains(source));
        Some(Incremental { last: self, stale, is_drawn })
    }
}

/// What a schema says by itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct InSchema {
    pub findings: Vec<Finding>,
    /// Names that may be reported, with the number of the rule in the table.
    pub uses: Vec<(usize, Use)>,
}

impl Cache {
    /// Begins a run over a project.
    pub(super) fn begin(&mut self, project: &Project) {
        if !self.all.has_names_of(&project.sources) {
            let now = Numbers::between(&self.all, &project.sources);
            *self = now.map(|now| self.renumbered(&now, &project.examples)).unwrap_or_default();
        }
        (self.all, self.proved) = (project.sources.clone(), Arc::clone(&project.examples));
    }

    /// What was found, of which the sources have other numbers now. What speaks of one that is gone is forgotten, and what the last run made of
    /// the whole.
    fn renumbered(&mut self, now: &Numbers, examples: &[Example]) -> Cache {
        if now.are_the_same() {
            return std::mem::take(self);
        }
        let findings = |source: &SourceId, found: &Vec<Finding>| Some((now.of(*source)?, now.of_findings(found)?));
        let in_schema = |root: &Root, said: &InSchema| {
            let place = now.of_place(&root.place)?;
            let uses = said.uses.iter().map(|(rule, found)| Some((*rule, now.of_use(found)?)));
            let said = InSchema { findings: now.of_findings(&said.findings)?, uses: uses.collect::<Option<_>>()? };
            Some((Root { place, ..*root }, said))
        };
        let numbers: HashMap<&Place, usize> =
            examples.iter().enumerate().map(|(number, example)| (&example.place, number)).collect();
        let in_example = |number: &usize, found: &Vec<Finding>| {
            let place = now.of_place(&self.proved.get(*number)?.place)?;
            Some((*numbers.get(&place)?, now.of_findings(found)?))
        };
        Cache {
            sources: self.sources.renamed(findings),
            schemas: self.schemas.renamed(in_schema),
            references: self.references.renamed(findings),
            documents: self.documents.renamed(findings),
            examples: self.examples.renamed(in_example),
            ..Cache::default()
        }
    }

    /// The findings in all parts of the site; those of one rule and one kind of part are in the order of the parts.
    pub(super) fn in_parts(&self) -> impl Iterator<Item = &Finding> {
        let in_schemas = self.schemas.found().flat_map(|said| &said.findings);
        let others = self.references.found().chain(self.documents.found());
        let others = others.chain(self.sources.found()).chain(self.examples.found());
        in_schemas.chain(others.flat_map(|found| found.iter()))
    }
}

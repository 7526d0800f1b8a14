//! The rules, over the finished site (`rules/`, a file for each), what they share, and the sink that applies the configured levels and the order.

mod addresses;
mod broken;
mod cache;
mod chain;
mod circles;
mod contracts;
mod filters;
mod first_use;
mod locations;
mod numbers;
mod one_sided;
mod parts;
mod pointers;
mod problems;
mod proposal;
mod references;
mod rejected;
mod retired;
mod rules;
mod same_schema;
mod since;
mod sink;
mod steps;
mod structure;
mod systems;
mod waiver;
mod whole;
mod words;

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, OnceLock};

use crate::config::Config;
use crate::diagnostic::{Finding, Findings, Rule};
use crate::model::{Document, Example};
use crate::resolve::{Resolved, Walk};
use crate::route::Site;
use crate::source::{SourceId, Sources};
use cache::{Incremental, Last};
use first_use::Use;
use parts::Parts;
use retired::Retired;
use steps::Steps;
use structure::Fault;
use waiver::Waivers;

pub use cache::Cache;
pub use problems::fix;
pub use rules::CHECKS;

/// A rule and what finds that of which it speaks.
pub struct Check {
    pub rule: &'static Rule,
    finds: &'static [Find],
}

/// Where a rule looks. What it finds is kept for as long as that is the same, so that a function looks at nothing else (`whole.rs`,
/// `parts.rs`).
enum Find {
    /// In the whole site. It is asked in each run, so that it should have little to look at.
    Site(fn(&Subject) -> Vec<Finding>),
    /// In how the site is tied together: which files there are, what they are called and refer to, the addresses of pages. No text is
    /// looked at but to say where a finding is.
    Ties(fn(&Subject) -> Vec<Finding>),
    /// In the same and in the objects of AsyncAPI documents, but not in schemas.
    Documents(fn(&Subject) -> Vec<Finding>),
    /// In one source that holds a schema, an AsyncAPI document or parts of one; nothing that it refers to counts.
    Source(fn(&Sources, SourceId) -> Vec<Finding>),
    /// In the references that one source makes, and what they lead to.
    References(fn(&Resolved, &Retired, SourceId) -> Vec<Finding>),
    /// In one schema that is not part of another. It is walked once for all rules.
    Schema(fn(&Resolved, &Walk) -> Vec<Finding>),
    /// In a schema document that has counterexamples, and the keywords that these break.
    Countered(fn(&Resolved, &Walk, &BTreeSet<&str>) -> Vec<Finding>),
    /// In one schema that is not part of another, for names; the first use of each in a catalog is a finding, whose message has an end that
    /// tells if it is the last.
    Names(fn(&Resolved, &Walk) -> Vec<Use>, fn(&Config, &Use, &str) -> Finding),
    /// In one AsyncAPI document.
    Document(fn(&Resolved, &Document) -> Vec<Finding>),
    /// In one valid example.
    Example(fn(&Subject, &Example) -> Vec<Finding>),
}

/// What the rules look at: the finished site, with the waivers that were met.
struct Subject<'a> {
    site: &'a Site,
    waivers: Waivers<'a>,
    /// What is wrong with the structure of AsyncAPI documents.
    faults: Arc<Vec<Fault>>,
    /// References that follow one another, by their numbers.
    steps: Arc<Steps>,
    /// The sources in whose text the parsers found something to tell.
    problematic: BTreeSet<SourceId>,
    /// Whether the schemas in a source call anything deprecated, by its number, when a rule has asked.
    telling: Vec<OnceLock<bool>>,
}

/// Every finding of every rule, at the levels of site.toml, in the order of files and places.
pub fn check(site: &Site) -> Arc<Findings> {
    check_with(&mut Cache::default(), site)
}

/// The same with what the rules found in the last run.
pub fn check_with(cache: &mut Cache, site: &Site) -> Arc<Findings> {
    let resolved = &site.proved.resolved;
    cache.begin(&resolved.project);
    let last = cache.last.take();
    let incremental = last.as_ref().and_then(|last| last.incremental(site));
    let incremental = incremental.as_ref();
    let waiving = waiver::waiving(resolved, incremental);
    let subject = Subject::of(cache, site, &waiving, incremental);
    let (whole, parts) =
        rayon::join(|| whole::findings(&subject, incremental), || parts::findings(cache, &subject, incremental));
    let findings = settled(cache, &subject, incremental, &whole, &parts);
    cache.last = Some(Last {
        mark: resolved.mark(),
        routes: Arc::clone(&site.routes),
        proofs: Arc::clone(&site.proved.proofs),
        countered: parts.countered,
        drawn: incremental.map_or_else(|| drawn(resolved), |incremental| Arc::clone(&incremental.last.drawn)),
        has_waivers: !subject.waivers.all.is_empty(),
        problematic: subject.problematic,
        faults: subject.faults,
        steps: subject.steps,
        waiving,
        whole,
        names: parts.names,
        findings: Arc::clone(&findings),
    });
    findings
}

impl<'a> Subject<'a> {
    fn of(
        cache: &mut Cache,
        site: &'a Site,
        waiving: &BTreeSet<SourceId>,
        incremental: Option<&Incremental<'_>>,
    ) -> Subject<'a> {
        let resolved = &site.proved.resolved;
        let faults = || match incremental.filter(|incremental| !incremental.is_drawn) {
            Some(incremental) => {
                cache.structures.forget(|source| incremental.stale.has(*source));
                Arc::clone(&incremental.last.faults)
            }
            None => Arc::new(structure::faults(&mut cache.structures, resolved)),
        };
        let steps = || match incremental {
            Some(incremental) => Arc::clone(&incremental.last.steps),
            None => Arc::new(Steps::of(resolved)),
        };
        let (faults, steps) = rayon::join(faults, steps);
        Subject {
            site,
            waivers: Waivers::of(resolved, waiving, &codes()),
            faults,
            steps,
            problematic: problems::problematic(&resolved.project.sources, incremental),
            telling: (0..resolved.project.sources.len()).map(|_| OnceLock::new()).collect(),
        }
    }

    /// What `is_telling` says of a source, which is asked once.
    fn tells(&self, source: SourceId, is_telling: fn(&Resolved, SourceId) -> bool) -> bool {
        *self.telling[source.0 as usize].get_or_init(|| is_telling(&self.site.proved.resolved, source))
    }
}

/// Everything that was found, settled. Where nothing is waived, that is work for the files alone of which something else is said.
fn settled(
    cache: &Cache,
    subject: &Subject,
    incremental: Option<&Incremental<'_>>,
    whole: &[Arc<Vec<Finding>>],
    parts: &Parts,
) -> Arc<Findings> {
    let project = &subject.site.proved.resolved.project;
    let waivers = &subject.waivers.all;
    let all = || whole.iter().flat_map(|found| found.iter()).chain(parts.names.iter()).chain(cache.in_parts());
    let Some(incremental) = incremental.filter(|incremental| waivers.is_empty() && !incremental.last.has_waivers)
    else {
        return Arc::new(sink::settle(all().cloned().collect(), waivers, project));
    };
    let pairs = incremental.last.whole.iter().chain([&incremental.last.names]).zip(whole.iter().chain([&parts.names]));
    let others = pairs.filter(|(before, now)| !Arc::ptr_eq(before, now)).flat_map(|(before, now)| [before, now]);
    let others = others.chain(&parts.changed).flat_map(|found| found.iter());
    let files = others.map(|finding| finding.at.file.as_str()).collect();
    sink::settle_again(&incremental.last.findings, &files, all(), project)
}

/// The sources that hold objects of AsyncAPI documents.
fn drawn(resolved: &Resolved) -> Arc<HashSet<SourceId>> {
    let documents = resolved.project.documents.iter();
    let sources =
        documents.flat_map(|document| document.parts.iter().map(|part| part.place.source).chain([document.source]));
    Arc::new(sources.collect())
}

/// All rules, by code.
pub fn rules() -> Vec<&'static Rule> {
    CHECKS.iter().map(|check| check.rule).collect()
}

/// The codes of all rules.
pub fn codes() -> Vec<&'static str> {
    CHECKS.iter().map(|check| check.rule.code).collect()
}

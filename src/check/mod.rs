//! The rules: one file each, over the finished site, and the sink that applies the configured levels and the order.

mod accepted_counterexample;
mod addresses;
mod ambiguous_example;
mod ambiguous_message;
mod ambiguous_scalar;
mod bidi_text;
mod breaking_change;
mod broken_link;
mod byte_order_mark;
mod chain;
mod channel_address;
mod channel_server;
mod channel_without_receiver;
mod channel_without_sender;
mod circles;
mod confusable_names;
mod contracts;
mod default_not_in_enum;
mod deprecated_use;
mod discriminator_property;
mod duplicate_anchor;
mod duplicate_id;
mod duplicate_key;
mod duplicate_message_id;
mod duplicate_operation_id;
mod duplicate_tag;
mod duplicate_type;
mod early_sunset;
mod field_disagreement;
mod filters;
mod first_use;
mod inexact_number;
mod invalid_asyncapi;
mod invalid_config;
mod invalid_default;
mod invalid_example;
mod invalid_message_example;
mod invalid_pattern;
mod invalid_schema;
mod limit_exceeded;
mod locations;
mod memory;
mod message_disagreement;
mod mixed_schema_format;
mod one_sided;
mod operation_channel;
mod operation_message;
mod orphan_example;
mod outside_project;
mod parse_error;
mod parts;
mod past_sunset;
mod path_collision;
mod pointers;
mod problems;
mod proposal;
mod reference_loop;
mod references;
mod rejected;
mod remote_ref;
mod removed_without_deprecation;
mod reply_address;
mod runtime_expression;
mod same_schema;
mod server_variable;
mod since;
mod sink;
mod skipped_file;
mod steps;
mod structure;
mod systems;
mod topic_prefix;
mod type_name;
mod type_without_schema;
mod unchecked_example;
mod unchecked_format;
mod uncovered_keyword;
mod undecided_change;
mod undeclared_parameter;
mod undeclared_security;
mod undelivered_message;
mod undocumented;
mod unknown_dialect;
mod unknown_filter_type;
mod unknown_filter_value;
mod unknown_keyword;
mod unknown_location;
mod unknown_schema_format;
mod unparsed_fence;
mod unproved_envelope;
mod unreadable_file;
mod unrecognised_file;
mod unregistered_type;
mod unresolved_ref;
mod unsafe_link;
mod unused_parameter;
mod unused_waiver;
mod waiver;
mod whole;
mod windows_names;
mod words;
mod wrong_reason;
mod wrong_version_bump;

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, OnceLock};

use crate::config::Config;
use crate::diagnostic::{Finding, Findings, Rule};
use crate::model::{Document, Example};
use crate::resolve::{Resolved, Walk};
use crate::route::Site;
use crate::source::{SourceId, Sources};
use deprecated_use::Retired;
use first_use::Use;
use memory::{Again, Last};
use parts::Parts;
use steps::Steps;
use structure::Fault;
use waiver::Waivers;

pub use memory::Memory;

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

/// The table of rules, by code.
pub static CHECKS: &[Check] = &[
    accepted_counterexample::CHECK,
    ambiguous_example::CHECK,
    ambiguous_message::CHECK,
    ambiguous_scalar::CHECK,
    bidi_text::CHECK,
    breaking_change::CHECK,
    broken_link::CHECK,
    byte_order_mark::CHECK,
    channel_address::CHECK,
    channel_server::CHECK,
    channel_without_receiver::CHECK,
    channel_without_sender::CHECK,
    confusable_names::CHECK,
    default_not_in_enum::CHECK,
    deprecated_use::CHECK,
    discriminator_property::CHECK,
    duplicate_anchor::CHECK,
    duplicate_id::CHECK,
    duplicate_key::CHECK,
    duplicate_message_id::CHECK,
    duplicate_operation_id::CHECK,
    duplicate_tag::CHECK,
    duplicate_type::CHECK,
    early_sunset::CHECK,
    field_disagreement::CHECK,
    inexact_number::CHECK,
    invalid_asyncapi::CHECK,
    invalid_config::CHECK,
    invalid_default::CHECK,
    invalid_example::CHECK,
    invalid_message_example::CHECK,
    invalid_pattern::CHECK,
    invalid_schema::CHECK,
    limit_exceeded::CHECK,
    message_disagreement::CHECK,
    mixed_schema_format::CHECK,
    operation_channel::CHECK,
    operation_message::CHECK,
    orphan_example::CHECK,
    outside_project::CHECK,
    parse_error::CHECK,
    past_sunset::CHECK,
    path_collision::CHECK,
    reference_loop::CHECK,
    remote_ref::CHECK,
    removed_without_deprecation::CHECK,
    reply_address::CHECK,
    runtime_expression::CHECK,
    server_variable::CHECK,
    skipped_file::CHECK,
    topic_prefix::CHECK,
    type_name::CHECK,
    type_without_schema::CHECK,
    unchecked_example::CHECK,
    unchecked_format::CHECK,
    uncovered_keyword::CHECK,
    undecided_change::CHECK,
    undeclared_parameter::CHECK,
    undeclared_security::CHECK,
    undelivered_message::CHECK,
    undocumented::CHECK,
    unknown_dialect::CHECK,
    unknown_filter_type::CHECK,
    unknown_filter_value::CHECK,
    unknown_keyword::CHECK,
    unknown_location::CHECK,
    unknown_schema_format::CHECK,
    unparsed_fence::CHECK,
    unproved_envelope::CHECK,
    unreadable_file::CHECK,
    unrecognised_file::CHECK,
    unregistered_type::CHECK,
    unresolved_ref::CHECK,
    unsafe_link::CHECK,
    unused_parameter::CHECK,
    unused_waiver::CHECK,
    windows_names::CHECK,
    wrong_reason::CHECK,
    wrong_version_bump::CHECK,
];

/// Every finding of every rule, at the levels of site.toml, in the order of files and places.
pub fn check(site: &Site) -> Arc<Findings> {
    check_with(&mut Memory::default(), site)
}

/// The same with what the rules found in the last run.
pub fn check_with(memory: &mut Memory, site: &Site) -> Arc<Findings> {
    let resolved = &site.proved.resolved;
    memory.begin(&resolved.project);
    let last = memory.last.take();
    let again = last.as_ref().and_then(|last| last.again(site));
    let again = again.as_ref();
    let waiving = waiver::waiving(resolved, again);
    let subject = Subject::of(memory, site, &waiving, again);
    let (whole, parts) = rayon::join(|| whole::findings(&subject, again), || parts::findings(memory, &subject, again));
    let findings = settled(memory, &subject, again, &whole, &parts);
    memory.last = Some(Last {
        mark: resolved.mark(),
        routes: Arc::clone(&site.routes),
        proofs: Arc::clone(&site.proved.proofs),
        countered: parts.countered,
        drawn: again.map_or_else(|| drawn(resolved), |again| Arc::clone(&again.last.drawn)),
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
    fn of(memory: &mut Memory, site: &'a Site, waiving: &BTreeSet<SourceId>, again: Option<&Again<'_>>) -> Subject<'a> {
        let resolved = &site.proved.resolved;
        Subject {
            site,
            waivers: Waivers::of(resolved, waiving, &codes()),
            faults: match again.filter(|again| !again.is_drawn) {
                Some(again) => {
                    memory.structures.forget(|source| again.stale.has(*source));
                    Arc::clone(&again.last.faults)
                }
                None => Arc::new(structure::faults(memory, resolved)),
            },
            steps: match again {
                Some(again) => Arc::clone(&again.last.steps),
                None => Arc::new(Steps::of(resolved)),
            },
            problematic: problems::problematic(&resolved.project.sources, again),
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
    memory: &Memory,
    subject: &Subject,
    again: Option<&Again<'_>>,
    whole: &[Arc<Vec<Finding>>],
    parts: &Parts,
) -> Arc<Findings> {
    let project = &subject.site.proved.resolved.project;
    let waivers = &subject.waivers.all;
    let all = || whole.iter().flat_map(|found| found.iter()).chain(parts.names.iter()).chain(memory.in_parts());
    let Some(again) = again.filter(|again| waivers.is_empty() && !again.last.has_waivers) else {
        return Arc::new(sink::settle(all().cloned().collect(), waivers, project));
    };
    let pairs = again.last.whole.iter().chain([&again.last.names]).zip(whole.iter().chain([&parts.names]));
    let others = pairs.filter(|(before, now)| !Arc::ptr_eq(before, now)).flat_map(|(before, now)| [before, now]);
    let others = others.chain(&parts.changed).flat_map(|found| found.iter());
    let files = others.map(|finding| finding.at.file.as_str()).collect();
    sink::settle_again(&again.last.findings, &files, all(), project)
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

//! The rules: one file each, over the finished site, and the sink that applies the configured levels and the order.

mod accepted_counterexample;
mod addresses;
mod ambiguous_example;
mod ambiguous_message;
mod ambiguous_scalar;
mod bidi_text;
mod broken_link;
mod byte_order_mark;
mod chain;
mod channel_address;
mod channel_server;
mod channel_without_receiver;
mod channel_without_sender;
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
mod field_disagreement;
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
mod path_collision;
mod pointers;
mod problems;
mod reference_loop;
mod references;
mod rejected;
mod remote_ref;
mod reply_address;
mod runtime_expression;
mod same_schema;
mod server_variable;
mod sink;
mod skipped_file;
mod steps;
mod structure;
mod type_name;
mod type_place;
mod type_without_schema;
mod unchecked_format;
mod uncovered_keyword;
mod undeclared_parameter;
mod undeclared_security;
mod undocumented;
mod unknown_dialect;
mod unknown_filter_type;
mod unknown_keyword;
mod unknown_location;
mod unknown_schema_format;
mod unparsed_fence;
mod unreadable_file;
mod unrecognised_file;
mod unregistered_type;
mod unresolved_ref;
mod unsafe_link;
mod unused_parameter;
mod unused_waiver;
mod waiver;
mod windows_names;
mod words;
mod wrong_reason;

use std::collections::HashSet;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Finding, Findings, Rule};
use crate::model::{Document, Example};
use crate::resolve::{Resolved, Walk};
use crate::route::Site;
use crate::source::{SourceId, Sources};
use first_use::Use;
use structure::Fault;
use waiver::Waivers;

pub use memory::Memory;

/// A rule and what finds that of which it speaks.
pub struct Check {
    pub rule: &'static Rule,
    finds: &'static [Find],
}

/// Where a rule looks. What a part of the site says is found once for as long as the part is the same, so that a function which is handed
/// one looks at nothing but that part and what it refers to (`parts.rs`).
enum Find {
    /// In the whole site.
    Site(fn(&Subject) -> Vec<Finding>),
    /// In one source that holds a schema, an AsyncAPI document or parts of one; nothing that it refers to counts.
    Source(fn(&Sources, SourceId) -> Vec<Finding>),
    /// In one schema that is not part of another. It is walked once for all rules.
    Schema(fn(&Resolved, &Walk) -> Vec<Finding>),
    /// In the same, for names; the first use of each in a catalog is a finding, whose message has an end that tells if it is the last.
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
    faults: Vec<Fault>,
    /// References that follow one another, by their numbers.
    steps: Vec<(usize, usize)>,
    /// The sources that call something deprecated, and those that refer to them, when a rule has asked.
    deprecating: OnceLock<HashSet<SourceId>>,
}

/// The table of rules, by code.
pub static CHECKS: &[Check] = &[
    accepted_counterexample::CHECK,
    ambiguous_example::CHECK,
    ambiguous_message::CHECK,
    ambiguous_scalar::CHECK,
    bidi_text::CHECK,
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
    path_collision::CHECK,
    reference_loop::CHECK,
    remote_ref::CHECK,
    reply_address::CHECK,
    runtime_expression::CHECK,
    server_variable::CHECK,
    skipped_file::CHECK,
    type_name::CHECK,
    type_without_schema::CHECK,
    unchecked_format::CHECK,
    uncovered_keyword::CHECK,
    undeclared_parameter::CHECK,
    undeclared_security::CHECK,
    undocumented::CHECK,
    unknown_dialect::CHECK,
    unknown_filter_type::CHECK,
    unknown_keyword::CHECK,
    unknown_location::CHECK,
    unknown_schema_format::CHECK,
    unparsed_fence::CHECK,
    unreadable_file::CHECK,
    unrecognised_file::CHECK,
    unregistered_type::CHECK,
    unresolved_ref::CHECK,
    unsafe_link::CHECK,
    unused_parameter::CHECK,
    unused_waiver::CHECK,
    windows_names::CHECK,
    wrong_reason::CHECK,
];

/// Every finding of every rule, at the levels of site.toml, in the order of files and places.
pub fn check(site: &Site) -> Findings {
    check_with(&mut Memory::default(), site)
}

/// The same with what the rules found in the last run.
pub fn check_with(memory: &mut Memory, site: &Site) -> Findings {
    let resolved = &site.proved.resolved;
    memory.begin(&resolved.project);
    let subject = Subject {
        site,
        waivers: Waivers::of(resolved, &codes()),
        faults: structure::faults(memory, resolved),
        steps: steps::steps(memory, resolved),
        deprecating: OnceLock::new(),
    };
    let whole = |check: &Check| {
        check
            .finds
            .iter()
            .flat_map(|find| match find {
                Find::Site(find) => find(&subject),
                _ => Vec::new(),
            })
            .collect::<Vec<_>>()
    };
    let in_site = || CHECKS.par_iter().flat_map_iter(whole).collect::<Vec<Finding>>();
    let (mut found, in_parts) = rayon::join(in_site, || parts::findings(memory, &subject));
    found.extend(in_parts);
    sink::settle(found, &subject.waivers.all, &resolved.project)
}

/// All rules, by code.
pub fn rules() -> Vec<&'static Rule> {
    CHECKS.iter().map(|check| check.rule).collect()
}

/// The codes of all rules.
pub fn codes() -> Vec<&'static str> {
    CHECKS.iter().map(|check| check.rule.code).collect()
}

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
mod message_disagreement;
mod mixed_schema_format;
mod one_sided;
mod operation_channel;
mod operation_message;
mod orphan_example;
mod outside_project;
mod parse_error;
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

use rayon::prelude::*;

use crate::diagnostic::{Finding, Findings, Rule};
use crate::resolve::{Walk, walk_all};
use crate::route::Site;
use waiver::Waivers;

/// A rule and the function that finds what it speaks of.
pub struct Check {
    pub rule: &'static Rule,
    find: fn(&Subject) -> Vec<Finding>,
}

/// What the rules look at: the finished site, and its schemas, walked once for all of them, with the waivers that were met.
struct Subject<'a> {
    site: &'a Site,
    walks: Vec<Walk<'a>>,
    waivers: Waivers<'a>,
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
    let resolved = &site.proved.resolved;
    let walks = walk_all(resolved);
    let waivers = Waivers::of(resolved, &walks, &codes());
    let subject = Subject { site, walks, waivers };
    let found: Vec<Finding> = CHECKS.par_iter().flat_map_iter(|check| (check.find)(&subject)).collect();
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

//! The rules: one file each, over the finished site, and the sink that applies the configured levels and the order.

mod accepted_counterexample;
mod ambiguous_example;
mod ambiguous_scalar;
mod bidi_text;
mod broken_link;
mod byte_order_mark;
mod chain;
mod duplicate_id;
mod duplicate_key;
mod duplicate_type;
mod field_disagreement;
mod first_use;
mod inexact_number;
mod invalid_asyncapi;
mod invalid_config;
mod invalid_example;
mod invalid_message_example;
mod invalid_pattern;
mod invalid_schema;
mod limit_exceeded;
mod orphan_example;
mod outside_project;
mod parse_error;
mod path_collision;
mod problems;
mod reference_loop;
mod references;
mod rejected;
mod remote_ref;
mod sink;
mod skipped_file;
mod type_name;
mod type_place;
mod type_without_schema;
mod unchecked_format;
mod undocumented;
mod unknown_dialect;
mod unknown_filter_type;
mod unknown_keyword;
mod unparsed_fence;
mod unreadable_file;
mod unrecognised_file;
mod unregistered_type;
mod unresolved_ref;
mod words;
mod wrong_reason;

use rayon::prelude::*;

use crate::diagnostic::{Finding, Findings, Rule};
use crate::resolve::{Walk, walk_all};
use crate::route::Site;

/// A rule and the function that finds what it speaks of.
pub struct Check {
    pub rule: &'static Rule,
    find: fn(&Subject) -> Vec<Finding>,
}

/// What the rules look at: the finished site, and its schemas, walked once for all of them.
struct Subject<'a> {
    site: &'a Site,
    walks: Vec<Walk<'a>>,
}

/// The table of rules, by code.
pub static CHECKS: &[Check] = &[
    accepted_counterexample::CHECK,
    ambiguous_example::CHECK,
    ambiguous_scalar::CHECK,
    bidi_text::CHECK,
    broken_link::CHECK,
    byte_order_mark::CHECK,
    duplicate_id::CHECK,
    duplicate_key::CHECK,
    duplicate_type::CHECK,
    field_disagreement::CHECK,
    inexact_number::CHECK,
    invalid_asyncapi::CHECK,
    invalid_config::CHECK,
    invalid_example::CHECK,
    invalid_message_example::CHECK,
    invalid_pattern::CHECK,
    invalid_schema::CHECK,
    limit_exceeded::CHECK,
    orphan_example::CHECK,
    outside_project::CHECK,
    parse_error::CHECK,
    path_collision::CHECK,
    reference_loop::CHECK,
    remote_ref::CHECK,
    skipped_file::CHECK,
    type_name::CHECK,
    type_without_schema::CHECK,
    unchecked_format::CHECK,
    undocumented::CHECK,
    unknown_dialect::CHECK,
    unknown_filter_type::CHECK,
    unknown_keyword::CHECK,
    unparsed_fence::CHECK,
    unreadable_file::CHECK,
    unrecognised_file::CHECK,
    unregistered_type::CHECK,
    unresolved_ref::CHECK,
    wrong_reason::CHECK,
];

/// Every finding of every rule, at the levels of site.toml, in the order of files and places.
pub fn check(site: &Site) -> Findings {
    let subject = Subject { site, walks: walk_all(&site.proved.resolved) };
    let found: Vec<Finding> = CHECKS.par_iter().flat_map_iter(|check| (check.find)(&subject)).collect();
    sink::settle(found, &site.proved.resolved.project)
}

/// The codes of all rules.
pub fn codes() -> Vec<&'static str> {
    CHECKS.iter().map(|check| check.rule.code).collect()
}

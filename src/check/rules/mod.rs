//! The rules, a file for each code, and their table. What several of them ask stands beside this folder.

mod accepted_counterexample;
mod ambiguous_example;
mod ambiguous_message;
mod ambiguous_scalar;
mod bidi_text;
mod breaking_change;
mod broken_link;
mod byte_order_mark;
mod channel_address;
mod channel_server;
mod channel_without_receiver;
mod channel_without_sender;
mod confusable_names;
mod dead_keyword;
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
mod incomplete_history;
mod inexact_number;
mod invalid_asyncapi;
mod invalid_config;
mod invalid_default;
mod invalid_example;
mod invalid_lift;
mod invalid_message_example;
mod invalid_pattern;
mod invalid_schema;
mod limit_exceeded;
mod message_disagreement;
mod mixed_schema_format;
mod operation_channel;
mod operation_message;
mod orphan_example;
mod orphan_note;
mod outside_project;
mod parse_error;
mod past_sunset;
mod path_collision;
mod reference_loop;
mod remote_ref;
mod removed_without_deprecation;
mod reply_address;
mod runtime_expression;
mod server_variable;
mod site_too_big;
mod skipped_file;
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
mod unsatisfiable;
mod unused_parameter;
pub mod unused_waiver;
mod windows_names;
mod wrong_reason;
mod wrong_version_bump;

use super::Check;

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
    dead_keyword::CHECK,
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
    incomplete_history::CHECK,
    inexact_number::CHECK,
    invalid_asyncapi::CHECK,
    invalid_config::CHECK,
    invalid_default::CHECK,
    invalid_example::CHECK,
    invalid_lift::CHECK,
    invalid_message_example::CHECK,
    invalid_pattern::CHECK,
    invalid_schema::CHECK,
    limit_exceeded::CHECK,
    message_disagreement::CHECK,
    mixed_schema_format::CHECK,
    operation_channel::CHECK,
    operation_message::CHECK,
    orphan_example::CHECK,
    orphan_note::CHECK,
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
    site_too_big::CHECK,
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
    unsatisfiable::CHECK,
    unused_parameter::CHECK,
    unused_waiver::CHECK,
    windows_names::CHECK,
    wrong_reason::CHECK,
    wrong_version_bump::CHECK,
];

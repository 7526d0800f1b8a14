//! schemabook: documentation sites for event contracts. See ARCHITECTURE.md for the way of the data.

#![forbid(unsafe_code)]

pub mod config;
pub mod diagnostic;
pub mod dialect;
pub mod keyword;
pub mod load;
pub mod model;
pub mod pattern;
pub mod prose;
pub mod resolve;
pub mod source;
pub mod tree;

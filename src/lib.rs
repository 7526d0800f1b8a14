//! schemabook: documentation sites for event contracts. See ARCHITECTURE.md for the way of the data.

#![forbid(unsafe_code)]

pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod dialect;
pub mod keyword;
pub mod load;
pub mod model;
pub mod output;
pub mod page;
pub mod pattern;
pub mod pipeline;
pub mod prose;
pub mod prove;
pub mod render;
pub mod report;
pub mod resolve;
pub mod route;
pub mod source;
pub mod tree;

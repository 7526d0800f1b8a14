//! schemabook: documentation sites for event contracts. See ARCHITECTURE.md for the way of the data.

// What is read may hold anything: no input may stop the program.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Findings and progress are data until `cli` prints them.
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod asyncapi;
pub mod bundle;
pub mod check;
pub mod cli;
pub mod code;
pub mod compare;
pub mod compat;
pub mod config;
pub mod coverage;
pub mod date;
pub mod diagnostic;
pub mod dialect;
pub mod differ;
pub mod digest;
pub mod export;
pub mod fix;
pub mod keyword;
pub mod layout;
pub mod load;
pub mod lsp;
pub mod model;
pub mod output;
pub mod page;
pub mod past;
pub mod pattern;
pub mod pipeline;
pub mod prose;
pub mod prove;
pub mod render;
pub mod report;
pub mod resolve;
pub mod route;
pub mod sample;
pub mod search;
pub mod serve;
pub mod source;
pub mod spelling;
pub mod stream;
pub mod system;
pub mod tree;
pub mod version;
pub mod words;

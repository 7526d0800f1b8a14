//! The binary: hands its arguments to the library and its exit code to the system.

use std::process::ExitCode;

/// Pages are made of many small texts on all cores; with the system's allocator a quarter of a build's time was spent on getting room for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    schemabook::cli::main()
}

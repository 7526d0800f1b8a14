//! Panics that the program catches are its own business.

use std::sync::Once;

/// Leaves it to the fuzzer to end at a panic that nobody catches: its own hook ends at each, and jsonschema's are caught.
pub fn quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let verbose = std::env::var_os("RUST_BACKTRACE").is_some();
        std::panic::set_hook(Box::new(move |info| {
            if verbose {
                eprintln!("{info}\n{}", std::backtrace::Backtrace::force_capture());
            } else {
                eprintln!("{info}");
            }
        }));
    });
}

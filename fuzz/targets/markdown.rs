//! Markdown: what is made of it is not alive, and its elements are closed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use schemabook::prose::{LinkTarget, Resolve, front_matter, outline, render};
use schemabook_fuzz::{is_alive, quiet};

/// Leaves every destination as it is written, as far as the program would.
struct AsWritten;

impl Resolve for AsWritten {
    fn link(&self, _: &str) -> LinkTarget {
        LinkTarget::None
    }
}

fuzz_target!(|text: &str| {
    quiet();
    let _ = front_matter(text);
    let _ = outline(text, 0);
    let html = render(text, 0, 0, &AsWritten);
    assert!(!is_alive(html.as_str()), "{}", html.as_str());
});

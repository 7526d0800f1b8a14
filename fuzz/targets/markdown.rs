//! Markdown: what is made of it is not alive, and its elements are closed.

use crate::read::is_alive;
use schemabook::prose::{LinkTarget, Resolve, front_matter, outline, render};

/// Leaves every destination as it is written, as far as the program would.
struct AsWritten;

impl Resolve for AsWritten {
    fn link(&self, _: &str) -> LinkTarget {
        LinkTarget::None
    }
}

pub fn run(text: &str) {
    let _ = front_matter(text);
    let _ = outline(text, 0);
    let html = render(text, 0, 0, &AsWritten);
    assert!(!is_alive(html.as_str()), "{}", html.as_str());
}

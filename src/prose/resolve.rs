//! What the writer of HTML gives, and what it asks of whoever knows the site: where links and images lead.

use serde::{Serialize, Serializer};

use super::escape::escape_text_into;

/// HTML that was made by us, safe to put into a page as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// HTML that the caller made and answers for.
    pub fn trusted(html: String) -> Html {
        Html(html)
    }

    /// Text as the content of an element.
    pub fn text(text: &str) -> Html {
        let mut html = String::with_capacity(text.len());
        escape_text_into(&mut html, text);
        Html(html)
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// What a link of the text becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A link inside the site, or to an anchor.
    Internal(String),
    /// A link to elsewhere on the web.
    External(String),
    /// No link: only its text is shown.
    None,
}

/// What an image of the text becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageTarget {
    /// A picture of the site, by its address.
    Shown(String),
    /// A link to it, or nothing but its words.
    Link(LinkTarget),
}

/// Resolves the destinations of links and shows fences in its own way.
pub trait Resolve {
    /// What the destination `to`, as written, leads to.
    fn link(&self, to: &str) -> LinkTarget;

    /// What becomes of the image at the destination `to`, as written.
    fn image(&self, to: &str) -> ImageTarget {
        ImageTarget::Link(self.link(to))
    }

    /// The HTML for the fence that starts at byte `start` of the text, if it is more than code.
    fn fence(&self, _start: usize, _info: &str, _code: &str) -> Option<Html> {
        None
    }
}

//! Pages of Markdown: headings, links, pictures and fences.

use std::ops::Range;
use std::sync::Arc;

use crate::source::{SourceId, Span};

/// A Markdown page.
#[derive(Clone, Debug)]
pub struct Page {
    pub source: SourceId,
    pub catalog: usize,
    /// The path from the catalog's root without the ending.
    pub path: String,
    pub title: String,
    pub description: Option<String>,
    pub order: Option<i64>,
    /// The source of its front matter.
    pub front: Option<SourceId>,
    /// Where the Markdown begins, after the front matter.
    pub body: u32,
    pub headings: Vec<Heading>,
    /// The places that raw HTML names for links.
    pub anchors: Vec<String>,
    pub fences: Vec<Fence>,
    pub links: Vec<Link>,
}

/// A heading of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    pub level: u8,
    pub text: String,
    /// GitHub's anchor, unique in the page.
    pub slug: String,
    /// Where it begins in the text.
    pub at: u32,
}

/// A link or an image of a page: the destination as written and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub to: String,
    pub span: Span,
    /// Whether a file or a folder of the project stands where it leads, an input or not.
    pub is_there: bool,
    /// What an image is; `None` for a link.
    pub image: Option<Image>,
}

/// What an image of a page leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Image {
    /// A picture of the project.
    Shown(Arc<Picture>),
    /// A file of the project with more bytes than a picture may have.
    TooLarge,
    /// A file of the project that is no picture.
    NoPicture,
    /// None of its files: something elsewhere on the web, or nothing.
    Elsewhere,
}

/// A picture that a page shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file's path relative to the project.
    pub file: String,
    pub bytes: Arc<[u8]>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Picture").field(&self.file).finish()
    }
}

/// A fenced block of a page.
#[derive(Clone, Debug)]
pub struct Fence {
    /// The info string.
    pub info: String,
    /// Where the block stands in the page's text, fences included.
    pub range: Range<usize>,
    /// The byte ranges of its content.
    pub pieces: Vec<Range<usize>>,
    pub slug: String,
    /// How many headings stand before it.
    pub section: usize,
    /// What the content is, once that is known.
    pub used: FenceUse,
}

/// What a fence is to the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FenceUse {
    /// Code to show.
    Code,
    Schema(SourceId),
    Example(SourceId),
    /// It says JSON and is none, so it is shown as code and nothing in it is proved.
    Unparsed,
}

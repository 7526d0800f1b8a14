//! What a schema's page is written with: the HTML so far, and what stands on the page already.

use std::collections::BTreeSet;

use super::InView;
use crate::page::link::Links;
use crate::page::words::Context;
use crate::prose::Html;
use crate::source::{Place, Source, SourceId};

pub(super) struct Writer<'a> {
    pub(super) html: String,
    pub(super) context: Context<'a>,
    pub(super) source: &'a Source,
    pub(super) id: SourceId,
    /// The anchors that are written, or will be by the fields they belong to: an id stands once on a page.
    pub(super) anchors: BTreeSet<String>,
    pub(super) in_view: &'a InView,
    /// Whether a schema around the one that is written says what type the same value has.
    pub(super) is_typed: bool,
    /// The formats that were explained: each is once.
    pub(super) formats: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(links: &'a Links<'a>, source: &'a Source, place: &Place, in_view: &'a InView) -> Writer<'a> {
        let context = Context { links, file: &source.file };
        let (anchors, formats) = (BTreeSet::new(), BTreeSet::new());
        Writer { html: String::new(), context, source, id: place.source, anchors, in_view, is_typed: false, formats }
    }

    pub(super) fn finish(self) -> Html {
        Html::trusted(self.html)
    }
}

//! A guide: a Markdown page, its fences with their verdicts.

use serde::Serialize;

use super::Anchor;
use super::code::{Code, code};
use super::example;
use super::link::{Links, ProseLinks};
use crate::model::{Fence, FenceUse, Heading};
use crate::prose::{Html, LinkTarget, Resolve, escape, render};
use crate::route::{Site, example_anchor};

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct GuideView {
    pub title: String,
    /// Whether the text brings its own title.
    pub titled: bool,
    pub description: Option<String>,
    pub body: Html,
    pub contents: Vec<Anchor>,
    pub edit: Option<String>,
}

/// A guide in a list.
#[derive(Debug, Serialize)]
pub struct GuideLink {
    pub link: Anchor,
    pub description: String,
}

/// The guides of a catalog, or of all, in their stated order.
pub fn guides(site: &Site, links: &Links<'_>, catalog: Option<usize>) -> Vec<GuideLink> {
    order(site, catalog)
        .into_iter()
        .map(|number| {
            let page = &site.proved.resolved.project.pages[number];
            GuideLink {
                link: Anchor { text: page.title.clone(), href: links.to(&site.routes.guides[number]) },
                description: page.description.clone().unwrap_or_default(),
            }
        })
        .collect()
}

/// By catalog, then by `order`, then by path.
pub(super) fn order(site: &Site, catalog: Option<usize>) -> Vec<usize> {
    let pages = &site.proved.resolved.project.pages;
    let mut numbers: Vec<usize> = (0..pages.len()).filter(|n| catalog.is_none_or(|c| pages[*n].catalog == c)).collect();
    numbers.sort_by_key(|n| (pages[*n].catalog, pages[*n].order.unwrap_or(i64::MAX), pages[*n].path.clone()));
    numbers
}

/// The view of the guide `number`.
pub fn view(site: &Site, number: usize, links: &Links<'_>) -> GuideView {
    let project = &site.proved.resolved.project;
    let page = &project.pages[number];
    let source = project.sources.get(page.source);
    let resolve = GuideLinks { prose: links.prose(&source.file), links, fences: &page.fences };
    let titled = page.headings.first().is_some_and(|heading| heading.level == 1);
    GuideView {
        title: page.title.clone(),
        titled,
        description: page.description.clone(),
        body: render(&source.text, page.body as usize, 0, &resolve),
        contents: page.headings.iter().filter(|heading| heading.level == 2).map(entry).collect(),
        edit: project.config.site.edit_url.as_ref().map(|url| url.replace("{file}", &source.file)),
    }
}

fn entry(heading: &Heading) -> Anchor {
    Anchor { text: heading.text.clone(), href: format!("#h-{}", heading.slug) }
}

/// Links as in any prose; fences that are inputs carry their link and verdict.
struct GuideLinks<'a> {
    prose: ProseLinks<'a, 'a>,
    links: &'a Links<'a>,
    fences: &'a [Fence],
}

impl Resolve for GuideLinks<'_> {
    fn link(&self, to: &str) -> LinkTarget {
        self.prose.link(to)
    }

    fn fence(&self, start: usize, _info: &str, _code: &str) -> Option<Html> {
        let fence = self.fences.iter().find(|fence| fence.range.start == start)?;
        let site = self.links.site;
        let project = &site.proved.resolved.project;
        match fence.used {
            FenceUse::Code => None,
            FenceUse::Unparsed => None,
            FenceUse::Schema(id) => {
                let source = project.sources.get(id);
                let whole = source.extent();
                let text = code(&Code { source, span: whole, marks: &[], anchors: false });
                let href = escape(&self.links.to(site.page_of(id)?));
                Some(Html::trusted(format!(
                    "<figure class=\"fence\"><figcaption><span class=\"badge\">schema</span> <a href=\"{href}\">read it as a page</a></figcaption><pre class=\"code\" tabindex=\"0\"><code>{}</code></pre></figure>\n",
                    text.as_str()
                )))
            }
            FenceUse::Example(id) => {
                let figures = project.examples_in(id).map(|number| example_figure(self.links, number));
                Some(Html::trusted(figures.map(|figure| figure.as_str().to_owned()).collect()))
            }
        }
    }
}

fn example_figure(links: &Links<'_>, number: usize) -> Html {
    let view = example::view(links, number);
    let place = &links.site.proved.resolved.project.examples[number].place;
    let anchor = example_anchor(&links.site.proved.resolved.project.sources, place);
    let mut html = format!(
        "<figure class=\"fence\" id=\"{anchor}\"><figcaption><span class=\"badge {}\">{}</span>",
        view.state,
        escape(&view.label)
    );
    if let Some(schema) = &view.schema {
        html.push_str(&format!(" <a href=\"{}\">{}</a>", escape(&schema.href), escape(&schema.text)));
    }
    if let Some(note) = &view.note {
        html.push_str(&format!(" <span>{}</span>", escape(note)));
    }
    html.push_str("</figcaption>");
    for failure in &view.failures {
        html.push_str(&format!(
            "<p class=\"failure\"><code>{}</code> {} <span class=\"kw\">{}</span></p>",
            escape(&failure.at),
            failure.message.as_str(),
            escape(&failure.keyword)
        ));
    }
    if view.more > 0 {
        html.push_str(&format!("<p class=\"failure\">{} more failures are in the report of `check`.</p>", view.more));
    }
    html.push_str(&format!("<pre class=\"code\" tabindex=\"0\"><code>{}</code></pre></figure>\n", view.code.as_str()));
    Html::trusted(html)
}

//! A guide: a Markdown page, its fences with their verdicts.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::Anchor;
use super::code::{Code, code};
use super::example;
use super::front::{FrontRow, rows};
use super::link::{Links, ProseLinks};
use crate::model::{Fence, FenceUse, Heading, Image};
use crate::prose::{Html, ImageTarget, LinkTarget, Resolve, escape, render};
use crate::route::{Destination, Site, destination, example_anchor, in_repository, links_to_files, picture_address};

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct GuideView {
    pub title: String,
    /// The heading that the text brings as its title; empty if it brings none.
    pub heading: Html,
    pub description: Option<String>,
    /// What its front matter says beside that.
    pub front: Vec<FrontRow>,
    /// The schema that it belongs to.
    pub schema: Option<Anchor>,
    /// The text without that heading.
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
    let pictures = page.links.iter().filter_map(|link| match &link.image {
        Some(Image::Shown(picture)) => Some((link.to.as_str(), picture.file.as_str())),
        _ => None,
    });
    let resolve = GuideLinks {
        prose: links.prose(&source.file),
        links,
        file: &source.file,
        fences: &page.fences,
        there: links_to_files(&page.links).collect(),
        pictures: pictures.collect(),
    };
    let html = render(&source.text, page.body as usize, 0, &resolve);
    let begins_with_title = page.headings.first().is_some_and(|heading| heading.level == 1);
    let (heading, body) = if begins_with_title { title_and_rest(&html) } else { (Html::default(), html) };
    GuideView {
        title: page.title.clone(),
        heading,
        description: page.description.clone(),
        front: page.front.map(|front| rows(project.sources.get(front), &page.title)).unwrap_or_default(),
        schema: site.routes.ties.iter().find(|(page, _)| *page == number).map(|(_, schema)| Anchor {
            text: super::schema_title(site, *schema),
            href: links.to(&site.routes.schemas[*schema]),
        }),
        body,
        contents: page.headings.iter().filter(|heading| heading.level == 2).map(entry).collect(),
        edit: project.config.site.edit_url.as_ref().map(|url| url.replace("{file}", &source.file)),
    }
}

/// A text whose first heading is its title, in two parts; what stands before the title comes after it.
fn title_and_rest(html: &Html) -> (Html, Html) {
    const END: &str = "</h1>\n";
    let html = html.as_str();
    let found = html.find("<h1 ").and_then(|start| Some((start, start + html[start..].find(END)? + END.len())));
    let (start, end) = found.unwrap_or_default();
    (Html::trusted(html[start..end].to_owned()), Html::trusted(format!("{}{}", &html[..start], &html[end..])))
}

fn entry(heading: &Heading) -> Anchor {
    Anchor { text: heading.text.clone(), href: format!("#h-{}", heading.slug) }
}

/// Links as in any prose; fences that are inputs carry their link and verdict.
struct GuideLinks<'a> {
    prose: ProseLinks<'a, 'a>,
    links: &'a Links<'a>,
    file: &'a str,
    fences: &'a [Fence],
    /// The links that lead to files of the project.
    there: HashSet<&'a str>,
    /// The files of the pictures, by the links that name them.
    pictures: HashMap<&'a str, &'a str>,
}

impl Resolve for GuideLinks<'_> {
    fn link(&self, to: &str) -> LinkTarget {
        let target = self.prose.link(to);
        if target != LinkTarget::None || !self.there.contains(to) {
            return target;
        }
        // A reader of the site can't go to a file that is no part of it, and a reader of the repository can.
        let site = self.links.site;
        let Destination::Path(path) = destination(site, self.file, to) else { return target };
        in_repository(&site.proved.resolved.project.config, &path).map_or(target, LinkTarget::External)
    }

    fn image(&self, to: &str) -> ImageTarget {
        match self.pictures.get(to) {
            Some(file) => ImageTarget::Shown(self.links.to(&picture_address(file))),
            None => ImageTarget::Link(self.link(to)),
        }
    }

    fn fence(&self, start: usize, _info: &str, _code: &str) -> Option<Html> {
        // They are in the order of the text.
        let number = self.fences.partition_point(|fence| fence.range.start < start);
        let fence = self.fences.get(number).filter(|fence| fence.range.start == start)?;
        let site = self.links.site;
        let project = &site.proved.resolved.project;
        match fence.used {
            FenceUse::Code => None,
            FenceUse::Unparsed => None,
            FenceUse::Schema(id) => {
                let source = project.sources.get(id);
                let whole = source.extent();
                let text = code(&Code {
                    source,
                    span: whole,
                    marks: &[],
                    names: &[],
                    notes: &[],
                    anchors: false,
                    described: true,
                });
                let href = escape(&self.links.to(site.page_of(id)?));
                Some(Html::trusted(format!(
                    "<figure class=\"fence\"><figcaption><span class=\"badge\">schema</span> <a href=\"{href}\">read it as a page</a></figcaption><pre class=\"code\" tabindex=\"0\"><code>{}</code></pre></figure>\n",
                    text.as_str()
                )))
            }
            FenceUse::Example(id) => {
                let figures = site.examples_in(id).iter().map(|number| example_figure(self.links, *number));
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
    if let Some(more) = &view.more {
        html.push_str(&format!("<p class=\"failure\">There are {more}.</p>"));
    }
    html.push_str(&format!("<pre class=\"code\" tabindex=\"0\"><code>{}</code></pre></figure>\n", view.code.as_str()));
    Html::trusted(html)
}

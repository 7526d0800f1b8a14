//! Runs of words as HTML.

use std::borrow::Cow;

use super::link::Links;
use crate::keyword::Run;
use crate::prose::{Html, escape_into, escape_text_into, inline, is_web};
use crate::source::Place;

/// How much of a title other pages show, in characters.
const TITLE: usize = 200;

/// A title, or as much of it as fits where it stands on other pages than its own.
pub fn short(title: &str) -> &str {
    title.char_indices().nth(TITLE).map_or(title, |(end, _)| &title[..end])
}

/// The name of a property as it is shown: quotation marks show one that could not be seen.
pub fn visible(name: &str) -> Cow<'_, str> {
    let is_plain = !name.is_empty() && name.trim() == name;
    if is_plain { Cow::Borrowed(name) } else { Cow::Owned(format!("\"{name}\"")) }
}

/// What words need to become HTML: where they were said, and from where their links lead.
pub struct Context<'a> {
    pub links: &'a Links<'a>,
    /// The file that the words come from, for relative links in Markdown.
    pub file: &'a str,
}

impl Context<'_> {
    /// Appends runs that were said of the schema at `holder`.
    pub fn write(&self, html: &mut String, runs: &[Run], holder: &Place) {
        for run in runs {
            match run {
                Run::Text(text) => escape_text_into(html, text),
                Run::Code(text) => write_element(html, "code", text),
                Run::Block(text) => write_element(html, "pre", text),
                Run::Markdown(text) => html.push_str(self.markdown(text).as_str()),
                Run::Ref(text) => self.write_reference(html, text, holder),
                Run::Url(text) if is_web(text) => {
                    html.push_str("<a rel=\"noopener noreferrer nofollow\" href=\"");
                    escape_into(html, text);
                    html.push_str("\">");
                    escape_into(html, text);
                    html.push_str("</a>");
                }
                Run::Url(text) => write_element(html, "code", text),
                Run::Break => html.push_str("<br>"),
            }
        }
    }

    /// The author's Markdown; a single paragraph loses its tags, since it stands in a line of ours.
    pub fn markdown(&self, text: &str) -> Html {
        let html = inline(text, &self.links.prose(self.file));
        let inner = html.as_str().strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>\n"));
        match inner {
            Some(inner) if !inner.contains("<p>") && !inner.contains("</p>") => Html::trusted(inner.to_owned()),
            _ => html,
        }
    }

    /// A reference is a link with the target's name; one that leads nowhere says so.
    fn write_reference(&self, html: &mut String, text: &str, holder: &Place) {
        let resolved = &self.links.site.proved.resolved;
        match self.target(text, holder) {
            Some(target) => {
                let name = self.name_of(target, holder);
                match self.links.to_place(target) {
                    Some(href) => {
                        html.push_str("<a href=\"");
                        escape_into(html, &href);
                        html.push_str("\">");
                        escape_into(html, &name);
                        html.push_str("</a>");
                    }
                    None => write_element(html, "code", text),
                }
            }
            None => {
                write_element(html, "code", text);
                let unresolved = resolved.references_at(holder).iter().any(|reference| {
                    reference.text == text && matches!(reference.target, crate::model::Target::Unresolved(_))
                });
                if unresolved {
                    html.push_str(" <strong class=\"bad\">(leads nowhere)</strong>");
                }
            }
        }
    }

    /// The target of the reference `text`: of the schema at `holder`, or of one below it that its type phrase speaks of.
    fn target(&self, text: &str, holder: &Place) -> Option<&Place> {
        let resolved = &self.links.site.proved.resolved;
        let own = resolved
            .target(holder)
            .filter(|_| resolved.references_at(holder).iter().any(|reference| reference.text == text));
        own.or_else(|| {
            let below = format!("{}/", holder.pointer);
            let mut references = resolved.references_of(holder.source).iter();
            let found = references.find(|other| other.text == text && other.holder.pointer.starts_with(&below))?;
            match &found.target {
                crate::model::Target::Place(place) => Some(place),
                _ => None,
            }
        })
    }

    /// What to call a place, seen from `holder`: the name of its document, of its definition, or of both.
    pub fn name_of(&self, place: &Place, holder: &Place) -> String {
        let site = self.links.site;
        let resolved = &site.proved.resolved;
        let document = match resolved.schema_of(place.source) {
            Some(number) => resolved.project.schemas[number].name.clone(),
            None => resolved.project.sources.get(place.source).name.clone(),
        };
        if place.pointer.is_empty() {
            return document;
        }
        let last = crate::source::unescape_token(place.pointer.rsplit('/').next().unwrap_or_default());
        if place.source == holder.source { last.into_owned() } else { format!("{document} › {last}") }
    }
}

/// Appends an element that holds nothing but text.
pub fn write_element(html: &mut String, name: &str, text: &str) {
    html.push('<');
    html.push_str(name);
    html.push('>');
    escape_text_into(html, text);
    html.push_str("</");
    html.push_str(name);
    html.push('>');
}

/// A message as HTML: what stands between backticks is code.
pub fn message(text: &str) -> Html {
    let mut html = String::with_capacity(text.len() + 32);
    for (number, piece) in text.split('`').enumerate() {
        if number % 2 == 1 {
            write_element(&mut html, "code", piece);
        } else {
            escape_text_into(&mut html, piece);
        }
    }
    Html::trusted(html)
}

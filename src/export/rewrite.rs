//! The content of a page as a section of a file: names of places get the page's number before them, links lead to these. A page itself is
//! called by its address, so that links to pages from elsewhere stay what they are.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::load::relative_to;
use crate::output::Output;
use crate::render::{Tag, split};

/// What refers to places of the same page by their names.
const REFERRING: [&str; 5] = ["aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"];

/// The pictures that may stand in a file, by ending.
const PICTURES: [(&str, &str); 6] = [
    (".svg", "image/svg+xml"),
    (".png", "image/png"),
    (".jpg", "image/jpeg"),
    (".jpeg", "image/jpeg"),
    (".gif", "image/gif"),
    (".webp", "image/webp"),
];

/// What is known of a page while it becomes a section.
pub struct Rewriting<'a> {
    /// The page's address.
    pub url: &'a str,
    /// Its number in the file.
    pub number: usize,
    /// The numbers of all pages of the file, by their addresses.
    pub targets: &'a HashMap<&'a str, usize>,
    /// Where the site is on the web; empty if that is not known.
    pub base_url: &'a str,
    pub output: &'a Output,
}

impl Rewriting<'_> {
    /// What stands in the page's `main`, without the ways to other pages and without the source view.
    pub fn section(&self, page: &str) -> String {
        let main = page.split_once("<main").and_then(|(_, rest)| split(rest, b'>')).map_or("", |(_, rest)| rest);
        let mut rest = main.rsplit_once("</main>").map_or(main, |(main, _)| main);
        let mut html = String::with_capacity(rest.len());
        while let Some((text, after)) = split(rest, b'<') {
            html.push_str(text);
            let Some((written, after)) = split(after, b'>') else { break };
            let tag = Tag::read(written);
            if !tag.closes && is_left_out(&tag) {
                if tag.name == "a" {
                    // The sign that sets it apart from what stands before goes with it.
                    let end = html.trim_end_matches([' ', '·']).len();
                    html.truncate(end);
                }
                rest = behind(after, tag.name);
                continue;
            }
            rest = after;
            self.write(&mut html, written, &tag);
        }
        html + rest
    }

    /// Writes a tag with its attributes as they have to be in the file.
    fn write(&self, html: &mut String, written: &str, tag: &Tag<'_>) {
        let mut rest = written;
        html.push('<');
        while let Some((before, quoted)) = rest.split_once("=\"") {
            let Some((value, after)) = split(quoted, b'"') else { break };
            let name = before.rsplit(char::is_whitespace).next().unwrap_or_default();
            match self.value(tag, name, value) {
                Some(value) => html.push_str(&format!("{before}=\"{value}\"")),
                None => html.push_str(before.strip_suffix(name).unwrap_or(before).trim_end()),
            }
            rest = after;
        }
        html.push_str(rest);
        html.push('>');
    }

    /// The value of an attribute in the file; `None` where it has to go.
    fn value(&self, tag: &Tag<'_>, name: &str, value: &str) -> Option<String> {
        let own = |name: &str| place(self.url, self.number, name);
        match name {
            "id" => Some(own(value)),
            "name" if tag.name == "details" || tag.name == "input" => Some(own(value)),
            // Of many pages many sections are called the same, which would make them landmarks that nobody can tell apart.
            "aria-labelledby" if tag.name == "section" => None,
            _ if REFERRING.contains(&name) => Some(value.split(' ').map(own).collect::<Vec<_>>().join(" ")),
            "href" => self.href(value),
            "src" => Some(self.picture(value).unwrap_or_default()),
            // It belongs to scripts, which the file has not.
            _ if name.starts_with("data-") => None,
            _ => Some(value.to_owned()),
        }
    }

    fn href(&self, href: &str) -> Option<String> {
        if let Some(anchor) = href.strip_prefix('#') {
            return Some(format!("#{}", place(self.url, self.number, told(anchor))));
        }
        let Some(path) = path_from(self.url, href) else { return Some(href.to_owned()) };
        let (path, anchor) = path.split_at(path.find('#').unwrap_or(path.len()));
        let url = path.strip_suffix("index.html").unwrap_or(path);
        if let Some(number) = self.targets.get(url) {
            return Some(format!("#{}", place(url, *number, told(anchor.trim_start_matches('#')))));
        }
        // What is not in the file is where the site is, if somebody knows where.
        (!self.base_url.is_empty()).then(|| format!("{}{path}{anchor}", self.base_url))
    }

    fn picture(&self, src: &str) -> Option<String> {
        let path = path_from(self.url, src)?;
        let (_, kind) = PICTURES.iter().find(|(ending, _)| path.ends_with(ending))?;
        let bytes = self.output.get(&path)?.make().ok()?;
        Some(format!("data:{kind};base64,{}", STANDARD.encode(bytes)))
    }
}

/// What a place of a page is called in the file; without a name it is the page.
fn place(url: &str, number: usize, name: &str) -> String {
    if name.is_empty() { url.to_owned() } else { format!("{number}.{name}") }
}

/// The place of a page that is in the file: lines of the source view are not, and lead to the page.
fn told(anchor: &str) -> &str {
    let is_line = anchor.strip_prefix('L').is_some_and(|line| line.bytes().all(|byte| byte.is_ascii_digit()));
    if is_line { "" } else { anchor }
}

/// The path in the site that a relative link of a page leads to, with its anchor; `None` for a link elsewhere.
pub fn path_from(url: &str, href: &str) -> Option<String> {
    let (path, anchor) = href.split_at(href.find('#').unwrap_or(href.len()));
    if path.is_empty() || path.starts_with('/') || path.split('/').next().is_some_and(|first| first.contains(':')) {
        return None;
    }
    let folder = if path.ends_with('/') { "/" } else { "" };
    Some(format!("{}{folder}{anchor}", relative_to(url, path)?))
}

/// What stands in pages and not in the file: ways to pages around, files beside the page, the source view, event types as code, what only scripts use.
fn is_left_out(tag: &Tag<'_>) -> bool {
    match tag.name {
        "nav" => tag.has_class(&["crumbs", "turn", "here"]),
        "a" => tag
            .attribute("href")
            .is_some_and(|href| href == "#source" || href.contains("/raw/") || href.contains("/bundled/")),
        "section" => tag.attribute("aria-labelledby") == Some("source") || tag.has_class(&["languages"]),
        "script" => true,
        _ => false,
    }
}

/// What stands behind the end of an element that was opened.
fn behind<'a>(mut rest: &'a str, name: &str) -> &'a str {
    let mut depth = 1;
    while let Some((_, after)) = split(rest, b'<') {
        let Some((tag, after)) = split(after, b'>') else { return "" };
        rest = after;
        let tag = Tag::read(tag);
        if tag.name == name && !tag.is_void() {
            depth = if tag.closes { depth - 1 } else { depth + 1 };
            if depth == 0 {
                return rest;
            }
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_from_their_page() {
        for (url, href, expected) in [
            ("catalog/a/", "../../types/b/index.html#x", Some("types/b/index.html#x")),
            ("catalog/a/", "index.html", Some("catalog/a/index.html")),
            ("catalog/a/", "../", Some("catalog/")),
            ("", "types/index.html", Some("types/index.html")),
            ("catalog/a/", "https://example.com/", None),
            ("catalog/a/", "#x", None),
        ] {
            assert_eq!(path_from(url, href).as_deref(), expected, "{href} in {url}");
        }
    }
}

//! What the links of a Markdown file lead to, as paths of the project, and the pictures that its images are.

use std::sync::Arc;

use super::paths::{decode, relative_to};
use crate::model::{Image, Link, Picture};
use crate::tree::Tree;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Linked {
    /// Another scheme, a host, or something that hides one.
    Elsewhere,
    /// Out of the project.
    Outside,
    /// A path of the project, and the anchor there; the path is that of the file itself for an anchor alone.
    Path(String, String),
}

/// Where the link `to` leads that is written in `file`. One that begins with `/` begins at the project's root, as on the hosts of
/// repositories.
pub fn linked(file: &str, to: &str) -> Linked {
    let (path, anchor) = to.split_once('#').unwrap_or((to, ""));
    let path = path.split('?').next().unwrap_or_default();
    let path = decode(path).unwrap_or_else(|| path.to_owned());
    // What hides a scheme or a host behind blanks or escapes is one as well.
    let bare: String = path.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    if bare.split('/').next().is_some_and(|first| first.contains(':')) || bare.starts_with("//") || bare.contains('\\')
    {
        return Linked::Elsewhere;
    }
    let anchor = decode(anchor).unwrap_or_else(|| anchor.to_owned());
    let path = match path.as_str() {
        "" => Some(file.to_owned()),
        path if path.starts_with('/') => relative_to("", path),
        path => relative_to(file, path),
    };
    path.map_or(Linked::Outside, |path| Linked::Path(path, anchor))
}

/// Finds out what stands where a link of `file` leads.
pub fn look(tree: &Tree, file: &str, link: &mut Link) {
    let Linked::Path(path, _) = linked(file, &link.to) else { return };
    link.is_there = tree.has_file(&path) || tree.has_folder(&path);
    if link.image.is_some() {
        link.image = Some(image(tree, path));
    }
}

/// A picture of a site has at most so many bytes.
pub const PICTURE_LIMIT: usize = 5 << 20;

/// What the file at `path` is as an image. Dot-files are not even looked at.
fn image(tree: &Tree, path: String) -> Image {
    if !tree.has_file(&path) {
        return Image::Elsewhere;
    }
    if path.split('/').any(|part| part.starts_with('.')) {
        return Image::NoPicture;
    }
    match tree.head(&path, PICTURE_LIMIT + 1) {
        Some(bytes) if !is_picture(&path, &bytes) => Image::NoPicture,
        Some(bytes) if bytes.len() > PICTURE_LIMIT => Image::TooLarge,
        Some(bytes) => Image::Shown(Arc::new(Picture { file: path, bytes: bytes.into() })),
        None => Image::Elsewhere,
    }
}

/// Whether the first bytes of a file are those of PNG, JPEG, GIF, WebP or AVIF, or it is an SVG by its name and its beginning.
fn is_picture(path: &str, head: &[u8]) -> bool {
    let at = |offset: usize, bytes: &[u8]| head.get(offset..).is_some_and(|rest| rest.starts_with(bytes));
    let is_svg = || {
        let text = String::from_utf8_lossy(&head[..head.len().min(4096)]);
        let begins = text.trim_start_matches('\u{FEFF}').trim_start().starts_with('<');
        path.to_ascii_lowercase().ends_with(".svg") && begins && text.contains("<svg")
    };
    at(0, b"\x89PNG\r\n\x1a\n")
        || at(0, b"\xff\xd8\xff")
        || at(0, b"GIF87a")
        || at(0, b"GIF89a")
        || (at(0, b"RIFF") && at(8, b"WEBP"))
        || (at(4, b"ftypavif") || at(4, b"ftypavis"))
        || is_svg()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_paths_of_the_project() {
        let path = |path: &str, anchor: &str| Linked::Path(path.to_owned(), anchor.to_owned());
        assert_eq!(linked("a/b.md", "c%20d.md#e%41"), path("a/c d.md", "eA"));
        assert_eq!(linked("a/b.md", "#x"), path("a/b.md", "x"));
        assert_eq!(linked("a/b.md", "../LICENSE?raw=1"), path("LICENSE", ""));
        assert_eq!(linked("a/b.md", "/docs/x.md"), path("docs/x.md", ""));
        assert_eq!(linked("a/b.md", "../../x"), Linked::Outside);
        for to in
            ["javascript:alert(1)", "java%73cript:x", " java\tscript:x", "//host/x", "/%2Fhost", "\\\\host", "mailto:a"]
        {
            assert_eq!(linked("a/b.md", to), Linked::Elsewhere, "{to}");
        }
    }

    #[test]
    fn pictures_are_told_by_their_first_bytes() {
        for head in
            [&b"\x89PNG\r\n\x1a\n1"[..], b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8", b"\0\0\0\x20ftypavif"]
        {
            assert!(is_picture("a.bin", head));
        }
        assert!(is_picture("a.SVG", b"<?xml version=\"1.0\"?>\n<svg/>"));
        for (name, head) in [("a.png", &b"<svg>"[..]), ("a.svg", b"{ }"), ("a.svg", b"#!/bin/sh <svg"), ("a.png", b"")]
        {
            assert!(!is_picture(name, head), "{name}");
        }
    }
}

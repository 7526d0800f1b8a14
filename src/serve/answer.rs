//! An answer to a request, before it is sent.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use super::guard::Refusal;

/// Pages come from here alone, and nothing of them runs or loads anything of others.
pub const PAGE_POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// A picture or a file opened by itself runs nothing at all.
pub const FILE_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox";

/// An answer before it is sent.
#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    pub kind: &'static str,
    pub body: Arc<[u8]>,
    pub tag: Option<String>,
    /// Where the page stands that was meant; made of our own addresses only.
    pub location: Option<String>,
}

impl Answer {
    /// A line of words.
    pub fn text(status: u16, words: &str) -> Answer {
        let body = format!("{words}\n").into_bytes().into();
        Answer { status, kind: "text/plain; charset=utf-8", body, tag: None, location: None }
    }
}

impl From<Refusal> for Answer {
    fn from(Refusal { status, why }: Refusal) -> Answer {
        Answer::text(status, why)
    }
}

/// What stands in the head of every answer: nothing is kept without asking, nothing is guessed, nothing is another site's.
pub const GUARDS: [(&str, &str); 4] = [
    ("Cache-Control", "no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
];

/// What an answer of this media type may load and run.
pub fn policy(kind: &str) -> &'static str {
    if kind.starts_with("text/html") { PAGE_POLICY } else { FILE_POLICY }
}

/// The tag of some bytes, which tells whether a page is still the same.
pub fn tag(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The media type of a file of the site.
pub fn kind_of(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "yaml" | "yml" => "application/yaml; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "txt" | "jsonc" | "json5" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/vnd.microsoft.icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

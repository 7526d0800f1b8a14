//! URIs of schemas: resolution of references (RFC 3986, section 5) and the spelling under which they are compared. The only user of
//! fluent-uri.

use fluent_uri::{Uri, UriRef};

pub use crate::load::decode;

/// The base of the document in `file`: an address of our own, so that a path-only `$id` resolves as well.
pub fn of_file(file: &str) -> String {
    let mut uri = String::from("docs:///");
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~".contains(&byte) {
            uri.push(byte as char);
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// A JSON Pointer as the fragment of a URI (RFC 6901, section 6), without the `#`.
pub fn fragment(pointer: &str) -> String {
    let mut fragment = String::with_capacity(pointer.len());
    for byte in pointer.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte) {
            fragment.push(byte as char);
        } else {
            fragment.push_str(&format!("%{byte:02X}"));
        }
    }
    fragment
}

/// `reference` resolved against `base`, without a fragment; as written where one of them is no URI.
pub fn resolve(base: &str, reference: &str) -> String {
    let reference = without_fragment(reference);
    let resolved = || {
        let base = Uri::parse(without_fragment(base)).ok()?;
        let reference = UriRef::parse(reference).ok()?;
        Some(reference.resolve_against(&base).ok()?.as_str().to_owned())
    };
    resolved().unwrap_or_else(|| reference.to_owned())
}

/// A reference without its fragment.
pub fn without_fragment(reference: &str) -> &str {
    reference.split('#').next().unwrap_or_default()
}

/// Whether a reference names a scheme: `https://…`, `urn:…`, `file:…`.
pub fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else { return false };
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

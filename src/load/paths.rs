//! Paths as they are written in files: relative, and with percent escapes.

use crate::config::Catalog;

/// The text with its percent escapes decoded; `None` if they are no UTF-8.
pub fn decode(text: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let digits = tail.get(..2).filter(|digits| first == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let byte = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        decoded.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(decoded).ok()
}

/// The path that `path` names when it is relative to a catalog; `None` if it leaves the project.
pub fn within(catalog: &Catalog, path: &str) -> Option<String> {
    let catalog = if catalog.path.is_empty() { "-".to_owned() } else { format!("{}/-", catalog.path) };
    relative_to(&catalog, path)
}

/// The path that `path` names when it is written in `file`; `None` if it leaves the project.
pub fn relative_to(file: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

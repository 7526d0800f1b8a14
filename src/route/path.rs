//! Paths that every system can hold: lower case, a fixed alphabet, short segments.

/// The longest segment, in bytes.
const LONGEST: usize = 100;

/// Names that Windows keeps for devices.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// A name as one segment of a URL: `[a-z0-9._-]`, at most 100 bytes, with a hash where it had to be cut.
pub fn segment(name: &str) -> String {
    let mut segment = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            'a'..='z' | '0'..='9' | '.' | '_' | '-' => segment.push(c),
            'A'..='Z' => segment.push(c.to_ascii_lowercase()),
            _ if segment.ends_with('-') => {}
            _ => segment.push('-'),
        }
    }
    let foreign = !name.is_empty() && segment.chars().all(|c| matches!(c, '-' | '.'));
    if segment.len() > LONGEST || foreign || segment.is_empty() {
        let hash = short_hash(name);
        segment.truncate(LONGEST - hash.len() - 1);
        segment = format!("{}-{hash}", segment.trim_matches(['-', '.'])).trim_start_matches('-').to_owned();
    }
    if is_device(&segment) || segment.ends_with('.') || segment.starts_with('.') {
        segment = format!("{}-", segment.replacen('.', "-", 1));
    }
    segment
}

/// Whether Windows takes a name, whatever its ending, for a device.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    DEVICES.contains(&stem.trim_end().to_ascii_lowercase().as_str())
}

/// A path as it stands in a URL, a relative reference of RFC 3986: everything but unreserved characters (section 2.3) and `/` as percent escapes, so
/// that no name reads as a scheme.
pub fn url_path(path: &str) -> String {
    let mut url = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' | b'~' => url.push(char::from(byte)),
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

/// A text as it stands in the query of a URL, or as a name in its path: everything but unreserved characters (RFC 3986, section 2.3) as percent
/// escapes.
pub fn percent_encoded(text: &str) -> String {
    url_path(text).replace('/', "%2F")
}

/// A path with each of its names as a segment.
pub fn segments(path: &str) -> String {
    let parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(segment).collect();
    parts.join("/")
}

/// Eight hexadecimal digits that stand for a text: FNV-1a, enough to tell names apart, and no secret.
pub fn short_hash(text: &str) -> String {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{hash:08x}")
}

/// The link from the page at `from` to `to`, both relative to the site's root. A portable site names `index.html`, so that it works from
/// a disk as well.
pub fn relative(from: &str, to: &str, portable: bool) -> String {
    let (path, anchor) = match to.bytes().position(|byte| byte == b'#') {
        Some(at) => (&to[..at], &to[at..]),
        None => (to, ""),
    };
    if !anchor.is_empty() && (path == from || path.is_empty()) {
        return anchor.to_owned();
    }
    // Both lie in the folders that they begin with alike.
    let alike = from.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
    let shared = from.as_bytes()[..alike].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
    let up = from.as_bytes()[shared..].iter().filter(|byte| **byte == b'/').count();
    let below = &path[shared..];
    let mut link = String::with_capacity(3 * up + below.len() + "index.html".len() + anchor.len());
    (0..up).for_each(|_| link.push_str("../"));
    link.push_str(below);
    if portable && (path.is_empty() || path.ends_with('/')) {
        link.push_str("index.html");
    } else if link.is_empty() {
        link.push_str("./");
    }
    link.push_str(anchor);
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_and_name_files_where_the_site_is_portable() {
        assert_eq!(relative("", "types/a/", true), "types/a/index.html");
        assert_eq!(relative("types/a/", "", true), "../../index.html");
        assert_eq!(relative("types/a/", "types/b/#x", true), "../b/index.html#x");
        assert_eq!(relative("types/a/", "types/a/#x", true), "#x");
        assert_eq!(relative("types/a/", "types/b/", false), "../b/");
        assert_eq!(relative("types/a/", "types/a/", false), "./");
        assert_eq!(relative("a/b/", "static/site.css", false), "../../static/site.css");
        assert_eq!(relative("types/ab/", "types/abc/d/", true), "../abc/d/index.html");
        assert_eq!(relative("types/abc/d/", "types/ab/", false), "../../ab/");
        assert_eq!(relative("a/b/", "#x", true), "#x");
        assert_eq!(relative("404.html", "static/site.css", false), "static/site.css");
    }

    #[test]
    fn segments_hold_only_what_every_system_can_hold() {
        assert_eq!(segment("ProductCreated"), "productcreated");
        assert_eq!(segment("a b/c"), "a-b-c");
        assert_eq!(segment("con"), "con-");
        assert_eq!(segment("é"), short_hash("é"));
        assert!(segment(&"x".repeat(300)).len() <= 100);
        assert_ne!(segment(&"x".repeat(300)), segment(&"x".repeat(301)));
    }
}

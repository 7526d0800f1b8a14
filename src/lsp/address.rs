//! From addresses of files to paths of the project, and back.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::protocol::Uri;
use crate::resolve::percent_decoded;
use crate::route::{rule_address, url_path};
use crate::system::slashed;

/// Where the project and its site are, and what the editor calls the files that it has open.
pub struct Addresses {
    root: String,
    given: HashMap<String, Uri>,
    /// The root of the site, with `/` at its end: the preview, if one is open, else where it is published; empty if it is neither.
    site: String,
}

impl Addresses {
    /// The addresses of a project whose folder is `root`.
    pub fn of(root: &Path) -> Addresses {
        Addresses { root: address(root), given: HashMap::new(), site: String::new() }
    }

    /// The path of a file below the project's folder, with `/`; `None` for any other.
    pub fn path(&self, uri: &Uri) -> Option<String> {
        let path = slashed_path(&uri.0)?;
        let root = slashed_path(&self.root)?;
        let below = path.strip_prefix(root.trim_end_matches('/'))?.strip_prefix('/')?;
        let stays = below.split('/').all(|segment| !matches!(segment, "" | "." | ".."));
        stays.then(|| below.to_owned())
    }

    /// The editor's own address of a file is used for it from now on; whether it is another one than was used before.
    pub fn keep(&mut self, path: &str, uri: Uri) -> bool {
        let is_other = self.uri(path) != uri;
        self.given.insert(path.to_owned(), uri);
        is_other
    }

    /// The site is at this address from now on; empty for none.
    pub fn show_site(&mut self, url: &str) {
        self.site = url.to_owned();
    }

    /// The root of the site, if it can be read anywhere.
    pub fn site(&self) -> &str {
        &self.site
    }

    /// Where the site says what a rule found and why it matters.
    pub fn of_rule(&self, code: &str) -> Option<Uri> {
        (!self.site.is_empty()).then(|| Uri(format!("{}{}", self.site, rule_address(code))))
    }

    /// The address of a file of the project.
    pub fn uri(&self, path: &str) -> Uri {
        let made = || Uri(format!("{}/{}", self.root.trim_end_matches('/'), url_path(path)));
        self.given.get(path).cloned().unwrap_or_else(made)
    }
}

/// The folder that an address of the scheme `file` names.
pub fn folder(uri: &str) -> Option<PathBuf> {
    let path = slashed_path(uri)?;
    // A drive's letter stands behind a slash in an address, and does not in a path.
    let has_drive = path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if has_drive { &path[1..] } else { &path }))
}

fn address(path: &Path) -> String {
    // A folder whose name is no text has no address, and none of its files is known by one.
    let path = slashed(path).unwrap_or_default();
    format!("file://{}{}", if path.starts_with('/') { "" } else { "/" }, url_path(&path))
}

/// The path of an address with `/`, one way to write each: a drive's letter is small.
fn slashed_path(uri: &str) -> Option<String> {
    let rest = uri.strip_prefix("file://")?;
    let path = &rest[rest.find('/')?..];
    let mut path = percent_decoded(path)?;
    if path.as_bytes().get(2) == Some(&b':') {
        path[1..2].make_ascii_lowercase();
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_path_through_its_address() {
        let addresses = Addresses::of(Path::new("/contracts of ours/ü"));
        for path in ["site.toml", "schemas/order placed.json", "a%20b/c#d.json"] {
            assert_eq!(addresses.path(&addresses.uri(path)).as_deref(), Some(path));
        }
        assert_eq!(addresses.path(&Uri("file:///contracts%20of%20ours/other.json".to_owned())), None);
        assert_eq!(addresses.path(&Uri("file:///contracts%20of%20ours/%C3%BC/../other.json".to_owned())), None);
        assert_eq!(addresses.path(&Uri("untitled:Untitled-1".to_owned())), None);
    }

    #[test]
    fn drives_are_one_however_they_are_written() {
        let addresses = Addresses::of(Path::new("C:/contracts"));
        let path = addresses.path(&Uri("file:///c%3A/contracts/site.toml".to_owned()));
        assert_eq!(path.as_deref(), Some("site.toml"));
        assert_eq!(folder("file:///c%3A/contracts"), Some(PathBuf::from("c:/contracts")));
    }
}

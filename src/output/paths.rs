//! The paths of a site's files, each with what belongs to it: no two of them are one path on any file system.

use std::borrow::Cow;
use std::collections::HashMap;
use std::error::Error;
use std::fmt;

use super::manifest::MANIFEST;

/// Paths, relative and with `/` between segments (`types/a/index.html`), each with a value.
#[derive(Debug)]
pub struct Paths<V> {
    files: HashMap<String, V>,
    /// The paths that are not in lower case, by what they are in lower case, because some file systems know but one case.
    capital: HashMap<String, String>,
    /// The folders in lower case, each with the path of the first file that needed it.
    folders: HashMap<String, String>,
}

impl<V> Default for Paths<V> {
    fn default() -> Paths<V> {
        Paths { files: HashMap::new(), capital: HashMap::new(), folders: HashMap::new() }
    }
}

impl<V> Paths<V> {
    /// Adds a path.
    ///
    /// # Errors
    /// A path that another file has (in whatever case), that another file needs as a folder, or that no site can hold.
    pub fn insert(&mut self, path: impl Into<String>, value: V) -> Result<(), Clash> {
        let path = path.into();
        if !is_site_path(&path) {
            return Err(Clash { path, first: None });
        }
        let key = lower_case(&path);
        if let Some(first) = self.holder(&key).map(str::to_owned) {
            return Err(Clash { first: Some(first), path });
        }
        for folder in folders(&key) {
            // Where one is known, those above it are.
            if self.folders.contains_key(folder) {
                break;
            }
            self.folders.insert(folder.to_owned(), path.clone());
        }
        if let Cow::Owned(key) = key {
            self.capital.insert(key, path.clone());
        }
        self.files.insert(path, value);
        Ok(())
    }

    /// Notes a folder, in lower case and without a `/` at its end, that `path` needs.
    pub fn insert_folder(&mut self, folder: &str, path: &str) {
        self.folders.entry(folder.to_owned()).or_insert_with(|| path.to_owned());
    }

    /// The file that stands at the lower-case path `key`, above it or below it.
    pub fn holder(&self, key: &str) -> Option<&str> {
        let unknown = folders(key).take_while(|folder| !self.folders.contains_key(*folder));
        let above = unknown.map(|folder| self.file_at(folder)).find(Option::is_some).flatten();
        above.or_else(|| self.file_at(key)).or_else(|| self.folder(key))
    }

    /// The file whose path is `key` in lower case.
    pub fn file_at(&self, key: &str) -> Option<&str> {
        let same = self.files.get_key_value(key).map(|(path, _)| path);
        same.or_else(|| self.capital.get(key)).map(String::as_str)
    }

    /// A file that needs the folder of this lower-case path.
    pub fn folder(&self, key: &str) -> Option<&str> {
        self.folders.get(key).map(String::as_str)
    }

    /// The file at exactly this path, with the path as the site itself has it.
    pub fn get_entry(&self, path: &str) -> Option<(&str, &V)> {
        self.files.get_key_value(path).map(|(path, value)| (path.as_str(), value))
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.files.iter().map(|(path, value)| (path.as_str(), value))
    }
}

/// The path in lower case. The same path where it surely is: those of pages are.
pub fn lower_case(path: &str) -> Cow<'_, str> {
    let is_lower = path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let lower = (!is_lower).then(|| path.to_lowercase()).filter(|lower| lower != path);
    lower.map_or(Cow::Borrowed(path), Cow::Owned)
}

/// The folders above a path, from the nearest to the farthest.
pub fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(end, _)| &path[..end])
}

/// Whether a path can be a file of a site: it stays inside, has one spelling, and fits on a line of the manifest.
fn is_site_path(path: &str) -> bool {
    let segment = |name: &str| !matches!(name, "" | "." | "..");
    path.split('/').all(segment) && !path.contains(|c: char| c.is_control() || c == '\\') && path != MANIFEST
}

/// A path that cannot be added to the others.
#[derive(Debug, PartialEq, Eq)]
pub struct Clash {
    /// The path that was refused.
    pub path: String,
    /// The path of the file that is in its way; `None` if no file of a site can have that path.
    pub first: Option<String>,
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.first {
            Some(first) if *first == self.path => write!(f, "two files claim `{first}`"),
            Some(first) => write!(f, "`{}` and `{first}` cannot both be files of one site", self.path),
            None => write!(f, "`{}` cannot be the path of a file in a site", self.path),
        }
    }
}

impl Error for Clash {}

//! The map from a site's paths to how their bytes are made.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fmt;
use std::sync::{Arc, LazyLock};

use super::manifest::MANIFEST;

/// Why a producer could not make its bytes, in words of whoever made the producer.
pub type ProducerError = Box<dyn Error + Send + Sync>;

/// Makes the bytes of one file. It is called on any thread, any number of times, and gives the same bytes each time.
pub type Producer = Box<dyn Fn() -> Result<Vec<u8>, ProducerError> + Send + Sync>;

/// How the bytes of one file are made.
pub enum Content {
    /// They are at hand.
    Bytes(Arc<[u8]>),
    /// They are made when asked for, because all pages of a large site do not fit in memory at once.
    Made(Producer),
}

impl Content {
    /// The bytes at hand.
    pub fn bytes(bytes: impl Into<Arc<[u8]>>) -> Content {
        Content::Bytes(bytes.into())
    }

    /// The bytes that `producer` makes.
    pub fn made(producer: impl Fn() -> Result<Vec<u8>, ProducerError> + Send + Sync + 'static) -> Content {
        Content::Made(Box::new(producer))
    }

    /// Makes the bytes.
    ///
    /// # Errors
    /// The producer's own.
    pub fn make(&self) -> Result<Cow<'_, [u8]>, ProducerError> {
        match self {
            Content::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
            Content::Made(producer) => producer().map(Cow::Owned),
        }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Content::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Content::Made(_) => f.write_str("Made"),
        }
    }
}

/// Files that are made together when one of them is asked for: which there are is not known before.
type Together = LazyLock<Output, Box<dyn FnOnce() -> Output + Send>>;

/// The files of a site. Paths are relative and have `/` between segments: `types/a/index.html`.
#[derive(Debug, Default)]
pub struct Output {
    files: HashMap<String, Content>,
    /// The folders whose files are made together.
    together: BTreeMap<String, Together>,
    /// The paths that are not in lower case, by what they are in lower case, because some file systems know but one case.
    capital: HashMap<String, String>,
    /// The folders in lower case, each with the path of the first file that needed it.
    folders: HashMap<String, String>,
}

impl Output {
    /// A site without files.
    pub fn new() -> Output {
        Output::default()
    }

    /// Adds a file.
    ///
    /// # Errors
    /// A path that another file has (in whatever case), that another file needs as a folder, or that no site can hold.
    pub fn insert(&mut self, path: impl Into<String>, content: Content) -> Result<(), Clash> {
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
        self.files.insert(path, content);
        Ok(())
    }

    /// Adds a folder, whose path is in lower case and ends with `/`, with files that `make` gives when one of them is asked for. They
    /// lie in that folder with those that are there already, which stand where both have one path; nothing can be added to it later.
    ///
    /// # Errors
    /// A path that a file has.
    pub fn insert_folder(&mut self, path: &str, make: impl FnOnce() -> Output + Send + 'static) -> Result<(), Clash> {
        let key = path.trim_end_matches('/');
        if let Some(first) = self.file_at(key) {
            return Err(Clash { path: path.to_owned(), first: Some(first.to_owned()) });
        }
        self.folders.entry(key.to_owned()).or_insert_with(|| path.to_owned());
        self.together.insert(path.to_owned(), LazyLock::new(Box::new(make)));
        Ok(())
    }

    /// What stands at the lower-case path `key`, above it or below it.
    fn holder(&self, key: &str) -> Option<&str> {
        if let Some(folder) = self.together.keys().find(|folder| key.starts_with(folder.as_str())) {
            return Some(folder);
        }
        let unknown = folders(key).take_while(|folder| !self.folders.contains_key(*folder));
        let above = unknown.map(|folder| self.file_at(folder)).find(Option::is_some).flatten();
        above.or_else(|| self.file_at(key)).or_else(|| self.folders.get(key).map(String::as_str))
    }

    /// The file whose path is `key` in lower case.
    fn file_at(&self, key: &str) -> Option<&str> {
        let same = self.files.get_key_value(key).map(|(path, _)| path);
        same.or_else(|| self.capital.get(key)).map(String::as_str)
    }

    /// The file at exactly this path.
    pub fn get(&self, path: &str) -> Option<&Content> {
        self.get_entry(path).map(|(_, content)| content)
    }

    /// The file at exactly this path, with the path as the site itself has it.
    pub fn get_entry(&self, path: &str) -> Option<(&str, &Content)> {
        let folder = || self.together.iter().find(|(folder, _)| path.starts_with(folder.as_str()));
        let found = self.files.get_key_value(path).or_else(|| folder()?.1.files.get_key_value(path));
        found.map(|(path, content)| (path.as_str(), content))
    }

    /// The files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Content)> {
        let together = self.together.values().flat_map(|made| &made.files);
        let mut all: Vec<(&String, &Content)> = self.files.iter().chain(together).collect();
        // Files of one path keep their order.
        all.sort_by_key(|(path, _)| *path);
        all.dedup_by_key(|(path, _)| *path);
        all.into_iter().map(|(path, content)| (path.as_str(), content))
    }

    /// The files whose bytes are at hand, in the order of their paths. Nothing is made.
    pub fn at_hand(&self) -> impl Iterator<Item = (&str, &Arc<[u8]>)> {
        let at_hand = self.files.iter().filter_map(|(path, content)| match content {
            Content::Bytes(bytes) => Some((path.as_str(), bytes)),
            Content::Made(_) => None,
        });
        let mut at_hand: Vec<(&str, &Arc<[u8]>)> = at_hand.collect();
        at_hand.sort_unstable_by_key(|(path, _)| *path);
        at_hand.into_iter()
    }

    /// The number of pages. Nothing is made.
    pub fn pages(&self) -> usize {
        self.files.keys().filter(|path| path.ends_with(".html")).count()
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The path in lower case. The same path where it surely is: those of pages are.
fn lower_case(path: &str) -> Cow<'_, str> {
    let is_lower = path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let lower = (!is_lower).then(|| path.to_lowercase()).filter(|lower| lower != path);
    lower.map_or(Cow::Borrowed(path), Cow::Owned)
}

/// The folders above a path, from the nearest to the farthest.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(end, _)| &path[..end])
}

/// Whether a path can be a file of a site: it stays inside, has one spelling, and fits on a line of the manifest.
fn is_site_path(path: &str) -> bool {
    let segment = |name: &str| !matches!(name, "" | "." | "..");
    path.split('/').all(segment) && !path.contains(|c: char| c.is_control() || c == '\\') && path != MANIFEST
}

/// A path that cannot be added to an [`Output`].
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

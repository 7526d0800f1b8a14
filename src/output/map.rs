//! The map from a site's paths to how their bytes are made.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fmt;
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

use super::paths::{Clash, Paths, folders, lower_case};
use crate::model::Weight;

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

/// Makes the bytes of the file that has a number in a list. It is called like a [`Producer`].
pub type ListProducer = Box<dyn Fn(usize) -> Result<Vec<u8>, ProducerError> + Send + Sync>;

/// The maker of a file's bytes.
#[derive(Clone, Copy)]
pub enum Maker<'a> {
    Content(&'a Content),
    Listed(&'a ListProducer, usize),
}

impl<'a> Maker<'a> {
    /// Makes the bytes.
    ///
    /// # Errors
    /// The producer's own.
    pub fn make(self) -> Result<Cow<'a, [u8]>, ProducerError> {
        match self {
            Maker::Content(content) => content.make(),
            Maker::Listed(producer, number) => producer(number).map(Cow::Owned),
        }
    }
}

/// Files that are made together when one of them is asked for: which there are is not known before.
type Together = LazyLock<Output, Box<dyn FnOnce() -> Output + Send>>;

/// Files that are made by number. Sites whose pages have the same paths share the list of them.
struct Listed {
    paths: Arc<Paths<usize>>,
    producer: ListProducer,
    /// The numbers of those in whose place another file stands.
    hidden: HashSet<usize>,
}

impl fmt::Debug for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listed").field("paths", &self.paths).field("hidden", &self.hidden).finish_non_exhaustive()
    }
}

impl Listed {
    fn get_entry(&self, path: &str) -> Option<(&str, Maker<'_>)> {
        let (path, number) = self.paths.get_entry(path)?;
        (!self.hidden.contains(number)).then_some((path, Maker::Listed(&self.producer, *number)))
    }

    fn iter(&self) -> impl Iterator<Item = (&str, Maker<'_>)> {
        let stands = self.paths.iter().filter(|(_, number)| !self.hidden.contains(number));
        stands.map(|(path, number)| (path, Maker::Listed(&self.producer, *number)))
    }
}

/// The files of a site. Paths are relative and have `/` between segments: `types/a/index.html`.
#[derive(Debug, Default)]
pub struct Output {
    files: Paths<Content>,
    /// The folders whose files are made together.
    together: BTreeMap<String, Together>,
    listed: Option<Listed>,
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
        let key = lower_case(&path);
        let together = self.together.keys().find(|folder| key.starts_with(folder.as_str())).map(String::as_str);
        let listed = || self.listed.as_ref().and_then(|listed| listed.paths.holder(&key));
        if let Some(first) = together.or_else(listed).map(str::to_owned) {
            return Err(Clash { first: Some(first), path });
        }
        self.files.insert(path, content)
    }

    /// Adds a folder, whose path is in lower case and ends with `/`, with files that `make` gives when one of them is asked for. They
    /// lie in that folder with those that are there already, which stand where both have one path; nothing can be added to it later.
    ///
    /// # Errors
    /// A path that a file has.
    pub fn insert_folder(&mut self, path: &str, make: impl FnOnce() -> Output + Send + 'static) -> Result<(), Clash> {
        let key = path.trim_end_matches('/');
        if let Some(first) = self.files.file_at(key) {
            return Err(Clash { path: path.to_owned(), first: Some(first.to_owned()) });
        }
        self.files.insert_folder(key, path);
        self.together.insert(path.to_owned(), LazyLock::new(Box::new(make)));
        Ok(())
    }

    /// Adds the files of a list, each made by its number; a site has one. What was added before stands where both can't be.
    pub fn insert_list(&mut self, paths: Arc<Paths<usize>>, producer: ListProducer) {
        let mut hidden = HashSet::new();
        let mut hide = |path: Option<&str>| {
            hidden.extend(path.and_then(|path| paths.get_entry(path)).map(|(_, number)| *number));
        };
        let mut taken: Vec<String> =
            self.together.keys().map(|folder| folder.trim_end_matches('/').to_owned()).collect();
        for (path, _) in self.files.iter() {
            let key = lower_case(path);
            hide(paths.file_at(&key));
            folders(&key).for_each(|folder| hide(paths.file_at(folder)));
            taken.push(key.into_owned());
        }
        let taken = taken.iter().filter(|key| paths.folder(key).is_some());
        for key in taken {
            let below = paths.iter().filter(|(path, _)| folders(&lower_case(path)).any(|folder| folder == key));
            hidden.extend(below.map(|(_, number)| *number));
        }
        self.listed = Some(Listed { paths, producer, hidden });
    }

    /// The file at exactly this path.
    pub fn get(&self, path: &str) -> Option<Maker<'_>> {
        self.get_entry(path).map(|(_, maker)| maker)
    }

    /// The file at exactly this path, with the path as the site itself has it.
    pub fn get_entry(&self, path: &str) -> Option<(&str, Maker<'_>)> {
        let folder = || self.together.iter().find(|(folder, _)| path.starts_with(folder.as_str()));
        let content = |(path, content)| (path, Maker::Content(content));
        let own = self.files.get_entry(path).map(content);
        own.or_else(|| self.listed.as_ref()?.get_entry(path)).or_else(|| folder()?.1.files.get_entry(path).map(content))
    }

    /// The files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Maker<'_>)> {
        let content = |(path, content)| (path, Maker::Content(content));
        let own = self.files.iter().map(content);
        let listed = self.listed.iter().flat_map(Listed::iter);
        let together = self.together.values().flat_map(|made| made.files.iter());
        let mut all: Vec<(&str, Maker<'_>)> = own.chain(listed).chain(together.map(content)).collect();
        // Files of one path keep their order.
        all.sort_by_key(|(path, _)| *path);
        all.dedup_by_key(|(path, _)| *path);
        all.into_iter()
    }

    /// The files whose bytes are at hand, in the order of their paths. Nothing is made.
    pub fn at_hand(&self) -> impl Iterator<Item = (&str, &Arc<[u8]>)> {
        let at_hand = self.files.iter().filter_map(|(path, content)| match content {
            Content::Bytes(bytes) => Some((path, bytes)),
            Content::Made(_) => None,
        });
        let mut at_hand: Vec<(&str, &Arc<[u8]>)> = at_hand.collect();
        at_hand.sort_unstable_by_key(|(path, _)| *path);
        at_hand.into_iter()
    }

    /// How large the site is. Every file is made for that, and dropped; what can't be made counts as empty, and is refused when it is written.
    pub fn weight(&self) -> Weight {
        let files: Vec<(&str, Maker<'_>)> = self.iter().collect();
        let sizes: Vec<(&str, u64)> = files
            .into_par_iter()
            .map(|(path, maker)| (path, maker.make().map_or(0, |bytes| bytes.len() as u64)))
            .collect();
        let largest = sizes.iter().rev().max_by_key(|(_, bytes)| *bytes);
        Weight {
            files: sizes.len() as u64,
            bytes: sizes.iter().map(|(_, bytes)| bytes).sum(),
            largest: largest.map(|(path, bytes)| ((*path).to_owned(), *bytes)),
        }
    }

    /// The number of pages. Nothing is made.
    pub fn pages(&self) -> usize {
        let own = self.files.iter().map(|(path, _)| path);
        let listed = self.listed.iter().flat_map(Listed::iter).map(|(path, _)| path);
        own.chain(listed).filter(|path| path.ends_with(".html")).count()
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

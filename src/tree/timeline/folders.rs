//! The folders of a repository as its commits hold them: each is read once, and two are compared without looking at what they share.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::tree::objects::{Objects, Refusal};
use crate::tree::revision::Object;

/// How many files one state may list, and how deep folders may nest: a folder that holds itself many times over is no folder of contracts.
const FILES: usize = 200_000;
const DEPTH: usize = 128;

/// What a folder holds.
#[derive(Debug)]
struct Entry {
    id: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Folder,
    File,
    Link,
}

type Folder = BTreeMap<String, Entry>;

/// The folders that were read.
#[derive(Debug)]
pub struct Folders {
    pub objects: Arc<Objects>,
    read: HashMap<String, Arc<Folder>>,
}

/// A file that two states do not have in common: its path, and its object in the one and in the other.
#[derive(Debug)]
pub struct Other {
    pub path: String,
    pub newer: Option<String>,
    pub older: Option<String>,
}

impl Folders {
    pub fn new(objects: Arc<Objects>) -> Folders {
        Folders { objects, read: HashMap::new() }
    }

    /// The folder at a path of a commit; `None` if that has none there.
    pub fn of_commit(&mut self, commit: &str, path: &str) -> Result<Option<String>, Refusal> {
        let bytes = self.objects.copy(commit)?;
        let head = bytes.split(|byte| *byte == b'\n').next().and_then(|line| std::str::from_utf8(line).ok());
        let Some(mut id) = head.and_then(|line| line.strip_prefix("tree ")).map(str::to_owned) else { return Ok(None) };
        for name in path.split('/').filter(|name| !name.is_empty()) {
            let folder = self.folder(&id)?;
            match folder.get(name).filter(|entry| entry.kind == Kind::Folder) {
                Some(entry) => id.clone_from(&entry.id),
                None => return Ok(None),
            }
        }
        Ok(Some(id))
    }

    /// All files below a folder but those that are no input wherever they stand.
    pub fn files(&mut self, folder: Option<&str>) -> Result<BTreeMap<String, Object>, Refusal> {
        let mut files = BTreeMap::new();
        let mut open: Vec<(String, String, usize)> =
            folder.map(|id| (String::new(), id.to_owned(), 0)).into_iter().collect();
        while let Some((above, id, depth)) = open.pop() {
            for (name, entry) in &*self.folder(&id)? {
                let path = format!("{above}{name}");
                let id = entry.id.clone();
                match entry.kind {
                    Kind::Folder if depth < DEPTH => open.push((format!("{path}/"), id, depth + 1)),
                    Kind::Folder => return Err(Refusal::Spent),
                    Kind::File => drop(files.insert(path, Object::File { id, size: None })),
                    Kind::Link => drop(files.insert(path, Object::Link { id })),
                }
            }
            if files.len() + open.len() > FILES {
                return Err(Refusal::Spent);
            }
        }
        Ok(files)
    }

    /// The files that two folders do not have in common, in the order of their paths.
    pub fn others(&mut self, newer: Option<&str>, older: Option<&str>) -> Result<Vec<Other>, Refusal> {
        type Pair = (String, Option<String>, Option<String>, usize);
        let mut others = Vec::new();
        let mut open: Vec<Pair> = vec![(String::new(), newer.map(str::to_owned), older.map(str::to_owned), 0)];
        while let Some((above, newer, older, depth)) =
            open.pop().filter(|(_, newer, older, _)| newer.is_some() || older.is_some())
        {
            if newer == older {
                continue;
            }
            if depth > DEPTH || others.len() + open.len() > FILES {
                return Err(Refusal::Spent);
            }
            let mut read = |id: Option<String>| id.map_or_else(|| Ok(Arc::default()), |id| self.folder(&id));
            let (newer, older) = (read(newer)?, read(older)?);
            let names = newer.keys().chain(older.keys().filter(|name| !newer.contains_key(*name)));
            for name in names {
                let sides = (newer.get(name), older.get(name));
                let of = |entry: Option<&Entry>, kind| {
                    entry.filter(|entry| entry.kind == kind).map(|entry| entry.id.clone())
                };
                let (one, other) = (of(sides.0, Kind::File), of(sides.1, Kind::File));
                if one != other {
                    others.push(Other { path: format!("{above}{name}"), newer: one, older: other });
                }
                let (one, other) = (of(sides.0, Kind::Folder), of(sides.1, Kind::Folder));
                if one != other {
                    open.push((format!("{above}{name}/"), one, other, depth + 1));
                }
            }
        }
        others.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(others)
    }

    fn folder(&mut self, id: &str) -> Result<Arc<Folder>, Refusal> {
        if let Some(known) = self.read.get(id) {
            return Ok(Arc::clone(known));
        }
        let bytes = self.objects.copy(id)?;
        let folder = Arc::new(folder(&bytes, id.len() / 2));
        self.read.insert(id.to_owned(), Arc::clone(&folder));
        Ok(folder)
    }
}

/// The entries of a folder: each a mode, a space, the name, a zero byte and the id. A submodule is another repository, and is left out.
fn folder(mut bytes: &[u8], length: usize) -> Folder {
    let mut folder = Folder::new();
    while let Some(zero) = bytes.iter().position(|byte| *byte == 0) {
        let (head, rest) = (&bytes[..zero], &bytes[zero + 1..]);
        let Some((id, rest)) = rest.split_at_checked(length) else { break };
        bytes = rest;
        let Some((mode, name)) = std::str::from_utf8(head).ok().and_then(|head| head.split_once(' ')) else { continue };
        let kind = match mode {
            "40000" => Kind::Folder,
            "120000" => Kind::Link,
            mode if mode.starts_with("100") => Kind::File,
            _ => continue,
        };
        if !super::super::walk::is_left_out(name, kind == Kind::Folder) {
            let id = id.iter().map(|byte| format!("{byte:02x}")).collect();
            folder.insert(name.to_owned(), Entry { id, kind });
        }
    }
    folder
}

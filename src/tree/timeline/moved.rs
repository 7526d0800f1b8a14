//! Which file went on under another name: told by what it holds, by what it says that it is, by its file name, by how much of it is the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::source::{Format, Node, Source};
use crate::tree::objects::Objects;
use crate::version::{Version, in_segment};

/// How many pairs of texts are compared in all for what of them is the same.
const PAIRS: usize = 100_000;

/// How many bytes are read in all for what texts say. Past that the names and the objects of files still tell.
const BYTES: usize = 32 << 20;

/// Files by their paths, each with its object.
pub type Files = BTreeMap<String, String>;

/// What tells files that were moved.
#[derive(Debug)]
pub struct Moves<'a> {
    objects: &'a Objects,
    /// What texts say, by their objects.
    texts: HashMap<String, Identity>,
    /// How many pairs of texts may still be compared.
    left: usize,
    /// How many bytes may still be read.
    bytes: usize,
}

/// What a text says of which file it is.
#[derive(Debug, Default)]
struct Identity {
    /// The `$id` of a schema, the identifier of an AsyncAPI document.
    id: Option<String>,
    /// The event type that a schema is of.
    event_type: Option<String>,
    title: Option<String>,
    /// What it is made of: how often each part of it is there.
    parts: HashMap<u64, usize>,
    count: usize,
}

impl Moves<'_> {
    pub fn of(objects: &Objects) -> Moves<'_> {
        Moves { objects, texts: HashMap::new(), left: PAIRS, bytes: BYTES }
    }

    /// Takes each file that is fresh under one name and gone under another out of both: the new and the old path, and the object that it was.
    pub fn take(&mut self, fresh: &mut Files, gone: &mut Files) -> Vec<(String, String, String)> {
        let mut found = Vec::new();
        let mut keep = |pairs: Vec<(String, String)>, fresh: &mut Files, gone: &mut Files| {
            for (new, old) in pairs {
                if let (Some(_), Some(id)) = (fresh.remove(&new), gone.remove(&old)) {
                    found.push((new, old, id));
                }
            }
        };
        // What came under one name as it went under another was moved, whatever the names say.
        keep(paired(fresh, gone, |_, id| Some(id.to_owned())), fresh, gone);
        if fresh.is_empty() || gone.is_empty() {
            return found;
        }
        for (path, id) in fresh.iter().chain(gone.iter()) {
            self.read(path, id);
        }
        let file_name = |path: &str, _: &str| path.rsplit('/').next().map(str::to_owned);
        keep(self.allowed(paired(fresh, gone, |_, id| self.identity(id)?.id.clone()), fresh, gone), fresh, gone);
        keep(
            self.allowed(paired(fresh, gone, |_, id| self.identity(id)?.event_type.clone()), fresh, gone),
            fresh,
            gone,
        );
        keep(self.allowed(paired(fresh, gone, file_name), fresh, gone), fresh, gone);
        keep(self.allowed(paired(fresh, gone, |_, id| self.identity(id)?.title.clone()), fresh, gone), fresh, gone);
        let alike = self.alike(fresh, gone);
        keep(alike, fresh, gone);
        found
    }

    /// Those files that came before others went, which were away for a while: they say that they are the same. The same as above.
    pub fn returned(&mut self, fresh: &Files, gone: &Files) -> Vec<(String, String)> {
        for (path, id) in fresh.iter().chain(gone.iter()) {
            self.read(path, id);
        }
        self.allowed(paired(fresh, gone, |_, id| self.identity(id)?.id.clone()), fresh, gone)
    }

    fn read(&mut self, path: &str, id: &str) {
        if self.bytes > 0 && !self.texts.contains_key(id) {
            let bytes = self.objects.copy(id).unwrap_or_default();
            self.bytes = self.bytes.saturating_sub(bytes.len());
            self.texts.insert(id.to_owned(), identity(path, &bytes));
        }
    }

    fn identity(&self, id: &str) -> Option<&Identity> {
        self.texts.get(id)
    }

    /// Those pairs of which nothing says that they are two things: versions of one thing in two files, or events of two types.
    fn allowed(&self, mut pairs: Vec<(String, String)>, fresh: &Files, gone: &Files) -> Vec<(String, String)> {
        pairs.retain(|(new, old)| {
            let identity = |files: &Files, path: &str| self.identity(files.get(path)?);
            let types = identity(fresh, new).zip(identity(gone, old));
            let types = types.and_then(|(one, other)| Some((one.event_type.as_ref()?, other.event_type.as_ref()?)));
            types.is_none_or(|(one, other)| one == other) && !are_versions(new, old)
        });
        pairs
    }

    /// The pairs of which each is what the other has most in common with, half of it at least.
    fn alike(&mut self, fresh: &Files, gone: &Files) -> Vec<(String, String)> {
        let Some(left) = self.left.checked_sub(fresh.len() * gone.len()) else { return Vec::new() };
        self.left = left;
        let mut scores: Vec<(usize, &String, &String)> = Vec::new();
        for (new, new_id) in fresh {
            for (old, old_id) in gone {
                let sides = self.identity(new_id).zip(self.identity(old_id));
                let score = sides.map_or(0, |(one, other)| likeness(one, other));
                if score >= 50 {
                    scores.push((score, new, old));
                }
            }
        }
        scores.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| (one.1, one.2).cmp(&(other.1, other.2))));
        let (mut news, mut olds) = (BTreeSet::new(), BTreeSet::new());
        let mut pairs = Vec::new();
        for (_, new, old) in scores {
            if !news.contains(new) && !olds.contains(old) {
                pairs.push((new.clone(), old.clone()));
            }
            news.insert(new);
            olds.insert(old);
        }
        self.allowed(pairs, fresh, gone)
    }
}

/// Whether two paths name different versions of one thing, which are two files, though one came as the other went.
fn are_versions(one: &str, other: &str) -> bool {
    let version = |path: &str| {
        let mut segments = path.rsplit('/').map(|segment| segment.rsplit_once('.').map_or(segment, |(name, _)| name));
        let found = segments.find_map(|segment| Some(in_segment(segment)?.1.to_owned()));
        found.and_then(|version| Version::read(&version))
    };
    version(one).zip(version(other)).is_some_and(|(one, other)| one != other)
}

/// What a text says. What can't be parsed says nothing but what it is made of.
fn identity(path: &str, bytes: &[u8]) -> Identity {
    let mut identity = Identity::default();
    let text = String::from_utf8_lossy(bytes);
    for part in text.split(['{', '}', '[', ']', ',', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let mut hasher = DefaultHasher::new();
        part.hash(&mut hasher);
        *identity.parts.entry(hasher.finish()).or_default() += 1;
        identity.count += 1;
    }
    let format = Format::of_path(path).filter(|format| *format != Format::Markdown);
    let source = format.map(|format| Source::from_file(path, format, bytes.to_vec()));
    let Some(root) = source.as_ref().and_then(Source::root) else { return identity };
    let text = |node: Option<&Node>| node.and_then(Node::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    identity.id = text(root.get("$id")).or_else(|| text(root.get("id")));
    identity.title = text(root.get("title")).or_else(|| text(root.get("info").and_then(|info| info.get("title"))));
    let properties = root.get("properties");
    let types = ["event_type", "eventType", "type"].into_iter();
    let mut types = types.filter_map(|key| text(properties?.get(key)?.get("const")));
    identity.event_type = types.next();
    identity
}

/// How much of the longer of two texts is in the other one, of a hundred.
fn likeness(one: &Identity, other: &Identity) -> usize {
    let (few, many) = if one.parts.len() <= other.parts.len() { (one, other) } else { (other, one) };
    let common = few.parts.iter().filter_map(|(part, count)| Some((*count).min(*many.parts.get(part)?)));
    common.sum::<usize>() * 100 / one.count.max(other.count).max(1)
}

/// The pairs of a new and an old path that have a key in common which no other has.
fn paired(fresh: &Files, gone: &Files, key: impl Fn(&str, &str) -> Option<String>) -> Vec<(String, String)> {
    let by_key = |files: &Files| {
        let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (path, id) in files {
            if let Some(key) = key(path, id) {
                known.entry(key).and_modify(|path| *path = None).or_insert_with(|| Some(path.clone()));
            }
        }
        known
    };
    let gone = by_key(gone);
    let fresh = by_key(fresh).into_iter();
    fresh.filter_map(|(key, new)| Some((new?, gone.get(&key)?.clone()?))).collect()
}

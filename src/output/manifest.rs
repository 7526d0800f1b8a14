//! The record of what a build wrote: a line `sha256  path` for each file, by path, as `sha256sum --check` reads it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use crate::digest::{Digest, from_hex, to_hex};

/// The name of the record in the site. Its presence marks a folder as written by schemabook.
pub const MANIFEST: &str = ".schemabook-manifest";

/// The files that schemabook wrote, with the hash of each.
///
/// A path has two hashes only while files are replaced one by one: then either may stand there.
#[derive(Debug, Default)]
pub(super) struct Manifest(BTreeMap<String, Vec<Digest>>);

impl Manifest {
    /// Reads a record; `None` if a line of it is not one that [`Display`](fmt::Display) writes.
    pub fn parse(text: &str) -> Option<Manifest> {
        let mut manifest = Manifest::default();
        for line in text.lines() {
            let (hash, path) = line.split_once("  ").filter(|(_, path)| !path.is_empty())?;
            manifest.insert(path, from_hex(hash)?);
        }
        Some(manifest)
    }

    /// Records that `path` may hold the bytes with this hash.
    pub fn insert(&mut self, path: &str, digest: Digest) {
        let digests = self.0.entry(path.to_owned()).or_default();
        if !digests.contains(&digest) {
            digests.push(digest);
        }
    }

    /// Records what `other` records, too.
    pub fn merge(&mut self, other: &Manifest) {
        for (path, digests) in &other.0 {
            digests.iter().for_each(|&digest| self.insert(path, digest));
        }
    }

    /// Whether schemabook wrote a file there.
    pub fn lists(&self, path: &Path) -> bool {
        path.to_str().is_some_and(|path| self.0.contains_key(path))
    }

    /// Whether schemabook wrote a file with this hash there.
    pub fn holds(&self, path: &Path, digest: &Digest) -> bool {
        path.to_str().and_then(|path| self.0.get(path)).is_some_and(|digests| digests.contains(digest))
    }

    /// The paths in order.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.0.keys().map(Path::new)
    }
}

impl fmt::Display for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, digests) in &self.0 {
            for digest in digests {
                writeln!(f, "{}  {path}", to_hex(digest))?;
            }
        }
        Ok(())
    }
}

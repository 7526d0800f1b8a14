//! The record of what a build wrote: a line `sha256  path` for each file, by path, as `sha256sum --check` reads it.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest as _, Sha256};

/// The name of the record in the site. Its presence marks a folder as written by schemabook.
pub const MANIFEST: &str = ".schemabook-manifest";

/// A SHA-256 hash.
pub type Digest = [u8; 32];

/// The hash of bytes at hand.
pub fn digest(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

/// The hash of what is left to read, which need not fit in memory.
pub(super) fn digest_of(mut reader: impl Read) -> io::Result<Digest> {
    let mut hash = Sha256::new();
    io::copy(&mut reader, &mut hash)?;
    Ok(hash.finalize().into())
}

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
                digest.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
                writeln!(f, "  {path}")?;
            }
        }
        Ok(())
    }
}

/// The hash that 64 hexadecimal digits spell.
fn from_hex(text: &str) -> Option<Digest> {
    let mut digest = Digest::default();
    let pairs = text.as_bytes().chunks_exact(2);
    if text.len() != 2 * digest.len() {
        return None;
    }
    for (byte, pair) in digest.iter_mut().zip(pairs) {
        let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
        *byte = value(pair[0])? * 16 + value(pair[1])?;
    }
    Some(digest)
}

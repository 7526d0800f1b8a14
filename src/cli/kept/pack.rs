//! One run as a file: a line that says what it is, the files of the site, each compressed, what else there is to know as JSON, its length,
//! and the hash of all that.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use lz4_flex::block::{compress, decompress};
use serde::{Deserialize, Serialize};

use super::listed;
use crate::digest::{Digest, Hashing, digest};
use crate::output::Output;
use crate::tree::Trace;

/// The largest run that is kept, and how much all of them take together, in bytes.
pub const LIMIT: u64 = 500 << 20;

/// The first line.
const MAGIC: &[u8] = b"a run of schemabook, kept\n";

/// How long the length of the JSON and the hash are.
const TAIL: usize = size_of::<u64>() + size_of::<Digest>();

/// What is known of a run besides its files.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ended {
    pub trace: Trace,
    pub report: String,
    /// Whether it ended with exit code 0, and not with 1; no other run is kept.
    pub is_fine: bool,
    /// What was read, relative to the project: the output must not lie on it.
    pub inputs: Vec<PathBuf>,
}

/// A file of a site in its pack.
#[derive(Debug, Serialize, Deserialize)]
struct Packed {
    path: String,
    at: u64,
    packed: usize,
    size: usize,
}

#[derive(Serialize, Deserialize)]
struct Index {
    ended: Ended,
    files: Vec<Packed>,
}

/// A run that was kept.
#[derive(Debug)]
pub struct Run {
    pub ended: Ended,
    files: Vec<Packed>,
    bytes: Arc<[u8]>,
}

impl Run {
    /// Reads a run; `None` if there is none.
    ///
    /// # Errors
    /// What is there can't be read or is damaged; in words.
    pub fn read(path: &Path) -> Result<Option<Run>, String> {
        let bytes = match fs::metadata(path) {
            Ok(about) if about.is_file() && about.len() <= 2 * LIMIT => fs::read(path),
            Ok(_) => return Err("what stands there is no run".to_owned()),
            Err(error) => Err(error),
        };
        match bytes {
            Ok(bytes) => Run::parse(bytes).map(Some).ok_or_else(|| "what was kept is damaged".to_owned()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("it can't be read: {error}")),
        }
    }

    fn parse(bytes: Vec<u8>) -> Option<Run> {
        let (body, hash) = bytes.split_at_checked(bytes.len().checked_sub(size_of::<Digest>())?)?;
        if digest(body) != *hash || !body.starts_with(MAGIC) {
            return None;
        }
        let (body, length) = body.split_at_checked(bytes.len().checked_sub(TAIL)?)?;
        let length = usize::try_from(u64::from_le_bytes(length.try_into().ok()?)).ok()?;
        let index = body.get(body.len().checked_sub(length)?..)?;
        let Index { ended, files } = serde_json::from_slice(index).ok()?;
        let most = usize::try_from(LIMIT).ok()?;
        if files.iter().any(|file| file.size > most) {
            return None;
        }
        Some(Run { ended, files, bytes: bytes.into() })
    }

    /// The files of the site.
    pub fn into_output(self) -> (Ended, Output) {
        let Run { ended, files, bytes } = self;
        let paths: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
        let output = listed(&paths, move |number| {
            let file = files.get(number).ok_or("there is no such file")?;
            let start = usize::try_from(file.at)?;
            let packed = start.checked_add(file.packed).and_then(|end| bytes.get(start..end));
            Ok(decompress(packed.ok_or("the run is shorter than it says")?, file.size)?)
        });
        (ended, output)
    }
}

/// Writes a run, file by file, beside where it will stand.
#[derive(Debug)]
pub struct Writer {
    part: PathBuf,
    whole: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// `None` once it came to nothing.
    file: Option<Hashing<BufWriter<File>>>,
    written: u64,
    files: Vec<Packed>,
    fault: Option<io::Error>,
}

impl Writer {
    /// A writer to `part`, which becomes `whole`.
    ///
    /// # Errors
    /// The system's.
    pub fn new(part: PathBuf, whole: PathBuf) -> io::Result<Writer> {
        // Who had the number of this process before and wrote there is no more.
        let _ = fs::remove_file(&part);
        let mut file = Hashing::new(BufWriter::new(File::create_new(&part)?));
        file.write_all(MAGIC)?;
        let state = State { file: Some(file), written: MAGIC.len() as u64, files: Vec::new(), fault: None };
        Ok(Writer { part, whole, state: Mutex::new(state) })
    }

    /// Takes a file of the site; any thread may bring one. What goes wrong is told at the end.
    pub fn hear(&self, path: &str, bytes: &[u8]) {
        let packed = compress(bytes);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let at = state.written;
        state.write(&packed);
        state.files.push(Packed { path: path.to_owned(), at, packed: packed.len(), size: bytes.len() });
    }

    /// Writes what else is known of the run, and puts it into place.
    ///
    /// # Errors
    /// The system's, also those met before; a run that is too large.
    pub fn finish(&self, ended: Ended) -> io::Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut files = std::mem::take(&mut state.files);
        // Threads bring them in any order.
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let index = serde_json::to_vec(&Index { ended, files })?;
        state.write(&index);
        state.write(&(index.len() as u64).to_le_bytes());
        if let Some(fault) = state.fault.take() {
            return Err(fault);
        }
        let Some(file) = state.file.take() else { return Ok(()) };
        let (mut file, hash) = file.finish();
        file.write_all(&hash)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?;
        fs::rename(&self.part, &self.whole)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // It is gone where the run was put into place; elsewhere it is of no use.
        let _ = fs::remove_file(&self.part);
    }
}

impl State {
    fn write(&mut self, bytes: &[u8]) {
        let Some(file) = &mut self.file else { return };
        self.written += bytes.len() as u64;
        let written = if self.written > LIMIT {
            let limit = LIMIT >> 20;
            Err(io::Error::other(format!(
                "the site takes more than {limit} MiB there, and is not kept (--no-cache spares the try)"
            )))
        } else {
            file.write_all(bytes)
        };
        if let Err(error) = written {
            self.fault = Some(error);
            self.file = None;
        }
    }
}

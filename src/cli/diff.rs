//! `schemabook diff`: what changed between two states, and what of it breaks.

use std::path::{Path, PathBuf};

use super::args::{Args, Diff, DiffFormat};
use super::exit::{Exit, Failure, print};
use super::project::prefix;
use super::state::{config_of, is_revision, of_folder, of_revision};
use crate::differ::{Outcome, State, differ};
use crate::pipeline::{self, Cache};
use crate::report::{difference_github, difference_human, difference_json, difference_markdown};
use crate::resolve::Resolved;
use crate::source::SourceId;
use crate::tree::Tree;

/// Runs the command.
///
/// # Errors
/// A state that is none, two of different kinds, an unknown revision, no repository: usage. No `git`: environment.
pub fn run(args: &Args, command: &Diff) -> Result<Exit, Failure> {
    let old = Named::read(&command.old)?;
    let new = command.new.as_deref().map_or_else(|| Ok(Named::Folder(PathBuf::from("."))), Named::read)?;
    if old.is_file() != new.is_file() {
        let (file, other) = if old.is_file() { (&old, &new) } else { (&new, &old) };
        let message = format!("`{}` is a file, and {} is none", file.label(), other.described());
        return Err(Failure::usage(message).with_help("name two files, or two states of a folder"));
    }
    // A revision is that of the folder that it is held against.
    let dir = |other: &Named| match other {
        Named::Folder(folder) => folder.clone(),
        _ => PathBuf::from("."),
    };
    let (old_dir, new_dir) = (dir(&new), dir(&old));
    let mut cache = Cache::default();
    let (olds, news) = (Read::of(&mut cache, &old, &old_dir)?, Read::of(&mut cache, &new, &new_dir)?);
    if olds.kind != news.kind {
        let message = format!(
            "`{}` is {}, and `{}` is {}: there is nothing to compare",
            old.label(),
            olds.kind.unwrap_or("a folder"),
            new.label(),
            news.kind.unwrap_or("a folder")
        );
        return Err(Failure::usage(message));
    }
    let is_empty = |read: &Read| {
        let project = &read.resolved.project;
        project.schemas.is_empty() && project.documents.is_empty() && project.registered.is_empty()
    };
    if is_empty(&olds) && is_empty(&news) {
        return Err(Failure::usage(
            "there is nothing to compare: no schema, AsyncAPI document or event type in either",
        ));
    }
    let difference = differ(
        &State::new(old.label(), &olds.resolved, olds.only),
        &State::new(new.label(), &news.resolved, news.only),
    );
    let shown = match &new {
        Named::Folder(folder) => prefix(folder),
        Named::File(file) => prefix(file.parent().unwrap_or(Path::new(""))),
        Named::Revision(_) => prefix(&new_dir),
    };
    let text = match command.format {
        DiffFormat::Human => difference_human(&difference, args.colour()),
        DiffFormat::Json => difference_json(&difference),
        DiffFormat::Markdown => difference_markdown(&difference),
        DiffFormat::Github => difference_github(&difference, &shown),
    };
    if !(args.quiet && command.format == DiffFormat::Human && difference.changes.is_empty()) {
        print(&text)?;
    }
    let is_bad = difference.changes.iter().any(|change| change.outcome() != Outcome::Safe);
    Ok(if command.exit_code && is_bad { Exit::Findings } else { Exit::Fine })
}

/// A state as it was named.
enum Named {
    Folder(PathBuf),
    File(PathBuf),
    Revision(String),
}

impl Named {
    fn read(name: &str) -> Result<Named, Failure> {
        if let Some(revision) = name.strip_prefix("git:") {
            is_revision(revision)?;
            return Ok(Named::Revision(revision.to_owned()));
        }
        let path = PathBuf::from(name);
        match std::fs::metadata(&path) {
            Ok(found) if found.is_dir() => Ok(Named::Folder(path)),
            Ok(found) if found.is_file() => Ok(Named::File(path)),
            Ok(_) => Err(Failure::usage(format!("`{name}` is neither a folder nor a file"))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(Failure::usage(format!("there is no folder or file `{name}`"))
                    .with_help("a revision of git is written `git:main`"))
            }
            Err(error) => Err(Failure::environment(format!("`{name}` can't be read: {error}"))),
        }
    }

    fn is_file(&self) -> bool {
        matches!(self, Named::File(_))
    }

    fn label(&self) -> String {
        match self {
            Named::Folder(path) | Named::File(path) => path.display().to_string(),
            Named::Revision(revision) => format!("git:{revision}"),
        }
    }

    fn described(&self) -> String {
        match self {
            Named::Folder(path) if path.as_os_str() == "." => "the folder that you are in".to_owned(),
            other => format!("`{}`", other.label()),
        }
    }
}

/// A state that was read.
struct Read {
    resolved: Resolved,
    only: Option<SourceId>,
    /// What a file is.
    kind: Option<&'static str>,
}

impl Read {
    fn of(cache: &mut Cache, named: &Named, dir: &Path) -> Result<Read, Failure> {
        let whole = |resolved| Read { resolved, only: None, kind: None };
        match named {
            Named::Folder(folder) => Ok(whole(of_folder(cache, folder)?)),
            Named::Revision(revision) => Ok(whole(of_revision(cache, revision, dir)?)),
            Named::File(file) => Read::file(file),
        }
    }

    /// A file, read with what lies beside it, to which it may refer.
    fn file(file: &Path) -> Result<Read, Failure> {
        let shown = file.display();
        let folder = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let tree = Tree::open(folder)
            .map_err(|error| Failure::environment(format!("`{}` can't be opened: {error}", folder.display())))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let resolved = pipeline::catalog(config_of(&tree, &folder.display().to_string())?, &tree, None);
        let project = &resolved.project;
        let is_own = |source: SourceId| project.sources.get(source).name == name;
        let schema = project.schemas.iter().map(|schema| schema.source).find(|source| is_own(*source));
        let document = project.documents.iter().map(|document| document.source).find(|source| is_own(*source));
        match (schema, document) {
            (Some(source), _) => Ok(Read { only: Some(source), kind: Some("a schema"), resolved }),
            (None, Some(source)) => Ok(Read { only: Some(source), kind: Some("an AsyncAPI document"), resolved }),
            (None, None) => Err(Failure::usage(format!("`{shown}` is no schema and no AsyncAPI document"))
                .with_help("a schema is recognised by `$schema`, `$id` or its keywords")),
        }
    }
}

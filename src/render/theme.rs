//! The built-in templates and static files, and those of the project that replace them.

use std::fmt;
use std::sync::Arc;

use tera::Tera;

use crate::config::Build;
use crate::tree::{Found, Tree};

macro_rules! built_in {
    ($folder:literal: $($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../", $folder, "/", $name)))),*]
    };
}

static TEMPLATES: [(&str, &str); 13] = built_in!["templates":
    "404.html", "base.html", "catalog.html", "document.html", "example.html", "guide.html", "home.html", "problem.html",
    "problems.html", "row.html", "schema.html", "type.html", "types.html",
];

static STATICS: [(&str, &str); 2] = built_in!["static": "site.css", "site.js"];

/// Templates ready to render, and files to publish as they are.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// By path in the site.
    files: Vec<(String, Arc<[u8]>)>,
}

/// A template of the project that can't be used: the message names file, line and column.
#[derive(Debug)]
pub struct ThemeError(String);

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ThemeError {}

impl Theme {
    /// The built-in theme with the project's own templates and static files over it.
    ///
    /// # Errors
    /// A template that can't be parsed, or extends what is not there.
    pub fn load(build: &Build, tree: &Tree) -> Result<Theme, ThemeError> {
        let wrong = |error: tera::Error| ThemeError(error.to_string().replace("user/", &format!("{}/", build.templates)));
        let mut tera = Tera::new();
        tera.set_fallback_prefixes(["user/", "builtin/"]).map_err(wrong)?;
        let mut templates: Vec<(String, String)> =
            TEMPLATES.iter().map(|(name, text)| (format!("builtin/{name}"), (*text).to_owned())).collect();
        for (name, bytes) in files(tree, &build.templates)?.into_iter().filter(|(name, _)| name.ends_with(".html")) {
            let text = String::from_utf8(bytes.to_vec())
                .map_err(|_| ThemeError(format!("{}/{name} is not UTF-8: save it as UTF-8", build.templates)))?;
            // The same file as the built-in one overrides nothing.
            if !TEMPLATES.iter().any(|(builtin, same)| *builtin == name && *same == text) {
                templates.push((format!("user/{name}"), text));
            }
        }
        tera.add_raw_templates(templates).map_err(wrong)?;
        let own = files(tree, &build.statics)?;
        let mut published: Vec<(String, Arc<[u8]>)> = Vec::new();
        for (name, text) in &STATICS {
            if !own.iter().any(|(path, _)| path == name) {
                published.push((format!("static/{name}"), Arc::from(text.as_bytes())));
            }
        }
        published.extend(own.into_iter().map(|(path, bytes)| match path.strip_prefix("root/") {
            Some(path) => (path.to_owned(), bytes),
            None => (format!("static/{path}"), bytes),
        }));
        Ok(Theme { tera, files: published })
    }

    /// The templates.
    pub fn tera(&self) -> &Tera {
        &self.tera
    }

    /// The files to publish, by path in the site.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Arc<[u8]>)> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes))
    }
}

/// The files below a folder of the project, by their path in it; none if there is no such folder.
fn files(tree: &Tree, folder: &str) -> Result<Vec<(String, Arc<[u8]>)>, ThemeError> {
    if !tree.has_folder(folder) {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in tree.walk(folder, &|_| false) {
        if entry.found != Found::File {
            return Err(ThemeError(format!("{} is no regular file: links are not followed", entry.path)));
        }
        let bytes = tree.read(&entry.path).map_err(|error| ThemeError(format!("{} can't be read: {error:?}", entry.path)))?;
        let name = entry.path.strip_prefix(folder).unwrap_or(&entry.path).trim_start_matches('/').to_owned();
        files.push((name, Arc::from(bytes)));
    }
    Ok(files)
}

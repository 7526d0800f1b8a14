//! The built-in templates and static files, and those of the project that replace them.

use std::sync::Arc;

use tera::{Context, Tera};

use super::accent;
use super::wrong::{Templates, ThemeError};
use crate::config::Config;
use crate::prose::{escape, is_plain};
use crate::tree::{FILE_LIMIT, Found, ReadError, Tree};

macro_rules! built_in {
    ($folder:literal: $($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../", $folder, "/", $name)))),*]
    };
}

static TEMPLATES: &[(&str, &str)] = &built_in!["templates":
    "404.html", "base.html", "catalog.html", "change.html", "changes.html", "channel.html", "choice.html", "composition.html", "coverage.html", "definition.html", "document.html", "event.html", "example.html", "example_text.html", "examples.html", "fields.html", "folder.html", "guide.html", "history.html", "home.html", "map.html", "message.html", "messages.html", "notes.html", "operation.html", "operations.html", "pager.html", "part.html", "picture.html", "problem.html", "problems.html", "problems_here.html", "properties.html", "row.html", "schema.html", "side.html", "step.html", "thumbnail.html", "traits.html", "type.html", "types.html", "uses.html", "versions.html",
];

static STATICS: &[(&str, &str)] = &built_in!["static":
    "404.js", "changes.css", "event.css", "event.js", "fields.css", "home.css", "map.css", "map.js", "search.css", "search.js", "site.css", "site.js", "theme.js", "types.css", "types.js",
];

/// Where the stylesheet of the accent is published.
const ACCENT: &str = "static/accent.css";

/// The endings of pictures that may be a logo: what is named is published, so it may not be just any file.
const PICTURES: [&str; 6] = ["svg", "png", "jpg", "jpeg", "webp", "gif"];

/// A file to publish: its path, and its bytes.
type Published = (String, Arc<[u8]>);

/// Templates ready to render, and files to publish as they are.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// The texts of the templates and the folder of the project's own, to say where an error is.
    templates: Vec<(String, String)>,
    folder: String,
    /// By path in the site.
    files: Vec<Published>,
}

impl Theme {
    /// The built-in theme with the project's own templates and static files over it.
    ///
    /// # Errors
    /// A template that can't be parsed, or extends what is not there; a logo that is no picture of the project.
    pub fn load(config: &Config, tree: &Tree) -> Result<Theme, ThemeError> {
        let build = &config.build;
        let mut templates: Vec<(String, String)> =
            TEMPLATES.iter().map(|(name, text)| (format!("builtin/{name}"), (*text).to_owned())).collect();
        for (name, bytes) in files(tree, &build.templates)?.into_iter().filter(|(name, _)| name.ends_with(".html")) {
            let text = std::str::from_utf8(&bytes).map_err(|error| {
                let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                let path = format!("{}/{name}", build.templates);
                ThemeError::at(&path, &valid, valid.len(), "the byte here is not UTF-8: save the file as UTF-8")
            })?;
            // The same file as the built-in one overrides nothing.
            if !TEMPLATES.iter().any(|(builtin, same)| *builtin == name && *same == text) {
                templates.push((format!("user/{name}"), text.to_owned()));
            }
        }
        let mut tera = Tera::new();
        let texts = templates.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        // Whatever a view holds that is not `Html` goes this way.
        tera.set_escape_fn(|text, page| match is_plain(text) {
            true => page.write_all(text.as_bytes()),
            false => page.write_all(escape(text).as_bytes()),
        });
        tera.set_fallback_prefixes(["user/", "builtin/"])
            .and_then(|_| tera.add_raw_templates(texts))
            .map_err(|error| Templates { all: &templates, folder: &build.templates }.explain(&error))?;
        let own = files(tree, &build.statics)?;
        let mut published: Vec<Published> = Vec::new();
        for (name, text) in STATICS {
            if !own.iter().any(|(path, _)| path == name) {
                published.push((format!("static/{name}"), Arc::from(text.as_bytes())));
            }
        }
        published.extend(own.into_iter().map(|(path, bytes)| match path.strip_prefix("root/") {
            Some(path) => (path.to_owned(), bytes),
            None => (format!("static/{path}"), bytes),
        }));
        if let Some(accent) = &config.site.accent {
            published.push((ACCENT.to_owned(), Arc::from(accent::stylesheet(accent).into_bytes())));
        }
        published.extend(logo(config, tree, &published)?);
        Ok(Theme { tera, templates, folder: build.templates.clone(), files: published })
    }

    /// Whether some template is the project's own: only those can fail.
    pub fn has_own_templates(&self) -> bool {
        self.templates.iter().any(|(name, _)| name.starts_with("user/"))
    }

    /// Whether the other theme has the same files.
    pub fn is_same(&self, other: &Theme) -> bool {
        self.templates == other.templates && self.files == other.files
    }

    /// A page through the template `name`.
    ///
    /// # Errors
    /// A template that fails, with the place in it.
    pub fn render(&self, name: &str, context: &Context) -> Result<String, ThemeError> {
        let templates = Templates { all: &self.templates, folder: &self.folder };
        self.tera.render(name, context).map_err(|error| templates.explain(&error))
    }

    /// The files to publish, by path in the site.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Arc<[u8]>)> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes))
    }
}

/// The logo, unless it is among the static files anyway.
fn logo(config: &Config, tree: &Tree, published: &[Published]) -> Result<Option<Published>, ThemeError> {
    let (Some(path), Some(address)) = (&config.site.logo, config.logo_address()) else { return Ok(None) };
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if !PICTURES.contains(&ending.as_str()) {
        let why = format!("`site.logo` names this file, which is no picture: use one of {}", PICTURES.join(", "));
        return Err(ThemeError::file(path, why));
    }
    if published.iter().any(|(known, _)| *known == address) {
        return Ok(None);
    }
    let bytes = tree
        .read(path)
        .map_err(|_| ThemeError::file(path, "`site.logo` names this file, which is not there or can't be read"))?;
    Ok(Some((address, Arc::from(bytes))))
}

/// The files below a folder of the project, by their path in it; none if there is no such folder.
fn files(tree: &Tree, folder: &str) -> Result<Vec<Published>, ThemeError> {
    if !tree.has_folder(folder) {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in tree.walk(folder, &|_| false) {
        if entry.found != Found::File {
            return Err(ThemeError::file(&entry.path, "this is no regular file, and links are not followed"));
        }
        let bytes = tree.read(&entry.path).map_err(|error| match error {
            ReadError::TooLarge(_) => {
                ThemeError::file(&entry.path, format!("the file is larger than {} MiB", FILE_LIMIT >> 20))
            }
            ReadError::System(cause) => ThemeError::file(&entry.path, format!("the file can't be read: {cause}")),
            _ => ThemeError::file(&entry.path, "the file can't be read"),
        })?;
        let name = entry.path.strip_prefix(folder).unwrap_or(&entry.path).trim_start_matches('/').to_owned();
        files.push((name, Arc::from(bytes)));
    }
    Ok(files)
}

//! What is wrong with a template, in one line that begins with its file, line and column.

use std::fmt;

use tera::ErrorKind;

/// A template or another file of the theme that can't be used.
#[derive(Debug)]
pub struct ThemeError(String);

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ThemeError {}

impl ThemeError {
    /// A file that can't be used at all.
    pub(super) fn file(path: &str, why: impl fmt::Display) -> ThemeError {
        ThemeError(format!("{path}: error[invalid-template]: {why}"))
    }

    /// What is wrong at byte `at` of a text.
    pub(super) fn at(path: &str, text: &str, at: usize, why: impl fmt::Display) -> ThemeError {
        let before = &text[..at];
        let line = 1 + before.matches('\n').count();
        let column = 1 + before.rsplit('\n').next().unwrap_or_default().chars().count();
        ThemeError(format!("{path}:{line}:{column}: error[invalid-template]: {why}"))
    }
}

/// The templates, by the name that the engine knows them by: `user/` for the project's own, `builtin/` for ours.
pub(super) struct Templates<'a> {
    pub all: &'a [(String, String)],
    /// The folder of the project's own.
    pub folder: &'a str,
}

impl Templates<'_> {
    /// An error of the engine in words of ours.
    pub(super) fn explain(&self, error: &tera::Error) -> ThemeError {
        match error.kind() {
            ErrorKind::CircularInclude { tpl, include_chain } => {
                let next = include_chain.get(1).map_or(tpl.as_str(), String::as_str);
                self.naming(tpl, next, "the template includes itself")
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain } => {
                let next = inheritance_chain.get(1).map_or(tpl.as_str(), String::as_str);
                let why = format!("the template extends itself: `builtin/{}` is the one that it replaces", bare(tpl));
                self.naming(tpl, next, &why)
            }
            ErrorKind::MissingParent { current, parent } => {
                self.naming(current, parent, &format!("there is no template `{parent}`"))
            }
            _ => self.first_report(&error.to_string()),
        }
    }

    /// What is wrong where the template `name` names another one.
    fn naming(&self, name: &str, other: &str, why: &str) -> ThemeError {
        let text = self.text(name);
        let quoted = ['"', '\''].map(|quote| format!("{quote}{}{quote}", bare(other)));
        let at = quoted.iter().find_map(|quoted| text.find(quoted)).unwrap_or_default();
        ThemeError::at(&self.shown(name), text, at, why)
    }

    /// The engine reports all that is wrong, each with an excerpt. The first in the project's own templates is the one to mend; where
    /// only ours fail, the project replaced what they extend.
    fn first_report(&self, text: &str) -> ThemeError {
        let reports: Vec<(&str, &str)> = text.split("\n\n").filter_map(report).collect();
        let own = reports.iter().find(|(_, place)| place.starts_with("user/"));
        if let Some((message, place)) = own {
            return ThemeError(format!("{}: error[invalid-template]: {message}", self.shown(place)));
        }
        let Some((message, place)) = reports.first() else {
            return ThemeError::file(self.folder, text);
        };
        let failing = place.split(':').next().unwrap_or_default();
        let base = self.text(failing).split_once("extends \"").and_then(|(_, rest)| rest.split('"').next());
        let base = base.map(|base| format!("user/{base}")).filter(|base| !self.text(base).is_empty());
        match base {
            Some(base) => {
                ThemeError::at(&self.shown(&base), "", 0, format!("`{}` can't extend it: {message}", bare(failing)))
            }
            None => ThemeError(format!("{place}: error[invalid-template]: {message}")),
        }
    }

    fn text(&self, name: &str) -> &str {
        self.all.iter().find(|(other, _)| other == name).map_or("", |(_, text)| text)
    }

    /// A name or place of the engine as a path of the project.
    fn shown(&self, name: &str) -> String {
        match name.strip_prefix("user/") {
            Some(name) => format!("{}/{name}", self.folder),
            None => name.to_owned(),
        }
    }
}

/// The message of a report and its place, `name:line:column`.
fn report(text: &str) -> Option<(&str, &str)> {
    let mut lines = text.lines();
    let message = lines.next()?.trim_start_matches("error: ");
    let place = lines.next()?.trim_start().strip_prefix("--> ")?;
    Some((message, place))
}

/// A template's name without where it comes from.
fn bare(name: &str) -> &str {
    name.strip_prefix("user/").or_else(|| name.strip_prefix("builtin/")).unwrap_or(name)
}

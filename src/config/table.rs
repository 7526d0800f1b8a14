//! Reads a table of site.toml or of a registry: each key once, wrong types and unknown keys reported with their place.

use crate::source::{Kind, Member, Node, Span};
use crate::spelling::{Meant, meant};

/// How long a title or a name may be, in characters.
const NAME: usize = 200;

/// What is wrong in a TOML file, and what to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mistake {
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
    /// The name that was meant in the place of the one at fault, if one was.
    pub meant: Option<Meant>,
    /// The keys that the table has where it does not know one.
    pub known: Vec<&'static str>,
}

/// How many mistakes are looked for: who has made more mends these first.
const LISTED: usize = 1000;

/// A table whose keys are taken one by one; what is left at the end is unknown.
pub struct Table<'a> {
    /// The table's name for messages, such as `[check]`.
    name: String,
    members: &'a [Member],
    known: Vec<&'static str>,
}

impl<'a> Table<'a> {
    /// The table in `node`; a mistake if it is something else.
    pub fn new(name: impl Into<String>, node: &'a Node, mistakes: &mut Vec<Mistake>) -> Table<'a> {
        let name = name.into();
        if !node.is_object() {
            wrong_type(mistakes, node, &name, "a table");
        }
        Table { name, members: node.members(), known: Vec::new() }
    }

    /// The member `key` as it stands.
    pub fn take(&mut self, key: &'static str) -> Option<&'a Member> {
        self.known.push(key);
        self.members.iter().find(|member| &*member.key == key)
    }

    /// Whether the table has `key`.
    pub fn states(&self, key: &str) -> bool {
        self.members.iter().any(|member| &*member.key == key)
    }

    /// The string at `key`.
    pub fn string(&mut self, key: &'static str, mistakes: &mut Vec<Mistake>) -> Option<String> {
        let value = &self.take(key)?.value;
        if value.as_str().is_none() {
            wrong_type(mistakes, value, key, "a string");
        }
        value.as_str().map(str::to_owned)
    }

    /// The string at `key`, which stands on every page.
    pub fn name(&mut self, key: &'static str, mistakes: &mut Vec<Mistake>) -> Option<String> {
        let span = self.members.iter().find(|member| &*member.key == key).map(|member| member.value.span);
        let (name, span) = self.string(key, mistakes).zip(span)?;
        if name.chars().count() > NAME {
            let message = format!("`{key}` has more than {NAME} characters, and stands on every page");
            mistakes.push(Mistake {
                span,
                message,
                help: Some("`description` may be long".to_owned()),
                ..Mistake::default()
            });
            return None;
        }
        Some(name)
    }

    /// The path at `key`, which must not leave the folder that it is relative to.
    pub fn path(&mut self, key: &'static str, mistakes: &mut Vec<Mistake>) -> Option<String> {
        let span = self.members.iter().find(|member| &*member.key == key).map(|member| member.value.span);
        let (path, span) = self.string(key, mistakes).zip(span)?;
        let is_absolute = path.starts_with(['/', '\\']) || path.as_bytes().get(1) == Some(&b':');
        if path.chars().any(char::is_control) {
            let help = Some("a path is one line, without signs that nobody sees".to_owned());
            mistakes.push(Mistake {
                span,
                message: format!("`{key}` holds control characters"),
                help,
                ..Mistake::default()
            });
            return None;
        }
        if is_absolute || path.split(['/', '\\']).any(|part| part == "..") {
            let help = Some("name what lies beside site.toml or below it".to_owned());
            mistakes.push(Mistake {
                span,
                message: format!("`{key}` leads out of the project"),
                help,
                ..Mistake::default()
            });
            return None;
        }
        Some(path)
    }

    /// The boolean at `key`.
    pub fn boolean(&mut self, key: &'static str, mistakes: &mut Vec<Mistake>) -> Option<bool> {
        let value = &self.take(key)?.value;
        if value.as_bool().is_none() {
            wrong_type(mistakes, value, key, "true or false");
        }
        value.as_bool()
    }

    /// The strings at `key`, with their spans; empty if it is not there.
    pub fn strings(&mut self, key: &'static str, mistakes: &mut Vec<Mistake>) -> Vec<(String, Span)> {
        let Some(member) = self.take(key) else { return Vec::new() };
        let list = || format!("a list of strings, such as {key} = [\"…\"]");
        if !member.value.is_array() {
            wrong_type(mistakes, &member.value, key, &list());
        }
        let mut strings = Vec::new();
        for item in member.value.items() {
            match item.as_str() {
                Some(text) => strings.push((text.to_owned(), item.span)),
                None => wrong_type(mistakes, item, key, &list()),
            }
        }
        strings
    }

    /// The tables of the list at `key`; empty if it is not there.
    pub fn tables(&mut self, key: &'static str, mistakes: &mut Vec<Mistake>) -> &'a [Node] {
        let Some(member) = self.take(key) else { return &[] };
        if let Kind::Array(items) = &member.value.kind {
            return items;
        }
        wrong_type(mistakes, &member.value, key, "a list of tables");
        &[]
    }

    /// Reports each key that nothing asked for, with the nearest one that exists.
    pub fn finish(self, mistakes: &mut Vec<Mistake>) {
        for member in self.members {
            if mistakes.len() < LISTED && !self.known.contains(&&*member.key) {
                let near = meant(&member.key, self.known.iter().copied());
                mistakes.push(Mistake {
                    span: member.key_span,
                    message: format!("unknown key `{}` in {}", member.key, self.name),
                    help: Some(match &near {
                        Some(near) => format!("did you mean `{}`?", near.name),
                        None => format!("{} has {}", self.name, listed(&self.known)),
                    }),
                    meant: near,
                    known: self.known.clone(),
                });
            }
        }
    }
}

/// Records that the value at `key` should have been `wanted`.
pub fn wrong_type(mistakes: &mut Vec<Mistake>, value: &Node, key: &str, wanted: &str) {
    if mistakes.len() >= LISTED {
        return;
    }
    let found = match value.type_name() {
        "object" => "a table",
        "array" => "a list",
        "string" => "a string",
        "boolean" => "a boolean",
        _ => "a number",
    };
    mistakes.push(Mistake {
        span: value.span,
        message: format!("`{key}` is {found}, not {wanted}"),
        ..Mistake::default()
    });
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

//! A generated project: files, and short ways to write them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

/// The files of a project, by path.
#[derive(Default)]
pub struct Project(BTreeMap<String, String>);

impl Project {
    /// A project of one file.
    pub fn of(path: &str, text: impl ToString) -> Project {
        Project::default().and(path, text)
    }

    /// The same with one more file.
    pub fn and(mut self, path: &str, text: impl ToString) -> Project {
        self.0.insert(path.to_owned(), text.to_string());
        self
    }

    /// The same with `size` more files.
    pub fn each(mut self, size: usize, file: impl Fn(usize) -> (String, String)) -> Project {
        self.0.extend((0..size).map(file));
        self
    }

    /// How many bytes its files have.
    pub fn bytes(&self) -> u64 {
        self.0.values().map(|text| text.len() as u64).sum()
    }

    /// How many bytes may be written for it: 50 for each of its own, and 100 kB for each file that a site has pages of.
    pub fn most_written(&self) -> u64 {
        let sources = self.0.keys().filter(|path| *path != "site.toml").count() as u64;
        50 * self.bytes() + 100_000 * sources
    }

    /// Writes it into a folder.
    pub fn write(&self, folder: &Path) {
        for (path, text) in &self.0 {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
            fs::write(path, text).expect("the file can be written");
        }
    }
}

/// A schema of draft 2020-12 with these keywords.
pub fn schema(mut keywords: Value) -> Value {
    keywords["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    keywords
}

/// A project of one schema.
pub fn one(keywords: Value) -> Project {
    Project::of("schemas/s.json", schema(keywords))
}

/// A project of one schema and one example of it.
pub fn proved(keywords: Value, example: Value) -> Project {
    one(keywords).and("examples/s/e.json", example)
}

/// An object of `size` members.
pub fn object(size: usize, member: impl Fn(usize) -> (String, Value)) -> Value {
    Value::Object((0..size).map(member).collect::<Map<_, _>>())
}

/// A list of `size` values.
pub fn list(size: usize, value: impl Fn(usize) -> Value) -> Value {
    Value::Array((0..size).map(value).collect())
}

/// A reference.
pub fn to(target: impl ToString) -> Value {
    json!({ "$ref": target.to_string() })
}

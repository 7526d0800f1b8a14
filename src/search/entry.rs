//! What the index holds: a thing that can be found.

use serde_json::{Value, json};

/// How many characters of a text are kept.
const LONGEST: usize = 120;

/// What sort of thing is found; the numbers are those of the table of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Type,
    Schema,
    Field,
    Definition,
    Value,
    Channel,
    Message,
    Operation,
    Document,
    Guide,
    Heading,
    Catalog,
    Changes,
}

/// A thing that can be found.
#[derive(Clone, Debug)]
pub struct Entry {
    pub kind: Kind,
    pub title: String,
    /// Another name that it is found by: the file's name of a schema that has a title.
    pub also: String,
    /// Where it is, or what it is about.
    pub context: String,
    /// The link from the site's root.
    pub href: String,
    /// Under how many of its last words the entry is filed, beside the whole name.
    pub last: usize,
}

impl Entry {
    /// An entry with one name; texts are cut to what a list has room for.
    pub fn new(kind: Kind, title: &str, context: &str, href: String) -> Entry {
        Entry { kind, title: cut(title), also: String::new(), context: cut(context), href, last: usize::MAX }
    }

    /// The same with another name.
    pub fn or(mut self, also: &str) -> Entry {
        self.also = cut(also);
        self
    }

    /// The same, filed under the whole name and the last words of it alone.
    pub fn under(mut self, last: usize) -> Entry {
        self.last = self.last.min(last);
        self
    }

    /// What the script reads.
    pub fn to_json(&self) -> Value {
        let kind = self.kind as usize;
        let href = short(&self.href);
        match self.also.is_empty() {
            true => json!([kind, self.title, self.context, href]),
            false => json!([kind, self.title, self.context, href, self.also]),
        }
    }
}

/// A link to a folder's page without that page's name, which `static/search.js` puts back: most links have it.
fn short(href: &str) -> String {
    let (path, anchor) = href.split_at(href.find('#').unwrap_or(href.len()));
    match path.strip_suffix("index.html") {
        Some(folder) if folder.ends_with('/') => format!("{folder}{anchor}"),
        _ => href.to_owned(),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

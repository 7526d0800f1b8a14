//! Reads a table of site.toml or of a registry: each key once, wrong types and unknown keys reported with their place.

use crate::source::{Kind, Member, Node, Span};

/// What is wrong in a TOML file, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
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

    /// The path at `key`, which must not leave the folder that it is relative to.
    pub fn path(&mut self, key: &'static str, mistakes: &mut Vec<Mistake>) -> Option<String> {
        let span = self.members.iter().find(|member| &*member.key == key).map(|member| member.value.span)?;
        let path = self.string(key, mistakes)?;
        if path.starts_with('/') || path.split(['/', '\\']).any(|part| part == "..") {
            let help = Some("name what lies beside site.toml or below it".to_owned());
            mistakes.push(Mistake { span, message: format!("`{key}` leads out of the project"), help });
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
                mistakes.push(Mistake {
                    span: member.key_span,
                    message: format!("unknown key `{}` in {}", member.key, self.name),
                    help: Some(match nearest(&member.key, self.known.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("{} has {}", self.name, listed(&self.known)),
                    }),
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
    mistakes.push(Mistake { span: value.span, message: format!("`{key}` is {found}, not {wanted}"), help: None });
}

/// The longest name for which a nearest one is looked for: who writes a longer one has not mistyped it.
const SUGGESTIBLE: usize = 64;

/// How many candidates are looked at: a suggestion is a courtesy, and must not cost more than the finding.
const CANDIDATES: usize = 2000;

/// The candidate nearest to `name`, if one is near enough to be meant: a third of its letters may differ.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > SUGGESTIBLE {
        return None;
    }
    let limit = name.chars().count().max(3) / 3;
    // A candidate of another length is out of reach, and telling so is much cheaper than measuring the distance.
    let in_reach =
        candidates.into_iter().take(CANDIDATES).filter(|other| other.len().abs_diff(name.len()) <= 2 * limit);
    let near = in_reach.map(|candidate| (distance(name, candidate), candidate)).min()?;
    (near.0 <= limit).then_some(near.1)
}

/// Whether a name is another one but for one letter, or for its case.
pub fn is_slip(name: &str, known: &str) -> bool {
    known.len() >= 3 && name.len().abs_diff(known.len()) <= 1 && distance(name, known) <= 1
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// How many letters were added, left out, mistaken or swapped with their neighbour (optimal string alignment), without regard to case.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.to_lowercase().chars().collect();
    let right: Vec<char> = right.to_lowercase().chars().collect();
    let mut above: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let mut least = (row[j] + usize::from(a != b)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                least = least.min(above[j - 1] + 1);
            }
            next.push(least);
        }
        above = std::mem::replace(&mut row, next);
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_name_is_near_if_few_letters_differ() {
        let known = ["title", "build", "unknown-keyword"];
        assert_eq!(nearest("titel", known), Some("title"), "neighbours are swapped");
        assert_eq!(nearest("Biuld", known), Some("build"));
        assert_eq!(nearest("tile", known), Some("title"));
        assert_eq!(nearest("unknwon-keywrod", known), Some("unknown-keyword"));
        assert_eq!(nearest("static", known), None);
    }
}

//! Trees out of the flat list of items: aliases expanded, merge keys applied, scalars resolved.

use std::collections::HashSet;

use super::events::{Item, ItemKind, Stream, Tag};
use super::{Result, fault, scalar};
use crate::source::problem::{Problem, Problems};
use crate::source::{Duplicates, Kind, MAX_DEPTH, MAX_NODES, Member, Node, Span, duplicates};

/// The document of each root, or the first error.
pub(super) fn compose(stream: &Stream<'_>, problems: &mut Problems) -> Result<Vec<Node>> {
    let budget = 10 * stream.items.len() + 10_000;
    let mut composer = Composer { items: &stream.items, budget, nodes: 0, open: Vec::new(), alias: None, problems };
    stream.roots.iter().map(|&root| composer.document(root)).collect()
}

struct Composer<'a> {
    items: &'a [Item<'a>],
    /// How many nodes may still be made, keys included.
    budget: usize,
    /// How many values were begun, in all documents.
    nodes: usize,
    open: Vec<Open>,
    /// The outermost alias whose target is expanded now, and the depth that it stands at. What an alias repeats has
    /// been warned of where it is written.
    alias: Option<(Span, usize)>,
    problems: &'a mut Problems,
}

/// A collection that is not complete yet.
struct Open {
    span: Span,
    /// The index of the first item behind it.
    end: usize,
    /// The index to go on from: `end`, or what follows the alias.
    resume: usize,
    entries: Entries,
}

enum Entries {
    Items(Vec<Node>),
    Members { members: Vec<Member>, merged: Vec<Node>, merge_key: Option<Span>, next: Next },
}

/// What the next item of a mapping is.
enum Next {
    Key,
    Value(Box<str>, Span),
    Merge,
}

impl Composer<'_> {
    fn document(&mut self, root: usize) -> Result<Node> {
        let items = self.items;
        let mut at = root;
        loop {
            let complete = match self.open.pop_if(|open| open.end == at) {
                Some(open) => {
                    at = open.resume;
                    Some(self.close(open))
                }
                None => {
                    let (next, complete) = self.item(&items[at], at)?;
                    at = next;
                    complete
                }
            };
            let Some(node) = complete else { continue };
            if self.alias.is_some_and(|(_, depth)| depth == self.open.len()) {
                self.alias = None;
            }
            match self.open.last_mut() {
                Some(open) => open.entries.add(node)?,
                None => return Ok(node),
            }
        }
    }

    /// Reads the item at an index: the index to go on from, and the node if it is complete.
    fn item(&mut self, item: &Item<'_>, at: usize) -> Result<(usize, Option<Node>)> {
        let target = match item.kind {
            ItemKind::Alias { target } => &self.items[target],
            _ => item,
        };
        self.spend(item)?;
        if let Some(Open { entries: Entries::Members { merge_key, next: next @ Next::Key, .. }, .. }) =
            self.open.last_mut()
        {
            let ItemKind::Scalar { text, plain } = &target.kind else {
                return Err(Box::new(fault::no_scalar_key(item.span)));
            };
            *next = if target.tag == Some(Tag::Merge) || (*plain && text == "<<") {
                if let Some(first) = merge_key.replace(item.span) {
                    let problem = Problem::duplicate_key("<<", item.span, first);
                    self.problems.push(problem.help("merge several mappings with one key: `<<: [*a, *b]`"));
                }
                Next::Merge
            } else {
                Next::Value(text.as_ref().into(), item.span)
            };
            return Ok((at + 1, None));
        }
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(Box::new(Problem::too_many(item.span)));
        }
        match &target.kind {
            ItemKind::Scalar { text, plain } => {
                let kind = self.scalar(target, text, *plain)?;
                Ok((at + 1, Some(Node { span: item.span, kind })))
            }
            ItemKind::Sequence { end } | ItemKind::Mapping { end } => {
                let is_mapping = matches!(target.kind, ItemKind::Mapping { .. });
                if self.open.len() == MAX_DEPTH {
                    return Err(Box::new(Problem::too_deep(item.span)));
                }
                if target.tag.is_some_and(|tag| tag != if is_mapping { Tag::Map } else { Tag::Seq }) {
                    return Err(Box::new(Problem::syntax(target.span, "the tag is not that of a collection")));
                }
                self.enter(item, at, is_mapping, *end)
            }
            // An alias leads to a node, never to another alias.
            ItemKind::Alias { .. } => Err(Box::new(Problem::syntax(item.span, "an alias of an alias"))),
        }
    }

    fn enter(&mut self, item: &Item<'_>, at: usize, is_mapping: bool, end: usize) -> Result<(usize, Option<Node>)> {
        let (first, resume) = match item.kind {
            ItemKind::Alias { .. } if at < end => {
                let why = "the alias stands within the value that it repeats";
                return Err(Box::new(fault::expansion(item.span, why)));
            }
            ItemKind::Alias { target } => {
                self.alias.get_or_insert((item.span, self.open.len()));
                (target + 1, at + 1)
            }
            _ => (at + 1, end),
        };
        let entries = if is_mapping {
            Entries::Members { members: Vec::new(), merged: Vec::new(), merge_key: None, next: Next::Key }
        } else {
            Entries::Items(Vec::new())
        };
        self.open.push(Open { span: item.span, end, resume, entries });
        Ok((first, None))
    }

    fn spend(&mut self, item: &Item<'_>) -> Result<()> {
        if self.budget == 0 {
            let span = self.alias.map_or(item.span, |(span, _)| span);
            let why = "the aliases make more than ten times what is written";
            return Err(Box::new(fault::expansion(span, why)));
        }
        self.budget -= 1;
        Ok(())
    }

    fn scalar(&mut self, item: &Item<'_>, text: &str, plain: bool) -> Result<Kind> {
        let (kind, problem) = match item.tag {
            Some(tag) => scalar::tagged(tag, text, item.span)?,
            None if plain => scalar::plain(text, item.span)?,
            None => (Kind::String(text.into()), None),
        };
        if let (Some(problem), None) = (problem, self.alias) {
            self.problems.push(problem);
        }
        Ok(kind)
    }

    fn close(&mut self, open: Open) -> Node {
        let kind = match open.entries {
            Entries::Items(mut items) => {
                items.shrink_to_fit();
                Kind::Array(items)
            }
            Entries::Members { mut members, merged, .. } => {
                if self.alias.is_none() || self.problems.duplicates == Duplicates::LastWins {
                    duplicates::settle(&mut members, self.problems);
                }
                merge(&mut members, merged);
                members.shrink_to_fit();
                Kind::Object(members.into())
            }
        };
        Node { span: open.span, kind }
    }
}

impl Entries {
    fn add(&mut self, node: Node) -> Result<()> {
        match self {
            Entries::Items(items) => items.push(node),
            Entries::Members { members, merged, next, .. } => match std::mem::replace(next, Next::Key) {
                Next::Value(key, key_span) => members.push(Member { key, key_span, value: node }),
                Next::Merge | Next::Key => match node.kind {
                    Kind::Object(_) => merged.push(node),
                    Kind::Array(items) if items.iter().all(Node::is_object) => merged.extend(items),
                    _ => return Err(Box::new(fault::no_mapping_to_merge(node.span))),
                },
            },
        }
        Ok(())
    }
}

/// Adds the members of merged mappings: a key of the mapping itself wins, then that of an earlier merge.
fn merge(members: &mut Vec<Member>, merged: Vec<Node>) {
    if merged.is_empty() {
        return;
    }
    let mut seen: HashSet<Box<str>> = members.iter().map(|member| member.key.clone()).collect();
    for node in merged {
        if let Kind::Object(others) = node.kind {
            members.extend(others.into_iter().filter(|other| seen.insert(other.key.clone())));
        }
    }
}

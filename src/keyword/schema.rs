//! The keywords of one schema object, looked up in the table.

use super::{Ignored, Keyword, find};
use crate::dialect::Dialect;
use crate::source::Node;

/// A schema object with an entry of the table for each of its members.
pub(super) struct Schema<'a> {
    pub node: &'a Node,
    pub dialect: Dialect,
    /// One for each member, in the order of the source.
    pub facts: Vec<Fact<'a>>,
}

/// A member of a schema object.
#[derive(Clone, Copy)]
pub(super) struct Fact<'a> {
    pub name: &'a str,
    /// Where it comes in reading order.
    pub order: usize,
    pub keyword: &'static Keyword,
    pub value: &'a Node,
    /// Why it has no effect where it stands.
    pub ignored: Option<Ignored>,
}

impl<'a> Schema<'a> {
    /// Reads a node as a schema; a node that is no object has no facts.
    pub fn read(node: &'a Node, dialect: Dialect) -> Schema<'a> {
        let facts = node.members().iter().map(|member| {
            let (order, keyword) = find(&member.key);
            let ignored = Ignored::of(keyword, &member.value, node, dialect);
            Fact { name: &member.key, order, keyword, value: &member.value, ignored }
        });
        Schema { node, dialect, facts: facts.collect() }
    }

    /// The member of that name.
    pub fn fact(&self, name: &str) -> Option<&Fact<'a>> {
        self.facts.iter().find(|fact| fact.name == name)
    }

    /// The value of a keyword that has an effect here.
    pub fn effective(&self, name: &str) -> Option<&'a Node> {
        self.fact(name).filter(|fact| fact.ignored.is_none()).map(|fact| fact.value)
    }
}

/// The keywords of a schema that have an effect where they stand, with their values, in the order of the source.
pub fn in_effect(node: &Node, dialect: Dialect) -> impl Iterator<Item = (&str, &Node)> {
    let facts = Schema::read(node, dialect).facts.into_iter();
    facts.filter(|fact| fact.ignored.is_none()).map(|fact| (fact.name, fact.value))
}

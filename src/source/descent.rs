//! Visits every value below a node; pointers are made only where they are asked for, since most values are passed by.

use super::{Kind, Member, Node, join};

/// The way from the node where a descent began to a value below it.
#[derive(Default)]
pub struct Way<'a>(Vec<Step<'a>>);

enum Step<'a> {
    Member(&'a Member),
    Item(usize),
}

impl<'a> Way<'a> {
    /// The member that the value is the value of, if it is one.
    pub fn member(&self) -> Option<&'a Member> {
        match self.0.last() {
            Some(Step::Member(member)) => Some(member),
            _ => None,
        }
    }

    /// The JSON Pointer of the value, from the node where the descent began.
    pub fn pointer(&self) -> String {
        self.0.iter().fold(String::new(), |pointer, step| match step {
            Step::Member(member) => join(&pointer, &member.key),
            Step::Item(index) => format!("{pointer}/{index}"),
        })
    }
}

/// Shows a node and all below it to `see`, each after the one that holds it, but for the members that `enters` refuses.
pub fn descend<'a>(root: &'a Node, enters: impl Fn(&Member) -> bool, mut see: impl FnMut(&Way<'a>, &'a Node)) {
    below(root, &mut Way::default(), &enters, &mut see);
}

/// Calls itself as deep as inputs may nest.
fn below<'a>(
    node: &'a Node,
    way: &mut Way<'a>,
    enters: &impl Fn(&Member) -> bool,
    see: &mut impl FnMut(&Way<'a>, &'a Node),
) {
    see(way, node);
    let mut step = |step, node| {
        way.0.push(step);
        below(node, way, enters, see);
        way.0.pop();
    };
    match &node.kind {
        Kind::Array(items) => items.iter().enumerate().for_each(|(index, item)| step(Step::Item(index), item)),
        Kind::Object(members) => {
            let entered = members.iter().filter(|member| enters(member));
            entered.for_each(|member| step(Step::Member(member), &member.value));
        }
        _ => {}
    }
}

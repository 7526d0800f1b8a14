//! The alternatives of a schema that events of a type may meet, and when each applies.

use super::fields::{Holder, Part, Walk};
use crate::keyword::{Subschema, applies};
use crate::resolve::{Settled, settled};
use crate::source::Place;

impl Walk<'_> {
    /// The alternatives of a schema, each with the words for the part that has to apply.
    pub(super) fn branches(&self, part: &Part<'_>, is_root: bool) -> Vec<Holder> {
        let Part { holder, below, .. } = part;
        let rules = |pointer: &str| {
            self.ruled(&Place::new(holder.place.source, format!("{}{pointer}", holder.place.pointer)), is_root)
        };
        let mut branches: Vec<Holder> = Vec::new();
        let stays = |it: &&Subschema<'_>| rules(&it.pointer()) != Settled::Out;
        for keyword in ["oneOf", "anyOf"] {
            let left: Vec<&Subschema<'_>> =
                below.iter().filter(|it| it.keyword.name == keyword).filter(stays).collect();
            let is_settled = left.len() == 1;
            branches.extend(left.into_iter().map(|it| self.branch(holder, it, is_settled)));
        }
        let depends = |it: &&Subschema<'_>| matches!(it.keyword.name, "then" | "else" | "dependentSchemas");
        for it in below.iter().filter(depends).filter(|it| it.ignored.is_none()) {
            let settled = match (it.keyword.name, rules("/if")) {
                ("then", Settled::Out) | ("else", Settled::In) => continue,
                ("then", ruled) => ruled == Settled::In,
                ("else", ruled) => ruled == Settled::Out,
                _ => false,
            };
            branches.push(self.branch(holder, it, settled));
        }
        branches
    }

    fn branch(&self, holder: &Holder, branch: &Subschema<'_>, is_settled: bool) -> Holder {
        let place = Place::new(holder.place.source, format!("{}{}", holder.place.pointer, branch.pointer()));
        let mut within = holder.within.clone();
        if !is_settled {
            if !within.is_empty() {
                within.push_str(", ");
            }
            let digits = self.resolved.project.sources.get(place.source);
            self.context(&place).write(&mut within, &applies(branch, digits), &place);
        }
        let is_shape = matches!(branch.keyword.name, "oneOf" | "anyOf") && !is_settled && holder.within.is_empty();
        Holder { place, within, shapes: if is_shape { branch.count } else { 0 } }
    }

    /// What the name of the type says of a test or an alternative.
    fn ruled(&self, place: &Place, is_root: bool) -> Settled {
        let names = self.names.iter().filter(|_| is_root);
        let mut known = names.map(|named| settled(self.resolved, place, &named.tokens, named.name));
        known.find(|it| *it != Settled::Open).unwrap_or(Settled::Open)
    }
}

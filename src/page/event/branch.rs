//! The alternatives of a schema that events of a type may meet, and when each applies.

use super::fields::{Holder, Part, Walk};
use crate::keyword::{Subschema, applies};
use crate::resolve::listed_values;
use crate::source::Place;

impl Walk<'_> {
    /// The alternatives of a schema, each with the words for the part that has to apply.
    pub(super) fn branches(&self, part: &Part<'_>, is_root: bool) -> Vec<Holder> {
        let Part { holder, below, .. } = part;
        let rules = |pointer: &str| {
            self.ruled(&Place::new(holder.place.source, format!("{}{pointer}", holder.place.pointer)), is_root)
        };
        let mut branches: Vec<Holder> = Vec::new();
        let stays = |it: &&Subschema<'_>| rules(&it.pointer()) != Ruled::Out;
        for keyword in ["oneOf", "anyOf"] {
            let left: Vec<&Subschema<'_>> =
                below.iter().filter(|it| it.keyword.name == keyword).filter(stays).collect();
            let is_settled = left.len() == 1;
            branches.extend(left.into_iter().map(|it| self.branch(holder, it, is_settled)));
        }
        let depends = |it: &&Subschema<'_>| matches!(it.keyword.name, "then" | "else" | "dependentSchemas");
        for it in below.iter().filter(depends).filter(|it| it.ignored.is_none()) {
            let settled = match (it.keyword.name, rules("/if")) {
                ("then", Ruled::Out) | ("else", Ruled::In) => continue,
                ("then", ruled) => ruled == Ruled::In,
                ("else", ruled) => ruled == Ruled::Out,
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
    fn ruled(&self, place: &Place, is_root: bool) -> Ruled {
        let names = self.names.iter().filter(|_| is_root);
        let mut listed = names.filter_map(|named| Some((listed_values(self.resolved, place, &named.tokens)?, named)));
        match listed.next() {
            None => Ruled::Open,
            Some((values, named)) if !values.contains(&serde_json::Value::from(named.name).to_string()) => Ruled::Out,
            // Whether it holds is known where nothing else is asked.
            Some(_) => {
                let members =
                    self.node(place).and_then(|node| node.get("properties")).map_or(0, |it| it.members().len());
                let others = self.node(place).map_or(0, |node| {
                    node.members().iter().filter(|it| !matches!(&*it.key, "properties" | "required")).count()
                });
                if members == 1 && others == 0 { Ruled::In } else { Ruled::Open }
            }
        }
    }
}

/// Whether the type's name makes an alternative hold, rules it out, or leaves it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ruled {
    In,
    Out,
    Open,
}

//! The declared reading: a producer sends what its schema declares. An object whose schema has `properties` and leaves others open holds no others.

use std::collections::{BTreeSet, HashMap};

use super::graph::{Facts, Graph, Id, Members, Node};

/// The node that takes what is declared by another; what it takes the other may refuse, so both are demanded.
pub fn declared(graph: &mut Graph, root: Id) -> Id {
    let mut made = Made { graph, places: HashMap::new(), parts: HashMap::new() };
    made.place(root)
}

struct Made<'a> {
    graph: &'a mut Graph,
    /// Nodes as what a value is held against, and as a part of that.
    places: HashMap<Id, Id>,
    parts: HashMap<Id, Id>,
}

impl Made<'_> {
    fn place(&mut self, id: Id) -> Id {
        if let Some(known) = self.places.get(&id) {
            return *known;
        }
        if self.graph.facts(id).is_none() {
            return id;
        }
        let new = self.graph.reserve();
        self.places.insert(id, new);
        let part = self.part(id);
        let members = self.declared_names(id);
        self.graph.set(new, Node::Facts(Box::new(Facts { all: vec![part], members, ..Facts::default() })));
        new
    }

    fn part(&mut self, id: Id) -> Id {
        if let Some(known) = self.parts.get(&id) {
            return *known;
        }
        let Some(mut facts) = self.graph.facts(id).cloned() else { return id };
        let new = self.graph.reserve();
        self.parts.insert(id, new);
        let place = |made: &mut Self, id: &mut Id| *id = made.place(*id);
        let part = |made: &mut Self, id: &mut Id| *id = made.part(*id);
        facts.prefix.iter_mut().chain(&mut facts.rest_items).for_each(|id| place(self, id));
        if let Some(members) = &mut facts.members {
            let named = members.named.iter_mut().chain(&mut members.patterns).map(|(_, id)| id);
            named.chain(&mut members.rest).for_each(|id| place(self, id));
        }
        facts.all.iter_mut().for_each(|id| part(self, id));
        facts.any.iter_mut().flatten().for_each(|id| part(self, id));
        facts.dependent.iter_mut().for_each(|(_, id)| part(self, id));
        // Which of them holds the other node says.
        if let Some(mut one) = facts.one.take() {
            one.iter_mut().for_each(|id| part(self, id));
            match facts.any {
                None => facts.any = Some(one),
                Some(_) => {
                    let any = Node::Facts(Box::new(Facts { any: Some(one), ..Facts::default() }));
                    facts.all.push(self.graph.add(any));
                }
            }
        }
        if let Some((_, then, otherwise)) = &mut facts.condition {
            part(self, then);
            part(self, otherwise);
        }
        // What else it says the other node says as well.
        facts.opaque.clear();
        self.graph.set(new, Node::Facts(Box::new(facts)));
        new
    }

    /// The only names that are declared, if others are left open.
    fn declared_names(&self, id: Id) -> Option<Members> {
        let (mut open, mut seen) = (vec![id], BTreeSet::new());
        let (mut names, mut patterns, mut is_declared) = (BTreeSet::new(), BTreeSet::new(), false);
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let Some(facts) = self.graph.facts(id) else { continue };
            if let Some(members) = &facts.members {
                if members.rest.is_some_and(|rest| rest != Graph::TRUE) {
                    return None;
                }
                is_declared |= !members.named.is_empty();
                names.extend(members.named.iter().map(|(name, _)| name.clone()));
                patterns.extend(members.patterns.iter().map(|(pattern, _)| pattern.clone()));
            }
            names.extend(facts.required.iter().cloned());
            names.extend(facts.dependent.iter().map(|(name, _)| name.clone()));
            open.extend(facts.all.iter().chain(facts.any.iter().flatten()).chain(facts.one.iter().flatten()));
            open.extend(facts.dependent.iter().map(|(_, id)| *id));
            if let Some((condition, then, otherwise)) = facts.condition {
                open.extend([condition, then, otherwise]);
            }
        }
        let takes = |name: String| (name, Graph::TRUE);
        is_declared.then(|| Members {
            named: names.into_iter().map(takes).collect(),
            patterns: patterns.into_iter().map(takes).collect(),
            rest: Some(Graph::FALSE),
        })
    }
}

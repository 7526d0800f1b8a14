//! `unevaluatedProperties` and `unevaluatedItems` as what they come to: members and items that are none of those which the keywords beside them,
//! and the schemas that these apply to the same value, speak of. Where that depends on which of several schemas hold, each case is
//! spelled out.

use std::collections::BTreeSet;

use super::graph::{Facts, Graph, Id, Members, Node};

/// How many cases are spelled out, how many schemas of one `anyOf`, and how deep they are followed.
const CASES: usize = 64;
const BRANCHES: usize = 5;
const DEPTH: usize = 12;

/// What is spoken of where some nodes hold and others do not.
#[derive(Clone, Default)]
struct Case {
    literals: Vec<(Id, bool)>,
    named: BTreeSet<String>,
    patterns: BTreeSet<String>,
    all_members: bool,
    prefix: usize,
    all_items: bool,
}

/// Spells out the keywords in all nodes in which that can be done; in the others they stay.
pub fn spell_out(graph: &mut Graph) {
    for id in 0..graph.len() {
        let Some(facts) = graph.facts(id).filter(|facts| !facts.opaque.is_empty()) else { continue };
        let mut facts = facts.clone();
        let known = |keyword: &str| matches!(keyword, "unevaluatedProperties" | "unevaluatedItems");
        let (told, rest): (Vec<_>, Vec<_>) = facts.opaque.drain(..).partition(|(keyword, ..)| known(keyword));
        facts.opaque = rest;
        if told.is_empty() {
            continue;
        }
        let Some(cases) = cases(graph, &facts, 0) else { continue };
        for (keyword, ids, _) in told {
            let rest = ids.first().copied();
            let ways: Vec<Id> =
                cases.iter().map(|case| case.node(graph, keyword == "unevaluatedItems", rest)).collect();
            match ways.as_slice() {
                [only] => facts.all.push(*only),
                _ => {
                    let any = Node::Facts(Box::new(Facts { any: Some(ways), ..Facts::default() }));
                    let any = graph.add(any);
                    facts.all.push(any);
                }
            }
        }
        graph.set(id, Node::Facts(Box::new(facts)));
    }
}

impl Case {
    fn and(&self, other: &Case) -> Case {
        Case {
            literals: self.literals.iter().chain(&other.literals).copied().collect(),
            named: self.named.union(&other.named).cloned().collect(),
            patterns: self.patterns.union(&other.patterns).cloned().collect(),
            all_members: self.all_members || other.all_members,
            prefix: self.prefix.max(other.prefix),
            all_items: self.all_items || other.all_items,
        }
    }

    /// The node that says of this case what the keyword says.
    fn node(&self, graph: &mut Graph, of_items: bool, rest: Option<Id>) -> Id {
        let mut facts = Facts::default();
        for (id, takes) in &self.literals {
            let node = if *takes {
                *id
            } else {
                graph.add(Node::Facts(Box::new(Facts { not: Some(*id), ..Facts::default() })))
            };
            facts.all.push(node);
        }
        if of_items && !self.all_items {
            facts.prefix = vec![Graph::TRUE; self.prefix];
            facts.rest_items = rest;
        }
        if !of_items && !self.all_members {
            let takes = |name: &String| (name.clone(), Graph::TRUE);
            let (named, patterns) = (self.named.iter().map(takes).collect(), self.patterns.iter().map(takes).collect());
            facts.members = Some(Members { named, patterns, rest });
        }
        graph.add(Node::Facts(Box::new(facts)))
    }
}

fn both(cases: &[Case], others: &[Case]) -> Option<Vec<Case>> {
    let product: Vec<Case> = cases.iter().flat_map(|case| others.iter().map(|other| case.and(other))).collect();
    (product.len() <= CASES).then_some(product)
}

fn cases_of(graph: &mut Graph, id: Id, depth: usize) -> Option<Vec<Case>> {
    match graph.facts(id).cloned() {
        Some(facts) => cases(graph, &facts, depth + 1),
        None => Some(vec![Case::default()]),
    }
}

/// The cases that a node has; `None` where there are too many, or what counts can't be told.
fn cases(graph: &mut Graph, facts: &Facts, depth: usize) -> Option<Vec<Case>> {
    if depth > DEPTH || facts.contains.is_some() {
        return None;
    }
    let mut own = Case { prefix: facts.prefix.len(), all_items: facts.rest_items.is_some(), ..Case::default() };
    if let Some(members) = &facts.members {
        own.named.extend(members.named.iter().map(|(name, _)| name.clone()));
        own.patterns.extend(members.patterns.iter().map(|(pattern, _)| pattern.clone()));
        own.all_members = members.rest.is_some();
    }
    for (keyword, ..) in &facts.opaque {
        match keyword.as_str() {
            "unevaluatedProperties" => own.all_members = true,
            "unevaluatedItems" => own.all_items = true,
            _ => return None,
        }
    }
    let mut all = vec![own];
    for id in &facts.all {
        let inner = cases_of(graph, *id, depth)?;
        all = both(&all, &inner)?;
    }
    if let Some(one) = &facts.one {
        let mut ways = Vec::new();
        for (at, id) in one.iter().enumerate() {
            let literals = one.iter().enumerate().map(|(other, id)| (*id, other == at)).collect();
            let holds = Case { literals, ..Case::default() };
            ways.extend(both(&[holds], &cases_of(graph, *id, depth)?)?);
        }
        all = both(&all, &ways)?;
    }
    if let Some(any) = facts.any.as_ref() {
        if any.len() > BRANCHES {
            return None;
        }
        let mut ways = Vec::new();
        for signs in 1..1_usize << any.len() {
            let holds = |at: usize| signs >> at & 1 == 1;
            let literals = any.iter().enumerate().map(|(at, id)| (*id, holds(at))).collect();
            let mut way = vec![Case { literals, ..Case::default() }];
            for (_, id) in any.iter().enumerate().filter(|(at, _)| holds(*at)) {
                way = both(&way, &cases_of(graph, *id, depth)?)?;
            }
            ways.extend(way);
        }
        all = both(&all, &ways)?;
    }
    if let Some((condition, then, otherwise)) = facts.condition {
        let case = |takes: bool| Case { literals: vec![(condition, takes)], ..Case::default() };
        let held = both(&cases_of(graph, condition, depth)?, &cases_of(graph, then, depth)?)?;
        let mut ways = both(&[case(true)], &held)?;
        ways.extend(both(&[case(false)], &cases_of(graph, otherwise, depth)?)?);
        all = both(&all, &ways)?;
    }
    for (name, id) in &facts.dependent {
        let required = Facts { required: vec![name.clone()], ..Facts::default() };
        let has = graph.add(Node::Facts(Box::new(required)));
        let case = |takes: bool| Case { literals: vec![(has, takes)], ..Case::default() };
        let mut ways = both(&[case(true)], &cases_of(graph, *id, depth)?)?;
        ways.push(case(false));
        all = both(&all, &ways)?;
    }
    Some(all)
}

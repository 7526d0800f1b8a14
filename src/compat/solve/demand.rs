//! Takes a node apart: what its keywords say of one kind of value where it takes the value, and the ways in which it may refuse it.

use super::super::graph::{Bound, Facts, Graph, Id, Types};
use super::state::{Claim, State, Way, least, listed};

/// The node takes the value; `false` where it can't, being of that kind.
pub fn taken(state: &mut State, graph: &Graph, id: Id, facts: &Facts) -> bool {
    if facts.types.is_some_and(|types| !types.has(state.kind)) {
        return false;
    }
    if let Some(values) = &facts.values {
        let known = state.atoms.values.take();
        let both = |known: Vec<_>| known.into_iter().filter(|value| values.contains(value)).collect();
        state.atoms.values = Some(known.map_or_else(|| values.clone(), both));
    }
    let kind = state.kind;
    match kind {
        Types::STRING => taken_text(state, facts),
        Types::WHOLE | Types::FRACTION => {
            facts.low.into_iter().for_each(|low| state.atoms.raise(low));
            facts.high.into_iter().for_each(|high| state.atoms.lower(high));
            state.atoms.multiples.extend(facts.multiple_of);
        }
        Types::ARRAY => taken_array(state, id, facts),
        Types::OBJECT if !taken_object(state, graph, id, facts) => return false,
        _ => {}
    }
    for inner in &facts.all {
        state.demand((*inner, true));
    }
    if let Some(any) = &facts.any {
        state.choose(any.iter().map(|id| vec![Claim::Literal((*id, true))]).collect());
    }
    if let Some(one) = &facts.one {
        let way = |at: usize| {
            let each = one.iter().enumerate();
            each.map(|(other, id)| Claim::Literal((*id, other == at))).collect()
        };
        state.choose((0..one.len()).map(way).collect());
    }
    if let Some(not) = facts.not {
        state.demand((not, false));
    }
    if let Some((condition, then, otherwise)) = facts.condition {
        state.choose(vec![
            vec![Claim::Literal((condition, true)), Claim::Literal((then, true))],
            vec![Claim::Literal((condition, false)), Claim::Literal((otherwise, true))],
        ]);
    }
    true
}

fn taken_text(state: &mut State, facts: &Facts) {
    let text = &mut state.atoms.text;
    text.min = text.min.max(facts.length.min.unwrap_or_default());
    text.max = facts.length.max.map_or(text.max, |max| least(text.max, max));
    text.matched.extend(facts.pattern.clone());
    text.formats.extend(facts.formats.iter().cloned());
}

fn taken_array(state: &mut State, id: Id, facts: &Facts) {
    let items = &mut state.atoms.items;
    items.min = items.min.max(facts.items.min.unwrap_or_default());
    items.max = facts.items.max.map_or(items.max, |max| least(items.max, max));
    items.unique |= facts.unique;
    if !facts.prefix.is_empty() || facts.rest_items.is_some() {
        items.lists.push(id);
    }
    if let Some(contains) = &facts.contains {
        let claim = Claim::SomeFrom(0, contains.count.min.unwrap_or(1).min(64), (contains.schema, true));
        let _ = state.claim(vec![claim]);
        match contains.count.max {
            Some(0) => drop(state.claim(vec![Claim::EachItem((contains.schema, false))])),
            Some(_) => state.atoms.left_out = Some("`maxContains`".to_owned()),
            None => {}
        }
    }
}

fn taken_object(state: &mut State, graph: &Graph, id: Id, facts: &Facts) -> bool {
    let object = &mut state.atoms.object;
    object.min = object.min.max(facts.size.min.unwrap_or_default());
    object.max = facts.size.max.map_or(object.max, |max| least(object.max, max));
    if let Some(members) = &facts.members {
        object.members.push(id);
        for (name, values) in members.named.iter().filter_map(|(name, id)| Some((name, listed(graph, *id)?))) {
            let own = object.listed.entry(name.clone()).or_insert_with(|| values.clone());
            own.retain(|value| values.contains(value));
        }
    }
    object.names.extend(facts.names.map(|names| (names, true)));
    for name in &facts.required {
        if !object.require(name.clone()) {
            return false;
        }
    }
    for (name, id) in &facts.dependent {
        let ways = vec![vec![Claim::Absent(name.clone())], vec![Claim::Literal((*id, true))]];
        state.choose(ways);
    }
    true
}

/// The node refuses the value in one of the ways in which it may; `false` where there is none.
pub fn refused(state: &mut State, id: Id, facts: &Facts) -> bool {
    if facts.types.is_some_and(|types| !types.has(state.kind)) {
        return true;
    }
    let mut ways: Vec<Way> = Vec::new();
    if let Some(values) = &facts.values {
        let own: Vec<_> = values.iter().filter(|value| Types::of(value) == state.kind).cloned().collect();
        if own.is_empty() {
            return true;
        }
        ways.push(vec![Claim::Not(own)]);
    }
    match state.kind {
        Types::STRING => refused_text(&mut ways, facts),
        Types::WHOLE | Types::FRACTION => {
            let over = |bound: Bound| Bound { excluded: !bound.excluded, ..bound };
            ways.extend(facts.high.map(|high| vec![Claim::Low(over(high))]));
            ways.extend(facts.low.map(|low| vec![Claim::High(over(low))]));
            ways.extend(facts.multiple_of.map(|divisor| vec![Claim::NotMultiple(divisor)]));
        }
        Types::ARRAY => refused_array(&mut ways, facts),
        Types::OBJECT => refused_object(&mut ways, id, facts),
        _ => {}
    }
    let literal = |id: Id, takes: bool| Claim::Literal((id, takes));
    ways.extend(facts.all.iter().map(|id| vec![literal(*id, false)]));
    ways.extend(facts.any.as_ref().map(|any| any.iter().map(|id| literal(*id, false)).collect()));
    if let Some(one) = &facts.one {
        ways.push(one.iter().map(|id| literal(*id, false)).collect());
        let pairs = one.iter().enumerate().flat_map(|(at, a)| one.iter().skip(at + 1).map(|b| (*a, *b)));
        ways.extend(pairs.map(|(a, b)| vec![literal(a, true), literal(b, true)]));
    }
    ways.extend(facts.not.map(|id| vec![literal(id, true)]));
    if let Some((condition, then, otherwise)) = facts.condition {
        ways.push(vec![literal(condition, true), literal(then, false)]);
        ways.push(vec![literal(condition, false), literal(otherwise, false)]);
    }
    ways.extend(facts.opaque.iter().map(|(keyword, ..)| vec![Claim::LeftOut(format!("`{keyword}`"))]));
    let is_never = |way: &Way| {
        let never = |claim: &Claim| match claim {
            Claim::Literal((Graph::TRUE, false))
            | Claim::At(_, (Graph::TRUE, false))
            | Claim::SomeFrom(_, _, (Graph::TRUE, false)) => true,
            Claim::Some(which, (Graph::TRUE, false)) => !matches!(which, super::state::Which::Misnamed(_)),
            _ => false,
        };
        way.iter().any(never)
    };
    ways.retain(|way| !is_never(way));
    let is_possible = !ways.is_empty();
    state.choose_refusal(id, ways);
    is_possible
}

fn refused_text(ways: &mut Vec<Way>, facts: &Facts) {
    ways.extend(facts.length.max.map(|max| vec![Claim::Shortest(max.saturating_add(1))]));
    ways.extend(facts.length.min.filter(|min| *min > 0).map(|min| vec![Claim::Longest(min - 1)]));
    ways.extend(facts.pattern.iter().map(|pattern| vec![Claim::Unmatched(pattern.clone())]));
    ways.extend(facts.formats.iter().map(|format| vec![Claim::NotFormat(format.clone())]));
}

fn refused_array(ways: &mut Vec<Way>, facts: &Facts) {
    ways.extend(facts.items.max.map(|max| vec![Claim::ItemsMin(max.saturating_add(1))]));
    ways.extend(facts.items.min.filter(|min| *min > 0).map(|min| vec![Claim::ItemsMax(min - 1)]));
    // An item at a place is an item up to there.
    let at = |(at, id): (usize, &Id)| vec![Claim::At(at, (*id, false)), Claim::ItemsMin(at as u64 + 1)];
    ways.extend(facts.prefix.iter().enumerate().map(at));
    ways.extend(facts.rest_items.map(|id| vec![Claim::SomeFrom(facts.prefix.len(), 1, (id, false))]));
    if facts.unique {
        ways.push(vec![Claim::Repeated]);
    }
    if let Some(contains) = &facts.contains {
        match contains.count.min.unwrap_or(1) {
            0 => {}
            1 => ways.push(vec![Claim::EachItem((contains.schema, false))]),
            _ => ways.push(vec![Claim::LeftOut("`minContains`".to_owned())]),
        }
        let max = contains.count.max.map(|max| max.saturating_add(1).min(64));
        ways.extend(max.map(|more| vec![Claim::SomeFrom(0, more, (contains.schema, true))]));
    }
}

fn refused_object(ways: &mut Vec<Way>, id: Id, facts: &Facts) {
    use super::state::Which;
    ways.extend(facts.required.iter().map(|name| vec![Claim::Absent(name.clone())]));
    if let Some(members) = &facts.members {
        let named = members.named.iter();
        ways.extend(named.map(|(name, id)| vec![Claim::Some(Which::Named(name.clone()), (*id, false))]));
        let patterns = members.patterns.iter();
        ways.extend(patterns.map(|(text, id)| vec![Claim::Some(Which::Matching(text.clone()), (*id, false))]));
        ways.extend(members.rest.map(|rest| vec![Claim::Some(Which::Rest(id), (rest, false))]));
    }
    ways.extend(facts.size.max.map(|max| vec![Claim::SizeMin(max.saturating_add(1))]));
    ways.extend(facts.size.min.filter(|min| *min > 0).map(|min| vec![Claim::SizeMax(min - 1)]));
    ways.extend(facts.names.map(|names| vec![Claim::Some(Which::Misnamed((names, false)), (Graph::TRUE, true))]));
    for (name, id) in &facts.dependent {
        ways.push(vec![Claim::Present(name.clone()), Claim::Literal((*id, false))]);
    }
}

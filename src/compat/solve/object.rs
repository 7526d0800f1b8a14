//! Objects: which members there are, by name, and what stands in each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::super::graph::Types;
use super::beside::{MANY, counted_up};
use super::state::{Object, State, Which};
use super::{Goal, Literal, Outcome, Solver, size};

/// In how many ways members are chosen, and how many patterns names are told apart by.
const WAYS: usize = 400;
const PATTERNS: usize = 6;

/// A choice of names, as far as it can be told.
type Names = Result<Vec<String>, String>;

impl Solver<'_> {
    /// An object.
    pub fn object(&self, goal: &Goal, state: &State, not: &[Value]) -> Outcome {
        let object = &state.atoms.object;
        let mut candidates: Vec<Vec<String>> = Vec::new();
        let mut open = Outcome::None;
        for (which, literal) in &object.some {
            let (names, unsure) = match self.candidates(object, which, object.some.len()) {
                Ok(names) => names,
                Err(why) => return Outcome::Open(why),
            };
            if let Some(why) = unsure {
                open = Outcome::Open(why);
            }
            // Most can be told by themselves.
            let mut fitting = Vec::new();
            for name in names {
                match self.member(object, &name, &[*literal]) {
                    Outcome::Found(_) => fitting.push(name),
                    Outcome::Open(why) => open = Outcome::Open(why),
                    Outcome::None => {}
                }
            }
            if fitting.is_empty() {
                return open;
            }
            candidates.push(fitting);
        }
        let mut chosen = vec![0; candidates.len()];
        for _ in 0..WAYS {
            let mut extra: BTreeMap<String, Vec<Literal>> = BTreeMap::new();
            let names = chosen.iter().zip(&candidates).filter_map(|(at, names)| names.get(*at));
            for (name, (_, literal)) in names.zip(&object.some) {
                extra.entry(name.clone()).or_default().push(*literal);
            }
            match self.with_members(goal, state, &extra, not) {
                Outcome::Found(value) => return Outcome::Found(value),
                Outcome::Open(why) => open = Outcome::Open(why),
                Outcome::None => {}
            }
            let Some(at) = (0..chosen.len()).rev().find(|at| {
                chosen.get(*at).zip(candidates.get(*at)).is_some_and(|(chosen, names)| chosen + 1 < names.len())
            }) else {
                return open;
            };
            for (index, chosen) in chosen.iter_mut().enumerate().skip(at) {
                *chosen = if index == at { *chosen + 1 } else { 0 };
            }
        }
        Outcome::open("there are too many ways to choose members")
    }

    /// The object that has the required members and these.
    fn with_members(
        &self,
        goal: &Goal,
        state: &State,
        extra: &BTreeMap<String, Vec<Literal>>,
        not: &[Value],
    ) -> Outcome {
        let object = &state.atoms.object;
        let names: BTreeSet<&String> = object.required.iter().chain(extra.keys()).collect();
        if object.max.is_some_and(|max| names.len() as u64 > max) {
            return Outcome::None;
        }
        let mut members = Map::new();
        let mut open = None;
        for name in names {
            let own = extra.get(name).map(Vec::as_slice).unwrap_or_default();
            match self.member(object, name, own) {
                Outcome::Found(value) => drop(members.insert(name.clone(), value)),
                Outcome::None => return Outcome::None,
                Outcome::Open(why) => open = Some(why),
            }
        }
        if let Some(why) = open {
            return Outcome::Open(why);
        }
        if !self.has_room(usize::try_from(object.min).unwrap_or(usize::MAX)) {
            return Outcome::open("an object would have to have more members than are tried");
        }
        loop {
            let is_small = (members.len() as u64) < object.min;
            if !is_small {
                let value = Value::Object(members.clone());
                if !not.contains(&value) {
                    let left_out = state.atoms.left_out.as_deref().unwrap_or("how members go together");
                    return self.tried(goal, value, left_out);
                }
            }
            if object.max.is_some_and(|max| members.len() as u64 >= max) {
                // An object that is not wanted may have other values in the same members.
                return if is_small || members.is_empty() {
                    Outcome::None
                } else {
                    Outcome::open("which objects are left could not be told")
                };
            }
            match self.added(object, &members) {
                Ok(Some((_, value))) if !self.spend(size(&value)) => {
                    return Outcome::open("an object would have to be larger than is tried");
                }
                Ok(Some((name, value))) => drop(members.insert(name, value)),
                Ok(None) if is_small || members.is_empty() => return Outcome::None,
                Ok(None) => return Outcome::open("which objects are left could not be told"),
                Err(why) => return Outcome::Open(why),
            }
        }
    }

    /// One more member.
    fn added(&self, object: &Object, members: &Map<String, Value>) -> Result<Option<(String, Value)>, String> {
        let mut unsure = None;
        if let Some(last) = members.keys().next_back().filter(|_| members.len() > MANY) {
            let name = counted_up(last);
            let is_new = !members.contains_key(&name) && !self.known_names(object).contains(&name);
            if is_new && let Outcome::Found(value) = self.member(object, &name, &[]) {
                return Ok(Some((name, value)));
            }
        }
        let known = self.known_names(object).into_iter().filter(|name| !members.contains_key(name));
        let known: Vec<String> = known.collect();
        let fresh = self.fresh_names(object, None, members.keys(), 1)?;
        for name in known.into_iter().chain(fresh) {
            match self.allows(object, &name).then(|| self.member(object, &name, &[])) {
                Some(Outcome::Found(value)) => return Ok(Some((name, value))),
                Some(Outcome::Open(why)) => unsure = Some(why),
                _ => {}
            }
        }
        unsure.map_or(Ok(None), Err)
    }

    /// The value of a member.
    fn member(&self, object: &Object, name: &str, extra: &[Literal]) -> Outcome {
        if !self.allows(object, name) {
            return Outcome::None;
        }
        let mut literals = extra.to_vec();
        for facts in object.members.iter().filter_map(|id| self.graph.facts(*id)) {
            let ids = facts.members.as_ref().map(|members| self.eval().schemas_of(members, name));
            match ids {
                Some(Some(ids)) => literals.extend(ids.into_iter().map(|id| (id, true))),
                Some(None) => return Outcome::open(format!("whether a pattern matches `{name}`")),
                None => {}
            }
        }
        self.solve(&Goal::new(literals))
    }

    /// Whether there may be a member of a name.
    fn allows(&self, object: &Object, name: &str) -> bool {
        let text = Value::from(name);
        let fits = |(id, takes): &Literal| self.eval().takes(*id, &text) != Some(!*takes);
        !object.absent.contains(name) && object.names.iter().all(fits)
    }

    /// Names that are stated somewhere.
    fn known_names(&self, object: &Object) -> BTreeSet<String> {
        let facts = object.members.iter().filter_map(|id| self.graph.facts(*id)?.members.as_ref());
        let named = facts.flat_map(|members| members.named.iter().map(|(name, _)| name.clone()));
        named.chain(object.required.iter().cloned()).collect()
    }

    /// The names of which one may be the member that is spoken of, and whether there may be others that could not be told.
    fn candidates(
        &self,
        object: &Object,
        which: &Which,
        number: usize,
    ) -> Result<(Vec<String>, Option<String>), String> {
        if let Which::Named(name) = which {
            return Ok((vec![name.clone()], None));
        }
        let mut names = self.known_names(object);
        if let Which::Rest(id) = which {
            // A name that the refusing side states may be none that the rest is for.
            names.extend(
                self.graph
                    .facts(*id)
                    .and_then(|facts| facts.members.as_ref())
                    .into_iter()
                    .flat_map(|members| members.named.iter().map(|(name, _)| name.clone())),
            );
        }
        let mut unsure = None;
        let mut fitting: Vec<String> = Vec::new();
        for name in names {
            match self.is_meant(which, &name) {
                Some(true) => fitting.push(name),
                Some(false) => {}
                None => unsure = Some(format!("whether a pattern matches `{name}`")),
            }
        }
        let fresh = self.fresh_names(object, Some(which), fitting.clone().iter(), number.min(3))?;
        // What is required comes first: the event gets no larger by it.
        fitting.sort_by_key(|name| !object.required.contains(name));
        fitting.extend(fresh);
        Ok((fitting, unsure))
    }

    fn is_meant(&self, which: &Which, name: &str) -> Option<bool> {
        match which {
            Which::Named(own) => Some(own == name),
            Which::Matching(pattern) => self.lexicon.matches(pattern, name),
            Which::Rest(id) => {
                let members = self.graph.facts(*id).and_then(|facts| facts.members.as_ref())?;
                if members.named.iter().any(|(own, _)| own == name) {
                    return Some(false);
                }
                for (pattern, _) in &members.patterns {
                    if self.lexicon.matches(pattern, name)? {
                        return Some(false);
                    }
                }
                Some(true)
            }
            Which::Misnamed((id, takes)) => Some(self.eval().takes(*id, &Value::from(name))? == *takes),
        }
    }

    /// Names that nobody states: some for each way in which patterns match them.
    fn fresh_names<'n>(
        &self,
        object: &Object,
        which: Option<&Which>,
        used: impl Iterator<Item = &'n String>,
        number: usize,
    ) -> Names {
        let refusing = match which {
            Some(Which::Rest(id)) => self.graph.facts(*id).and_then(|facts| facts.members.as_ref()),
            _ => None,
        };
        let facts = object.members.iter().filter_map(|id| self.graph.facts(*id)?.members.as_ref());
        let own = facts.chain(refusing).flat_map(|members| members.patterns.iter().map(|(pattern, _)| pattern));
        let stated = match which {
            Some(Which::Matching(pattern)) => Some(pattern),
            _ => None,
        };
        let patterns: Vec<&String> = own.chain(stated).collect::<BTreeSet<_>>().into_iter().collect();
        if patterns.len() > PATTERNS {
            return Err("too many patterns of names stand beside one another".to_owned());
        }
        let mut taken: BTreeSet<String> = self.known_names(object);
        taken.extend(used.cloned());
        taken.extend(object.absent.iter().cloned());
        if let Some(members) = refusing {
            taken.extend(members.named.iter().map(|(name, _)| name.clone()));
        }
        let mut literals = object.names.clone();
        if let Some(Which::Misnamed(literal)) = which {
            literals.push(*literal);
        }
        let mut names = Vec::new();
        for signs in 0..1_u32 << patterns.len() {
            let matches = |at: usize| signs >> at & 1 == 1;
            let is_meant = patterns.iter().enumerate().all(|(at, pattern)| match which {
                Some(Which::Matching(own)) => *pattern != own || matches(at),
                Some(Which::Rest(_)) => {
                    let is_own =
                        refusing.is_some_and(|members| members.patterns.iter().any(|(own, _)| own == *pattern));
                    !is_own || !matches(at)
                }
                _ => true,
            });
            if !is_meant {
                continue;
            }
            // An empty name is one, if there is no other.
            for min in (0..number).map(|_| 1).chain([0]).take(number + 1) {
                if min == 0 && !names.is_empty() {
                    break;
                }
                let mut state = State::new(Types::STRING, &literals);
                state.atoms.text.min = min;
                for (at, pattern) in patterns.iter().enumerate() {
                    let text = &mut state.atoms.text;
                    let list = if matches(at) { &mut text.matched } else { &mut text.unmatched };
                    list.insert((*pattern).clone());
                }
                let goal = Goal::new(literals.clone())
                    .but(&taken.iter().map(|it| Value::from(it.as_str())).collect::<Vec<_>>());
                match self.run(&goal, state) {
                    Outcome::Found(Value::String(name)) => {
                        taken.insert(name.clone());
                        names.push(name);
                    }
                    Outcome::Open(why) => return Err(why),
                    _ => {}
                }
            }
        }
        Ok(names)
    }
}

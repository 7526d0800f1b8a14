//! Objects: what is required, what may be there as well, and what is tried where that does not fit.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::names::Names;
use super::search::{Mode, Open, Point, Search, Spot, to_name};
use super::shape::{Dependent, Id};
use super::state::State;
use crate::pattern::Guess;

/// How many ways of making one object are tried.
const WAYS: usize = 40;

/// How many properties that nobody names are made up.
const MADE_UP: usize = 4_096;

/// What is done otherwise than usual.
#[derive(Clone, Default)]
struct Tweak {
    mode: Option<Mode>,
    add: Vec<String>,
    omit: Vec<String>,
    /// What the value of a property should not fit.
    avoid: BTreeMap<String, Vec<Id>>,
    turn: usize,
}

/// What became of one way.
enum Made {
    Object(Value),
    /// More schemas apply.
    More(Box<State>),
    Nothing,
}

impl Search<'_, '_> {
    /// An object that fits.
    pub fn object(&self, state: &State, want: &[Id], avoid: &[Id], spot: &Spot<'_>) -> Option<Value> {
        let mut failed = None;
        let mut is_first = true;
        for tweak in
            std::iter::once(Tweak::default()).chain(std::iter::once_with(|| self.tweaks(state, avoid)).flatten())
        {
            match self.made(state, spot, &tweak) {
                Made::Object(value) if failed.as_ref() == Some(&value) => {}
                Made::Object(value) if self.is_right(&value, want, avoid) => return Some(value),
                Made::Object(value) => failed = Some(value),
                Made::More(more) => {
                    if let Some(value) = self.solve(*more, want, avoid, spot) {
                        return Some(value);
                    }
                }
                // What is required and can't be there is no more there another way.
                Made::Nothing if is_first => return None,
                Made::Nothing => {}
            }
            is_first = false;
            if self.fit.steps.get() == 0 {
                return None;
            }
        }
        None
    }

    /// Other ways, the likely ones first: without what another schema would require, with properties that it refuses, with one more, with one
    /// less.
    fn tweaks(&self, state: &State, avoid: &[Id]) -> Vec<Tweak> {
        let mut all = Vec::new();
        let mut omit = Vec::new();
        let mut others: Vec<(String, Vec<Id>)> = Vec::new();
        let mut together: BTreeMap<String, Vec<Id>> = BTreeMap::new();
        let is_required = |name: &String| state.shapes.iter().any(|shape| shape.required.contains(name));
        for id in state.avoid.iter().chain(avoid) {
            let mut other = State::new();
            other.add(self.shapes(), *id);
            let choices = std::mem::take(&mut other.choices);
            for option in choices.iter().flat_map(|choice| &choice.options) {
                option.add.iter().for_each(|id| {
                    other.add(self.shapes(), *id);
                });
            }
            omit.extend(
                other.shapes.iter().flat_map(|shape| &shape.required).filter(|name| !is_required(name)).cloned(),
            );
            let properties: Vec<(String, Id)> =
                other.shapes.iter().flat_map(|shape| shape.properties.clone()).collect();
            // What tells one schema from another is mostly a property that it requires.
            let telling =
                properties.iter().find(|(name, id)| is_required(name) && self.shapes().shape(*id).listed.is_some());
            if let Some((name, id)) = telling.or(properties.first()) {
                together.entry(name.clone()).or_default().push(*id);
            }
            others.extend(properties.into_iter().map(|(name, id)| (name, vec![id])));
            others.extend(other.shapes.iter().flat_map(|shape| &shape.required).map(|name| (name.clone(), Vec::new())));
        }
        let add: Vec<String> = together.keys().cloned().collect();
        let more = Tweak { add: vec!["key".to_owned()], ..Tweak::default() };
        all.push(Tweak { omit: omit.clone(), ..Tweak::default() });
        all.push(Tweak { avoid: together.clone(), add: add.clone(), ..Tweak::default() });
        all.push(Tweak { avoid: together.clone(), ..Tweak::default() });
        all.push(Tweak { avoid: together, add, omit: omit.clone(), ..Tweak::default() });
        for (name, ids) in others.into_iter().take(WAYS) {
            if !is_required(&name) {
                all.push(Tweak { omit: vec![name.clone()], ..Tweak::default() });
            }
            all.push(Tweak { add: vec![name.clone()], avoid: BTreeMap::from([(name, ids)]), ..Tweak::default() });
        }
        let declared: Names =
            state.shapes.iter().flat_map(|shape| &shape.properties).map(|(name, _)| name.clone()).collect();
        let optional: Vec<String> = declared.iter().filter(|name| !is_required(name)).cloned().collect();
        if self.mode == Mode::Complete {
            all.extend(optional.iter().take(WAYS).map(|name| Tweak { omit: vec![name.clone()], ..Tweak::default() }));
            all.push(Tweak { mode: Some(Mode::Minimal), ..Tweak::default() });
            all.push(Tweak { mode: Some(Mode::Minimal), omit, ..Tweak::default() });
        }
        let minimal = Some(Mode::Minimal);
        all.extend(optional.iter().take(WAYS).map(|name| Tweak {
            mode: minimal,
            add: vec![name.clone()],
            ..Tweak::default()
        }));
        all.push(more);
        all.push(Tweak { mode: Some(Mode::Complete), ..Tweak::default() });
        all.extend((1..4).map(|turn| Tweak { mode: minimal, turn, ..Tweak::default() }));
        all
    }

    fn made(&self, state: &State, spot: &Spot<'_>, tweak: &Tweak) -> Made {
        let mode = if self.is_large() { Mode::Minimal } else { tweak.mode.unwrap_or(self.mode) };
        let most = state.shapes.iter().filter_map(|shape| shape.max_properties).min().unwrap_or(usize::MAX);
        let least = state.shapes.iter().filter_map(|shape| shape.min_properties).max().unwrap_or(0);
        let mut must: Names = state.shapes.iter().flat_map(|shape| shape.required.iter().cloned()).collect();
        if must.len() > MADE_UP || least > MADE_UP {
            self.say_too_long();
            return Made::Nothing;
        }
        must.extend(tweak.add.iter().cloned());
        if !self.follow_dependents(state, &mut must) {
            return Made::Nothing;
        }
        let mut declared: Names =
            state.shapes.iter().flat_map(|shape| &shape.properties).map(|(name, _)| name.clone()).collect();
        // What others depend on is spoken of as well.
        declared.extend(state.shapes.iter().flat_map(|shape| &shape.dependents).map(|(name, _)| name.clone()));
        let mut chosen = must.clone();
        let open = Open { seen: &state.seen, up: spot.open };
        for name in declared.iter() {
            if must.contains(name) {
                continue;
            }
            let picked = self.pick(spot, Point::Present(name.clone()), 2);
            let here = Spot { open: Some(&open), ..*spot };
            let leads_back = || self.ids_of(state, name).iter().any(|id| here.is_open(self.shapes(), *id));
            let is_there = match picked {
                Some(picked) => picked == 1,
                None => mode == Mode::Complete && !tweak.omit.contains(name) && chosen.len() < most && !leads_back(),
            };
            if is_there {
                chosen.insert(name.clone());
                if picked == Some(1) {
                    must.insert(name.clone());
                }
            }
        }
        if mode == Mode::Complete || must.len() > chosen.len() {
            let before = chosen.clone();
            if !self.follow_dependents(state, &mut chosen) {
                chosen = before;
            }
        }
        self.follow_dependents(state, &mut must);
        chosen.extend(must.iter().cloned());
        chosen = chosen.iter().filter(|name| must.contains(name) || self.may_be_there(state, name)).cloned().collect();
        if let Some(more) = self.more(state, &chosen) {
            return more.map_or(Made::Nothing, Made::More);
        }
        let mut map = Map::new();
        let ordered = declared
            .iter()
            .filter(|name| chosen.contains(name))
            .chain(chosen.iter().filter(|name| !declared.contains(name)));
        for name in ordered {
            match self.property(state, spot, &open, name, tweak) {
                Some(value) => {
                    map.insert(name.clone(), value);
                }
                None if must.contains(name) => return Made::Nothing,
                None => {}
            }
        }
        self.fill(state, spot, &open, &mut map, (least, most), tweak, mode);
        Made::Object(Value::Object(map))
    }

    /// The state with the schemas that properties bring with them, where there are any that it does not have; within, `None` where nothing can
    /// fit.
    fn more(&self, state: &State, chosen: &Names) -> Option<Option<Box<State>>> {
        let mut more: Option<State> = None;
        for (name, dependent) in state.shapes.iter().flat_map(|shape| &shape.dependents) {
            if let Dependent::Schema(id) = dependent
                && chosen.contains(name)
                && !state.seen.contains(id)
                && !more.get_or_insert_with(|| state.clone()).add(self.shapes(), *id)
            {
                return Some(None);
            }
        }
        more.map(|more| Some(Box::new(more)))
    }

    /// Whether no schema forbids a property by what depends on it.
    fn may_be_there(&self, state: &State, name: &str) -> bool {
        let mut dependents = state.shapes.iter().flat_map(|shape| &shape.dependents).filter(|(of, _)| of == name);
        dependents.all(|(_, dependent)| match dependent {
            Dependent::Schema(id) => self.shapes().shape(*id).verdict != Some(false),
            Dependent::Names(_) => true,
        })
    }

    /// Adds what properties ask for beside themselves; `false` where they can't be there.
    fn follow_dependents(&self, state: &State, names: &mut Names) -> bool {
        loop {
            let count = names.len();
            for (name, dependent) in state.shapes.iter().flat_map(|shape| &shape.dependents) {
                match dependent {
                    Dependent::Names(asked) if names.contains(name) => names.extend(asked.iter().cloned()),
                    Dependent::Schema(id)
                        if names.contains(name) && self.shapes().shape(*id).verdict == Some(false) =>
                    {
                        return false;
                    }
                    _ => {}
                }
            }
            if names.len() == count || !self.fit.spend(1) {
                return true;
            }
        }
    }

    /// The schemas of a property.
    fn ids_of(&self, state: &State, name: &str) -> Vec<Id> {
        let mut is_known = false;
        let mut ids = Vec::new();
        for shape in &state.shapes {
            let mut known = false;
            ids.extend(self.fit.schemas_of(shape, name, &mut known));
            is_known |= known;
        }
        if !is_known {
            ids.extend(state.shapes.iter().filter_map(|shape| shape.unevaluated_properties));
        }
        ids
    }

    fn property(&self, state: &State, spot: &Spot<'_>, open: &Open<'_>, name: &str, tweak: &Tweak) -> Option<Value> {
        let at = to_name(spot.at, name);
        let below = Spot { turn: spot.turn + tweak.turn, ..Self::below(spot, &at, name, open) };
        let avoid = tweak.avoid.get(name).map(Vec::as_slice).unwrap_or_default();
        self.make(&self.ids_of(state, name), avoid, &below)
    }

    /// Adds properties until there are enough, and one where names are free, so that a map shows what it holds.
    #[allow(clippy::too_many_arguments, reason = "all of it is what one object is made by")]
    fn fill(
        &self,
        state: &State,
        spot: &Spot<'_>,
        open: &Open<'_>,
        map: &mut Map<String, Value>,
        (least, most): (usize, usize),
        tweak: &Tweak,
        mode: Mode,
    ) {
        let is_map = state.shapes.iter().any(|shape| {
            let of_additional = shape.additional.is_some_and(|id| self.shapes().shape(id).verdict.is_none());
            shape.properties.is_empty() && (of_additional || !shape.patterns.is_empty())
        });
        let shows_one = mode == Mode::Complete && is_map && map.is_empty() && most > 0;
        let goal = if shows_one { least.max(1) } else { least };
        if map.len() >= goal {
            return;
        }
        let declared: Names =
            state.shapes.iter().flat_map(|shape| &shape.properties).map(|(name, _)| name.clone()).collect();
        let mut turn = 0;
        let mut names = declared.iter().filter(|name| !tweak.omit.contains(name)).cloned();
        while map.len() < goal && turn < goal + 64 && self.fit.spend(1) {
            let candidates = match names.next() {
                Some(name) => vec![name],
                None => {
                    turn += 1;
                    self.names(state, spot, turn - 1)
                }
            };
            for name in candidates.into_iter().filter(|name| !map.contains_key(name)).collect::<Vec<_>>() {
                let allowed = state.shapes.iter().filter_map(|shape| shape.names);
                let is_allowed = allowed.into_iter().all(|id| self.fit.fits(id, &Value::String(name.clone())));
                if !is_allowed || map.len() >= goal {
                    continue;
                }
                if let Some(value) = self.property(state, spot, open, &name, tweak) {
                    map.insert(name, value);
                }
            }
        }
    }

    /// Names of properties that no schema names.
    fn names(&self, state: &State, spot: &Spot<'_>, turn: usize) -> Vec<String> {
        let word = super::words::words(spot.name).replace(' ', "");
        let mut names = Vec::new();
        for (pattern, _) in state.shapes.iter().flat_map(|shape| &shape.patterns) {
            names.extend(pattern.guesses(Guess { word: &word, least: 0, most: 200, turn }, 3).into_iter().take(3));
        }
        let asked: Vec<Id> = state.shapes.iter().filter_map(|shape| shape.names).collect();
        if !asked.is_empty() {
            let here = Spot { turn, name: "key", depth: spot.depth + 1, ..*spot };
            names.extend(self.make(&asked, &[], &here).and_then(|name| name.as_str().map(str::to_owned)));
        }
        names.push(if turn == 0 { "key".to_owned() } else { format!("key{}", turn + 1) });
        names
    }
}

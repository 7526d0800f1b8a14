//! The verdict on a pair of schemas.

use std::cell::OnceCell;

use serde_json::Value;

use super::declared::declared;
use super::eval::Eval;
use super::graph::{Graph, Id};
use super::read::{Reader, Spelling, normal};
use super::solve::{Goal, Outcome, Solver};
use super::texts::Lexicon;
use super::unevaluated::spell_out;
use crate::config::Check;
use crate::dialect::Dialect;
use crate::prove::{Bare, Texts, is_covered};

/// Two versions of a schema, neither of which refers to anything outside itself.
pub struct Pair<'a> {
    pub old: &'a Value,
    pub old_dialect: Dialect,
    pub new: &'a Value,
    pub new_dialect: Dialect,
    /// Which formats there are.
    pub check: &'a Check,
    /// Events that are at hand, those first that people should see.
    pub events: &'a [Value],
    /// What formats say of texts in the older dialect of both, where somebody keeps that.
    pub texts: Option<&'a Texts>,
}

impl Pair<'_> {
    /// Calls with what formats say of texts.
    fn with_texts<T>(&self, call: impl FnOnce(&Texts) -> T) -> T {
        match self.texts {
            Some(texts) => call(texts),
            None => call(&Texts::new(self.check, self.old_dialect.min(self.new_dialect))),
        }
    }
}

/// Whether the new version takes what the old one took.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It does; that is proved.
    Safe,
    /// It does not take this event; the keywords that refuse it, and where in it.
    Breaks { witness: Value, because: Vec<(String, String)> },
    /// What could not be decided.
    Open(String),
}

/// The verdicts by both readings.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    pub strict: Verdict,
    pub declared: Verdict,
}

/// One way to read both versions.
struct Reading {
    graph: Graph,
    old: Id,
    new: Id,
    declared: Id,
    /// What their dialects don't know as it is written.
    malformed: Option<String>,
    has_circle: bool,
}

impl Reading {
    fn new(pair: &Pair<'_>, spelling: Spelling) -> Reading {
        let mut graph = Graph::new();
        let mut reader = Reader::new(pair.old, pair.old_dialect, "old", spelling, &mut graph);
        let (old, first) = (reader.read(), reader.malformed.take());
        let mut reader = Reader::new(pair.new, pair.new_dialect, "new", spelling, &mut graph);
        let (new, second) = (reader.read(), reader.malformed.take());
        let has_circle = graph.has_circle();
        if !has_circle {
            spell_out(&mut graph);
        }
        let numbers = graph.merge();
        let number = |id: Id| numbers.get(id).copied().unwrap_or(id);
        let (old, new) = (number(old), number(new));
        let declared = declared(&mut graph, old);
        Reading { graph, old, new, declared, malformed: first.or(second), has_circle }
    }

    fn is_broken_by(&self, lexicon: &Lexicon<'_>, value: &Value) -> Option<bool> {
        let eval = Eval { graph: &self.graph, lexicon };
        Some(eval.takes(self.old, value)? && !eval.takes(self.new, value)?)
    }

    /// A value that the one takes and the other refuses, be it declared or not.
    fn search(&self, lexicon: &Lexicon<'_>, is_declared: bool, accepts: &dyn Fn(&Value) -> bool) -> Outcome {
        let own = is_declared.then_some((self.declared, true));
        let goal = Goal::new([(self.old, true), (self.new, false)].into_iter().chain(own));
        let solver = |by_formats| Solver::new(&self.graph, lexicon, goal.clone(), accepts, by_formats);
        // Whether a format counts is a matter of settings: an event that breaks without it says more.
        match self.graph.has_formats().then(|| solver(false).search()) {
            Some(Outcome::Found(value)) => Outcome::Found(value),
            _ => solver(true).search(),
        }
    }
}

/// A version as the engine has it, compiled when somebody asks, or why it can't be used.
struct Engine<'a> {
    schema: &'a Value,
    dialect: Dialect,
    check: &'a Check,
    made: OnceCell<Result<Bare, String>>,
}

impl<'a> Engine<'a> {
    fn new(schema: &'a Value, dialect: Dialect, check: &'a Check) -> Engine<'a> {
        Engine { schema, dialect, check, made: OnceCell::new() }
    }

    fn get(&self, version: &str) -> Result<&Bare, String> {
        let made = self.made.get_or_init(|| Bare::new(self.schema, self.dialect, self.check));
        made.as_ref().map_err(|why| format!("the {version} version can't be used: {why}"))
    }
}

/// The verdicts on a pair.
pub fn judge(pair: &Pair<'_>) -> Judged {
    let engines = [(pair.old, pair.old_dialect), (pair.new, pair.new_dialect)];
    let [old, new] = engines.map(|(schema, dialect)| Engine::new(schema, dialect, pair.check));
    judge_by(pair, &old, &new)
}

/// The verdicts on a pair and on the same the other way round, with the events that the other one has at hand and what it checks.
pub fn judge_both(pair: &Pair<'_>, events: &[Value], check: &Check, texts: Option<&Texts>) -> [Judged; 2] {
    let engines = [(pair.old, pair.old_dialect), (pair.new, pair.new_dialect)];
    let [old, new] = engines.map(|(schema, dialect)| Engine::new(schema, dialect, pair.check));
    let turned = Pair {
        old: pair.new,
        old_dialect: pair.new_dialect,
        new: pair.old,
        new_dialect: pair.old_dialect,
        check,
        events,
        texts,
    };
    [judge_by(pair, &old, &new), judge_by(&turned, &new, &old)]
}

/// Whether the new version refuses what the old one declares, by the graph's own answer alone: it says of a part of a change what the
/// verdict on the whole is proved for. `None` where that can't be told.
pub fn sketch(pair: &Pair<'_>) -> Option<bool> {
    let reading = Reading::new(pair, Spelling::Draft4);
    if reading.has_circle || reading.malformed.is_some() {
        return None;
    }
    if reading.old == reading.new {
        return Some(false);
    }
    pair.with_texts(|texts| {
        let formats = |format: &str, text: &str| texts.has(format, text);
        let lexicon = Lexicon::new(&formats);
        let accepts = |value: &Value| reading.is_broken_by(&lexicon, &normal(value)) == Some(true);
        match reading.search(&lexicon, true, &accepts) {
            Outcome::Found(_) => Some(true),
            Outcome::None => Some(false),
            Outcome::Open(_) => None,
        }
    })
}

fn judge_by(pair: &Pair<'_>, old: &Engine<'_>, new: &Engine<'_>) -> Judged {
    pair.with_texts(|texts| judge_with(pair, old, new, texts))
}

fn judge_with(pair: &Pair<'_>, old: &Engine<'_>, new: &Engine<'_>, texts: &Texts) -> Judged {
    let reading = Reading::new(pair, Spelling::Draft4);
    if reading.has_circle {
        let open = Verdict::Open("references lead in a circle".to_owned());
        return Judged { strict: open.clone(), declared: open };
    }
    let formats = |format: &str, text: &str| texts.has(format, text);
    let lexicon = Lexicon::new(&formats);
    if reading.malformed.is_some() {
        return by_all_readings(pair, reading, &lexicon);
    }
    let (old, new) = match old.get("old").and_then(|old| Ok((old, new.get("new")?))) {
        Ok(engines) => engines,
        Err(why) => return Judged { strict: Verdict::Open(why.clone()), declared: Verdict::Open(why) },
    };
    if reading.old == reading.new {
        return Judged { strict: Verdict::Safe, declared: Verdict::Safe };
    }
    let accepts = |value: &Value| old.accepts(value) == Some(true) && new.accepts(value) == Some(false);
    let breaks = |witness: Value| {
        let because = new.failures(&witness);
        Verdict::Breaks { witness, because }
    };
    let eval = Eval { graph: &reading.graph, lexicon: &lexicon };
    let is_declared = |value: &Value| eval.takes(reading.declared, &normal(value)) == Some(true);
    let at_hand =
        |fits: &dyn Fn(&Value) -> bool| pair.events.iter().find(|event| fits(event) && accepts(event)).cloned();
    let decide = |outcome: Outcome| match outcome {
        Outcome::Found(witness) => breaks(witness),
        Outcome::None => Verdict::Safe,
        Outcome::Open(why) => Verdict::Open(why),
    };
    let declared = match at_hand(&is_declared) {
        Some(event) => breaks(event),
        None => decide(reading.search(&lexicon, true, &accepts)),
    };
    // What breaks by what is declared breaks by all.
    let strict = match &declared {
        breaks @ Verdict::Breaks { .. } => breaks.clone(),
        _ => match at_hand(&|_| true) {
            Some(event) => breaks(event),
            None => decide(reading.search(&lexicon, false, &accepts)),
        },
    };
    proved(pair, Judged { strict, declared })
}

/// What stayed open, as far as the canonical form proves it.
fn proved(pair: &Pair<'_>, judged: Judged) -> Judged {
    let is_open = matches!(judged.strict, Verdict::Open(_)) && pair.old_dialect == pair.new_dialect;
    if is_open && is_covered(pair.old, pair.new, pair.old_dialect, pair.check.formats) {
        return Judged { strict: Verdict::Safe, declared: Verdict::Safe };
    }
    // What all events do the declared ones do.
    match judged.strict {
        Verdict::Safe => Judged { declared: Verdict::Safe, ..judged },
        _ => judged,
    }
}

/// The verdicts where a keyword is written as its dialect does not know it: what holds by each way to read it.
fn by_all_readings(pair: &Pair<'_>, reading: Reading, lexicon: &Lexicon<'_>) -> Judged {
    let malformed = reading.malformed.clone().unwrap_or_default();
    let readings = [reading, Reading::new(pair, Spelling::Number)];
    let decide = |is_declared: bool| {
        let accepts = |value: &Value| readings.iter().all(|it| it.is_broken_by(lexicon, value) == Some(true));
        let outcomes = readings.each_ref().map(|it| it.search(lexicon, is_declared, &accepts));
        if outcomes.iter().all(|outcome| *outcome == Outcome::None) {
            return Verdict::Safe;
        }
        let found = outcomes.into_iter().find_map(|outcome| match outcome {
            Outcome::Found(witness) => Some(Verdict::Breaks { witness, because: Vec::new() }),
            _ => None,
        });
        let why = || format!("{malformed}, and validators of later drafts differ in what it says");
        found.unwrap_or_else(|| Verdict::Open(why()))
    };
    Judged { strict: decide(false), declared: decide(true) }
}

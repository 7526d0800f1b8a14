//! The verdict on a pair of schemas.

use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use serde_json::Value;

use super::budget::{PART, VERDICTS};
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
use crate::resolve::Recent;

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
    /// How many steps they took.
    pub steps: u64,
}

impl Judged {
    fn both(verdict: Verdict, steps: u64) -> Judged {
        Judged { strict: verdict.clone(), declared: verdict, steps }
    }
}

/// One way to read both versions.
struct Reading {
    graph: Graph,
    /// The old one and the new one, and what each declares.
    versions: [Id; 2],
    declared: [Id; 2],
    /// What their dialects don't know as it is written.
    malformed: Option<String>,
    has_circle: bool,
}

/// A reading from one side: what the one version takes and declares, and what the other one takes.
#[derive(Clone, Copy)]
struct Way<'r> {
    graph: &'r Graph,
    written: Id,
    declared: Id,
    read: Id,
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
        let versions = [old, new].map(number);
        let declared = versions.map(|version| declared(&mut graph, version));
        Reading { graph, versions, declared, malformed: first.or(second), has_circle }
    }

    /// Events of the old version that the new one reads; if `turned`, the other way round.
    fn way(&self, turned: bool) -> Way<'_> {
        let [[old, new], [by_old, by_new]] = [self.versions, self.declared];
        let (written, declared, read) = if turned { (new, by_new, old) } else { (old, by_old, new) };
        Way { graph: &self.graph, written, declared, read }
    }
}

impl Way<'_> {
    /// Whether both say the same.
    fn is_even(&self) -> bool {
        self.written == self.read
    }

    fn is_broken_by(&self, lexicon: &Lexicon<'_>, value: &Value) -> Option<bool> {
        let eval = Eval { graph: self.graph, lexicon };
        Some(eval.takes(self.written, value)? && !eval.takes(self.read, value)?)
    }

    /// A value that the one takes and the other refuses, be it declared or not.
    fn search(&self, lexicon: &Lexicon<'_>, is_declared: bool, accepts: &dyn Fn(&Value) -> bool) -> Outcome {
        let own = is_declared.then_some((self.declared, true));
        let goal = Goal::new([(self.written, true), (self.read, false)].into_iter().chain(own));
        let solver = |by_formats| Solver::new(self.graph, lexicon, goal.clone(), accepts, by_formats);
        // Whether a format counts is a matter of settings: an event that breaks without it says more.
        match self.graph.has_formats().then(|| solver(false).search()) {
            Some(Outcome::Found(value)) => Outcome::Found(value),
            _ => solver(true).search(),
        }
    }
}

/// What was compiled lately of schemas under one configuration: a version is compared with several.
pub type Engines = Recent<(String, Dialect), Result<Bare, String>>;

/// A version as the engine has it, compiled when somebody asks, or why it can't be used.
struct Engine<'a> {
    schema: &'a Value,
    dialect: Dialect,
    check: &'a Check,
    known: Option<&'a Engines>,
    made: OnceCell<Arc<Result<Bare, String>>>,
}

impl<'a> Engine<'a> {
    fn new((schema, dialect): (&'a Value, Dialect), check: &'a Check, known: Option<&'a Engines>) -> Engine<'a> {
        Engine { schema, dialect, check, known, made: OnceCell::new() }
    }

    fn get(&self, version: &str) -> Result<&Bare, String> {
        let make = || Bare::new(self.schema, self.dialect, self.check);
        let made = self.made.get_or_init(|| match self.known {
            Some(known) => known.get((self.schema.to_string(), self.dialect), |_| make()),
            None => Arc::new(make()),
        });
        made.as_ref().as_ref().map_err(|why| format!("the {version} version can't be used: {why}"))
    }
}

/// The verdicts on a pair.
pub fn judge(pair: &Pair<'_>) -> Judged {
    let engines = [(pair.old, pair.old_dialect), (pair.new, pair.new_dialect)];
    let [old, new] = engines.map(|version| Engine::new(version, pair.check, None));
    judge_by(pair, &Reading::new(pair, Spelling::Draft4), false, (&old, &new))
}

/// The verdicts on a pair and on the same the other way round, with the events that the other one has at hand and what it checks; `known` has what
/// was compiled as `pair` has it checked.
pub fn judge_both(
    pair: &Pair<'_>,
    events: &[Value],
    check: &Check,
    texts: Option<&Texts>,
    known: &Engines,
) -> [Judged; 2] {
    let engines = [(pair.old, pair.old_dialect), (pair.new, pair.new_dialect)];
    let [old, new] = engines.map(|version| Engine::new(version, pair.check, Some(known)));
    let turned = Pair {
        old: pair.new,
        old_dialect: pair.new_dialect,
        new: pair.old,
        new_dialect: pair.old_dialect,
        check,
        events,
        texts,
    };
    let reading = Reading::new(pair, Spelling::Draft4);
    [judge_by(pair, &reading, false, (&old, &new)), judge_by(&turned, &reading, true, (&new, &old))]
}

/// What the graph alone answers: it says of a part of a change what the verdict on the whole is proved for.
pub struct Sketch<'a> {
    pair: Pair<'a>,
    reading: Reading,
    taken: Cell<u64>,
}

impl<'a> Sketch<'a> {
    pub fn new(pair: Pair<'a>) -> Sketch<'a> {
        let reading = Reading::new(&pair, Spelling::Draft4);
        Sketch { pair, reading, taken: Cell::new(0) }
    }

    /// How many steps it took.
    pub fn steps(&self) -> u64 {
        self.taken.get()
    }

    /// Whether the new version refuses what the old one declares; if `turned`, the other way round. `None` where that can't be told.
    pub fn breaks(&self, turned: bool) -> Option<bool> {
        if self.reading.has_circle || self.reading.malformed.is_some() {
            return None;
        }
        let way = self.reading.way(turned);
        if way.is_even() {
            return Some(false);
        }
        self.pair.with_texts(|texts| {
            let formats = |format: &str, text: &str| texts.has(format, text);
            let lexicon = Lexicon::new(&formats, PART);
            let accepts = |value: &Value| way.is_broken_by(&lexicon, &normal(value)) == Some(true);
            let outcome = way.search(&lexicon, true, &accepts);
            self.taken.set(self.taken.get() + lexicon.steps.taken());
            match outcome {
                Outcome::Found(_) => Some(true),
                Outcome::None => Some(false),
                Outcome::Open(_) => None,
            }
        })
    }
}

/// The verdicts on a pair that was read; if `turned`, it was read the other way round.
fn judge_by(pair: &Pair<'_>, reading: &Reading, turned: bool, engines: (&Engine<'_>, &Engine<'_>)) -> Judged {
    pair.with_texts(|texts| judge_with(pair, reading, turned, engines, texts))
}

fn judge_with(
    pair: &Pair<'_>,
    reading: &Reading,
    turned: bool,
    (old, new): (&Engine<'_>, &Engine<'_>),
    texts: &Texts,
) -> Judged {
    if reading.has_circle {
        return Judged::both(Verdict::Open("references lead in a circle".to_owned()), 0);
    }
    let formats = |format: &str, text: &str| texts.has(format, text);
    let lexicon = Lexicon::new(&formats, VERDICTS);
    let way = reading.way(turned);
    if let Some(malformed) = &reading.malformed {
        return by_all_readings(pair, way, malformed, &lexicon);
    }
    let (old, new) = match old.get("old").and_then(|old| Ok((old, new.get("new")?))) {
        Ok(engines) => engines,
        Err(why) => return Judged::both(Verdict::Open(why), 0),
    };
    if way.is_even() {
        return Judged::both(Verdict::Safe, 0);
    }
    // Whether there was an event of which one of them can't say whether it takes it.
    let is_costly = Cell::new(false);
    let says = |engine: &Bare, value: &Value| {
        let answer = engine.accepts(value);
        is_costly.set(is_costly.get() || answer.is_none());
        answer
    };
    let accepts = |value: &Value| says(old, value) == Some(true) && says(new, value) == Some(false);
    let breaks = |witness: Value| {
        let because = new.failures(&witness);
        Verdict::Breaks { witness, because }
    };
    let eval = Eval { graph: way.graph, lexicon: &lexicon };
    let is_declared = |value: &Value| eval.takes(way.declared, &normal(value)) == Some(true);
    let at_hand =
        |fits: &dyn Fn(&Value) -> bool| pair.events.iter().find(|event| fits(event) && accepts(event)).cloned();
    let decide = |outcome: Outcome| match outcome {
        Outcome::Found(witness) => breaks(witness),
        Outcome::None => Verdict::Safe,
        Outcome::Open(_) if is_costly.get() => Verdict::Open("it would take too long to validate an event".to_owned()),
        Outcome::Open(why) => Verdict::Open(why),
    };
    let declared = match at_hand(&is_declared) {
        Some(event) => breaks(event),
        None => decide(way.search(&lexicon, true, &accepts)),
    };
    // What breaks by what is declared breaks by all.
    let strict = match &declared {
        breaks @ Verdict::Breaks { .. } => breaks.clone(),
        _ => match at_hand(&|_| true) {
            Some(event) => breaks(event),
            None => decide(way.search(&lexicon, false, &accepts)),
        },
    };
    proved(pair, Judged { strict, declared, steps: lexicon.steps.taken() })
}

/// What stayed open, as far as the canonical form proves it.
fn proved(pair: &Pair<'_>, judged: Judged) -> Judged {
    let is_open = matches!(judged.strict, Verdict::Open(_)) && pair.old_dialect == pair.new_dialect;
    if is_open && is_covered(pair.old, pair.new, pair.old_dialect, pair.check.formats) {
        return Judged::both(Verdict::Safe, judged.steps);
    }
    // What all events do the declared ones do.
    match judged.strict {
        Verdict::Safe => Judged { declared: Verdict::Safe, ..judged },
        _ => judged,
    }
}

/// The verdicts where a keyword is written as its dialect does not know it: what holds by each way to read it.
fn by_all_readings(pair: &Pair<'_>, way: Way<'_>, malformed: &str, lexicon: &Lexicon<'_>) -> Judged {
    let other = Reading::new(pair, Spelling::Number);
    let ways = [way, other.way(false)];
    let decide = |is_declared: bool| {
        let accepts = |value: &Value| ways.iter().all(|it| it.is_broken_by(lexicon, value) == Some(true));
        let outcomes = ways.each_ref().map(|it| it.search(lexicon, is_declared, &accepts));
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
    let (strict, declared) = (decide(false), decide(true));
    Judged { strict, declared, steps: lexicon.steps.taken() }
}

//! What changed between two states of a catalog, in words, and what of it breaks.
//!
//! Schemas are paired by their file, else by what they say or their `$id`; each pair whose meaning may be another is judged in both
//! directions by both readings. *Backward*: who has the new version reads events of the old one. *Forward*: who has the old version
//! reads events of the new one. Which of these count the catalog's `compatibility` says.

mod align;
mod asyncapi;
mod blame;
mod chosen;
mod composed;
mod history;
mod judged;
mod lift;
mod modern;
mod moves;
mod named;
mod notable;
mod note;
mod pairs;
mod reach;
mod shown;
mod sides;
mod since;
mod words;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use crate::bundle::bundle_at;
use crate::compat::{Engines, Texts};
use crate::config::{Compatibility, Mode};
use crate::dialect::Dialect;
use crate::model::Proof;
use crate::prove::Judge;
use crate::resolve::{Recent, Resolved};
use crate::source::{Node, Place, Source, SourceId};
use sides::AllSides;

pub use chosen::Purpose;
pub use history::{Cache, History, Step, history};
pub use lift::Lift;
pub use notable::{Notable, notable, reach, sentence};
pub use note::{Note, types as types_of};
pub use since::FieldSince;

/// A state of a catalog.
pub struct State<'a> {
    /// How it was named.
    pub label: String,
    pub resolved: &'a Resolved,
    /// The one file that is compared, if it is one.
    pub only: Option<SourceId>,
    /// Who says what is wrong with an event, made when somebody asks.
    judge: OnceLock<Judge<'a>>,
    /// The examples that are expected to be valid, by the schema that they fit: number of the example, pointer below it.
    examples: OnceLock<HashMap<&'a Place, Vec<(usize, &'a str)>>>,
    /// Who else has to do with the parts of each document.
    sides: OnceLock<Vec<AllSides>>,
    shared: Arc<Shared>,
    /// Who says that of one schema, where there are many states: all that they compile is more than there is room for.
    judges: Option<Arc<Judges<'a>>>,
}

/// Who judged lately by a schema of a state, which is told by its address.
type Judges<'a> = Recent<(usize, Place), Judge<'a>>;

/// What states of one configuration have in common.
#[derive(Default)]
struct Shared {
    /// What formats say of texts, by dialect.
    texts: [OnceLock<Texts>; Dialect::ALL.len()],
    engines: Engines,
    /// The schemas that were bundled lately: a version is compared with several. Of two states one has not the address of the other.
    bundles: Recent<(usize, Place), Option<Bundled>>,
}

/// A schema with all that it refers to: as text, and what that says, where no number in it is too large.
struct Bundled {
    text: String,
    value: Option<Value>,
}

/// A schema as one state has it.
struct Side<'s, 'a> {
    state: &'s State<'a>,
    /// Where it stands; nowhere if it says nothing.
    place: Option<&'s Place>,
    schema: &'s Value,
    dialect: Dialect,
}

impl<'a> State<'a> {
    /// A state, or one file of it.
    pub fn new(label: String, resolved: &'a Resolved, only: Option<SourceId>) -> State<'a> {
        State {
            label,
            resolved,
            only,
            judge: OnceLock::new(),
            examples: OnceLock::new(),
            sides: OnceLock::new(),
            shared: Arc::default(),
            judges: None,
        }
    }

    /// Other states of the same configuration.
    fn beside(&self, label: &str, others: impl Iterator<Item = &'a Resolved>) -> Vec<State<'a>> {
        let judges: Arc<Judges<'a>> = Arc::default();
        let states = others.map(|resolved| State {
            shared: Arc::clone(&self.shared),
            judges: Some(Arc::clone(&judges)),
            ..State::new(label.to_owned(), resolved, None)
        });
        states.collect()
    }

    /// Its address tells a state from others.
    fn address(&self) -> usize {
        std::ptr::from_ref(self.resolved).addr()
    }

    /// What a schema finds wrong with an event, which was read from `source`.
    fn judged(&self, place: &Place, source: &Source, event: &Node) -> Proof {
        let parts = [(place.clone(), "")];
        let Some(judges) = &self.judges else { return self.judge().judge(&parts, source, event) };
        let own = |(_, place): &(usize, Place)| Judge::new(self.resolved, &[], [place.clone()].into_iter());
        judges.get((self.address(), place.clone()), own).judge(&parts, source, event)
    }

    /// A schema with all that it refers to; `None` where it can't be read.
    fn bundled(&self, place: &Place) -> Arc<Option<Bundled>> {
        self.shared.bundles.get((self.address(), place.clone()), |(_, place)| {
            let text = bundle_at(self.resolved, place)?;
            let value = serde_json::from_str(&text).ok();
            Some(Bundled { text, value })
        })
    }

    /// Who says what is wrong with an event.
    fn judge(&self) -> &Judge<'a> {
        self.judge.get_or_init(|| {
            let project = &self.resolved.project;
            let documents = project.schemas.iter().map(|schema| Place::root(schema.source));
            let payloads = project.documents.iter().flat_map(|document| &document.messages);
            let payloads = payloads.filter_map(|message| message.payload.clone());
            // A schema that its metaschema refuses is not judged.
            Judge::new(self.resolved, &[], documents.chain(payloads))
        })
    }

    /// What formats say of texts.
    fn texts(&self, dialect: Dialect) -> Option<&Texts> {
        let place =
            Dialect::ALL.iter().position(|it| *it == dialect).and_then(|number| self.shared.texts.get(number))?;
        Some(place.get_or_init(|| Texts::new(&self.resolved.project.config.check, dialect)))
    }

    /// Who else has to do with the parts of each document, by number.
    fn sides(&self) -> &[AllSides] {
        self.sides.get_or_init(|| self.resolved.project.documents.iter().map(|it| AllSides::of(it)).collect())
    }

    /// The examples of a schema.
    fn examples_of(&self, place: &Place) -> &[(usize, &'a str)] {
        let known = self.examples.get_or_init(|| {
            let mut known: HashMap<&'a Place, Vec<(usize, &'a str)>> = HashMap::new();
            let all = self.resolved.project.examples.iter().enumerate();
            for (number, example) in all.filter(|(_, example)| !example.expect_invalid && !example.unparsed) {
                for instance in example.instances() {
                    known.entry(&instance.schema).or_default().push((number, &instance.pointer));
                }
            }
            known
        });
        known.get(place).map(Vec::as_slice).unwrap_or_default()
    }
}

/// All that changed.
#[derive(Debug)]
pub struct Difference {
    pub old: String,
    pub new: String,
    pub changes: Vec<Change>,
}

/// One thing that is new, gone or another.
#[derive(Clone, Debug)]
pub struct Change {
    /// `schema`, `type`, `document`, `server`, `security`, `channel`, `operation` or `message`.
    pub kind: &'static str,
    pub name: String,
    pub old: Option<String>,
    pub new: Option<String>,
    pub versions: Option<(Option<String>, Option<String>)>,
    pub facts: Vec<Fact>,
    pub verdicts: Vec<Ruling>,
    pub reaches: Reach,
    /// Where it stands in the new state.
    pub place: Option<Place>,
    /// Whether it is gone, having been called deprecated before.
    pub was_deprecated: bool,
    /// Which directions count, and whether by the strict reading.
    pub mode: Mode,
    pub strict: bool,
}

/// A sentence about what changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub pointer: String,
    pub message: String,
    /// Whether it breaks; `None` where the verdict does not say of which fact it is.
    pub breaks: Option<bool>,
    /// Where it stands in the new state.
    pub place: Option<Place>,
    /// What it comes to, to be judged by itself.
    edit: Edit,
}

/// A change of one place of a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Edit {
    /// Nothing that could be judged.
    #[default]
    None,
    /// What stands at the pointer is what the new version has there, or is gone.
    Whole,
    /// What stands at the pointer is this.
    Value(Value),
    /// A property has another name: what stands at pointers is another or gone, and the one name is in the place of the other where names are
    /// required. The sentences that would say the latter.
    Rename { edits: Vec<(String, Option<Value>)>, required: String, from: String, to: String, implied: [String; 2] },
    /// It names the event, which is told and not judged.
    Name,
}

impl Fact {
    /// A fact that is not judged by itself.
    fn new(message: String, breaks: Option<bool>) -> Fact {
        Fact { pointer: String::new(), message, breaks, place: None, edit: Edit::None }
    }
}

/// The two readings: events that are declared, and all that a schema takes.
const READINGS: [&str; 2] = ["declared", "strict"];

/// A verdict, and what it is about.
#[derive(Clone, Debug)]
pub struct Ruling {
    pub direction: Direction,
    pub reading: &'static str,
    pub verdict: Verdict,
}

/// Who reads whose events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Backward,
    Forward,
}

impl Direction {
    /// The word of the report.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Backward => "backward",
            Direction::Forward => "forward",
        }
    }
}

/// What was found out.
#[derive(Clone, Debug)]
pub enum Verdict {
    Safe,
    /// An event is refused.
    Breaks {
        witness: Value,
        because: Vec<Because>,
    },
    /// Who sends and who receives no longer find or understand each other, whatever the event; what of it they had agreed on.
    Apart(String),
    Open(String),
}

/// Why an event is refused.
#[derive(Clone, Debug)]
pub struct Because {
    pub at: String,
    pub keyword: String,
    pub message: String,
}

/// Whom a change reaches.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    pub types: Vec<String>,
    pub channels: Vec<String>,
    pub applications: Vec<String>,
    pub owners: Vec<String>,
}

impl Reach {
    /// These and others, each once.
    fn add(&mut self, other: &Reach) {
        let lists = [
            (&mut self.types, &other.types),
            (&mut self.channels, &other.channels),
            (&mut self.applications, &other.applications),
            (&mut self.owners, &other.owners),
        ];
        for (list, more) in lists {
            list.extend(more.iter().cloned());
            list.sort();
            list.dedup();
        }
    }
}

/// What comes of a change, as far as it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Safe,
    Open,
    Breaks,
}

impl Change {
    /// A change of which nothing is told yet.
    fn new(kind: &'static str, name: String, old: Option<String>, new: Option<String>) -> Change {
        Change {
            kind,
            name,
            old,
            new,
            versions: None,
            facts: Vec::new(),
            verdicts: Vec::new(),
            reaches: Reach::default(),
            place: None,
            was_deprecated: false,
            mode: Mode::default(),
            strict: false,
        }
    }

    /// Whether a verdict counts; another is told as a note.
    pub fn counts(&self, ruling: &Ruling) -> bool {
        let direction = match self.mode {
            Mode::Backward => ruling.direction == Direction::Backward,
            Mode::Forward => ruling.direction == Direction::Forward,
            Mode::Full => true,
            Mode::None => false,
        };
        direction && (ruling.reading == "strict") == self.strict
    }

    /// The worst of what counts.
    pub fn outcome(&self) -> Outcome {
        let ruled = self.verdicts.iter().filter(|ruling| self.counts(ruling)).map(|ruling| match ruling.verdict {
            Verdict::Safe => Outcome::Safe,
            Verdict::Open(_) => Outcome::Open,
            Verdict::Breaks { .. } | Verdict::Apart(_) => Outcome::Breaks,
        });
        let is_gone = self.verdicts.is_empty() && self.facts.iter().any(|fact| fact.breaks == Some(true));
        let gone = (is_gone && self.mode != Mode::None).then_some(Outcome::Breaks);
        ruled.chain(gone).max().unwrap_or(Outcome::Safe)
    }
}

impl Difference {
    /// How many changes come to that.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.changes.iter().filter(|change| change.outcome() == outcome).count()
    }
}

/// What the catalog of this number promises.
fn compatibility(state: &State<'_>, catalog: usize) -> Compatibility {
    let catalog = state.resolved.project.config.catalogs.get(catalog);
    catalog.map(|catalog| catalog.compatibility.clone()).unwrap_or_default()
}

/// What changed from one state to another.
pub fn differ<'a>(old: &State<'a>, new: &State<'a>) -> Difference {
    let pairs = pairs::paired(old, new);
    let most = old.steps().max(new.steps());
    let (mut changes, steps) = judged::schemas(old, new, &pairs, most);
    if old.only.is_none() && new.only.is_none() {
        changes.extend(named::types(old, new));
    }
    changes.extend(asyncapi::documents(old, new, &pairs, most.saturating_sub(steps)));
    Difference { old: old.label.clone(), new: new.label.clone(), changes }
}

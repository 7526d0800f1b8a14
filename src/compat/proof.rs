//! What is proved of one schema: that it takes nothing, or that a keyword of it refuses nothing that the others take. The same search as for
//! pairs, of which only that it found nothing counts.

use std::cell::{Cell, OnceCell};

use serde_json::Value;

use super::graph::Graph;
use super::read::{Reader, Spelling};
use super::solve::{Goal, Outcome, Solver};
use super::texts::Lexicon;
use super::unevaluated::spell_out;
use crate::config::Check;
use crate::dialect::Dialect;
use crate::prove::Texts;

/// How many states are looked at for one proof: what takes longer is left open.
const STEPS: usize = 400;

/// How many proofs are tried for one document.
const PROOFS: usize = 300;

/// How many steps of automata all proofs for one document may take, and more for each byte of it: so those of all take as long as much is written.
const LEAST: u64 = 20_000;
const EACH_BYTE: u64 = 300;

/// Proofs about schemas of one dialect; what they say of texts is read once.
pub struct Proofs<'a> {
    lexicon: Lexicon<'a>,
    dialect: Dialect,
    left: Cell<usize>,
}

impl Proofs<'_> {
    /// Has something done that asks for proofs, about a document of so many bytes.
    pub fn with<T>(check: &Check, dialect: Dialect, bytes: usize, ask: impl FnOnce(&Proofs<'_>) -> T) -> T {
        let texts = OnceCell::new();
        let steps = LEAST + EACH_BYTE.saturating_mul(bytes as u64);
        let formats = |format: &str, text: &str| texts.get_or_init(|| Texts::new(check, dialect)).has(format, text);
        ask(&Proofs { lexicon: Lexicon::new(&formats, steps), dialect, left: Cell::new(PROOFS) })
    }

    /// Whether it is proved that a schema without references to others takes no value.
    pub fn takes_nothing(&self, schema: &Value) -> bool {
        self.has_none(&[(schema, true)])
    }

    /// Whether it is proved that all values which the one takes the other takes as well.
    pub fn is_within(&self, one: &Value, other: &Value) -> bool {
        self.has_none(&[(one, true), (other, false)])
    }

    /// Whether no value is taken and refused by these.
    fn has_none(&self, demands: &[(&Value, bool)]) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        if left == 0 {
            return false;
        }
        let mut graph = Graph::new();
        let mut nodes = Vec::new();
        for (schema, takes) in demands {
            let mut reader = Reader::new(schema, self.dialect, "old", Spelling::Draft4, &mut graph);
            let node = reader.read();
            if reader.malformed.is_some() {
                return false;
            }
            nodes.push((node, *takes));
        }
        if graph.has_circle() {
            return false;
        }
        spell_out(&mut graph);
        let numbers = graph.merge();
        let goal =
            Goal::new(nodes.into_iter().map(|(node, takes)| (numbers.get(node).copied().unwrap_or(node), takes)));
        let accepts = |_: &Value| true;
        Solver::new(&graph, &self.lexicon, goal, &accepts, true).within(STEPS).search() == Outcome::None
    }
}

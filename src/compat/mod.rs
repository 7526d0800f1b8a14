//! Whether a schema takes every event that an earlier version of it took: a proof, or an event that breaks it, or what could not be decided.
//! Never a silent yes.
//!
//! Both versions become one graph, whatever their dialects, in which what is the same is one node. A search over it finds a value that
//! the old version takes and the new one refuses, or proves that there is none; what it can't prove is asked of the canonical form. A
//! value counts once the engine that checks examples has said the same.
//!
//! There are two readings. *Strict*: any event that the old version takes. *Declared*: events of a producer that sends what its schema
//! declares, so that open objects with `properties` hold no others.
//!
//! The search takes demands apart by kind of value, tries alternatives, finds texts by automata that read side by side
//! (`pattern/language.rs`), and counts numbers as fractions. A goal that comes up below itself has no answer there, since a smallest
//! value would hold a smaller one; so recursion ends, and no value at all is a proof. Of the canonical form of jsonschema
//! (`prove/canonical.rs`) only a yes counts.
//!
//! Each search counts its steps, which have a bound, and so has the sum of all searches of a run (`budget`).
//!
//! The declared reading is a second node of the same graph, demanded beside the old schema: it closes what is open, and takes nothing
//! that the old one refuses.

mod budget;
mod declared;
mod document;
mod eval;
mod graph;
mod number;
mod proof;
mod read;
mod readings;
mod solve;
mod texts;
mod unevaluated;
mod verdict;

pub use crate::prove::Texts;
pub use budget::{SPENT, together};
pub use proof::Proofs;
pub use readings::{Undeclared, strict_alone};
pub use texts::exact;
pub use verdict::{Engines, Judged, Pair, Sketch, Verdict, judge, judge_both};

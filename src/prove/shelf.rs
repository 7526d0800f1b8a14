//! Documents that hold many schemas, prepared once for all who compile single ones of them: each page of a message compiles its payload,
//! and there are as many pages in a document as messages.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde_json::Value;

use super::Claim;
use super::assumption::{Assumption, Open};
use super::compile::{Prepared, Workshop, builder, draft, values};
use super::document::{DOCUMENT, document};
use super::one::Compiled;
use crate::source::{Place, SourceId};

/// What was prepared of a document; `None` where its copies are others under each assumption.
type Cell = Arc<OnceLock<Option<Shelved>>>;

/// A document under the assumption that what leads nowhere takes everything, and, where something does, that it takes nothing.
struct Shelved {
    open: Open,
    lenient: Prepared<'static>,
    strict: Vec<Prepared<'static>>,
}

/// The documents of one site, each prepared when it is first asked for.
#[derive(Default)]
pub struct Shelf(Mutex<HashMap<SourceId, Cell>>);

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shelf")
    }
}

impl Shelf {
    fn cell(&self, source: SourceId) -> Cell {
        Arc::clone(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(source).or_default())
    }
}

impl Workshop<'_> {
    /// The validators of one schema of many, by what was prepared for all; `None` where it has to be compiled by itself: a schema that is its whole
    /// document, and one of a document in which something can't be told.
    pub fn compile_from_shelf(&self, schema: &Place) -> Option<Compiled> {
        let cell = self.shelf.filter(|_| !schema.pointer.is_empty())?.cell(schema.source);
        let Shelved { open, lenient, strict } = cell.get_or_init(|| self.prepare(schema.source)).as_ref()?;
        Some(Compiled {
            lenient: self.compile_with(lenient, schema),
            strict: strict.iter().map(|strict| self.compile_with(strict, schema)).collect(),
            cause: open.cause(),
            backtracks: lenient.backtracks,
        })
    }

    fn prepare(&self, source: SourceId) -> Option<Shelved> {
        let closure = self.resolved.closure(source);
        let own = self.own_copies(&closure.sources);
        let copies = self.copies(&closure.sources, &own);
        let open = self.open(closure, &copies, false);
        if open.patterns || open.numbers {
            return None;
        }
        let one = |assumption| self.registry_of_one(&values(&copies), &[], open, assumption)?.ok();
        let strict = open.assumptions().iter().map(|assumption| one(*assumption)).collect::<Option<_>>()?;
        Some(Shelved { open, lenient: one(Assumption::Everything)?, strict })
    }

    /// The same as one document, which borrows nothing; `None` where they can't be one.
    pub fn registry_of_one(
        &self,
        copies: &[(SourceId, &Value)],
        claims: &[Claim<'_>],
        open: Open,
        assumption: Assumption,
    ) -> Option<Result<Prepared<'static>, String>> {
        // What stands for patterns that can't be used refers to places of resources.
        let (dialect, value) = if open.patterns { None } else { document(self.resolved, &self.copier, copies) }?;
        let prepare = || {
            let builder = builder(assumption)?.add(DOCUMENT, draft(dialect).create_resource(value));
            builder.map_err(|error| error.to_string())?.prepare().map_err(|error| error.to_string())
        };
        Some(prepare().map(|registry| self.prepared(registry, true, copies, claims, (open, assumption))))
    }
}

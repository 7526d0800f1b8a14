//! The canonical form of jsonschema, which can prove that one schema takes all that another takes. It is experimental, so that its answer
//! counts only where it is yes, and its panics are no more than that it has none.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jsonschema::canonical::{CanonicalSchema, Containment, options};
use serde_json::Value;

use super::bare::with_translations;
use super::compile::{Refuse, draft};
use super::patterns::pattern_options;
use crate::dialect::Dialect;
use crate::pattern::BACKTRACK_LIMIT;

/// How long schemas may be, as text: past that it takes long.
const LONGEST: usize = 60_000;

/// Whether `new` is proved to take everything that `old` takes; both are of one dialect and refer to nothing outside.
pub fn is_covered(old: &Value, new: &Value, dialect: Dialect, formats: bool) -> bool {
    if old.to_string().len() + new.to_string().len() > LONGEST {
        return false;
    }
    let form = |schema: &Value| -> Option<CanonicalSchema> {
        let options = options().with_draft(draft(dialect)).should_validate_formats(formats);
        let options = options.with_retriever(Refuse).with_pattern_options(pattern_options(BACKTRACK_LIMIT));
        options.canonicalize(&with_translations(schema)).ok()
    };
    let covered = catch_unwind(AssertUnwindSafe(|| form(new)?.covers(&form(old)?).ok()));
    matches!(covered, Ok(Some(Containment::Yes)))
}

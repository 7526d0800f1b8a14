//! Formats: those of site.toml, and those that later drafts define, which authors expect to hold in earlier ones as well.

use std::cell::Cell;
use std::sync::{Arc, LazyLock};

use jsonschema::Draft;
use serde_json::json;

use super::spanned::{self, Options, Validator};
use crate::config::Check;
use crate::pattern::{Pattern, TooCostly, is_pattern};

/// The names that JSON Schema 2020-12 defines.
const DEFINED: [&str; 19] = [
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
];

static URI: LazyLock<Option<Validator>> = LazyLock::new(|| of_format("uri"));
static EMAIL: LazyLock<Option<Validator>> = LazyLock::new(|| of_format("email"));

/// Whether a text has the format `uri` of JSON Schema.
pub fn is_uri(text: &str) -> bool {
    URI.as_ref().is_none_or(|validator| spanned::accepts_text(validator, text))
}

/// Whether a text has the format `email` of JSON Schema.
pub fn is_email(text: &str) -> bool {
    EMAIL.as_ref().is_none_or(|validator| spanned::accepts_text(validator, text))
}

fn of_format(name: &str) -> Option<Validator> {
    let options = Options::default().with_draft(Draft::Draft202012).should_validate_formats(true).offline();
    options.build(&json!({ "format": name })).ok()
}

/// The formats that a validator is given beside those that its draft knows.
#[derive(Clone)]
pub struct Formats {
    pub asserted: bool,
    own: Vec<(String, Pattern)>,
    later: Vec<(&'static str, Arc<Validator>)>,
}

impl Formats {
    /// The formats of a configuration; `old_drafts` says whether some schema is of a draft that lacks formats of later ones.
    pub fn new(check: &Check, old_drafts: bool) -> Formats {
        let own = check.own_formats.iter().map(|(name, format)| (name.clone(), format.pattern.clone())).collect();
        let wanted = if old_drafts { DEFINED.as_slice() } else { &[] };
        let later = wanted.iter().filter_map(|name| Some((*name, Arc::new(of_format(name)?))));
        Formats { asserted: check.formats, own, later: later.collect() }
    }

    /// Hands the formats to a validator's options.
    pub fn apply<'i>(&self, mut options: Options<'i>, draft: Draft) -> Options<'i> {
        options = options.should_validate_formats(self.asserted);
        if !self.asserted {
            return options;
        }
        for (name, validator) in &self.later {
            if !options.is_known_format(draft, name) && options.is_known_format(Draft::Draft202012, name) {
                let validator = Arc::clone(validator);
                options = options.with_format(*name, move |text: &str| spanned::accepts_text(&validator, text));
            }
        }
        // One answer to what a pattern is: ours.
        options = options.with_format("regex", is_pattern);
        for (name, pattern) in &self.own {
            let pattern = pattern.clone();
            let matches = move |text: &str| {
                pattern.matches(text).unwrap_or_else(|TooCostly| {
                    UNDECIDED.set(true);
                    false
                })
            };
            options = options.with_format(name.clone(), matches);
        }
        options
    }
}

thread_local! {
    /// Whether a pattern of a format took too many steps: to jsonschema a format says yes or no.
    static UNDECIDED: Cell<bool> = const { Cell::new(false) };
}

/// What `validate` says; `None` if the pattern of some format took too many steps to be decided meanwhile.
pub fn decided<T>(validate: impl FnOnce() -> T) -> Option<T> {
    UNDECIDED.set(false);
    let verdict = validate();
    (!UNDECIDED.get()).then_some(verdict)
}

//! The engine for a schema that stands alone, as text: with the formats, patterns and contents of any other.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use jsonschema::error::ValidationErrorKind;
use serde_json::{Map, Value, json};

use super::compile::{Refuse, draft};
use super::content;
use super::cost::Costs;
use super::effort::weight;
use super::formats::{Formats, decided};
use super::patterns::pattern_options;
use super::spanned::accepts;
use super::spanned::{Options, Validator};
use super::value::quoted;
use crate::config::Check;
use crate::dialect::Dialect;
use crate::keyword::{Subschemas, lookup};
use crate::load::alone;
use crate::model::Target;
use crate::pattern::{BACKTRACK_LIMIT, translated};
use crate::resolve::{Resolved, resolve};
use crate::source::{Format, Node, Place, Source, SourceId};

/// How much of a value may be read for one verdict.
const STEPS: u64 = 1_000_000;

/// A compiled schema.
pub struct Bare {
    validator: Validator,
    /// The schema as a project of its own, by which it is told what a verdict may cost.
    resolved: Resolved,
    /// How many schemas are applied for each value at most, where that has a bound.
    each: Option<u64>,
}

impl Bare {
    /// Compiles a schema that refers to nothing outside itself.
    ///
    /// # Errors
    /// Why that can't be done: its metaschema refuses it, a reference leads nowhere, a pattern is none, it would take too long.
    pub fn new(schema: &Value, dialect: Dialect, check: &Check) -> Result<Bare, String> {
        let source = Source::from_file("schema.json", Format::Json, schema.to_string().into_bytes());
        let resolved = resolve(alone(source, dialect));
        let mut costs = Costs::new(&resolved);
        if !costs.is_compilable(&root()) {
            return Err("it would take too long to compile it".to_owned());
        }
        let each = costs.for_each_value(&root());
        let formats = Formats::new(check, dialect < Dialect::Draft201909);
        let built = build(&with_translations(schema), dialect, &formats);
        let validator = built.map_err(|why| why.unwrap_or_else(|| lost(&resolved)))?;
        Ok(Bare { validator, resolved, each })
    }

    /// Whether it accepts a value; `None` where that takes too many steps.
    pub fn accepts(&self, value: &Value) -> Option<bool> {
        let source = source_of(value);
        let node = source.root().filter(|node| self.is_bounded(node))?;
        decided(|| accepts(&self.validator, node, STEPS)).flatten()
    }

    /// By which keywords it refuses a value, and where in it.
    pub fn failures(&self, value: &Value) -> Vec<(String, String)> {
        let source = source_of(value);
        let Some(node) = source.root().filter(|node| self.is_bounded(node)) else { return Vec::new() };
        let effort = super::effort::Effort::of(STEPS);
        let errors = self.validator.iter_errors(super::effort::Watched::new(node, &effort));
        let errors =
            errors.take(FAILURES).map(|error| (error.instance_path().to_string(), error.kind().keyword().to_owned()));
        errors.collect()
    }
}

impl Bare {
    /// Whether so few schemas are applied to a value that it is decided in reasonable time: there may be more ways through them than atoms.
    fn is_bounded(&self, node: &Node) -> bool {
        let quick = self.each.and_then(|each| each.checked_mul(weight(node).0));
        quick.is_some_and(|most| most <= STEPS) || Costs::new(&self.resolved).bound(&root(), node, STEPS).is_ok()
    }
}

/// How many failures of a value are told.
const FAILURES: usize = 10;

/// The engine for a schema, or why there is none; without words, where a reference leads nowhere.
fn build(schema: &Value, dialect: Dialect, formats: &Formats) -> Result<Validator, Option<String>> {
    let draft = draft(dialect);
    let options = Options::default().with_draft(draft).with_retriever(Refuse).offline();
    let options = content::apply(options, formats.asserted);
    let options = formats.apply(options, draft).with_pattern_options(pattern_options(BACKTRACK_LIMIT));
    let built = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| options.build(schema)));
    let built = built.map_err(|_| Some("it can't be compiled".to_owned()))?;
    built.map_err(|error| {
        let is_lost = matches!(error.kind(), ValidationErrorKind::Referencing(_));
        (!is_lost).then(|| error.masked().to_string())
    })
}

/// The first reference that leads nowhere, in words: which one of several the engine names is another each time.
fn lost(resolved: &Resolved) -> String {
    let first = resolved.references.iter().find(|reference| matches!(reference.target, Target::Unresolved(_)));
    let name = first.map_or_else(String::new, |first| format!(" {}", quoted(&first.text)));
    format!("its reference{name} leads nowhere")
}

/// The place of the schema in the project of its own.
fn root() -> Place {
    Place::root(SourceId(0))
}

fn source_of(value: &Value) -> Source {
    Source::from_file("value", Format::Json, value.to_string().into_bytes())
}

/// The schema with its patterns as our engine reads them. What is data stays as it is, and names of properties are no keywords.
pub fn with_translations(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => Value::Array(items.iter().map(with_translations).collect()),
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| {
                let own = |text: &str| translated(text).unwrap_or_else(|_| text.to_owned());
                let value = match (key.as_str(), value) {
                    ("const" | "enum" | "default" | "examples" | "example", _) => value.clone(),
                    (key, Value::Object(named)) if key != "patternProperties" && holds_named(key) => Value::Object(
                        named.iter().map(|(name, value)| (name.clone(), with_translations(value))).collect(),
                    ),
                    ("pattern", Value::String(text)) => Value::String(own(text)),
                    ("patternProperties", Value::Object(patterns)) => Value::Object(
                        patterns.iter().map(|(text, value)| (own(text), with_translations(value))).collect(),
                    ),
                    _ => with_translations(value),
                };
                (key.clone(), value)
            };
            Value::Object(members.iter().map(member).collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

/// Whether a keyword has its schemas by names that are not its own.
fn holds_named(keyword: &str) -> bool {
    matches!(lookup(keyword).subschemas, Subschemas::Map | Subschemas::MapOfSchemasOrNames)
}

/// What formats, and the contents that draft-07 asserts, say of texts; each is compiled once, whoever asks.
pub struct Texts {
    formats: Formats,
    dialect: Dialect,
    known: RwLock<HashMap<String, Option<Arc<Validator>>>>,
}

impl Texts {
    /// The formats of a configuration.
    pub fn new(check: &Check, dialect: Dialect) -> Texts {
        Texts { formats: Formats::new(check, dialect < Dialect::Draft201909), dialect, known: RwLock::default() }
    }

    /// Whether a text has a format, or a content as `contentEncoding=base64` says; `None` where nobody checks it.
    pub fn has(&self, format: &str, text: &str) -> Option<bool> {
        let known = self.known.read().ok().and_then(|known| known.get(format).cloned());
        let validator = known.unwrap_or_else(|| self.compiled(format));
        Some(super::spanned::accepts_text(validator.as_deref()?, text))
    }

    fn compiled(&self, format: &str) -> Option<Arc<Validator>> {
        let (key, value) = format.split_once('=').unwrap_or(("format", format));
        let validator = build(&json!({ key: value }), self.dialect, &self.formats).ok();
        // What takes this takes all.
        let validator = validator.filter(|validator| !super::spanned::accepts_text(validator, ODD)).map(Arc::new);
        if let Ok(mut known) = self.known.write() {
            known.insert(format.to_owned(), validator.clone());
        }
        validator
    }
}

/// A text that no format takes.
const ODD: &str = "[{ %";

//! Compiles the schemas of one source at a time, from copies that share what several schemas refer to.

use std::collections::HashMap;
use std::sync::OnceLock;

use jsonschema::{Draft, PatternOptions, Registry, Resource, Retrieve, Uri, Validator};
use referencing::SPECIFICATIONS;
use serde_json::{Value, json};

use super::closure::closure;
use super::copy::{UNRESOLVED, copy, embedded_resources, reference_to, uri_of};
use super::formats::Formats;
use super::one::{Bench, prove_one};
use crate::dialect::Dialect;
use crate::model::{Proof, SchemaFault, Target};
use crate::pattern::BACKTRACK_LIMIT;
use crate::resolve::Resolved;
use crate::source::{Place, SourceId};

/// Nothing is ever fetched: what a schema refers to was found before, or stays unresolved.
struct Refuse;

impl Retrieve for Refuse {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Err(format!("`{uri}` is not loaded: schemabook has no network").into())
    }
}

/// The engine for patterns, with a bounded cost.
pub fn pattern_options() -> PatternOptions<jsonschema::FancyRegex> {
    PatternOptions::fancy_regex().backtrack_limit(BACKTRACK_LIMIT).size_limit(10 << 20)
}

/// The draft of a dialect.
pub fn draft(dialect: Dialect) -> Draft {
    match dialect {
        Dialect::Draft4 => Draft::Draft4,
        Dialect::Draft6 => Draft::Draft6,
        Dialect::Draft7 => Draft::Draft7,
        Dialect::Draft201909 => Draft::Draft201909,
        Dialect::Draft202012 => Draft::Draft202012,
    }
}

/// All that compiling needs.
pub struct Workshop<'a> {
    resolved: &'a Resolved,
    faults: &'a [SchemaFault],
    formats: Formats,
    /// Copies of sources that others refer to; those of the rest live as long as their own job.
    shared: HashMap<SourceId, OnceLock<Value>>,
}

impl<'a> Workshop<'a> {
    /// A workshop for the project.
    pub fn new(resolved: &'a Resolved, faults: &'a [SchemaFault]) -> Workshop<'a> {
        let mut shared = HashMap::new();
        for reference in &resolved.references {
            if let Target::Place(place) = &reference.target
                && place.source != reference.holder.source
            {
                shared.entry(place.source).or_default();
            }
        }
        let old_drafts = resolved.anatomies.values().any(|anatomy| anatomy.dialect < Dialect::Draft201909);
        Workshop { resolved, faults, formats: Formats::new(&resolved.project.config.check, old_drafts), shared }
    }

    /// The proofs of the examples `numbers`, whose first schemas stand in `source`.
    pub fn prove_all(&self, source: SourceId, numbers: &[usize]) -> Vec<(usize, Proof)> {
        let mut sources = closure(self.resolved, source);
        let examples = &self.resolved.project.examples;
        for instance in
            numbers.iter().flat_map(|number| examples[*number].instances()).filter(|i| i.schema.source != source)
        {
            // The headers of a message may stand in another document than its payload.
            let other = closure(self.resolved, instance.schema.source);
            sources.sources.extend(other.sources);
            sources.unresolved |= other.unresolved;
        }
        let own: HashMap<SourceId, Value> = sources
            .sources
            .iter()
            .filter(|id| !self.shared.contains_key(id))
            .map(|id| (*id, copy(self.resolved, *id, self.faults)))
            .collect();
        let copies: Vec<(SourceId, &Value)> = sources
            .sources
            .iter()
            .map(|id| match self.shared.get(id) {
                Some(cell) => (*id, cell.get_or_init(|| copy(self.resolved, *id, self.faults))),
                None => (*id, &own[id]),
            })
            .collect();
        let faulty = self.faults.iter().any(|fault| !fault.pattern && sources.sources.contains(&fault.place.source));
        let lenient = self.registry(&copies, true);
        // Only where a reference leads nowhere does it matter what stands there: then both answers are asked.
        let strict = sources.unresolved.then(|| self.registry(&copies, false));
        let bench = Bench { resolved: self.resolved, faulty };
        let mut validators: HashMap<&Place, Compiled> = HashMap::new();
        let mut proofs = Vec::with_capacity(numbers.len());
        for number in numbers {
            let example = &examples[*number];
            for instance in example.instances() {
                validators.entry(&instance.schema).or_insert_with(|| Compiled {
                    lenient: self.compile(&lenient, &instance.schema),
                    strict: strict.as_ref().map(|strict| self.compile(strict, &instance.schema)),
                });
            }
            proofs.push((*number, prove_one(&bench, &validators, example)));
        }
        proofs
    }

    fn registry<'v>(&self, copies: &[(SourceId, &'v Value)], permissive: bool) -> Result<Registry<'v>, String> {
        let stand_in = Resource::from_contents(Value::Bool(permissive));
        let builder = SPECIFICATIONS.add(UNRESOLVED, stand_in).map_err(|error| error.to_string())?;
        let mut builder = builder.retriever(Refuse);
        for (source, value) in copies {
            let dialect = self.resolved.anatomies.get(source).map_or(Dialect::Draft202012, |anatomy| anatomy.dialect);
            let resource = draft(dialect).create_resource_ref(value);
            builder = builder.add(uri_of(*source), resource).map_err(|error| error.to_string())?;
            let embedded = embedded_resources(self.resolved, *source, value).into_iter();
            let embedded = embedded.map(|(uri, value)| (uri, draft(dialect).detect(value).create_resource_ref(value)));
            builder = builder.extend(embedded).map_err(|error| error.to_string())?;
        }
        builder.prepare().map_err(|error| error.to_string())
    }

    /// The validator for the schema at `place`: a reference into the whole document, never a cut-out copy.
    fn compile(&self, registry: &Result<Registry<'_>, String>, place: &Place) -> Result<Validator, String> {
        let registry = registry.as_ref().map_err(Clone::clone)?;
        let draft = draft(self.resolved.dialect_of(place));
        let options = jsonschema::options().with_draft(draft).with_registry(registry).with_retriever(Refuse).offline();
        let options = self.formats.apply(options, draft).with_pattern_options(pattern_options());
        options
            .build(&json!({ "$ref": reference_to(self.resolved, place) }))
            .map_err(|error| error.masked().to_string())
    }
}

/// The validators of one schema: with unresolved references allowing everything and, where there are any, nothing.
pub struct Compiled {
    pub lenient: Result<Validator, String>,
    pub strict: Option<Result<Validator, String>>,
}

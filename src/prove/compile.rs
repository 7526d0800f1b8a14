//! Compiles the schemas of one source at a time, from copies that share what several schemas refer to.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use jsonschema::{Draft, PatternOptions, Registry, Resource, Retrieve, Uri, Validator};
use referencing::SPECIFICATIONS;
use serde_json::{Map, Value, json};

use super::closure::{Closure, closure, reaches};
use super::copy::{UNRESOLVED, copy, embedded_resources, reference_to, uri_of};
use super::formats::Formats;
use super::one::{Bench, Compiled, prove_one};
use super::valid;
use crate::dialect::Dialect;
use crate::model::{Example, Proof, SchemaFault, Target};
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

    /// The proofs of the examples of several sources. One validator is asked for all of them first, so that what their schemas refer to in
    /// common is compiled once; where it does not accept, each source is asked by itself, for failures.
    pub fn prove_batch(&self, batch: &[(SourceId, Vec<usize>)]) -> Vec<(usize, Proof)> {
        let accepted = self.accepted(batch);
        let mut proofs: Vec<(usize, Proof)> = accepted.iter().map(|number| (*number, valid())).collect();
        for (source, numbers) in batch {
            let rest: Vec<usize> = numbers.iter().copied().filter(|number| !accepted.contains(number)).collect();
            if !rest.is_empty() {
                proofs.extend(self.prove_all(*source, &rest));
            }
        }
        proofs
    }

    /// The examples that are plainly valid: all their references lead somewhere, all their schemas are valid themselves.
    fn accepted(&self, batch: &[(SourceId, Vec<usize>)]) -> HashSet<usize> {
        let sound = batch.iter().filter_map(|(source, numbers)| {
            let closure = self.closure_of(*source, numbers);
            (!closure.unresolved && !self.is_faulty(&closure, numbers)).then_some((closure.sources, numbers))
        });
        let (closures, numbers): (Vec<BTreeSet<SourceId>>, Vec<&Vec<usize>>) = sound.unzip();
        let sources: BTreeSet<SourceId> = closures.into_iter().flatten().collect();
        let numbers: Vec<usize> = numbers.into_iter().flatten().copied().collect();
        let own = self.own_copies(&sources);
        let registry = self.registry(&self.copies(&sources, &own), true);
        let Some(together) = self.together(&registry, &numbers) else { return HashSet::new() };
        let examples = &self.resolved.project.examples;
        let accepts = |example: &Example| example.foreign.is_none() && together.accepts(self.resolved, example);
        numbers.into_iter().filter(|number| accepts(&examples[*number])).collect()
    }

    /// The proofs of the examples `numbers`, whose first schemas stand in `source`.
    fn prove_all(&self, source: SourceId, numbers: &[usize]) -> Vec<(usize, Proof)> {
        let closure = self.closure_of(source, numbers);
        let own = self.own_copies(&closure.sources);
        let copies = self.copies(&closure.sources, &own);
        let lenient = self.registry(&copies, true);
        // Only where a reference leads nowhere does it matter what stands there: then both answers are asked.
        let strict = closure.unresolved.then(|| self.registry(&copies, false));
        let bench = Bench { resolved: self.resolved, faulty: self.is_faulty(&closure, numbers) };
        let mut validators: HashMap<&Place, Compiled> = HashMap::new();
        let mut proofs = Vec::with_capacity(numbers.len());
        for number in numbers {
            let example = &self.resolved.project.examples[*number];
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

    /// What the examples `numbers` need, whose first schemas stand in `source`; the headers of a message may stand in another document than
    /// its payload.
    fn closure_of(&self, source: SourceId, numbers: &[usize]) -> Closure {
        let mut needed = closure(self.resolved, source);
        let examples = &self.resolved.project.examples;
        let instances = numbers.iter().flat_map(|number| examples[*number].instances());
        for instance in instances.filter(|instance| instance.schema.source != source) {
            let other = closure(self.resolved, instance.schema.source);
            needed.sources.extend(other.sources);
            needed.unresolved |= other.unresolved;
        }
        needed
    }

    /// Whether some schema that takes part is refused by its metaschema.
    fn is_faulty(&self, closure: &Closure, numbers: &[usize]) -> bool {
        let faults = self.faults.iter().filter(|fault| !fault.pattern && closure.sources.contains(&fault.place.source));
        let faults: Vec<&Place> = faults.map(|fault| &fault.place).collect();
        let examples = numbers.iter().map(|number| &self.resolved.project.examples[*number]);
        let schemas = examples.flat_map(Example::instances).map(|instance| instance.schema.clone());
        !faults.is_empty() && reaches(self.resolved, schemas.collect(), &faults)
    }

    /// The copies of sources that nothing else refers to.
    fn own_copies(&self, sources: &BTreeSet<SourceId>) -> HashMap<SourceId, Value> {
        let own = sources.iter().filter(|id| !self.shared.contains_key(id));
        own.map(|id| (*id, copy(self.resolved, *id, self.faults))).collect()
    }

    fn copies<'v>(
        &'v self,
        sources: &BTreeSet<SourceId>,
        own: &'v HashMap<SourceId, Value>,
    ) -> Vec<(SourceId, &'v Value)> {
        let copies = sources.iter().filter_map(|id| match self.shared.get(id) {
            Some(cell) => Some((*id, cell.get_or_init(|| copy(self.resolved, *id, self.faults)))),
            None => own.get(id).map(|copy| (*id, copy)),
        });
        copies.collect()
    }

    /// One validator for all schemas that the examples need; `None` where they are not all of one dialect, or one can't be compiled.
    fn together<'p>(&'p self, registry: &Result<Registry<'_>, String>, numbers: &[usize]) -> Option<Together<'p>> {
        let mut keys: HashMap<&Place, String> = HashMap::new();
        let instances = numbers.iter().flat_map(|number| self.resolved.project.examples[*number].instances());
        for instance in instances {
            let key = keys.len().to_string();
            keys.entry(&instance.schema).or_insert(key);
        }
        let first = self.resolved.dialect_of(keys.keys().next()?);
        if keys.keys().any(|place| self.resolved.dialect_of(place) != first) {
            return None;
        }
        let references =
            keys.iter().map(|(place, key)| (key.clone(), json!({ "$ref": reference_to(self.resolved, place) })));
        let schema = json!({ "properties": references.collect::<Map<String, Value>>() });
        let validator = self.build(registry, first, &schema).ok()?;
        Some(Together { validator, keys })
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
        let schema = json!({ "$ref": reference_to(self.resolved, place) });
        self.build(registry, self.resolved.dialect_of(place), &schema)
    }

    fn build(
        &self,
        registry: &Result<Registry<'_>, String>,
        dialect: Dialect,
        schema: &Value,
    ) -> Result<Validator, String> {
        let registry = registry.as_ref().map_err(Clone::clone)?;
        let draft = draft(dialect);
        let options = jsonschema::options().with_draft(draft).with_registry(registry).with_retriever(Refuse).offline();
        let options = self.formats.apply(options, draft).with_pattern_options(pattern_options());
        options.build(schema).map_err(|error| error.masked().to_string())
    }
}

/// A validator for several schemas: each is the schema of one property.
struct Together<'p> {
    validator: Validator,
    keys: HashMap<&'p Place, String>,
}

impl Together<'_> {
    /// Whether every instance of the example is valid.
    fn accepts(&self, resolved: &Resolved, example: &Example) -> bool {
        example.instances().iter().all(|instance| {
            let place = Place::new(example.place.source, format!("{}{}", example.place.pointer, instance.pointer));
            let (Some(key), Some(node)) = (self.keys.get(&instance.schema), resolved.project.sources.node(&place))
            else {
                return false;
            };
            let only = Map::from_iter([(key.clone(), node.to_value())]);
            self.validator.is_valid(&Value::Object(only))
        })
    }
}

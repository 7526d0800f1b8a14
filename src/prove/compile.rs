//! Compiles the schemas of one source at a time, from copies that share what several schemas refer to.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use jsonschema::{Draft, Registry, Resource, Retrieve, Uri};
use referencing::SPECIFICATIONS;
use serde_json::{Map, Value, json};

use super::copy::{OWN_REFERENCE, UNRESOLVED, copy, embedded_resources, reference_to, renamed, uri_of};
use super::cost::{Costs, weight};
use super::document::{DOCUMENT, document, reference_within};
use super::effort::Allowance;
use super::formats::Formats;
use super::one::{Bench, Compiled, Remembered, prove_one};
use super::patterns::{backtracking, pattern_options, steps};
use super::spanned::{self, Options, Validator};
use super::verdicts::{Asked, Reference, Verdicts};
use super::{Claim, valid};
use crate::dialect::Dialect;
use crate::model::{Proof, SchemaFault, Target};
use crate::pattern::BACKTRACK_LIMIT;
use crate::resolve::{Closure, Resolved, reaches};
use crate::source::{Kind, Member, Node, Place, SourceId};

/// Nothing is ever fetched: what a schema refers to was found before, or stays unresolved.
struct Refuse;

impl Retrieve for Refuse {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Err(format!("`{uri}` is not loaded: schemabook has no network").into())
    }
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

/// What schemas are compiled with: those that they may refer to, and how many steps a pattern may take.
struct Prepared<'v> {
    registry: Registry<'v>,
    steps: usize,
    /// Whether one of them has a pattern that may go back.
    backtracks: bool,
    /// Whether all stand in one document.
    is_one: bool,
}

impl Prepared<'_> {
    /// The reference to the schema at `place`.
    fn reference_to(&self, resolved: &Resolved, place: &Place) -> String {
        if self.is_one { reference_within(place) } else { reference_to(resolved, place) }
    }
}

/// All that compiling needs.
pub struct Workshop<'a> {
    resolved: &'a Resolved,
    faults: &'a [SchemaFault],
    formats: Formats,
    /// How many claims there are.
    claims: usize,
    /// Copies of sources that others refer to; those of the rest live as long as their own job.
    shared: HashMap<SourceId, OnceLock<Value>>,
}

impl<'a> Workshop<'a> {
    /// A workshop for so many claims, which claim to fit the schemas in some sources.
    pub fn new(
        resolved: &'a Resolved,
        faults: &'a [SchemaFault],
        schemas: impl Iterator<Item = SourceId>,
        claims: usize,
    ) -> Workshop<'a> {
        let mut shared = HashMap::new();
        for source in schemas {
            let others = resolved.closure(source).sources.iter().filter(|other| **other != source);
            shared.extend(others.map(|other| (*other, OnceLock::new())));
        }
        let old_drafts = resolved.anatomies.values().any(|anatomy| anatomy.dialect < Dialect::Draft201909);
        let formats = Formats::new(&resolved.project.config.check, old_drafts);
        Workshop { resolved, faults, formats, claims, shared }
    }

    /// The proofs of what claims to fit the schemas of several sources. One validator is asked for all of them first, so that what their schemas refer to in
    /// common is compiled once; where it does not accept, each source is asked by itself, for failures.
    pub fn prove_batch(&self, batch: &[(SourceId, Vec<Claim<'_>>)]) -> Vec<(usize, Proof)> {
        let accepted = self.accepted(batch);
        let mut proofs: Vec<(usize, Proof)> = accepted.iter().map(|number| (*number, valid())).collect();
        for (source, claims) in batch {
            let rest: Vec<Claim<'_>> = claims.iter().copied().filter(|it| !accepted.contains(&it.number)).collect();
            if !rest.is_empty() {
                proofs.extend(self.prove_all(*source, &rest));
            }
        }
        proofs
    }

    /// The numbers of those that are plainly valid: all their references lead somewhere, all their schemas are valid themselves.
    fn accepted(&self, batch: &[(SourceId, Vec<Claim<'_>>)]) -> HashSet<usize> {
        let mut costs = Costs::new(self.resolved);
        let sound = batch.iter().filter_map(|(source, claims)| {
            let closure = self.closure_of(*source, claims);
            let doubtful = self.doubtful(&mut costs, &closure, claims);
            let is_sound = |claim: &Claim<'_>| !claim.instances.iter().any(|it| doubtful.contains_key(&it.schema));
            let claims: Vec<Claim<'_>> = claims.iter().copied().filter(is_sound).collect();
            let sound = !closure.unresolved && schemas_of(&claims).all(|schema| costs.is_compilable(schema));
            sound.then_some((closure.sources, claims))
        });
        let (closures, claims): (Vec<BTreeSet<SourceId>>, Vec<Vec<Claim<'_>>>) = sound.unzip();
        let sources: BTreeSet<SourceId> = closures.into_iter().flatten().collect();
        let claims: Vec<Claim<'_>> = claims.into_iter().flatten().collect();
        let own = self.own_copies(&sources);
        let registry = self.registry(&self.copies(&sources, &own), &claims, true);
        let Some(together) = self.together(&registry, &claims) else { return HashSet::new() };
        let cheap = claims.iter().filter(|claim| claim.foreign.is_none() && costs.is_cheap(claim, self.claims));
        cheap.filter(|claim| together.accepts(self.resolved, claim, self.claims)).map(|claim| claim.number).collect()
    }

    /// The proofs of claims whose first schemas stand in `source`.
    fn prove_all(&self, source: SourceId, claims: &[Claim<'_>]) -> Vec<(usize, Proof)> {
        let closure = self.closure_of(source, claims);
        let mut costs = Costs::new(self.resolved);
        let cheap = claims.iter().all(|claim| costs.is_cheap(claim, self.claims));
        let remembered = if cheap { None } else { self.remembered(&closure, claims) };
        let own = self.own_copies(&closure.sources);
        let copies = self.copies(&closure.sources, &own);
        let lenient = self.registry(&copies, claims, true);
        // Only where a reference leads nowhere does it matter what stands there: then both answers are asked.
        let strict = closure.unresolved.then(|| self.registry(&copies, claims, false));
        let doubtful = self.doubtful(&mut costs, &closure, claims);
        let mut bench = Bench { resolved: self.resolved, doubtful, costs, claims: self.claims, remembered };
        let mut validators: HashMap<&Place, Compiled> = HashMap::new();
        let mut proofs = Vec::with_capacity(claims.len());
        for claim in claims {
            let compilable = claim.instances.iter().filter(|instance| bench.costs.is_compilable(&instance.schema));
            for instance in compilable {
                validators.entry(&instance.schema).or_insert_with(|| Compiled {
                    lenient: self.compile(&lenient, &instance.schema),
                    strict: strict.as_ref().map(|strict| self.compile(strict, &instance.schema)),
                    backtracks: lenient.as_ref().is_ok_and(|lenient| lenient.backtracks),
                });
            }
            proofs.push((claim.number, prove_one(&mut bench, &validators, claim)));
        }
        proofs
    }

    /// The validators of one schema, and why nothing can be proved by it, if that is so.
    pub fn compile_one(&self, costs: &mut Costs<'_>, schema: &Place) -> (Compiled, Option<&'static str>) {
        let closure = self.resolved.closure(schema.source);
        let own = self.own_copies(&closure.sources);
        let copies = self.copies(&closure.sources, &own);
        let lenient = self.registry(&copies, &[], true);
        let compiled = Compiled {
            lenient: self.compile(&lenient, schema),
            backtracks: lenient.as_ref().is_ok_and(|lenient| lenient.backtracks),
            strict: closure.unresolved.then(|| self.compile(&self.registry(&copies, &[], false), schema)),
        };
        (compiled, self.doubt(costs, &self.faults_in(closure), schema))
    }

    /// What claims need, whose first schemas stand in `source`; the headers of a message may stand in another document than its payload.
    fn closure_of(&self, source: SourceId, claims: &[Claim<'_>]) -> Closure {
        let mut needed = self.resolved.closure(source).clone();
        let instances = claims.iter().flat_map(|claim| claim.instances);
        for instance in instances.filter(|instance| instance.schema.source != source) {
            let other = self.resolved.closure(instance.schema.source);
            needed.sources.extend(&other.sources);
            needed.unresolved |= other.unresolved;
        }
        needed
    }

    /// How many values the largest of the instances is made of.
    fn largest(&self, claims: &[Claim<'_>]) -> u64 {
        let instances = claims.iter().flat_map(|claim| claim.instances.iter().map(|it| claim.place_of(&it.pointer)));
        let sizes = instances.filter_map(|place| self.resolved.project.sources.node(&place).map(Node::count));
        sizes.max().unwrap_or_default() as u64
    }

    /// The schemas of claims by which nothing can be proved, each with the reason.
    fn doubtful<'c>(
        &self,
        costs: &mut Costs<'_>,
        closure: &Closure,
        claims: &[Claim<'c>],
    ) -> HashMap<&'c Place, &'static str> {
        let faults = self.faults_in(closure);
        let schemas: HashSet<&Place> = schemas_of(claims).collect();
        schemas.into_iter().filter_map(|schema| Some((schema, self.doubt(costs, &faults, schema)?))).collect()
    }

    /// The places at which schemas that a closure needs are refused by their metaschema.
    fn faults_in(&self, closure: &Closure) -> Vec<&'a Place> {
        let faults = self.faults.iter().filter(|fault| !fault.pattern && closure.sources.contains(&fault.place.source));
        faults.map(|fault| &fault.place).collect()
    }

    /// Why nothing can be proved by a schema, if that is so: it was not read, or needs one that is refused by its metaschema.
    fn doubt(&self, costs: &mut Costs<'_>, faults: &[&Place], schema: &Place) -> Option<&'static str> {
        if self.resolved.project.sources.node(schema).is_none() {
            return Some("its schema could not be read");
        }
        if !faults.is_empty() && reaches(self.resolved, vec![schema.clone()], faults) {
            return Some("its schema is not valid itself");
        }
        costs.leads_in_circle(schema).then_some("its schema leads in a circle")
    }

    /// The copies of sources that nothing else refers to.
    fn own_copies(&self, sources: &BTreeSet<SourceId>) -> HashMap<SourceId, Value> {
        let own = sources.iter().filter(|id| !self.shared.contains_key(id));
        own.map(|id| (*id, copy(self.resolved, *id, self.faults))).collect()
    }

    /// The schemas with what remembers their verdicts; `None` where that is not enough to decide: where a schema has to know what others
    /// looked at (`unevaluatedProperties`), or by which way it was reached (`$dynamicRef`), and where a reference leads nowhere.
    fn remembered(&self, closure: &Closure, claims: &[Claim<'_>]) -> Option<Remembered> {
        let references = || closure.sources.iter().flat_map(|source| self.resolved.references_of(*source));
        if closure.unresolved || references().any(|reference| reference.keyword != "$ref") {
            return None;
        }
        let mut numbers: HashMap<Place, usize> = HashMap::new();
        let targets = references().filter_map(|reference| match &reference.target {
            Target::Place(place) => Some(place),
            _ => None,
        });
        for place in targets.chain(claims.iter().flat_map(|claim| claim.instances).map(|instance| &instance.schema)) {
            let number = numbers.len();
            numbers.entry(place.clone()).or_insert(number);
        }
        let copies = closure.sources.iter().map(|id| {
            let copy = copy(self.resolved, *id, self.faults);
            (*id, renamed(self.resolved, *id, copy, |place| numbers.get(place).copied()))
        });
        let copies: Vec<(SourceId, Value)> = copies.collect();
        if copies.iter().any(|(_, copy)| has_unevaluated(copy)) {
            return None;
        }
        let registry = self.registry(&copies.iter().map(|(id, copy)| (*id, copy)).collect::<Vec<_>>(), claims, true);
        let registry = registry.as_ref().ok()?;
        let verdicts = Arc::new(Verdicts::default());
        let mut places: Vec<(&Place, usize)> = numbers.iter().map(|(place, number)| (place, *number)).collect();
        places.sort_by_key(|(_, number)| *number);
        let validators = places.into_iter().map(|(place, _)| {
            let shared = Arc::downgrade(&verdicts);
            let options = self.options(registry, self.resolved.dialect_of(place));
            let options =
                options.with_keyword(OWN_REFERENCE, move |_, value, _| Ok(Box::new(Reference::new(value, &shared))));
            let validator = options.build(&json!({ "$ref": registry.reference_to(self.resolved, place) })).ok()?;
            let weight = self.resolved.project.sources.node(place).map_or(1, Node::count) as u64;
            Some(Asked { validator, weight })
        });
        verdicts.fill(validators.collect::<Option<Vec<Asked>>>()?);
        Some(Remembered { verdicts, numbers })
    }

    /// The copies of sources: those at hand, else those that are shared.
    fn copies<'v>(
        &'v self,
        sources: &BTreeSet<SourceId>,
        own: &'v HashMap<SourceId, Value>,
    ) -> Vec<(SourceId, &'v Value)> {
        let shared = |id| self.shared.get(id).map(|cell| cell.get_or_init(|| copy(self.resolved, *id, self.faults)));
        sources.iter().filter_map(|id| Some((*id, own.get(id).or_else(|| shared(id))?))).collect()
    }

    /// One validator for all schemas that the claims need; `None` where they are not all of one dialect, or one can't be compiled.
    fn together<'p>(&self, registry: &Result<Prepared<'_>, String>, claims: &[Claim<'p>]) -> Option<Together<'p>> {
        let mut keys: HashMap<&Place, String> = HashMap::new();
        for instance in claims.iter().flat_map(|claim| claim.instances) {
            let key = keys.len().to_string();
            keys.entry(&instance.schema).or_insert(key);
        }
        let first = self.resolved.dialect_of(keys.keys().next()?);
        if keys.keys().any(|place| self.resolved.dialect_of(place) != first) {
            return None;
        }
        let prepared = registry.as_ref().ok()?;
        let reference = |place: &Place| json!({ "$ref": prepared.reference_to(self.resolved, place) });
        let references = keys.iter().map(|(place, key)| (key.clone(), reference(place)));
        let schema = json!({ "properties": references.collect::<Map<String, Value>>() });
        let validator = self.build(prepared, first, &schema).ok()?;
        Some(Together { validator, keys })
    }

    fn registry<'v>(
        &self,
        copies: &[(SourceId, &'v Value)],
        claims: &[Claim<'_>],
        permissive: bool,
    ) -> Result<Prepared<'v>, String> {
        let stand_in = Resource::from_contents(Value::Bool(permissive));
        let builder = SPECIFICATIONS.add(UNRESOLVED, stand_in).map_err(|error| error.to_string())?;
        let mut builder = builder.retriever(Refuse);
        let one = document(self.resolved, copies);
        let is_one = one.is_some();
        if let Some((dialect, value)) = one {
            builder =
                builder.add(DOCUMENT, draft(dialect).create_resource(value)).map_err(|error| error.to_string())?;
        } else {
            for (source, value) in copies {
                let dialect =
                    self.resolved.anatomies.get(source).map_or(Dialect::Draft202012, |anatomy| anatomy.dialect);
                let resource = draft(dialect).create_resource_ref(value);
                builder = builder.add(uri_of(*source), resource).map_err(|error| error.to_string())?;
                let embedded = embedded_resources(self.resolved, *source, value).into_iter();
                let embedded =
                    embedded.map(|(uri, value)| (uri, draft(dialect).detect(value).create_resource_ref(value)));
                builder = builder.extend(embedded).map_err(|error| error.to_string())?;
            }
        }
        let registry = builder.prepare().map_err(|error| error.to_string())?;
        let patterns = copies.iter().map(|(_, copy)| backtracking(copy)).sum();
        let steps = if patterns == 0 { BACKTRACK_LIMIT } else { steps(patterns, self.largest(claims)) };
        Ok(Prepared { registry, steps, backtracks: patterns > 0, is_one })
    }

    /// The validator for the schema at `place`: a reference into the whole document, never a cut-out copy.
    fn compile(&self, registry: &Result<Prepared<'_>, String>, place: &Place) -> Result<Validator, String> {
        let prepared = registry.as_ref().map_err(Clone::clone)?;
        let schema = json!({ "$ref": prepared.reference_to(self.resolved, place) });
        self.build(prepared, self.resolved.dialect_of(place), &schema)
    }

    fn build(&self, prepared: &Prepared<'_>, dialect: Dialect, schema: &Value) -> Result<Validator, String> {
        self.options(prepared, dialect).build(schema).map_err(|error| error.masked().to_string())
    }

    fn options<'r>(&self, prepared: &'r Prepared<'r>, dialect: Dialect) -> Options<'r> {
        let draft = draft(dialect);
        let options = Options::default().with_draft(draft).with_registry(&prepared.registry);
        let options = options.with_retriever(Refuse).offline();
        self.formats.apply(options, draft).with_pattern_options(pattern_options(prepared.steps))
    }
}

/// Whether a schema somewhere in the copy asks what others looked at.
fn has_unevaluated(copy: &Value) -> bool {
    let mut open = vec![copy];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) if map.keys().any(|key| key.starts_with("unevaluated")) => return true,
            Value::Object(map) => open.extend(map.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    false
}

/// The schemas that claims are held against.
fn schemas_of<'c>(claims: &[Claim<'c>]) -> impl Iterator<Item = &'c Place> {
    claims.iter().flat_map(|claim| claim.instances).map(|instance| &instance.schema)
}

/// A validator for several schemas: each is the schema of one property.
struct Together<'p> {
    validator: Validator,
    keys: HashMap<&'p Place, String>,
}

impl Together<'_> {
    /// Whether every instance of a claim is valid.
    fn accepts(&self, resolved: &Resolved, claim: &Claim<'_>, claims: usize) -> bool {
        claim.instances.iter().all(|instance| {
            let place = claim.place_of(&instance.pointer);
            let (Some(key), Some(node)) = (self.keys.get(&instance.schema), resolved.project.sources.node(&place))
            else {
                return false;
            };
            let only = Member { key: key.as_str().into(), key_span: node.span, value: node.clone() };
            let one = Node { span: node.span, kind: Kind::Object(vec![only].into()) };
            let steps = Allowance::of(claims, weight(node).0, claim.stated).verdict;
            spanned::accepts(&self.validator, &one, steps) == Some(true)
        })
    }
}

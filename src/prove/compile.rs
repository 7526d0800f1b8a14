//! Compiles the schemas of one source at a time, from copies that share what several schemas refer to.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use jsonschema::{Draft, Registry, Resource, Retrieve, Uri};
use referencing::{RegistryBuilder, SPECIFICATIONS};
use serde_json::{Value, json};

use super::assumption::{Assumption, Open};
use super::content;
use super::copy::{Copier, Copy, UNRESOLVED, uri_of};
use super::cost::Costs;
use super::document::reference_within;
use super::effort::Share;
use super::formats::Formats;
use super::numbers;
use super::one::{Bench, Compiled, prove_one};
use super::patterns::{backtracking, pattern_options, steps};
use super::shelf::Shelf;
use super::spanned::{Options, Validator};
use super::{Claim, valid};
use crate::dialect::Dialect;
use crate::model::{Proof, SchemaFault};
use crate::pattern::BACKTRACK_LIMIT;
use crate::resolve::{Closure, Resolved, reaches};
use crate::source::{Node, Place, SourceId};

/// Nothing is ever fetched: what a schema refers to was found before, or stays unresolved.
pub struct Refuse;

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
pub struct Prepared<'v> {
    pub registry: Registry<'v>,
    steps: usize,
    /// Whether one of them has a pattern that may go back.
    pub backtracks: bool,
    /// Whether all stand in one document.
    is_one: bool,
    assumption: Assumption,
    /// Whether numbers are compared by their digits, and values as well as bounds.
    numbers: Option<bool>,
}

impl Prepared<'_> {
    /// The reference to the schema at `place`.
    pub fn reference_to(&self, copier: &Copier<'_>, place: &Place) -> String {
        if self.is_one { reference_within(copier, place) } else { copier.reference_to(place) }
    }
}

/// All that compiling needs.
pub struct Workshop<'a> {
    pub resolved: &'a Resolved,
    pub faults: &'a [SchemaFault],
    formats: Formats,
    /// What each claim may take.
    pub share: Share,
    pub copier: Copier<'a>,
    /// Copies of sources that others refer to; those of the rest live as long as their own job.
    shared: HashMap<SourceId, OnceLock<Copy>>,
    /// What others have prepared, and what is prepared for others.
    pub shelf: Option<&'a Shelf>,
}

impl<'a> Workshop<'a> {
    /// A workshop for claims to fit the schemas in some sources, each of which has such a share.
    pub fn new(
        resolved: &'a Resolved,
        faults: &'a [SchemaFault],
        schemas: impl Iterator<Item = SourceId>,
        share: Share,
    ) -> Workshop<'a> {
        let mut shared = HashMap::new();
        for source in schemas {
            let others = resolved.closure(source).sources.iter().filter(|other| **other != source);
            shared.extend(others.map(|other| (*other, OnceLock::new())));
        }
        let old_drafts = resolved.facts.values().any(|facts| facts.dialect < Dialect::Draft201909);
        let formats = Formats::new(&resolved.project.config.check, old_drafts);
        Workshop { resolved, faults, formats, share, copier: Copier::new(resolved, faults), shared, shelf: None }
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

    /// The proofs of claims whose first schemas stand in `source`.
    fn prove_all(&self, source: SourceId, claims: &[Claim<'_>]) -> Vec<(usize, Proof)> {
        let closure = self.closure_of(source, claims);
        let mut costs = Costs::new(self.resolved);
        let cheap = claims.iter().all(|claim| costs.is_cheap(claim, self.share));
        let own = self.own_copies(&closure.sources);
        let copies = self.copies(&closure.sources, &own);
        let open = self.open(&closure, &copies, self.has_long_instance(claims));
        let remembered = if cheap || open.is_any() { None } else { self.remembered(&closure, claims) };
        let lenient = self.registry(&values(&copies), claims, open, Assumption::Everything);
        let changed = self.changed(open, &copies);
        let strict = self.strict(&changed, &copies, claims, open);
        let doubtful = self.doubtful(&mut costs, &closure, claims);
        let mut bench = Bench { resolved: self.resolved, doubtful, costs, share: self.share, remembered };
        let mut validators: HashMap<&Place, Compiled> = HashMap::new();
        let mut proofs = Vec::with_capacity(claims.len());
        for claim in claims {
            let compilable = claim.instances.iter().filter(|instance| bench.costs.is_compilable(&instance.schema));
            for instance in compilable {
                let schema = &instance.schema;
                validators.entry(schema).or_insert_with(|| self.compiled(&lenient, &strict, open, schema));
            }
            proofs.push((claim.number, prove_one(&mut bench, &validators, claim)));
        }
        proofs
    }

    /// The validators of one schema, and why nothing can be proved by it, if that is so. `long_event` says that an event has a number of
    /// which 64 bits hold but the beginning.
    pub fn compile_one(
        &self,
        costs: &mut Costs<'_>,
        schema: &Place,
        long_event: bool,
    ) -> (Compiled, Option<&'static str>) {
        let closure = self.resolved.closure(schema.source);
        if let Some(compiled) = (!long_event).then(|| self.compile_from_shelf(schema)).flatten() {
            return (compiled, self.doubt(costs, &self.faults_in(closure), schema));
        }
        let own = self.own_copies(&closure.sources);
        let copies = self.copies(&closure.sources, &own);
        let open = self.open(closure, &copies, long_event);
        let lenient = self.registry(&values(&copies), &[], open, Assumption::Everything);
        let changed = self.changed(open, &copies);
        let compiled = self.compiled(&lenient, &self.strict(&changed, &copies, &[], open), open, schema);
        (compiled, self.doubt(costs, &self.faults_in(closure), schema))
    }

    fn compiled(
        &self,
        lenient: &Result<Prepared<'_>, String>,
        strict: &[Result<Prepared<'_>, String>],
        open: Open,
        schema: &Place,
    ) -> Compiled {
        Compiled {
            lenient: self.compile(lenient, schema),
            strict: strict.iter().map(|strict| self.compile(strict, schema)).collect(),
            cause: open.cause(),
            backtracks: lenient.as_ref().is_ok_and(|lenient| lenient.backtracks),
        }
    }

    /// The copies that are others under each assumption by which less is allowed: only where something can't be told does it matter what
    /// stands for it.
    fn changed(&self, open: Open, copies: &[(SourceId, &Copy)]) -> Vec<Changed> {
        let change = |assumption: &Assumption| {
            let affected = copies.iter().filter(|(_, copy)| copy.is_open);
            let copies = affected.map(|(id, _)| (*id, self.copier.copy(*id, *assumption))).collect();
            Changed { assumption: *assumption, copies }
        };
        open.assumptions().iter().map(change).collect()
    }

    /// The schemas under each of these assumptions.
    fn strict<'v>(
        &self,
        changed: &'v [Changed],
        copies: &[(SourceId, &'v Copy)],
        claims: &[Claim<'_>],
        open: Open,
    ) -> Vec<Result<Prepared<'v>, String>> {
        let prepared = changed.iter().map(|changed| {
            let copies: Vec<(SourceId, &Copy)> =
                copies.iter().map(|(id, copy)| (*id, changed.copies.get(id).unwrap_or(copy))).collect();
            self.registry(&values(&copies), claims, open, changed.assumption)
        });
        prepared.collect()
    }

    /// What claims need, whose first schemas stand in `source`; the headers of a message may stand in another document than its payload.
    pub fn closure_of(&self, source: SourceId, claims: &[Claim<'_>]) -> Closure {
        let mut needed = self.resolved.closure(source).clone();
        let instances = claims.iter().flat_map(|claim| claim.instances);
        for instance in instances.filter(|instance| instance.schema.source != source) {
            let other = self.resolved.closure(instance.schema.source);
            needed.sources.extend(&other.sources);
            needed.unresolved |= other.unresolved;
        }
        needed
    }

    /// What can't be told of the schemas in a closure, or only by the digits of numbers.
    pub fn open(&self, closure: &Closure, copies: &[(SourceId, &Copy)], has_long_instance: bool) -> Open {
        Open {
            references: closure.unresolved,
            patterns: copies.iter().any(|(_, copy)| copy.is_open),
            numbers: has_long_instance || self.has_long_numbers(closure),
        }
    }

    /// Whether some instance has a number of which 64 bits hold but the beginning.
    pub fn has_long_instance(&self, claims: &[Claim<'_>]) -> bool {
        let mut places = claims.iter().flat_map(|claim| claim.instances.iter().map(|it| claim.place_of(&it.pointer)));
        places.any(|place| self.resolved.project.sources.node(&place).is_some_and(Node::has_long_number))
    }

    /// Whether some schema in the sources of a closure has one.
    pub fn has_long_numbers(&self, closure: &Closure) -> bool {
        let mut facts = closure.sources.iter().filter_map(|source| self.resolved.facts.get(source));
        facts.any(|facts| !facts.long_numbers.is_empty())
    }

    /// Whether some schema in a source has one in a value.
    fn has_long_value(&self, source: SourceId) -> bool {
        let root = self.resolved.project.sources.get(source).root();
        let (Some(root), Some(facts)) = (root, self.resolved.facts.get(&source)) else { return false };
        facts.long_numbers.iter().filter_map(|pointer| root.pointer(pointer)).any(numbers::is_in_value)
    }

    /// How many values the largest of the instances is made of.
    fn largest(&self, claims: &[Claim<'_>]) -> u64 {
        let instances = claims.iter().flat_map(|claim| claim.instances.iter().map(|it| claim.place_of(&it.pointer)));
        let sizes = instances.filter_map(|place| self.resolved.project.sources.node(&place).map(Node::count));
        sizes.max().unwrap_or_default() as u64
    }

    /// The schemas of claims by which nothing can be proved, each with the reason.
    pub fn doubtful<'c>(
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
        let faults = self.faults.iter();
        let faults = faults.filter(|fault| fault.pattern.is_none() && closure.sources.contains(&fault.place.source));
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
    pub fn own_copies(&self, sources: &BTreeSet<SourceId>) -> HashMap<SourceId, Copy> {
        let own = sources.iter().filter(|id| !self.shared.contains_key(id));
        own.map(|id| (*id, self.copier.copy(*id, Assumption::Everything))).collect()
    }

    /// The copies of sources: those at hand, else those that are shared.
    pub fn copies<'v>(
        &'v self,
        sources: &BTreeSet<SourceId>,
        own: &'v HashMap<SourceId, Copy>,
    ) -> Vec<(SourceId, &'v Copy)> {
        let copy = |id: &SourceId| self.copier.copy(*id, Assumption::Everything);
        let shared = |id| self.shared.get(id).map(|cell| cell.get_or_init(|| copy(id)));
        sources.iter().filter_map(|id| Some((*id, own.get(id).or_else(|| shared(id))?))).collect()
    }

    pub fn registry<'v>(
        &self,
        copies: &[(SourceId, &'v Value)],
        claims: &[Claim<'_>],
        open: Open,
        assumption: Assumption,
    ) -> Result<Prepared<'v>, String> {
        if let Some(one) = self.registry_of_one(copies, claims, open, assumption) {
            return one;
        }
        let mut builder = builder(assumption)?;
        for (source, value) in copies {
            let dialect = self.resolved.facts.get(source).map_or(Dialect::Draft202012, |facts| facts.dialect);
            let resource = draft(dialect).create_resource_ref(value);
            builder = builder.add(uri_of(*source), resource).map_err(|error| error.to_string())?;
            let embedded = self.copier.embedded_resources(*source, value).into_iter();
            let embedded = embedded.map(|(uri, value)| (uri, draft(dialect).detect(value).create_resource_ref(value)));
            builder = builder.extend(embedded).map_err(|error| error.to_string())?;
        }
        let registry = builder.prepare().map_err(|error| error.to_string())?;
        Ok(self.prepared(registry, false, copies, claims, (open, assumption)))
    }

    pub fn prepared<'v>(
        &self,
        registry: Registry<'v>,
        is_one: bool,
        copies: &[(SourceId, &Value)],
        claims: &[Claim<'_>],
        (open, assumption): (Open, Assumption),
    ) -> Prepared<'v> {
        let patterns = copies.iter().map(|(_, copy)| backtracking(copy)).sum();
        let steps = if patterns == 0 { BACKTRACK_LIMIT } else { steps(patterns, self.largest(claims)) };
        let numbers = open.numbers.then(|| copies.iter().any(|(source, _)| self.has_long_value(*source)));
        Prepared { registry, steps, backtracks: patterns > 0, is_one, assumption, numbers }
    }

    /// The validator for the schema at `place`: a reference into the whole document, never a cut-out copy.
    fn compile(&self, registry: &Result<Prepared<'_>, String>, place: &Place) -> Result<Validator, String> {
        self.compile_with(registry.as_ref().map_err(Clone::clone)?, place)
    }

    pub fn compile_with(&self, prepared: &Prepared<'_>, place: &Place) -> Result<Validator, String> {
        let schema = json!({ "$ref": prepared.reference_to(&self.copier, place) });
        self.build(prepared, self.resolved.dialect_of(place), &schema)
    }

    pub fn build(&self, prepared: &Prepared<'_>, dialect: Dialect, schema: &Value) -> Result<Validator, String> {
        self.options(prepared, dialect).build(schema).map_err(|error| error.masked().to_string())
    }

    pub fn options<'r>(&self, prepared: &'r Prepared<'r>, dialect: Dialect) -> Options<'r> {
        let draft = draft(dialect);
        let options = Options::default().with_draft(draft).with_registry(&prepared.registry);
        let options = options.with_retriever(Refuse).offline();
        let options = content::apply(options, self.formats.asserted);
        let options = self.formats.apply(options, draft).with_pattern_options(pattern_options(prepared.steps));
        match prepared.numbers {
            Some(values) => numbers::apply(options, prepared.assumption, values),
            None => options,
        }
    }
}

/// A registry in which what leads nowhere takes everything, or nothing.
pub fn builder(assumption: Assumption) -> Result<RegistryBuilder<'static>, String> {
    let stand_in = Resource::from_contents(Value::Bool(assumption == Assumption::Everything));
    let builder = SPECIFICATIONS.add(UNRESOLVED, stand_in).map_err(|error| error.to_string())?;
    Ok(builder.retriever(Refuse))
}

/// The copies that are others under an assumption.
struct Changed {
    assumption: Assumption,
    copies: HashMap<SourceId, Copy>,
}

/// The values of copies.
pub fn values<'v>(copies: &[(SourceId, &'v Copy)]) -> Vec<(SourceId, &'v Value)> {
    copies.iter().map(|(id, copy)| (*id, &copy.value)).collect()
}

/// The schemas that claims are held against.
pub fn schemas_of<'c>(claims: &[Claim<'c>]) -> impl Iterator<Item = &'c Place> {
    claims.iter().flat_map(|claim| claim.instances).map(|instance| &instance.schema)
}

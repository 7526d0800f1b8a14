//! Asks one validator about the claims of many sources: only whether they are valid.
//!
//! Registries are small. The schemas of 32 sources that have examples are compiled together, with what they refer to and no more, so that
//! a shared envelope is compiled once for all of them. A batch only says which examples are valid; each of the others is asked again by
//! its own schema, for its failures. Validators and copies are dropped with their batch. A registry of everything would keep all
//! validators alive at once.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::Claim;
use super::assumption::{Assumption, Open};
use super::compile::{Prepared, Workshop, schemas_of, values};
use super::cost::Costs;
use super::effort::{Allowance, Share, weight};
use super::formats::decided;
use super::spanned::{self, Validator};
use crate::resolve::{Closure, Resolved};
use crate::source::{Kind, Member, Node, Place, SourceId};

impl Workshop<'_> {
    /// The numbers of those that are plainly valid: all their references lead somewhere, all their schemas are valid themselves.
    pub fn accepted(&self, batch: &[(SourceId, Vec<Claim<'_>>)]) -> HashSet<usize> {
        let mut costs = Costs::new(self.resolved);
        let sound = batch.iter().filter_map(|(source, claims)| {
            let closure = self.closure_of(*source, claims);
            let doubtful = self.doubtful(&mut costs, &closure, claims);
            let is_sound = |claim: &Claim<'_>| !claim.instances.iter().any(|it| doubtful.contains_key(&it.schema));
            let claims: Vec<Claim<'_>> = claims.iter().copied().filter(is_sound).collect();
            let sound = !closure.unresolved
                && !self.has_pattern_fault(&closure)
                && !self.has_long_numbers(&closure)
                && !self.has_long_instance(&claims)
                && schemas_of(&claims).all(|schema| costs.is_compilable(schema));
            sound.then_some((closure.sources, claims))
        });
        let (closures, claims): (Vec<BTreeSet<SourceId>>, Vec<Vec<Claim<'_>>>) = sound.unzip();
        let sources: BTreeSet<SourceId> = closures.into_iter().flatten().collect();
        let claims: Vec<Claim<'_>> = claims.into_iter().flatten().collect();
        let own = self.own_copies(&sources);
        let copies = self.copies(&sources, &own);
        if copies.iter().any(|(_, copy)| copy.is_open) {
            return HashSet::new();
        }
        let registry = self.registry(&values(&copies), &claims, Open::default(), Assumption::Everything);
        let Some(together) = self.together(&registry, &claims) else { return HashSet::new() };
        let cheap = claims.iter().filter(|claim| claim.foreign.is_none() && costs.is_cheap(claim, self.share));
        cheap.filter(|claim| together.accepts(self.resolved, claim, self.share)).map(|claim| claim.number).collect()
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
        let reference = |place: &Place| json!({ "$ref": prepared.reference_to(&self.copier, place) });
        let references = keys.iter().map(|(place, key)| (key.clone(), reference(place)));
        let schema = json!({ "properties": references.collect::<Map<String, Value>>() });
        let validator = self.build(prepared, first, &schema).ok()?;
        Some(Together { validator, keys })
    }

    /// Whether some pattern in the sources of a closure can't be used.
    fn has_pattern_fault(&self, closure: &Closure) -> bool {
        let mut faults = self.faults.iter();
        faults.any(|fault| fault.pattern.is_some() && closure.sources.contains(&fault.place.source))
    }
}

/// A validator for several schemas: each is the schema of one property.
struct Together<'p> {
    validator: Validator,
    keys: HashMap<&'p Place, String>,
}

impl Together<'_> {
    /// Whether every instance of a claim is valid.
    fn accepts(&self, resolved: &Resolved, claim: &Claim<'_>, share: Share) -> bool {
        claim.instances.iter().all(|instance| {
            let place = claim.place_of(&instance.pointer);
            let (Some(key), Some(node)) = (self.keys.get(&instance.schema), resolved.project.sources.node(&place))
            else {
                return false;
            };
            let only = Member { key: key.as_str().into(), key_span: node.span, value: node.clone() };
            let object = Node { span: node.span, kind: Kind::Object(vec![only].into()) };
            let steps = Allowance::of(share, weight(node).0, claim.stated).verdict;
            decided(|| spanned::accepts(&self.validator, &object, steps)).flatten() == Some(true)
        })
    }
}

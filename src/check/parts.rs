//! What the rules find in parts of a site, each by itself: anew where the part or something that it refers to is not what it was.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::first_use::{FirstUses, first};
use super::memory::{Memory, Said};
use super::{CHECKS, Find, Subject};
use crate::diagnostic::Finding;
use crate::load::address;
use crate::model::{Example, Project, Verdict};
use crate::resolve::{Resolved, Walk};
use crate::source::SourceId;

/// The findings in all parts; those of one rule and one kind of part are in the order of the parts.
pub fn findings(memory: &mut Memory, subject: &Subject) -> Vec<Finding> {
    let resolved = &subject.site.proved.resolved;
    let mut found = in_schemas(memory, resolved);
    let documents = resolved.project.documents.iter();
    let documents = documents.map(|document| (document.source, resolved.print(document.source), document));
    let of_documents = memory.documents.all(documents.collect(), |document| {
        every(|find| if let Find::Document(find) = find { find(resolved, document) } else { Vec::new() })
    });
    let sources = &resolved.project.sources;
    let stating = stating(&resolved.project).into_iter().map(|id| (id, address(sources.share(id)) as u64, id));
    let of_sources = memory.sources.all(stating.collect(), |id| {
        every(|find| if let Find::Source(find) = find { find(sources, id) } else { Vec::new() })
    });
    let examples = resolved.project.examples.iter().zip(subject.site.proved.proofs.iter());
    let valid = examples.filter(|(example, proof)| !example.expect_invalid && proof.verdict == Verdict::Valid);
    let valid = valid.map(|(example, _)| (example.place.clone(), print(resolved, example), example));
    let of_examples = memory.examples.all(valid.collect(), |example| {
        every(|find| if let Find::Example(find) = find { find(subject, example) } else { Vec::new() })
    });
    found.extend([of_documents, of_sources, of_examples].iter().flatten().flat_map(|found| found.iter().cloned()));
    found
}

/// What each entry of the table says.
fn every(say: impl Fn(&Find) -> Vec<Finding>) -> Vec<Finding> {
    CHECKS.iter().flat_map(|check| check.finds).flat_map(say).collect()
}

fn in_schemas(memory: &mut Memory, resolved: &Resolved) -> Vec<Finding> {
    let catalogs: Vec<usize> = resolved.roots.iter().map(|root| root.catalog).collect();
    let asked = resolved.roots.iter().map(|root| (root.clone(), resolved.print(root.place.source), root));
    let said = memory.schemas.all(asked.collect(), |root| {
        let mut said = Said::default();
        let Some(walk) = Walk::from(resolved, root.clone()) else { return said };
        said.findings = every(|find| if let Find::Schema(find) = find { find(resolved, &walk) } else { Vec::new() });
        for (number, check) in CHECKS.iter().enumerate() {
            for find in check.finds {
                let Find::Names(names, _) = find else { continue };
                said.uses.extend(first(names(resolved, &walk)).into_iter().map(|found| (number, found)));
            }
        }
        said
    });
    let mut found: Vec<Finding> = said.iter().flat_map(|said| said.findings.iter().cloned()).collect();
    let mut reported: BTreeMap<usize, FirstUses> = BTreeMap::new();
    for (catalog, said) in catalogs.into_iter().zip(&said) {
        for (number, used) in &said.uses {
            let Some(end) = reported.entry(*number).or_default().report(catalog, &used.name) else { continue };
            found.extend(CHECKS[*number].finds.iter().filter_map(|find| match find {
                Find::Names(_, finding) => Some(finding(&resolved.project.config, used, end)),
                _ => None,
            }));
        }
    }
    found
}

/// The sources that hold schemas, AsyncAPI documents or parts of them.
fn stating(project: &Project) -> Vec<SourceId> {
    let schemas = project.schemas.iter().map(|schema| schema.source);
    let documents = project.documents.iter().map(|document| document.source);
    schemas.chain(documents).chain(project.parts.iter().copied()).collect()
}

/// What it depends on what a valid example says: its text, and the schemas that are applied to it with all that they refer to.
fn print(resolved: &Resolved, example: &Example) -> u64 {
    let mut hasher = DefaultHasher::new();
    address(resolved.project.sources.share(example.place.source)).hash(&mut hasher);
    for instance in example.instances() {
        (&instance.pointer, &instance.schema, resolved.print(instance.schema.source)).hash(&mut hasher);
    }
    hasher.finish()
}

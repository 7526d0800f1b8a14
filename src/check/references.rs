//! What the rules about references share.

use crate::diagnostic::{At, Part};
use crate::model::{RefFault, Reference, Target};
use crate::route::Site;
use crate::source::{Place, Sources, join};

/// The references that lead nowhere, each with the reason.
pub fn unresolved(site: &Site) -> impl Iterator<Item = (&Reference, &RefFault)> {
    site.proved.resolved.references.iter().filter_map(|reference| match &reference.target {
        Target::Unresolved(fault) => Some((&**reference, fault)),
        _ => None,
    })
}

/// Where a reference is written: the value of its `$ref`.
pub fn at(sources: &Sources, reference: &Reference) -> At {
    let pointer = join(&reference.holder.pointer, reference.keyword);
    At::place(sources, &Place::new(reference.holder.source, pointer), Part::Value)
}

//! One document out of a schema and all that it refers to: any validator gives the verdicts that we give, without another file.
//!
//! What is referred to is embedded once and whole among the definitions; a place of a document that is no schema, an AsyncAPI document
//! say, is embedded alone. Then there are two ways to lead the references there:
//!
//! - Mostly all become JSON Pointers of the one document, and `$id`s and anchors below its root are taken out: that every validator
//!   of every draft understands.
//! - Where drafts are mixed, or a reference means a place by the way that led to it (`$dynamicRef`, `$recursiveRef`), the embedded documents
//!   have to stay resources: each gets an `$id` of its own and names its dialect, as section 9.3 of JSON Schema 2020-12 says.
//!
//! A bundle holds nothing that only we understand, so that strict validators take it as it is: [`plain`] says what becomes of keywords
//! and formats that the draft does not know.

mod embedded;
mod plain;
mod rewrite;

use crate::keyword::pretty_json;
use crate::model::Target;
use crate::resolve::Resolved;
use crate::source::{Kind, Member, Node, Place, Source, SourceId, Span};

use embedded::Embedded;
use rewrite::{Numbers, Rewriting, member};

/// The self-contained schema of a document, as JSON with the digits of the sources. References that lead nowhere stay as they are written; those of
/// a schema that refers to nothing outside are what they were. `None` where the document could not be read.
pub fn bundle(resolved: &Resolved, schema: SourceId) -> Option<String> {
    let source = resolved.project.sources.get(schema);
    let root = source.root()?;
    let mut numbers = Numbers::default();
    let node = if refers_outside(resolved, schema) {
        let embedded = Embedded::new(resolved, Place::root(schema));
        whole(resolved, &embedded, &mut numbers)
    } else {
        let place = Place::root(schema);
        Rewriting::alone(resolved, &place).apply(&mut numbers, source, root)
    };
    Some(pretty_json(&node, &numbers) + "\n")
}

/// The self-contained schema that stands at a place of a document.
pub fn bundle_at(resolved: &Resolved, place: &Place) -> Option<String> {
    if place.pointer.is_empty() {
        return bundle(resolved, place.source);
    }
    resolved.project.sources.node(place)?;
    let mut numbers = Numbers::default();
    let node = whole(resolved, &Embedded::new(resolved, place.clone()), &mut numbers);
    Some(pretty_json(&node, &numbers) + "\n")
}

/// Whether something has to be embedded: another source, or what would be lost where it stands.
fn refers_outside(resolved: &Resolved, schema: SourceId) -> bool {
    let mut targets = resolved.references_of(schema).iter().map(|reference| &reference.target);
    targets.any(|target| match target {
        Target::Place(place) => place.source != schema || !is_kept(resolved, place),
        _ => false,
    })
}

/// Whether a place of a schema document is still there in its bundle.
fn is_kept(resolved: &Resolved, place: &Place) -> bool {
    let root = resolved.project.sources.get(place.source).root();
    root.is_none_or(|root| plain::is_within(root, &place.pointer, resolved.dialect_of(place)))
}

/// The root with all the others among its definitions.
fn whole(resolved: &Resolved, embedded: &Embedded, numbers: &mut Numbers) -> Node {
    let mut parts = embedded.parts.iter().map(|part| {
        let rewriting = Rewriting::new(resolved, embedded, part);
        let source: &Source = resolved.project.sources.get(part.place.source);
        let node = resolved.project.sources.node(&part.place);
        (part, node.map(|node| rewriting.apply(numbers, source, node)))
    });
    let Some((_, Some(mut root))) = parts.next() else { return node(Kind::Bool(true)) };
    let definitions: Vec<Member> = parts.filter_map(|(part, node)| Some(member(&part.key, node?))).collect();
    if let Kind::Object(members) = &mut root.kind {
        match members.iter_mut().find(|member| *member.key == *embedded.keyword).map(|member| &mut member.value.kind) {
            Some(Kind::Object(own)) => own.extend(definitions),
            _ => members.push(member(embedded.keyword, node(Kind::Object(definitions.into())))),
        }
    }
    root
}

fn node(kind: Kind) -> Node {
    Node { span: Span::default(), kind }
}

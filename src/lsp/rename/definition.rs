//! Another name for a definition, with all that refers to it; or why there can be none. It is whole or it is not.

use crate::config::FILE;
use crate::diagnostic::{Change, New};
use crate::model::{Example, Reference, Target};
use crate::resolve::{Resolved, fragment, percent_decoded};
use crate::route::{Destination, Site, destination};
use crate::source::{Format, Node, Place, Span, escape_token, join, pointer_below, unescape_token};

use crate::lsp::cursor::Cursor;
use crate::lsp::definition::targets;
use crate::lsp::guide::destination_span;
use crate::lsp::words::code;

/// Below what a name is that of a definition.
const KEPT: [&str; 3] = ["$defs", "definitions", "schemas"];

/// A definition that may have another name, or a message.
pub struct Definition {
    /// Where it stands.
    pub place: Place,
    pub name: String,
}

/// The definition under the cursor: its own name, or a reference that leads to it.
pub fn named(resolved: &Resolved, cursor: &Cursor<'_>) -> Option<Definition> {
    let own = cursor.in_key.then(|| cursor.place.clone());
    own.into_iter().chain(targets(resolved, cursor)).find_map(|place| definition(resolved, place))
}

fn definition(resolved: &Resolved, place: Place) -> Option<Definition> {
    let (above, token) = place.pointer.rsplit_once('/')?;
    let (schema, keyword) = above.rsplit_once('/')?;
    // Definitions of a property's schema may be called like properties: they are those of a schema.
    let is_kept = KEPT.contains(&keyword) && (keyword != "schemas" || schema == "/components");
    let is_schema = || match keyword {
        "schemas" => true,
        _ => resolved.schema_around(&Place::new(place.source, above)).is_some_and(|found| found.pointer == schema),
    };
    let name = unescape_token(token).into_owned();
    resolved.project.sources.node(&place).filter(|_| is_kept && is_schema())?;
    Some(Definition { place, name })
}

/// What gives a definition another name everywhere.
///
/// # Errors
/// Says why the name can't be another one everywhere.
pub fn changes_of(site: &Site, named: &Definition, new: &str) -> Result<Vec<Change>, String> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let Definition { place, .. } = named;
    let above = place.pointer.rsplit_once('/').map_or("", |(above, _)| above);
    let siblings = sources.node(&Place::new(place.source, above));
    if siblings.is_some_and(|siblings| siblings.get(new).is_some()) {
        return Err(format!("{} is the name of another definition there", code(new)));
    }
    let source = sources.get(place.source);
    if source.extract().keys.contains("discriminator") && above.ends_with("/schemas") {
        return Err(format!("{} has a `discriminator`, whose values may be names of schemas", code(&source.name)));
    }
    not_named_otherwise(resolved, named)?;
    let key = sources.locate(place).and_then(|found| found.key_span).ok_or("the name stands nowhere")?;
    let mut changes = vec![Change { source: place.source, span: key, new: New::Value(new.into()) }];
    for reference in resolved.references.iter().filter(|reference| leads_through(&reference.target, place)) {
        if let Some(text) = renamed(reference, place, new) {
            let holder = sources.node(&reference.holder).and_then(|node| node.get(reference.keyword));
            let span = holder.map(|node| node.span).ok_or("a reference stands nowhere")?;
            changes.push(Change { source: reference.holder.source, span, new: New::Value(text.into()) });
        }
    }
    changes.extend(links(site, named, new));
    changes.extend(waivers(resolved, named, new));
    changes.extend(examples(resolved, named, new)?);
    Ok(changes)
}

/// Whether a reference leads to a definition, or to something in it.
fn leads_through(target: &Target, place: &Place) -> bool {
    let Target::Place(target) = target else { return false };
    place.holds(target)
}

/// A reference with the new name; `None` where it does not name the definition, but an anchor or an `$id` in it.
fn renamed(reference: &Reference, place: &Place, new: &str) -> Option<String> {
    let Target::Place(target) = &reference.target else { return None };
    let (document, written) = reference.text.split_once('#')?;
    let mut steps: Vec<String> = written.split('/').map(str::to_owned).collect();
    // The pointer may begin at a schema with an `$id` of its own: it is the end of the pointer from the root.
    let depth = |pointer: &str| pointer.matches('/').count();
    let cut = depth(&target.pointer).checked_sub(depth(written))?;
    let step = steps.get_mut(depth(&place.pointer).checked_sub(cut)?).filter(|_| written.starts_with('/'))?;
    let decoded = percent_decoded(step)?;
    let old = place.pointer.rsplit('/').next()?;
    *step = fragment(&escape_token(new));
    (unescape_token(&decoded) == unescape_token(old)).then(|| format!("{document}#{}", steps.join("/")))
}

/// The links of guides to the definition, which have a pointer as their anchor.
fn links(site: &Site, named: &Definition, new: &str) -> Vec<Change> {
    let project = &site.proved.resolved.project;
    let mut changes = Vec::new();
    for page in project.pages.iter() {
        let source = project.sources.get(page.source);
        for link in &page.links {
            let Destination::Source(target, anchor) = destination(site, &source.file, &link.to) else { continue };
            let below = pointer_below(&named.place.pointer, &anchor).filter(|_| target == named.place.source);
            let Some(below) = below else { continue };
            let above = named.place.pointer.rsplit_once('/').map_or("", |(above, _)| above);
            let Some((before, _)) = link.to.split_once('#') else { continue };
            let to = format!("{before}#{}/{}{below}", fragment(above), fragment(&escape_token(new)));
            let span = destination_span(source, link);
            changes.extend(span.map(|span| Change { source: page.source, span, new: New::Written(to) }));
        }
    }
    changes
}

/// The waivers of what is found in the definition.
fn waivers(resolved: &Resolved, named: &Definition, new: &str) -> Vec<Change> {
    let project = &resolved.project;
    let (place, file) = (&named.place, &project.sources.get(named.place.source).file);
    let Some(settings) = project.sources.find(FILE) else { return Vec::new() };
    let list = project.sources.node(&Place::new(settings, "/check/allow")).map(Node::items).unwrap_or_default();
    let entries = project.config.check.allow.iter().zip(list).filter(|(entry, _)| entry.files.matches(file));
    let pointers = entries.filter_map(|(entry, node)| Some((entry.pointer.as_deref()?, node.get("pointer")?)));
    let changes = pointers.filter_map(|(pointer, node)| {
        let below = pointer_below(&place.pointer, pointer)?;
        let above = place.pointer.rsplit_once('/').map_or("", |(above, _)| above);
        let pointer = format!("{}{below}", join(above, new));
        Some(Change { source: settings, span: node.span, new: New::Value(pointer.into()) })
    });
    changes.collect()
}

/// The info strings of fences that name the definition as the schema of their example.
fn examples(resolved: &Resolved, named: &Definition, new: &str) -> Result<Vec<Change>, String> {
    let sources = &resolved.project.sources;
    let tail = tail(&named.place);
    let is_for = |example: &&Example| {
        example.instances().iter().any(|instance| leads_through(&Target::Place(instance.schema.clone()), &named.place))
    };
    let mut changes = Vec::new();
    for example in resolved.project.examples.iter().filter(is_for) {
        let own = sources.get(example.place.source);
        let names_it = own.text.contains(&tail) || own.text.contains(&fragment(&tail));
        if names_it && own.name != sources.get(named.place.source).name {
            return Err(format!("{} names its schema by {}: change it there first", code(&own.name), code(&tail)));
        }
        if !example.named_schema.as_ref().is_some_and(|schema| schema.contains(&tail)) {
            continue;
        }
        let is_plain = new.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
        let file = sources.find(&own.file).filter(|_| is_plain);
        let refused = || format!("the fence {} names its schema in a way that can't be written so", code(&own.name));
        let file = file.ok_or_else(refused)?;
        let above =
            own.position(0).line.checked_sub(1).and_then(|line| sources.get(file).line(line)).ok_or_else(refused)?;
        let text = sources.get(file).text_at(above);
        let at = text.find(&tail).ok_or_else(refused)?;
        let start = above.start + (at + tail.rfind('/').map_or(0, |slash| slash + 1)) as u32;
        let span = Span { start, end: above.start + (at + tail.len()) as u32 };
        changes.push(Change { source: file, span, new: New::Written(new.to_owned()) });
    }
    Ok(changes)
}

/// The last two steps of the pointer of a definition: `$defs/money`.
fn tail(place: &Place) -> String {
    let before = place.pointer.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at + 1);
    place.pointer[before..].to_owned()
}

/// Whether nothing names the definition in a way that is not followed.
fn not_named_otherwise(resolved: &Resolved, named: &Definition) -> Result<(), String> {
    let sources = &resolved.project.sources;
    let own = sources.get(named.place.source);
    let tail = tail(&named.place);
    let encoded = fragment(&tail);
    let names = |text: &str| text.contains(&tail) || text.contains(&encoded);
    for (_, source) in sources.iter() {
        let shown = code(&source.name);
        if source.holder.as_ref().is_some_and(|holder| {
            holder.name == own.name && format!("{}/", holder.pointer).starts_with(&format!("{}/", named.place.pointer))
        }) {
            return Err(format!("{shown} is a schema by itself, whose name others may know"));
        }
        if source.refusal().is_some() && names(&source.text) {
            return Err(format!("{shown} can't be read, and may refer to {}", code(&named.name)));
        }
        // Settings and registries name schemas by texts of their own.
        let names = |text: &str| text.contains('#') && names(text);
        if source.format == Format::Toml && source.root().is_some_and(|root| holds(root, &names)) {
            return Err(format!("{shown} names {}: change it there first", code(&tail)));
        }
    }
    Ok(())
}

/// Whether a text of a value is one of those.
fn holds(node: &Node, is_one: &impl Fn(&str) -> bool) -> bool {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if node.as_str().is_some_and(is_one) {
            return true;
        }
        open.extend(node.items());
        open.extend(node.members().iter().map(|member| &member.value));
    }
    false
}

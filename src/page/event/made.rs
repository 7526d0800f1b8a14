//! Events for schemas that nobody wrote an example for: made by the search of `sample`, which gives out only what the engine accepts.

use serde_json::Value;

use super::fields::Named;
use crate::page::link::Links;
use crate::sample::Sampler;
use crate::source::{Format, Place, Source};

/// Of how many types that one schema states events are made.
const FEW: usize = 32;

/// A value with everything that the schema at `root` declares, as text; `None` where none was found, where it would show nothing, or where the
/// project wants none.
pub(super) fn made(links: &Links<'_>, root: &Place) -> Option<Source> {
    text_of(&sampler(links, root)?.complete().ok()?)
}

/// The same for an event that has one of these names.
pub(super) fn made_for(links: &Links<'_>, root: &Place, names: &[Named<'_>]) -> Option<Source> {
    // An event for each of many types would be as many searches through one schema, whose own page has one.
    let resolved = &links.site.proved.resolved;
    let types = resolved.schema_of(root.source).map_or(0, |number| resolved.project.schemas[number].types.len());
    let sampler = sampler(links, root).filter(|_| types <= FEW)?;
    let complete = sampler.complete().ok()?;
    let stated = |value: &Value| {
        names.iter().find_map(|named| at(value, &named.tokens).map(|stated| (stated.clone(), named.name)))
    };
    // What the schema leaves open may be of this type as well as of another.
    let is_of_type = |value: &Value| stated(value).is_none_or(|(stated, name)| stated == name);
    if is_of_type(&complete) {
        return text_of(&complete);
    }
    let mut renamed = names.iter().filter_map(|named| with_name(complete.clone(), named));
    if let Some(renamed) = renamed.find(|value| sampler.accepts(value)) {
        return text_of(&renamed);
    }
    // Where a type has more of its own than the name, it is among the samples of each branch.
    let each = sampler.each();
    text_of(each.iter().filter(|value| is_of_type(value)).max_by_key(|value| value.to_string().len())?)
}

/// The value with the type's name where it has one.
fn with_name(mut value: Value, named: &Named<'_>) -> Option<Value> {
    let slot = named.tokens.iter().try_fold(&mut value, |value, token| value.get_mut(token))?;
    *slot = Value::from(named.name);
    Some(value)
}

fn sampler<'a>(links: &Links<'a>, root: &Place) -> Option<Sampler<'a>> {
    let proved = &links.site.proved;
    let is_wanted = proved.resolved.project.config.build.samples;
    let catalog = proved.resolved.project.catalog_of(root.source);
    let values = || catalog.and_then(|catalog| links.site.values.get(proved, catalog));
    let sampler = || Sampler::new(&proved.resolved, &proved.faults, root).with_shelf(&links.site.kept.shelf);
    is_wanted.then(|| sampler().with_values(values()))
}

fn at<'v>(value: &'v Value, tokens: &[&str]) -> Option<&'v Value> {
    tokens.iter().try_fold(value, |value, token| value.get(token))
}

fn text_of(value: &Value) -> Option<Source> {
    let shows = value.as_object().is_some_and(|it| !it.is_empty()) || value.as_array().is_some_and(|it| !it.is_empty());
    let text = serde_json::to_string_pretty(value).ok().filter(|_| shows)?;
    Some(Source::from_file("sample.json", Format::Json, text.into_bytes()))
}

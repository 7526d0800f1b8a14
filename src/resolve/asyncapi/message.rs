//! Reads one message object.

use super::{below, text};
use crate::model::Message;
use crate::resolve::Resolved;
use crate::source::Place;

/// The message at `place`; `None` if there is no object.
pub fn read(resolved: &Resolved, place: Place, id: &str) -> Option<Message> {
    let sources = &resolved.project.sources;
    let node = sources.node(&place).filter(|node| node.is_object())?;
    let mut payload = node.get("payload").map(|_| below(&place, "payload"));
    let mut format = text(resolved, &place, "schemaFormat");
    if let Some(multi) = payload.as_ref().and_then(|payload| resolved.follow(payload))
        && sources.node(&multi).is_some_and(|node| node.get("schemaFormat").is_some() && node.get("schema").is_some())
    {
        // The multi-format schema object of 3.x holds the schema one level deeper.
        format = text(resolved, &multi, "schemaFormat").or(format);
        payload = Some(below(&multi, "schema"));
    }
    let foreign_format = format.filter(|format| !is_json_schema(format));
    let follow = |place: Place| resolved.follow(&place).unwrap_or(place);
    Some(Message {
        id: id.to_owned(),
        name: text(resolved, &place, "name").or_else(|| text(resolved, &place, "messageId")),
        title: text(resolved, &place, "title"),
        summary: text(resolved, &place, "summary"),
        payload: payload.map(follow),
        headers: headers(resolved, &place).map(follow),
        foreign_format,
        types: Vec::new(),
        place,
    })
}

/// Where the schema of the headers stands: in the message, else in the last of its traits that has one.
fn headers(resolved: &Resolved, place: &Place) -> Option<Place> {
    let has_headers =
        |place: &Place| resolved.project.sources.node(place).is_some_and(|node| node.get("headers").is_some());
    let list = below(place, "traits");
    let count = resolved.project.sources.node(&list).map_or(0, |traits| traits.items().len());
    let traits = (0..count).rev().filter_map(|index| resolved.follow(&below(&list, &index.to_string())));
    let holder = std::iter::once(place.clone()).chain(traits).find(has_headers)?;
    Some(below(&holder, "headers"))
}

/// Whether a `schemaFormat` is AsyncAPI's own or JSON Schema.
fn is_json_schema(format: &str) -> bool {
    let media_type = format.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let known = ["application/vnd.aai.asyncapi", "application/schema", "application/json", "application/schema+json"];
    known.contains(&media_type.trim_end_matches("+json").trim_end_matches("+yaml"))
        || known.contains(&media_type.as_str())
}

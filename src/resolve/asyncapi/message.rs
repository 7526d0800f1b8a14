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
        headers: node.get("headers").map(|_| follow(below(&place, "headers"))),
        foreign_format,
        types: Vec::new(),
        place,
    })
}

/// Whether a `schemaFormat` is AsyncAPI's own or JSON Schema.
fn is_json_schema(format: &str) -> bool {
    let media_type = format.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let known = ["application/vnd.aai.asyncapi", "application/schema", "application/json", "application/schema+json"];
    known.contains(&media_type.trim_end_matches("+json").trim_end_matches("+yaml"))
        || known.contains(&media_type.as_str())
}

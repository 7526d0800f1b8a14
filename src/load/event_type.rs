//! The event type that an instance carries, and which texts may be one.

use crate::source::Node;

/// The fields that name the event type where site.toml names none, the likeliest first.
pub const TYPE_FIELDS: [&str; 3] = ["event_type", "eventType", "type"];

/// The event type that an instance carries: the text at the configured field, or at the first usual one that is there and counts.
pub fn event_type<'a>(instance: &'a Node, field: Option<&str>) -> Option<&'a str> {
    match field {
        Some(field) => instance.pointer(field)?.as_str(),
        None => {
            let (key, value) = TYPE_FIELDS.into_iter().find_map(|key| Some((key, instance.get(key)?)))?;
            let value = value.as_str()?;
            // Of `type` a capital says too little: only a schema can say that such a word is an event.
            let counts = if key == "type" { has_segments } else { is_counted_type };
            counts(value).then_some(value)
        }
    }
}

/// Whether a value of an unconfigured type field counts as an event type: two or more segments or a capital, no spaces, no media type.
pub fn is_counted_type(value: &str) -> bool {
    has_segments(value) || (is_name(value) && value.chars().any(char::is_uppercase))
}

/// Whether a value is a name of two or more segments.
pub fn has_segments(value: &str) -> bool {
    let segments = value.split(['.', ':', '/']);
    is_name(value) && segments.clone().all(|segment| !segment.is_empty()) && segments.count() >= 2
}

/// Whether a value may be an event type at all.
fn is_name(value: &str) -> bool {
    let plain = !value.is_empty() && value.len() <= 255 && !value.chars().any(|c| c.is_whitespace() || c.is_control());
    plain && !is_media_type(value)
}

fn is_media_type(value: &str) -> bool {
    let types = ["application/", "audio/", "font/", "image/", "message/", "model/", "multipart/", "text/", "video/"];
    types.iter().any(|prefix| value.starts_with(prefix))
}

//! What the known formats mean.

/// Formats of the drafts and of OpenAPI's registry, each with what it stands for.
const GLOSSES: &[(&str, &str)] = &[
    ("date-time", "an RFC 3339 timestamp, such as 2026-01-31T09:30:00Z"),
    ("date", "an RFC 3339 date, such as 2026-01-31"),
    ("time", "an RFC 3339 time with its offset, such as 09:30:00Z"),
    ("duration", "an ISO 8601 duration, such as P3DT12H"),
    ("email", "an email address, such as ann@example.com"),
    ("idn-email", "an email address that may hold any script's letters"),
    ("hostname", "an internet host name, such as www.example.com"),
    ("idn-hostname", "an internet host name that may hold any script's letters"),
    ("ipv4", "an IPv4 address, such as 192.0.2.1"),
    ("ipv6", "an IPv6 address, such as 2001:db8::1"),
    ("uri", "an absolute URI, such as https://example.com/a"),
    ("uri-reference", "a URI or a relative reference, such as ../a#b"),
    ("iri", "an absolute URI that may hold any script's letters"),
    ("iri-reference", "a URI or a relative reference that may hold any script's letters"),
    ("uri-template", "an RFC 6570 URI template, such as /orders/{id}"),
    ("uuid", "an RFC 4122 UUID, such as 123e4567-e89b-12d3-a456-426614174000"),
    ("json-pointer", "an RFC 6901 JSON Pointer, such as /items/0"),
    ("relative-json-pointer", "a relative JSON Pointer, such as 1/items"),
    ("regex", "an ECMA-262 regular expression"),
    ("int32", "a signed 32-bit integer"),
    ("int64", "a signed 64-bit integer"),
    ("float", "a single-precision number"),
    ("double", "a double-precision number"),
    ("byte", "base64-encoded bytes"),
    ("binary", "any bytes"),
    ("password", "a secret that input fields hide"),
];

/// Those of them that no text is held against: tables of the letters of all scripts would weigh more than the rest of the program.
const UNCHECKED: [&str; 2] = ["idn-email", "idn-hostname"];

/// The names of the formats that JSON Schema, AsyncAPI or OpenAPI define.
pub fn formats() -> impl Iterator<Item = &'static str> {
    GLOSSES.iter().map(|(name, _)| *name)
}

/// Whether somebody has defined the format.
pub fn is_known_format(format: &str) -> bool {
    gloss(format).is_some()
}

/// Whether somebody has defined the format, and texts are nevertheless not held against it.
pub fn is_unchecked_format(format: &str) -> bool {
    UNCHECKED.contains(&format)
}

/// A few words about a format; `None` for one that nobody has defined.
pub(super) fn gloss(format: &str) -> Option<&'static str> {
    GLOSSES.iter().find(|(name, _)| *name == format).map(|(_, gloss)| *gloss)
}

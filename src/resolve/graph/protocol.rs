//! Protocols, as far as channels are told apart by them.

/// The protocol without its security: a channel is the same, whichever way its server is reached.
pub fn family(protocol: &str) -> &str {
    match protocol {
        "https" => "http",
        "wss" => "ws",
        "mqtts" | "mqtt5" | "secure-mqtt" => "mqtt",
        "amqps" => "amqp",
        "stomps" => "stomp",
        other => other.strip_suffix("-secure").unwrap_or(other),
    }
}

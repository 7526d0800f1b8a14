//! AsyncAPI documents.

use serde_json::{Value, json};

use crate::Kind;
use crate::project::{Project, list, object, to};

pub const KINDS: &[Kind] = &[
    ("documents", 10, documents),
    ("channels", 50, channels),
    ("channel-messages", 50, channel_messages),
    ("operations", 50, operations),
    ("operations-and-messages", 20, operations_and_messages),
    ("replies", 30, replies),
    ("traits", 20, traits),
    ("trait-lists", 20, trait_lists),
    ("servers", 30, servers),
    ("tags", 50, tags),
    ("shared-channels", 10, shared_channels),
    ("dangling-messages", 50, dangling_messages),
    ("event-types", 50, event_types),
];

/// A document of version 3 with these members.
fn document(mut members: Value) -> Value {
    members["asyncapi"] = json!("3.0.0");
    members["info"] = json!({ "title": "Service", "version": "1" });
    members
}

fn message(n: usize) -> (String, Value) {
    let properties = json!({ "number": { "type": "integer" } });
    (
        format!("m{n}"),
        json!({ "name": format!("message-{n}"), "payload": { "type": "object", "properties": properties } }),
    )
}

fn channel(n: usize) -> (String, Value) {
    (format!("c{n}"), json!({ "address": format!("topic/{n}"), "messages": object(1, |_| message(n)) }))
}

fn sends(channel: usize) -> Value {
    json!({ "action": "send", "channel": to(format!("#/channels/c{channel}")) })
}

/// Honest documents.
fn documents(size: usize) -> Project {
    Project::default().each(size, |n| {
        let own = |m: usize| channel(n * 2 + m);
        let operations = object(2, |m| (format!("o{m}"), sends(n * 2 + m)));
        (
            format!("apis/service-{n}.json"),
            document(json!({ "channels": object(2, own), "operations": operations })).to_string(),
        )
    })
}

/// A document of many channels.
fn channels(size: usize) -> Project {
    Project::of("api.json", document(json!({ "channels": object(size, channel) })))
}

/// Messages of one channel.
fn channel_messages(size: usize) -> Project {
    let channels = json!({ "c0": { "address": "c", "messages": object(size, message) } });
    Project::of("api.json", document(json!({ "channels": channels })))
}

/// An operation on each channel.
fn operations(size: usize) -> Project {
    let operations = object(size, |n| (format!("o{n}"), sends(n)));
    Project::of("api.json", document(json!({ "channels": object(size, channel), "operations": operations })))
}

/// Operations that may send each message of one channel.
fn operations_and_messages(size: usize) -> Project {
    let channels = json!({ "c0": { "address": "c", "messages": object(size, message) } });
    let operations = object(size, |n| (format!("o{n}"), sends(0)));
    Project::of("api.json", document(json!({ "channels": channels, "operations": operations })))
}

/// Operations that are answered on one channel.
fn replies(size: usize) -> Project {
    let operation = |n: usize| {
        let mut operation = sends(n + 1);
        operation["reply"] = json!({ "channel": to("#/channels/c0") });
        (format!("o{n}"), operation)
    };
    Project::of(
        "api.json",
        document(json!({ "channels": object(size + 1, channel), "operations": object(size, operation) })),
    )
}

/// Messages that all have one large trait.
fn traits(size: usize) -> Project {
    let headers = object(size, |n| (format!("h{n}"), json!({ "type": "string", "description": "Some words." })));
    let message = |n: usize| {
        let message = json!({ "name": format!("message-{n}"), "traits": [to("#/components/messageTraits/t")], "payload": { "type": "string" } });
        (format!("m{n}"), message)
    };
    let channel = |n: usize| {
        (
            format!("c{n}"),
            json!({ "address": format!("c{n}"), "messages": { "m": to(format!("#/components/messages/m{n}")) } }),
        )
    };
    let components = json!({ "messages": object(size, message), "messageTraits": { "t": { "headers": { "type": "object", "properties": headers } } } });
    Project::of("api.json", document(json!({ "channels": object(size, channel), "components": components })))
}

/// Messages that each have many small traits.
fn trait_lists(size: usize) -> Project {
    let all = |of: &str| list(size, |n| to(format!("#/components/{of}/t{n}")));
    let message =
        |n: usize| (format!("m{n}"), json!({ "traits": all("messageTraits"), "payload": { "type": "string" } }));
    let channels = json!({ "c0": { "address": "c", "messages": object(size, message) } });
    let traits = object(size, |n| (format!("t{n}"), json!({ "contentType": format!("application/{n}") })));
    Project::of("api.json", document(json!({ "channels": channels, "components": { "messageTraits": traits } })))
}

/// Channels that are all on all servers.
fn servers(size: usize) -> Project {
    let servers =
        object(size, |n| (format!("s{n}"), json!({ "host": format!("host-{n}.example"), "protocol": "kafka" })));
    Project::of("api.json", document(json!({ "servers": servers, "channels": object(size, channel) })))
}

/// Tags on everything.
fn tags(size: usize) -> Project {
    let tagged = |n: usize| {
        let (name, mut channel) = channel(n);
        channel["tags"] = json!([{ "name": format!("tag-{n}") }, { "name": "all" }]);
        (name, channel)
    };
    Project::of("api.json", document(json!({ "channels": object(size, tagged) })))
}

/// Documents that all use the same channels.
fn shared_channels(size: usize) -> Project {
    Project::default().each(size, |n| {
        let operations = object(1, |_| ("o".to_owned(), sends(0)));
        let document = document(json!({ "channels": object(1, channel), "operations": operations }));
        (format!("apis/service-{n}.json"), document.to_string())
    })
}

/// References to messages, each mistyped.
fn dangling_messages(size: usize) -> Project {
    let channel = |n: usize| {
        (
            format!("c{n}"),
            json!({ "address": format!("c{n}"), "messages": { "m": to(format!("#/components/messages/massage-{n}x")) } }),
        )
    };
    let messages = object(size, |n| (format!("message-{n}"), message(n).1));
    Project::of(
        "api.json",
        document(json!({ "channels": object(size, channel), "components": { "messages": messages } })),
    )
}

/// Types of a registry.
fn event_types(size: usize) -> Project {
    let types: String = (0..size)
        .map(|n| format!("[[type]]\nname = \"shop.order.event_{n}\"\nsummary = \"Some words.\"\n\n"))
        .collect();
    let schema = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object" });
    Project::of("types.toml", types).and("schemas/s.json", schema).and(
        "site.toml",
        "[[catalog]]\nid = \"shop\"\ntitle = \"Shop\"\npath = \".\"\ntypes = { registry = \"types.toml\" }\n",
    )
}

//! A project in the shape of an organisation's contracts: events over a shared envelope and shared value types, two examples each, now and
//! then a counterexample, an AsyncAPI document for each domain.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::random::Random;
use super::{pretty, put};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
const BASE: &str = "https://contracts.example.org/schemas/";

/// How many events a domain has.
const DOMAIN: usize = 34;

const DOMAINS: [&str; 24] = [
    "sales", "stock", "freight", "claims", "wages", "rooms", "fleet", "meters", "tickets", "loans", "labels", "audits",
    "parts", "crops", "grants", "trips", "fines", "leases", "polls", "visas", "wards", "yards", "quotas", "pumps",
];
const NOUNS: [&str; 16] = [
    "offer", "basket", "crate", "bill", "member", "seat", "engine", "reading", "permit", "voucher", "route", "sample",
    "badge", "meal", "lock", "plot",
];
const VERBS: [&str; 12] = [
    "added", "changed", "removed", "sent", "received", "opened", "closed", "split", "merged", "priced", "checked",
    "lost",
];
const COMMON: [&str; 6] = ["money", "place", "person", "period", "country", "marks"];

/// A property: its name, its schema, a value of it.
struct Property {
    name: String,
    schema: Value,
    value: Value,
}

/// Writes `events` events into a folder.
pub fn write(folder: &Path, events: usize) {
    put(folder, "schemas/shared/envelope.json", &pretty(&envelope()));
    put(folder, "schemas/shared/common.json", &pretty(&common()));
    for (domain, first) in (0..events).step_by(DOMAIN).enumerate() {
        let name = match domain / DOMAINS.len() {
            0 => DOMAINS[domain % DOMAINS.len()].to_owned(),
            round => format!("{}-{}", DOMAINS[domain % DOMAINS.len()], round + 1),
        };
        let numbers = first..events.min(first + DOMAIN);
        let names: Vec<(&str, &str)> = numbers.clone().map(|number| of_number(number - first)).collect();
        for (number, (noun, verb)) in numbers.zip(&names) {
            event(folder, &name, noun, verb, number);
        }
        put(folder, &format!("asyncapi/{name}.yaml"), &document(&name, &names));
    }
}

/// The noun and the verb of an event within its domain: several verbs for each noun.
fn of_number(number: usize) -> (&'static str, &'static str) {
    (NOUNS[number / 5 % NOUNS.len()], VERBS[(number * 5 + number / 5) % VERBS.len()])
}

fn event(folder: &Path, domain: &str, noun: &str, verb: &str, number: usize) {
    let name = format!("{noun}_{verb}");
    let kind = format!("{domain}.{noun}.{verb}");
    let mut random = Random::of(&kind);
    let count = random.between(8, 25);
    let properties = properties(&mut random, count, 0);
    let version = format!("{}.{}.0", random.between(1, 4), random.below(10));
    let mut payload = object(&mut random, &properties);
    payload["description"] = json!(format!("What is known when a {noun} was {verb}."));
    let inline = random.happens(60);
    let steps =
        (0..random.between(2, 4)).map(|step| format!("{}. {}", step + 1, random.sentence(8))).collect::<Vec<_>>();
    let mut schema = json!({
        "$schema": DIALECT,
        "$id": format!("{BASE}{domain}/{name}.json"),
        "title": format!("{}{}", capital(noun), capital(verb)),
        "description": format!("Sent when a **{noun}** was *{verb}*.\n\n{}\n\n{}\n\nIt takes the place of `{kind}.v0`.", random.sentence(12), steps.join("\n")),
        "type": "object",
        "allOf": [{ "$ref": "../shared/envelope.json" }],
        "required": ["payload"],
        "properties": { "type": { "const": kind }, "schema_version": { "const": version } },
    });
    schema["properties"]["payload"] = if inline { payload.clone() } else { json!({ "$ref": "#/$defs/payload" }) };
    if random.happens(50) {
        schema["unevaluatedProperties"] = json!(false);
    }
    if !inline {
        schema["$defs"] = json!({ "payload": payload });
    }
    put(folder, &format!("schemas/{domain}/{name}.json"), &pretty(&schema));
    let example = |full: bool| {
        let own = properties.iter().enumerate().filter(|(number, _)| full || is_required(*number));
        let own: Map<String, Value> =
            own.map(|(_, property)| (property.name.clone(), property.value.clone())).collect();
        let mut event = json!({
            "id": format!("0190a3c5-7e5b-7c1a-9d2e-{number:012x}"),
            "type": kind,
            "schema_version": version,
            "occurred_at": "2026-01-31T09:30:00.125Z",
            "source": format!("/{domain}"),
            "payload": own,
        });
        if full {
            event["trace"] = json!({ "id": format!("{number:032x}"), "parent": null });
        }
        event
    };
    let examples = format!("examples/{domain}/{name}");
    put(folder, &format!("{examples}/full.json"), &pretty(&example(true)));
    put(folder, &format!("{examples}/minimal.json"), &pretty(&example(false)));
    if number % 20 == 7 {
        let mut broken = example(true);
        broken["payload"]["nowhere_declared"] = json!(true);
        put(folder, &format!("{examples}/undeclared.invalid.json"), &pretty(&broken));
    }
}

/// Every property but each third is required.
fn is_required(number: usize) -> bool {
    number % 3 != 2
}

fn object(random: &mut Random, properties: &[Property]) -> Value {
    let own = properties.iter().map(|property| (property.name.clone(), property.schema.clone()));
    let required = properties.iter().enumerate().filter(|(number, _)| is_required(*number));
    let required: Vec<&str> = required.map(|(_, property)| property.name.as_str()).collect();
    let mut schema = json!({ "type": "object", "required": required, "additionalProperties": false });
    schema["properties"] = Value::Object(own.collect());
    if properties.len() > 4 && random.happens(15) {
        schema["dependentRequired"] = json!({ (properties[2].name.clone()): [properties[0].name] });
    }
    schema
}

fn properties(random: &mut Random, count: usize, depth: usize) -> Vec<Property> {
    let mut found: Vec<Property> = Vec::new();
    while found.len() < count {
        let (stem, schema, value) = any(random, depth);
        let name = if random.happens(30) { stem.to_owned() } else { format!("{}_{stem}", random.one(&NOUNS)) };
        if found.iter().any(|known| known.name == name) {
            continue;
        }
        let mut own = Map::new();
        if random.happens(90) {
            let words = random.between(6, 14);
            own.insert("description".to_owned(), json!(random.sentence(words)));
        }
        own.extend(schema.as_object().cloned().unwrap_or_default());
        if random.happens(3) {
            own.insert("deprecated".to_owned(), json!(true));
        }
        found.push(Property { name, schema: Value::Object(own), value });
    }
    found
}

/// A stem of a name, a schema, and a value that it accepts.
fn any(random: &mut Random, depth: usize) -> (&'static str, Value, Value) {
    let nested = depth < 2 && random.happens(16);
    match random.below(if nested { 4 } else { 16 }) {
        which @ 0..=2 if nested => {
            let count = random.between(2, 5);
            let below = properties(random, count, depth + 1);
            let value: Map<String, Value> = below.iter().map(|it| (it.name.clone(), it.value.clone())).collect();
            let schema = object(random, &below);
            match which {
                0 => (
                    "lines",
                    json!({ "type": "array", "minItems": 1, "maxItems": 500, "items": schema }),
                    json!([value, value]),
                ),
                _ => ("details", schema, Value::Object(value)),
            }
        }
        3 if nested => {
            let shape = |kind: &str, name: &str| {
                json!({
                    "title": capital(kind), "type": "object", "required": ["kind", name],
                    "properties": { "kind": { "const": kind }, (name.to_owned()): { "type": "string", "description": "What it goes by." } },
                })
            };
            let shapes = [shape("card", "number"), shape("bank", "account"), shape("voucher", "code")];
            ("method", json!({ "oneOf": shapes }), json!({ "kind": "bank", "account": "DE02" }))
        }
        0..=2 => {
            let name = *random.one(&COMMON);
            (name, json!({ "$ref": format!("../shared/common.json#/$defs/{name}") }), common_value(name))
        }
        3 => ("id", json!({ "type": "string", "format": "uuid" }), json!("0190a3c5-7e5b-7c1a-9d2e-3f4a5b6c7d8e")),
        4 => ("at", json!({ "type": "string", "format": "date-time" }), json!("2026-01-31T09:30:00Z")),
        5 => ("day", json!({ "type": "string", "format": "date" }), json!("2026-01-31")),
        6 => (
            "count",
            json!({ "type": "integer", "minimum": 0, "maximum": 1000 + random.below(9000) }),
            json!(random.below(1000)),
        ),
        7 => ("ratio", json!({ "type": "number", "minimum": 0, "exclusiveMaximum": 100 }), json!(12.5)),
        8 => ("final", json!({ "type": "boolean" }), json!(true)),
        9 => ("state", json!({ "type": "string", "enum": ["open", "held", "paid", "gone"] }), json!("held")),
        10 => (
            "note",
            json!({ "type": "string", "minLength": 1, "maxLength": 80 + random.below(400) }),
            json!("Ring twice."),
        ),
        11 => ("comment", json!({ "type": ["string", "null"], "maxLength": 200 }), json!(null)),
        12 => ("code", json!({ "type": "string", "pattern": "^[A-Z]{2}-[0-9]{4}$" }), json!("AB-1234")),
        13 => ("link", json!({ "type": "string", "format": "uri" }), json!("https://example.org/a?b=c")),
        14 => (
            "names",
            json!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true, "maxItems": 20 }),
            json!(["a", "b"]),
        ),
        _ => (
            "labels",
            json!({ "type": "object", "additionalProperties": { "type": "string" }, "maxProperties": 16 }),
            json!({ "a": "b" }),
        ),
    }
}

fn envelope() -> Value {
    json!({
        "$schema": DIALECT,
        "$id": format!("{BASE}shared/envelope.json"),
        "title": "Envelope",
        "description": "What every event carries, whatever happened.",
        "type": "object",
        "required": ["id", "type", "schema_version", "occurred_at", "source"],
        "properties": {
            "id": { "type": "string", "format": "uuid", "description": "The event itself; two with one id are the same event." },
            "type": { "type": "string", "description": "What happened, as `domain.noun.verb`." },
            "schema_version": { "type": "string", "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+$" },
            "occurred_at": { "type": "string", "format": "date-time", "description": "When it happened, in *UTC*." },
            "source": { "type": "string", "format": "uri-reference", "description": "Who says so." },
            "subject": { "type": "string", "maxLength": 200, "description": "What it happened to." },
            "trace": {
                "type": "object", "required": ["id"], "description": "The request that led to it.",
                "properties": { "id": { "type": "string", "minLength": 32, "maxLength": 32 }, "parent": { "type": ["string", "null"] } },
            },
        },
    })
}

fn common() -> Value {
    json!({
        "$schema": DIALECT,
        "$id": format!("{BASE}shared/common.json"),
        "title": "Common values",
        "description": "Values that every domain uses.",
        "$defs": {
            "currency": { "title": "Currency", "type": "string", "pattern": "^[A-Z]{3}$", "description": "A code of ISO 4217, such as `EUR`." },
            "country": { "title": "Country", "type": "string", "enum": ["AT", "CH", "CZ", "DE", "DK", "FR", "HU", "PL"] },
            "decimal": { "title": "Decimal", "type": "string", "pattern": "^-?[0-9]{1,15}(\\.[0-9]{1,6})?$" },
            "money": {
                "title": "Money", "type": "object", "required": ["amount", "currency"], "additionalProperties": false,
                "description": "An amount with its currency.\n\n- `amount` may be negative\n- `currency` is *always* there",
                "properties": { "amount": { "$ref": "#/$defs/decimal" }, "currency": { "$ref": "#/$defs/currency" } },
            },
            "place": {
                "title": "Place", "type": "object", "required": ["street", "town", "country"],
                "properties": {
                    "street": { "type": "string", "minLength": 1, "maxLength": 120, "description": "With the number." },
                    "town": { "type": "string", "minLength": 1, "maxLength": 80 },
                    "country": { "$ref": "#/$defs/country" },
                    "point": {
                        "type": "object", "required": ["north", "east"],
                        "properties": {
                            "north": { "type": "number", "minimum": -90, "maximum": 90 },
                            "east": { "type": "number", "minimum": -180, "maximum": 180 },
                        },
                    },
                },
            },
            "person": {
                "title": "Person", "type": "object", "required": ["name"],
                "properties": { "name": { "type": "string" }, "mail": { "type": "string", "format": "email" }, "home": { "$ref": "#/$defs/place" } },
            },
            "period": {
                "title": "Period", "type": "object", "required": ["from"],
                "properties": { "from": { "type": "string", "format": "date" }, "until": { "type": ["string", "null"], "format": "date" } },
            },
            "marks": { "title": "Marks", "type": "array", "uniqueItems": true, "items": { "type": "string", "maxLength": 40 } },
        },
    })
}

fn common_value(name: &str) -> Value {
    let place =
        json!({ "street": "Long Lane 5", "town": "Graz", "country": "AT", "point": { "north": 47.1, "east": 15.4 } });
    match name {
        "money" => json!({ "amount": "12.50", "currency": "EUR" }),
        "place" => place,
        "person" => json!({ "name": "Ana Example", "mail": "ana@example.org", "home": place }),
        "period" => json!({ "from": "2026-01-01", "until": null }),
        "country" => json!("HU"),
        _ => json!(["new", "fragile"]),
    }
}

fn document(domain: &str, events: &[(&str, &str)]) -> String {
    let mut nouns: Vec<&str> = events.iter().map(|(noun, _)| *noun).collect();
    nouns.dedup();
    let of = |noun: &str| -> Vec<String> {
        let own = events.iter().filter(|(other, _)| *other == noun);
        own.map(|(noun, verb)| format!("{}{}", capital(noun), capital(verb))).collect()
    };
    let mut text = format!(
        "asyncapi: 3.0.0\ninfo:\n  title: Events of {domain}\n  version: 1.0.0\n  description: What happens in **{domain}**.\n\
         defaultContentType: application/json\nservers:\n  main:\n    host: broker.example.org:9092\n    protocol: kafka\nchannels:\n"
    );
    for noun in &nouns {
        text += &format!(
            "  {noun}:\n    address: {domain}.{noun}.v1\n    description: All that happens to one `{noun}`.\n    messages:\n"
        );
        of(noun)
            .iter()
            .for_each(|name| text += &format!("      {name}:\n        $ref: '#/components/messages/{name}'\n"));
    }
    text += "operations:\n";
    for (noun, action) in nouns.iter().flat_map(|noun| [(noun, "send"), (noun, "receive")]) {
        text += &format!(
            "  {action}_{noun}:\n    action: {action}\n    channel:\n      $ref: '#/channels/{noun}'\n    messages:\n"
        );
        of(noun).iter().for_each(|name| text += &format!("      - $ref: '#/channels/{noun}/messages/{name}'\n"));
    }
    text += "components:\n  messages:\n";
    for (noun, verb) in events {
        text += &format!(
            "    {0}{1}:\n      name: {domain}.{noun}.{verb}\n      title: {0}{1}\n      summary: A {noun} was {verb}.\n      payload:\n        \
             $ref: '../schemas/{domain}/{noun}_{verb}.json'\n",
            capital(noun),
            capital(verb)
        );
    }
    text
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

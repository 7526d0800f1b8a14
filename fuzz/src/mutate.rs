//! Changes of JSON that leave it JSON: what a writer does, and what nobody should.

use serde_json::{Map, Value, json};

/// A source of choices: the same seed makes the same.
pub struct Choices(u64);

impl Choices {
    pub fn new(seed: u64) -> Choices {
        Choices(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `end`, which is at least 1.
    pub fn below(&mut self, end: usize) -> usize {
        // xorshift64*: Marsaglia 2003, Vigna 2016.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % end.max(1)
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Names that mean something in what is read.
const NAMES: &[&str] = &[
    "type",
    "properties",
    "required",
    "items",
    "prefixItems",
    "additionalProperties",
    "patternProperties",
    "enum",
    "const",
    "oneOf",
    "anyOf",
    "allOf",
    "not",
    "if",
    "then",
    "else",
    "$ref",
    "$id",
    "$defs",
    "definitions",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$recursiveRef",
    "$schema",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "minContains",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contentEncoding",
    "contentMediaType",
    "default",
    "examples",
    "title",
    "description",
    "deprecated",
    "nullable",
    "payload",
    "headers",
    "channels",
    "messages",
    "operations",
    "traits",
    "components",
    "bindings",
    "externalDocs",
    "url",
    "a/b",
    "a",
];

/// Names of AsyncAPI's fields.
const FIELDS: &[&str] = &[
    "asyncapi",
    "info",
    "servers",
    "host",
    "protocol",
    "variables",
    "security",
    "channels",
    "address",
    "parameters",
    "location",
    "messages",
    "operations",
    "action",
    "channel",
    "reply",
    "traits",
    "payload",
    "headers",
    "contentType",
    "correlationId",
    "examples",
    "bindings",
    "kafka",
    "amqp",
    "components",
    "schemas",
    "securitySchemes",
    "messageTraits",
    "operationTraits",
    "serverVariables",
    "tags",
    "externalDocs",
    "publish",
    "subscribe",
    "message",
    "x-own",
];

/// What is alive where it is written as it stands, as a name or as a text.
const ALIVE: &[&str] = &[
    "<b onclick=alert(1)>",
    "</code><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onfocus=alert(1) '",
    "<a href=\"javascript:alert(1)\">",
];

const TEXTS: &[&str] = &[
    "",
    "#",
    "#/",
    "#/$defs/a",
    "#/properties/a",
    "a.json",
    "../a.json#/x",
    "https://example.com/a",
    "object",
    "string",
    "integer",
    "array",
    "^a+$",
    "^(?=a)",
    "(a|b)*\\d{2,}",
    "date-time",
    "uuid",
    "email",
    "2026-01-31T12:00:00Z",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "<img src=x onerror=alert(1)>",
    "\"><b onclick=alert(1)>",
    "\u{202e}abc",
    "\u{0}",
    "\u{9b}31m",
    "\n::error::x",
    "a/b~c",
    "%",
    "{\"a\":1}",
    "a b",
];

/// A name that means something, or that nobody should take for HTML.
fn telling_name(choices: &mut Choices) -> &'static str {
    let names = match choices.below(8) {
        0 | 1 => ALIVE,
        2 | 3 => FIELDS,
        _ => NAMES,
    };
    choices.one::<&str>(names)
}

fn leaf(choices: &mut Choices) -> Value {
    match choices.below(16) {
        0 => json!(choices.below(4)),
        1 => json!(-1),
        2 => json!(1e300),
        3 => json!(0.1),
        4 => json!(u64::MAX),
        5 => Value::Null,
        6 => json!(choices.below(2) == 0),
        7 => json!([]),
        8 => json!(*choices.one::<&str>(ALIVE)),
        _ => json!(*choices.one::<&str>(TEXTS)),
    }
}

/// The pointers of all values within a value.
fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                pointers(value, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), all);
            }
        }
        Value::Array(items) => {
            for (number, value) in items.iter().enumerate() {
                pointers(value, &format!("{at}/{number}"), all);
            }
        }
        _ => {}
    }
}

/// Changes a value in one to four places; `others` are values whose parts are put into it.
pub fn mutate(value: &mut Value, others: &[Value], choices: &mut Choices) {
    for _ in 0..=choices.below(4) {
        let mut all = Vec::new();
        pointers(value, "", &mut all);
        let from = {
            let other = if others.is_empty() { &*value } else { choices.one(others) };
            let mut parts = Vec::new();
            pointers(other, "", &mut parts);
            let at = choices.one(&parts).clone();
            other.pointer(&at).cloned().unwrap_or_default()
        };
        let to = choices.one(&all).clone();
        // One in eight forgets what a key with a slash is written as.
        let pointer = choices.one(&all).clone();
        let pointer = if choices.below(8) == 0 { pointer.replace("~1", "/") } else { pointer };
        let reference = json!({ "$ref": format!("#{pointer}") });
        let way = choices.below(10);
        if way == 9 {
            misspell(value, &all, choices);
            continue;
        }
        let Some(place) = value.pointer_mut(&to) else { continue };
        match (way, &mut *place) {
            (0, place) => *place = leaf(choices),
            (1, place) => *place = from,
            (2, place) => *place = reference,
            (3, Value::Object(map)) => {
                let name = map.keys().nth(choices.below(map.len())).cloned();
                name.map(|name| map.shift_remove(&name));
            }
            (4, Value::Object(map)) => {
                let name = map.keys().nth(choices.below(map.len())).cloned();
                if let Some(taken) = name.and_then(|name| map.shift_remove(&name)) {
                    map.insert(telling_name(choices).to_owned(), taken);
                }
            }
            (5, Value::Object(map)) => drop(map.insert(telling_name(choices).to_owned(), from)),
            (6, Value::Object(map)) => drop(map.insert(telling_name(choices).to_owned(), leaf(choices))),
            (7, Value::Array(items)) => items.push(from),
            (8, place) => {
                let inner = place.take();
                *place = match choices.below(3) {
                    0 => json!([inner]),
                    1 => Value::Object(Map::from_iter([(telling_name(choices).to_owned(), inner)])),
                    _ => json!({ "allOf": [inner] }),
                };
            }
            (_, place) => *place = leaf(choices),
        }
    }
}

/// Writes one of the references of a value as nobody should: an escape is forgotten, a step left out, a letter doubled or lost.
fn misspell(value: &mut Value, all: &[String], choices: &mut Choices) {
    let references: Vec<&str> = all.iter().map(String::as_str).filter(|pointer| pointer.ends_with("ef")).collect();
    if references.is_empty() {
        return;
    }
    let Some(Value::String(text)) = value.pointer_mut(references[choices.below(references.len())]) else { return };
    let at = (0..=choices.below(text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    match choices.below(5) {
        0 => *text = text.replace("~1", "/"),
        1 => text.truncate(text.rfind('/').unwrap_or_default()),
        2 => text.insert(at, 'x'),
        3 if at < text.len() => drop(text.remove(at)),
        _ => text.push_str("/a"),
    }
}

/// Changes the JSON that the fuzzer has, as a tree; now and then, and where it is none, as bytes. Gives the new length.
pub fn mutate_bytes(data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let mut choices = Choices::new(u64::from(seed));
    if choices.below(8) > 0
        && let Ok(mut value) = serde_json::from_slice::<Value>(&data[..size])
    {
        mutate(&mut value, &[], &mut choices);
        let text = value.to_string();
        if text.len() <= most.min(data.len()) {
            data[..text.len()].copy_from_slice(text.as_bytes());
            return text.len();
        }
    }
    libfuzzer_sys::fuzzer_mutate(data, size, most)
}

/// What may follow the digits of a number, or go before them, in one notation or another.
const SPELLINGS: [&str; 14] =
    ["E5", "e-3", "E+2", "e400", ".0", ".5E1", "0", "_000", ":30", "0x1F", "0o17", "-", "+", "99999999999999999999"];

/// Now and then spells one of the numbers of a text otherwise, which is where readers differ; else changes its bytes. Gives the new length.
pub fn respell_numbers(data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let mut choices = Choices::new(u64::from(seed));
    let ends: Vec<usize> = (0..size).filter(|at| data[*at].is_ascii_digit()).map(|at| at + 1).collect();
    let spelling = choices.one(&SPELLINGS).as_bytes();
    let length = size + spelling.len();
    if choices.below(4) > 0 || ends.is_empty() || length > most.min(data.len()) {
        return libfuzzer_sys::fuzzer_mutate(data, size, most);
    }
    let at = ends[choices.below(ends.len())];
    data.copy_within(at..size, at + spelling.len());
    data[at..at + spelling.len()].copy_from_slice(spelling);
    length
}

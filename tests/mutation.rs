//! Proofs that can fail: in every example that is valid one value is made wrong, and exactly that is found, at its line and
//! column, with the keyword that refuses it. A tool that called everything valid would pass most other tests.
//!
//! One value is changed in each example at a time, one build sees all of them, and a round is made for each keyword.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use schemabook::check::check;
use schemabook::config::{self, Config};
use schemabook::diagnostic::Severity;
use schemabook::load::load;
use schemabook::model::{Pairing, Rung, Verdict};
use schemabook::prove::prove;
use schemabook::resolve::{Resolved, resolve};
use schemabook::route::{Site, route};
use schemabook::source::{Kind, Node, Place, join};
use schemabook::tree::Tree;
use serde_json::{Value, json};

use support::Folder;

/// The keywords that are broken, each in a round of its own.
const KEYWORDS: [&str; 5] = ["type", "const", "enum", "minimum", "maximum"];

/// Keywords by which one value decides about others.
const CONDITIONS: [&str; 10] =
    ["if", "then", "else", "oneOf", "anyOf", "not", "dependentSchemas", "dependencies", "contains", "propertyNames"];

#[test]
fn every_wrong_value_in_the_bundled_catalogs_is_found() {
    let project = Folder::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::copy(root.join("site.toml"), project.join("site.toml")).expect("site.toml can be copied");
    let schemas = Folder::copy_of(&root.join("schemas"), &[]);
    fs::rename(schemas.path(), project.join("schemas")).expect("the copy can be moved");
    let changed = change_and_find(&project);
    assert!(changed["type"] > 300, "most valid examples have a value of another type by now: {changed:?}");
    assert!(KEYWORDS.iter().all(|keyword| changed[keyword] > 0), "{changed:?}");
}

#[test]
fn every_wrong_value_is_found_wherever_it_stands() {
    let project = Folder::with(&[
        (
            "schemas/order.json",
            r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "allOf": [{ "$ref": "base.yaml" }],
  "properties": {
    "event_type": { "const": "order.created" },
    "lines": { "type": "array", "items": { "$ref": "#/$defs/line" } },
    "state": { "enum": ["open", "paid"] }
  },
  "unevaluatedProperties": false,
  "$defs": { "line": { "type": "object", "properties": { "n": { "type": "integer", "minimum": 1, "maximum": 99 } }, "examples": [{ "n": 3 }] } }
}
"##,
        ),
        (
            "schemas/base.yaml",
            "$schema: http://json-schema.org/draft-07/schema#\nproperties:\n  event_type: {}\n  id:\n    type: string\n",
        ),
        (
            "examples/order/first.json",
            "{\n  \"event_type\": \"order.created\",\n  \"id\": \"é\", \"lines\": [{ \"n\": 1 }, { \"n\": 2 }],\n  \"state\": \"open\"\n}\n",
        ),
        ("examples/order/second.yaml", "event_type: order.created\nid: \"o-2\"\nlines:\n  - n: 7\nstate: paid\n"),
        ("examples/order/stream.yaml", "---\nid: a\n---\nlines: [{ n: 4 }]\n---\nstate: paid\n"),
        (
            "examples/order/array.json",
            "[\n  { \"id\": \"a\" },\n  { \"lines\": [{ \"n\": 5 }] },\n  { \"state\": \"open\" }\n]\n",
        ),
        (
            "page.md",
            "# Page\r\n\r\n- A list\r\n\r\n  ```json\r\n  {\r\n    \"event_type\": \"order.created\",\r\n    \"lines\": [\r\n      { \"n\": 6 }\r\n    ]\r\n  }\r\n  ```\r\n\r\n> ```json example=order\r\n> { \"id\": \"o-4\",\r\n>   \"state\": \"paid\" }\r\n> ```\r\n",
        ),
        (
            "shop.yaml",
            "asyncapi: 3.0.0\ninfo: { title: Shop, version: 1.0.0 }\nchannels:\n  orders:\n    messages:\n      created:\n        payload: { $ref: schemas/order.json }\n        headers: { type: object, properties: { trace: { type: integer, maximum: 9 } } }\n        examples:\n          - payload:\n              id: o-5\n              state: open\n          - headers:\n              trace: 1\n",
        ),
    ]);
    let changed = change_and_find(&project);
    assert_eq!(changed, BTreeMap::from([("type", 11), ("const", 2), ("enum", 6), ("minimum", 6), ("maximum", 7)]));
}

/// Makes one value of each valid example wrong, a round for each keyword; how many there were.
fn change_and_find(project: &Folder) -> BTreeMap<&'static str, usize> {
    let sound = site(project.path());
    let errors = check(&sound);
    let errors = errors.all.iter().filter(|finding| finding.severity == Severity::Error);
    assert_eq!(
        errors.map(|error| error.message.as_str()).collect::<Vec<_>>(),
        Vec::<String>::new(),
        "it is sound to begin with"
    );
    KEYWORDS.into_iter().map(|keyword| (keyword, round(project, &sound, keyword))).collect()
}

fn site(folder: &Path) -> Site {
    let tree = Tree::open(folder).expect("the folder can be opened");
    let config = fs::read(folder.join(config::FILE)).map_or_else(|_| Config::defaults(), |bytes| config::read(bytes).0);
    route(prove(resolve(load(config, &tree, None))))
}

/// Changes the first value of each example that breaks only `keyword`, and finds just these changes.
fn round(project: &Folder, sound: &Site, keyword: &'static str) -> usize {
    let changes = changes(sound, keyword);
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    // From the end of each file to its start, so that no change moves another.
    for change in changes.iter().rev() {
        let text = files
            .entry(change.file.as_str())
            .or_insert_with(|| fs::read_to_string(project.join(&change.file)).expect("the file can be read"));
        let start = offset(text, change.line, change.column);
        assert!(text[start..].starts_with(&change.old), "{change:?}");
        text.replace_range(start..start + change.old.len(), &change.new);
    }
    let mutated = Folder::copy_of(project.path(), &[]);
    for (file, text) in &files {
        mutated.write(file, text);
    }
    let site = site(mutated.path());
    let sources = &site.proved.resolved.project.sources;
    let mut found = BTreeSet::new();
    for finding in check(&site).all.iter().filter(|finding| finding.severity == Severity::Error) {
        assert!(matches!(finding.rule.code, "invalid-example" | "invalid-message-example"), "{finding:?}");
        let position = sources.position(finding.at.source.expect("the file was read"), finding.at.span);
        let label = finding.labels.first().unwrap_or_else(|| panic!("it names no keyword: {finding:?}"));
        let keyword = Place::new(label.at.source.expect("the schema was read"), label.at.pointer.clone());
        let new = found.insert((finding.at.file.clone(), position.line, position.column, sources.display(&keyword)));
        assert!(new, "one mistake is found once: {}", finding.message);
    }
    let expected: BTreeSet<_> =
        changes.into_iter().map(|change| (change.file, change.line, change.column, change.keyword)).collect();
    let missed: Vec<_> = expected.difference(&found).collect();
    let more: Vec<_> = found.difference(&expected).collect();
    assert!(missed.is_empty() && more.is_empty(), "{keyword}: not found: {missed:#?}\nfound instead: {more:#?}");
    expected.len()
}

/// The byte at a line and column, which count characters from 1.
fn offset(text: &str, line: u32, column: u32) -> usize {
    let start: usize = text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
    let before: usize = text[start..].chars().take(column as usize - 1).map(char::len_utf8).sum();
    start + before
}

/// A value to be written over another, and the keyword that is to refuse it.
#[derive(Debug)]
struct Change {
    file: String,
    line: u32,
    column: u32,
    old: String,
    new: String,
    /// The keyword's place, as the contract writes places.
    keyword: String,
}

/// For each valid example the first value that can be made wrong for `keyword` alone, in the order of the files; one on a line.
fn changes(site: &Site, keyword: &str) -> Vec<Change> {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let mut changes: BTreeMap<(String, u32), Change> = BTreeMap::new();
    for (example, proof) in project.examples.iter().zip(site.proved.proofs.iter()) {
        if example.expect_invalid || proof.verdict != Verdict::Valid {
            continue;
        }
        // What finds the schema stays as it is.
        let names_schema = matches!(example.pairing, Pairing::Paired { rung: Rung::Named | Rung::EventType, .. });
        let keys: &[&str] =
            if names_schema { &["event_type", "eventType", "type", "version", "schema_version"] } else { &[] };
        let source = project.sources.get(example.place.source);
        for instance in example.instances() {
            let place = Place::new(example.place.source, format!("{}{}", example.place.pointer, instance.pointer));
            let Some(node) = project.sources.node(&place) else { continue };
            let mut walk = Walk { resolved, keyword, change: None };
            let kept = Blocked { texts: Vec::new(), keys };
            walk.visit(node, vec![instance.schema.clone()], &kept, "");
            let Some((node, new, refused_by)) = walk.change else { continue };
            let position = source.position(node.span.start);
            let old = source.text_at(node.span).to_owned();
            // An event within a text of JSON is spelt with escapes there.
            let is_in_text = source.holder.is_some() && source.file.ends_with(".json");
            if old.contains('\n') || is_in_text {
                continue;
            }
            let file = source.file.clone();
            let keyword = project.sources.display(&refused_by);
            let change =
                Change { line: position.line, column: position.column, old, new: new.to_string(), keyword, file };
            changes.entry((change.file.clone(), change.line)).or_insert(change);
            break;
        }
    }
    changes.into_values().collect()
}

/// What can't be changed without a second effect.
struct Blocked<'a> {
    /// The conditions of the schemas above: a value that they speak of decides more than its own verdict.
    texts: Vec<String>,
    keys: &'a [&'a str],
}

struct Walk<'a> {
    resolved: &'a Resolved,
    keyword: &'a str,
    change: Option<(&'a Node, Value, Place)>,
}

impl<'a> Walk<'a> {
    /// Looks for a value to change below `node`, to which the schemas at `places` apply.
    fn visit(&mut self, node: &'a Node, places: Vec<Place>, blocked: &Blocked<'_>, key: &str) {
        let places = self.spread(places);
        let mut texts = blocked.texts.clone();
        for place in &places {
            texts.extend(
                CONDITIONS.into_iter().filter_map(|keyword| Some(self.at(place, keyword)?.to_value().to_string())),
            );
        }
        let said = texts.iter().any(|text| text.contains("\"$ref\"") || text.contains(&format!("\"{key}\"")));
        if self.change.is_some() || said {
            return;
        }
        let conditional = texts.len() > blocked.texts.len();
        let below = Blocked { texts, keys: &[] };
        match &node.kind {
            Kind::Object(members) => {
                for member in members.iter().filter(|member| !blocked.keys.contains(&&*member.key)) {
                    if let Some(schemas) = self.of_member(&places, &member.key) {
                        self.visit(&member.value, schemas, &below, &member.key);
                    }
                }
            }
            Kind::Array(items) if places.iter().all(|place| self.at(place, "prefixItems").is_none()) => {
                let schemas = places.iter().filter(|place| self.at(place, "items").is_some_and(Node::is_object));
                let schemas: Vec<Place> = schemas.map(|place| below_place(place, "items")).collect();
                for item in items {
                    self.visit(item, schemas.clone(), &below, key);
                }
            }
            Kind::Array(_) => {}
            _ if conditional => {}
            _ => self.change = self.wrong(node, &places),
        }
    }

    fn at(&self, place: &Place, keyword: &str) -> Option<&'a Node> {
        self.resolved.project.sources.node(place)?.get(keyword)
    }

    /// The schemas with those that they combine: `$ref` and `allOf`.
    fn spread(&self, mut open: Vec<Place>) -> Vec<Place> {
        let mut all = Vec::new();
        while let Some(place) = open.pop() {
            if all.contains(&place) {
                continue;
            }
            let parts = self.at(&place, "allOf").map_or(0, |list| list.items().len());
            open.extend((0..parts).map(|index| below_place(&below_place(&place, "allOf"), &index.to_string())));
            open.extend(self.resolved.target(&place).cloned());
            let hidden = self.at(&place, "$ref").is_some() && self.resolved.dialect_of(&place).ref_hides_siblings();
            if !hidden {
                all.push(place);
            }
        }
        all
    }

    /// The schemas of a property; `None` where that is not simply told.
    fn of_member(&self, places: &[Place], key: &str) -> Option<Vec<Place>> {
        let mut schemas = Vec::new();
        for place in places {
            if self.at(place, "patternProperties").is_some() {
                return None;
            }
            if self.at(place, "properties").is_some_and(|properties| properties.get(key).is_some()) {
                schemas.push(below_place(&below_place(place, "properties"), key));
            } else if self.at(place, "additionalProperties").is_some_and(Node::is_object) {
                schemas.push(below_place(place, "additionalProperties"));
            }
        }
        Some(schemas)
    }

    /// A value for `node` that breaks one keyword alone, if that is the keyword of this round.
    fn wrong(&self, node: &'a Node, places: &[Place]) -> Option<(&'a Node, Value, Place)> {
        let stated = |keyword: &str| places.iter().any(|place| self.at(place, keyword).is_some());
        let bound = |keyword: &str| places.iter().find_map(|place| self.at(place, keyword)?.to_value().as_i64());
        let plain = !["pattern", "format", "minLength", "maxLength"].into_iter().any(stated);
        let new = match (self.keyword, &node.kind) {
            ("const" | "enum", Kind::String(_)) if plain => json!("no such value"),
            ("type" | "const" | "enum", Kind::String(_)) => json!(12345),
            ("type", Kind::Number(_) | Kind::Bool(_)) => json!("no such value"),
            ("const" | "enum", Kind::Number(_)) => json!(-12345),
            ("minimum", Kind::Number(_)) => json!(bound("minimum")? - 1),
            ("maximum", Kind::Number(_)) => json!(bound("maximum")? + 1),
            _ => return None,
        };
        let mut broken = places.iter().flat_map(|place| {
            let keywords =
                ["type", "const", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
            let broken = keywords.into_iter().filter(|keyword| {
                self.at(place, keyword).is_some_and(|constraint| breaks(&new, keyword, &constraint.to_value()))
            });
            broken.map(|keyword| (keyword, below_place(place, keyword))).collect::<Vec<_>>()
        });
        let (keyword, place) = broken.next()?;
        (broken.next().is_none() && keyword == self.keyword).then_some((node, new, place))
    }
}

/// Whether `value` breaks a keyword; told here in the plainest words, apart from the code that is tested.
fn breaks(value: &Value, keyword: &str, constraint: &Value) -> bool {
    let number = value.as_f64();
    let against = |breaks: fn(f64, f64) -> bool| {
        number.zip(constraint.as_f64()).is_some_and(|(value, bound)| breaks(value, bound))
    };
    match keyword {
        "type" => {
            let fits =
                |name: &Value| if value.is_string() { name == "string" } else { name == "number" || name == "integer" };
            !constraint.as_array().map_or_else(|| fits(constraint), |names| names.iter().any(fits))
        }
        "const" => value != constraint,
        "enum" => constraint.as_array().is_some_and(|members| !members.contains(value)),
        "minimum" => against(|value, bound| value < bound),
        "maximum" => against(|value, bound| value > bound),
        "exclusiveMinimum" => against(|value, bound| value <= bound),
        "exclusiveMaximum" => against(|value, bound| value >= bound),
        _ => against(|value, bound| value % bound != 0.0),
    }
}

fn below_place(place: &Place, key: &str) -> Place {
    Place::new(place.source, join(&place.pointer, key))
}

//! What `allOf` and references join, where nothing fits all of it.

use serde_json::{Map, Value, json};

use super::dead::Own;
use crate::compat::Proofs;
use crate::dialect::Dialect;
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// How many schemas are looked at together.
const PARTS: usize = 24;

/// How many names they may require.
const NAMES: usize = 500;

/// The schemas that nothing fits together, as few as there have to be, if that is proved of those which apply to what the schema at a place
/// is about.
pub fn contradiction(resolved: &Resolved, place: &Place, dialect: Dialect, proofs: &Proofs<'_>) -> Option<Vec<Place>> {
    let node = resolved.project.sources.node(place)?;
    let is_joined = node.get("allOf").is_some() || (node.get("$ref").is_some() && !dialect.ref_hides_siblings());
    if !is_joined {
        return None;
    }
    let parts = resolved.parts(place, dialect);
    if parts.len() < 2 || parts.len() > PARTS || parts.iter().any(|part| resolved.dialect_of(part) != dialect) {
        return None;
    }
    let joined = Joined { resolved, dialect, parts };
    if !joined.is_suspect() {
        return None;
    }
    let mut left: Vec<(Place, Value)> = joined.parts.iter().map(|part| (part.clone(), joined.value(part))).collect();
    let takes_nothing = |parts: &[(Place, Value)]| {
        let values: Vec<&Value> = parts.iter().map(|(_, value)| value).collect();
        proofs.takes_nothing(&json!({ "allOf": values }))
    };
    if !takes_nothing(&left) {
        return None;
    }
    for number in (0..left.len()).rev() {
        let mut fewer = left.clone();
        fewer.remove(number);
        if takes_nothing(&fewer) {
            left = fewer;
        }
    }
    // What contradicts itself is told where it stands.
    (left.len() > 1).then(|| left.into_iter().map(|(place, _)| place).collect())
}

struct Joined<'a> {
    resolved: &'a Resolved,
    dialect: Dialect,
    parts: Vec<Place>,
}

impl Joined<'_> {
    fn node(&self, place: &Place) -> Option<&Node> {
        self.resolved.project.sources.node(place)
    }

    /// The names that one of the parts requires.
    fn required(&self) -> Vec<&str> {
        let nodes = self.parts.iter().filter_map(|part| self.node(part)?.get("required"));
        nodes.flat_map(|names| names.items().iter().filter_map(Node::as_str)).collect()
    }

    /// Whether the parts might contradict one another, at the first glance.
    fn is_suspect(&self) -> bool {
        let nodes: Vec<&Node> = self.parts.iter().filter_map(|part| self.node(part)).collect();
        let names = self.required();
        if names.len() > NAMES {
            return false;
        }
        let is_closed = |node: &&&Node| node.get("additionalProperties").and_then(Node::as_bool) == Some(false);
        let lacks = |node: &Node| {
            let known = node.get("properties").map(Node::members).unwrap_or_default();
            names.iter().any(|name| !known.iter().any(|member| &*member.key == *name))
        };
        if nodes.iter().filter(is_closed).any(|node| lacks(node)) || clash(&nodes) {
            return true;
        }
        let of_name = |name: &str| {
            let children = nodes.iter().filter_map(|node| node.get("properties")?.get(name));
            clash(&children.collect::<Vec<_>>())
        };
        names.iter().any(|name| of_name(name))
    }

    /// What a part says, and its properties as far as their own keywords go.
    fn value(&self, part: &Place) -> Value {
        let Some(node) = self.node(part) else { return Value::Bool(true) };
        let has_formats = self.resolved.project.config.check.formats;
        let own = |node: &Node| Own::new(node, self.dialect, has_formats).value(&|_| true);
        let mut value = own(node);
        let names = self.required();
        if let Some(Value::Object(properties)) = value.get_mut("properties") {
            for (name, schema) in properties.iter_mut().filter(|(name, _)| names.contains(&name.as_str())) {
                let child = node.get("properties").and_then(|map| map.get(name)).filter(|child| child.is_object());
                if let Some(child) = child {
                    *schema = Value::Object(plain(own(child)));
                }
            }
        }
        Value::Object(value)
    }
}

/// A property's own keywords, without what it says of properties and items of its own.
fn plain(mut value: Map<String, Value>) -> Map<String, Value> {
    value.retain(|keyword, _| keyword != "properties" && keyword != "patternProperties");
    value
}

/// Whether schemas of one value name types that exclude one another, or list values.
fn clash(nodes: &[&Node]) -> bool {
    let listing = nodes.iter().filter(|node| node.get("const").is_some() || node.get("enum").is_some()).count();
    let types: Vec<&Node> = nodes.iter().filter_map(|node| node.get("type")).collect();
    let differ = types.windows(2).any(|pair| !pair[0].is_same_value(pair[1]));
    listing > 1 || differ
}

//! What references of a document lead to: pointers, anchors and `$id`s within it, each from the resource in which the reference stands.

use std::collections::HashMap;

use serde_json::Value;

use crate::dialect::Dialect;

/// Keywords that hold data, in which nothing is a schema.
const DATA: [&str; 5] = ["const", "enum", "default", "examples", "example"];

/// A document and the names in it.
pub struct Document<'a> {
    pub root: &'a Value,
    /// The resource in which an object stands, where it is not the document.
    resources: HashMap<usize, &'a Value>,
    ids: HashMap<String, &'a Value>,
    anchors: HashMap<(usize, String), &'a Value>,
    /// Where dynamic anchors of a name stand, as long as there is one of it alone.
    dynamic: HashMap<String, Option<&'a Value>>,
    has_recursive_anchor: bool,
}

/// Where a value is kept: while a document is read, that tells it from all others.
pub fn address(value: &Value) -> usize {
    std::ptr::from_ref(value) as usize
}

impl<'a> Document<'a> {
    pub fn new(root: &'a Value, dialect: Dialect) -> Document<'a> {
        let mut document = Document {
            root,
            resources: HashMap::new(),
            ids: HashMap::new(),
            anchors: HashMap::new(),
            dynamic: HashMap::new(),
            has_recursive_anchor: false,
        };
        let mut open = vec![(root, root)];
        while let Some((value, mut resource)) = open.pop() {
            match value {
                Value::Object(members) => {
                    let text = |key: &str| members.get(key).and_then(Value::as_str);
                    // Beside a reference it names nothing in drafts that hide what stands there.
                    let is_hidden = dialect.ref_hides_siblings() && members.contains_key("$ref");
                    if let Some(id) = text(dialect.id_keyword()).filter(|_| !is_hidden) {
                        match id.strip_prefix('#') {
                            // What later drafts call an anchor.
                            Some(name) => drop(document.anchors.insert((address(resource), name.to_owned()), value)),
                            None => {
                                resource = value;
                                document.ids.entry(id.trim_end_matches('#').to_owned()).or_insert(value);
                            }
                        }
                    }
                    if address(resource) != address(root) {
                        document.resources.insert(address(value), resource);
                    }
                    for anchor in ["$anchor", "$dynamicAnchor"].into_iter().filter_map(text) {
                        document.anchors.insert((address(resource), anchor.to_owned()), value);
                    }
                    if let Some(name) = text("$dynamicAnchor") {
                        let known = document.dynamic.entry(name.to_owned());
                        known.and_modify(|known| *known = None).or_insert(Some(value));
                    }
                    document.has_recursive_anchor |= members.get("$recursiveAnchor") == Some(&Value::Bool(true));
                    let below = members.iter().filter(|(key, _)| !DATA.contains(&key.as_str()));
                    open.extend(below.map(|(_, value)| (value, resource)));
                }
                Value::Array(items) => open.extend(items.iter().map(|item| (item, resource))),
                _ => {}
            }
        }
        document
    }

    /// The resource in which an object stands.
    fn resource_of(&self, value: &Value) -> &'a Value {
        self.resources.get(&address(value)).copied().unwrap_or(self.root)
    }

    /// What a reference in an object leads to.
    pub fn target(&self, holder: &Value, text: &str) -> Option<&'a Value> {
        let (base, fragment) = text.split_once('#').unwrap_or((text, ""));
        let base = if base.is_empty() { self.resource_of(holder) } else { *self.ids.get(base)? };
        match fragment {
            "" => Some(base),
            pointer if pointer.starts_with('/') => base.pointer(&decoded(pointer)),
            name => self.anchors.get(&(address(base), name.to_owned())).copied(),
        }
    }

    /// What a reference leads to that means a place by the way that led to it, where there is one such place alone.
    pub fn dynamic_target(&self, holder: &Value, keyword: &str, text: &str) -> Option<&'a Value> {
        if keyword == "$recursiveRef" {
            return if self.has_recursive_anchor { None } else { self.target(holder, text) };
        }
        let name = text.strip_prefix('#')?;
        let target = self.target(holder, text)?;
        match self.dynamic.get(name) {
            None => Some(target),
            Some(Some(only)) if address(only) == address(target) => Some(target),
            Some(_) => None,
        }
    }
}

/// A fragment without its percent signs.
fn decoded(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let ahead = rest.clone();
        match (byte == b'%').then(|| digit(rest.next()).zip(digit(rest.next()))).flatten() {
            Some((high, low)) => bytes.push((high * 16 + low) as u8),
            None => {
                rest = ahead;
                bytes.push(byte);
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

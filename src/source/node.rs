//! The spanned tree that JSON, YAML, TOML and fences become: whole, in source order, nothing interpreted.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Members, Number, Span};

/// A value and where it stands. An alias of YAML carries the span of its use.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub span: Span,
    pub kind: Kind,
}

/// What a node holds. The digits of numbers are those of the text at the node's span.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Null,
    Bool(bool),
    Number(Number),
    String(Box<str>),
    Array(Vec<Node>),
    Object(Members),
}

/// A member of an object, in the order of the source. Keys are unique: a second one is refused by the parsers.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub key: Box<str>,
    pub key_span: Span,
    pub value: Node,
}

/// What a JSON Pointer led to: the value and, for a member of an object, the span of its key.
#[derive(Clone, Copy, Debug)]
pub struct Located<'a> {
    pub key_span: Option<Span>,
    pub node: &'a Node,
}

impl Node {
    /// The value that a text as a whole is.
    pub fn of_text(text: &str) -> Node {
        Node { span: Span { start: 0, end: text.len() as u32 }, kind: Kind::String(text.into()) }
    }

    /// The member `key` of an object; `None` for anything else.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.member(key).map(|member| &member.value)
    }

    /// The member `key` of an object with its key's span; `None` for anything else.
    pub fn member(&self, key: &str) -> Option<&Member> {
        match &self.kind {
            Kind::Object(members) => members.member(key),
            _ => None,
        }
    }

    /// The number of the member `key` of an object.
    pub fn position_of(&self, key: &str) -> Option<usize> {
        match &self.kind {
            Kind::Object(members) => members.position(key),
            _ => None,
        }
    }

    /// The members of an object; empty for anything else.
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            Kind::Object(members) => members,
            _ => &[],
        }
    }

    /// The items of an array; empty for anything else.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::Array(items) => items,
            _ => &[],
        }
    }

    /// The strings of an array that holds nothing else.
    pub fn strings(&self) -> Option<Vec<&str>> {
        if !self.is_array() {
            return None;
        }
        self.items().iter().map(Node::as_str).collect()
    }

    /// The text of a string; `None` for anything else.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a boolean; `None` for anything else.
    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Whether this is an object.
    pub fn is_object(&self) -> bool {
        matches!(self.kind, Kind::Object(_))
    }

    /// Whether this is an array.
    pub fn is_array(&self) -> bool {
        matches!(self.kind, Kind::Array(_))
    }

    /// The JSON Schema name of the node's type: `null`, `boolean`, `number`, `string`, `array` or `object`.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "boolean",
            Kind::Number(_) => "number",
            Kind::String(_) => "string",
            Kind::Array(_) => "array",
            Kind::Object(_) => "object",
        }
    }

    /// The node at a JSON Pointer (RFC 6901; empty is the node itself); `None` where it leads nowhere.
    pub fn locate(&self, pointer: &str) -> Option<Located<'_>> {
        let mut found = Located { key_span: None, node: self };
        if pointer.is_empty() {
            return Some(found);
        }
        let mut rest = Some(pointer.strip_prefix('/')?);
        while let Some(tokens) = rest {
            // Tokens are short: the next one is found sooner so than by what searches in long texts.
            let end = tokens.bytes().position(|byte| byte == b'/');
            let token = unescape_token(&tokens[..end.unwrap_or(tokens.len())]);
            rest = end.map(|end| &tokens[end + 1..]);
            found = match &found.node.kind {
                Kind::Object(_) => {
                    let member = found.node.member(&token)?;
                    Located { key_span: Some(member.key_span), node: &member.value }
                }
                Kind::Array(items) => {
                    let canonical = token == "0" || !token.starts_with(['0', '+']);
                    let item = canonical.then(|| token.parse::<usize>().ok()).flatten()?;
                    Located { key_span: None, node: items.get(item)? }
                }
                _ => return None,
            };
        }
        Some(found)
    }

    /// What stands at a pointer; where it leads nowhere, the nearest value above.
    pub fn nearest(&self, pointer: &str) -> Located<'_> {
        let mut pointer = pointer;
        loop {
            if let Some(found) = self.locate(pointer) {
                return found;
            }
            pointer = pointer.rfind('/').map_or("", |end| &pointer[..end]);
        }
    }

    /// The value at a JSON Pointer; `None` where it leads nowhere.
    pub fn pointer(&self, pointer: &str) -> Option<&Node> {
        self.locate(pointer).map(|found| found.node)
    }

    /// Whether a number in it is one that 64 bits don't hold.
    pub fn has_long_number(&self) -> bool {
        let mut open = vec![self];
        while let Some(node) = open.pop() {
            match &node.kind {
                Kind::Number(number) if number.is_long() => return true,
                Kind::Array(items) => open.extend(items),
                Kind::Object(members) => open.extend(members.iter().map(|member| &member.value)),
                _ => {}
            }
        }
        false
    }

    /// The pointer of the innermost value whose text, or whose key, an offset of the source stands in.
    pub fn pointer_at(&self, offset: u32) -> String {
        let holds = |span: Span| span.start <= offset && offset < span.end;
        let mut pointer = String::new();
        let mut node = self;
        loop {
            let member = node.members().iter().find(|member| holds(member.key_span) || holds(member.value.span));
            let item = node.items().iter().enumerate().find(|(_, item)| holds(item.span));
            node = match (member, item) {
                (Some(member), _) => {
                    pointer = join(&pointer, &member.key);
                    if holds(member.key_span) {
                        return pointer;
                    }
                    &member.value
                }
                (None, Some((index, item))) => {
                    pointer.push_str(&format!("/{index}"));
                    item
                }
                (None, None) => return pointer,
            };
        }
    }

    /// Whether both are the same JSON value: members count by their names, in whatever order.
    pub fn is_same_value(&self, other: &Node) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Array(own), Kind::Array(others)) => {
                own.len() == others.len() && own.iter().zip(others).all(|(own, other)| own.is_same_value(other))
            }
            (Kind::Object(own), Kind::Object(others)) => {
                let same =
                    |(own, other): (&Member, &Member)| own.key == other.key && own.value.is_same_value(&other.value);
                own.len() == others.len() && sorted(own).into_iter().zip(sorted(others)).all(same)
            }
            (own, other) => own == other,
        }
    }

    /// How many values this one is made of, itself included.
    pub fn count(&self) -> usize {
        let mut open = vec![self];
        let mut count = 0;
        while let Some(node) = open.pop() {
            count += 1;
            open.extend(node.items());
            open.extend(node.members().iter().map(|member| &member.value));
        }
        count
    }

    /// Whether it is made of more values than this, itself included: no more of them are looked at.
    pub fn is_larger_than(&self, most: usize) -> bool {
        let mut open = vec![self];
        let mut left = most;
        while let Some(node) = open.pop() {
            if left < 1 + node.items().len() + node.members().len() {
                return true;
            }
            left -= 1;
            open.extend(node.items());
            open.extend(node.members().iter().map(|member| &member.value));
        }
        false
    }

    /// The value without its spans.
    pub fn to_value(&self) -> Value {
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Bool(value) => Value::Bool(*value),
            Kind::Number(number) => Value::Number(number.near().clone()),
            Kind::String(text) => Value::String(text.to_string()),
            Kind::Array(items) => Value::Array(items.iter().map(Node::to_value).collect()),
            Kind::Object(members) => {
                let mut map = Map::with_capacity(members.len());
                for member in members {
                    map.insert(member.key.to_string(), member.value.to_value());
                }
                Value::Object(map)
            }
        }
    }
}

/// The members of an object by name.
fn sorted(members: &[Member]) -> Vec<&Member> {
    let mut sorted: Vec<&Member> = members.iter().collect();
    sorted.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    sorted
}

/// One reference token of a JSON Pointer as the key or index that it names (RFC 6901, section 4).
pub fn unescape_token(token: &str) -> Cow<'_, str> {
    if token.bytes().any(|byte| byte == b'~') {
        token.replace("~1", "/").replace("~0", "~").into()
    } else {
        token.into()
    }
}

/// The tokens of a pointer.
pub fn pointer_tokens(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(unescape_token)
}

/// A key or index as a reference token of a JSON Pointer.
pub fn escape_token(key: &str) -> Cow<'_, str> {
    let plain = key.bytes().all(|byte| byte != b'~' && byte != b'/');
    if plain { key.into() } else { key.replace('~', "~0").replace('/', "~1").into() }
}

/// The pointer of the member or item `key` of what stands at `pointer`.
pub fn join(pointer: &str, key: &str) -> String {
    let token = escape_token(key);
    let mut joined = String::with_capacity(pointer.len() + 1 + token.len());
    joined.push_str(pointer);
    joined.push('/');
    joined.push_str(&token);
    joined
}

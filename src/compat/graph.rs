//! Schemas as a graph: each node says what its keywords say, references are edges, and nodes that say the same are one, of both versions
//! together. What is equal in both is told without a proof.

use std::collections::HashMap;
use std::hash::Hash;

use serde_json::Value;

use super::number::Ratio;

/// The number of a node.
pub type Id = usize;

/// Kinds of values; whole numbers and others are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Types(pub u8);

impl Types {
    pub const OBJECT: Types = Types(1);
    pub const ARRAY: Types = Types(2);
    pub const STRING: Types = Types(4);
    pub const WHOLE: Types = Types(8);
    pub const FRACTION: Types = Types(16);
    pub const BOOLEAN: Types = Types(32);
    pub const NULL: Types = Types(64);
    pub const NUMBER: Types = Types(24);

    /// Each kind, those first that people read best within an event.
    pub const WITHIN: [Types; 7] =
        [Types::STRING, Types::WHOLE, Types::FRACTION, Types::BOOLEAN, Types::NULL, Types::ARRAY, Types::OBJECT];

    /// Each kind, as events as a whole mostly are.
    pub const EACH: [Types; 7] =
        [Types::OBJECT, Types::STRING, Types::WHOLE, Types::FRACTION, Types::BOOLEAN, Types::NULL, Types::ARRAY];

    /// The kinds that a name of `type` stands for.
    pub fn named(name: &str) -> Option<Types> {
        Some(match name {
            "object" => Types::OBJECT,
            "array" => Types::ARRAY,
            "string" => Types::STRING,
            "integer" => Types::WHOLE,
            "number" => Types::NUMBER,
            "boolean" => Types::BOOLEAN,
            "null" => Types::NULL,
            _ => return None,
        })
    }

    /// The kind of a value.
    pub fn of(value: &Value) -> Types {
        match value {
            Value::Object(_) => Types::OBJECT,
            Value::Array(_) => Types::ARRAY,
            Value::String(_) => Types::STRING,
            Value::Number(number) if number.is_i64() || number.is_u64() => Types::WHOLE,
            Value::Number(number) if number.as_f64().is_some_and(|near| near.fract() == 0.0) => Types::WHOLE,
            Value::Number(_) => Types::FRACTION,
            Value::Bool(_) => Types::BOOLEAN,
            Value::Null => Types::NULL,
        }
    }

    pub fn has(self, other: Types) -> bool {
        self.0 & other.0 != 0
    }

    pub fn or(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }
}

/// A bound of numbers, and whether the number itself is beyond it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bound {
    pub at: Ratio,
    pub excluded: bool,
}

/// How many, at least and at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Count {
    pub min: Option<u64>,
    pub max: Option<u64>,
}

/// What an object's members have to be like: one schema for each name, those of all patterns it matches, or that of the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Members {
    pub named: Vec<(String, Id)>,
    pub patterns: Vec<(String, Id)>,
    pub rest: Option<Id>,
}

/// `contains` with its counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Contains {
    pub schema: Id,
    pub count: Count,
}

/// What the keywords of one schema say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Facts {
    pub types: Option<Types>,
    /// `enum` and `const`.
    pub values: Option<Vec<Value>>,
    pub low: Option<Bound>,
    pub high: Option<Bound>,
    pub multiple_of: Option<Ratio>,
    pub length: Count,
    pub pattern: Option<String>,
    /// Formats, and what else only the engine can tell of a text.
    pub formats: Vec<String>,
    pub items: Count,
    pub prefix: Vec<Id>,
    pub rest_items: Option<Id>,
    pub contains: Option<Contains>,
    pub unique: bool,
    pub size: Count,
    pub required: Vec<String>,
    pub members: Option<Members>,
    pub names: Option<Id>,
    /// A name, and the schema of objects that have it.
    pub dependent: Vec<(String, Id)>,
    pub all: Vec<Id>,
    pub any: Option<Vec<Id>>,
    pub one: Option<Vec<Id>>,
    pub not: Option<Id>,
    /// `if`, `then`, `else`.
    pub condition: Option<(Id, Id, Id)>,
    /// Keywords whose meaning is not known here, with the schemas and the text in them.
    pub opaque: Vec<(String, Vec<Id>, String)>,
}

impl Facts {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Facts::default()
    }

    /// All nodes that it refers to, to be changed.
    pub fn each_id(&mut self, change: &mut dyn FnMut(&mut Id)) {
        self.prefix.iter_mut().chain(&mut self.rest_items).for_each(&mut *change);
        self.contains.iter_mut().for_each(|contains| change(&mut contains.schema));
        if let Some(members) = &mut self.members {
            let named = members.named.iter_mut().chain(&mut members.patterns).map(|(_, id)| id);
            named.chain(&mut members.rest).for_each(&mut *change);
        }
        self.names.iter_mut().chain(self.dependent.iter_mut().map(|(_, id)| id)).for_each(&mut *change);
        self.all.iter_mut().chain(self.any.iter_mut().flatten()).for_each(&mut *change);
        self.one.iter_mut().flatten().chain(&mut self.not).for_each(&mut *change);
        if let Some((condition, then, otherwise)) = &mut self.condition {
            [condition, then, otherwise].into_iter().for_each(&mut *change);
        }
        self.opaque.iter_mut().flat_map(|(_, ids, _)| ids).for_each(&mut *change);
    }
}

/// A node: a schema that says something, or whether it takes all or nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    Bool(bool),
    Facts(Box<Facts>),
}

/// The nodes of both versions.
#[derive(Debug, Default)]
pub struct Graph {
    nodes: Vec<Node>,
}

static NOTHING_SAID: Node = Node::Bool(true);

impl Graph {
    /// The node that takes all.
    pub const TRUE: Id = 0;
    /// The node that takes nothing.
    pub const FALSE: Id = 1;

    pub fn new() -> Graph {
        Graph { nodes: vec![Node::Bool(true), Node::Bool(false)] }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether something is said of formats.
    pub fn has_formats(&self) -> bool {
        let has = |node: &Node| matches!(node, Node::Facts(facts) if !facts.formats.is_empty());
        self.nodes.iter().any(has)
    }

    pub fn add(&mut self, node: Node) -> Id {
        match node {
            Node::Bool(true) => Graph::TRUE,
            Node::Bool(false) => Graph::FALSE,
            Node::Facts(facts) if facts.is_empty() => Graph::TRUE,
            node @ Node::Facts(_) => {
                self.nodes.push(node);
                self.nodes.len() - 1
            }
        }
    }

    /// A node that is not known yet.
    pub fn reserve(&mut self) -> Id {
        self.nodes.push(Node::Bool(true));
        self.nodes.len() - 1
    }

    pub fn set(&mut self, id: Id, node: Node) {
        if let Some(place) = self.nodes.get_mut(id) {
            *place = node;
        }
    }

    pub fn node(&self, id: Id) -> &Node {
        self.nodes.get(id).unwrap_or(&NOTHING_SAID)
    }

    pub fn facts(&self, id: Id) -> Option<&Facts> {
        match self.node(id) {
            Node::Facts(facts) => Some(facts),
            Node::Bool(_) => None,
        }
    }

    /// Whether some node leads back to itself without a step into the value: no validator would come to an end.
    pub fn has_circle(&self) -> bool {
        let mut states = vec![0_u8; self.nodes.len()];
        for start in 0..self.nodes.len() {
            let mut open = vec![(start, false)];
            while let Some((id, is_left)) = open.pop() {
                let Some(state) = states.get_mut(id) else { continue };
                match (*state, is_left) {
                    (_, true) => *state = 2,
                    (0, false) => {
                        *state = 1;
                        open.push((id, true));
                        open.extend(self.in_place(id).into_iter().map(|id| (id, false)));
                    }
                    (1, false) => return true,
                    _ => {}
                }
            }
        }
        false
    }

    /// The nodes that apply to the same value.
    fn in_place(&self, id: Id) -> Vec<Id> {
        let Some(facts) = self.facts(id) else { return Vec::new() };
        let mut ids = facts.all.clone();
        ids.extend(facts.any.iter().flatten().chain(facts.one.iter().flatten()).chain(&facts.not));
        ids.extend(facts.dependent.iter().map(|(_, id)| *id));
        ids.extend(facts.condition.iter().flat_map(|(condition, then, otherwise)| [condition, then, otherwise]));
        ids
    }

    /// Makes nodes that say the same one, however deep they lead, and gives the new number of each: partitions are refined until nodes of
    /// one are alike in all that they say and refer to.
    pub fn merge(&mut self) -> Vec<Id> {
        self.follow();
        let (mut classes, edges) = self.shapes();
        let mut count = classes.iter().max().map_or(0, |last| last + 1);
        loop {
            let class = |id: &Id| classes.get(*id).copied().unwrap_or_default();
            let mut known: HashMap<(Id, Vec<Id>), Id> = HashMap::with_capacity(count);
            let keys = classes.iter().zip(&edges).map(|(own, edges)| (*own, edges.iter().map(class).collect()));
            let next = keys.map(|key| numbered(&mut known, key)).collect();
            let is_stable = known.len() == count;
            count = known.len();
            classes = next;
            if is_stable {
                break;
            }
        }
        // The first of each class stands for it.
        let mut first: HashMap<Id, Id> = HashMap::new();
        let numbers: Vec<Id> =
            classes.iter().enumerate().map(|(id, class)| *first.entry(*class).or_insert(id)).collect();
        for node in &mut self.nodes {
            if let Node::Facts(facts) = node {
                facts.each_id(&mut |id| *id = numbers.get(*id).copied().unwrap_or_default());
            }
        }
        numbers
    }

    /// What each node says, as a number that nodes share which say the same but for where they lead; and where it leads.
    fn shapes(&self) -> (Vec<Id>, Vec<Vec<Id>>) {
        let mut known = HashMap::new();
        let shapes = self.nodes.iter().map(|node| {
            let mut shape = node.clone();
            let mut edges = Vec::new();
            if let Node::Facts(facts) = &mut shape {
                facts.each_id(&mut |id| edges.push(std::mem::take(id)));
            }
            (numbered(&mut known, shape), edges)
        });
        shapes.unzip()
    }

    /// Leads edges past nodes that do nothing but refer to another.
    fn follow(&mut self) {
        let next: Vec<Option<Id>> = self.nodes.iter().map(alias).collect();
        let end = |id: Id| {
            let steps = std::iter::successors(Some(id), |id| next.get(*id).copied().flatten());
            steps.take(ALIASES).last().unwrap_or(id)
        };
        for node in &mut self.nodes {
            if let Node::Facts(facts) = node {
                facts.each_id(&mut |id| *id = end(*id));
            }
        }
    }
}

/// The number of a key, the next one if it is new.
fn numbered<K: Eq + Hash>(known: &mut HashMap<K, Id>, key: K) -> Id {
    let next = known.len();
    *known.entry(key).or_insert(next)
}

/// How many references that stand alone are followed at once.
const ALIASES: usize = 64;

/// The node that another stands for.
fn alias(node: &Node) -> Option<Id> {
    let Node::Facts(facts) = node else { return None };
    let [target] = facts.all.as_slice() else { return None };
    let alone = Facts { all: facts.all.clone(), ..Facts::default() };
    (**facts == alone).then_some(*target)
}

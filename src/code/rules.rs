//! What comments say of a schema: its words, and what no type may be able to say.

use super::shape::Says;
use crate::dialect::Dialect;
use crate::keyword::{Digits, Run, StatementKind, in_effect, lookup, statements};
use crate::source::Node;

/// Keywords of which types say all there is to say.
const TYPED: [&str; 9] = [
    "type",
    "enum",
    "const",
    "properties",
    "required",
    "items",
    "prefixItems",
    "additionalProperties",
    "additionalItems",
];

/// Keywords with schemas of which a type says nothing, or not all.
const BEYOND: [&str; 14] = [
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependencies",
    "contains",
    "propertyNames",
    "patternProperties",
    "unevaluatedItems",
    "unevaluatedProperties",
    "$dynamicRef",
    "$recursiveRef",
    "oneOf",
];

/// What comments say of a schema itself.
pub fn says(node: &Node, dialect: Dialect, digits: &dyn Digits) -> Says {
    let mut says = Says::default();
    let mut beyond: Vec<&str> = Vec::new();
    for (name, value) in in_effect(node, dialect) {
        match (name, value.as_str()) {
            ("title" | "description", Some(text)) if !text.trim().is_empty() => says.words.push(text.trim().to_owned()),
            ("deprecated", _) => says.deprecated |= value.as_bool() == Some(true),
            ("oneOf", _) if value.items().iter().all(|it| it.get("const").is_some()) => {}
            _ if BEYOND.contains(&name) && value.as_bool() != Some(false) => beyond.push(name),
            _ => {}
        }
    }
    let is_rule = |kind| matches!(kind, StatementKind::Constraint | StatementKind::Presence);
    let is_said = |keyword: &str| TYPED.contains(&keyword) || BEYOND.contains(&keyword);
    // Most schemas have a type and words, and no rule beside them.
    let has_rules = in_effect(node, dialect).any(|(name, _)| !is_said(name) && is_rule(lookup(name).kind));
    for said in if has_rules { statements(node, dialect, digits) } else { Vec::new() } {
        if is_rule(said.kind) && said.ignored.is_none() && !said.keywords.iter().all(|keyword| is_said(keyword)) {
            let words: String = said.words.iter().map(plain).collect();
            let label = said.label.to_lowercase();
            says.rules.push(if words.starts_with(&label) || label.is_empty() {
                words
            } else {
                format!("{label}: {words}")
            });
        }
    }
    if !beyond.is_empty() {
        let names: Vec<String> = beyond.iter().map(|name| format!("`{name}`")).collect();
        says.rules.push(format!("more than a type can say: {}", names.join(", ")));
    }
    says
}

fn plain(run: &Run) -> String {
    match run {
        Run::Text(text) | Run::Markdown(text) | Run::Url(text) => text.clone(),
        Run::Code(text) | Run::Block(text) | Run::Ref(text) => format!("`{text}`"),
        Run::Break => " ".to_owned(),
    }
}

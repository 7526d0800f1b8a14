//! `if`, `then` and `else` as one sentence, whose condition is said in full where it is a short one.

use super::subject::{Subject, Wording};
use super::subschema::is_schema;
use super::words::{code, listed, name, text};
use super::{Digits, Run, Subschema, boolean_schema, inline_json};
use crate::source::{Kind, Node};

/// The most tests that a condition in words is made of; a longer one is better read as the shape that it is.
const TESTS: usize = 4;
/// The most values that one test lists.
const VALUES: usize = 4;
/// The most characters of a value in a test.
const LONGEST: usize = 40;

/// When one schema decides which of two others applies.
pub(super) fn wording<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let mut keywords = Vec::new();
    let mut shape = |name: &'static str| {
        let node = subject.peer(name).filter(|node| is_schema(node))?;
        keywords.push(name);
        Some(node)
    };
    let (when, then, otherwise) = (shape("if"), shape("then"), shape("else"));
    let mut words = match when {
        None => vec![code("if"), text(" is missing")],
        Some(_) if then.is_none() && otherwise.is_none() => vec![code("if"), text(" alone demands nothing")],
        Some(when) => condition(when, then.is_some(), subject.digits),
    };
    if let Some(then) = then {
        words.push(text(", "));
        words.extend(demand("then", then.as_bool()));
    }
    if let Some(otherwise) = otherwise {
        words.push(text(if then.is_some() { "; otherwise " } else { ", " }));
        words.extend(demand("else", otherwise.as_bool()));
    }
    Some(Wording { keywords: Some(keywords), ..words.into() })
}

/// When an alternative applies: the condition of `then` and `else`, for others the part that they play.
pub fn applies(subschema: &Subschema<'_>, digits: &dyn Digits) -> Vec<Run> {
    match (subschema.keyword.name, subschema.parent.get("if")) {
        ("then" | "else", Some(when)) => condition(when, subschema.keyword.name == "then", digits),
        _ => subschema.role(),
    }
}

/// When what follows applies: `if `mode` is `"dev"``, or that the value fits the shape below.
fn condition(when: &Node, holds: bool, digits: &dyn Digits) -> Vec<Run> {
    let mut tests = Vec::new();
    if collect(when, "", &mut tests, digits).is_some() && !tests.is_empty() {
        let start = text(if holds { "if " } else { "unless " });
        return [vec![start], listed(tests, "and")].concat();
    }
    let fits = if holds { "when the value fits " } else { "when the value does not fit " };
    let boolean = when.as_bool().map(|all| text(if all { " (anything does)" } else { " (nothing does)" }));
    [text(fits), code("if")].into_iter().chain(boolean).collect()
}

/// The tests that a schema makes of the properties of an object, `path` being that object's own; `None` if it says more than short words
/// do. A property that is not required passes every test by being absent, and the words say so.
fn collect(schema: &Node, path: &str, tests: &mut Vec<Vec<Run>>, digits: &dyn Digits) -> Option<()> {
    let Kind::Object(members) = &schema.kind else { return None };
    let required = schema.get("required").map_or(Some(Vec::new()), Node::strings)?;
    let properties = schema.get("properties").map(Node::members).unwrap_or_default();
    for member in members {
        let plain = match &*member.key {
            "properties" => member.value.is_object(),
            "type" => member.value.as_str() == Some("object"),
            "required" | "title" | "description" | "markdownDescription" | "$comment" => true,
            _ => false,
        };
        plain.then_some(())?;
    }
    for property in properties {
        let dotted = dotted(path, &property.key);
        let present = required.contains(&&*property.key);
        match test(&property.value, digits) {
            Some(mut words) => {
                words.insert(0, name(&dotted));
                words.extend((!present).then(|| text(" or absent")));
                tests.push(words);
            }
            // Below a property that may be absent, no test would be said exactly.
            None if present && property.value.get("properties").is_some() => {
                collect(&property.value, &dotted, tests, digits)?;
            }
            None => return None,
        }
    }
    let unnamed = required.iter().filter(|required| !properties.iter().any(|property| &*property.key == **required));
    tests.extend(unnamed.map(|required| vec![name(&dotted(path, required)), text(" is present")]));
    (tests.len() <= TESTS).then_some(())
}

fn dotted(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// ` is `"US"``, ` is `1` or `2``; `None` for a schema that says anything else.
fn test(schema: &Node, digits: &dyn Digits) -> Option<Vec<Run>> {
    let Kind::Object(members) = &schema.kind else { return None };
    let values = match (members.as_slice(), schema.get("const"), schema.get("enum")) {
        ([_], Some(value), None) => std::slice::from_ref(value),
        ([_], None, Some(list)) => list.items(),
        _ => return None,
    };
    let values: Vec<String> = values.iter().map(|value| inline_json(value, digits)).collect();
    let short = !values.is_empty() && values.len() <= VALUES && values.iter().all(|value| value.len() <= LONGEST);
    let listed = listed(values.into_iter().map(|value| [code(value)]), "or");
    short.then(|| [vec![text(" is ")], listed].concat())
}

/// What a branch demands; a boolean one is said in full.
fn demand(name: &str, boolean: Option<bool>) -> Vec<Run> {
    match boolean {
        None => vec![text("it must fit "), code(name)],
        Some(value) => vec![text(format!("{} (", boolean_schema(value))), code(name), text(")")],
    }
}

//! Event types as TypeScript: an interface and a constant for each, and the union of all.

use super::comment::{escaped, lines, quoted};
use super::shape::{Kind, List, Literal, Object, Rest, Says, Scalar, Shape};
use super::{Event, Language, Naming};

/// Members that every object of JavaScript has: what they are where an event lacks them can't be said.
const INHERITED: [&str; 7] =
    ["constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf"];

pub const LANGUAGE: Language = Language {
    name: "TypeScript",
    ending: "ts",
    head: |about| format!("/* {} */\n", about.replace("*/", "* /")),
    constant: |event| format!("export const {} = {};\n", event.constant, quoted(&event.name)),
    declaration,
    union,
    between: "\n",
};

fn declaration(naming: &Naming<'_>, name: &str, shape: &Shape, says: &Says) -> String {
    let mut out = String::new();
    let code = TypeScript { naming };
    comment(&mut out, says, "");
    match shape {
        Shape::Object(object) if !object.is_map() => {
            out.push_str(&format!("export interface {name} "));
            code.object(&mut out, object, "");
            out.push('\n');
        }
        shape => {
            out.push_str(&format!("export type {name} = "));
            code.shape(&mut out, shape, "");
            out.push_str(";\n");
        }
    }
    out
}

fn union(events: &[Event]) -> String {
    let all =
        |name: fn(&Event) -> String| events.iter().map(|event| format!("\n  | {}", name(event))).collect::<String>();
    let types = all(|event| event.ident.clone());
    let constants = all(|event| format!("typeof {}", event.constant));
    format!(
        "/** Any event of the catalog. */\nexport type Event ={types};\n\n\
         /** The name of any event type of the catalog. */\nexport type EventType ={constants};\n"
    )
}

/// Writes shapes.
struct TypeScript<'a> {
    naming: &'a Naming<'a>,
}

impl TypeScript<'_> {
    fn shape(&self, out: &mut String, shape: &Shape, indent: &str) {
        match if shape.is_anything() { &Shape::Any } else { shape } {
            Shape::Any => out.push_str("unknown"),
            Shape::Never => out.push_str("never"),
            Shape::Scalar(scalar, _) => out.push_str(match scalar {
                Scalar::Null => "null",
                Scalar::Boolean => "boolean",
                Scalar::Integer | Scalar::Number => "number",
                Scalar::Text => "string",
            }),
            Shape::Values(values) => {
                let mut all: Vec<String> = values.iter().map(of_literal).collect();
                let mut seen = std::collections::HashSet::new();
                all.retain(|value| seen.insert(value.clone()));
                out.push_str(&all.join(" | "));
            }
            Shape::List(list) => self.list(out, list, indent),
            Shape::Object(object) => self.object(out, object, indent),
            Shape::Union(parts) => {
                for (number, part) in parts.iter().enumerate() {
                    out.push_str(if number == 0 { "" } else { " | " });
                    self.shape(out, part, indent);
                }
            }
            Shape::Named(place) => out.push_str(&self.naming.of(place)),
        }
    }

    fn list(&self, out: &mut String, list: &List, indent: &str) {
        if let (true, Some(rest)) = (list.first.is_empty(), &list.rest) {
            let is_one = !matches!(&**rest, Shape::Union(_) | Shape::Values(_));
            out.push_str(if is_one { "" } else { "(" });
            self.shape(out, rest, indent);
            return out.push_str(if is_one { "[]" } else { ")[]" });
        }
        out.push('[');
        for (number, item) in list.first.iter().enumerate() {
            out.push_str(if number == 0 { "" } else { ", " });
            out.push('(');
            self.shape(out, item, indent);
            out.push_str(if number < list.least { ")" } else { ")?" });
        }
        if let Some(rest) = &list.rest {
            out.push_str(if list.first.is_empty() { "...(" } else { ", ...(" });
            self.shape(out, rest, indent);
            out.push_str(")[]");
        }
        out.push(']');
    }

    fn object(&self, out: &mut String, object: &Object, indent: &str) {
        let below = format!("{indent}  ");
        out.push_str("{\n");
        for field in &object.fields {
            comment(out, &field.says, &below);
            let mark = if field.required { "" } else { "?" };
            out.push_str(&format!("{below}{}{mark}: ", property(&field.name)));
            if !field.required && INHERITED.contains(&field.name.as_str()) {
                out.push_str("unknown");
            } else {
                self.shape(out, &field.shape, &below);
            }
            out.push_str(";\n");
        }
        match &object.rest {
            Rest::Closed if object.fields.is_empty() => out.push_str(&format!("{below}[key: string]: never;\n")),
            Rest::Closed => {}
            Rest::Each(each) if object.fields.is_empty() => {
                out.push_str(&format!("{below}[key: string]: "));
                self.shape(out, each, &below);
                out.push_str(";\n");
            }
            Rest::Open | Rest::Unknown | Rest::Each(_) => out.push_str(&format!("{below}[key: string]: unknown;\n")),
        }
        out.push_str(&format!("{indent}}}"));
    }
}

fn comment(out: &mut String, says: &Says, indent: &str) {
    // What ends a comment is kept apart.
    let lines: Vec<String> = lines(says).iter().map(|line| line.replace("*/", "* /")).collect();
    match lines.as_slice() {
        [] => {}
        [line] => out.push_str(&format!("{indent}/** {line} */\n")),
        lines => {
            out.push_str(&format!("{indent}/**\n"));
            for line in lines {
                out.push_str(format!("{indent} * {line}").trim_end());
                out.push('\n');
            }
            out.push_str(&format!("{indent} */\n"));
        }
    }
}

fn property(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let plain = !name.is_empty() && name.chars().all(is_plain) && !name.starts_with(|c: char| c.is_ascii_digit());
    if plain { name.to_owned() } else { quoted(name) }
}

fn of_literal(literal: &Literal) -> String {
    match literal.kind {
        Kind::Scalar(Scalar::Integer | Scalar::Number) => {
            let value = literal.json.parse::<f64>().ok().filter(|value| value.is_finite());
            if value.is_some() { literal.json.clone() } else { "number".to_owned() }
        }
        Kind::Scalar(_) => escaped(&literal.json),
        Kind::List => "unknown[]".to_owned(),
        Kind::Object => "{ [key: string]: unknown }".to_owned(),
    }
}

//! Event types as pydantic models: a class and a constant for each, and the union of all.

use std::collections::HashSet;
use std::fmt::Write;

use super::comment::{escaped, lines, quoted};
use super::identifier::{free, plain};
use super::shape::{Kind, Limit, List, Literal, Object, Rest, Says, Scalar, Shape};
use super::{Event, Language, Naming};

/// What every file begins with, below its own words. Models are built when they are used, since each may name those below it.
const HEAD: &str = r#"
from __future__ import annotations

import typing as _t

import pydantic as _p


class _Open(_p.BaseModel):
    model_config = _p.ConfigDict(strict=True, extra="allow", defer_build=True, protected_namespaces=())


class _Closed(_p.BaseModel):
    model_config = _p.ConfigDict(strict=True, extra="forbid", defer_build=True, protected_namespaces=())


def _whole(value: _t.Any) -> _t.Any:
    """1.0 is an integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _refused(value: _t.Any) -> _t.Any:
    raise ValueError("must not be there")


_Integer = _t.Annotated[int, _p.BeforeValidator(_whole)]
_Never = _t.Annotated[_t.Any, _p.BeforeValidator(_refused)]
"#;

/// Names that a field can't have: what Python, its models and the annotations need.
const TAKEN: [&str; 51] = [
    "and",
    "as",
    "assert",
    "async",
    "await",
    "bool",
    "break",
    "class",
    "construct",
    "continue",
    "copy",
    "def",
    "del",
    "dict",
    "elif",
    "else",
    "except",
    "finally",
    "float",
    "for",
    "from",
    "from_orm",
    "global",
    "if",
    "import",
    "in",
    "int",
    "is",
    "json",
    "lambda",
    "list",
    "nonlocal",
    "not",
    "or",
    "parse_file",
    "parse_obj",
    "parse_raw",
    "pass",
    "raise",
    "return",
    "root",
    "schema",
    "schema_json",
    "str",
    "try",
    "update_forward_refs",
    "validate",
    "while",
    "with",
    "yield",
    "print",
];

/// The longest text or list that a model asks for: what is more no machine counts.
const LONGEST: u64 = 1 << 53;

pub const LANGUAGE: Language = Language {
    name: "Python",
    ending: "py",
    head: |about| format!("# {about}\n{HEAD}"),
    constant: |event| format!("{} = {}\n", event.constant, quoted(&event.name)),
    declaration,
    union,
    between: "\n\n",
};

/// A class after those of its parts.
fn declaration(naming: &Naming<'_>, name: &str, shape: &Shape, says: &Says) -> String {
    let mut classes = Classes { naming, taken: HashSet::from([name.to_owned()]), written: Vec::new() };
    match shape {
        Shape::Object(object) if !object.is_map() => classes.class(name, object, says),
        shape => {
            let annotation = classes.annotation(shape, name);
            let mut written = format!("class {name}(_p.RootModel):\n");
            docstring(&mut written, says);
            let _ = write!(
                written,
                "    model_config = _p.ConfigDict(strict=True, defer_build=True)\n\n    root: {annotation}\n"
            );
            classes.written.push(written);
        }
    }
    classes.written.join(LANGUAGE.between)
}

fn union(events: &[Event]) -> String {
    let all = |entry: fn(&Event) -> String| events.iter().map(|it| format!("\n    {},", entry(it))).collect::<String>();
    format!(
        "# Any event of the catalog.\nEvent = _t.Union[{}\n]\n\n\
         # Which class has the events of a name.\nEVENTS: dict[str, _t.Any] = {{{}\n}}\n",
        all(|event| event.ident.clone()),
        all(|event| format!("{}: {}", event.constant, event.ident))
    )
}

/// The classes of one declaration.
struct Classes<'a> {
    naming: &'a Naming<'a>,
    taken: HashSet<String>,
    written: Vec<String>,
}

impl Classes<'_> {
    /// Writes a class below those of its fields.
    fn class(&mut self, name: &str, object: &Object, says: &Says) {
        let mut names: HashSet<String> = TAKEN.into_iter().map(str::to_owned).collect();
        let mut body = String::new();
        for field in &object.fields {
            let own = of_field(&field.name);
            let own = if own.starts_with("model_") || names.contains(&own) { format!("{own}_") } else { own };
            let own = free(&mut names, own);
            let annotation = self.annotation(&field.shape, &format!("{name}__{own}"));
            for line in lines(&field.says) {
                let _ = writeln!(body, "    {}", format!("# {line}").trim_end());
            }
            let alias = (own != field.name).then(|| format!("alias={}", quoted(&field.name)));
            let default = (!field.required).then(|| "default=None".to_owned());
            let given: Vec<String> = default.into_iter().chain(alias).collect();
            let given = if given.is_empty() { String::new() } else { format!(" = _p.Field({})", given.join(", ")) };
            let _ = writeln!(body, "    {own}: {annotation}{given}");
        }
        if let Rest::Each(each) = &object.rest {
            let annotation = self.annotation(each, &format!("{name}__more"));
            let _ = writeln!(body, "    __pydantic_extra__: dict[str, {annotation}]");
        }
        let base = if object.rest == Rest::Closed { "_Closed" } else { "_Open" };
        let mut written = format!("class {name}({base}):\n");
        let documented = docstring(&mut written, says);
        match (body.is_empty(), documented) {
            (true, false) => written.push_str("    pass\n"),
            (false, true) => written.push_str(&format!("\n{body}")),
            _ => written.push_str(&body),
        }
        self.written.push(written);
    }

    fn annotation(&mut self, shape: &Shape, name: &str) -> String {
        match if shape.is_anything() { &Shape::Any } else { shape } {
            Shape::Any => "_t.Any".to_owned(),
            Shape::Never => "_Never".to_owned(),
            Shape::Scalar(scalar, limits) => of_scalar(*scalar, limits),
            Shape::Values(values) => of_values(values),
            Shape::List(list) => self.list(list, name),
            Shape::Object(object) if object.is_map() => match &object.rest {
                Rest::Each(each) => format!("dict[str, {}]", self.annotation(each, name)),
                _ => "dict[str, _t.Any]".to_owned(),
            },
            Shape::Object(object) => {
                let name = free(&mut self.taken, name.to_owned());
                self.class(&name, object, &Says::default());
                name
            }
            Shape::Union(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.annotation(part, name)).collect();
                format!("_t.Union[{}]", parts.join(", "))
            }
            Shape::Named(place) => self.naming.of(place),
        }
    }

    /// Lists of unlike items can't be said where some of these may be absent: an item is then one of all.
    fn list(&mut self, list: &List, name: &str) -> String {
        let items = Shape::any_of(list.first.iter().cloned().chain(list.rest.as_deref().cloned()));
        let item = self.annotation(&items, name);
        let limit = |keyword: &'static str| {
            let values = list.limits.iter().filter(move |it| it.keyword == keyword);
            values.filter_map(|it| it.value.parse::<u64>().ok()).filter(|value| *value < LONGEST)
        };
        let most = list.rest.is_none().then_some(list.first.len() as u64);
        let least = limit("minItems").max().map(|it| format!("min_length={it}"));
        let most = limit("maxItems").chain(most).min().map(|it| format!("max_length={it}"));
        annotated(&format!("list[{item}]"), least.into_iter().chain(most))
    }
}

fn of_scalar(scalar: Scalar, limits: &[Limit]) -> String {
    let bounds = limits.iter().filter_map(|Limit { keyword, value }| {
        let name = match *keyword {
            "minLength" => "min_length",
            "maxLength" => "max_length",
            "pattern" => return Some(format!("pattern={}", quoted(value))),
            "minimum" => "ge",
            "maximum" => "le",
            "exclusiveMinimum" => "gt",
            "exclusiveMaximum" => "lt",
            "multipleOf" if scalar == Scalar::Integer && value != "0" => "multiple_of",
            _ => return None,
        };
        let number = value.parse::<f64>().ok().filter(|number| number.is_finite());
        let value = match scalar {
            Scalar::Text => value.parse::<u64>().ok().filter(|value| *value < LONGEST).map(|_| value.clone()),
            Scalar::Integer if value.parse::<i128>().is_ok() => Some(value.clone()),
            // No integer lies between a bound and the next one.
            Scalar::Integer if name == "ge" || name == "lt" => whole(number.map(f64::ceil)),
            Scalar::Integer if name != "multiple_of" => whole(number.map(f64::floor)),
            Scalar::Integer => None,
            _ => number.map(|_| value.clone()),
        };
        value.map(|value| format!("{name}={value}"))
    });
    let base = match scalar {
        Scalar::Null => "None",
        Scalar::Boolean => "bool",
        Scalar::Integer => "_Integer",
        Scalar::Number => "float",
        Scalar::Text => "str",
    };
    annotated(base, bounds)
}

/// A number without a fraction, where floats are exact.
fn whole(number: Option<f64>) -> Option<String> {
    number.filter(|number| number.abs() < LONGEST as f64).map(|number| format!("{number:.0}"))
}

/// A type with its bounds, each of which stands for itself: of two patterns both hold.
fn annotated(base: &str, bounds: impl Iterator<Item = String>) -> String {
    let bounds: Vec<String> = bounds.collect();
    let name = |bound: &str| bound.split('=').next().unwrap_or_default().to_owned();
    let mut names = HashSet::new();
    if bounds.is_empty() {
        return base.to_owned();
    }
    if bounds.iter().all(|bound| names.insert(name(bound))) {
        return format!("_t.Annotated[{base}, _p.Field({})]", bounds.join(", "));
    }
    bounds.iter().fold(base.to_owned(), |inner, bound| format!("_t.Annotated[{inner}, _p.Field({bound})]"))
}

fn of_values(values: &[Literal]) -> String {
    let mut named: Vec<String> = Vec::new();
    let mut others: Vec<&str> = Vec::new();
    for Literal { kind, json } in values {
        match kind {
            Kind::Scalar(Scalar::Number) => others.push("float"),
            Kind::List => others.push("list[_t.Any]"),
            Kind::Object => others.push("dict[str, _t.Any]"),
            Kind::Scalar(Scalar::Null) => named.push("None".to_owned()),
            Kind::Scalar(Scalar::Boolean) => named.push(if json == "true" { "True" } else { "False" }.to_owned()),
            Kind::Scalar(_) => named.push(escaped(json)),
        }
    }
    others.sort_unstable();
    others.dedup();
    let named = (!named.is_empty()).then(|| format!("_t.Literal[{}]", named.join(", ")));
    let all: Vec<String> = named.into_iter().chain(others.into_iter().map(str::to_owned)).collect();
    if let [one] = all.as_slice() { one.clone() } else { format!("_t.Union[{}]", all.join(", ")) }
}

/// What a field is called: what begins with a capital could be the name of a class.
fn of_field(name: &str) -> String {
    let name = plain(name);
    if name.starts_with(|c: char| c.is_ascii_uppercase()) { plain(&format!(".{name}")) } else { name }
}

/// Writes what is said of a class, and whether there is anything.
fn docstring(out: &mut String, says: &Says) -> bool {
    let lines: Vec<String> =
        lines(says).iter().map(|line| line.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"")).collect();
    match lines.as_slice() {
        [] => return false,
        [line] if !line.ends_with('"') => {
            let _ = writeln!(out, "    \"\"\"{line}\"\"\"");
        }
        lines => {
            out.push_str("    \"\"\"\n");
            for line in lines {
                out.push_str(format!("    {line}").trim_end());
                out.push('\n');
            }
            out.push_str("    \"\"\"\n");
        }
    }
    true
}

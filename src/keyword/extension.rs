//! What OpenAPI and AsyncAPI add, and the common ways to name and describe the values of an `enum`.

use super::subject::{Subject, Wording};
use super::words::{literal, name, prose, text};
use super::{BASE, Keyword, Run, StatementKind};
use crate::source::{Kind, Member};

const ANNOTATION: Keyword = Keyword { kind: StatementKind::Annotation, ..BASE };

pub(super) static KEYWORDS: &[Keyword] = &[
    Keyword {
        name: "discriminator",
        label: "Discriminator",
        kind: StatementKind::Shapes,
        expects: "a property's name or an object with a propertyName",
        wording: discriminator,
        ..BASE
    },
    Keyword {
        name: "nullable",
        label: "Nullable",
        kind: StatementKind::Constraint,
        expects: "true or false",
        wording: |subject| super::annotation::flag(subject, "null is allowed, too", "null is not allowed"),
        ..BASE
    },
    Keyword { name: "example", label: "Example", ..ANNOTATION },
    Keyword {
        name: "externalDocs",
        label: "More",
        expects: "an object with a url",
        wording: external_docs,
        ..ANNOTATION
    },
    Keyword {
        name: "x-schemabook-allow",
        label: "Allowed findings",
        kind: StatementKind::Note,
        expects: "an object of reasons by rule",
        wording: allowed,
        ..BASE
    },
    Keyword { name: "xml", label: "As XML", expects: "an object", wording: xml, ..ANNOTATION },
];

const OF_VALUES: Keyword = Keyword {
    kind: StatementKind::Annotation,
    expects: "a text for each value of enum",
    // They are said together with `enum`. One that has no `enum`, or does not fit it, is stated as JSON.
    wording: |_| None,
    ..BASE
};

/// Keywords that name the values of `enum`.
pub(super) static VALUE_NAMES: &[Keyword] = &[
    Keyword { name: "x-enum-varnames", ..OF_VALUES },
    Keyword { name: "x-enumNames", ..OF_VALUES },
    Keyword { name: "enumNames", ..OF_VALUES },
];

/// Keywords that describe the values of `enum`.
pub(super) static VALUE_DESCRIPTIONS: &[Keyword] = &[
    Keyword { name: "meta:enum", ..OF_VALUES },
    Keyword { name: "x-enum-descriptions", ..OF_VALUES },
    Keyword { name: "x-enumDescriptions", ..OF_VALUES },
    Keyword { name: "enumDescriptions", ..OF_VALUES },
    Keyword { name: "markdownEnumDescriptions", ..OF_VALUES },
];

/// AsyncAPI names the property, OpenAPI maps its values to schemas.
fn discriminator<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let value = subject.fact.value;
    let property = value.as_str().or_else(|| value.get("propertyName")?.as_str())?;
    let mut words = vec![text("the value of "), name(property), text(" selects the shape")];
    for member in value.members().iter().filter(|member| &*member.key != "propertyName") {
        match &member.value.kind {
            Kind::Object(mapping) if &*member.key == "mapping" && !mapping.is_empty() => {
                words.extend(mapping.iter().flat_map(|entry| {
                    let target = entry.value.as_str().map_or_else(|| subject.json(&entry.value), literal);
                    [Run::Break, name(&entry.key), text(" → "), target]
                }));
            }
            _ => words.extend(field(subject, member)),
        }
    }
    Some(words.into())
}

fn external_docs<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let value = subject.fact.value;
    let url = value.get("url")?.as_str()?;
    let mut words = vec![if url.trim().is_empty() { literal(url) } else { Run::Url(url.to_owned()) }];
    for member in value.members() {
        match (&*member.key, member.value.as_str()) {
            ("url", _) => {}
            ("description", Some(description)) => words.extend([text(": "), prose(description, Run::Markdown)]),
            _ => words.extend(field(subject, member)),
        }
    }
    Some(words.into())
}

/// `name "x", attribute true`
fn xml<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let Kind::Object(members) = &subject.fact.value.kind else { return None };
    if members.is_empty() {
        return Some("no changes".into());
    }
    let items = members.iter().map(|member| [text(format!("{} ", member.key)), subject.json(&member.value)]);
    Some(super::words::listed(items, "and").into())
}

/// `undocumented`: the fields are explained in the handbook
fn allowed<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let Kind::Object(members) = &subject.fact.value.kind else { return None };
    let reasons: Option<Vec<[Run; 3]>> = members
        .iter()
        .map(|member| Some([name(&member.key), text(": "), prose(member.value.as_str()?, Run::Text)]))
        .collect();
    Some(reasons.filter(|reasons| !reasons.is_empty())?.join(&Run::Break).into())
}

/// A member that has no words of its own.
fn field(subject: &Subject, member: &Member) -> [Run; 4] {
    [Run::Break, name(&member.key), text(": "), subject.json(&member.value)]
}

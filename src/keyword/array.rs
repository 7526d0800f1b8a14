//! Keywords about arrays.

use super::applicator::either;
use super::subject::{Subject, Wording, counted_within, present};
use super::words::{counted, text};
use super::{BASE, EVERY_DRAFT, Key, Keyword, Run, StatementKind, Subschema, Subschemas};
use crate::dialect::Dialect::{self, Draft4, Draft6, Draft201909, Draft202012};
use crate::source::{Kind, Node};

const ARRAY: Keyword = Keyword {
    label: "Items",
    kind: StatementKind::Constraint,
    drafts: EVERY_DRAFT,
    applies_to: Some("array"),
    expects: "a number of items",
    wording: length,
    ..BASE
};

const ITEMS: Keyword =
    Keyword { kind: StatementKind::Shapes, subschemas: Subschemas::One, expects: "a schema", ..ARRAY };

const COUNTED: Keyword = Keyword {
    label: "Contains",
    drafts: Some(Draft201909..=Draft202012),
    needs: Some("contains"),
    wording: contains,
    ..ARRAY
};

pub(super) static KEYWORDS: &[Keyword] = &[
    Keyword { name: "minItems", label: "Number of items", ..ARRAY },
    Keyword { name: "maxItems", label: "Number of items", ..ARRAY },
    Keyword { name: "uniqueItems", label: "Uniqueness", expects: "true or false", wording: unique, ..ARRAY },
    Keyword {
        name: "prefixItems",
        label: "First items",
        drafts: Some(Draft202012..=Draft202012),
        subschemas: Subschemas::List,
        expects: "a list of schemas",
        wording: listed_items,
        role: item,
        ..ITEMS
    },
    Keyword {
        name: "items",
        subschemas: Subschemas::OneOrList,
        expects: "a schema or a list of schemas",
        wording: items,
        role: item,
        ..ITEMS
    },
    Keyword {
        name: "additionalItems",
        label: "Further items",
        drafts: Some(Draft4..=Draft201909),
        needs: Some("items"),
        wording: further_items,
        role: |_| vec![text("each further item")],
        ..ITEMS
    },
    Keyword {
        name: "unevaluatedItems",
        label: "Remaining items",
        drafts: Some(Draft201909..=Draft202012),
        wording: remaining_items,
        role: |_| vec![text("each item not described otherwise")],
        ..ITEMS
    },
    Keyword {
        name: "contains",
        label: "Contains",
        drafts: Some(Draft6..=Draft202012),
        wording: contains,
        role: |_| vec![text("items that count")],
        ..ITEMS
    },
    Keyword { name: "minContains", ..COUNTED },
    Keyword { name: "maxContains", ..COUNTED },
];

fn length<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    subject.count("minItems", "maxItems", ["item", "items"])
}

fn unique<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    Some(if subject.flag()? { "items are unique" } else { "items may repeat" }.into())
}

fn items<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    if subject.fact.value.is_array() {
        listed_items(subject)
    } else if follows_list(subject.schema.node, subject.schema.dialect) {
        further_items(subject)
    } else {
        either(subject, "each fits this shape", "each may be anything", "no items at all")
    }
}

fn listed_items<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let Kind::Array(items) = &subject.fact.value.kind else { return None };
    Some(match items.len() {
        0 => "no items by their place".into(),
        1 => "the first item, by its place".into(),
        count => text(format!("the first {count} items, each by its place")).into(),
    })
}

fn further_items<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    either(subject, "each further item fits this shape", "further items may be anything", "no further items")
}

fn remaining_items<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let none = "no items but those that this schema or one of its parts describes";
    either(subject, "each item not described otherwise fits this shape", "may be anything", none)
}

/// Whether `items` means the items after a list of others.
fn follows_list(schema: &Node, dialect: Dialect) -> bool {
    dialect >= Draft202012 && schema.get("prefixItems").is_some_and(Node::is_array)
}

fn item(subschema: &Subschema) -> Vec<Run> {
    vec![match subschema.key {
        Key::Index(index) => text(format!("item {}", index + 1)),
        _ if follows_list(subschema.parent, subschema.dialect) => text("each further item"),
        _ => text("each item"),
    }]
}

/// `at least 2 items of this shape`
fn contains<'a>(subject: &Subject<'_, 'a>) -> Option<Wording<'a>> {
    let shape = subject.peer("contains").filter(|node| super::subschema::is_schema(node));
    let least = subject.number("minContains");
    let most = subject.number("maxContains");
    let unit = ["item", "items"];
    let count = match (&least, &most) {
        (None, None) => "at least one item".to_owned(),
        (None, Some(most)) => format!("at least one and at most {}", counted(most, unit)),
        (least, most) => counted_within(least.as_deref(), most.as_deref(), unit)?,
    };
    let which = match shape.map(Node::as_bool) {
        None => "",
        Some(None) => " of this shape",
        Some(Some(true)) => " of whatever shape",
        Some(Some(false)) => " of a shape that nothing fits",
    };
    let keywords =
        present([("contains", shape.is_some()), ("minContains", least.is_some()), ("maxContains", most.is_some())]);
    Some(Wording { keywords, ..text(format!("{count}{which}")).into() })
}

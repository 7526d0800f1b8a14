//! What is said of a field of an event, by all schemas that name it, each thing once.

use serde::Serialize;

use super::fields::{Found, Named, Walk};
use crate::keyword::{Run, Statement, StatementKind, statements, type_phrase};
use crate::page::Anchor;
use crate::page::words::write_element;
use crate::prose::{Html, escape_into};
use crate::route::row_anchor;
use crate::source::{Node, Place, join};

/// How many members of an `enum` are listed.
const MEMBERS: usize = 20;

/// A field: a member of the event, or of a value in it.
#[derive(Debug, Serialize)]
pub struct EventField {
    /// The row's own, on this page.
    pub anchor: String,
    /// `order.lines[].price`
    pub path: String,
    pub required: bool,
    /// When it is meant, if that is not always: `if `mode` is `dev``, `shape 1 of 2`.
    pub within: Html,
    pub kind: Html,
    pub descriptions: Vec<Html>,
    pub facts: Vec<Fact>,
    /// The schemas that name it, each at that field.
    pub origins: Vec<Anchor>,
    /// The anchor of its name in the event that the page shows.
    pub shown: Option<String>,
}

/// A keyword in words.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    pub label: String,
    pub words: Html,
}

impl EventField {
    /// How much is said of it.
    pub(super) fn bytes(&self) -> usize {
        let said =
            self.descriptions.iter().chain(self.facts.iter().map(|fact| &fact.words)).chain([&self.within, &self.kind]);
        let links = self.origins.iter().map(|origin| origin.text.len() + origin.href.len());
        said.map(|html| html.as_str().len()).chain(links).sum()
    }
}

impl Walk<'_> {
    pub(super) fn row(&self, found: &Found<'_>) -> EventField {
        let is_conditional = found.holders.iter().all(|holder| !holder.within.is_empty());
        let within = found.holders.first().filter(|_| is_conditional).map(|holder| holder.within.clone());
        let mut row = EventField {
            anchor: row_anchor(self.section, &found.path),
            path: found.path.clone(),
            required: found.required,
            within: Html::trusted(within.unwrap_or_default()),
            kind: Html::default(),
            descriptions: Vec::new(),
            facts: Vec::new(),
            origins: Vec::new(),
            shown: None,
        };
        let is_name = |named: &&Named<'_>| found.required && named.tokens.join(".") == found.path;
        if let Some(named) = self.names.iter().find(is_name) {
            let mut always = String::from("always ");
            write_element(&mut always, "code", &format!("\"{}\"", named.name));
            row.kind = Html::trusted(always);
        }
        let mut kinds = Vec::new();
        for holder in &found.holders {
            let text = self.context(&holder.place).name_of(&document_of(&holder.place), self.root);
            row.origins.extend(self.links.to_place(&holder.place).map(|href| Anchor { text, href }));
            for part in self.resolved.parts(&holder.place, self.resolved.dialect_of(&holder.place)) {
                kinds.extend(self.say(&part, &mut row));
            }
        }
        if !row.kind.is_empty() {
            return row;
        }
        // What only adds a rule says less of the type than what states it.
        let states = |kind: &&(bool, Html)| kind.0;
        row.kind = kinds.iter().find(states).or(kinds.first()).map(|(_, kind)| kind.clone()).unwrap_or_default();
        row
    }

    /// Adds what a schema says of a field; gives its type in words, and whether it states one.
    fn say(&self, place: &Place, row: &mut EventField) -> Option<(bool, Html)> {
        let node = self.node(place)?;
        let (source, dialect) = (self.resolved.project.sources.get(place.source), self.resolved.dialect_of(place));
        let context = self.context(place);
        let html = |runs: &[Run]| {
            let mut html = String::new();
            context.write(&mut html, runs, place);
            html
        };
        for statement in statements(node, dialect, source) {
            let is_about = |keywords: &[&str]| statement.keywords.iter().any(|it| keywords.contains(it));
            // Beside the values it need not be said how many they are.
            let words = if statement.members.is_empty() { html(&statement.words) } else { String::new() };
            match statement.kind {
                StatementKind::Annotation if is_about(&["description"]) => {
                    let words = Html::trusted(words);
                    if !row.descriptions.contains(&words) {
                        row.descriptions.push(words);
                    }
                }
                StatementKind::Annotation if is_about(&["title", "examples"]) => {}
                // These have rows of their own, or stand beside the name.
                StatementKind::Type | StatementKind::Reference | StatementKind::Definitions => {}
                StatementKind::Identity | StatementKind::Note => {}
                StatementKind::Shapes
                    if is_about(&["properties", "patternProperties", "items", "prefixItems", "allOf"]) => {}
                StatementKind::Presence if is_about(&["required"]) => {}
                StatementKind::Shapes
                    if node.get("additionalProperties").is_some_and(Node::is_object)
                        && is_about(&["additionalProperties"]) => {}
                // The name of the type is one of several, of which the others are those of other types.
                StatementKind::Values if !row.kind.is_empty() => {}
                _ => {
                    let mut words = with_members(words, &statement);
                    // A shape that is not among the rows stands on the page of the schema.
                    let shape = statement.keywords.first().filter(|_| statement.kind == StatementKind::Shapes);
                    let is_elsewhere = statement.members.is_empty() && words != "no other properties";
                    if let Some(keyword) = shape.filter(|_| is_elsewhere) {
                        let place = Place::new(place.source, join(&place.pointer, keyword));
                        if let Some(href) = self.links.to_place(&place) {
                            words.push_str(" (<a href=\"");
                            escape_into(&mut words, &href);
                            words.push_str("\">which</a>)");
                        }
                    }
                    let fact = Fact { label: statement.label.to_string(), words: Html::trusted(words) };
                    if !row.facts.contains(&fact) {
                        row.facts.push(fact);
                    }
                }
            }
        }
        let states = ["type", "enum", "const", "oneOf", "anyOf"].iter().any(|keyword| node.get(keyword).is_some());
        Some((states, Html::trusted(html(&type_phrase(node, dialect, source)))))
    }
}

/// The schema document, or the definition of one, that a place stands in.
fn document_of(place: &Place) -> Place {
    let mut tokens = place.pointer.split('/').skip(1);
    let definition = tokens.next().filter(|list| matches!(*list, "$defs" | "definitions")).zip(tokens.next());
    let pointer = definition.map(|(list, name)| format!("/{list}/{name}"));
    Place::new(place.source, pointer.unwrap_or_default())
}

/// The words of a statement with the values that it lists.
fn with_members(words: String, statement: &Statement<'_>) -> String {
    let mut html = words;
    for (number, member) in statement.members.iter().take(MEMBERS).enumerate() {
        html.push_str(if number == 0 { "" } else { ", " });
        write_element(&mut html, "code", &member.value);
    }
    if statement.members.len() > MEMBERS {
        html.push_str(&format!(" and {} more", statement.members.len() - MEMBERS));
    }
    html
}

//! What is said of a field of an event, by all schemas that name it, each thing once.

use serde::Serialize;

use super::fields::{Found, Named, Walk};
use crate::keyword::{Run, Statement, StatementKind, statements, type_phrase};
use crate::page::Anchor;
use crate::page::fields::InView;
use crate::page::words::write_element;
use crate::prose::{Html, escape_into, escape_text_into};
use crate::route::row_anchor;
use crate::source::{Node, Place, join};

/// How many members of an `enum` are listed.
const MEMBERS: usize = 20;

/// How much is said of the fields of one page, in bytes.
const SAID: usize = 400_000;

/// The fields of a type.
#[derive(Debug, Default, Serialize)]
pub struct EventFields {
    /// As a list, what nests below what it belongs to; empty if there are none.
    pub rows: Html,
    /// Whether there are more than are listed.
    pub more: bool,
    /// The schema whose page has each keyword in its place.
    pub schema: Option<Anchor>,
}

/// A field: a member of the event, or of a value in it.
pub struct EventField {
    /// `order.lines[].price`
    path: String,
    anchor: String,
    depth: usize,
    required: bool,
    /// When it is meant, if that is not always: `if `mode` is `dev``, `shape 1 of 2`.
    within: Html,
    kind: Html,
    descriptions: Vec<Html>,
    facts: Vec<Fact>,
    /// The schemas that name it, each at that field.
    origins: Vec<Anchor>,
}

/// Whether each shape of a choice is an object whose fields are listed.
fn has_fields(schema: &Node) -> bool {
    let shapes = ["oneOf", "anyOf"].iter().filter_map(|keyword| schema.get(keyword)).flat_map(Node::items);
    shapes.clone().next().is_some() && shapes.into_iter().all(|shape| shape.get("properties").is_some())
}

/// The values that alternatives state one by one are the values of the field; of one alone the type says it.
fn settle_constants(row: &mut EventField) {
    let is_constant = |fact: &Fact| fact.label == "Value" && fact.words.as_str().starts_with(ALWAYS);
    let constants: Vec<&str> =
        row.facts.iter().filter(|fact| is_constant(fact)).map(|fact| &fact.words.as_str()[ALWAYS.len()..]).collect();
    if constants.is_empty() {
        return;
    }
    if constants.len() > 1 && row.kind.is_empty() {
        row.kind = Html::trusted(constants.join(" or "));
    } else if row.kind.is_empty() {
        row.kind = Html::trusted(format!("{ALWAYS}{}", constants[0]));
    }
    row.facts.retain(|fact| !is_constant(fact));
}

/// How the words of a constant begin.
const ALWAYS: &str = "always ";

/// How much is said of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    All,
    /// Names, types and links: another page has the rest.
    Names,
}

/// A keyword in words.
#[derive(PartialEq, Eq)]
struct Fact {
    label: String,
    words: Html,
}

impl EventField {
    /// Writes the item of a list, but for its end, before which the fields stand that lie in this one.
    fn write(&self, html: &mut String, outer: Option<&EventField>, in_view: &InView, own: &str) {
        let label = outer.and_then(|outer| self.path.strip_prefix(outer.path.as_str())).unwrap_or(&self.path);
        let shown = in_view.get(&self.anchor).unwrap_or(&self.anchor);
        html.push_str(&format!("<li id=\"{}\"><a href=\"#{shown}\">", self.anchor));
        escape_text_into(html, label.strip_prefix('.').unwrap_or(label));
        html.push_str("</a>");
        if !self.kind.is_empty() {
            html.push_str(&format!(" <i>{}</i>", self.kind.as_str()));
        }
        if self.required {
            html.push_str(" <b>required</b>");
        }
        if !self.within.is_empty() && outer.is_none_or(|outer| outer.within != self.within) {
            html.push_str(&format!(" <span class=\"w\">{}</span>", self.within.as_str()));
        }
        for origin in self.origins_to_show(outer, own) {
            html.push_str(" <a class=\"by\" href=\"");
            escape_into(html, &origin.href);
            html.push_str("\">");
            escape_text_into(html, &origin.text);
            html.push_str("</a>");
        }
        for text in &self.descriptions {
            let element = if text.as_str().contains("<p>") { "div" } else { "p" };
            html.push_str(&format!("<{element}>{}</{element}>", text.as_str()));
        }
        for (number, fact) in self.facts.iter().enumerate() {
            html.push_str(if number == 0 { "<div class=\"k\">" } else { "; " });
            escape_text_into(html, &fact.label);
            if !fact.words.is_empty() {
                html.push_str(&format!(": {}", fact.words.as_str()));
            }
        }
        html.push_str(if self.facts.is_empty() { "" } else { "</div>" });
    }

    /// The origins that a reader can't tell: others than the page's own schema, and than those of the field around it.
    fn origins_to_show<'a>(&'a self, outer: Option<&'a EventField>, own: &'a str) -> impl Iterator<Item = &'a Anchor> {
        let around = outer.map_or(&[] as &[Anchor], |outer| &outer.origins);
        let is_around = |origin: &Anchor| around.iter().any(|other| other.text == origin.text);
        // Below a field of another schema alone its own schema has to be named.
        let is_own_known = outer.is_none() || around.iter().any(|origin| origin.text == own);
        self.origins.iter().filter(move |origin| match origin.text == own {
            true => !is_own_known,
            false => !is_around(origin),
        })
    }

    /// How much is said of it.
    pub(super) fn bytes(&self) -> usize {
        let said =
            self.descriptions.iter().chain(self.facts.iter().map(|fact| &fact.words)).chain([&self.within, &self.kind]);
        let links = self.origins.iter().map(|origin| origin.text.len() + origin.href.len());
        said.map(|html| html.as_str().len()).chain(links).sum()
    }
}

impl Walk<'_> {
    /// What is said of the fields; `in_view` has the anchors of those that the event has.
    pub(super) fn fields(mut self, in_view: &InView, says: Says) -> EventFields {
        let (mut rows, mut said) = (Vec::new(), 0);
        for found in &self.found {
            if said > SAID {
                self.more = true;
                break;
            }
            let row = self.row(found, says);
            said += row.bytes();
            rows.push(row);
        }
        // What stands in an AsyncAPI document has no name of its own.
        let document = self.resolved.schema_of(self.root.source);
        let schema = document.zip(self.links.to_place(self.root));
        let schema =
            schema.map(|(number, href)| Anchor { text: crate::page::schema_title(self.links.site, number), href });
        let own = self.context(self.root).name_of(&document_of(self.root), self.root);
        EventFields { rows: tree(&rows, in_view, &own), more: self.more, schema }
    }

    pub(super) fn row(&self, found: &Found<'_>, says: Says) -> EventField {
        let is_conditional = found.holders.iter().all(|holder| !holder.within.is_empty());
        let within = found.holders.first().filter(|_| is_conditional).map(|holder| holder.within.clone());
        let mut row = EventField {
            anchor: row_anchor(self.section, &found.path),
            path: found.path.clone(),
            depth: found.depth,
            required: found.required,
            within: Html::trusted(within.unwrap_or_default()),
            kind: Html::default(),
            descriptions: Vec::new(),
            facts: Vec::new(),
            origins: Vec::new(),
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
            if !row.origins.iter().any(|origin| origin.text == text) {
                row.origins.extend(self.links.to_place(&holder.place).map(|href| Anchor { text, href }));
            }
            for part in self.resolved.parts(&holder.place, self.resolved.dialect_of(&holder.place)) {
                kinds.extend(self.say(&part, &mut row));
            }
        }
        settle_constants(&mut row);
        if says == Says::Names {
            row.descriptions.clear();
            row.facts.clear();
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
            // Beside the values it need not be said how many they are; a format is explained once.
            let is_format = statement.keywords == ["format"] && statement.words.len() > 1;
            let words = match statement.words.first() {
                _ if !statement.members.is_empty() => String::new(),
                Some(Run::Code(name)) if is_format && !self.formats.borrow_mut().insert(name.clone()) => {
                    html(&statement.words[..1])
                }
                _ => html(&statement.words),
            };
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
                // The fields of the shapes say which they belong to, and the type how many there are.
                StatementKind::Shapes if is_about(&["oneOf", "anyOf"]) && has_fields(node) => {}
                _ => {
                    let mut words = with_members(words, &statement);
                    // A shape that is not among the rows stands on the page of the schema.
                    let shape = statement.keywords.first().filter(|_| statement.kind == StatementKind::Shapes);
                    let is_elsewhere = statement.members.is_empty() && words != "no other properties";
                    if let Some(keyword) = shape.filter(|_| is_elsewhere) {
                        let place = Place::new(place.source, join(&place.pointer, keyword));
                        if let Some(href) = self.links.to_stated(&place) {
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

/// The fields as nested lists. What they all say is said once: where a field comes from, and when it is meant, if that is so of the field
/// that it lies in. `own` is the schema that the page names as the one of all fields without another.
pub(super) fn tree(rows: &[EventField], in_view: &InView, own: &str) -> Html {
    let mut html = String::new();
    // The fields that lie around the next one, and whether the list of what is in them is open.
    let mut around: Vec<(&EventField, bool)> = Vec::new();
    let close = |html: &mut String, has_list: bool| html.push_str(if has_list { "</ul></li>" } else { "</li>" });
    for row in rows {
        while let Some((_, has_list)) = around.pop_if(|(outer, _)| outer.depth >= row.depth) {
            close(&mut html, has_list);
        }
        if let Some((_, has_list)) = around.last_mut() {
            html.push_str(if *has_list { "" } else { "<ul>" });
            *has_list = true;
        }
        row.write(&mut html, around.last().map(|(outer, _)| *outer), in_view, own);
        around.push((row, false));
    }
    while let Some((_, has_list)) = around.pop() {
        close(&mut html, has_list);
    }
    Html::trusted(html)
}

/// The schema document that a place stands in, or the definition of one; of an AsyncAPI document the component, a trait for one.
pub(super) fn document_of(place: &Place) -> Place {
    let mut tokens = place.pointer.split('/').skip(1);
    let pointer = match (tokens.next(), tokens.next(), tokens.next()) {
        (Some(list @ ("$defs" | "definitions")), Some(name), _) => format!("/{list}/{name}"),
        (Some("components"), Some(kind), Some(name)) => format!("/components/{kind}/{name}"),
        _ => String::new(),
    };
    Place::new(place.source, pointer)
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

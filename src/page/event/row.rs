//! What is said of a field of an event, by all schemas that name it, each thing once.

use std::collections::{HashMap, HashSet};

use super::fields::{Found, Holder, Named, Walk};
use crate::keyword::{Run, Statement, StatementKind, listed, statements, type_phrase};
use crate::page::Anchor;
use crate::page::fields::InView;
use crate::page::words::{Context, write_element};
use crate::prose::{Html, escape_into, escape_text_into};
use crate::route::row_anchor;
use crate::source::{Node, Place, join};

/// How many members of an `enum` are listed.
const MEMBERS: usize = 20;

/// How much of what one is called is shown beside the value, in characters.
const TITLE: usize = 60;

/// A field: a member of the event, or of a value in it.
pub struct EventField {
    /// `order.lines[].price`
    path: String,
    anchor: String,
    pub(super) depth: usize,
    required: bool,
    /// When it is meant, if that is not always: `if `mode` is `dev``, `shape 1 of 2`.
    within: Html,
    kind: Html,
    descriptions: Vec<Html>,
    facts: Vec<Fact>,
    /// The schemas that name it.
    pub(super) origins: Vec<Origin>,
    /// What lies in it, where that is listed at another field.
    like: Html,
}

/// A schema that names a field.
pub(super) struct Origin {
    pub(super) text: String,
    pub(super) document: Place,
    /// Where it names the field.
    pub(super) href: String,
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

/// Whether words say what they are of: "Deprecated: deprecated", "Other properties: no other properties", "Not: must not fit" say it twice. What an author wrote
/// has its label, whatever words it holds.
fn repeats(label: &str, words: &str) -> bool {
    let label = label.to_lowercase();
    words == label || words.strip_prefix("no ") == Some(&label) || (label == "not" && words.starts_with("must not "))
}

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
    /// Writes the item of a list, but for its end, before which the fields stand that lie in this one: `stated` is the schema that states
    /// what names no other in the list around, `inside` that of what lies in this field.
    pub(super) fn write(
        &self,
        html: &mut String,
        outer: Option<&EventField>,
        in_view: &InView,
        stated: &str,
        inside: Option<Anchor>,
    ) {
        let label = outer.and_then(|outer| self.path.strip_prefix(outer.path.as_str())).unwrap_or(&self.path);
        let shown = in_view.get(&self.anchor).unwrap_or(&self.anchor);
        html.extend(["<li id=\"", &self.anchor, "\"><a href=\"#", shown, "\">"]);
        escape_text_into(html, label.strip_prefix('.').unwrap_or(label));
        html.push_str("</a>");
        if !self.kind.is_empty() {
            html.extend([" <i>", self.kind.as_str(), "</i>"]);
        }
        if self.required {
            html.push_str(" <b>required</b>");
        }
        if !self.within.is_empty() && outer.is_none_or(|outer| outer.within != self.within) {
            html.push_str(&format!(" <span class=\"w\">{}</span>", self.within.as_str()));
        }
        let others = self.origins.iter().filter(|origin| origin.text != stated);
        let others: Vec<(&str, &str)> = others.map(|origin| (&*origin.text, &*origin.href)).collect();
        let inside = inside.as_ref().map(|inside| (&*inside.text, &*inside.href));
        let inside = inside.filter(|(text, _)| *text != stated && !others.iter().any(|(other, _)| other == text));
        for (text, href) in others.iter().copied().chain(inside) {
            html.push_str(" <a class=\"by\" href=\"");
            escape_into(html, href);
            html.push_str("\">");
            escape_text_into(html, text);
            html.push_str("</a>");
        }
        for text in &self.descriptions {
            let element = if text.as_str().contains("<p>") { "div" } else { "p" };
            html.extend(["<", element, ">", text.as_str(), "</", element, ">"]);
        }
        for (number, fact) in self.facts.iter().enumerate() {
            html.push_str(if number == 0 { "<div class=\"k\">" } else { "; " });
            let words = fact.words.as_str();
            if !repeats(&fact.label, words) {
                escape_text_into(html, &fact.label);
                html.push_str(if words.is_empty() { "" } else { ": " });
            }
            html.push_str(words);
        }
        html.push_str(if self.facts.is_empty() { "" } else { "</div>" });
        html.push_str(self.like.as_str());
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
    pub(super) fn row(&self, found: &Found<'_>, says: Says) -> EventField {
        let mut row = EventField {
            anchor: row_anchor(self.section, &found.end),
            path: found.path.clone(),
            depth: found.depth,
            required: found.required,
            within: Html::trusted(within(&found.holders)),
            kind: Html::default(),
            descriptions: Vec::new(),
            facts: Vec::new(),
            origins: Vec::new(),
            like: self.like(found),
        };
        let is_name = |named: &&Named<'_>| found.required && named.tokens.join(".") == found.path;
        if let Some(named) = self.names.iter().find(is_name) {
            let mut always = String::from("always ");
            write_element(&mut always, "code", &format!("\"{}\"", named.name));
            row.kind = Html::trusted(always);
        }
        let mut kinds = Vec::new();
        for holder in &found.holders {
            let document = document_of(&holder.place);
            if !row.origins.iter().any(|origin| origin.document == document) {
                let text = self.context(&holder.place).name_of(&document, self.root);
                row.origins.extend(self.links.to_place(&holder.place).map(|href| Origin { text, document, href }));
            }
            let dialect = self.resolved.dialect_of(&holder.place);
            for (place, node) in self.resolved.parts_with_nodes(&holder.place, dialect) {
                kinds.push(self.say(&place, node, &mut row, says));
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

    /// What the schemas call one of the values that they list for a field.
    pub(super) fn title(&self, number: usize, value: &Node) -> Option<String> {
        if value.is_object() || value.is_array() {
            return None;
        }
        let mut titles = self.titles.borrow_mut();
        let titles = titles.entry(number).or_insert_with(|| self.titles(&self.found[number]));
        titles.get(&value.to_value().to_string()).cloned()
    }

    /// What the schemas call the values that they list for a field, by the value as JSON: there may be as many of them in an event as in a list.
    fn titles(&self, found: &Found<'_>) -> HashMap<String, String> {
        let lists =
            |(_, node): &(Place, &Node)| ["enum", "oneOf", "anyOf"].iter().any(|keyword| node.get(keyword).is_some());
        let mut titles = HashMap::new();
        for holder in &found.holders {
            let dialect = self.resolved.dialect_of(&holder.place);
            for (place, node) in self.resolved.parts_with_nodes(&holder.place, dialect).into_iter().filter(lists) {
                let source = self.resolved.project.sources.get(place.source);
                let mut known = HashSet::new();
                for member in listed(node, self.resolved.dialect_of(&place), source) {
                    // Of values that are listed twice the first counts.
                    let title = member.names.first().or(member.descriptions.first());
                    if let Some(title) = title.filter(|_| !known.contains(&member.value)) {
                        titles.entry(member.value.clone()).or_insert_with(|| brief(title));
                    }
                    known.insert(member.value);
                }
            }
        }
        titles
    }

    /// The names of what lies in a field, with the link to where that is said.
    fn like(&self, found: &Found<'_>) -> Html {
        let Some(like) = &found.like else { return Html::default() };
        let mut html = String::from("<div class=\"k\">Fields as in <a href=\"#");
        // An item with members has no row of its own.
        let row = |path: &str| self.found.iter().find(|other| other.path == path);
        let row = row(&like.path).or_else(|| row(like.path.trim_end_matches("[]")));
        html.push_str(&row_anchor(self.section, row.map_or("", |row| &row.end)));
        html.push_str("\">");
        escape_text_into(&mut html, &like.path);
        html.push_str("</a>: ");
        escape_text_into(&mut html, &like.names.join(", "));
        html.push_str("</div>");
        Html::trusted(html)
    }

    /// Adds what a schema says of a field; gives its type in words, and whether it states one.
    fn say(&self, place: &Place, node: &Node, row: &mut EventField, says: Says) -> (bool, Html) {
        let (source, dialect) = (self.resolved.project.sources.get(place.source), self.resolved.dialect_of(place));
        let context = self.context(place);
        let html = |runs: &[Run]| {
            let mut html = String::new();
            context.write(&mut html, runs, place);
            html
        };
        // Of what is said, a type is made of constants alone.
        let is_said = says == Says::All || node.get("const").is_some();
        for statement in is_said.then(|| statements(node, dialect, source)).into_iter().flatten() {
            let is_about = |keywords: &[&str]| statement.keywords.iter().any(|it| keywords.contains(it));
            // Beside the values it need not be said how many they are; a format is explained once.
            let is_format = statement.keywords == ["format"] && statement.words.len() > 1;
            let words = || match statement.words.first() {
                _ if !statement.members.is_empty() => String::new(),
                Some(Run::Code(name)) if is_format && !self.formats.borrow_mut().insert(name.clone()) => {
                    html(&statement.words[..1])
                }
                _ => html(&statement.words),
            };
            match statement.kind {
                StatementKind::Annotation if is_about(&["description"]) => {
                    let words = Html::trusted(words());
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
                    let mut words = with_members(words(), &statement, &context);
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
        (states, Html::trusted(html(&type_phrase(node, dialect, source))))
    }
}

/// The beginning of what a value is called: its first clause, cut between words.
fn brief(title: &str) -> String {
    let clause = title.split(['\n', '.', ';', ':']).next().unwrap_or_default().trim();
    if clause.chars().count() <= TITLE {
        return clause.to_owned();
    }
    let start: String = clause.chars().take(TITLE).collect();
    format!("{}…", start.rsplit_once(' ').map_or(&*start, |(words, _)| words))
}

/// When a field is meant that these schemas name: empty where that is always, in each of several shapes as well.
fn within(holders: &[Holder]) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for holder in holders {
        if holder.within.is_empty() {
            return String::new();
        }
        if !parts.contains(&&*holder.within) {
            parts.push(&holder.within);
        }
    }
    let is_in_each = parts.len() > 1 && holders.iter().all(|holder| holder.shapes == parts.len());
    if is_in_each { String::new() } else { parts.join(" or ") }
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

/// The words of a statement with the values that it lists, and what they are called.
fn with_members(words: String, statement: &Statement<'_>, context: &Context<'_>) -> String {
    let mut html = words;
    for (number, member) in statement.members.iter().take(MEMBERS).enumerate() {
        html.push_str(if number == 0 { "" } else { ", " });
        write_element(&mut html, "code", &member.value);
        for name in &member.names {
            html.push(' ');
            escape_text_into(&mut html, name);
        }
        for description in &member.descriptions {
            html.push_str(&format!(" ({})", context.markdown(description).as_str().trim()));
        }
    }
    if statement.members.len() > MEMBERS {
        html.push_str(&format!(" and {} more", statement.members.len() - MEMBERS));
    }
    html
}

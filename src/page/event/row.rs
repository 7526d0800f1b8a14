//! What is said of a field of an event, by all schemas that name it, each thing once.

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
    /// The schemas that name it.
    origins: Vec<Origin>,
    /// What lies in it, where that is listed at another field.
    like: Html,
}

/// A schema that names a field.
struct Origin {
    text: String,
    document: Place,
    /// Where it names the field.
    href: String,
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
    /// Writes the item of a list, but for its end, before which the fields stand that lie in this one: `stated` is the schema that states
    /// what names no other in the list around, `inside` that of what lies in this field.
    fn write(
        &self,
        html: &mut String,
        outer: Option<&EventField>,
        in_view: &InView,
        stated: &str,
        inside: Option<Anchor>,
    ) {
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
            html.push_str(&format!("<{element}>{}</{element}>", text.as_str()));
        }
        for (number, fact) in self.facts.iter().enumerate() {
            html.push_str(if number == 0 { "<div class=\"k\">" } else { "; " });
            // "Deprecated: deprecated" and "Other properties: no other properties" say it twice.
            let words = fact.words.as_str();
            if !words.contains(&*fact.label.to_lowercase()) {
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
        let is_conditional = found.holders.iter().all(|holder| !holder.within.is_empty());
        let within = found.holders.first().filter(|_| is_conditional).map(|holder| holder.within.clone());
        let mut row = EventField {
            anchor: row_anchor(self.section, &found.end),
            path: found.path.clone(),
            depth: found.depth,
            required: found.required,
            within: Html::trusted(within.unwrap_or_default()),
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

    /// The fields as nested lists, and the schema that states what names no other one. What they all say is said once: where the fields of a
    /// list come from, and when they are meant, if that is so of the field that they lie in.
    pub(super) fn tree(&self, rows: &[EventField], in_view: &InView) -> (Html, Option<Anchor>) {
        let mut html = String::new();
        let lists = lists(rows);
        let stated: Vec<Option<&Origin>> = lists.iter().map(|list| most_named(list, rows)).collect();
        // The fields that lie around the next one, and whether the list of what is in them is open.
        let mut around: Vec<(usize, bool)> = Vec::new();
        let close = |html: &mut String, has_list: bool| html.push_str(if has_list { "</ul></li>" } else { "</li>" });
        for (number, row) in rows.iter().enumerate() {
            while let Some((_, has_list)) = around.pop_if(|(outer, _)| rows[*outer].depth >= row.depth) {
                close(&mut html, has_list);
            }
            if let Some((_, has_list)) = around.last_mut() {
                html.push_str(if *has_list { "" } else { "<ul>" });
                *has_list = true;
            }
            let outer = around.last().map(|(outer, _)| *outer);
            let list = outer.map_or(0, |outer| outer + 1);
            let own = stated[list].map_or("", |origin| &origin.text);
            let inside = stated[number + 1].map(|origin| self.anchor_of(origin));
            row.write(&mut html, outer.map(|outer| &rows[outer]), in_view, own, inside);
            around.push((number, false));
        }
        while let Some((_, has_list)) = around.pop() {
            close(&mut html, has_list);
        }
        (Html::trusted(html), stated[0].map(|origin| self.anchor_of(origin)))
    }

    /// A schema and its place.
    fn anchor_of(&self, origin: &Origin) -> Anchor {
        let href = self.links.to_place(&origin.document).unwrap_or_else(|| origin.href.clone());
        Anchor { text: origin.text.clone(), href }
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

/// The numbers of the fields that lie in no other, and then of those in each.
fn lists(rows: &[EventField]) -> Vec<Vec<usize>> {
    let mut lists = vec![Vec::new(); rows.len() + 1];
    let mut around: Vec<usize> = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        while around.pop_if(|outer| rows[*outer].depth >= row.depth).is_some() {}
        lists[around.last().map_or(0, |outer| outer + 1)].push(number);
        around.push(number);
    }
    lists
}

/// The schema that most of the fields of a list come from: of several the first.
fn most_named<'r>(list: &[usize], rows: &'r [EventField]) -> Option<&'r Origin> {
    let mut counts: Vec<(&Origin, usize)> = Vec::new();
    for origin in list.iter().flat_map(|number| &rows[*number].origins) {
        match counts.iter_mut().find(|(known, _)| known.document == origin.document) {
            Some((_, count)) => *count += 1,
            None => counts.push((origin, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(origin, _)| origin)
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

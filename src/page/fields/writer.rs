//! Writes the tree of a schema: groups of subschemas below what they belong to.

use std::collections::BTreeSet;

use super::is_definition;
use super::row::{is_heading, is_plain_reference, is_prose};
use crate::dialect::Dialect;
use crate::keyword::{
    Branch, Digits, Key, Run, Statement, StatementKind, Subschema, distinctions, statements, subschemas, type_phrase,
};
use crate::page::link::Links;
use crate::page::used_by::uses_of;
use crate::page::words::{Context, visible, write_element};
use crate::prose::{Html, escape_into, escape_text_into};
use crate::route::pointer_anchor;
use crate::source::{Node, Place, Source, SourceId};

pub(super) struct Writer<'a> {
    pub(super) html: String,
    pub(super) context: Context<'a>,
    source: &'a Source,
    id: SourceId,
    /// The anchors that are written, or will be by the fields they belong to: an id stands once on a page.
    pub(super) anchors: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(links: &'a Links<'a>, source: &'a Source, place: &Place) -> Writer<'a> {
        let context = Context { links, file: &source.file };
        Writer { html: String::new(), context, source, id: place.source, anchors: BTreeSet::new() }
    }

    pub(super) fn finish(self) -> Html {
        Html::trusted(self.html)
    }

    /// The statements and subschemas of one schema. At the root of a document, title and description stand at the head of the page
    /// already; at any `root` there is no name beside which the type could stand. Returns whether subschemas are among what was written.
    pub(super) fn schema(&mut self, node: &Node, pointer: &str, dialect: Dialect, root: bool) -> bool {
        let said = statements(node, dialect, self.source);
        let holder = Place::new(self.id, pointer);
        for statement in said.iter().filter(|statement| is_prose(statement)) {
            let at_the_head = pointer.is_empty() && !statement.keywords.contains(&"markdownDescription");
            match at_the_head {
                true => self.anchor(&holder, statement),
                false => self.prose(statement, &holder),
            }
        }
        let below = self.groups(node, pointer, dialect, &said);
        let fields = below.iter().flatten().map(|field| pointer_anchor(&format!("{pointer}{}", field.pointer())));
        self.anchors.extend(fields);
        let heads = |statement: &Statement<'_>| below.iter().any(|group| is_heading(statement, group[0].keyword.name));
        // Beside the name of a constant stands its value and not its type. Looked up once: a schema may have 500,000 members.
        let single = node.get("enum").is_some_and(|values| values.is_array() && values.items().len() < 2);
        let named = node.get("const").is_none() && !single;
        let rows = said.iter().filter(|statement| {
            // The definitions of the root have sections of their own; what is wrong among them is said here.
            let sections = statement.kind == StatementKind::Definitions && statement.words.len() == 1;
            let shown_elsewhere = is_prose(statement) || sections || heads(statement);
            // The type of a field stands beside its name, and names what it refers to; of a constant it names the value.
            let plain = named && statement.ignored.is_none() && statement.kind == StatementKind::Type;
            !shown_elsewhere && (root || !(plain || is_plain_reference(statement)))
        });
        // What a schema is called matters less to a reader than what it says, so at the root it comes last.
        let (names, rows): (Vec<&Statement<'_>>, Vec<&Statement<'_>>) =
            rows.partition(|statement| root && statement.kind == StatementKind::Identity);
        // What stands beside the name of a field, or in a section of its own, has no row that could be linked to.
        let elsewhere =
            |kind| matches!(kind, StatementKind::Type | StatementKind::Reference | StatementKind::Definitions);
        let is_row = |statement: &&Statement<'_>| rows.iter().any(|row| std::ptr::eq(*row, *statement));
        for statement in said.iter().filter(|statement| elsewhere(statement.kind) && !heads(statement)) {
            if !is_row(&statement) {
                self.anchor(&holder, statement);
            }
        }
        self.rows(&rows, &holder);
        for group in &below {
            let heading = said.iter().find(|statement| is_heading(statement, group[0].keyword.name));
            self.group(group, heading, node, pointer, dialect, &holder);
        }
        self.rows(&names, &holder);
        !below.is_empty()
    }

    /// The subschemas that are shown below a schema, by keyword: none that a statement covers, and no definitions of the root, which
    /// have sections of their own.
    fn groups<'n>(
        &self,
        node: &'n Node,
        pointer: &str,
        dialect: Dialect,
        said: &[Statement<'n>],
    ) -> Vec<Vec<Subschema<'n>>> {
        let mut groups: Vec<Vec<Subschema<'n>>> = Vec::new();
        for subschema in subschemas(node, dialect) {
            let covered = said.iter().any(|statement| statement.covers(&subschema));
            if covered || (is_definition(&subschema) && pointer.is_empty()) {
                continue;
            }
            match groups.last_mut() {
                Some(group) if group[0].keyword.name == subschema.keyword.name => group.push(subschema),
                _ => groups.push(vec![subschema]),
            }
        }
        groups
    }

    /// A group of subschemas below its heading: properties need none.
    fn group(
        &mut self,
        group: &[Subschema<'_>],
        heading: Option<&Statement<'_>>,
        parent: &Node,
        pointer: &str,
        dialect: Dialect,
        holder: &Place,
    ) {
        // "10 named properties" above ten properties tells nobody anything; what is wrong among them does.
        let plain_count = |heading: &Statement<'_>| heading.keywords == ["properties"] && heading.words.len() == 1;
        match heading {
            Some(heading) if plain_count(heading) => self.anchor(holder, heading),
            Some(heading) => {
                self.html.push_str("<p class=\"gh\">");
                self.anchor(holder, heading);
                self.context.write(&mut self.html, &heading.words, holder);
                self.ignored(heading, holder);
                self.html.push_str("</p>");
            }
            None => {}
        }
        let told_apart = self.told_apart(group, parent, pointer, dialect);
        self.html.push_str("<div class=\"g\">");
        for (index, subschema) in group.iter().enumerate() {
            let mark = told_apart.get(index).map(Vec::as_slice).unwrap_or_default();
            self.field(subschema, parent, pointer, dialect, mark);
        }
        self.html.push_str("</div>");
    }

    /// For each of several alternatives, the words by which a reader knows it.
    fn told_apart(&self, group: &[Subschema<'_>], parent: &Node, pointer: &str, dialect: Dialect) -> Vec<Vec<Run>> {
        if !matches!(group[0].keyword.name, "oneOf" | "anyOf") {
            return Vec::new();
        }
        let resolved = &self.context.links.site.proved.resolved;
        let sources = &resolved.project.sources;
        let branches = group.iter().map(|subschema| {
            let place = Place::new(self.id, format!("{pointer}{}", subschema.pointer()));
            resolved
                .parts(&place, dialect)
                .into_iter()
                .filter_map(|part| Some((sources.node(&part)?, sources.get(part.source) as &dyn Digits)))
                .collect()
        });
        let branches: Vec<Branch<'_>> = branches.collect();
        let discriminator = parent.get("discriminator");
        let tag = discriminator.and_then(|tag| tag.get("propertyName").unwrap_or(tag).as_str());
        distinctions(&branches, tag)
    }

    /// One subschema: its name or role, its type, whether it is required, and everything that it says.
    fn field(
        &mut self,
        subschema: &Subschema<'_>,
        parent: &Node,
        parent_pointer: &str,
        dialect: Dialect,
        mark: &[Run],
    ) {
        let pointer = format!("{parent_pointer}{}", subschema.pointer());
        let anchor = pointer_anchor(&pointer);
        let holder = Place::new(self.id, pointer.clone());
        // The name is the link to itself: a sign beside each would weigh more, and sound the same everywhere.
        self.html
            .push_str(&format!("<div class=\"f\" id=\"{anchor}\"><p class=\"s\"><a class=\"n\" href=\"#{anchor}\">"));
        self.name(subschema, &holder);
        self.html.push_str("</a> <span class=\"t\">");
        let phrase = type_phrase(subschema.node, dialect, self.source);
        self.context.write(&mut self.html, &phrase, &holder);
        self.html.push_str("</span>");
        if is_required(subschema, parent) {
            self.html.push_str(" <span class=\"r\">required</span>");
        }
        if !mark.is_empty() {
            self.html.push_str(" <span class=\"w\">");
            self.context.write(&mut self.html, mark, &holder);
            self.html.push_str("</span>");
        }
        self.html.push_str("</p>");
        if let Some(ignored) = subschema.ignored {
            self.html.push_str("<p class=\"i\">");
            self.context.write(&mut self.html, &ignored.words(), &holder);
            self.html.push_str("</p>");
        }
        let start = self.html.len();
        let nested = self.schema(subschema.node, &pointer, dialect, false);
        self.used_by(&holder);
        if nested {
            // The name and its links stand outside of the summary, which is a button and can't hold links.
            self.html.insert_str(start, "<details open><summary aria-label=\"Details\"></summary>");
            self.html.push_str("</details>");
        }
        self.html.push_str("</div>");
    }

    fn name(&mut self, subschema: &Subschema<'_>, holder: &Place) {
        // A part that is only a reference reads as what it means: everything that is said there holds here.
        if subschema.keyword.name == "allOf" && subschema.node.get("$ref").is_some() {
            self.html.push_str("all of");
            return;
        }
        match subschema.key {
            Key::Name(name) if matches!(subschema.keyword.name, "properties" | "$defs" | "definitions") => {
                write_element(&mut self.html, "code", &visible(name));
            }
            _ => self.context.write(&mut self.html, &subschema.role(), holder),
        }
    }

    /// The type of a schema that has no field to stand on.
    pub(super) fn headline(&mut self, node: &Node, pointer: &str, dialect: Dialect) {
        let holder = Place::new(self.id, pointer);
        self.html.push_str("<p class=\"t\">");
        let phrase = type_phrase(node, dialect, self.source);
        self.context.write(&mut self.html, &phrase, &holder);
        self.html.push_str("</p>");
    }

    /// Links to everything that refers to this very place.
    pub(super) fn used_by(&mut self, place: &Place) {
        let uses = uses_of(self.context.links, place);
        for (index, used) in uses.iter().enumerate() {
            self.html.push_str(if index == 0 { "<p class=\"u\">Used by " } else { ", " });
            self.html.push_str("<a href=\"");
            escape_into(&mut self.html, &used.href);
            self.html.push_str("\"><bdi>");
            escape_text_into(&mut self.html, &used.text);
            self.html.push_str("</bdi></a>");
        }
        if !uses.is_empty() {
            self.html.push_str("</p>");
        }
    }
}

fn is_required(subschema: &Subschema<'_>, parent: &Node) -> bool {
    let Key::Name(name) = subschema.key else { return false };
    let required = parent.get("required").map(Node::items).unwrap_or_default();
    subschema.keyword.name == "properties" && required.iter().any(|item| item.as_str() == Some(name))
}

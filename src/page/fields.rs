//! A schema as nested fields: each fact in words, each subschema below what it belongs to, each with its anchor.
//!
//! This tree is written in Rust and not by a template, since it nests without bound. A reference is a link, never a copy, so that
//! recursion and fan-out cost nothing.

use std::collections::BTreeSet;

use super::link::Links;
use super::words::Context;
use crate::dialect::Dialect;
use crate::keyword::{EnumMember, Key, Statement, StatementKind, Subschema, statements, subschemas, type_phrase};
use crate::prose::{Html, escape_text_into};
use crate::route::pointer_anchor;
use crate::source::{Node, Place, Source};

/// Everything that the schema at `place` says, as HTML; definitions are left to [`definitions`].
pub fn fields(links: &Links<'_>, place: &Place, dialect: Dialect) -> Html {
    let source = links.site.proved.resolved.project.sources.get(place.source);
    let Some(node) = source.root().and_then(|root| root.pointer(&place.pointer)) else { return Html::default() };
    let mut writer = Writer::new(links, source, place);
    writer.schema(node, &place.pointer, dialect, true);
    Html::trusted(writer.html)
}

/// Everything that a schema says that stands in a document of another kind: its type, title and description come first.
pub fn embedded(links: &Links<'_>, place: &Place, dialect: Dialect) -> Html {
    let source = links.site.proved.resolved.project.sources.get(place.source);
    let Some(node) = source.root().and_then(|root| root.pointer(&place.pointer)) else { return Html::default() };
    let mut writer = Writer::new(links, source, place);
    writer.headline_type(node, &place.pointer, dialect);
    writer.schema(node, &place.pointer, dialect, false);
    Html::trusted(writer.html)
}

/// A definition of a schema: its name, its pointer, its HTML.
pub struct Definition {
    pub name: String,
    pub pointer: String,
    pub html: Html,
}

/// The definitions of the schema at `place`, nested ones included in their own.
pub fn definitions(links: &Links<'_>, place: &Place, dialect: Dialect) -> Vec<Definition> {
    let source = links.site.proved.resolved.project.sources.get(place.source);
    let Some(node) = source.root().and_then(|root| root.pointer(&place.pointer)) else { return Vec::new() };
    let below = subschemas(node, dialect).into_iter().filter(is_definition);
    below
        .map(|definition| {
            let pointer = format!("{}{}", place.pointer, definition.pointer());
            let mut writer = Writer::new(links, source, place);
            writer.headline_type(definition.node, &pointer, dialect);
            writer.schema(definition.node, &pointer, dialect, false);
            let name = match definition.key {
                Key::Name(name) => name.to_owned(),
                _ => definition.keyword.name.to_owned(),
            };
            Definition { name, pointer, html: Html::trusted(writer.html) }
        })
        .collect()
}

fn is_definition(subschema: &Subschema<'_>) -> bool {
    matches!(subschema.keyword.name, "$defs" | "definitions")
}

struct Writer<'a> {
    html: String,
    context: Context<'a>,
    source: &'a Source,
    id: crate::source::SourceId,
    /// The anchors that are written, or will be by the fields they belong to: an id stands once on a page.
    anchors: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    fn new(links: &'a Links<'a>, source: &'a Source, place: &Place) -> Writer<'a> {
        let context = Context { links, file: &source.file };
        Writer { html: String::new(), context, source, id: place.source, anchors: BTreeSet::new() }
    }

    /// The statements and subschemas of one schema. At the root, title and description stand at the head of the page already.
    fn schema(&mut self, node: &Node, pointer: &str, dialect: Dialect, root: bool) {
        let said = statements(node, dialect, self.source);
        let holder = Place::new(self.id, pointer);
        if !root {
            for statement in said.iter().filter(|statement| is_prose(statement)) {
                self.prose(statement, &holder);
            }
        }
        let below = self.groups(node, pointer, dialect, &said);
        let fields = below.iter().flatten().map(|field| pointer_anchor(&format!("{pointer}{}", field.pointer())));
        self.anchors.extend(fields);
        let heads = |statement: &Statement<'_>| below.iter().any(|group| is_heading(statement, group[0].keyword.name));
        // Looked up once: a schema may have 500,000 members.
        let alone = node.get("enum").is_some_and(|values| values.items().len() == 1);
        let named = node.get("const").is_none() && !alone;
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
        // What stands beside the name of a field has no row that could be linked to.
        let beside =
            |statement: &&Statement<'_>| matches!(statement.kind, StatementKind::Type | StatementKind::Reference);
        for statement in said.iter().filter(beside).filter(|beside| !rows.iter().any(|row| std::ptr::eq(*row, *beside)))
        {
            self.anchor(&holder, statement);
        }
        self.rows(&rows, &holder);
        for group in &below {
            let heading = said.iter().find(|statement| is_heading(statement, group[0].keyword.name));
            self.group(group, heading, node, pointer, dialect, &holder);
        }
        self.rows(&names, &holder);
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
        let plain_count = |heading: &&Statement<'_>| heading.keywords == ["properties"] && heading.words.len() == 1;
        if let Some(heading) = heading.filter(|heading| !plain_count(heading)) {
            self.html.push_str("<p class=\"gh\">");
            self.anchor(holder, heading);
            self.context.write(&mut self.html, &heading.words, holder);
            self.ignored(heading, holder);
            self.html.push_str("</p>");
        }
        self.html.push_str("<div class=\"g\">");
        for subschema in group {
            self.field(subschema, parent, pointer, dialect);
        }
        self.html.push_str("</div>");
    }

    /// The anchors of a statement's keywords, but of those that a field below has.
    fn anchor(&mut self, holder: &Place, statement: &Statement<'_>) {
        for anchor in self.new_anchors(holder, statement) {
            self.html.push_str(&format!("<span id=\"{anchor}\"></span>"));
        }
    }

    fn new_anchors(&mut self, holder: &Place, statement: &Statement<'_>) -> Vec<String> {
        let anchors =
            statement.keywords.iter().map(|keyword| pointer_anchor(&crate::source::join(&holder.pointer, keyword)));
        anchors.filter(|anchor| self.anchors.insert(anchor.clone())).collect()
    }

    /// One subschema: its name or role, its type, whether it is required, and everything that it says.
    fn field(&mut self, subschema: &Subschema<'_>, parent: &Node, parent_pointer: &str, dialect: Dialect) {
        let pointer = format!("{parent_pointer}{}", subschema.pointer());
        let anchor = pointer_anchor(&pointer);
        let holder = Place::new(self.id, pointer.clone());
        let nested = subschemas(subschema.node, dialect).iter().any(|below| !is_definition(below));
        self.html.push_str(&format!("<div class=\"f\" id=\"{anchor}\"><p class=\"s\">"));
        self.name(subschema, &holder);
        self.html.push_str(" <span class=\"t\">");
        let phrase = type_phrase(subschema.node, dialect, self.source);
        self.context.write(&mut self.html, &phrase, &holder);
        self.html.push_str("</span>");
        if is_required(subschema, parent) {
            self.html.push_str(" <span class=\"r\">required</span>");
        }
        self.html
            .push_str(&format!(" <a class=\"anchor\" href=\"#{anchor}\" aria-label=\"Link to this place\">#</a></p>"));
        if let Some(ignored) = subschema.ignored {
            self.html.push_str("<p class=\"i\">");
            self.context.write(&mut self.html, &ignored.words(), &holder);
            self.html.push_str("</p>");
        }
        // The name and its links stand outside of the summary, which is a button and can't hold links.
        self.html.push_str(if nested {
            "<details open><summary><span class=\"hidden\">Details</span></summary>"
        } else {
            ""
        });
        self.schema(subschema.node, &pointer, dialect, false);
        self.html.push_str(if nested { "</details></div>" } else { "</div>" });
    }

    fn name(&mut self, subschema: &Subschema<'_>, holder: &Place) {
        // A part that is only a reference reads as what it means: everything that is said there holds here.
        if subschema.keyword.name == "allOf" && subschema.node.get("$ref").is_some() {
            self.html.push_str("<span class=\"n\">all of</span>");
            return;
        }
        match subschema.key {
            Key::Name(name) if matches!(subschema.keyword.name, "properties" | "$defs" | "definitions") => {
                self.html.push_str("<code class=\"n\"><bdi>");
                if name.is_empty() {
                    self.html.push_str("\"\"");
                } else {
                    escape_text_into(&mut self.html, name);
                }
                self.html.push_str("</bdi></code>");
            }
            _ => {
                self.html.push_str("<span class=\"n\">");
                self.context.write(&mut self.html, &subschema.role(), holder);
                self.html.push_str("</span>");
            }
        }
    }

    /// The type of a definition, which has no field to stand on.
    fn headline_type(&mut self, node: &Node, pointer: &str, dialect: Dialect) {
        self.html.push_str("<p class=\"t\">");
        let phrase = type_phrase(node, dialect, self.source);
        self.context.write(&mut self.html, &phrase, &Place::new(self.id, pointer));
        self.html.push_str("</p>");
    }

    fn prose(&mut self, statement: &Statement<'_>, holder: &Place) {
        let class = if statement.keywords.contains(&"title") { "ti" } else { "d" };
        self.html.push_str(&format!("<div class=\"{class}\">"));
        self.context.write(&mut self.html, &statement.words, holder);
        self.html.push_str("</div>");
    }

    fn rows(&mut self, rows: &[&Statement<'_>], holder: &Place) {
        if rows.is_empty() {
            return;
        }
        self.html.push_str("<dl>");
        for statement in rows {
            let anchors = self.new_anchors(holder, statement);
            match anchors.first() {
                Some(anchor) => self.html.push_str(&format!("<div id=\"{anchor}\"><dt>")),
                None => self.html.push_str("<div><dt>"),
            }
            escape_text_into(&mut self.html, &statement.label);
            self.html.push_str("</dt><dd>");
            for anchor in anchors.iter().skip(1) {
                self.html.push_str(&format!("<span id=\"{anchor}\"></span>"));
            }
            self.context.write(&mut self.html, &statement.words, holder);
            self.members(&statement.members, holder);
            self.ignored(statement, holder);
            self.html.push_str("</dd></div>");
        }
        self.html.push_str("</dl>");
    }

    /// The allowed values, each with what is said of it.
    fn members(&mut self, members: &[EnumMember<'_>], holder: &Place) {
        if members.is_empty() {
            return;
        }
        let described =
            members.iter().any(|m| !m.names.is_empty() || !m.descriptions.is_empty() || !m.facts.is_empty());
        self.html.push_str(if described { "<ul class=\"e\">" } else { "<ul class=\"e w\">" });
        for member in members {
            self.html.push_str("<li><code>");
            escape_text_into(&mut self.html, &member.value);
            self.html.push_str("</code>");
            for name in &member.names {
                self.html.push_str(" <b>");
                escape_text_into(&mut self.html, name);
                self.html.push_str("</b>");
            }
            for description in &member.descriptions {
                self.html.push_str(" <span>");
                let html = self.context.markdown(description);
                self.html.push_str(html.as_str());
                self.html.push_str("</span>");
            }
            for fact in &member.facts {
                self.html.push_str(" <span>");
                escape_text_into(&mut self.html, &fact.label);
                self.html.push_str(": ");
                self.context.write(&mut self.html, &fact.words, holder);
                self.html.push_str("</span>");
            }
            self.html.push_str("</li>");
        }
        self.html.push_str("</ul>");
    }

    fn ignored(&mut self, statement: &Statement<'_>, holder: &Place) {
        if let Some(ignored) = statement.ignored {
            self.html.push_str(" <span class=\"i\">");
            self.context.write(&mut self.html, &ignored.words(), holder);
            self.html.push_str("</span>");
        }
    }
}

fn is_prose(statement: &Statement<'_>) -> bool {
    statement.kind == StatementKind::Annotation
        && statement.ignored.is_none()
        && (statement.keywords.contains(&"description") || statement.keywords.contains(&"title"))
}

fn is_plain_reference(statement: &Statement<'_>) -> bool {
    statement.kind == StatementKind::Reference
        && statement.ignored.is_none()
        && matches!(statement.words.as_slice(), [crate::keyword::Run::Ref(_)])
}

/// Whether a statement is the heading of the subschemas below `keyword`; one that lists its members is not.
fn is_heading(statement: &Statement<'_>, keyword: &str) -> bool {
    let shapes = matches!(statement.kind, StatementKind::Shapes | StatementKind::Definitions);
    shapes && statement.members.is_empty() && statement.keywords == [keyword]
}

fn is_required(subschema: &Subschema<'_>, parent: &Node) -> bool {
    let Key::Name(name) = subschema.key else { return false };
    let required = parent.get("required").map(Node::items).unwrap_or_default();
    subschema.keyword.name == "properties" && required.iter().any(|item| item.as_str() == Some(name))
}

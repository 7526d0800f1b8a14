//! Writes the tree of a schema: groups of subschemas below what they belong to.

use super::is_definition;
use super::row::{Beside, is_heading, is_plain_reference, is_prose, is_said_beside};
use super::writer::Writer;
use crate::dialect::Dialect;
use crate::keyword::{
    Branch, Digits, Key, Run, Statement, StatementKind, Subschema, distinctions, is_any, is_in_place, statements,
    subschemas, tag, type_phrase,
};
use crate::page::used_by::{LISTED, SEEN, uses_of};
use crate::page::words::visible;
use crate::prose::{escape_into, escape_text_into};
use crate::route::pointer_anchor;
use crate::source::{Node, Place};

impl<'a> Writer<'a> {
    /// The statements and subschemas of one schema. At the root of a document, title and description stand at the head of the page
    /// already; at any `root` there is no name beside which the type could stand. Returns whether subschemas are among what was written.
    pub(super) fn schema(&mut self, node: &Node, pointer: &str, dialect: Dialect, beside: Beside) -> bool {
        let root = beside == Beside::Nothing;
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
            let shown_elsewhere =
                is_prose(statement) || sections || heads(statement) || is_said_beside(statement, node, beside);
            // The type of a field stands beside its name, and names what it refers to; of a constant it names the value.
            let plain = named && statement.ignored.is_none() && statement.kind == StatementKind::Type;
            !shown_elsewhere && (root || !(plain || is_plain_reference(statement)))
        });
        // What a schema is called matters less to a reader than what it says, so at the root it comes last.
        let (names, rows): (Vec<&Statement<'_>>, Vec<&Statement<'_>>) =
            rows.partition(|statement| root && statement.kind == StatementKind::Identity);
        // What stands beside the name of a field, or in a section of its own, has no row that could be linked to.
        let elsewhere = |kind| {
            use StatementKind::{Definitions, Presence, Reference, Type};
            matches!(kind, Type | Reference | Definitions | Presence)
        };
        let is_row = |statement: &&Statement<'_>| rows.iter().any(|row| std::ptr::eq(*row, *statement));
        for statement in said.iter().filter(|statement| elsewhere(statement.kind) && !heads(statement)) {
            if !is_row(&statement) {
                self.anchor(&holder, statement);
            }
        }
        self.rows(&rows, &holder, beside);
        let states_type = ["type", "const", "enum", "$ref"].iter().any(|keyword| node.get(keyword).is_some());
        let was_typed = self.is_typed;
        self.is_typed |= states_type;
        for (number, group) in below.iter().enumerate() {
            let heading = said.iter().find(|statement| is_heading(statement, group[0].keyword.name));
            let is_last = number + 1 == below.len();
            self.group(group, heading, node, pointer, dialect, &holder, is_last);
        }
        self.is_typed = was_typed;
        self.rows(&names, &holder, beside);
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
    #[allow(clippy::too_many_arguments, reason = "they are one group and what it belongs to")]
    fn group(
        &mut self,
        group: &[Subschema<'_>],
        heading: Option<&Statement<'_>>,
        parent: &Node,
        pointer: &str,
        dialect: Dialect,
        holder: &Place,
        is_last: bool,
    ) {
        // "10 named properties" above ten properties tells nobody anything, nor "each fits this shape" above "each item"; what is wrong among
        // them does.
        let plain_count = |heading: &Statement<'_>| {
            let says_no_more = match heading.keywords.as_slice() {
                ["properties"] => true,
                ["items" | "additionalProperties" | "unevaluatedProperties" | "propertyNames"] => {
                    group.len() == 1 && matches!(&heading.words[..], [Run::Text(words)] if words == EACH)
                }
                _ => false,
            };
            says_no_more && heading.words.len() == 1 && heading.ignored.is_none()
        };
        let branches = self.branches(group, pointer, dialect);
        let named = tag_of(parent);
        let has_parts = heading.is_some_and(|heading| heading.words.len() == 1 && heading.ignored.is_none());
        let whole = if has_parts { group.iter().filter(|it| is_whole_reference(it)).count() } else { 0 };
        match heading {
            Some(heading) if plain_count(heading) => self.anchor(holder, heading),
            Some(heading) => {
                self.html.push_str("<p class=\"gh\">");
                self.anchor(holder, heading);
                match tag(&branches, named).filter(|_| heading.words.len() == 1) {
                    _ if whole > 0 => self.wholes(group, pointer, is_last),
                    Some((name, _)) if group[0].keyword.name != "allOf" => {
                        let words = format!("one of {} shapes, told apart by ", group[0].count);
                        let words = [Run::Text(words), Run::Code(name.to_owned())];
                        self.context.write(&mut self.html, &words, holder);
                    }
                    _ => self.context.write(&mut self.html, &heading.words, holder),
                }
                self.ignored(heading, holder);
                self.html.push_str("</p>");
            }
            None => {}
        }
        if whole == group.len() {
            return;
        }
        let told_apart = distinctions(&branches, named);
        self.html.push_str("<ul>");
        for (index, subschema) in group.iter().enumerate().filter(|(_, it)| whole == 0 || !is_whole_reference(it)) {
            let mark = told_apart.get(index).map(Vec::as_slice).unwrap_or_default();
            self.field(subschema, parent, pointer, dialect, mark);
        }
        self.html.push_str("</ul>");
    }

    /// `Everything that base event has, and:` for the parts of `allOf` that are references and nothing else.
    fn wholes(&mut self, group: &[Subschema<'_>], pointer: &str, is_last: bool) {
        self.html.push_str("Everything that ");
        let wholes: Vec<&Subschema<'_>> = group.iter().filter(|it| is_whole_reference(it)).collect();
        for (number, whole) in wholes.iter().enumerate() {
            self.html.push_str(match number {
                0 => "",
                _ if number + 1 == wholes.len() => " and ",
                _ => ", ",
            });
            let place = Place::new(self.id, format!("{pointer}{}", whole.pointer()));
            self.html.push_str(&format!("<span id=\"{}\">", pointer_anchor(&place.pointer)));
            let text = whole.node.get("$ref").and_then(Node::as_str).unwrap_or_default();
            self.context.write(&mut self.html, &[Run::Ref(text.to_owned())], &place);
            self.html.push_str("</span>");
        }
        let verb = if wholes.len() == 1 { " has" } else { " have" };
        self.html.push_str(verb);
        self.html.push_str(if is_last && wholes.len() == group.len() { "." } else { ", and:" });
    }

    /// For each of several alternatives, the schemas that hold where it is chosen.
    fn branches(&self, group: &[Subschema<'_>], pointer: &str, dialect: Dialect) -> Vec<Branch<'a>> {
        if !matches!(group[0].keyword.name, "oneOf" | "anyOf") {
            return Vec::new();
        }
        let resolved = &self.context.links.site.proved.resolved;
        let sources = &resolved.project.sources;
        let branches = group.iter().map(|subschema| {
            let place = Place::new(self.id, format!("{pointer}{}", subschema.pointer()));
            let parts = resolved.parts(&place, dialect).into_iter();
            parts.filter_map(|part| Some((sources.node(&part)?, sources.get(part.source) as &dyn Digits))).collect()
        });
        branches.collect()
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
        // The name leads to the field in the event; of a field that this lacks it is the link to itself.
        let shown = self.in_view.get(&pointer).unwrap_or(&anchor);
        self.html.push_str(&format!("<li id=\"{anchor}\"><a href=\"#{shown}\">"));
        self.name(subschema, &holder);
        self.html.push_str("</a>");
        let phrase = type_phrase(subschema.node, dialect, self.source);
        let in_place = is_in_place(subschema.keyword.name);
        let (was_typed, was_rule) = (self.is_typed, self.is_rule);
        self.is_typed &= in_place;
        self.is_rule |= TESTS.contains(&subschema.keyword.name);
        if !(is_heading_below(&phrase, subschema.node) || (self.is_typed || self.is_rule) && is_any(&phrase)) {
            self.html.push_str(" <i>");
            self.context.write(&mut self.html, &phrase, &holder);
            self.html.push_str("</i>");
        }
        if is_required(subschema, parent) {
            self.html.push_str(" <b>required</b>");
        }
        if !mark.is_empty() {
            self.html.push_str(" <span class=\"w\">");
            self.context.write(&mut self.html, mark, &holder);
            self.html.push_str("</span>");
        }
        if let Some(ignored) = subschema.ignored {
            self.html.push_str("<p class=\"i\">");
            self.context.write(&mut self.html, &ignored.words(), &holder);
            self.html.push_str("</p>");
        }
        let start = self.html.len();
        let nested = self.schema(subschema.node, &pointer, dialect, Beside::of(&phrase));
        (self.is_typed, self.is_rule) = (was_typed, was_rule);
        self.used_by(&holder);
        if nested {
            // The name and its links stand outside of the summary, which is a button and can't hold links.
            self.html.insert_str(start, "<details open><summary aria-label=\"Details\"></summary>");
            self.html.push_str("</details>");
        }
        self.html.push_str("</li>");
    }

    fn name(&mut self, subschema: &Subschema<'_>, holder: &Place) {
        // A part that is only a reference reads as what it means: everything that is said there holds here.
        if subschema.keyword.name == "allOf" && subschema.node.get("$ref").is_some() {
            self.html.push_str("<em>all of</em>");
            return;
        }
        match subschema.key {
            Key::Name(name) if matches!(subschema.keyword.name, "properties" | "$defs" | "definitions") => {
                escape_text_into(&mut self.html, &visible(name));
            }
            _ => {
                self.html.push_str("<em>");
                self.context.write(&mut self.html, &subschema.role(), holder);
                self.html.push_str("</em>");
            }
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
        for (index, used) in uses.iter().take(LISTED).enumerate() {
            match index {
                0 => self.html.push_str("<div class=\"u\">Used by "),
                // One more is as short as the words for it.
                SEEN if uses.len() > SEEN + 1 => {
                    self.html.push_str(&format!(" <details><summary>and {} more</summary>", uses.len() - SEEN));
                }
                _ => self.html.push_str(", "),
            }
            self.html.push_str("<a href=\"");
            escape_into(&mut self.html, &used.href);
            self.html.push_str("\"><bdi>");
            escape_text_into(&mut self.html, &used.text);
            self.html.push_str("</bdi></a>");
        }
        if uses.len() > LISTED {
            self.html.push_str(&format!(" and {} whose pages lead here", uses.len() - LISTED));
        }
        self.html.push_str(match uses.len() {
            0 => "",
            count if count > SEEN + 1 => "</details></div>",
            _ => "</div>",
        });
    }
}

/// What tests values, or demands something of them under a condition, and says their types rarely.
const TESTS: [&str; 7] = ["if", "then", "else", "not", "contains", "dependentSchemas", "propertyNames"];

/// What is said of a keyword whose schema each item or property must fit.
const EACH: &str = "each fits this shape";

/// The property that a discriminator names.
fn tag_of(schema: &Node) -> Option<&str> {
    let discriminator = schema.get("discriminator")?;
    discriminator.get("propertyName").unwrap_or(discriminator).as_str()
}

/// Whether a part of `allOf` is a reference and says nothing else.
fn is_whole_reference(subschema: &Subschema<'_>) -> bool {
    subschema.keyword.name == "allOf"
        && subschema.node.members().len() == 1
        && subschema.node.get("$ref").is_some_and(|text| text.as_str().is_some())
}

/// Whether the phrase says no more than the headings of shapes and parts below it do.
fn is_heading_below(phrase: &[Run], schema: &Node) -> bool {
    let has = |keyword: &str| schema.get(keyword).is_some();
    let is_settled = ["type", "const", "enum", "$ref"].into_iter().any(has);
    let counts = |words: &String| {
        ["exactly one of ", "at least one of ", "all of "].iter().any(|start| words.starts_with(start))
    };
    let is_count = matches!(phrase, [Run::Text(words)] if counts(words));
    let shapes = ["oneOf", "anyOf"].into_iter().any(has);
    !is_settled && ((is_count && (shapes || has("allOf"))) || (has("allOf") && !shapes))
}

fn is_required(subschema: &Subschema<'_>, parent: &Node) -> bool {
    let Key::Name(name) = subschema.key else { return false };
    let required = parent.get("required").map(Node::items).unwrap_or_default();
    subschema.keyword.name == "properties" && required.iter().any(|item| item.as_str() == Some(name))
}

//! Writes the statements of one schema: prose, rows, allowed values.

use super::writer::Writer;
use crate::keyword::{EnumMember, Run, Statement, StatementKind};
use crate::page::words::write_element;
use crate::prose::escape_text_into;
use crate::route::pointer_anchor;
use crate::source::{Node, Place, join};

impl Writer<'_> {
    pub(super) fn prose(&mut self, statement: &Statement<'_>, holder: &Place) {
        self.anchor(holder, statement);
        let start = self.html.len();
        self.context.write(&mut self.html, &statement.words, holder);
        let is_title = statement.keywords.contains(&"title");
        let has_blocks = self.html[start..].contains("<p>") || self.html[start..].contains("<ul>");
        let (open, close) = match (is_title, has_blocks) {
            (true, _) => ("<p class=\"ti\">", "</p>"),
            (false, false) => ("<p>", "</p>"),
            (false, true) => ("<div class=\"d\">", "</div>"),
        };
        self.html.insert_str(start, open);
        self.html.push_str(close);
    }

    pub(super) fn rows(&mut self, rows: &[&Statement<'_>], holder: &Place, beside: Beside) {
        if rows.is_empty() {
            return;
        }
        self.html.push_str("<dl>");
        for statement in rows {
            let anchors = self.new_anchors(holder, statement);
            self.open("dt", "", &anchors[..anchors.len().min(1)]);
            escape_text_into(&mut self.html, &statement.label);
            self.html.push_str("</dt><dd>");
            for anchor in anchors.iter().skip(1) {
                self.html.push_str(&format!("<span id=\"{anchor}\"></span>"));
            }
            // How many values there are stands beside the name, and is seen.
            let counts = beside != Beside::Nothing && statement.keywords.first() == Some(&"enum");
            let is_explained = match (statement.keywords.as_slice(), statement.words.first()) {
                (["format"], Some(Run::Code(name))) => !self.formats.insert(name.clone()),
                _ => false,
            };
            let words = if is_explained { &statement.words[..1] } else { &statement.words };
            if !(counts && !statement.members.is_empty() && statement.words.len() == 1) {
                self.context.write(&mut self.html, words, holder);
            }
            self.own_format(statement, holder);
            self.members(&statement.members, holder);
            self.ignored(statement, holder);
            self.html.push_str("</dd>");
        }
        self.html.push_str("</dl>");
    }

    /// What site.toml says of a format of the project's own.
    fn own_format(&mut self, statement: &Statement<'_>, holder: &Place) {
        let (["format"], Some(Run::Code(name))) = (statement.keywords.as_slice(), statement.words.first()) else {
            return;
        };
        let formats = &self.context.links.site.proved.resolved.project.config.check.own_formats;
        let Some(format) = formats.get(name.as_str()) else { return };
        let mut words = vec![Run::Text(", matches ".to_owned()), Run::Code(format.text.clone())];
        words.extend(
            format.description.iter().flat_map(|text| [Run::Text(": ".to_owned()), Run::Markdown(text.clone())]),
        );
        self.context.write(&mut self.html, &words, holder);
    }

    /// The allowed values, each with what is said of it: in a line where that is nothing.
    fn members(&mut self, members: &[EnumMember<'_>], holder: &Place) {
        let is_described = |member: &EnumMember<'_>| {
            !(member.names.is_empty() && member.descriptions.is_empty() && member.facts.is_empty())
        };
        if members.iter().any(is_described) {
            self.html.push_str("<ul class=\"e\">");
            for member in members {
                self.member(member, holder);
            }
            self.html.push_str("</ul>");
            return;
        }
        for (number, member) in members.iter().enumerate() {
            let begins = self.html.ends_with("<dd>");
            self.html.push_str(if begins {
                ""
            } else if number == 0 {
                ": "
            } else {
                ", "
            });
            self.open("code", "", &anchor_of(member, holder));
            escape_text_into(&mut self.html, &member.value);
            self.html.push_str("</code>");
        }
    }

    fn member(&mut self, member: &EnumMember<'_>, holder: &Place) {
        self.open("li", "", &anchor_of(member, holder));
        write_element(&mut self.html, "code", &member.value);
        for name in &member.names {
            self.html.push(' ');
            write_element(&mut self.html, "strong", name);
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

    pub(super) fn ignored(&mut self, statement: &Statement<'_>, holder: &Place) {
        if let Some(ignored) = statement.ignored {
            self.html.push_str(" <span class=\"i\">");
            self.context.write(&mut self.html, &ignored.words(), holder);
            self.html.push_str("</span>");
        }
    }

    /// The anchors of a statement's keywords, where its words have no element of their own that could carry them.
    pub(super) fn anchor(&mut self, holder: &Place, statement: &Statement<'_>) {
        for anchor in self.new_anchors(holder, statement) {
            self.html.push_str(&format!("<span id=\"{anchor}\"></span>"));
        }
    }

    /// The anchors of a statement's keywords that nothing on the page has yet, nor will have: those of a root, since what a field says is led
    /// to as a whole.
    pub(super) fn new_anchors(&mut self, holder: &Place, statement: &Statement<'_>) -> Vec<String> {
        if !holder.pointer.is_empty() {
            return Vec::new();
        }
        let anchors = statement.keywords.iter().map(|keyword| pointer_anchor(&join(&holder.pointer, keyword)));
        anchors.filter(|anchor| self.anchors.insert(anchor.clone())).collect()
    }

    /// An opening tag with the first of the anchors as its id.
    fn open(&mut self, element: &str, class: &str, anchors: &[String]) {
        self.html.push('<');
        self.html.push_str(element);
        if !class.is_empty() {
            self.html.push_str(&format!(" class=\"{class}\""));
        }
        if let Some(anchor) = anchors.first() {
            self.html.push_str(&format!(" id=\"{anchor}\""));
        }
        self.html.push('>');
    }
}

/// The anchor of an allowed value: a constant among shapes is a schema and has one as every other; a member of `enum` is part of its keyword.
fn anchor_of(member: &EnumMember<'_>, holder: &Place) -> Vec<String> {
    let anchor = || pointer_anchor(&format!("{}{}", holder.pointer, member.pointer));
    if member.pointer.starts_with("/enum/") { Vec::new() } else { vec![anchor()] }
}

/// Whether what a statement says stands beside the name of its field: each property that is required has the word, a constant its value.
pub(super) fn is_said_beside(statement: &Statement<'_>, schema: &Node, beside: Beside) -> bool {
    if statement.ignored.is_some() {
        return false;
    }
    match statement.keywords.as_slice() {
        ["required"] => {
            let properties = schema.get("properties").map(Node::members).unwrap_or_default();
            let named: Vec<&str> =
                schema.get("required").map(Node::items).unwrap_or_default().iter().filter_map(Node::as_str).collect();
            let mut distinct = named.clone();
            distinct.sort_unstable();
            distinct.dedup();
            let has_row =
                |name: &&str| properties.iter().any(|member| *member.key == **name && member.value.is_object());
            !named.is_empty() && distinct.len() == named.len() && named.iter().all(has_row)
        }
        ["const"] => beside == Beside::Constant,
        ["enum"] => beside == Beside::Constant && statement.words.len() == 1,
        _ => false,
    }
}

/// What stands beside the name of a field: nothing at a root, which has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    Nothing,
    Type,
    /// The only value that it may have.
    Constant,
}

impl Beside {
    pub(super) fn of(phrase: &[Run]) -> Beside {
        match phrase {
            [Run::Text(always), Run::Code(_)] if always == "always " => Beside::Constant,
            _ => Beside::Type,
        }
    }
}

/// Whether a statement is shown as a paragraph rather than as a row.
pub(super) fn is_prose(statement: &Statement<'_>) -> bool {
    statement.kind == StatementKind::Annotation
        && statement.ignored.is_none()
        && ["title", "description", "markdownDescription"].iter().any(|prose| statement.keywords.contains(prose))
}

pub(super) fn is_plain_reference(statement: &Statement<'_>) -> bool {
    statement.kind == StatementKind::Reference
        && statement.ignored.is_none()
        && matches!(statement.words.as_slice(), [Run::Ref(_)])
}

/// Whether a statement is the heading of the subschemas below `keyword`; one that lists its members is not.
pub(super) fn is_heading(statement: &Statement<'_>, keyword: &str) -> bool {
    let shapes = matches!(statement.kind, StatementKind::Shapes | StatementKind::Definitions);
    shapes && statement.members.is_empty() && statement.keywords == [keyword]
}

//! Writes the statements of one schema: prose, rows, allowed values.

use super::writer::Writer;
use crate::keyword::{EnumMember, Run, Statement, StatementKind};
use crate::prose::escape_text_into;
use crate::route::pointer_anchor;
use crate::source::{Place, join};

impl Writer<'_> {
    pub(super) fn prose(&mut self, statement: &Statement<'_>, holder: &Place) {
        let class = if statement.keywords.contains(&"title") { "ti" } else { "d" };
        let anchors = self.new_anchors(holder, statement);
        self.open("div", class, &anchors);
        self.context.write(&mut self.html, &statement.words, holder);
        self.html.push_str("</div>");
    }

    pub(super) fn rows(&mut self, rows: &[&Statement<'_>], holder: &Place) {
        if rows.is_empty() {
            return;
        }
        self.html.push_str("<dl>");
        for statement in rows {
            let anchors = self.new_anchors(holder, statement);
            self.open("div", "", &anchors[..anchors.len().min(1)]);
            self.html.push_str("<dt>");
            escape_text_into(&mut self.html, &statement.label);
            self.html.push_str("</dt><dd>");
            for anchor in anchors.iter().skip(1) {
                self.html.push_str(&format!("<span id=\"{anchor}\"></span>"));
            }
            self.context.write(&mut self.html, &statement.words, holder);
            self.own_format(statement, holder);
            self.members(&statement.members, holder);
            self.ignored(statement, holder);
            self.html.push_str("</dd></div>");
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

    /// The allowed values, each with what is said of it.
    fn members(&mut self, members: &[EnumMember<'_>], holder: &Place) {
        if members.is_empty() {
            return;
        }
        let described =
            members.iter().any(|m| !m.names.is_empty() || !m.descriptions.is_empty() || !m.facts.is_empty());
        self.html.push_str(if described { "<ul class=\"e\">" } else { "<ul class=\"e w\">" });
        for member in members {
            self.member(member, holder);
        }
        self.html.push_str("</ul>");
    }

    fn member(&mut self, member: &EnumMember<'_>, holder: &Place) {
        // A constant among shapes is a schema and has an anchor as every other; a member of `enum` is part of its keyword.
        if member.pointer.starts_with("/enum/") {
            self.html.push_str("<li><code>");
        } else {
            let anchor = pointer_anchor(&format!("{}{}", holder.pointer, member.pointer));
            self.html.push_str(&format!("<li id=\"{anchor}\"><code>"));
        }
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

    /// The anchors of a statement's keywords that nothing on the page has yet, nor will have.
    pub(super) fn new_anchors(&mut self, holder: &Place, statement: &Statement<'_>) -> Vec<String> {
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

//! An object of an AsyncAPI document as nested facts: each field by its label, each object below what it belongs to, each with its anchor.
//!
//! It walks the whole value by the table of objects, so that nothing is left out: what the table does not know is shown by its name. What
//! has a page of its own is a link; what a reference leads to is shown here only if no page has it.

use super::fields::embedded;
use super::link::Links;
use super::words::Context;
use crate::asyncapi::{Entry, Shape, Version, in_larger_units};
use crate::keyword::{Digits, Run, inline_json, pretty_json};
use crate::prose::{Html, escape_text_into};
use crate::route::pointer_anchor;
use crate::source::{Kind, Node, Place, Source};

/// Everything that stands at `place`, as HTML, but its members of the names in `skip`.
pub fn facts(links: &Links<'_>, place: &Place, shape: Shape, version: Version, skip: &[&str]) -> Html {
    let source = links.site.proved.resolved.project.sources.get(place.source);
    let Some(node) = links.site.proved.resolved.project.sources.node(place) else { return Html::default() };
    let context = Context { links, file: &source.file };
    let way = vec![place.clone()];
    let mut writer = Writer { html: String::new(), context, source, version, anchored: true, way };
    match shape.settled(node, version) {
        Shape::Schema => writer.schema(place),
        settled => writer.entries(node, place, settled, skip),
    }
    Html::trusted(writer.html)
}

/// What a scalar field or any other value says, on one line.
pub fn value_of(node: &Node, shape: Shape, digits: &dyn Digits) -> Vec<Run> {
    let quoted = || Run::Code(inline_json(node, digits));
    let run = match (shape, &node.kind) {
        (Shape::Url, Kind::String(url)) if !url.trim().is_empty() => Run::Url(url.to_string()),
        (Shape::Markdown, Kind::String(text)) if !text.trim().is_empty() => Run::Markdown(text.to_string()),
        (Shape::Text | Shape::TextOrNull | Shape::Mail | Shape::Word(_), Kind::String(text)) if is_plain(text) => {
            Run::Code(text.to_string())
        }
        (Shape::TextOrNull, Kind::Null) => Run::Text("not known (null)".to_owned()),
        (Shape::Flag, Kind::Bool(value)) => Run::Text(if *value { "yes" } else { "no" }.to_owned()),
        (Shape::Number(unit), Kind::Number(_)) if !unit.is_empty() => {
            let larger = in_larger_units(&digits.digits(node), unit);
            let (before, after) = larger.map_or((String::new(), ""), |larger| (format!("{larger} ("), ")"));
            return vec![Run::Text(before), quoted(), Run::Text(format!(" {unit}{after}"))];
        }
        (_, Kind::String(text)) if has_lines(text) => Run::Block(text.trim_end().to_owned()),
        _ => {
            let inline = inline_json(node, digits);
            let long = inline.chars().count() > LONGEST_INLINE && (node.is_object() || node.is_array());
            if long { Run::Block(pretty_json(node, digits)) } else { Run::Code(inline) }
        }
    };
    vec![run]
}

/// A value longer than this gets lines of its own.
const LONGEST_INLINE: usize = 80;

/// Whether a text can be seen as it is.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !text.contains(char::is_control)
}

/// Whether a text is best seen line by line: that of a schema of another language, for one.
fn has_lines(text: &str) -> bool {
    text.trim_end().contains('\n') && !text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// The name of an object that says nothing else, as most tags do.
fn name_alone(item: &Node) -> Option<&str> {
    let [only] = item.members() else { return None };
    only.value.as_str().filter(|name| &*only.key == "name" && is_plain(name))
}

struct Writer<'a> {
    html: String,
    context: Context<'a>,
    source: &'a Source,
    version: Version,
    /// Whether what is written stands in the source of the page, so that its pointers can be anchors.
    anchored: bool,
    /// The places that are being written, each below the one before it.
    way: Vec<Place>,
}

impl Writer<'_> {
    /// A value and all that is below it.
    fn value(&mut self, node: &Node, place: &Place, shape: Shape) {
        match shape.settled(node, self.version) {
            Shape::Schema => self.schema(place),
            settled => self.entries(node, place, settled, &[]),
        }
    }

    fn schema(&mut self, place: &Place) {
        let dialect = self.context.links.site.proved.resolved.dialect_of(place);
        self.html.push_str("<div class=\"fields\">");
        self.html.push_str(embedded(self.context.links, place, dialect).as_str());
        self.html.push_str("</div>");
    }

    /// The members of an object or the items of a list: first what fits a row, then what nests.
    fn entries(&mut self, node: &Node, place: &Place, shape: Shape, skip: &[&str]) {
        if node.get("$ref").is_some() {
            self.reference(node, place, shape);
            return;
        }
        let mut entries = shape.entries(node, self.version);
        entries.retain(|entry| entry.member.is_none_or(|member| !skip.contains(&&*member.key)));
        if entries.is_empty() {
            self.words(&value_of(node, Shape::Any, self.source), place);
            return;
        }
        let (rows, nested): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| self.is_row(entry, place));
        if !rows.is_empty() {
            self.html.push_str("<dl>");
            for entry in rows {
                self.row(entry, place);
            }
            self.html.push_str("</dl>");
        }
        for entry in nested {
            self.nested(entry, place);
        }
    }

    /// Whether an entry is said in one row: no object that has pages or parts, or only references to pages.
    fn is_row(&self, entry: &Entry<'_>, parent: &Place) -> bool {
        let place = Place::new(parent.source, entry.pointer(&parent.pointer));
        match entry.shape.settled(entry.node, self.version) {
            Shape::List(Shape::Text | Shape::Word(_)) => entry.node.get("$ref").is_none(),
            Shape::List(_) if entry.node.is_array() => {
                let items = entry.node.items().iter().enumerate();
                let mut items =
                    items.map(|(index, item)| (item, Place::new(place.source, format!("{}/{index}", place.pointer))));
                items.len() > 0 && items.all(|(item, place)| name_alone(item).is_some() || self.is_link(item, &place))
            }
            Shape::Object(_) | Shape::Map(_) | Shape::List(_) | Shape::Reference(_) => {
                !(entry.node.is_object() || entry.node.is_array()) || self.is_link(entry.node, &place)
            }
            Shape::Schema => false,
            Shape::Any => self.context.links.site.proved.resolved.target(&place).is_none(),
            _ => true,
        }
    }

    /// Whether a value is only a reference, and what it leads to has a page.
    fn is_link(&self, node: &Node, place: &Place) -> bool {
        let target = self.context.links.site.proved.resolved.target(place);
        let has_page = target.is_some_and(|target| self.context.links.to_place(target).is_some());
        node.members().len() == 1 && has_page && !self.context.links.site.has_page(place)
    }

    /// A value within a row.
    fn in_row(&mut self, node: &Node, place: &Place, shape: Shape) {
        match node.get("$ref").and_then(Node::as_str).filter(|_| self.is_link(node, place)) {
            Some(text) if !matches!(shape, Shape::Any) => self.words(&[Run::Ref(text.to_owned())], place),
            _ => self.words(&value_of(node, shape, self.source), place),
        }
    }

    fn row(&mut self, entry: &Entry<'_>, parent: &Place) {
        let place = Place::new(parent.source, entry.pointer(&parent.pointer));
        self.open("<div", &place);
        self.html.push_str("<dt>");
        self.label(entry);
        self.html.push_str("</dt><dd>");
        match entry.shape {
            Shape::List(shape) if entry.node.is_array() && !entry.node.items().is_empty() => {
                for (index, item) in entry.node.items().iter().enumerate() {
                    self.html.push_str(if index > 0 { ", " } else { "" });
                    let item_place = Place::new(place.source, format!("{}/{index}", place.pointer));
                    if let Some(name) = name_alone(item).filter(|_| !matches!(shape, Shape::Any)) {
                        self.open("<span class=\"badge\"", &item_place);
                        escape_text_into(&mut self.html, name);
                        self.html.push_str("</span>");
                        continue;
                    }
                    // What an item refers to says who refers to it.
                    let is_named = item.get("$ref").is_some();
                    if is_named {
                        self.open("<span", &item_place);
                    }
                    self.in_row(item, &item_place, *shape);
                    self.html.push_str(if is_named { "</span>" } else { "" });
                }
            }
            shape => self.in_row(entry.node, &place, shape),
        }
        self.html.push_str("</dd></div>");
    }

    fn nested(&mut self, entry: &Entry<'_>, parent: &Place) {
        let place = Place::new(parent.source, entry.pointer(&parent.pointer));
        self.open("<div class=\"f\"", &place);
        let (open, close) = match self.anchored {
            true => (format!("<a class=\"n\" href=\"#{}\">", pointer_anchor(&place.pointer)), "</a>"),
            false => ("<span class=\"n\">".to_owned(), "</span>"),
        };
        self.html.push_str("<p class=\"s\">");
        self.html.push_str(&open);
        self.label(entry);
        self.html.push_str(close);
        let has_page = self.context.links.site.has_page(&place);
        if has_page {
            self.html.push(' ');
            self.link(&place, &self.context.name_of(&place, parent));
        }
        self.html.push_str("</p>");
        if !has_page {
            self.value(entry.node, &place, entry.shape);
        }
        self.html.push_str("</div>");
    }

    /// A reference, and what it leads to where no page shows that.
    fn reference(&mut self, node: &Node, place: &Place, shape: Shape) {
        let resolved = &self.context.links.site.proved.resolved;
        let text = node.get("$ref").and_then(Node::as_str);
        self.html.push_str("<dl><div><dt>Reference to</dt><dd>");
        match text {
            Some(text) => self.words(&[Run::Ref(text.to_owned())], place),
            None => self.words(&value_of(node, Shape::Any, self.source), place),
        }
        self.html.push_str("</dd></div>");
        for member in node.members().iter().filter(|member| &*member.key != "$ref") {
            self.html.push_str("<div><dt>");
            escape_text_into(&mut self.html, &member.key);
            self.html.push_str("</dt><dd>");
            self.words(&value_of(&member.value, Shape::Any, self.source), place);
            self.html.push_str(" <span class=\"i\">it stands beside a reference, and has no effect</span></dd></div>");
        }
        self.html.push_str("</dl>");
        let Some(target) = resolved.target(place).filter(|target| !self.way.contains(target)).cloned() else { return };
        if self.context.links.to_place(&target).is_some() {
            return;
        }
        let sources = &resolved.project.sources;
        let source = sources.get(target.source);
        let Some(node) = sources.node(&target) else {
            // What has no value, Markdown, is shown as it is written.
            self.words(&[Run::Block(source.own_text().trim_end().to_owned())], place);
            return;
        };
        let shape = match shape {
            Shape::Reference(object) => Shape::Object(object),
            other => other,
        };
        let links = self.context.links;
        let context = Context { links, file: &source.file };
        let mut way = self.way.clone();
        way.push(target.clone());
        let mut writer = Writer { html: String::new(), context, source, version: self.version, anchored: false, way };
        writer.value(node, &target, shape);
        let html = writer.html;
        self.html.push_str("<div class=\"g\">");
        self.html.push_str(&html);
        self.html.push_str("</div>");
    }

    /// The name of an entry: the label of its field, the author's name, or the number of an item.
    fn label(&mut self, entry: &Entry<'_>) {
        match (entry.field, entry.member) {
            (Some(field), _) => escape_text_into(&mut self.html, field.label),
            (None, Some(member)) => {
                self.html.push_str("<code>");
                let name = if is_plain(&member.key) { member.key.to_string() } else { format!("{:?}", &*member.key) };
                escape_text_into(&mut self.html, &name);
                self.html.push_str("</code>");
            }
            (None, None) => match entry.node.get("name").and_then(Node::as_str).filter(|name| is_plain(name)) {
                Some(name) => escape_text_into(&mut self.html, name),
                None => self.html.push_str(&(entry.index + 1).to_string()),
            },
        }
    }

    /// Opens an element, with an anchor where the place is one of the page's own.
    fn open(&mut self, tag: &str, place: &Place) {
        self.html.push_str(tag);
        if self.anchored {
            self.html.push_str(&format!(" id=\"{}\"", pointer_anchor(&place.pointer)));
        }
        self.html.push('>');
    }

    fn words(&mut self, runs: &[Run], place: &Place) {
        self.context.write(&mut self.html, runs, place);
    }

    fn link(&mut self, place: &Place, name: &str) {
        if let Some(href) = self.context.links.to_place(place) {
            self.html.push_str("<a href=\"");
            crate::prose::escape_into(&mut self.html, &href);
            self.html.push_str("\"><bdi>");
            escape_text_into(&mut self.html, name);
            self.html.push_str("</bdi></a>");
        }
    }
}

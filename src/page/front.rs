//! The front matter of a guide, as a table: whatever the author keeps there, but for what the page says anyway.

use serde::Serialize;

use crate::prose::{Html, escape_into, is_web};
use crate::source::{Kind, Member, Node, Source};

/// One key of the front matter.
#[derive(Debug, Serialize)]
pub struct FrontRow {
    pub name: String,
    pub value: Html,
}

/// What the page and the lists of pages say by themselves.
const SAID: [&str; 3] = ["title", "description", "order"];

/// The rows of the front matter of a page with this title, in its order.
pub fn rows(front: &Source, title: &str) -> Vec<FrontRow> {
    let members = front.root().map(Node::members).unwrap_or_default();
    let is_title = |member: &Member| &*member.key == "name" && member.value.as_str() == Some(title);
    let kept = members.iter().filter(|member| !SAID.contains(&&*member.key) && !is_title(member));
    kept.map(|member| FrontRow { name: member.key.to_string(), value: value(front, &member.value) }).collect()
}

fn value(source: &Source, node: &Node) -> Html {
    let mut html = String::new();
    write(source, node, &mut html);
    Html::trusted(html)
}

/// A list of plain values stands on one line, one of others with an item on each; an object says each of its members.
fn write(source: &Source, node: &Node, html: &mut String) {
    match &node.kind {
        Kind::String(text) if is_web(text) => {
            html.push_str("<a href=\"");
            escape_into(html, text);
            html.push_str("\" rel=\"noopener noreferrer nofollow\">");
            escape_into(html, text);
            html.push_str("</a>");
        }
        Kind::String(text) => escape_into(html, text),
        Kind::Number(_) => escape_into(html, &source.digits(node)),
        Kind::Bool(value) => html.push_str(if *value { "yes" } else { "no" }),
        Kind::Null => html.push_str("none"),
        Kind::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            separated(html, items, |item, html| write(source, item, html));
        }
        Kind::Array(items) => {
            html.push_str("<ul>");
            for item in items {
                html.push_str("<li>");
                write(source, item, html);
                html.push_str("</li>");
            }
            html.push_str("</ul>");
        }
        Kind::Object(members) => separated(html, members, |member: &Member, html| {
            escape_into(html, &member.key);
            html.push_str(": ");
            write(source, &member.value, html);
        }),
    }
}

fn separated<T>(html: &mut String, items: &[T], mut write: impl FnMut(&T, &mut String)) {
    for (number, item) in items.iter().enumerate() {
        html.push_str(if number == 0 { "" } else { ", " });
        write(item, html);
    }
}

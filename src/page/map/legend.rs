//! The kinds of boxes and lines: their classes, the legend, and a picture in a sentence.

use std::collections::BTreeSet;

use serde::Serialize;

use super::parts::{BoxView, LineView, radius};
use crate::model::Flow;

/// A kind of box or line and what it means.
#[derive(Debug, Serialize)]
pub struct Kind {
    pub class: &'static str,
    pub words: &'static str,
    pub is_line: bool,
    pub radius: i64,
}

/// The kind of a line.
pub fn class(flow: Flow) -> &'static str {
    match flow {
        Flow::Send => "send",
        Flow::Receive => "receive",
        Flow::SendReply | Flow::ReceiveReply => "reply",
        Flow::Delivery => "delivery",
        Flow::Undelivered | Flow::Redrive => "redrive",
    }
}

/// The legend's words, in its order.
const KINDS: [(&str, &str, bool); 10] = [
    ("application", "application", false),
    ("channel", "channel", false),
    ("group", "several channels", false),
    ("endpoint", "endpoint that no document describes", false),
    ("dead-letters", "dead-letter queue", false),
    ("send", "sends", true),
    ("receive", "receives", true),
    ("reply", "replies", true),
    ("delivery", "topic delivers to queue", true),
    ("redrive", "dead letters", true),
];

/// Kinds that a small picture shows without a legend: its words say that senders stand on the left and receivers on the right.
const PLAIN: [&str; 4] = ["application", "channel", "send", "receive"];
const SMALL: usize = 12;

/// The kinds that occur; none where they need no legend.
pub fn kinds(boxes: &[BoxView], lines: &[LineView]) -> Vec<Kind> {
    let occurs =
        |class: &str| boxes.iter().any(|shown| shown.class == class) || lines.iter().any(|line| line.class == class);
    let kind = |(class, words, is_line)| Kind { class, words, is_line, radius: radius(class).min(9) };
    let found: Vec<Kind> = KINDS.into_iter().filter(|(class, _, _)| occurs(class)).map(kind).collect();
    let is_plain = lines.len() <= SMALL && found.iter().all(|kind| PLAIN.contains(&kind.class));
    if is_plain { Vec::new() } else { found }
}

/// What a picture shows, in a sentence or two.
pub fn description(boxes: &[BoxView], lines: &[LineView]) -> String {
    let keys = |classes: &[&str]| {
        let keys = boxes.iter().filter(|shown| classes.contains(&shown.class)).map(|shown| shown.key.as_str());
        keys.collect::<BTreeSet<&str>>().len()
    };
    let of = |count: usize, one: &str, more: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {more}")),
    };
    let parts = [
        of(keys(&["application"]), "application", "applications"),
        of(keys(&["group"]), "group of channels", "groups of channels"),
        of(keys(&["channel"]), "channel", "channels"),
        of(keys(&["endpoint", "dead-letters"]), "other queue or endpoint", "other queues and endpoints"),
        of(lines.len(), "line", "lines"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("{}. Senders stand on the left, receivers on the right.", parts.join(", "))
}

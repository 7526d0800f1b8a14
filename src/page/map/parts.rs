//! The boxes and lines that a picture is made of; all measures are pixels.

use serde::Serialize;

/// A box.
#[derive(Debug, Serialize)]
pub struct BoxView {
    pub class: &'static str,
    /// What the box stands for: the two boxes of an application have one.
    pub key: String,
    pub href: String,
    pub title: String,
    pub label: String,
    pub note: String,
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
    pub radius: i64,
    pub middle: i64,
    pub label_y: i64,
    pub note_y: i64,
    /// Whether the picture is drawn around this.
    pub focus: bool,
    pub stacked: bool,
}

/// A line.
#[derive(Debug, Serialize)]
pub struct LineView {
    pub class: &'static str,
    pub href: String,
    pub title: String,
    pub path: String,
    pub arrow: String,
    /// The boxes that it joins, by number.
    pub from: usize,
    pub to: usize,
}

/// The corners of a kind of box: not by colour alone are applications, channels and queues told apart.
pub fn radius(class: &str) -> i64 {
    match class {
        "application" => 6,
        "endpoint" => 2,
        _ => 22,
    }
}

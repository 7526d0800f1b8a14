//! What schemas are made of, as a picture: parts stand on the left of what has them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::label::{Font, label};
use super::path::line;
use crate::layout::{Shape, Side, layout};
use crate::model::{Target, Use};
use crate::page::{Links, schema_title};
use crate::route::folder_anchor;
use crate::source::{Place, SourceId};
use crate::words::counted;

/// A picture; all measures are pixels.
#[derive(Debug, Serialize)]
pub struct Composition {
    pub width: i64,
    pub height: i64,
    /// What it shows, in a sentence.
    pub description: String,
    pub boxes: Vec<Part>,
    /// The lines as data of paths.
    pub lines: Vec<String>,
}

/// A schema, or several.
#[derive(Debug, Serialize)]
pub struct Part {
    pub label: String,
    pub href: String,
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub middle: i64,
    pub text_y: i64,
    /// Whether the picture is drawn around it.
    pub focus: bool,
}

/// How many schemas stand on one side of a schema, and how many in the picture of a catalog; what is more stands for itself in a list.
const BESIDE: usize = 8;
const IN_CATALOG: usize = 40;

/// The height of a box.
const HEIGHT: f64 = 30.0;

/// A box that has no place yet.
struct Figure {
    text: String,
    href: String,
    side: Side,
    focus: bool,
}

/// The picture of the schema `number`: what it refers to, and what refers to it. `None` where the page says the same in a line.
pub fn of_schema(links: &Links<'_>, number: usize) -> Option<Composition> {
    let resolved = &links.site.proved.resolved;
    let source = resolved.project.schemas[number].source;
    let own = parts_of(links, source);
    let (from, to) = (Place::root(source), Place::root(SourceId(source.0 + 1)));
    let uses = resolved.uses.range(from..to).flat_map(|(_, uses)| uses);
    let users: BTreeSet<usize> = uses
        .filter_map(|used| match used {
            Use::Schema(holder) if holder.source != source => resolved.schema_of(holder.source),
            _ => None,
        })
        .collect();
    if own.len() + users.len() < 3 {
        return None;
    }
    let mut figures = vec![figure(links, number, Side::Middle, true)];
    let mut ends = Vec::new();
    let mut beside = |numbers: &BTreeSet<usize>, side: Side, href: &str| {
        for number in numbers.iter().take(BESIDE) {
            ends.push(if side == Side::First { (figures.len(), 0) } else { (0, figures.len()) });
            figures.push(figure(links, *number, side, false));
        }
        let more = numbers.len().saturating_sub(BESIDE);
        if more > 0 {
            ends.push(if side == Side::First { (figures.len(), 0) } else { (0, figures.len()) });
            figures.push(Figure { text: format!("{more} more"), href: href.to_owned(), side, focus: false });
        }
    };
    beside(&own, Side::First, "#fields");
    beside(&users, Side::Last, "#uses");
    let description = format!(
        "It is made of {} on the left; {} on the right {} made of it.",
        counted(own.len(), "schema"),
        counted(users.len(), "schema"),
        if users.len() == 1 { "is" } else { "are" },
    );
    Some(draw(figures, &ends, description))
}

/// The picture of a catalog: its schemas, or their folders where they are many. `None` where nothing refers to anything, or too much does.
pub fn of_catalog(links: &Links<'_>, catalog: usize) -> Option<Composition> {
    let project = &links.site.proved.resolved.project;
    let own = project.schemas.iter().enumerate().filter(|(_, schema)| schema.catalog == catalog);
    let own: Vec<usize> = own.map(|(number, _)| number).collect();
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for number in &own {
        let parts = parts_of(links, project.schemas[*number].source);
        pairs.extend(
            parts.into_iter().filter(|part| project.schemas[*part].catalog == catalog).map(|part| (part, *number)),
        );
    }
    let joined: BTreeSet<usize> = pairs.iter().flat_map(|(part, whole)| [*part, *whole]).collect();
    if joined.len() <= IN_CATALOG {
        let places: BTreeMap<usize, usize> =
            joined.iter().enumerate().map(|(place, number)| (*number, place)).collect();
        let figures = joined.iter().map(|number| figure(links, *number, Side::Middle, false)).collect();
        let ends: Vec<(usize, usize)> = pairs.iter().map(|(part, whole)| (places[part], places[whole])).collect();
        let description = format!(
            "{} that refer to one another. Parts stand on the left of what has them.",
            counted(joined.len(), "schema")
        );
        return (!ends.is_empty()).then(|| draw(figures, &ends, description));
    }
    let folder = |number: usize| project.schemas[number].folder();
    let pairs: BTreeSet<(&str, &str)> = pairs
        .iter()
        .map(|(part, whole)| (folder(*part), folder(*whole)))
        .filter(|(part, whole)| part != whole)
        .collect();
    let joined: BTreeSet<&str> = pairs.iter().flat_map(|(part, whole)| [*part, *whole]).collect();
    if pairs.is_empty() || joined.len() > IN_CATALOG {
        return None;
    }
    let places: BTreeMap<&str, usize> = joined.iter().enumerate().map(|(place, folder)| (*folder, place)).collect();
    let figures = joined.iter().map(|folder| Figure {
        text: if folder.is_empty() { "(the catalog itself)".to_owned() } else { (*folder).to_owned() },
        href: format!("#{}", folder_anchor(folder)),
        side: Side::Middle,
        focus: false,
    });
    let ends: Vec<(usize, usize)> = pairs.iter().map(|(part, whole)| (places[part], places[whole])).collect();
    let description = format!(
        "{} whose schemas refer to one another. Parts stand on the left of what has them.",
        counted(joined.len(), "folder")
    );
    Some(draw(figures.collect(), &ends, description))
}

/// The other schemas that a schema refers to.
fn parts_of(links: &Links<'_>, source: SourceId) -> BTreeSet<usize> {
    let resolved = &links.site.proved.resolved;
    let targets = resolved.references_of(source).iter().filter_map(|reference| match &reference.target {
        Target::Place(place) if place.source != source => resolved.schema_of(place.source),
        _ => None,
    });
    targets.collect()
}

fn figure(links: &Links<'_>, number: usize, side: Side, focus: bool) -> Figure {
    let href = links.to(&links.site.routes.schemas[number]);
    Figure { text: schema_title(links.site, number), href, side, focus }
}

fn draw(figures: Vec<Figure>, ends: &[(usize, usize)], description: String) -> Composition {
    let labels: Vec<_> = figures.iter().map(|figure| label(&figure.text, Font::Small)).collect();
    let shapes: Vec<Shape> = figures
        .iter()
        .zip(&labels)
        .map(|(figure, label)| Shape { width: (label.width + 24.0).ceil(), height: HEIGHT, side: figure.side })
        .collect();
    let drawing = layout(&shapes, ends, &[]);
    let boxes = figures.into_iter().zip(labels).zip(&drawing.frames).map(|((figure, label), frame)| Part {
        label: label.text,
        href: figure.href,
        x: frame.left.round() as i64,
        y: frame.top.round() as i64,
        width: frame.width.round() as i64,
        middle: (frame.left + frame.width / 2.0).round() as i64,
        text_y: (frame.top + HEIGHT / 2.0 + 4.0).round() as i64,
        focus: figure.focus,
    });
    let lines = drawing.routes.iter().filter(|route| !route.stretches.is_empty()).map(|route| line(route).path);
    Composition {
        width: drawing.width.ceil() as i64,
        height: drawing.height.ceil() as i64,
        description,
        boxes: boxes.collect(),
        lines: lines.collect(),
    }
}

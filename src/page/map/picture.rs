//! A picture of a part of the graph: boxes with their words, lines with theirs, laid out.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::address;
use super::figure::{Figure, look};
use super::label::visible;
use super::legend::{Kind, class, description, kinds};
use super::parts::{BoxView, LineView, radius};
use super::path::{Line, line};
use super::selection::Edges;
use super::words;
use crate::layout::{Shape, Side, layout};
use crate::model::VertexKind;
use crate::page::Links;

/// A picture; all measures are pixels.
#[derive(Debug, Serialize)]
pub struct Picture {
    pub width: i64,
    pub height: i64,
    /// What it shows, in a sentence.
    pub description: String,
    pub boxes: Vec<BoxView>,
    pub lines: Vec<LineView>,
    /// The kinds of boxes and lines that occur, for the legend.
    pub kinds: Vec<Kind>,
    /// Whether there are so many lines that each has to be light.
    pub dense: bool,
}

/// How much is shown one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    Each,
    /// Channels as their groups, and applications as their catalogs where there are many.
    Groups,
}

/// The most applications that stand for themselves beside groups.
const APPLICATIONS: usize = 60;

/// The lowest box, and how much one line at its side adds.
const LOWEST: f64 = 46.0;
const PER_LINE: f64 = 7.0;
const TALLEST: f64 = 160.0;

/// The most lines that are drawn in full strength.
const DENSE: usize = 180;

/// Draws the edges, and the vertices of `alone` even if no edge touches them; `None` if there is nothing to draw.
pub fn picture(
    links: &Links<'_>,
    edges: &Edges,
    alone: &[usize],
    focus: Option<usize>,
    detail: Detail,
) -> Option<Picture> {
    let scene = Scene::new(links, edges, alone, detail);
    (!scene.figures.is_empty()).then(|| scene.draw(links, focus))
}

/// Figures and the ways between them.
struct Scene {
    figures: Vec<Figure>,
    /// From, to, kind of line: the edges that it stands for.
    ways: BTreeMap<(usize, usize, &'static str), Vec<usize>>,
}

impl Scene {
    fn new(links: &Links<'_>, edges: &Edges, alone: &[usize], detail: Detail) -> Scene {
        let graph = &links.site.proved.resolved.graph;
        let documents = &links.site.proved.resolved.project.documents;
        let group_of = |vertex: usize| graph.group_of.get(&vertex).filter(|_| detail == Detail::Groups);
        let applications = edges.iter().flat_map(|edge| [graph.edges[*edge].from, graph.edges[*edge].to]);
        let is_application = |vertex: &usize| matches!(graph.vertices[*vertex].kind, VertexKind::Application(_));
        let applications: BTreeSet<usize> = applications.filter(is_application).collect();
        let by_catalog = detail == Detail::Groups && applications.len() > APPLICATIONS;
        let figure = |vertex: usize, sends: bool| match graph.vertices[vertex].kind {
            VertexKind::Application(document) => match (by_catalog, sends) {
                (false, true) => Figure::Sender(vertex),
                (false, false) => Figure::Receiver(vertex),
                (true, true) => Figure::Senders(documents[document].catalog),
                (true, false) => Figure::Receivers(documents[document].catalog),
            },
            _ => group_of(vertex).map_or(Figure::Vertex(vertex), |group| Figure::Group(*group)),
        };
        let mut ways: BTreeMap<(Figure, Figure, &'static str), Vec<usize>> = BTreeMap::new();
        for number in edges {
            let edge = &graph.edges[*number];
            let key = (figure(edge.from, true), figure(edge.to, false), class(edge.flow));
            ways.entry(key).or_default().push(*number);
        }
        let figures = ways.keys().flat_map(|(from, to, _)| [*from, *to]);
        let figures: BTreeSet<Figure> = figures.chain(alone.iter().map(|vertex| figure(*vertex, true))).collect();
        let number: HashMap<Figure, usize> =
            figures.iter().enumerate().map(|(number, figure)| (*figure, number)).collect();
        let ways = ways.into_iter().map(|((from, to, class), edges)| ((number[&from], number[&to], class), edges));
        Scene { figures: figures.iter().copied().collect(), ways: ways.collect() }
    }

    fn draw(&self, links: &Links<'_>, focus: Option<usize>) -> Picture {
        let mut boxes: Vec<BoxView> = self.figures.iter().map(|figure| look(links, *figure)).collect();
        let mut degree = vec![(0_usize, 0_usize); boxes.len()];
        for (from, to, _) in self.ways.keys() {
            degree[*from].0 += 1;
            degree[*to].1 += 1;
        }
        let shapes: Vec<Shape> = boxes
            .iter()
            .zip(&self.figures)
            .zip(&degree)
            .map(|((shown, figure), (leaving, coming))| Shape {
                width: shown.width as f64,
                height: (LOWEST + PER_LINE * (*leaving.max(coming) as f64 - 3.0).max(0.0)).min(TALLEST),
                side: match figure {
                    Figure::Sender(_) | Figure::Senders(_) => Side::First,
                    Figure::Receiver(_) | Figure::Receivers(_) => Side::Last,
                    Figure::Vertex(_) | Figure::Group(_) => Side::Middle,
                },
            })
            .collect();
        let ends: Vec<(usize, usize)> = self.ways.keys().map(|(from, to, _)| (*from, *to)).collect();
        let drawing = layout(&shapes, &ends, &self.twins());
        for ((shown, shape), frame) in boxes.iter_mut().zip(&shapes).zip(&drawing.frames) {
            let middle = frame.top + shape.height / 2.0;
            (shown.x, shown.y) = (frame.left.round() as i64, frame.top.round() as i64);
            (shown.width, shown.height) = (frame.width.round() as i64, shape.height.round() as i64);
            shown.radius = radius(shown.class);
            shown.middle = (frame.left + frame.width / 2.0).round() as i64;
            (shown.label_y, shown.note_y) = ((middle - 3.0).round() as i64, (middle + 14.0).round() as i64);
        }
        for (shown, figure) in boxes.iter_mut().zip(&self.figures) {
            shown.focus = match figure {
                Figure::Sender(vertex) | Figure::Receiver(vertex) | Figure::Vertex(vertex) => focus == Some(*vertex),
                _ => false,
            };
        }
        let lines: Vec<LineView> = self
            .ways
            .iter()
            .zip(&drawing.routes)
            .filter(|(_, route)| !route.stretches.is_empty())
            .map(|(((from, to, class), edges), route)| {
                let Line { path, arrow } = line(route);
                let (href, title) = self.way(links, *from, *to, edges);
                LineView { class, href, title, path, arrow, from: *from, to: *to }
            })
            .collect();
        Picture {
            width: drawing.width.ceil() as i64,
            height: drawing.height.ceil() as i64,
            description: description(&boxes, &lines),
            kinds: kinds(&boxes, &lines),
            dense: lines.len() > DENSE,
            boxes,
            lines,
        }
    }

    /// Pairs of boxes that stand for the same applications.
    fn twins(&self) -> Vec<(usize, usize)> {
        let twin = |figure: &Figure| match figure {
            Figure::Sender(vertex) => Some(Figure::Receiver(*vertex)),
            Figure::Senders(catalog) => Some(Figure::Receivers(*catalog)),
            _ => None,
        };
        let place = |figure: Figure| self.figures.binary_search(&figure).ok();
        let pairs = self.figures.iter().enumerate();
        pairs.filter_map(|(number, figure)| Some((number, place(twin(figure)?)?))).collect()
    }

    /// Where a line leads to, and what it says.
    fn way(&self, links: &Links<'_>, from: usize, to: usize, edges: &[usize]) -> (String, String) {
        let graph = &links.site.proved.resolved.graph;
        if let [only] = edges {
            let title = words::sentence(links.site, &graph.edges[*only]);
            return (links.to(&address::edge(links.site, *only)), title);
        }
        let groups = [self.figures[from], self.figures[to]].into_iter().find_map(|figure| match figure {
            Figure::Group(group) => Some(group),
            _ => None,
        });
        let first = edges.first().map(|edge| address::edge(links.site, *edge)).unwrap_or_default();
        let href = groups.map_or(first, |group| links.site.routes.groups[group].clone());
        let name = |number: usize| visible(&look(links, self.figures[number]).label);
        let title = match edges {
            [] => String::new(),
            edges if groups.is_none() => {
                let sentences: Vec<String> =
                    edges.iter().map(|edge| words::sentence(links.site, &graph.edges[*edge])).collect();
                sentences.join("\n")
            }
            edges => format!("{} → {}: {} ways", name(from), name(to), edges.len()),
        };
        (links.to(&href), title)
    }
}

//! Layered drawings of directed graphs: sizes in, positions out. It knows nothing of what the boxes stand for.
//!
//! The method is that of Sugiyama, Tagawa and Toda (1981): layers from left to right, lines of more than one layer taken through
//! cells of their own, crossings reduced by sweeps, then coordinates. Ties are broken by number, so the same graph has the same drawing.

mod layered;
mod order;
mod place;
mod rank;
mod route;

#[cfg(test)]
mod tests;

use layered::Layered;

/// A box to place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    pub width: f64,
    pub height: f64,
    pub side: Side,
}

/// Where a box should stand if its lines allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In the first layer.
    First,
    /// After the first layer, if anything stands there.
    Middle,
    /// In the last layer.
    Last,
}

/// A drawing: the frame of each box, the way of each line, the size of the whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    pub width: f64,
    pub height: f64,
    pub frames: Vec<Frame>,
    /// By the number of the line; empty for a line from a box to itself.
    pub routes: Vec<Route>,
}

/// Where a box stands. Boxes of one layer have the width of the widest of them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    pub left: f64,
    pub top: f64,
    pub width: f64,
}

/// The way of a line from left to right: level stretches, to be joined by curves in the free space between two layers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    pub stretches: Vec<Stretch>,
    /// Whether the line leads from right to left: it starts where the last stretch ends.
    pub backwards: bool,
}

/// A level part of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    pub left: f64,
    pub right: f64,
    pub y: f64,
}

/// One part of a drawing, from its own corner: boxes and lines with their numbers.
#[derive(Debug, Default)]
struct Drawn {
    width: f64,
    height: f64,
    frames: Vec<(usize, Frame)>,
    routes: Vec<(usize, Route)>,
}

/// The free space between boxes that stand one below the other, between a line that passes and its neighbours, between parts that no line
/// joins, and at the rim.
const BOX_GAP: f64 = 18.0;
const LINE_GAP: f64 = 10.0;
const PART_GAP: f64 = 44.0;
const RIM: f64 = 12.0;

/// How wide a row of unconnected parts may get before the next row begins.
const ROW: f64 = 1100.0;

/// Draws the boxes and the lines between them. `ties` are boxes that stay in one part of the drawing though no line joins them.
///
/// The time is about linear in boxes and lines: a fixed number of sweeps, each sorting every layer.
pub fn layout(shapes: &[Shape], lines: &[(usize, usize)], ties: &[(usize, usize)]) -> Drawing {
    let mut drawing = Drawing {
        frames: vec![Frame::default(); shapes.len()],
        routes: vec![Route::default(); lines.len()],
        ..Drawing::default()
    };
    let (mut x, mut y, mut row_height) = (RIM, RIM, 0.0_f64);
    for part in parts(shapes.len(), lines, ties) {
        let drawn = drawn(shapes, lines, &part);
        if x > RIM && x + drawn.width > ROW {
            (x, y, row_height) = (RIM, y + row_height + PART_GAP, 0.0);
        }
        for (number, frame) in drawn.frames {
            drawing.frames[number] = Frame { left: x + frame.left, top: y + frame.top, width: frame.width };
        }
        for (number, route) in drawn.routes {
            let moved = |s: &Stretch| Stretch { left: s.left + x, right: s.right + x, y: s.y + y };
            drawing.routes[number] =
                Route { stretches: route.stretches.iter().map(moved).collect(), backwards: route.backwards };
        }
        drawing.width = drawing.width.max(x + drawn.width + RIM);
        drawing.height = drawing.height.max(y + drawn.height + RIM);
        row_height = row_height.max(drawn.height);
        x += drawn.width + PART_GAP;
    }
    drawing
}

/// One part, drawn: its layers are ordered, their cells placed, and the lines led through them.
fn drawn(shapes: &[Shape], lines: &[(usize, usize)], part: &Part) -> Drawn {
    let mut layered = Layered::new(shapes, lines, part);
    order::reduce_crossings(&mut layered);
    let ys = place::heights(&layered);
    let columns = place::columns(&layered);
    route::draw(&layered, shapes, &columns, &ys)
}

/// A part of the graph that nothing joins to the rest, by number.
struct Part {
    boxes: Vec<usize>,
    lines: Vec<usize>,
}

/// The parts, in the order of their first boxes.
fn parts(count: usize, lines: &[(usize, usize)], ties: &[(usize, usize)]) -> Vec<Part> {
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); count];
    for &(a, b) in lines.iter().chain(ties) {
        near[a].push(b);
        near[b].push(a);
    }
    let mut part_of = vec![usize::MAX; count];
    let mut parts: Vec<Part> = Vec::new();
    for start in 0..count {
        let mut open = vec![start];
        while let Some(next) = open.pop() {
            if part_of[next] == usize::MAX {
                part_of[next] = parts.len();
                open.extend(&near[next]);
            }
        }
        if part_of[start] == parts.len() {
            parts.push(Part { boxes: Vec::new(), lines: Vec::new() });
        }
    }
    for (number, part) in part_of.iter().enumerate() {
        parts[*part].boxes.push(number);
    }
    for (number, (from, _)) in lines.iter().enumerate().filter(|(_, (from, to))| from != to) {
        parts[part_of[*from]].lines.push(number);
    }
    parts
}

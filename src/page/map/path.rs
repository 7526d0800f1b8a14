//! A route as the data of two SVG paths: the line, and the arrowhead where it ends.

use std::fmt::Write as _;

use crate::layout::Route;

/// Path data (SVG 2, section 9.3).
pub struct Line {
    pub path: String,
    pub arrow: String,
}

/// How far the line ends before its box, so that its round end does not show through the arrowhead.
const HEAD: f64 = 7.0;

/// The line of a route: level where it stands still, bent between layers.
pub fn line(route: &Route) -> Line {
    let (Some(first), Some(last)) = (route.stretches.first(), route.stretches.last()) else {
        return Line { path: String::new(), arrow: String::new() };
    };
    let (start, end) = if route.backwards { (first.left + HEAD, last.right) } else { (first.left, last.right - HEAD) };
    let mut path = format!("M{} {}", short(start), short(first.y));
    for pair in route.stretches.windows(2) {
        let middle = f64::midpoint(pair[0].right, pair[1].left);
        if pair[0].right > start {
            let _ = write!(path, "H{}", short(pair[0].right));
        }
        let (x, y, next) = (short(middle), short(pair[0].y), short(pair[1].y));
        let _ = write!(path, "C{x} {y} {x} {next} {} {next}", short(pair[1].left));
    }
    let _ = write!(path, "H{}", short(end));
    let arrow = if route.backwards {
        format!("M{} {}l9 -4.5v9z", short(first.left), short(first.y))
    } else {
        format!("M{} {}l-9 -4.5v9z", short(last.right), short(last.y))
    };
    Line { path, arrow }
}

/// A length to half a pixel: enough for the eye, and the same digits on every machine.
fn short(length: f64) -> f64 {
    (length * 2.0).round() / 2.0
}

//! What readers see of any drawing: nothing overlaps, no line runs through a box, and the same graph is drawn the same way.

use super::*;

/// A deterministic stream of numbers: graphs that nobody thought of.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

type Graph = (Vec<Shape>, Vec<(usize, usize)>, Vec<(usize, usize)>);

fn graph(seed: u64) -> Graph {
    let mut numbers = Numbers(seed);
    let count = 1 + numbers.below(40);
    let sides = [Side::First, Side::Middle, Side::Middle, Side::Last];
    let shape = |numbers: &mut Numbers| Shape {
        width: 60.0 + numbers.below(200) as f64,
        height: 30.0 + numbers.below(90) as f64,
        side: sides[numbers.below(4)],
    };
    let shapes = (0..count).map(|_| shape(&mut numbers)).collect();
    let pairs = |numbers: &mut Numbers, most: usize| {
        let pairs = numbers.below(most);
        (0..pairs).map(|_| (numbers.below(count), numbers.below(count))).collect()
    };
    let lines = pairs(&mut numbers, 70);
    let ties = pairs(&mut numbers, 4);
    (shapes, lines, ties)
}

/// Points along a line, where it is drawn: stretches, and curves whose control points lie halfway between them.
fn points(route: &Route) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    for (index, stretch) in route.stretches.iter().enumerate() {
        points.extend([(stretch.left, stretch.y), (stretch.right, stretch.y)]);
        if let Some(next) = route.stretches.get(index + 1) {
            for step in 0..=10 {
                let t = f64::from(step) / 10.0;
                let (a, b, c, d) = ((1.0 - t).powi(3), 3.0 * (1.0 - t).powi(2) * t, 3.0 * (1.0 - t) * t * t, t.powi(3));
                let middle = f64::midpoint(stretch.right, next.left);
                points.push((
                    a * stretch.right + (b + c) * middle + d * next.left,
                    (a + b) * stretch.y + (c + d) * next.y,
                ));
            }
        }
    }
    points
}

#[test]
fn boxes_keep_apart_and_no_line_runs_through_one() {
    for seed in 0..300 {
        let (shapes, lines, ties) = graph(seed);
        let drawing = layout(&shapes, &lines, &ties);
        let inside = |number: usize, (x, y): (f64, f64)| {
            let (Frame { left, top, width }, shape) = (drawing.frames[number], shapes[number]);
            x > left + 0.01 && x < left + width - 0.01 && y > top + 0.01 && y < top + shape.height - 0.01
        };
        for a in 0..shapes.len() {
            let Frame { left, top, width } = drawing.frames[a];
            assert!(width > shapes[a].width - 0.01, "seed {seed}: box {a} is narrower than its text");
            assert!(left >= 0.0 && top >= 0.0, "seed {seed}: box {a} begins outside of the drawing");
            assert!(left + width <= drawing.width && top + shapes[a].height <= drawing.height, "seed {seed}");
            for b in 0..a {
                let (other, h) = (drawing.frames[b], shapes[b].height);
                let (x, y, w) = (other.left, other.top, other.width);
                let apart = x + w <= left || left + width <= x || y + h <= top || top + shapes[a].height <= y;
                assert!(apart, "seed {seed}: boxes {a} and {b} overlap");
            }
        }
        for (line, route) in drawing.routes.iter().enumerate() {
            for point in points(route) {
                let hit = (0..shapes.len()).find(|number| inside(*number, point));
                assert_eq!(hit, None, "seed {seed}: line {line} {:?} runs through a box at {point:?}", lines[line]);
            }
        }
    }
}

#[test]
fn each_line_joins_its_boxes() {
    for seed in 0..300 {
        let (shapes, lines, ties) = graph(seed);
        let drawing = layout(&shapes, &lines, &ties);
        for (&(from, to), route) in lines.iter().zip(&drawing.routes) {
            let (Some(first), Some(last)) = (route.stretches.first(), route.stretches.last()) else {
                assert_eq!(from, to, "seed {seed}: only a line from a box to itself is not drawn");
                continue;
            };
            let (left, right) = if route.backwards { (to, from) } else { (from, to) };
            let frame = drawing.frames[left];
            assert!((first.left - frame.left - frame.width).abs() < 0.01, "seed {seed}");
            assert!((last.right - drawing.frames[right].left).abs() < 0.01, "seed {seed}");
            for (number, y) in [(left, first.y), (right, last.y)] {
                let top = drawing.frames[number].top;
                assert!(y >= top && y <= top + shapes[number].height, "seed {seed}: a line ends beside its box");
            }
        }
    }
}

#[test]
fn the_same_graph_has_the_same_drawing() {
    for seed in 0..50 {
        let (shapes, lines, ties) = graph(seed);
        assert_eq!(layout(&shapes, &lines, &ties), layout(&shapes, &lines, &ties));
    }
}

#[test]
fn lines_that_need_not_cross_do_not() {
    let shape = |side| Shape { width: 100.0, height: 40.0, side };
    // Two chains, whose boxes are numbered so that the first order crosses them.
    let shapes = [Side::First, Side::First, Side::Last, Side::Last].map(shape);
    let drawing = layout(&shapes, &[(0, 3), (1, 2), (0, 2)], &[]);
    let y = |number: usize| drawing.frames[number].top;
    assert!((y(0) < y(1)) == (y(3) < y(2)), "{:?}", drawing.frames);
}

#[test]
fn a_way_back_is_drawn_backwards() {
    let shape = Shape { width: 100.0, height: 40.0, side: Side::Middle };
    let drawing = layout(&[shape; 3], &[(0, 1), (1, 2), (2, 0)], &[]);
    let backwards: Vec<bool> = drawing.routes.iter().map(|route| route.backwards).collect();
    assert_eq!(backwards, [false, false, true]);
}

//! The layered form of one part of a graph: a cell for each box, and one in each layer that a line passes.

use super::{Part, Shape, rank};

/// Cells in layers.
pub struct Layered {
    pub cells: Vec<Cell>,
    /// The cells of each layer, from top to bottom.
    pub layers: Vec<Vec<usize>>,
    /// The cells of each line, from left to right.
    pub chains: Vec<Chain>,
}

/// A place in a layer.
pub struct Cell {
    /// The box that fills it; `None` where a line passes.
    pub shape: Option<usize>,
    pub width: f64,
    pub height: f64,
    pub layer: usize,
    /// Neighbours in the layer before and in the one after.
    pub before: Vec<usize>,
    pub after: Vec<usize>,
}

/// A line through the layers.
pub struct Chain {
    pub line: usize,
    pub cells: Vec<usize>,
    pub backwards: bool,
}

impl Layered {
    /// The layers of one part, in the order of numbers.
    pub fn new(shapes: &[Shape], lines: &[(usize, usize)], part: &Part) -> Layered {
        let mut local = std::collections::HashMap::new();
        part.boxes.iter().enumerate().for_each(|(index, number)| {
            local.insert(*number, index);
        });
        let own: Vec<Shape> = part.boxes.iter().map(|number| shapes[*number]).collect();
        let mut ends: Vec<(usize, usize)> =
            part.lines.iter().map(|line| (local[&lines[*line].0], local[&lines[*line].1])).collect();
        let backwards = rank::backwards(own.len(), &ends);
        for (end, _) in ends.iter_mut().zip(&backwards).filter(|(_, back)| **back) {
            *end = (end.1, end.0);
        }
        let ranks = rank::layers(&own, &ends);
        let mut layered = Layered { cells: Vec::new(), layers: Vec::new(), chains: Vec::new() };
        for ((number, shape), layer) in part.boxes.iter().zip(&own).zip(&ranks) {
            layered.add(Some(*number), (shape.width, shape.height), *layer);
        }
        for ((line, (left, right)), backwards) in part.lines.iter().zip(ends).zip(backwards) {
            let mut cells = vec![left];
            for layer in ranks[left] + 1..ranks[right] {
                cells.push(layered.add(None, (0.0, 0.0), layer));
            }
            cells.push(right);
            for pair in cells.windows(2) {
                layered.cells[pair[0]].after.push(pair[1]);
                layered.cells[pair[1]].before.push(pair[0]);
            }
            layered.chains.push(Chain { line: *line, cells, backwards });
        }
        layered
    }

    fn add(&mut self, shape: Option<usize>, (width, height): (f64, f64), layer: usize) -> usize {
        let number = self.cells.len();
        self.cells.push(Cell { shape, width, height, layer, before: Vec::new(), after: Vec::new() });
        if self.layers.len() <= layer {
            self.layers.resize_with(layer + 1, Vec::new);
        }
        self.layers[layer].push(number);
        number
    }
}

//! The way of each line: level through the layers that it passes, ends spread over the sides of the boxes.

use super::layered::Layered;
use super::{Drawn, Frame, Route, Shape, Stretch};

/// The most that two lines at the side of a box are apart, and what of the side stays free at each end.
const SPREAD: f64 = 12.0;
const CORNER: f64 = 10.0;

/// Boxes and lines of one part. `columns` are left and right of each layer, `ys` the middle of each cell.
pub fn draw(layered: &Layered, shapes: &[Shape], columns: &[(f64, f64)], ys: &[f64]) -> Drawn {
    let mut drawn = Drawn { width: columns.last().map_or(0.0, |column| column.1), ..Drawn::default() };
    for (number, cell) in layered.cells.iter().enumerate() {
        let (left, right) = columns[cell.layer];
        if let Some(shape) = cell.shape {
            let top = ys[number] - cell.height / 2.0;
            drawn.frames.push((shape, Frame { left, top, width: right - left }));
            drawn.height = drawn.height.max(top + shapes[shape].height);
        } else {
            drawn.height = drawn.height.max(ys[number]);
        }
    }
    let (starts, ends) = (ports(layered, ys, true), ports(layered, ys, false));
    for (number, chain) in layered.chains.iter().enumerate() {
        let last = chain.cells.len() - 1;
        let stretches = chain.cells.iter().enumerate().map(|(index, &cell)| {
            let (left, right) = columns[layered.cells[cell].layer];
            match index {
                0 => Stretch { left: right, right, y: starts[number] },
                _ if index == last => Stretch { left, right: left, y: ends[number] },
                _ => Stretch { left, right, y: ys[cell] },
            }
        });
        drawn.routes.push((chain.line, Route { stretches: stretches.collect(), backwards: chain.backwards }));
    }
    drawn
}

/// The height at which each line leaves its left box, or reaches its right one: in the order of where it comes from, so that lines
/// do not cross at the box.
fn ports(layered: &Layered, ys: &[f64], leaving: bool) -> Vec<f64> {
    let mut at_cell: Vec<Vec<(f64, usize)>> = vec![Vec::new(); layered.cells.len()];
    for (number, chain) in layered.chains.iter().enumerate() {
        let last = chain.cells.len() - 1;
        let (cell, other) =
            if leaving { (chain.cells[0], chain.cells[1]) } else { (chain.cells[last], chain.cells[last - 1]) };
        at_cell[cell].push((ys[other], number));
    }
    let mut ports = vec![0.0; layered.chains.len()];
    for (cell, lines) in at_cell.iter_mut().enumerate() {
        lines.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let room = (layered.cells[cell].height - 2.0 * CORNER).max(0.0);
        let step = if lines.len() > 1 { (room / (lines.len() - 1) as f64).min(SPREAD) } else { 0.0 };
        let top = ys[cell] - step * (lines.len().saturating_sub(1)) as f64 / 2.0;
        for (index, (_, line)) in lines.iter().enumerate() {
            ports[*line] = top + step * index as f64;
        }
    }
    ports
}

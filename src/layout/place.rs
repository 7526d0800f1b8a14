//! Coordinates: each cell as near to its neighbours as the order of its layer lets it be.

use super::layered::{Cell, Layered};
use super::{BOX_GAP, LINE_GAP};

/// How often the layers are swept, there and back.
const SWEEPS: usize = 10;

/// How much more a passing line insists on being straight than a box on being near.
const STRAIGHT: f64 = 6.0;

/// The middle of each cell, by cell, the uppermost edge being 0.
pub fn heights(layered: &Layered) -> Vec<f64> {
    let mut ys = vec![0.0; layered.cells.len()];
    for layer in &layered.layers {
        let mut y = 0.0;
        for pair in layer.windows(2) {
            y += distance(layered, pair[0], pair[1]);
            ys[pair[1]] = y;
        }
        // Layers start centred on one another.
        let middle = y / 2.0;
        layer.iter().for_each(|cell| ys[*cell] -= middle);
    }
    for sweep in 0..SWEEPS {
        for layer in 1..layered.layers.len() {
            settle(layered, layer, &mut ys, |cell| cell.before.as_slice());
        }
        for layer in (0..layered.layers.len().saturating_sub(1)).rev() {
            settle(layered, layer, &mut ys, |cell| cell.after.as_slice());
        }
        // At last all neighbours count, so that a box stands between both sides.
        if sweep + 1 == SWEEPS {
            for layer in 0..layered.layers.len() {
                settle_both(layered, layer, &mut ys);
            }
        }
    }
    let top = |(number, cell): (usize, &Cell)| ys[number] - cell.height / 2.0;
    let least = layered.cells.iter().enumerate().map(top).fold(f64::INFINITY, f64::min);
    ys.iter().map(|y| y - least).collect()
}

fn settle(layered: &Layered, layer: usize, ys: &mut [f64], near: impl Fn(&Cell) -> &[usize]) {
    let wish = |cell: usize| mean(near(&layered.cells[cell]), ys).unwrap_or(ys[cell]);
    let wishes: Vec<f64> = layered.layers[layer].iter().map(|cell| wish(*cell)).collect();
    stack(layered, layer, &wishes, ys);
}

fn settle_both(layered: &Layered, layer: usize, ys: &mut [f64]) {
    let wish = |number: usize| {
        let cell = &layered.cells[number];
        match (mean(&cell.before, ys), mean(&cell.after, ys)) {
            (Some(before), Some(after)) => f64::midpoint(before, after),
            (before, after) => before.or(after).unwrap_or(ys[number]),
        }
    };
    let wishes: Vec<f64> = layered.layers[layer].iter().map(|cell| wish(*cell)).collect();
    stack(layered, layer, &wishes, ys);
}

/// The mean of the neighbours' heights.
fn mean(near: &[usize], ys: &[f64]) -> Option<f64> {
    let sum: f64 = near.iter().map(|cell| ys[*cell]).sum();
    (!near.is_empty()).then(|| sum / near.len() as f64)
}

/// Places the cells of a layer as near to their wishes as their order and distances allow: the least squares under these bounds,
/// by pooling adjacent violators (isotonic regression), which is linear.
fn stack(layered: &Layered, layer: usize, wishes: &[f64], ys: &mut [f64]) {
    let cells = &layered.layers[layer];
    let mut offsets = Vec::with_capacity(cells.len());
    let mut offset = 0.0;
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            offset += distance(layered, cells[index - 1], *cell);
        }
        offsets.push(offset);
    }
    // A pool: what it weighs, the weighted sum of its wishes, how many cells it has.
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (index, cell) in cells.iter().enumerate() {
        let cell = &layered.cells[*cell];
        let weight = if cell.shape.is_none() { STRAIGHT } else { 1.0 };
        let mut pool = (weight, weight * (wishes[index] - offsets[index]), 1);
        while let Some(last) = pools.pop_if(|last| last.1 / last.0 >= pool.1 / pool.0) {
            pool = (last.0 + pool.0, last.1 + pool.1, last.2 + pool.2);
        }
        pools.push(pool);
    }
    let mut index = 0;
    for (weight, sum, count) in pools {
        for _ in 0..count {
            ys[cells[index]] = sum / weight + offsets[index];
            index += 1;
        }
    }
}

/// How far apart the middles of two neighbours in a layer have to be.
fn distance(layered: &Layered, upper: usize, lower: usize) -> f64 {
    let (upper, lower) = (&layered.cells[upper], &layered.cells[lower]);
    let gap = if upper.shape.is_some() && lower.shape.is_some() { BOX_GAP } else { LINE_GAP };
    upper.height / 2.0 + gap + lower.height / 2.0
}

/// Left and right of each layer.
pub fn columns(layered: &Layered) -> Vec<(f64, f64)> {
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for (number, layer) in layered.layers.iter().enumerate() {
        let width = layer.iter().map(|cell| layered.cells[*cell].width).fold(0.0, f64::max);
        let left = match columns.last() {
            None => 0.0,
            Some((_, right)) => {
                // The more lines there are, the more room they need to bend.
                let lines: usize = layered.layers[number - 1].iter().map(|cell| layered.cells[*cell].after.len()).sum();
                right + (40.0 + 12.0 * (lines as f64).sqrt()).min(320.0)
            }
        };
        columns.push((left, left + width));
    }
    columns
}

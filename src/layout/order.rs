//! The order of the cells in each layer: sweeps by barycentre, of which the state with the fewest crossings is kept.

use super::layered::Layered;

/// How often the layers are swept, there and back.
const SWEEPS: usize = 12;

/// Sorts the cells of every layer so that few lines cross.
pub fn reduce_crossings(layered: &mut Layered) {
    let mut best = layered.layers.clone();
    let mut fewest = crossings(layered);
    for _ in 0..SWEEPS {
        if fewest == 0 {
            break;
        }
        for layer in 1..layered.layers.len() {
            sort(layered, layer, true);
        }
        for layer in (0..layered.layers.len().saturating_sub(1)).rev() {
            sort(layered, layer, false);
        }
        let crossings = crossings(layered);
        if crossings < fewest {
            fewest = crossings;
            best.clone_from(&layered.layers);
        }
    }
    layered.layers = best;
}

/// Sorts a layer by the mean position of its neighbours in the one before or after; cells without neighbours keep their position.
fn sort(layered: &mut Layered, layer: usize, before: bool) {
    let neighbours = if before { layer - 1 } else { layer + 1 };
    let position = positions(layered, neighbours);
    let mut keyed: Vec<(f64, usize)> = Vec::with_capacity(layered.layers[layer].len());
    let spread = layered.layers[neighbours].len() as f64 / layered.layers[layer].len().max(1) as f64;
    for (index, &cell) in layered.layers[layer].iter().enumerate() {
        let near = if before { &layered.cells[cell].before } else { &layered.cells[cell].after };
        let sum: usize = near.iter().map(|cell| position[*cell]).sum();
        let mean = if near.is_empty() { index as f64 * spread } else { sum as f64 / near.len() as f64 };
        keyed.push((mean, cell));
    }
    // The sort is stable: cells with equal means keep their order.
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    layered.layers[layer] = keyed.into_iter().map(|(_, cell)| cell).collect();
}

/// The position of each cell of a layer, by cell.
fn positions(layered: &Layered, layer: usize) -> Vec<usize> {
    let mut position = vec![0; layered.cells.len()];
    layered.layers[layer].iter().enumerate().for_each(|(index, cell)| position[*cell] = index);
    position
}

/// How many pairs of lines cross between neighbouring layers, counted as inversions (Barth, Jünger and Mutzel, 2002).
fn crossings(layered: &Layered) -> usize {
    let mut total = 0;
    for layer in 1..layered.layers.len() {
        let position = positions(layered, layer);
        // A Fenwick tree of how many lines end at or before a position.
        let size = layered.layers[layer].len();
        let mut tree = vec![0_usize; size + 1];
        let mut seen = 0;
        for cell in &layered.layers[layer - 1] {
            let mut ends: Vec<usize> = layered.cells[*cell].after.iter().map(|after| position[*after]).collect();
            ends.sort_unstable();
            for end in &ends {
                let mut at = end + 1;
                let mut not_after = 0;
                while at > 0 {
                    not_after += tree[at];
                    at &= at - 1;
                }
                total += seen - not_after;
            }
            for end in &ends {
                let mut at = end + 1;
                while at <= size {
                    tree[at] += 1;
                    at += at & at.wrapping_neg();
                }
                seen += 1;
            }
        }
    }
    total
}

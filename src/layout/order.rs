//! The order of the cells in each layer: sweeps by barycentre and exchanges of neighbours, of which the state with the fewest
//! crossings is kept.

use super::layered::Layered;

/// How often the layers are swept, and how often each layer is looked through for neighbours to exchange.
const SWEEPS: usize = 12;
const EXCHANGES: usize = 6;

/// Which neighbours of a layer count.
#[derive(Clone, Copy, PartialEq)]
enum Near {
    Before,
    After,
    Both,
}

/// Sorts the cells of every layer so that few lines cross.
pub fn reduce_crossings(layered: &mut Layered) {
    let mut best = layered.layers.clone();
    let mut fewest = crossings(layered);
    let last = layered.layers.len().saturating_sub(1);
    for _ in 0..SWEEPS {
        for near in [Near::Before, Near::After, Near::Both] {
            match near {
                Near::After => (0..last).rev().for_each(|layer| sort(layered, layer, near)),
                _ => (1..=last).for_each(|layer| sort(layered, layer, near)),
            }
            exchange(layered);
            let crossings = crossings(layered);
            if crossings < fewest {
                fewest = crossings;
                best.clone_from(&layered.layers);
            }
        }
        if fewest == 0 {
            break;
        }
    }
    layered.layers = best;
}

/// Sorts a layer by the mean position of its neighbours, as a part of their layer; cells without neighbours keep their own.
fn sort(layered: &mut Layered, layer: usize, near: Near) {
    let before = (near != Near::After && layer > 0).then(|| positions(layered, layer - 1));
    let after = (near != Near::Before && layer + 1 < layered.layers.len()).then(|| positions(layered, layer + 1));
    let count = layered.layers[layer].len();
    let mean = |position: &Option<Vec<usize>>, cells: &[usize], size: usize| {
        let position = position.as_ref().filter(|_| !cells.is_empty())?;
        let sum: usize = cells.iter().map(|cell| position[*cell]).sum();
        Some((sum as f64 / cells.len() as f64 + 0.5) / size as f64)
    };
    let size = |layer: usize| layered.layers.get(layer).map_or(1, Vec::len);
    let mut keyed: Vec<(f64, usize)> = Vec::with_capacity(count);
    for (index, &number) in layered.layers[layer].iter().enumerate() {
        let cell = &layered.cells[number];
        let mean = match (
            mean(&before, &cell.before, size(layer.wrapping_sub(1))),
            mean(&after, &cell.after, size(layer + 1)),
        ) {
            (Some(before), Some(after)) => f64::midpoint(before, after),
            (before, after) => before.or(after).unwrap_or((index as f64 + 0.5) / count as f64),
        };
        keyed.push((mean, number));
    }
    // The sort is stable: cells with equal means keep their order.
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    layered.layers[layer] = keyed.into_iter().map(|(_, cell)| cell).collect();
}

/// Exchanges neighbours in a layer where fewer lines cross for it.
fn exchange(layered: &mut Layered) {
    for layer in 0..layered.layers.len() {
        let sides: [Vec<Vec<usize>>; 2] = [Near::Before, Near::After].map(|near| ends(layered, layer, near));
        let order = &mut layered.layers[layer];
        // `rank` are the cells of the layer by their place in `sides`, which are not moved.
        let mut rank: Vec<usize> = (0..order.len()).collect();
        for _ in 0..EXCHANGES {
            let mut better = false;
            for index in 1..order.len() {
                let (upper, lower) = (rank[index - 1], rank[index]);
                let crossing =
                    |a: usize, b: usize| -> usize { sides.iter().map(|ends| inversions(&ends[a], &ends[b])).sum() };
                if crossing(lower, upper) < crossing(upper, lower) {
                    rank.swap(index - 1, index);
                    order.swap(index - 1, index);
                    better = true;
                }
            }
            if !better {
                break;
            }
        }
    }
}

/// For each cell of a layer the sorted positions of its neighbours on one side.
fn ends(layered: &Layered, layer: usize, near: Near) -> Vec<Vec<usize>> {
    let other = if near == Near::Before { layer.wrapping_sub(1) } else { layer + 1 };
    let position = if other < layered.layers.len() { positions(layered, other) } else { Vec::new() };
    let ends = |cell: &usize| {
        let cell = &layered.cells[*cell];
        let cells = if near == Near::Before { &cell.before } else { &cell.after };
        let mut ends: Vec<usize> = cells.iter().map(|cell| position[*cell]).collect();
        ends.sort_unstable();
        ends
    };
    layered.layers[layer].iter().map(ends).collect()
}

/// How many pairs of the two sorted lists are in the wrong order if the first stands above the second.
fn inversions(upper: &[usize], lower: &[usize]) -> usize {
    let mut passed = 0;
    let below = |end: &usize| {
        while lower.get(passed).is_some_and(|other| other < end) {
            passed += 1;
        }
        passed
    };
    upper.iter().map(below).sum()
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

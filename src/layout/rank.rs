//! The layer of each box: cycles are broken first, then each box stands after all that lead to it.

use super::{Shape, Side};

/// Where a walk through the graph has been.
#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// The lines that lead back to a box on the walk's way, by position: turned round, no cycle is left.
pub fn backwards(count: usize, lines: &[(usize, usize)]) -> Vec<bool> {
    let leaving = leaving(count, lines);
    let mut state = vec![State::New; count];
    let mut back = vec![false; lines.len()];
    // Boxes that nothing leads to come first, so that a chain with a way back is walked from its beginning.
    let mut entered = vec![false; count];
    lines.iter().for_each(|&(_, to)| entered[to] = true);
    let (sources, others): (Vec<usize>, Vec<usize>) = (0..count).partition(|number| !entered[*number]);
    for start in sources.into_iter().chain(others) {
        let mut way = vec![(start, 0)];
        while let Some((number, next)) = way.pop() {
            if next == 0 {
                if state[number] != State::New {
                    continue;
                }
                state[number] = State::Open;
            }
            let Some(&line) = leaving[number].get(next) else {
                state[number] = State::Done;
                continue;
            };
            way.push((number, next + 1));
            let to = lines[line].1;
            match state[to] {
                State::New => way.push((to, 0)),
                State::Open => back[line] = true,
                State::Done => {}
            }
        }
    }
    back
}

/// The layer of each box by the longest way to it; `lines` have no cycle.
pub fn layers(shapes: &[Shape], lines: &[(usize, usize)]) -> Vec<usize> {
    let leaving = leaving(shapes.len(), lines);
    let mut awaited = vec![0_usize; shapes.len()];
    lines.iter().for_each(|&(_, to)| awaited[to] += 1);
    let has_first = shapes.iter().any(|shape| shape.side == Side::First);
    let start = |shape: &Shape| usize::from(has_first && shape.side != Side::First);
    let mut layers: Vec<usize> = shapes.iter().map(start).collect();
    let mut ready: Vec<usize> = (0..shapes.len()).filter(|number| awaited[*number] == 0).collect();
    while let Some(number) = ready.pop() {
        for &line in &leaving[number] {
            let to = lines[line].1;
            layers[to] = layers[to].max(layers[number] + 1);
            awaited[to] -= 1;
            if awaited[to] == 0 {
                ready.push(to);
            }
        }
    }
    let last = layers.iter().copied().max().unwrap_or_default();
    for (number, shape) in shapes.iter().enumerate() {
        if shape.side == Side::Last && leaving[number].is_empty() {
            layers[number] = last;
        }
    }
    layers
}

/// The lines that leave each box, by position.
fn leaving(count: usize, lines: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut leaving = vec![Vec::new(); count];
    for (line, &(from, _)) in lines.iter().enumerate() {
        leaving[from].push(line);
    }
    leaving
}

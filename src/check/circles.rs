//! Circles of references, in time and room that grow with the references alone: where schemas lead to one another on many ways, one circle is
//! told and the rest is counted.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::steps::Steps;

/// References that lead to one another.
pub struct Circle {
    /// Those on a shortest way round from the first one, by number, in the order in which they are followed.
    pub round: Vec<usize>,
    /// How many there are besides.
    pub others: usize,
}

/// The circles, by their first references: one for all references that lead to one another, on whatever ways.
pub fn circles(steps: &Steps) -> Vec<Circle> {
    let graph = Graph { steps, references: steps.len().0 };
    let parts = graph.parts();
    let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for reference in 0..graph.references {
        // What leads to its own part leads back to itself.
        if graph.next(reference, 0).is_some_and(|target| parts[target] == parts[reference]) {
            sets.entry(parts[reference]).or_default().push(reference);
        }
    }
    let circles = sets.into_values().filter_map(|set| {
        let round = graph.round(&parts, *set.first()?);
        Some(Circle { others: set.len() - round.len(), round })
    });
    let mut circles: Vec<Circle> = circles.collect();
    circles.sort_by(|one, other| one.round.cmp(&other.round));
    circles
}

/// References and their targets as one graph: a reference leads to its target, a target to the references there. References come first.
struct Graph<'a> {
    steps: &'a Steps,
    references: usize,
}

impl Graph<'_> {
    /// The vertex that a vertex leads to, by their number among those that it does.
    fn next(&self, vertex: usize, index: usize) -> Option<usize> {
        match vertex.checked_sub(self.references) {
            Some(target) => self.steps.after(target).get(index).copied(),
            None => self.steps.target(vertex).filter(|_| index == 0).map(|target| self.references + target),
        }
    }

    /// For each vertex the number of its strongly connected part, by Tarjan's way, which meets each edge once.
    fn parts(&self) -> Vec<usize> {
        let (references, targets) = self.steps.len();
        let mut parts = vec![0; references + targets];
        // When a vertex was met first, and the first of those on the way that it leads back to; 0 before it is met.
        let mut met = vec![0; parts.len()];
        let mut low = vec![0; parts.len()];
        let (mut time, mut part) = (0, 0);
        let mut open: Vec<usize> = Vec::new();
        for start in 0..parts.len() {
            let mut way = if met[start] == 0 { vec![(start, 0)] } else { Vec::new() };
            while let Some((vertex, index)) = way.last_mut() {
                let (here, edge) = (*vertex, *index);
                *index += 1;
                if edge == 0 {
                    time += 1;
                    (met[here], low[here]) = (time, time);
                    open.push(here);
                }
                match self.next(here, edge) {
                    Some(next) if met[next] == 0 => way.push((next, 0)),
                    Some(next) if parts[next] == 0 => low[here] = low[here].min(met[next]),
                    Some(_) => {}
                    None => {
                        way.pop();
                        if let Some((above, _)) = way.last() {
                            low[*above] = low[*above].min(low[here]);
                        }
                        if low[here] == met[here] {
                            part += 1;
                            let from = open.iter().rposition(|vertex| *vertex == here).unwrap_or_default();
                            open.drain(from..).for_each(|vertex| parts[vertex] = part);
                        }
                    }
                }
            }
        }
        parts
    }

    /// The references on a shortest way from one of a part back to itself.
    fn round(&self, parts: &[usize], first: usize) -> Vec<usize> {
        let mut before: HashMap<usize, usize> = HashMap::new();
        let mut open = VecDeque::from([first]);
        while let Some(vertex) = open.pop_front().filter(|_| !before.contains_key(&first)) {
            let all = (0..).map_while(|index| self.next(vertex, index));
            for next in all.filter(|next| parts[*next] == parts[first]) {
                before.entry(next).or_insert_with(|| {
                    open.push_back(next);
                    vertex
                });
            }
        }
        let mut round = Vec::new();
        let mut here = first;
        while let Some(vertex) = before.get(&here) {
            here = *vertex;
            if here < self.references {
                round.push(here);
            }
            if here == first {
                break;
            }
        }
        round.reverse();
        round
    }
}

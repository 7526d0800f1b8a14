//! Circles in graphs whose vertices are found on the way.

use std::collections::HashSet;
use std::hash::Hash;

/// Whether the way from one of these leads back to where it has been; `next` says where a vertex leads to. Vertices that are `straight` lead in
/// no circle; where there is none, all that were met become that.
pub fn leads_in_circle<T: Clone + Eq + Hash>(
    starts: impl IntoIterator<Item = T>,
    straight: &mut HashSet<T>,
    mut next: impl FnMut(&T) -> Vec<T>,
) -> bool {
    // Those on the way from where the walk began, and those that it has left.
    let mut on_way: HashSet<T> = HashSet::new();
    let mut left: HashSet<T> = HashSet::new();
    for start in starts {
        if left.contains(&start) || straight.contains(&start) {
            continue;
        }
        on_way.insert(start.clone());
        let below = next(&start).into_iter();
        let mut way = vec![(start, below)];
        while let Some((vertex, below)) = way.last_mut() {
            match below.next() {
                Some(below) if on_way.contains(&below) => return true,
                Some(below) if left.contains(&below) || straight.contains(&below) => {}
                Some(below) => {
                    on_way.insert(below.clone());
                    let further = next(&below).into_iter();
                    way.push((below, further));
                }
                None => {
                    on_way.remove(vertex);
                    left.insert(vertex.clone());
                    way.pop();
                }
            }
        }
    }
    straight.extend(left);
    false
}

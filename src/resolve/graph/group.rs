//! Forms groups of channels, where there are too many to be shown one by one.

use std::collections::BTreeMap;

use super::protocol::family;
use crate::model::{Group, Vertex, VertexKind};

/// How many vertices a map shows one by one.
const SHOWN: usize = 150;

/// How many groups a map should have at most, and how few channels make a group of their own.
const GROUPS: usize = 60;
const FEW: usize = 4;

/// The groups by protocol and by the segments that addresses share; none where all vertices can be shown.
pub fn groups(vertices: &[Vertex]) -> Vec<Group> {
    if vertices.len() <= SHOWN {
        return Vec::new();
    }
    let mut by_protocol: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, vertex) in vertices.iter().enumerate() {
        if !matches!(vertex.kind, VertexKind::Application(_)) {
            let protocol = vertex.protocols.first().map_or("", |protocol| family(protocol));
            by_protocol.entry(protocol).or_default().push(number);
        }
    }
    let most = (vertices.len() / GROUPS).max(40);
    let mut groups = Vec::new();
    for (protocol, members) in by_protocol {
        for members in joined(split(vertices, members, most), most) {
            groups.push(Group { name: name(vertices, &members), protocol: protocol.to_owned(), vertices: members });
        }
    }
    groups
}

/// Splits by one more segment of the address until no part is larger than `most`. Vertices come sorted by name.
fn split(vertices: &[Vertex], members: Vec<usize>, most: usize) -> Vec<Vec<usize>> {
    let mut done = Vec::new();
    let mut open = vec![(0, members)];
    while let Some((depth, members)) = open.pop() {
        if members.len() <= most {
            done.push(members);
            continue;
        }
        let mut parts: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        for number in members {
            parts.entry(segments(&vertices[number].name).nth(depth)).or_default().push(number);
        }
        for (segment, members) in parts {
            match segment {
                Some(_) => open.push((depth + 1, members)),
                // Addresses that are the same to their end can be told apart by their order only.
                None => done.extend(members.chunks(most).map(<[usize]>::to_vec)),
            }
        }
    }
    done.sort();
    done
}

/// Puts small neighbours together; a part of some size keeps to itself, for its name says more.
fn joined(parts: Vec<Vec<usize>>, most: usize) -> Vec<Vec<usize>> {
    let mut joined: Vec<Vec<usize>> = Vec::new();
    let mut small = false;
    for part in parts {
        let was_small = std::mem::replace(&mut small, part.len() < FEW);
        match joined.last_mut() {
            Some(last) if was_small && small && last.len() + part.len() <= most => last.extend(part),
            _ => joined.push(part),
        }
    }
    joined
}

/// The segments of an address, each with the sign that ends it, so that what several share can be put together again.
fn segments(address: &str) -> impl Iterator<Item = &str> {
    address.split_inclusive(['.', '/', ':', '_', '-'])
}

/// The beginning that all names share, or the first and the last name.
fn name(vertices: &[Vertex], members: &[usize]) -> String {
    let names: Vec<&str> = members.iter().map(|number| vertices[*number].name.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, .., last] => {
            let same = |name: &&str, shared: usize| name.as_bytes().get(..shared) == first.as_bytes().get(..shared);
            let mut shared = 0;
            for segment in segments(first) {
                let next = shared + segment.len();
                if !names.iter().all(|name| same(name, next)) {
                    break;
                }
                shared = next;
            }
            if shared == 0 { format!("{first} … {last}") } else { format!("{}…", &first[..shared]) }
        }
    }
}

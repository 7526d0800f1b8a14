//! Merges the channels of all documents: those of one address that share a server protocol are one channel.

use super::Draft;
use super::bindings::bound_name;
use super::protocol::family;
use crate::model::{Vertex, VertexKind};
use crate::resolve::Resolved;
use crate::resolve::asyncapi::below;
use crate::source::{Node, Place};

/// A channel of a document, by number, with the protocols of its servers as written.
struct Member {
    document: usize,
    channel: usize,
    protocols: Vec<String>,
}

/// The address of a channel. Without one it is one with itself only, in whichever documents it stands, so that its place counts.
type Address<'a> = (Option<&'a str>, Option<&'a Place>);

/// Adds a vertex for each channel of the site.
pub fn add(draft: &mut Draft<'_>) {
    let resolved = draft.resolved;
    let mut members: Vec<(Address<'_>, Member)> = Vec::new();
    for (document, owner) in resolved.project.whole_documents().iter().enumerate() {
        // Most channels name none, and are on all servers of their document.
        let mut of_all = None;
        for (channel, found) in owner.channels.iter().enumerate() {
            let read = || protocols(resolved, Place::root(owner.source), &found.place);
            let list = resolved.project.sources.node(&below(&found.place, "servers"));
            let names_some = list.is_some_and(|list| !list.items().is_empty());
            let protocols = if names_some { read() } else { of_all.get_or_insert_with(read).clone() };
            let address = found.address.as_deref();
            let key = (address, address.is_none().then_some(&found.place));
            members.push((key, Member { document, channel, protocols }));
        }
    }
    members.sort_by_key(|(key, _)| *key);
    let mut members = members.into_iter().peekable();
    while let Some((address, first)) = members.next() {
        let others = std::iter::from_fn(|| members.next_if(|(key, _)| *key == address));
        let alike = std::iter::once(first).chain(others.map(|(_, member)| member)).collect();
        for members in merged(alike) {
            vertex(draft, &members);
        }
    }
}

/// Members of one address as sets, each of which shares protocols. One without known servers joins the others if they are one set.
fn merged(members: Vec<Member>) -> Vec<Vec<Member>> {
    let (unknown, known): (Vec<Member>, Vec<Member>) =
        members.into_iter().partition(|member| member.protocols.is_empty());
    let mut sets: Vec<Vec<Member>> = Vec::new();
    for member in known {
        let shares = |set: &Vec<Member>| {
            let families = set.iter().flat_map(|other| &other.protocols).map(|protocol| family(protocol));
            let own: Vec<&str> = member.protocols.iter().map(|protocol| family(protocol)).collect();
            families.into_iter().any(|family| own.contains(&family))
        };
        let (joined, mut apart): (Vec<_>, Vec<_>) = sets.into_iter().partition(shares);
        let mut set: Vec<Member> = joined.into_iter().flatten().collect();
        set.push(member);
        apart.push(set);
        sets = apart;
    }
    match sets.as_mut_slice() {
        [only] => only.extend(unknown),
        _ if unknown.is_empty() => {}
        _ => sets.push(unknown),
    }
    for set in &mut sets {
        set.sort_by_key(|member| (member.document, member.channel));
    }
    sets
}

fn vertex(draft: &mut Draft<'_>, members: &[Member]) {
    let resolved = draft.resolved;
    let number = draft.vertices.len();
    let mut protocols: Vec<String> = members.iter().flat_map(|member| member.protocols.clone()).collect();
    protocols.sort();
    protocols.dedup();
    let mut name = None;
    for member in members {
        let channel = &resolved.project.documents[member.document].channels[member.channel];
        draft.channel_of.insert((member.document, member.channel), number);
        name = name.or_else(|| channel.address.clone()).or_else(|| channel.title.clone());
        let families = protocols.iter().map(|protocol| family(protocol));
        for family in families.chain(protocols.is_empty().then_some("")) {
            let bound = bound_name(resolved, &channel.place, family);
            for alias in [channel.address.clone(), bound].into_iter().flatten() {
                draft.by_name.entry((family.to_owned(), alias)).or_insert(number);
            }
        }
    }
    let id = |member: &Member| resolved.project.documents[member.document].channels[member.channel].id.clone();
    let name = name.or_else(|| members.first().map(id)).unwrap_or_default();
    let kind = VertexKind::Channel(members.iter().map(|member| (member.document, member.channel)).collect());
    draft.vertices.push(Vertex { kind, name, protocols });
}

/// The protocols of a channel's servers, each once.
fn protocols(resolved: &Resolved, root: Place, channel: &Place) -> Vec<String> {
    let sources = &resolved.project.sources;
    let protocol = |place: Place| Some(sources.node(&place)?.get("protocol")?.as_str()?.to_ascii_lowercase());
    let mut protocols: Vec<String> = servers_of(resolved, root, channel).into_iter().filter_map(protocol).collect();
    protocols.sort();
    protocols.dedup();
    protocols
}

/// The servers of a channel, references followed: those that it names, else all of its document, `root`.
pub fn servers_of(resolved: &Resolved, root: Place, channel: &Place) -> Vec<Place> {
    let sources = &resolved.project.sources;
    if !sources.get(root.source).extract().keys.contains("servers")
        && !sources.get(channel.source).extract().keys.contains("servers")
    {
        return Vec::new();
    }
    let servers = below(&root, "servers");
    let list = below(channel, "servers");
    let named = sources.node(&list).map(Node::items).unwrap_or_default();
    let places: Vec<Place> = if named.is_empty() {
        let all = sources.node(&servers).map(Node::members).unwrap_or_default();
        all.iter().map(|member| below(&servers, &member.key)).collect()
    } else {
        // 2.x gives names, 3.x references.
        let place = |(index, node): (usize, &Node)| match node.as_str() {
            Some(name) => below(&servers, name),
            None => below(&list, &index.to_string()),
        };
        named.iter().enumerate().map(place).collect()
    };
    places.iter().filter_map(|place| resolved.follow(place)).collect()
}

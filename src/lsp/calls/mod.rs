//! Messages as calls: who sends one calls it, and it calls who receives it. Both are told by the graph that the channel map draws.

mod items;

use super::cursor::Cursor;
use super::definition::targets;
use super::governing::example_at;
use crate::model::{Edge, Flow, Message, VertexKind};
use crate::resolve::Resolved;
use crate::source::Place;

/// What calls or is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An event type, by name: all messages that carry it.
    Type(String),
    /// A message that carries none, by its place.
    Message(Place),
    /// An application, by the number of its document.
    Application(usize),
}

/// A call: the other side, over which channels, and the places of the operations by which it is made.
pub struct Call {
    pub other: Subject,
    pub channels: Vec<String>,
    pub places: Vec<Place>,
}

/// The messages that stand under the cursor, are named there, or are those of a schema or an example there; or the application.
pub fn subjects(resolved: &Resolved, cursors: &[Cursor<'_>]) -> Vec<Subject> {
    let ways = [of_name, of_message, of_example, of_schema, of_document];
    let found = |cursor: &Cursor<'_>| ways.iter().map(|way| way(resolved, cursor)).find(|found| !found.is_empty());
    cursors.iter().find_map(found).unwrap_or_default()
}

fn of_name(resolved: &Resolved, cursor: &Cursor<'_>) -> Vec<Subject> {
    let name = cursor.located.node.as_str().filter(|_| !cursor.in_key);
    let name = name.filter(|name| resolved.types_named(name).next().is_some());
    name.map(|name| Subject::Type(name.to_owned())).into_iter().collect()
}

fn of_message(resolved: &Resolved, cursor: &Cursor<'_>) -> Vec<Subject> {
    let mut messages = resolved.project.documents.iter().flat_map(|document| &document.messages);
    let mut places = targets(resolved, cursor);
    places.push(cursor.place.clone());
    let is_here = |message: &&Message| places.iter().any(|place| message.place.holds(place));
    messages.find(is_here).map(carried).unwrap_or_default()
}

fn of_example(resolved: &Resolved, cursor: &Cursor<'_>) -> Vec<Subject> {
    let example = example_at(resolved, &cursor.place);
    example.and_then(|example| example.event_type.clone()).map(Subject::Type).into_iter().collect()
}

fn of_schema(resolved: &Resolved, cursor: &Cursor<'_>) -> Vec<Subject> {
    let Some(schema) = resolved.schema_of(cursor.place.source) else { return Vec::new() };
    let types = resolved.types.iter().filter(|found| found.schemas.contains(&schema));
    types.map(|found| Subject::Type(found.name.clone())).collect()
}

fn of_document(resolved: &Resolved, cursor: &Cursor<'_>) -> Vec<Subject> {
    let documents = resolved.project.whole_documents();
    let number = documents.iter().position(|document| document.source == cursor.place.source);
    number.map(Subject::Application).into_iter().collect()
}

/// The event types of a message, else the message.
fn carried(message: &Message) -> Vec<Subject> {
    match message.types.as_slice() {
        [] => vec![Subject::Message(message.place.clone())],
        types => types.iter().cloned().map(Subject::Type).collect(),
    }
}

/// Who sends a message, and what an application receives.
pub fn incoming(resolved: &Resolved, subject: &Subject) -> Vec<Call> {
    calls(resolved, subject, true)
}

/// Who receives a message, and what an application sends.
pub fn outgoing(resolved: &Resolved, subject: &Subject) -> Vec<Call> {
    calls(resolved, subject, false)
}

fn calls(resolved: &Resolved, subject: &Subject, comes_in: bool) -> Vec<Call> {
    let (graph, documents) = (&resolved.graph, &resolved.project.documents);
    let mut calls: Vec<Call> = Vec::new();
    let mut add = |other: Subject, channel: usize, place: &Place| {
        let at = calls.iter().position(|call| call.other == other).unwrap_or_else(|| {
            calls.push(Call { other, channels: Vec::new(), places: Vec::new() });
            calls.len() - 1
        });
        let channel = &graph.vertices[channel].name;
        if !calls[at].channels.contains(channel) {
            calls[at].channels.push(channel.clone());
        }
        if !calls[at].places.contains(place) {
            calls[at].places.push(place.clone());
        }
    };
    if let Subject::Application(number) = subject {
        let edges = graph.edges_of.get(*number).into_iter().flatten().map(|edge| &graph.edges[*edge]);
        for (edge, channel) in edges.filter_map(|edge| Some((edge, far(edge, comes_in, *number)?))) {
            let messages = edge.messages.iter().map(|(document, message)| &documents[*document].messages[*message]);
            messages.flat_map(carried).for_each(|message| add(message, channel, &edge.place));
        }
    } else {
        for edge in carriers(resolved, subject) {
            let (application, channel) = if is_sent(edge.flow) { (edge.from, edge.to) } else { (edge.to, edge.from) };
            let is_application = matches!(graph.vertices[application].kind, VertexKind::Application(_));
            if is_application && is_sent(edge.flow) == comes_in {
                add(Subject::Application(application), channel, &edge.place);
            }
        }
    }
    calls
}

/// The edges that carry a message, or a message of a type.
fn carriers<'a>(resolved: &'a Resolved, subject: &Subject) -> Vec<&'a Edge> {
    let (graph, documents) = (&resolved.graph, &resolved.project.documents);
    let places: Vec<&Place> = match subject {
        Subject::Type(name) => {
            let messages = resolved.types_named(name).flat_map(|(_, found)| &found.messages);
            messages.map(|(document, message)| &documents[*document].messages[*message].place).collect()
        }
        Subject::Message(place) => graph.carriers.get_key_value(place).map(|(place, _)| place).into_iter().collect(),
        Subject::Application(_) => Vec::new(),
    };
    let mut numbers: Vec<usize> =
        places.into_iter().filter_map(|place| graph.carriers.get(place)).flatten().copied().collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().map(|number| &graph.edges[number]).collect()
}

/// The channel of an edge of an application, if the application receives by it, or if it sends.
fn far(edge: &Edge, receives: bool, application: usize) -> Option<usize> {
    match edge.flow {
        Flow::Receive | Flow::ReceiveReply => (receives && edge.to == application).then_some(edge.from),
        _ => (!receives && is_sent(edge.flow) && edge.from == application).then_some(edge.to),
    }
}

fn is_sent(flow: Flow) -> bool {
    matches!(flow, Flow::Send | Flow::SendReply)
}

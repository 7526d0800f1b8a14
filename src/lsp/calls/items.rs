//! Callers and called as the editor lists them.

use serde_json::{Value, json};

use super::{Call, Subject, incoming, outgoing, subjects};
use crate::lsp::answer::{Answer, value};
use crate::lsp::position::{range, spot};
use crate::lsp::project::Project;
use crate::lsp::protocol::{ErrorCode, Range, SymbolKind, TextDocumentPositionParams};
use crate::lsp::symbol::stated;
use crate::model::EventType;
use crate::resolve::place_of_type;
use crate::route::Site;
use crate::source::{Place, Span};

impl Project {
    /// What under the cursor is called, or calls.
    pub(in crate::lsp) fn callable(&self, site: &Site, asked: &TextDocumentPositionParams) -> Answer {
        let found = subjects(&site.proved.resolved, &self.cursors(site, asked));
        let items: Vec<Value> = found.iter().filter_map(|subject| self.item(site, subject, None)).collect();
        value((!items.is_empty()).then_some(items))
    }

    /// The calls of an item that was listed before, into it or out of it.
    ///
    /// # Errors
    /// It is none that was listed.
    pub(in crate::lsp) fn calls(&self, site: &Site, item: &Value, comes_in: bool) -> Answer {
        let unknown = || (ErrorCode::InvalidParams, "this is no item that was listed".to_owned());
        let subject = subject(site, &item["data"]).ok_or_else(unknown)?;
        let resolved = &site.proved.resolved;
        let calls = if comes_in { incoming(resolved, &subject) } else { outgoing(resolved, &subject) };
        let shown = calls.iter().filter_map(|call| {
            let other = self.item(site, &call.other, Some(call))?;
            let caller = if comes_in { &call.other } else { &subject };
            let at = self.at_caller(site, caller, call);
            Some(match comes_in {
                true => json!({ "from": other, "fromRanges": at }),
                false => json!({ "to": other, "fromRanges": at }),
            })
        });
        value(shown.collect::<Vec<_>>())
    }

    /// Where a caller says that it calls: an application in its operations, a message where it stands.
    fn at_caller(&self, site: &Site, caller: &Subject, call: &Call) -> Vec<Range> {
        let sources = &site.proved.resolved.project.sources;
        let own = place(site, caller);
        let places: Vec<&Place> = match caller {
            Subject::Application(_) => in_file_of(site, own.as_ref(), call).collect(),
            _ => own.iter().collect(),
        };
        let spots = places.into_iter().filter_map(|place| spot(sources, place));
        spots.map(|(source, span)| range(sources, source, span, self.encoding)).collect()
    }

    /// A subject, which is one side of a call if that is how it is listed: then it says over which channels, and an application by which operation.
    fn item(&self, site: &Site, subject: &Subject, call: Option<&Call>) -> Option<Value> {
        let project = &site.proved.resolved.project;
        let place = place(site, subject)?;
        let found = project.sources.locate(&place)?;
        let start = found.key_span.unwrap_or(found.node.span).start;
        let whole = Span { start, end: found.node.span.end.max(start) };
        let operation = match (subject, call) {
            (Subject::Application(_), Some(call)) => in_file_of(site, Some(&place), call).next(),
            _ => None,
        };
        let (source, named) = spot(&project.sources, operation.unwrap_or(&place))?;
        let (name, kind) = match subject {
            Subject::Type(name) => (name.clone(), SymbolKind::Event),
            Subject::Message(place) => {
                let messages = project.documents.iter().flat_map(|document| &document.messages);
                let message = messages.clone().find(|message| message.place == *place)?;
                (message.name.as_ref().unwrap_or(&message.id).clone(), SymbolKind::Event)
            }
            Subject::Application(number) => {
                let document = &project.documents[*number];
                let name = if document.title.is_empty() { &document.path } else { &document.title };
                (name.clone(), SymbolKind::Module)
            }
        };
        let detail = call.map_or_else(|| project.sources.get(source).file.clone(), |call| call.channels.join(", "));
        Some(json!({
            "name": name,
            "kind": kind,
            "detail": detail,
            "uri": self.addresses.uri(&project.sources.get(source).file),
            "range": range(&project.sources, source, whole, self.encoding),
            "selectionRange": range(&project.sources, source, named, self.encoding),
            "data": data(site, subject),
        }))
    }
}

/// The operations of a call that stand in the file of a place: others may stand in a part of the document elsewhere.
fn in_file_of<'a>(site: &'a Site, place: Option<&'a Place>, call: &'a Call) -> impl Iterator<Item = &'a Place> {
    let sources = &site.proved.resolved.project.sources;
    let file = place.map(|place| &sources.get(place.source).file);
    call.places.iter().filter(move |place| Some(&sources.get(place.source).file) == file)
}

/// Where a subject stands.
fn place(site: &Site, subject: &Subject) -> Option<Place> {
    let resolved = &site.proved.resolved;
    match subject {
        Subject::Type(name) => {
            let found: Vec<&EventType> = resolved.types_named(name).map(|(_, found)| found).collect();
            let stated = found.iter().find_map(|found| stated(resolved, found));
            stated.or_else(|| found.iter().find_map(|found| place_of_type(resolved, found)))
        }
        Subject::Message(place) => Some(place.clone()),
        Subject::Application(number) => Some(Place::root(resolved.project.documents[*number].source)),
    }
}

/// What the client keeps of a subject, which says in a later state of the project which one it is.
fn data(site: &Site, subject: &Subject) -> Value {
    let project = &site.proved.resolved.project;
    let name = |place: &Place| project.sources.get(place.source).name.clone();
    match subject {
        Subject::Type(name) => json!({ "type": name }),
        Subject::Message(place) => json!({ "message": place.pointer, "in": name(place) }),
        Subject::Application(number) => json!({ "application": name(&Place::root(project.documents[*number].source)) }),
    }
}

/// The subject that was meant by that.
fn subject(site: &Site, data: &Value) -> Option<Subject> {
    let project = &site.proved.resolved.project;
    let text = |key: &str| data[key].as_str();
    if let Some(name) = text("type") {
        return Some(Subject::Type(name.to_owned()));
    }
    if let Some(pointer) = text("message") {
        return Some(Subject::Message(Place::new(project.sources.find(text("in")?)?, pointer)));
    }
    let source = project.sources.find(text("application")?)?;
    let number = project.whole_documents().iter().position(|document| document.source == source)?;
    Some(Subject::Application(number))
}

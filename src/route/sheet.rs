//! The pages of an AsyncAPI document beside its overview: what each shows, and where.

use std::collections::HashMap;

use super::claim::Claims;
use super::path::segment;
use crate::asyncapi::{CHANNEL, COMPONENTS, MESSAGE, OPERATION, SECURITY_SCHEME, SERVER, Shape, is_extension};
use crate::model::{Document, Project};
use crate::source::{Node, Place, SourceId, join};

/// A page of a document: the place that it shows, and what stands there.
#[derive(Debug)]
pub struct Sheet {
    pub url: String,
    pub place: Place,
    pub shape: Shape,
    pub about: About,
}

/// What a page of a document is about, by number or name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    Channel(usize),
    Operation(usize),
    Message(usize),
    Schema(String),
    Servers,
    Security,
    Components,
}

static SERVERS: Shape = Shape::Map(&Shape::Object(&SERVER));
static SCHEMES: Shape = Shape::Map(&Shape::Object(&SECURITY_SCHEME));

/// The pages of all documents, and which of them shows a place: what two documents share stands with the one that it is written in, else
/// with the first.
pub fn sheets(project: &Project, urls: &[String], claims: &mut Claims) -> (Vec<Vec<Sheet>>, Roots) {
    let documents = || project.documents.iter().zip(urls);
    let mut all: Vec<Vec<Sheet>> = documents().map(|(document, url)| own(project, document, url, claims)).collect();
    let mut roots = Roots::default();
    for is_own in [true, false] {
        for (document, sheets) in project.documents.iter().zip(&all) {
            for sheet in sheets.iter().filter(|sheet| (sheet.place.source == document.source) == is_own) {
                let own = roots.0.entry(sheet.place.source).or_default();
                own.entry(sheet.place.pointer.clone()).or_insert_with(|| sheet.url.clone());
            }
        }
    }
    // Schemas of parts that no document holds.
    let sources: Vec<_> = project.documents.iter().map(|document| document.source).collect();
    for ((document, url), sheets) in documents().zip(&mut all) {
        for place in document.schemas.iter().filter(|place| !sources.contains(&place.source)) {
            if roots.holder(place).is_none() {
                let name = name_of(place);
                let url = claims.claim_distinct(&format!("{url}schemas/{}/", segment(&name)), &format!("{place:?}"));
                roots.0.entry(place.source).or_default().insert(place.pointer.clone(), url.clone());
                sheets.push(Sheet { url, place: place.clone(), shape: Shape::Schema, about: About::Schema(name) });
            }
        }
    }
    (all, roots)
}

/// The pages that show places of documents and of their parts, by source and pointer: most sources have none, and are asked of most.
#[derive(Debug, Default)]
pub struct Roots(HashMap<SourceId, HashMap<String, String>>);

impl Roots {
    /// Whether a place is what some page shows.
    pub fn has(&self, place: &Place) -> bool {
        self.0.get(&place.source).is_some_and(|own| own.contains_key(&place.pointer))
    }

    /// The page that shows a place, that of the nearest place above it that has one, and the pointer of what it shows.
    pub fn holder<'p>(&self, place: &'p Place) -> Option<(&str, &'p str)> {
        let own = self.0.get(&place.source)?;
        let mut pointer = place.pointer.as_str();
        loop {
            if let Some(url) = own.get(pointer) {
                return Some((url, pointer));
            }
            pointer = &pointer[..pointer.rfind('/')?];
        }
    }
}

fn own(project: &Project, document: &Document, url: &str, claims: &mut Claims) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    let ending = project.sources.get(document.source).file.rsplit('.').next().unwrap_or("json").to_owned();
    for (number, channel) in document.channels.iter().enumerate() {
        // A channel is what other documents name, so that two that look the same are a finding.
        let wanted = format!("{url}channels/{}/", segment(&channel.id));
        let clashes = claims.clashes.len();
        let url = claims.claim(document.source, &wanted, &ending);
        if let Some(clash) = claims.clashes.get_mut(clashes)
            && let Some(first) = sheets.iter().find(|sheet: &&Sheet| sheet.url == wanted)
        {
            clash.places = Some((first.place.clone(), channel.place.clone()));
        }
        let shape = Shape::Object(&CHANNEL);
        sheets.push(Sheet { url, place: channel.place.clone(), shape, about: About::Channel(number) });
    }
    let mut push = |group: &str, name: &str, place: Place, shape, about| {
        let address = format!("{url}{group}/{}/", segment(name));
        let url = claims.claim_distinct(&address, &format!("{name}{}", place.pointer));
        sheets.push(Sheet { url, place, shape, about });
    };
    for (number, operation) in document.operations.iter().enumerate() {
        let place = operation.place.clone();
        push("operations", &operation.id, place, Shape::Object(&OPERATION), About::Operation(number));
    }
    for (number, message) in document.messages.iter().enumerate() {
        let name = message.name.as_ref().filter(|_| message.id == "message").unwrap_or(&message.id);
        push("messages", name, message.place.clone(), Shape::Object(&MESSAGE), About::Message(number));
    }
    for place in members(project, document, "/components/schemas") {
        let name = name_of(&place);
        push("schemas", &name.clone(), place, Shape::Schema, About::Schema(name));
    }
    for (place, group, shape, about) in groups(project, document) {
        let url = claims.claim_distinct(&format!("{url}{group}/"), &place.pointer);
        sheets.push(Sheet { url, place, shape, about });
    }
    sheets
}

/// What a document has a page of for all of a kind.
fn groups(project: &Project, document: &Document) -> Vec<(Place, &'static str, Shape, About)> {
    let groups = [
        ("/servers", "servers", SERVERS, About::Servers),
        ("/components/securitySchemes", "security", SCHEMES, About::Security),
        ("/components", "components", Shape::Object(&COMPONENTS), About::Components),
    ];
    let places =
        groups.map(|(pointer, group, shape, about)| (Place::new(document.source, pointer), group, shape, about));
    let is_stated =
        |place: &Place| document.asyncapi.is_some() && project.sources.node(place).is_some_and(Node::is_object);
    places.into_iter().filter(|(place, ..)| is_stated(place)).collect()
}

/// Whether the text of a document, which has the channels, operations and messages that it had, has other things of which there are pages.
pub fn are_stated(project: &Project, document: &Document, sheets: &[Sheet]) -> bool {
    let schemas = members(project, document, "/components/schemas").into_iter();
    let groups = groups(project, document).into_iter().map(|(place, ..)| place);
    let own = sheets.iter().filter(|sheet| sheet.place.source == document.source);
    let own = own.filter(|sheet| !matches!(sheet.about, About::Channel(_) | About::Operation(_) | About::Message(_)));
    schemas.chain(groups).eq(own.map(|sheet| sheet.place.clone()))
}

fn members(project: &Project, document: &Document, pointer: &str) -> Vec<Place> {
    let node = project.sources.node(&Place::new(document.source, pointer)).filter(|_| document.asyncapi.is_some());
    let members = node.map(Node::members).unwrap_or_default().iter().filter(|member| !is_extension(&member.key));
    members.map(|member| Place::new(document.source, join(pointer, &member.key))).collect()
}

/// What a place is called: the last step of its pointer, else the name of its source.
fn name_of(place: &Place) -> String {
    let last = place.pointer.rsplit('/').next().unwrap_or_default();
    if last.is_empty() { "schema".to_owned() } else { crate::source::unescape_token(last).into_owned() }
}

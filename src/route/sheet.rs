//! The pages of an AsyncAPI document beside its overview: what each shows, and where.

use std::collections::HashMap;

use super::anchor::pointer_address;
use super::claim::Claims;
use super::path::segment;
use super::room::{Own, SHARED, SHARING};
use crate::asyncapi::{CHANNEL, COMPONENTS, MESSAGE, OPERATION, SECURITY_SCHEME, SERVER, Shape, is_extension};
use crate::model::{Document, Project};
use crate::source::{Node, Place, SourceId, join};

/// A page of a document: the place that it shows, and what it is about.
#[derive(Debug)]
pub struct Sheet {
    pub url: String,
    pub place: Place,
    pub about: About,
}

impl Sheet {
    /// What it shows: the parts that share it, or the one thing that it is about.
    pub fn parts(&self) -> impl Iterator<Item = (&About, &Place)> {
        let shared = match &self.about {
            About::Several(parts) => parts.as_slice(),
            _ => &[],
        };
        let alone = shared.is_empty().then_some((&self.about, &self.place));
        shared.iter().map(|part| (&part.about, &part.place)).chain(alone)
    }
}

/// What a page of a document is about, by number or name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum About {
    Channel(usize),
    Operation(usize),
    Message(usize),
    Schema(String),
    Servers,
    Security,
    Components,
    /// Parts of one kind that have no pages of their own.
    Several(Vec<Part>),
}

impl About {
    /// The folder of such pages.
    fn group(&self) -> &'static str {
        match self {
            About::Channel(_) => "channels",
            About::Operation(_) => "operations",
            About::Message(_) => "messages",
            About::Schema(_) => "schemas",
            About::Servers => "servers",
            About::Security => "security",
            About::Components => "components",
            About::Several(parts) => parts.first().map_or("", |part| part.about.group()),
        }
    }

    /// What stands there.
    pub fn shape(&self) -> Shape {
        match self {
            About::Channel(_) => Shape::Object(&CHANNEL),
            About::Operation(_) => Shape::Object(&OPERATION),
            About::Message(_) => Shape::Object(&MESSAGE),
            About::Schema(_) => Shape::Schema,
            About::Servers => SERVERS,
            About::Security => SCHEMES,
            About::Components => Shape::Object(&COMPONENTS),
            About::Several(parts) => parts.first().map_or(Shape::Any, |part| part.about.shape()),
        }
    }
}

/// One of the parts that share a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    pub about: About,
    pub place: Place,
}

static SERVERS: Shape = Shape::Map(&Shape::Object(&SERVER));
static SCHEMES: Shape = Shape::Map(&Shape::Object(&SECURITY_SCHEME));

/// The pages of all documents, and which of them shows a place: what two documents share stands with the one that it is written in, else
/// with the first.
pub fn sheets(project: &Project, urls: &[String], pages: &[Own], claims: &mut Claims) -> (Vec<Vec<Sheet>>, Roots) {
    let documents = || project.documents.iter().zip(urls);
    let with_pages = documents().zip(pages);
    let mut all: Vec<Vec<Sheet>> =
        with_pages.map(|((document, url), pages)| own(project, document, url, *pages, claims)).collect();
    let mut roots = Roots::default();
    for is_own in [true, false] {
        for (document, sheets) in project.documents.iter().zip(&all) {
            for sheet in sheets.iter().filter(|sheet| (sheet.place.source == document.source) == is_own) {
                let own = roots.0.entry(sheet.place.source).or_default();
                for (_, place) in sheet.parts() {
                    let is_shared = matches!(sheet.about, About::Several(_));
                    own.entry(place.pointer.clone()).or_insert_with(|| Root { url: sheet.url.clone(), is_shared });
                }
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
                let root = Root { url: url.clone(), is_shared: false };
                roots.0.entry(place.source).or_default().insert(place.pointer.clone(), root);
                sheets.push(Sheet { url, place: place.clone(), about: About::Schema(name) });
            }
        }
    }
    (all, roots)
}

/// Where each part of a document stands.
pub fn addresses(sheets: &[Sheet]) -> HashMap<About, String> {
    let of = |sheet: &Sheet| {
        let address = |place: &Place| match sheet.about {
            About::Several(_) => pointer_address(&sheet.url, &place.pointer),
            _ => sheet.url.clone(),
        };
        sheet.parts().map(|(about, place)| (about.clone(), address(place))).collect::<Vec<_>>()
    };
    let mut all = HashMap::new();
    for (about, address) in sheets.iter().flat_map(of) {
        all.entry(about).or_insert(address);
    }
    all
}

/// The pages that show places of documents and of their parts, by source and pointer: most sources have none, and are asked of most.
#[derive(Debug, Default)]
pub struct Roots(HashMap<SourceId, HashMap<String, Root>>);

/// The page of a place, and whether others share it.
#[derive(Debug)]
struct Root {
    url: String,
    is_shared: bool,
}

impl Roots {
    /// Whether a place is what some page shows.
    pub fn has(&self, place: &Place) -> bool {
        self.0.get(&place.source).is_some_and(|own| own.contains_key(&place.pointer))
    }

    /// The page that shows a place: that of the nearest place above it that has one.
    pub fn holder(&self, place: &Place) -> Option<&str> {
        self.nearest(place).map(|(root, _)| root.url.as_str())
    }

    /// The address of a place: the page that shows it, with the anchor of what is not all of that.
    pub fn address(&self, place: &Place) -> Option<String> {
        let (root, shown) = self.nearest(place)?;
        let is_whole = shown == place.pointer && !root.is_shared;
        Some(if is_whole { root.url.clone() } else { pointer_address(&root.url, &place.pointer) })
    }

    fn nearest<'p>(&self, place: &'p Place) -> Option<(&Root, &'p str)> {
        let own = self.0.get(&place.source)?;
        let mut pointer = place.pointer.as_str();
        loop {
            if let Some(root) = own.get(pointer) {
                return Some((root, pointer));
            }
            pointer = &pointer[..pointer.rfind('/')?];
        }
    }
}

fn own(project: &Project, document: &Document, url: &str, pages: Own, claims: &mut Claims) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    let ending = project.sources.get(document.source).file.rsplit('.').next().unwrap_or("json").to_owned();
    let mut claimed: HashMap<String, &Place> = HashMap::new();
    let mut shared = Vec::new();
    for (number, channel) in document.channels.iter().enumerate() {
        // A channel is what other documents name, so that two that look the same are a finding.
        let wanted = format!("{url}channels/{}/", segment(&channel.id));
        let clashes = claims.clashes.len();
        let url = claims.claim(document.source, &wanted, &ending);
        if let Some(clash) = claims.clashes.get_mut(clashes)
            && let Some(first) = claimed.get(&wanted)
        {
            clash.places = Some(((*first).clone(), channel.place.clone()));
        }
        claimed.insert(url.clone(), &channel.place);
        let (place, about) = (channel.place.clone(), About::Channel(number));
        if number < pages.channels {
            sheets.push(Sheet { url, place, about });
        } else {
            shared.push(Part { about, place });
        }
    }
    let mut push = |has_page: bool, name: &str, place: Place, about: About| {
        if !has_page {
            return shared.push(Part { about, place });
        }
        let address = format!("{url}{}/{}/", about.group(), segment(name));
        let url = claims.claim_distinct(&address, &format!("{name}{}", place.pointer));
        sheets.push(Sheet { url, place, about });
    };
    for (number, operation) in document.operations.iter().enumerate() {
        push(number < pages.operations, &operation.id, operation.place.clone(), About::Operation(number));
    }
    for (number, message) in document.messages.iter().enumerate() {
        let name = message.name.as_ref().filter(|_| message.id == "message").unwrap_or(&message.id);
        push(number < pages.messages, name, message.place.clone(), About::Message(number));
    }
    for (number, place) in schemas(project, document).into_iter().enumerate() {
        let name = name_of(&place);
        push(number < pages.schemas, &name.clone(), place, About::Schema(name));
    }
    for parts in together(project, shared) {
        let [first, ..] = parts.as_slice() else { continue };
        let address = format!("{url}{}/more/", first.about.group());
        let url = claims.claim_distinct(&address, &format!("{:?}", first.place));
        sheets.push(Sheet { url, place: first.place.clone(), about: About::Several(parts) });
    }
    for (place, about) in groups(project, document) {
        let url = claims.claim_distinct(&format!("{url}{}/", about.group()), &place.pointer);
        sheets.push(Sheet { url, place, about });
    }
    sheets
}

/// Parts as they share pages: of one kind and of one file, whose pointers tell them apart there.
fn together(project: &Project, parts: Vec<Part>) -> Vec<Vec<Part>> {
    let mut pages: Vec<Vec<Part>> = Vec::new();
    let mut length = 0;
    for part in parts {
        let own = project.sources.node(&part.place).map_or(0, |node| (node.span.end - node.span.start) as usize);
        length += own;
        let has_room = |page: &&mut Vec<Part>| {
            let first = &page[0];
            let is_like = first.about.group() == part.about.group() && first.place.source == part.place.source;
            is_like && page.len() < SHARING && length <= SHARED
        };
        match pages.last_mut().filter(has_room) {
            Some(page) => page.push(part),
            None => {
                length = own;
                pages.push(vec![part]);
            }
        }
    }
    pages
}

/// The schemas that a document has among its components.
pub fn schemas(project: &Project, document: &Document) -> Vec<Place> {
    members(project, document, "/components/schemas")
}

/// What a document has a page of for all of a kind.
fn groups(project: &Project, document: &Document) -> Vec<(Place, About)> {
    let groups = [
        ("/servers", About::Servers),
        ("/components/securitySchemes", About::Security),
        ("/components", About::Components),
    ];
    let places = groups.map(|(pointer, about)| (Place::new(document.source, pointer), about));
    let is_stated =
        |place: &Place| document.asyncapi.is_some() && project.sources.node(place).is_some_and(Node::is_object);
    places.into_iter().filter(|(place, _)| is_stated(place)).collect()
}

/// Whether the text of a document, which has the channels, operations and messages that it had, has other things of which there are pages.
pub fn are_stated(project: &Project, document: &Document, sheets: &[Sheet]) -> bool {
    let groups = groups(project, document).into_iter().map(|(place, _)| place);
    let stated: Vec<Place> = schemas(project, document).into_iter().chain(groups).collect();
    let shown = sheets.iter().flat_map(Sheet::parts).filter(|(about, place)| {
        let is_told_elsewhere = matches!(about, About::Channel(_) | About::Operation(_) | About::Message(_));
        place.source == document.source && !is_told_elsewhere
    });
    stated.iter().eq(shown.map(|(_, place)| place))
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

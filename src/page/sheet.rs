//! The pages of an AsyncAPI document beside its overview: a channel, an operation, a message, a schema; servers, security, components.

use std::borrow::Cow;

use serde::Serialize;

use super::changes::{VersionsView, versions};
use super::event::{Carried, EventFields, EventView, carried};
use super::example::{self, ExampleView};
use super::facts::{facts, value_of};
use super::link::Links;
use super::parts::{self, PartView};
use super::problem::{ProblemsHere, problems_at};
use super::rows::{MessageRow, OperationRow, all_of_channel, channel_link, message_rows, operation_rows, prose};
use super::words::{Context, short};
use super::{Anchor, Focus, Picture, focus};
use crate::asyncapi::typed::Action;
use crate::asyncapi::{Object, Shape, Version, expression};
use crate::diagnostic::Findings;
use crate::keyword::inline_json;
use crate::model::{Document, ExampleKind, Merged, Message, Use};
use crate::prose::Html;
use crate::route::{About, Sheet, Site};
use crate::source::{Node, Place, join, pointer_tokens};

/// What the templates show.
#[derive(Debug, Default, Serialize)]
pub struct SheetView {
    pub title: String,
    /// What the page is about, in a word.
    pub what: &'static str,
    /// What the document calls it.
    pub name: String,
    /// Where it stands: file and line.
    pub place: String,
    pub action: &'static str,
    /// The word of the source for the action (2.x).
    pub stated: &'static str,
    pub types: Vec<Anchor>,
    /// The versions of a message's payload.
    pub versions: Option<VersionsView>,
    pub foreign_format: Option<String>,
    pub summary: Html,
    pub description: Html,
    pub tags: Vec<String>,
    /// An event that the message carries, and the fields of what it carries.
    pub event: Option<EventView>,
    pub payload: EventFields,
    pub headers: EventFields,
    pub facts: Html,
    /// The fields after traits, each with what states it.
    pub merged: Vec<MergedRow>,
    pub channels: Vec<Anchor>,
    pub operations: Vec<OperationRow>,
    /// How many operations are not listed; the channels have them.
    pub more_operations: usize,
    pub messages: Vec<MessageRow>,
    /// Where the messages stand, if they are too many to be listed here as well.
    pub all_messages: Option<Anchor>,
    pub examples: Vec<ExampleView>,
    /// What the correlation id is in each example.
    pub correlations: Vec<Correlation>,
    pub used_by: Vec<Anchor>,
    /// Parts that share the page.
    pub parts: Vec<PartView>,
    /// Components that nothing refers to.
    pub unused: Vec<Anchor>,
    pub problems: ProblemsHere,
    /// The part of the channel map around a channel or a message.
    pub picture: Option<Picture>,
}

/// A field after traits.
#[derive(Debug, Serialize)]
pub struct MergedRow {
    #[serde(skip)]
    pointer: String,
    #[serde(skip)]
    is_own: bool,
    pub label: String,
    pub value: Html,
    pub origin: Anchor,
}

/// The correlation id of an example.
#[derive(Debug, Serialize)]
pub struct Correlation {
    pub example: Anchor,
    pub location: String,
    /// Its value as JSON; `None` if the example has none there.
    pub value: Option<String>,
}

/// The title of a document, or its path.
pub fn document_title(document: &Document) -> &str {
    short(if document.title.trim().is_empty() { &document.path } else { &document.title })
}

/// The kind of the page: the name of its template.
pub fn kind(sheet: &Sheet) -> &'static str {
    match sheet.about {
        About::Channel(_) => "channel",
        About::Operation(_) => "operation",
        About::Message(_) => "message",
        _ => "part",
    }
}

/// The title of a page.
pub fn title(document: &Document, sheet: &Sheet) -> String {
    match &sheet.about {
        About::Several(shared) => parts::title(document, shared),
        about => named(document, about),
    }
}

/// What a part of a document is called.
pub fn named(document: &Document, about: &About) -> String {
    let titled = |title: &Option<String>, name: &str| match title.as_deref().map(str::trim) {
        Some(title) if !title.is_empty() => short(title).to_owned(),
        _ => short(name).to_owned(),
    };
    match about {
        About::Channel(number) => {
            let channel = &document.channels[*number];
            titled(&channel.title, channel.address.as_ref().unwrap_or(&channel.id))
        }
        About::Operation(number) => titled(&document.operations[*number].title, &document.operations[*number].id),
        About::Message(number) => {
            let message = &document.messages[*number];
            titled(&message.title, message.name.as_ref().unwrap_or(&message.id))
        }
        About::Schema(name) => name.clone(),
        About::Servers => "Servers".to_owned(),
        About::Security => "Security schemes".to_owned(),
        About::Components => "Components".to_owned(),
        About::Several(shared) => parts::title(document, shared),
    }
}

/// The view of the page `index` of the document `number`.
pub fn view(site: &Site, findings: &Findings, number: usize, index: usize, links: &Links<'_>) -> SheetView {
    let project = &site.proved.resolved.project;
    let document = &project.documents[number];
    let sheet = &site.routes.sheets[number][index];
    let version = document.asyncapi.unwrap_or(Version::V3_1);
    let source = project.sources.get(sheet.place.source);
    let line = project.sources.locate(&sheet.place).map_or(1, |found| source.position(found.node.span.start).line);
    let view = SheetView {
        title: title(document, sheet),
        place: format!("{}:{line}", source.file),
        facts: match &sheet.about {
            About::Several(_) => Html::default(),
            about => facts(links, &sheet.place, about.shape(), version, shown_below(links, document, about)),
        },
        examples: site.shown_on(&sheet.url).iter().map(|example| example::view(links, *example)).collect(),
        problems: problems_at(links, findings, sheet.parts().map(|(_, place)| place)),
        ..SheetView::default()
    };
    match &sheet.about {
        About::Channel(channel) => SheetView {
            what: "Channel",
            name: document.channels[*channel].id.clone(),
            operations: operation_rows(links, number, site.operations_on(number, *channel).iter().copied()),
            messages: message_rows(links, number, &document.channels[*channel].messages),
            picture: focus(links, Focus::Channel(number, *channel)),
            ..view
        },
        About::Operation(operation) => {
            let operation = &document.operations[*operation];
            let all = all_of_channel(links, number, operation).filter(|_| operation.messages.len() > site.rows());
            let asked = operation.channel.into_iter().chain(operation.reply.as_ref().and_then(|reply| reply.channel));
            SheetView {
                what: "Operation",
                name: operation.id.clone(),
                action: operation.action.map_or("", Action::word),
                stated: operation.stated,
                merged: of_traits(links, &operation.merged, &operation.place, sheet.about.shape(), version),
                channels: asked.map(|channel| channel_link(links, number, channel)).collect(),
                messages: if all.is_some() { Vec::new() } else { message_rows(links, number, &operation.messages) },
                all_messages: all,
                ..view
            }
        }
        About::Message(index) => message(links, number, *index, sheet, view),
        About::Schema(_) => SheetView { what: "Schema", used_by: used_by(links, &sheet.place), ..view },
        About::Servers => SheetView { what: "Servers", ..view },
        About::Security => SheetView { what: "Security", ..view },
        About::Components => SheetView { what: "Components", unused: unused(links, document), ..view },
        About::Several(shared) => {
            SheetView { what: "Parts", parts: parts::views(links, document, shared, version), ..view }
        }
    }
}

/// What the facts leave out, since a section of its own has it.
pub fn shown_below(links: &Links<'_>, document: &Document, about: &About) -> &'static [&'static str] {
    let About::Message(number) = about else { return &[] };
    let message = &document.messages[*number];
    let own = Place::new(message.place.source, join(&message.place.pointer, "examples"));
    let list = links.site.proved.resolved.project.sources.node(&own);
    if list.is_some_and(|list| !list.items().is_empty()) { &["examples"] } else { &[] }
}

fn message(links: &Links<'_>, number: usize, index: usize, sheet: &Sheet, view: SheetView) -> SheetView {
    let site = links.site;
    let resolved = &site.proved.resolved;
    let document = &resolved.project.documents[number];
    let message = &document.messages[index];
    let carries = |list: &[usize]| list.contains(&index);
    let channels = document.channels.iter().enumerate().filter(|(_, channel)| carries(&channel.messages));
    let types = message.types.iter().flat_map(|name| resolved.types_named(name)).map(|(_, found)| found);
    let own = types.filter(|found| found.messages.contains(&(number, index)));
    let of_types = own.flat_map(|found| found.examples.iter().copied());
    let examples: Vec<usize> = of_types.chain(site.shown_on(&sheet.url).iter().copied()).collect();
    let Carried { event, payload, headers, best } = carried(links, message, &sheet.url, &examples);
    let others = site.shown_on(&sheet.url).iter().filter(|example| Some(**example) != best);
    let schema = message.payload.as_ref().filter(|place| place.pointer.is_empty());
    let schema = schema.and_then(|place| site.proved.resolved.schema_of(place.source));
    let carrying = site.operations_with(number, index);
    let operations = operation_rows(links, number, carrying.iter().copied().take(site.rows()));
    let more_operations = carrying.len().saturating_sub(site.rows());
    let version = document.asyncapi.unwrap_or(Version::V3_1);
    let mut merged = of_traits(links, &message.merged, &message.place, sheet.about.shape(), version);
    // Headers have a list of their own.
    merged.retain(|row| !row.pointer.starts_with("/headers/"));
    SheetView {
        what: "Message",
        name: message.name.clone().unwrap_or_else(|| message.id.clone()),
        summary: prose(links, document, message.summary.as_deref()),
        description: prose(links, document, stated(links, message, "description").and_then(Node::as_str)),
        tags: stated(links, message, "tags").map(Node::items).unwrap_or_default().iter().filter_map(tag_name).collect(),
        types: parts::types(links, document, &sheet.about),
        foreign_format: message.foreign_format.clone(),
        versions: schema.and_then(|number| versions(links, number)),
        event,
        payload,
        headers,
        examples: others.map(|example| example::view(links, *example)).collect(),
        merged,
        picture: focus(links, Focus::Message(number, index)),
        channels: channels.map(|(channel, _)| channel_link(links, number, channel)).collect(),
        operations,
        more_operations,
        correlations: correlations(links, message, &sheet.url),
        used_by: used_by(links, &sheet.place),
        ..view
    }
}

/// What a message states by a name, itself or by a trait.
fn stated<'a>(links: &Links<'a>, message: &Message, name: &str) -> Option<&'a Node> {
    let sources = &links.site.proved.resolved.project.sources;
    let pointer = join("", name);
    let of_trait = || message.merged.iter().find(|field| field.pointer == pointer).map(|field| &field.place);
    let own = Place::new(message.place.source, join(&message.place.pointer, name));
    sources.node(&own).or_else(|| sources.node(of_trait()?))
}

fn tag_name(tag: &Node) -> Option<String> {
    tag.get("name").and_then(Node::as_str).map(str::to_owned)
}

/// The longest value of a trait that is repeated where the trait is used, in bytes.
const REPEATED: usize = 2_000;

/// What traits add to what an object says itself.
fn of_traits(links: &Links<'_>, fields: &[Merged], own: &Place, shape: Shape, version: Version) -> Vec<MergedRow> {
    let mut rows = merged(links, fields, own, shape, version);
    rows.retain(|row| !row.is_own);
    rows
}

/// The fields after traits, with links to what states them; nothing if there are no traits.
fn merged(links: &Links<'_>, fields: &[Merged], own: &Place, shape: Shape, version: Version) -> Vec<MergedRow> {
    let sources = &links.site.proved.resolved.project.sources;
    let Shape::Object(object) = shape else { return Vec::new() };
    let rows = fields.iter().filter_map(|field| {
        let source = sources.get(field.place.source);
        let context = Context { links, file: &source.file };
        let (label, shape) = label(object, &field.pointer, version);
        let (node, mut value) = (sources.node(&field.place)?, String::new());
        match links.to_place(&field.layer) {
            // Of many messages with one trait each would repeat it.
            Some(_) if source.text_at(node.span).len() > REPEATED => value.push_str("what the trait says"),
            _ => context.write(&mut value, &value_of(node, shape, source), &field.place),
        }
        let origin = if field.layer == *own { "itself".to_owned() } else { context.name_of(&field.layer, own) };
        let href = links.to_place(&field.layer).unwrap_or_default();
        let (pointer, is_own) = (field.pointer.clone(), field.layer == *own);
        Some(MergedRow { pointer, is_own, label, value: Html::trusted(value), origin: Anchor { text: origin, href } })
    });
    rows.collect()
}

/// The words for a field by its pointer in the merged object: `Bindings › kafka › clientId`.
fn label(object: &'static Object, pointer: &str, version: Version) -> (String, Shape) {
    let mut steps = pointer_tokens(pointer);
    let first = steps.next().unwrap_or_default();
    let field = object.field(&first, version);
    let head = field.map_or(first, |field| field.label.into());
    let rest: Vec<Cow<'_, str>> = steps.collect();
    let shape = field.filter(|_| rest.is_empty()).map_or(Shape::Any, |field| field.shape);
    (std::iter::once(head).chain(rest).collect::<Vec<_>>().join(" › "), shape)
}

/// The value of the correlation id in each example that the page shows.
fn correlations(links: &Links<'_>, message: &Message, url: &str) -> Vec<Correlation> {
    let project = &links.site.proved.resolved.project;
    let Some(location) = &message.correlation else { return Vec::new() };
    let Some(expression) = expression(location) else { return Vec::new() };
    let examples = links.site.shown_on(url).iter();
    let examples = examples.filter(|number| project.examples[**number].kind == ExampleKind::Message);
    let values = examples.map(|number| {
        let example = &project.examples[*number];
        let source = project.sources.get(example.place.source);
        let pointer = format!("{}/{}{}", example.place.pointer, expression.part, expression.pointer);
        let value = project.sources.node(&Place::new(example.place.source, pointer));
        Correlation {
            example: Anchor {
                text: example::name(links.site, *number),
                href: links.to(&links.site.example_address(*number)),
            },
            location: location.clone(),
            value: value.map(|node| inline_json(node, source)),
        }
    });
    values.collect()
}

/// Everything that refers to a place of a document, or to what stands below it.
fn used_by(links: &Links<'_>, place: &Place) -> Vec<Anchor> {
    let mut found: Vec<Anchor> = Vec::new();
    for holder in referring(links, place) {
        let Some(href) = links.to_place(&holder) else { continue };
        let steps: Vec<Cow<'_, str>> = pointer_tokens(&holder.pointer).collect();
        let text = if steps.is_empty() {
            links.site.proved.resolved.project.sources.get(holder.source).name.clone()
        } else {
            steps.join(" › ")
        };
        found.push(Anchor { text, href });
    }
    found
}

fn referring(links: &Links<'_>, place: &Place) -> Vec<Place> {
    let uses = &links.site.proved.resolved.uses;
    let below = format!("{}/", place.pointer);
    let from_here = uses.range(place.clone()..).take_while(|(used, _)| used.source == place.source);
    let from_here = from_here.take_while(|(used, _)| used.pointer.starts_with(&place.pointer));
    let here = from_here.filter(|(used, _)| **used == *place || used.pointer.starts_with(&below));
    let holders = here.flat_map(|(_, uses)| uses).filter_map(|used| match used {
        Use::Schema(holder) => Some(holder.clone()),
        Use::Message(..) => None,
    });
    // What refers to itself is not used by that.
    holders.filter(|holder| holder.source != place.source || !holder.pointer.starts_with(&below)).collect()
}

/// The components that nothing refers to; in 2.x security schemes are meant by their names.
fn unused(links: &Links<'_>, document: &Document) -> Vec<Anchor> {
    let sources = &links.site.proved.resolved.project.sources;
    let components = Place::new(document.source, "/components");
    let Some(node) = sources.node(&components) else { return Vec::new() };
    let by_name = document.asyncapi.is_some_and(Version::is_2);
    let groups = node.members().iter().filter(|group| !crate::asyncapi::is_extension(&group.key));
    let groups = groups.filter(|group| !by_name || &*group.key != "securitySchemes");
    let mut found = Vec::new();
    for group in groups {
        for member in group.value.members().iter().filter(|member| !crate::asyncapi::is_extension(&member.key)) {
            let place = Place::new(document.source, join(&join(&components.pointer, &group.key), &member.key));
            if referring(links, &place).is_empty() {
                let href = links.to_place(&place).unwrap_or_default();
                found.push(Anchor { text: format!("{} › {}", group.key, member.key), href });
            }
        }
    }
    found
}

//! Makes pages of Markdown files: front matter, outline, and a source of each fence that is an input.

use std::sync::Arc;

use super::delivered::{add_events, delivered};
use super::event_type::event_type;
use super::kind::names_dialect;
use super::{Read, linked, naming, schema};
use crate::config::Types;
use crate::config::table::Mistake;
use crate::model::{Because, Example, ExampleKind, Fence, FenceUse, Page, Pairing, Project};
use crate::prose::{front_matter, outline};
use crate::source::{Format, Kind, Node, Place, Source, SourceId, Span};
use crate::tree::Tree;

/// The Markdown file beside an example: its description and what its front matter says.
pub struct Sidecar {
    pub source: SourceId,
    pub body: u32,
    pub expect_invalid: Option<bool>,
    pub because: Option<(Vec<Because>, Place)>,
    /// Whether `schemabook sample` wrote the example and nobody has made it their own yet.
    pub is_generated: bool,
}

/// Adds a page and the sources of its fences.
pub fn add_page(project: &mut Project, tree: &Tree, read: Read) {
    let front = add_front_matter(project, &read.source);
    let path = naming::stem(&read.relative).to_owned();
    let outline = outline(&read.source.text, front.body);
    let heading = outline.headings.first().filter(|heading| heading.level == 1).map(|heading| heading.text.clone());
    let stated = |key| front.text(project, key);
    let (title, description) = (stated("title"), stated("description"));
    let spare = |key| stated(key).ok().flatten().filter(|text| !text.trim().is_empty());
    let (name, summary) = (spare("name"), spare("summary"));
    let order = front.number(project, "order");
    let wrong = [title.as_ref().err(), description.as_ref().err(), order.as_ref().err()];
    let wrong: Vec<Mistake> = wrong.into_iter().flatten().cloned().collect();
    Arc::make_mut(&mut project.mistakes)
        .extend(front.source.into_iter().flat_map(|id| wrong.iter().map(move |wrong| (id, wrong.clone()))));
    let title = title.ok().flatten().or(heading).or(name).unwrap_or_else(|| called(project, &read, &path));
    let description = description.ok().flatten().or(summary);
    let mut page = Page {
        source: SourceId(0),
        catalog: read.catalog,
        path,
        title,
        description,
        order: order.ok().flatten(),
        front: front.source,
        body: front.body as u32,
        headings: outline.headings,
        anchors: outline.anchors,
        fences: outline.fences,
        links: outline.links,
    };
    for link in &mut page.links {
        linked::look(tree, &read.source.file, link);
    }
    for fence in &mut page.fences {
        add_fence(project, &read, fence);
    }
    page.source = project.sources.add(read.source);
    Arc::make_mut(&mut project.pages).push(page);
}

/// What a page is called that says nothing of it: its file, or its folder where the file stands for that.
fn called(project: &Project, read: &Read, path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if !naming::is_folder_page(name) {
        return name.to_owned();
    }
    match naming::file_name(folder) {
        "" => project.config.catalogs[read.catalog].title.clone(),
        folder => folder.to_owned(),
    }
}

/// The fences of a page outside the catalogs: references lead into them, nothing else is made of them.
pub fn fences(page: &Source) -> Vec<Source> {
    let body = front_matter(&page.text).ok().flatten().map_or(0, |front| front.body);
    let fences = outline(&page.text, body).fences.into_iter();
    let sources = fences.filter_map(|fence| {
        let format = read_info(&fence.info)?.format;
        Some(Source::from_fence(page, &fence.slug, format, &fence.pieces))
    });
    sources.filter(|source| source.root().is_some()).collect()
}

/// What a sidecar says; its source is kept for its text.
pub fn sidecar(project: &mut Project, source: Arc<Source>) -> Sidecar {
    let front = add_front_matter(project, &source);
    let mut mistakes = Vec::new();
    let expect_invalid = front.get(project, "expect").and_then(|node| match node.as_str() {
        Some("invalid") => Some(true),
        Some("valid") => Some(false),
        _ => {
            mistakes.push(mistake(node, "`expect` is neither \"valid\" nor \"invalid\""));
            None
        }
    });
    let because = front.get(project, "because").map(|list| {
        if !list.is_array() {
            mistakes.push(mistake(list, "`because` is no list of reasons"));
        }
        let items = list.items().iter().filter_map(|item| {
            let part = |key: &str| item.get(key).and_then(Node::as_str).map(str::to_owned);
            let because = part("at").zip(part("keyword")).map(|(at, keyword)| Because { at, keyword });
            if because.is_none() {
                mistakes.push(mistake(item, "a reason needs `at` (an instance pointer) and `keyword`"));
            }
            because
        });
        items.collect::<Vec<_>>()
    });
    // Reasons of which one can't be read say nothing about the set.
    let because = because.filter(|_| mistakes.is_empty());
    let because = because.zip(front.source).map(|(because, id)| (because, Place::new(id, "/because")));
    if let Some(id) = front.source {
        Arc::make_mut(&mut project.mistakes).extend(mistakes.into_iter().map(|mistake| (id, mistake)));
    }
    let is_generated = front.get(project, "generated").and_then(Node::as_bool) == Some(true);
    let source = project.sources.add(source);
    Sidecar { source, body: front.body as u32, expect_invalid, because, is_generated }
}

fn mistake(node: &Node, message: &str) -> Mistake {
    let help = "write it as: because: [{ at: \"/payload/port\", keyword: maximum }]";
    Mistake { span: node.span, message: message.to_owned(), help: Some(help.to_owned()), ..Mistake::default() }
}

/// The front matter of a text, as a source of its own.
struct Front {
    source: Option<SourceId>,
    body: usize,
}

impl Front {
    fn get<'a>(&self, project: &'a Project, key: &str) -> Option<&'a Node> {
        project.sources.get(self.source?).root()?.get(key)
    }

    /// The text at `key`; a number or a date is one as it is written.
    fn text(&self, project: &Project, key: &str) -> Result<Option<String>, Mistake> {
        let Some((node, id)) = self.get(project, key).zip(self.source) else { return Ok(None) };
        match &node.kind {
            Kind::String(text) => Ok(Some(text.to_string())),
            Kind::Number(_) => Ok(Some(project.sources.get(id).digits(node).into_owned())),
            Kind::Null => Ok(None),
            _ => Err(of_type(node, key, "a text")),
        }
    }

    /// The whole number at `key`.
    fn number(&self, project: &Project, key: &str) -> Result<Option<i64>, Mistake> {
        let Some(node) = self.get(project, key) else { return Ok(None) };
        match &node.kind {
            Kind::Null => Ok(None),
            _ => node.to_value().as_i64().map(Some).ok_or_else(|| of_type(node, key, "a whole number")),
        }
    }
}

fn of_type(node: &Node, key: &str, wanted: &str) -> Mistake {
    let message = format!("`{key}` is of type {}, not {wanted}", node.type_name());
    Mistake { span: node.span, message, ..Mistake::default() }
}

fn add_front_matter(project: &mut Project, source: &Source) -> Front {
    match front_matter(&source.text) {
        Ok(None) => Front { source: None, body: 0 },
        Ok(Some(front)) => {
            // The slug `---` is no heading's, so the name is the front matter's alone.
            let fence = Source::from_fence(source, "---", Format::Yaml, std::slice::from_ref(&front.yaml));
            let wrong =
                fence.root().filter(|root| !root.is_object() && root.type_name() != "null").map(|root| root.span);
            let id = project.sources.add(fence);
            if let Some(span) = wrong {
                let help = Some("front matter is a list of `key: value` lines".to_owned());
                let message = "the front matter is no mapping".to_owned();
                Arc::make_mut(&mut project.mistakes).push((id, Mistake { span, message, help, ..Mistake::default() }));
            }
            Front { source: Some(id), body: front.body }
        }
        Err(opening) => {
            let fence = Source::from_fence(source, "---", Format::Markdown, std::slice::from_ref(&opening));
            let id = project.sources.add(fence);
            let span = Span { start: 0, end: opening.len() as u32 };
            let help = Some("close it with a line of `---`".to_owned());
            let message = "front matter that no line closes".to_owned();
            Arc::make_mut(&mut project.mistakes).push((id, Mistake { span, message, help, ..Mistake::default() }));
            Front { source: None, body: 0 }
        }
    }
}

/// What an info string says beside the language.
struct Info {
    format: Format,
    schema: bool,
    example: bool,
    named: Option<String>,
    invalid: bool,
    because: Option<Vec<Because>>,
}

fn read_info(info: &str) -> Option<Info> {
    let mut words = info.split_whitespace();
    let format = match words.next()?.to_ascii_lowercase().as_str() {
        "json" => Format::Json,
        "jsonc" => Format::Jsonc,
        "json5" => Format::Json5,
        "yaml" | "yml" => Format::Yaml,
        _ => return None,
    };
    let mut read = Info { format, schema: false, example: false, named: None, invalid: false, because: None };
    for word in words {
        match word.split_once('=') {
            None if word == "schema" => read.schema = true,
            None if word == "example" => read.example = true,
            None if word == "invalid" => read.invalid = true,
            Some(("example", schema)) => {
                read.example = true;
                read.named = Some(schema.to_owned());
            }
            Some(("because", reasons)) => {
                let reasons = reasons.split(',').filter_map(|reason| reason.rsplit_once(':'));
                let because = |(at, keyword): (&str, &str)| Because { at: at.to_owned(), keyword: keyword.to_owned() };
                read.because = Some(reasons.map(because).collect());
            }
            _ => {}
        }
    }
    Some(read)
}

/// Makes a source of a fence that is a schema or an example; any other fence stays code.
fn add_fence(project: &mut Project, read: &Read, fence: &mut Fence) {
    let Some(info) = read_info(&fence.info) else { return };
    let settings = &project.config.catalogs[read.catalog];
    let source = Source::from_fence(&read.source, &fence.slug, info.format, &fence.pieces);
    let stated = info.schema || info.example;
    let Some(root) = source.root() else {
        if stated || source.text.contains("\"$schema\"") {
            let id = project.sources.add(source);
            if info.example {
                let place = Place::root(id);
                Arc::make_mut(&mut project.examples)
                    .push(Example { unparsed: true, ..example(place, read.catalog, &info) });
                fence.used = FenceUse::Example(id);
            } else {
                // A schema that can't be read still has its page, with the error on it.
                let relative = format!("{}#{}", read.relative, fence.slug);
                let document = schema::document(id, project.sources.get(id), read.catalog, settings, &relative);
                Arc::make_mut(&mut project.schemas).push(document);
                fence.used = FenceUse::Schema(id);
            }
        } else if info.format == Format::Json {
            fence.used = FenceUse::Unparsed;
        }
        return;
    };
    if info.schema || (!info.example && names_dialect(root)) {
        let relative = format!("{}#{}", read.relative, fence.slug);
        let id = SourceId(project.sources.len() as u32);
        let document = schema::document(id, &source, read.catalog, settings, &relative);
        project.sources.add(source);
        Arc::make_mut(&mut project.schemas).push(document);
        fence.used = FenceUse::Schema(id);
    } else if info.example || (info.format == Format::Json && is_event(&source, &settings.types)) {
        let id = SourceId(project.sources.len() as u32);
        let source = Arc::new(source);
        project.sources.add(Arc::clone(&source));
        add_events(project, &source, example(Place::root(id), read.catalog, &info));
        fence.used = FenceUse::Example(id);
    }
}

/// Whether an event that is delivered in a value carries an event type.
fn is_event(source: &Source, types: &Types) -> bool {
    let found = delivered(source, "", types);
    let nodes = found.events.iter().filter_map(|event| found.node(source, event));
    nodes.into_iter().any(|node| event_type(node, types.field.as_deref()).is_some())
}

fn example(place: Place, catalog: usize, info: &Info) -> Example {
    let because = info.because.clone().map(|because| (because, place.clone()));
    Example {
        place,
        catalog,
        kind: ExampleKind::Page,
        expect_invalid: info.invalid,
        because,
        description: None,
        entry_schemas: None,
        named_schema: info.named.clone(),
        unparsed: false,
        pairing: Pairing::Open,
        event_type: None,
        foreign: None,
    }
}

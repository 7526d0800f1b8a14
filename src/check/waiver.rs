//! Waivers: findings that somebody allows at one place, and why. They stand in site.toml (`[[check.allow]]`), in a schema or an object of
//! an AsyncAPI document (`x-schemabook-allow`) and in the front matter of a page (`allow`).

use std::collections::{BTreeSet, HashMap};

use super::cache::Incremental;
use super::words::{question, quoted};
use crate::diagnostic::{At, Finding};
use crate::model::Project;
use crate::pattern::Globs;
use crate::resolve::{Resolved, Walk};
use crate::source::{Kind, Node, Place, Source, SourceId, Sources, Span, descend, join, pointer_holds};
use crate::spelling::{Meant, meant};

/// The keyword of schemas and AsyncAPI documents: reasons by rule.
pub const KEYWORD: &str = "x-schemabook-allow";

/// The key of front matter: the same.
const FRONT_MATTER: &str = "allow";

/// A rule that is allowed, where and why.
pub struct Waiver<'a> {
    pub rule: &'a str,
    pub reason: &'a str,
    /// Where it is stated.
    pub at: At,
    /// What to leave out for it to be gone.
    pub stated: Place,
    scope: Scope<'a>,
}

/// What a waiver covers.
enum Scope<'a> {
    /// An object and all that is in it.
    Object(Place),
    /// A page with its fences.
    File(&'a str),
    /// The files of a pattern and, in them, what stands at a pointer or below.
    Files { files: &'a Globs, pointer: &'a str },
}

/// What is wrong with a waiver: it is none, then.
pub struct Mistake {
    pub at: At,
    pub message: String,
    pub help: Option<String>,
    /// The rule that was meant, if one was.
    pub meant: Option<Meant>,
}

/// The waivers of a project, with those that are none.
#[derive(Default)]
pub struct Waivers<'a> {
    pub all: Vec<Waiver<'a>>,
    pub mistakes: Vec<Mistake>,
}

impl<'a> Waivers<'a> {
    /// All waivers of the sources that may hold some; `codes` are those of the rules.
    pub fn of(resolved: &'a Resolved, waiving: &BTreeSet<SourceId>, codes: &[&str]) -> Waivers<'a> {
        let project = &resolved.project;
        let mut waivers = Waivers::default();
        waivers.read_site_toml(project);
        if waiving.is_empty() {
            return waivers;
        }
        let roots = resolved.roots.iter().filter(|root| root.is_document && waiving.contains(&root.place.source));
        for walk in roots.filter_map(|root| Walk::from(resolved, root.clone())) {
            let holders = walk.visits.iter().enumerate().filter(|(_, visit)| visit.node.get(KEYWORD).is_some());
            for (number, visit) in holders {
                waivers.read_object(project, &walk.place(number), visit.node, codes);
            }
        }
        let documents = project.documents.iter().map(|document| document.source);
        for source in documents.chain(project.parts.iter().copied()).filter(|source| waiving.contains(source)) {
            for (place, node) in holders(project, source) {
                waivers.read_object(project, &place, node, codes);
            }
        }
        let fronts = waiving.iter().map(|id| (*id, project.sources.get(*id)));
        for (id, source) in fronts.filter(|(_, source)| is_front_matter(source)) {
            let stated = source.root().and_then(|root| root.get(FRONT_MATTER));
            let place = Place::new(id, join("", FRONT_MATTER));
            waivers.read_reasons(project, &place, stated, codes, || Scope::File(&source.file));
        }
        waivers
    }

    /// Those that reading site.toml left: what is wrong there ends the program.
    fn read_site_toml(&mut self, project: &'a Project) {
        let Some(file) = project.sources.find(crate::config::FILE) else { return };
        for (number, allow) in project.config.check.allow.iter().enumerate() {
            let stated = Place::new(file, format!("/check/allow/{number}"));
            let at = At::span(&project.sources, file, allow.span);
            let scope = Scope::Files { files: &allow.files, pointer: allow.pointer.as_deref().unwrap_or_default() };
            self.all.push(Waiver { rule: &allow.rule, reason: &allow.reason, at, stated, scope });
        }
    }

    fn read_object(&mut self, project: &'a Project, place: &Place, node: &'a Node, codes: &[&str]) {
        let stated = Place::new(place.source, join(&place.pointer, KEYWORD));
        self.read_reasons(project, &stated, node.get(KEYWORD), codes, || Scope::Object(place.clone()));
    }

    /// A table of reasons by rule.
    fn read_reasons(
        &mut self,
        project: &'a Project,
        place: &Place,
        stated: Option<&'a Node>,
        codes: &[&str],
        scope: impl Fn() -> Scope<'a>,
    ) {
        let Some(stated) = stated else { return };
        let at = |span| At { pointer: place.pointer.clone(), ..At::span(&project.sources, place.source, span) };
        let Kind::Object(members) = &stated.kind else {
            let message = "a waiver is no table of reasons by rule".to_owned();
            let help = Some("write the rule and, as its value, why it is allowed here".to_owned());
            self.mistakes.push(Mistake { at: at(stated.span), message, help, meant: None });
            return;
        };
        for member in members {
            let rule = &*member.key;
            let reason = member.value.as_str().filter(|reason| !reason.trim().is_empty());
            match reason {
                _ if !codes.contains(&rule) => {
                    let message = format!("the waiver names {}, which is no rule", quoted(rule));
                    let meant = meant(rule, codes.iter().copied());
                    let help = meant.as_ref().map(|meant| question(&meant.name));
                    let help = help.or_else(|| Some("`schemabook rules` lists them all".to_owned()));
                    self.mistakes.push(Mistake { at: at(member.key_span), message, help, meant });
                }
                None => {
                    let message = format!("the waiver of {} gives no reason", quoted(rule));
                    let help = Some("say in a text why it is allowed here".to_owned());
                    self.mistakes.push(Mistake { at: at(member.value.span), message, help, meant: None });
                }
                Some(reason) => {
                    // A table of nothing would be left of the only one.
                    let whole = members.len() == 1 && !is_front_matter(project.sources.get(place.source));
                    let stated = Place::new(place.source, join(&place.pointer, rule));
                    let stated = if whole { place.clone() } else { stated };
                    self.all.push(Waiver { rule, reason, at: at(member.key_span), stated, scope: scope() });
                }
            }
        }
    }
}

/// The sources that may hold waivers: those that have the keyword, and front matter.
pub fn waiving(resolved: &Resolved, incremental: Option<&Incremental<'_>>) -> BTreeSet<SourceId> {
    let sources = &resolved.project.sources;
    let may = |id: SourceId| {
        let source = sources.get(id);
        is_front_matter(source) || (resolved.facts.contains_key(&id) && source.extract().keys.contains(KEYWORD))
    };
    match incremental {
        Some(incremental) => incremental.renewed(&incremental.last.waiving, may),
        None => sources.iter().map(|(id, _)| id).filter(|id| may(*id)).collect(),
    }
}

fn is_front_matter(source: &Source) -> bool {
    source.name.ends_with("#---")
}

/// Finds the waivers of a finding without asking each: either may be there in thousands.
pub struct Cover<'a> {
    sources: &'a Sources,
    /// By rule, source and pointer.
    objects: HashMap<(&'a str, SourceId, &'a str), usize>,
    /// By rule and file.
    files: HashMap<(&'a str, &'a str), usize>,
    /// By rule: patterns of files, with their pointers.
    patterns: Vec<(usize, &'a str, &'a Globs, &'a str)>,
    /// The file that was asked for last, and those of the patterns that match it.
    last: (String, Vec<usize>),
}

impl<'a> Cover<'a> {
    pub fn new(waivers: &'a [Waiver<'a>], sources: &'a Sources) -> Cover<'a> {
        let (objects, files) = (HashMap::new(), HashMap::new());
        let mut cover = Cover { sources, objects, files, patterns: Vec::new(), last: Default::default() };
        for (number, waiver) in waivers.iter().enumerate() {
            match &waiver.scope {
                Scope::Object(place) => {
                    cover.objects.insert((waiver.rule, place.source, &place.pointer), number);
                }
                Scope::File(file) => {
                    cover.files.insert((waiver.rule, file), number);
                }
                Scope::Files { files, pointer } => cover.patterns.push((number, waiver.rule, files, pointer)),
            }
        }
        cover
    }

    /// The waivers that allow a finding, by number.
    pub fn of(&mut self, finding: &Finding) -> Vec<usize> {
        let (rule, at) = (finding.rule.code, &finding.at);
        if self.last.0 != at.file {
            let matching = self.patterns.iter().enumerate().filter(|(_, (_, _, files, _))| files.matches(&at.file));
            self.last = (at.file.clone(), matching.map(|(index, _)| index).collect());
        }
        let patterns = self.last.1.iter().map(|index| &self.patterns[*index]);
        let patterns =
            patterns.filter(|(_, allowed, _, pointer)| *allowed == rule && pointer_holds(pointer, &at.pointer));
        let mut found: Vec<usize> = patterns.map(|(number, ..)| *number).collect();
        found.extend(self.files.get(&(rule, at.file.as_str())));
        if let Some(source) = at.source.filter(|_| !self.objects.is_empty()) {
            // What has no pointer of its own, such as a character of the text, lies in the value that holds its span.
            let pointer = if at.pointer.is_empty() { self.pointer_at(source, at.span) } else { at.pointer.clone() };
            let mut above = Some(pointer.as_str());
            while let Some(pointer) = above {
                found.extend(self.objects.get(&(rule, source, pointer)));
                above = pointer.rfind('/').map(|end| &pointer[..end]);
            }
        }
        found
    }

    /// The pointer of the innermost value that holds a span. Values stand in the order of the text.
    fn pointer_at(&self, source: SourceId, span: Span) -> String {
        let mut pointer = String::new();
        let Some(mut node) = self.sources.get(source).root() else { return pointer };
        let holds = |start: u32, node: &Node| start <= span.start && span.end <= node.span.end;
        loop {
            let item = node.items().partition_point(|item| item.span.start <= span.start).checked_sub(1);
            let member = node.members().partition_point(|member| member.key_span.start <= span.start).checked_sub(1);
            node = match (item.map(|index| (index, &node.items()[index])), member.map(|index| &node.members()[index])) {
                (Some((index, item)), _) if holds(item.span.start, item) => {
                    pointer = join(&pointer, &index.to_string());
                    item
                }
                (_, Some(member)) if holds(member.key_span.start, &member.value) => {
                    pointer = join(&pointer, &member.key);
                    &member.value
                }
                _ => return pointer,
            };
        }
    }
}

/// The objects of a source that have the keyword, wherever they stand.
fn holders(project: &Project, source: SourceId) -> Vec<(Place, &Node)> {
    let mut found = Vec::new();
    let text = project.sources.get(source);
    if let Some(root) = text.root().filter(|_| text.extract().keys.contains(KEYWORD)) {
        descend(
            root,
            |_| true,
            |way, node| {
                if node.get(KEYWORD).is_some() {
                    found.push((Place::new(source, way.pointer()), node));
                }
            },
        );
    }
    found
}

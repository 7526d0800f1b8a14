//! Waivers: findings that somebody allows at one place, and why. They stand in site.toml (`[[check.allow]]`), in a schema or an object of
//! an AsyncAPI document (`x-schemabook-allow`) and in the front matter of a page (`allow`).

use super::schema_walk::Walk;
use super::words::{did_you_mean, quoted};
use crate::diagnostic::{At, Finding};
use crate::model::Project;
use crate::pattern::Globs;
use crate::resolve::Resolved;
use crate::source::{Kind, Node, Place, SourceId, Span, join};

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
    scope: Scope<'a>,
}

/// What a waiver covers.
enum Scope<'a> {
    /// An object and all that is in it.
    Object { source: SourceId, pointer: String, span: Span },
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
}

/// The waivers of a project, with those that are none.
#[derive(Default)]
pub struct Waivers<'a> {
    pub all: Vec<Waiver<'a>>,
    pub mistakes: Vec<Mistake>,
}

impl<'a> Waivers<'a> {
    /// All waivers; `codes` are those of the rules.
    pub fn of(resolved: &'a Resolved, walks: &[Walk<'a>], codes: &[&str]) -> Waivers<'a> {
        let project = &resolved.project;
        let mut waivers = Waivers::default();
        waivers.read_site_toml(project);
        for walk in walks.iter().filter(|walk| walk.root.is_document) {
            let holders = walk.visits.iter().enumerate().filter(|(_, visit)| visit.node.get(KEYWORD).is_some());
            for (number, visit) in holders {
                waivers.read_object(project, &walk.place(number), visit.node, codes);
            }
        }
        let documents = project.documents.iter().map(|document| document.source);
        for source in documents.chain(project.parts.iter().copied()) {
            for (place, node) in holders(project, source) {
                waivers.read_object(project, &place, node, codes);
            }
        }
        for (id, source) in project.sources.iter().filter(|(_, source)| source.name.ends_with("#---")) {
            let stated = source.root().and_then(|root| root.get(FRONT_MATTER));
            let place = Place::new(id, join("", FRONT_MATTER));
            waivers.read_reasons(project, &place, stated, codes, || Scope::File(&source.file));
        }
        waivers
    }

    /// Those that reading site.toml left: what is wrong there ends the program.
    fn read_site_toml(&mut self, project: &'a Project) {
        let Some(file) = project.sources.find(crate::config::FILE) else { return };
        for allow in &project.config.check.allow {
            let at = At::span(&project.sources, file, allow.span);
            let scope = Scope::Files { files: &allow.files, pointer: allow.pointer.as_deref().unwrap_or_default() };
            self.all.push(Waiver { rule: &allow.rule, reason: &allow.reason, at, scope });
        }
    }

    fn read_object(&mut self, project: &'a Project, place: &Place, node: &'a Node, codes: &[&str]) {
        let stated = Place::new(place.source, join(&place.pointer, KEYWORD));
        let scope = || Scope::Object { source: place.source, pointer: place.pointer.clone(), span: node.span };
        self.read_reasons(project, &stated, node.get(KEYWORD), codes, scope);
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
            self.mistakes.push(Mistake { at: at(stated.span), message, help });
            return;
        };
        for member in members {
            let rule = &*member.key;
            let reason = member.value.as_str().filter(|reason| !reason.trim().is_empty());
            match reason {
                _ if !codes.contains(&rule) => {
                    let message = format!("the waiver names {}, which is no rule", quoted(rule));
                    let help = did_you_mean(rule, codes.iter().copied());
                    let help = help.or_else(|| Some("`schemabook rules` lists them all".to_owned()));
                    self.mistakes.push(Mistake { at: at(member.key_span), message, help });
                }
                None => {
                    let message = format!("the waiver of {} gives no reason", quoted(rule));
                    let help = Some("say in a text why it is allowed here".to_owned());
                    self.mistakes.push(Mistake { at: at(member.value.span), message, help });
                }
                Some(reason) => self.all.push(Waiver { rule, reason, at: at(member.key_span), scope: scope() }),
            }
        }
    }
}

impl Waiver<'_> {
    /// Whether it allows a finding.
    pub fn covers(&self, finding: &Finding) -> bool {
        let at = &finding.at;
        let covered = match &self.scope {
            // What has no pointer of its own, such as a character of the text, lies in the object by its span.
            Scope::Object { source, pointer, span } => {
                at.source == Some(*source)
                    && (is_below(&at.pointer, pointer) || (span.start <= at.span.start && at.span.end <= span.end))
            }
            Scope::File(file) => at.file == *file,
            Scope::Files { files, pointer } => files.matches(&at.file) && is_below(&at.pointer, pointer),
        };
        covered && finding.rule.code == self.rule
    }
}

fn is_below(pointer: &str, above: &str) -> bool {
    pointer.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The objects of a source that have the keyword, wherever they stand.
fn holders(project: &Project, source: SourceId) -> Vec<(Place, &Node)> {
    let mut open: Vec<(Place, &Node)> =
        project.sources.get(source).root().map(|root| (Place::root(source), root)).into_iter().collect();
    let mut found = Vec::new();
    while let Some((place, node)) = open.pop() {
        let below = |key: &str| Place::new(source, join(&place.pointer, key));
        open.extend(node.items().iter().enumerate().map(|(index, item)| (below(&index.to_string()), item)));
        open.extend(node.members().iter().map(|member| (below(&member.key), &member.value)));
        if node.get(KEYWORD).is_some() {
            found.push((place, node));
        }
    }
    found
}

//! A link of a page that leads nowhere.

use std::collections::{HashMap, HashSet};

use super::words::quoted;
use super::{Check, Find, Subject};
use crate::config::table::nearest;
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::load::{file_name, relative_to};
use crate::model::{Link, Page, Project};
use crate::prose::is_web;
use crate::route::relative;
use crate::source::SourceId;

static RULE: Rule = Rule {
    code: "broken-link",
    severity: Severity::Warning,
    summary: "a link of a page that leads nowhere",
    explanation: r##"A link names a file that is not there or has no page, or a heading that the page lacks. Links between files work on the site
as they do in the repository: they are relative to the page that holds them, and name the file, not the page made of it.
Links to `http`, `https` and `mailto` are kept and not fetched; any other scheme is shown as text, since it could run a
script.

Bad:

```markdown
See [the order](../schemas/odrer.json) and [how to replay](replay.md#step-by-step).
```

Good:

```markdown
See [the order](../schemas/order.json) and [how to replay](replay.md#steps).
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

/// How many broken links of a page come with a suggestion, since each costs time.
const SUGGESTED: usize = 100;

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let targets = Targets::new(project);
    let mut findings = Vec::new();
    for page in project.pages.iter() {
        let broken = page.links.iter().filter_map(|link| Some((link, targets.fault(page, link)?)));
        for (number, (link, fault)) in broken.enumerate() {
            let at = At::span(&project.sources, page.source, link.span);
            let mut finding = Finding::new(&RULE, at, fault.message(&link.to));
            finding.help = match fault {
                Fault::NoFile(_) | Fault::NoHeading(..) if number >= SUGGESTED => None,
                Fault::NoFile(path) => targets.near_file(page, &path),
                Fault::NoHeading(target, anchor) => targets.near_heading(target, &anchor),
                Fault::Scheme => Some("links may use http, https and mailto".to_owned()),
                Fault::Absolute => Some("write it relative to this page".to_owned()),
                Fault::Outside => None,
            };
            findings.push(finding);
        }
    }
    findings
}

/// What is wrong with a link.
enum Fault {
    Scheme,
    Absolute,
    Outside,
    NoFile(String),
    NoHeading(SourceId, String),
}

impl Fault {
    fn message(&self, to: &str) -> String {
        let to = quoted(to);
        match self {
            Fault::Scheme => format!("{to} is no link that a page may have"),
            Fault::Absolute => format!("{to} leads to the root of the host, wherever the site stands"),
            Fault::Outside => format!("{to} leads out of the project"),
            Fault::NoFile(_) => format!("{to} leads to no page, schema or example, and to no other file"),
            Fault::NoHeading(..) => format!("{to} leads to no heading of the page"),
        }
    }
}

/// What links may lead to.
struct Targets<'a> {
    project: &'a Project,
    headings: HashMap<SourceId, HashSet<&'a str>>,
}

impl<'a> Targets<'a> {
    fn new(project: &'a Project) -> Targets<'a> {
        let slugs = |page: &'a Page| page.headings.iter().map(|heading| heading.slug.as_str()).collect();
        let headings = project.pages.iter().map(|page| (page.source, slugs(page))).collect();
        Targets { project, headings }
    }

    /// What is wrong with a link of a page, if anything.
    fn fault(&self, page: &Page, link: &Link) -> Option<Fault> {
        let to = link.to.as_str();
        if is_web(to) {
            return None;
        }
        let (path, anchor) = to.split_once('#').unwrap_or((to, ""));
        let path = decoded(path.split('?').next().unwrap_or_default());
        let file = &self.project.sources.get(page.source).file;
        if path.is_empty() {
            return self.anchor_fault(page.source, file, anchor);
        }
        // What hides a scheme behind blanks or escapes is one as well.
        let bare: String = path.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
        if bare.split('/').next().is_some_and(|first| first.contains(':')) || bare.starts_with("//") {
            return Some(Fault::Scheme);
        }
        if bare.starts_with(['/', '\\']) {
            return Some(Fault::Absolute);
        }
        let Some(target) = relative_to(file, &path) else { return Some(Fault::Outside) };
        match self.project.sources.find(&target).filter(|_| target != crate::config::FILE) {
            Some(source) => self.anchor_fault(source, &target, anchor),
            None if self.is_folder_with_page(&target) || self.is_static(&target) => None,
            // A reader of the site can't go there, and a reader of the repository can.
            None if link.is_there => None,
            None => Some(Fault::NoFile(target)),
        }
    }

    /// The anchor of a page is one of its headings or fences; in a schema it is a JSON Pointer.
    fn anchor_fault(&self, source: SourceId, file: &str, anchor: &str) -> Option<Fault> {
        let anchor = decoded(anchor);
        if anchor.is_empty() || anchor == "top" {
            return None;
        }
        let known = match self.headings.get(&source) {
            Some(headings) => {
                headings.contains(anchor.as_str()) || self.project.sources.find(&format!("{file}#{anchor}")).is_some()
            }
            None if anchor.starts_with('/') => {
                let root = self.project.sources.get(source).root();
                root.is_none_or(|root| root.pointer(&anchor).is_some())
            }
            None => true,
        };
        (!known).then_some(Fault::NoHeading(source, anchor))
    }

    fn is_folder_with_page(&self, path: &str) -> bool {
        let catalogs = &self.project.config.catalogs;
        let index = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
        path.is_empty()
            || catalogs.iter().any(|catalog| catalog.path == path)
            || ["README.md", "index.md"].iter().any(|name| self.project.sources.find(&index(name)).is_some())
    }

    /// What is published as it stands is not read, so nothing is known of it.
    fn is_static(&self, path: &str) -> bool {
        path.strip_prefix(&self.project.config.build.statics).is_some_and(|rest| rest.starts_with('/'))
    }

    fn near_file(&self, page: &Page, path: &str) -> Option<String> {
        let sources = &self.project.sources;
        let file = &sources.get(page.source).file;
        let files = || sources.iter().map(|(_, source)| source.file.as_str());
        let same_name = files().find(|other| file_name(other) == file_name(path));
        let near = same_name.or_else(|| nearest(path, files()))?;
        Some(format!("did you mean {}?", quoted(&relative(file, near, false))))
    }

    fn near_heading(&self, target: SourceId, anchor: &str) -> Option<String> {
        let headings = self.headings.get(&target).into_iter().flatten().copied();
        let near = nearest(&anchor.to_lowercase(), headings)?;
        Some(format!("did you mean {}?", quoted(&format!("#{near}"))))
    }
}

/// The text with its percent escapes decoded; as it stands where they are no UTF-8.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = (*first == b'%').then(|| after.get(..2)).flatten();
        let value = escaped.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(value.unwrap_or(*first));
        rest = if value.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

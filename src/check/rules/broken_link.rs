//! A link of a page that leads nowhere.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::check::words::{question, quoted};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Change, Finding, Fix, New, Rule, Severity};
use crate::load::PICTURE_LIMIT;
use crate::model::{Image, Link, Page, Project};
use crate::resolve::Paths;
use crate::route::{Destination, Site, destination, relative};
use crate::source::{SourceId, Span};
use crate::spelling::{Meant, meant};

static RULE: Rule = Rule {
    code: "broken-link",
    severity: Severity::Warning,
    summary: "a link of a page that leads nowhere",
    explanation: r##"A link names a file that is not there, or a heading that the page lacks. Links between files work on the site as they do in
the repository: they are relative to the page that holds them, or begin with `/` at the project's root, and name the file, not
the page made of it. A link to a file that is no part of the site leads to the `repository` of site.toml, and is text without
one. Links to `http`, `https` and `mailto` are kept and not fetched; any other scheme is shown as text, since it could run a
script. Several links to one file or heading that is not there are one finding, at the first of them.

An image of at most 5 MiB is copied where a page shows it, if its first bytes are those of PNG, JPEG, GIF, WebP or AVIF, or it
is an SVG. One at another host is a link, since no page of the site loads anything from elsewhere.

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

/// How many further links to one missing target are shown.
const SHOWN: usize = 2;

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let targets = Targets::new(site);
    let mut suggested: HashMap<SourceId, usize> = HashMap::new();
    let mut findings = Vec::new();
    for (fault, links) in causes(&targets) {
        let number = suggested.entry(links[0].0.source).or_default();
        *number += 1;
        findings.push(finding(&targets, &fault, &links, *number <= SUGGESTED));
    }
    findings
}

/// What is wrong with links, each with the links of which it is true: all that lead to a file or heading that is missing have one cause.
fn causes<'a>(targets: &Targets<'a>) -> Vec<(Fault, Vec<(&'a Page, &'a Link)>)> {
    let mut causes: Vec<(Fault, Vec<_>)> = Vec::new();
    let mut known: HashMap<Fault, usize> = HashMap::new();
    for page in targets.project.pages.iter() {
        for (link, fault) in page.links.iter().filter_map(|link| Some((link, targets.fault(page, link)?))) {
            let is_missing = matches!(fault, Fault::NoFile(_) | Fault::NoHeading(..));
            match known.get(&fault).filter(|_| is_missing) {
                Some(cause) => causes[*cause].1.push((page, link)),
                None => {
                    known.insert(fault.clone(), causes.len());
                    causes.push((fault, vec![(page, link)]));
                }
            }
        }
    }
    causes
}

/// The finding about links with one cause, at the first of them.
fn finding(targets: &Targets, fault: &Fault, links: &[(&Page, &Link)], suggests: bool) -> Finding {
    let at = |(page, link): (&Page, &Link)| At::span(&targets.project.sources, page.source, link.span);
    let (page, link) = links[0];
    let as_well = match links.len() - 1 {
        0 => String::new(),
        1 => ", as does 1 more link".to_owned(),
        more => format!(", as do {more} more links"),
    };
    let mut finding = Finding::new(&RULE, at(links[0]), fault.message(&link.to) + &as_well);
    for again in links.iter().skip(1).take(SHOWN) {
        finding = finding.with_label(at(*again), "here as well");
    }
    if matches!(fault, Fault::Outside) {
        finding.severity = Severity::Note;
    }
    let near = match fault {
        Fault::NoFile(path) if suggests => targets.near_file(page, path),
        Fault::NoHeading(target, anchor) if suggests => targets.near_heading(*target, anchor),
        _ => None,
    };
    finding.fix = near.as_ref().and_then(|near| targets.fix(fault, near, links));
    finding.help = match fault {
        Fault::NoFile(_) | Fault::NoHeading(..) => near.as_ref().map(|near| question(&near.name)),
        Fault::Scheme => Some("links may use http, https and mailto".to_owned()),
        Fault::TooLarge => Some("make it smaller, or link to it".to_owned()),
        Fault::NoPicture => Some("PNG, JPEG, GIF, WebP, AVIF and SVG are shown".to_owned()),
        Fault::Outside => None,
    };
    finding
}

/// What is wrong with a link.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Fault {
    Scheme,
    Outside,
    NoFile(String),
    NoHeading(SourceId, String),
    TooLarge,
    NoPicture,
}

impl Fault {
    fn message(&self, to: &str) -> String {
        let to = quoted(to);
        match self {
            Fault::Scheme => format!("{to} is no link that a page may have"),
            Fault::Outside => format!("{to} leads out of the project, where nothing is looked at"),
            Fault::NoFile(_) => format!("{to} leads to no page, schema or example, and to no other file"),
            Fault::NoHeading(..) => format!("{to} leads to no heading of the page"),
            Fault::TooLarge => format!("{to} is too large to be shown: a picture may have {} MiB", PICTURE_LIMIT >> 20),
            Fault::NoPicture => format!("{to} is no picture that a page may show"),
        }
    }
}

/// What links may lead to.
struct Targets<'a> {
    site: &'a Site,
    project: &'a Project,
    headings: HashMap<SourceId, BTreeSet<&'a str>>,
    /// All files, once a link leads to none.
    files: OnceLock<Paths<'a>>,
}

impl<'a> Targets<'a> {
    fn new(site: &'a Site) -> Targets<'a> {
        let project = &site.proved.resolved.project;
        let slugs = |page: &'a Page| {
            let headings = page.headings.iter().map(|heading| heading.slug.as_str());
            headings.chain(page.anchors.iter().map(String::as_str)).collect()
        };
        let headings = project.pages.iter().map(|page| (page.source, slugs(page))).collect();
        Targets { site, project, headings, files: OnceLock::new() }
    }

    /// What is wrong with a link of a page, if anything.
    fn fault(&self, page: &Page, link: &Link) -> Option<Fault> {
        match link.image {
            Some(Image::Shown(_)) => return None,
            Some(Image::TooLarge) => return Some(Fault::TooLarge),
            Some(Image::NoPicture) => return Some(Fault::NoPicture),
            Some(Image::Elsewhere) | None => {}
        }
        let file = &self.project.sources.get(page.source).file;
        match destination(self.site, file, &link.to) {
            Destination::Web => None,
            Destination::Source(source, anchor) => self.anchor_fault(source, anchor),
            Destination::Scheme => Some(Fault::Scheme),
            Destination::Outside => Some(Fault::Outside),
            // What is published as it stands is not read, so nothing is known of it.
            Destination::Address(_) => None,
            // A reader of the site can't go there, and a reader of the repository can.
            Destination::Path(_) if link.is_there => None,
            Destination::Path(path) => Some(Fault::NoFile(path)),
        }
    }

    /// The anchor of a page is one of its headings, or named by raw HTML, or a fence; in a schema it is a JSON Pointer.
    fn anchor_fault(&self, source: SourceId, anchor: String) -> Option<Fault> {
        if anchor.is_empty() || anchor == "top" {
            return None;
        }
        let sources = &self.project.sources;
        let known = match self.headings.get(&source) {
            Some(headings) => {
                let fence = format!("{}#{anchor}", sources.get(source).file);
                headings.contains(anchor.as_str()) || sources.find(&fence).is_some()
            }
            None if anchor.starts_with('/') => {
                let root = sources.get(source).root();
                root.is_none_or(|root| root.pointer(&anchor).is_some())
            }
            None => true,
        };
        (!known).then_some(Fault::NoHeading(source, anchor))
    }

    fn near_file(&self, page: &Page, path: &str) -> Option<Meant> {
        let sources = &self.project.sources;
        let file = &sources.get(page.source).file;
        let files = || Paths::new(sources.iter().map(|(_, source)| source.file.as_str()));
        let near = self.files.get_or_init(files).near(path)?;
        // The one that is told is one of several that may be near.
        Some(Meant { name: relative(file, near, false), is_slip: false })
    }

    fn near_heading(&self, target: SourceId, anchor: &str) -> Option<Meant> {
        let headings = self.headings.get(&target).into_iter().flatten().copied();
        let near = meant(&anchor.to_lowercase(), headings)?;
        Some(Meant { name: format!("#{}", near.name), ..near })
    }

    /// All links of one cause led to what was meant. A link is mended where its text has its target once: it may be written elsewhere.
    fn fix(&self, fault: &Fault, near: &Meant, links: &[(&Page, &Link)]) -> Option<Fix> {
        let change = |(page, link): &(&Page, &Link)| {
            let text = self.project.sources.get(page.source).text_at(link.span);
            let mut places = text.match_indices(&link.to);
            let ((at, old), None) = (places.next()?, places.next()) else { return None };
            // Only the anchor is another one, or only the path.
            let (path, anchor) = old.split_once('#').unwrap_or((old, ""));
            // A path is relative to the page.
            let near = match fault {
                Fault::NoFile(path) => self.near_file(page, path)?,
                _ => near.clone(),
            };
            let new = match near.name.starts_with('#') {
                true => format!("{path}{}", near.name),
                false if anchor.is_empty() => near.name.clone(),
                false => format!("{}#{anchor}", near.name),
            };
            let is_plain = new.chars().all(|c| c.is_alphanumeric() || "-_./#~%".contains(c));
            let start = link.span.start + at as u32;
            let span = Span { start, end: start + old.len() as u32 };
            is_plain.then_some(Change { source: page.source, span, new: New::Written(new) })
        };
        let changes: Option<Vec<Change>> = links.iter().map(change).collect();
        Some(Fix { title: format!("write `{}`", near.name), changes: changes?, is_safe: near.is_slip, reveals: false })
    }
}

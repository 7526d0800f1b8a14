//! An event type that a channel carries which belongs on another.

use crate::check::words::{listed, quoted};
use crate::check::{Check, Find, Subject};
use crate::config::FILE;
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::Project;
use crate::source::{Place, join};

static RULE: Rule = Rule {
    code: "topic-prefix",
    severity: Severity::Warning,
    summary: "an event type that a channel carries which belongs on another",
    explanation: r#"The table `topics` of a catalog says on which channel event types belong, by the beginning of their names; the longest
beginning counts. Consumers subscribe to channels by that table: a type that is sent elsewhere is missed by those who want it
and met by those who don't. Move the message, or change the table. A beginning may have several channels, as a list.

Bad, where `topics = { "proxy." = "bridge.proxy.v1" }`:

```yaml
channels:
  bridge.tool.v1:
    publish: { message: { name: proxy.request.routed } }
```

Good:

```yaml
channels:
  bridge.proxy.v1:
    publish: { message: { name: proxy.request.routed } }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let resolved = &subject.site.proved.resolved;
    let project = &resolved.project;
    let mut findings = Vec::new();
    for event_type in resolved.types.iter() {
        let topics = &project.config.catalogs[event_type.catalog].topics;
        let fitting = topics.iter().filter(|(prefix, _)| event_type.name.starts_with(prefix.as_str()));
        let Some((prefix, channels)) = fitting.max_by_key(|(prefix, _)| prefix.len()) else { continue };
        for (document, number) in &event_type.channels {
            let channel = &project.documents[*document].channels[*number];
            let address = channel.address.as_ref().unwrap_or(&channel.id);
            if channels.contains(address) || channels.contains(&channel.id) {
                continue;
            }
            let belongs = listed(channels.iter().map(String::as_str));
            let message = format!("{} belongs on {belongs}, not on {}", quoted(&event_type.name), quoted(address));
            let finding = Finding::new(&RULE, At::place(&project.sources, &channel.place, Part::Key), message);
            let finding = match stated(project, event_type.catalog, prefix) {
                Some(at) => finding.with_label(at, "site.toml says so here"),
                None => finding,
            };
            findings.push(finding.with_help("move the message, or change `topics` in site.toml"));
        }
    }
    findings
}

/// Where site.toml says where a beginning belongs.
fn stated(project: &Project, catalog: usize, prefix: &str) -> Option<At> {
    let source = project.sources.find(FILE)?;
    let place = Place::new(source, join(&format!("/catalog/{catalog}/topics"), prefix));
    project.sources.node(&place)?;
    Some(At::place(&project.sources, &place, Part::Key))
}

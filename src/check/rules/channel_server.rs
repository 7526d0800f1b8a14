//! A server of a channel that is none of the document's servers.

use crate::asyncapi::CHANNEL;
use crate::check::contracts::{below, objects, value_at};
use crate::check::words::{quoted, with_meant};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::source::{Node, Place};
use crate::spelling::meant;

static RULE: Rule = Rule {
    code: "channel-server",
    severity: Severity::Error,
    summary: "a server of a channel that is none of the document's",
    explanation: r##"A channel that is not on all servers lists those that it is on: by name in AsyncAPI 2, by a reference in 3. Each has to be one
of the `servers` of the document.

Bad:

```yaml
servers:
  production: { host: example.com, protocol: kafka }
channels:
  orders:
    servers:
      - $ref: "#/components/servers/production"
```

Good:

```yaml
servers:
  production: { host: example.com, protocol: kafka }
channels:
  orders:
    servers:
      - $ref: "#/servers/production"
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Documents(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let mut findings = Vec::new();
    // A channel among the components may be meant for other documents, which have the server.
    let channels = objects(resolved, &CHANNEL).into_iter();
    for found in channels.filter(|found| !found.place.pointer.starts_with("/components/")) {
        let servers = Place::new(found.document.source, "/servers");
        let known = sources.node(&servers).map(Node::members).unwrap_or_default().iter().map(|member| &*member.key);
        let list = below(found.place, "servers");
        for (index, item) in found.node.get("servers").map(Node::items).unwrap_or_default().iter().enumerate() {
            let place = below(&list, &index.to_string());
            let (shown, help, near) = match (item.as_str(), resolved.target(&place)) {
                (Some(name), _) if found.version.is_2() && known.clone().all(|known| known != name) => {
                    (name.to_owned(), None, meant(name, known.clone()))
                }
                (None, Some(target)) if target.source != servers.source || !target.pointer.starts_with("/servers/") => {
                    let name = known.clone().next().unwrap_or("…");
                    (
                        sources.display(target),
                        Some(format!("refer to one of `servers`, such as {}", quoted(&format!("#/servers/{name}")))),
                        None,
                    )
                }
                _ => continue,
            };
            let mut finding = Finding::new(
                &RULE,
                value_at(resolved, &place),
                format!("{} is none of the servers of the document", quoted(&shown)),
            );
            finding.help = help;
            findings.push(with_meant(finding, near));
        }
    }
    findings
}

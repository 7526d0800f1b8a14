//! A security requirement that names no scheme.

use crate::asyncapi::{OPERATION, OPERATION_TRAIT, SERVER};
use crate::check::contracts::{below, key_at, objects, value_at};
use crate::check::words::{quoted, with_meant};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::source::{Node, Place};
use crate::spelling::meant;

static RULE: Rule = Rule {
    code: "undeclared-security",
    severity: Severity::Error,
    summary: "a security requirement that names no scheme",
    explanation: r##"In AsyncAPI 2 a server or an operation names its security schemes, which stand in `components/securitySchemes`. A name that is
not among them protects nothing. Scopes are for the types `oauth2` and `openIdConnect`; for others the list is empty.

Bad:

```yaml
servers:
  production:
    url: example.com
    protocol: kafka
    security: [{ pasword: [] }]
components:
  securitySchemes: { password: { type: userPassword } }
```

Good:

```yaml
servers:
  production:
    url: example.com
    protocol: kafka
    security: [{ password: [] }]
components:
  securitySchemes: { password: { type: userPassword } }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Documents(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    let mut findings = Vec::new();
    let kinds = [&SERVER, &OPERATION, &OPERATION_TRAIT].into_iter();
    for found in kinds.flat_map(|kind| objects(resolved, kind)).filter(|found| found.version.is_2()) {
        let schemes = Place::new(found.document.source, "/components/securitySchemes");
        let known = sources.node(&schemes).map(Node::members).unwrap_or_default().iter().map(|member| &*member.key);
        let list = below(found.place, "security");
        for (index, item) in found.node.get("security").map(Node::items).unwrap_or_default().iter().enumerate() {
            for member in item.members() {
                let place = below(&below(&list, &index.to_string()), &member.key);
                if known.clone().all(|known| *known != *member.key) {
                    let message = format!("{} is no security scheme of the document", quoted(&member.key));
                    let finding = Finding::new(&RULE, key_at(resolved, &place), message);
                    findings.push(with_meant(finding, meant(&member.key, known.clone())));
                    continue;
                }
                let scheme = resolved.follow(&below(&schemes, &member.key)).and_then(|place| sources.node(&place));
                let kind = scheme.and_then(|node| node.get("type")).and_then(Node::as_str).unwrap_or_default();
                if !matches!(kind, "oauth2" | "openIdConnect") && !member.value.items().is_empty() {
                    let message = format!("a scheme of the type {} has no scopes", quoted(kind));
                    findings.push(
                        Finding::new(&RULE, value_at(resolved, &place), message).with_help("leave the list empty"),
                    );
                }
            }
        }
    }
    findings
}

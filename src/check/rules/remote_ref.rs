//! A reference to an address on the web.

use crate::check::words::quoted;
use crate::check::{Check, Find, Subject, references};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::model::RefFault;
use crate::source::visible;

static RULE: Rule = Rule {
    code: "remote-ref",
    severity: Severity::Error,
    summary: "a reference to an address that is not fetched",
    explanation: r#"schemabook uses no network: a site must not depend on what a server says today, and a reference must not make the machine
that builds it call an address of a stranger's choice. Keep a copy in the project and say in site.toml which addresses it
stands for; the references stay as they are.

Bad, on its own:

```json
{ "$ref": "https://schemas.example.com/money.json" }
```

Good, with the copy in `vendor/money.json`:

```toml
[[catalog]]
id = "orders"
map = { "https://schemas.example.com/" = "vendor/" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let sources = &site.proved.resolved.project.sources;
    let remote = references::unresolved(site).filter(|(_, fault)| **fault == RefFault::Remote);
    let findings = remote.map(|(reference, _)| {
        let message = format!("{} is not fetched", quoted(&reference.text));
        Finding::new(&RULE, references::at(sources, reference), message).with_help(help(&reference.text))
    });
    findings.collect()
}

/// How to keep a copy, with the address up to its last folder.
fn help(text: &str) -> String {
    let document = text.split('#').next().unwrap_or_default();
    let is_web = document.starts_with("https://") || document.starts_with("http://");
    match document.rfind('/').filter(|slash| is_web && *slash > "https://".len()) {
        Some(slash) => {
            let prefix = visible(&document[..=slash]);
            format!("keep a copy, and say so in site.toml: map = {{ \"{prefix}\" = \"vendor/\" }}")
        }
        None => "keep a copy in the project, and refer to it by its path".to_owned(),
    }
}

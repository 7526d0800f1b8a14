//! A reference or a link that leads out of the project.

use crate::check::words::quoted;
use crate::check::{Check, Find, Subject, references};
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::model::{RefFault, Skip};

static RULE: Rule = Rule {
    code: "outside-project",
    severity: Severity::Error,
    summary: "a path or a link that leads out of the project",
    explanation: r#"Nothing outside the project's folder is ever opened: a reference in a stranger's pull request must not be able to publish a
file of the machine that builds the site. The same holds for symbolic links that lead out, or nowhere. Copy the file into
the project and refer to the copy.

Bad:

```json
{ "$ref": "../../common/money.json" }
```

Good:

```json
{ "$ref": "common/money.json" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let links = project.skipped.iter().filter(|skipped| skipped.why == Skip::Link { inside: false });
    let links = links.map(|link| {
        Finding::new(&RULE, At::file(&link.file), "a symbolic link that leads out of the project, or nowhere")
            .with_help("put the file itself here, or exclude the link in site.toml")
    });
    let outside = references::unresolved(site).filter(|(_, fault)| **fault == RefFault::Outside);
    let outside = outside.map(|(reference, _)| {
        let message = format!("{} leads out of the project", quoted(&reference.text));
        Finding::new(&RULE, references::at(&project.sources, reference), message)
            .with_help("copy the file into the project, and refer to it by a relative path with `/`")
    });
    links.chain(outside).collect()
}

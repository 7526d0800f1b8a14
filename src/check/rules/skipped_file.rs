//! What the walk passes by: symbolic links, and folders that a tool made.

use std::collections::BTreeMap;

use crate::check::words::{listed, quoted};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::model::Skip;
use crate::words::counted;

static RULE: Rule = Rule {
    code: "skipped-file",
    severity: Severity::Warning,
    summary: "symbolic links, which are not followed",
    explanation: r#"schemabook follows no symbolic links, so that a project can't show what its author did not put there and no link can send
it in circles. What the link leads to is read where it really stands. If it is meant to stand here as well, copy it, or
refer to it by its own path; if not, exclude the link. The links of a folder are one finding.

A folder that a tool made, such as `target/` beside Cargo.toml or what has a CACHEDIR.TAG, is left out with all that is in it, which is a note.

Bad:

```text
schemas/order.json -> ../shared/order.json
```

Good:

```json
{ "$ref": "../shared/order.json" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let skipped = &site.proved.resolved.project.skipped;
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for link in skipped.iter().filter(|skipped| skipped.why == Skip::Link { inside: true }) {
        let folder = link.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        folders.entry(folder).or_default().push(&link.file);
    }
    let links = folders.into_values().map(|links| {
        let message = match links.as_slice() {
            [_] => "a symbolic link, which is not followed".to_owned(),
            links => {
                let names = listed(links.iter().map(|link| crate::load::file_name(link)));
                format!("{} here, which are not followed: {names}", counted(links.len(), "symbolic link"))
            }
        };
        let help = "refer to the file by its own path, or exclude the link in site.toml";
        Finding::new(&RULE, At::file(links[0]), message).with_help(help)
    });
    let made = skipped.iter().filter_map(|skipped| {
        let Skip::Made(why) = &skipped.why else { return None };
        let message = format!("{} is left out with all that is in it: {why}", quoted(&skipped.file));
        Some(Finding { severity: Severity::Note, ..Finding::new(&RULE, At::file(&skipped.file), message) })
    });
    links.chain(made).collect()
}

//! A file whose name Windows can't hold.

use std::collections::BTreeSet;

use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::route::is_device;

static RULE: Rule = Rule {
    code: "windows-names",
    severity: Severity::Warning,
    summary: "a file whose name Windows can't hold",
    explanation: r#"Windows keeps some names for devices (`aux`, `con`, `nul`, `com1` …, whatever their ending), and allows no `< > : " \ | ? *`
and no blank or dot at the end of a name. A repository with such a file can't be checked out there: git stops in the middle.
Rename the file.

Bad:

```text
schemas/aux.json
```

Good:

```text
schemas/auxiliary.json
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let files: BTreeSet<&str> =
        site.proved.resolved.project.sources.iter().map(|(_, source)| source.file.as_str()).collect();
    let findings = files.into_iter().filter_map(|file| {
        let (name, why) = file.split('/').find_map(|name| Some((name, fault(name)?)))?;
        let message = format!("Windows can't hold the name {}: {why}", quoted(name));
        Some(Finding::new(&RULE, At::file(file), message).with_help("rename it"))
    });
    findings.collect()
}

/// Why a name can't be one.
fn fault(name: &str) -> Option<&'static str> {
    if is_device(name) {
        Some("it is kept for a device")
    } else if name.ends_with(['.', ' ']) {
        Some("it ends with a dot or a blank")
    } else if name.contains(|c: char| c.is_control() || "<>:\"\\|?*".contains(c)) {
        Some("it has a character that is not allowed there")
    } else {
        None
    }
}

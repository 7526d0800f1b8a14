//! A file that can't be opened, or whose name can't be written.

use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::model::Skip;
use crate::source::visible;

static RULE: Rule = Rule {
    code: "unreadable-file",
    severity: Severity::Error,
    summary: "a file that can't be opened or named",
    explanation: r#"Something in the project can't be read: the permission is missing, it is a pipe, a socket or a device, or its name is not
UTF-8, so that no page and no reference could name it. It may well be an input, so it is not passed over in silence. Mend
the permission or the name, or exclude it in site.toml.

Bad:

```text
-rw-r-----  root  schemas/order.schema.json
```

Good:

```text
-rw-r--r--  root  schemas/order.schema.json
```

Good as well:

```toml
[build]
exclude = ["run/**"]
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let skipped = &site.proved.resolved.project.skipped;
    let findings = skipped.iter().filter_map(|skipped| {
        let (message, help) = match &skipped.why {
            Skip::Unreadable(cause) => (
                format!("the file can't be read: {}", visible(cause)),
                "mend its permissions, or exclude it in site.toml",
            ),
            Skip::Special => {
                let message = "this is a pipe, a socket or a device, not a file".to_owned();
                (message, "remove it, or exclude it in site.toml")
            }
            Skip::OddName => ("the name of the file is not UTF-8".to_owned(), "rename it"),
            _ => return None,
        };
        Some(Finding::new(&RULE, At::file(&skipped.file), message).with_help(help))
    });
    findings.collect()
}

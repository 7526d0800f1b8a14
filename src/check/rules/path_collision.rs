//! Two sources that claim one page, or two files that may be one on other systems. The only user of unicode-normalization.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::source::{Place, SourceId};

static RULE: Rule = Rule {
    code: "path-collision",
    severity: Severity::Error,
    summary: "two sources that claim one page, or one file on other systems",
    explanation: r#"The address of a page is made of the path of its source, in lower case and of a few characters only, so that it works on
every system. Two sources whose paths differ only in what is lost then claim one page, and one would overwrite the other.
Nor can two files stand side by side on Windows or macOS if their names differ only in case, or in how Unicode composes an
accented letter: one would silently take the place of the other. Rename one of them.

Bad:

```text
schemas/Order.json
schemas/order.json
```

Good:

```text
schemas/order.json
schemas/order-legacy.json
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Ties(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let sources = &site.proved.resolved.project.sources;
    let at = |source| At::place(sources, &Place::root(source), Part::Value);
    let name = |source| quoted(&sources.get(source).name);
    let findings = site.routes.clashes.iter().map(|clash| {
        let path = quoted(&clash.path);
        if let Some((first, second)) = &clash.places {
            let key = |place| At::place(sources, place, Part::Key);
            let message = format!("two channels of {} both claim the page {path}", name(clash.second));
            let finding = Finding::new(&RULE, key(second), message).with_label(key(first), "the first has the page");
            return finding.with_help("rename one of them");
        }
        let finding = match clash.first {
            Some(first) => {
                let message = format!("{} and {} both claim the page {path}", name(first), name(clash.second));
                Finding::new(&RULE, at(clash.second), message).with_label(at(first), "it has the page")
            }
            None => {
                let message = format!("{} claims the page {path}, which is the site's own", name(clash.second));
                Finding::new(&RULE, at(clash.second), message)
            }
        };
        finding.with_help("rename it")
    });
    let mut findings: Vec<Finding> = findings.collect();
    let said: HashSet<SourceId> = site.routes.clashes.iter().map(|clash| clash.second).collect();
    let mut files: HashMap<String, SourceId> = HashMap::new();
    for (id, source) in sources.iter().filter(|(_, source)| source.name == source.file) {
        let first = *files.entry(folded(&source.file)).or_insert(id);
        if sources.get(first).file != source.file && !said.contains(&id) {
            let composed = sources.get(first).file.nfc().eq(source.file.nfc());
            let why = if composed { ": they differ only in how accented letters are composed" } else { "" };
            let message = format!("{} and {} may be one file on Windows and macOS{why}", name(first), name(id));
            let finding = Finding::new(&RULE, at(id), message).with_label(at(first), "the other one");
            findings.push(finding.with_help("rename it"));
        }
    }
    findings
}

/// A path as a file system sees it that knows one case and one way to compose letters.
fn folded(path: &str) -> String {
    if path.is_ascii() { path.to_ascii_lowercase() } else { path.nfc().flat_map(char::to_lowercase).collect() }
}

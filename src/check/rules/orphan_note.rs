//! A migration note of which no version is found.

use crate::check::words::{did_you_mean, listed, quoted};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::model::LineageVersion;
use crate::version::Version;

static RULE: Rule = Rule {
    code: "orphan-note",
    severity: Severity::Warning,
    summary: "a migration note that belongs to no version",
    explanation: r#"What stands in `changes/<name>/<version>.md` of a catalog is the note of a version: `<name>` is the path of the schema without the version, its
last part, or the event type. Where no schema with versions is called so, or has no such version, the note is a page like any other: readers of the version
don't see it, and its `date` and `lift` say nothing.

Bad, beside `schemas/order-1.0.0.json` and `schemas/order-2.0.0.json`:

```text
changes/orders/2.0.0.md
```

Good:

```text
changes/order/2.0.0.md
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let noted: Vec<usize> = site.history.notes.values().map(|note| note.page).collect();
    let findings = project.pages.iter().enumerate().filter_map(|(number, page)| {
        let (name, version) = page.path.strip_prefix("changes/")?.rsplit_once('/')?;
        Version::read(version.strip_prefix(['v', 'V']).unwrap_or(version))?;
        if noted.contains(&number) {
            return None;
        }
        let own = resolved.lineages.iter().filter(|lineage| lineage.catalog == page.catalog);
        let called = own.clone().find(|lineage| lineage.name.rsplit('/').next() == name.rsplit('/').next());
        let (message, help) = match called {
            Some(lineage) => (
                format!("{} has no version {}", quoted(&lineage.name), quoted(version)),
                Some(format!("its versions are {}", listed(lineage.versions.iter().map(LineageVersion::name)))),
            ),
            None => (
                format!("no schema with versions is called {}", quoted(name)),
                did_you_mean(name, own.filter_map(|lineage| lineage.name.rsplit('/').next())),
            ),
        };
        let mut finding = Finding::new(&RULE, At::file(project.sources.get(page.source).file.as_str()), message);
        finding.help = help;
        Some(finding)
    });
    findings.collect()
}

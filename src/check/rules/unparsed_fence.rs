//! A fence that says JSON and is none.

use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::model::FenceUse;
use crate::source::{Format, Source, Span, visible};

static RULE: Rule = Rule {
    code: "unparsed-fence",
    severity: Severity::Note,
    summary: "a fence that says JSON and is none",
    explanation: r#"A fenced block of a page says `json` and can't be parsed, so it is shown as code and nothing in it is proved. Readers who
copy it get an error. Mend it; where it is meant to leave something out, call it `jsonc` or `text`.

Bad:

````markdown
```json
{ "id": 1, … }
```
````

Good:

````markdown
```json
{ "id": 1 }
```
````
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let mut findings = Vec::new();
    for page in project.pages.iter() {
        let text = project.sources.get(page.source);
        for fence in page.fences.iter().filter(|fence| fence.used == FenceUse::Unparsed) {
            let span = Span { start: fence.range.start as u32, end: fence.range.end as u32 };
            let content = Source::from_fence(text, &fence.slug, Format::Json, &fence.pieces);
            let cause = content.refusal().map(|problem| format!(": {}", visible(&problem.message))).unwrap_or_default();
            let message = format!("a fence that says JSON and is none, so that nothing in it is checked{cause}");
            let finding = Finding::new(&RULE, At::span(&project.sources, page.source, span), message);
            findings.push(finding.with_help("mend it, or call it `jsonc` or `text`"));
        }
    }
    findings
}

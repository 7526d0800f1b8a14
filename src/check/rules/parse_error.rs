//! A text that does not follow the grammar of its format, or is not UTF-8.

use crate::check::{Check, Find, Subject, problems};
use crate::diagnostic::{At, Finding, Rule, Severity};
use crate::source::Fault;

static RULE: Rule = Rule {
    code: "parse-error",
    severity: Severity::Error,
    summary: "a text that does not follow the grammar of its format",
    explanation: r#"A file or a fence that looks like an input can't be read at all, so nothing in it is documented and nothing is proved. The
finding points at the byte where reading stopped. A YAML file with several documents is an error as well unless it holds
examples: a schema is one document.

A counterexample (`x.invalid.json`, a folder `invalid/`) may be unreadable on purpose and is not reported.

Bad:

```json
{ "type": "object", "required": ["id",] }
```

Good:

```json
{ "type": "object", "required": ["id"] }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let site = subject.site;
    let mut findings = problems::findings(subject, &RULE, Fault::Syntax);
    let sources = &site.proved.resolved.project.sources;
    // Streams of examples are one document by now: an array of the documents of the file.
    for (id, source) in sources.iter() {
        let [first, second, ..] = source.documents.as_slice() else { continue };
        let message = format!("{} YAML documents where one is expected", source.documents.len());
        let finding = Finding::new(&RULE, At::span(sources, id, second.span), message)
            .with_label(At::span(sources, id, first.span), "only this one would be read")
            .with_help("give each document a file of its own");
        findings.push(finding);
    }
    findings
}

//! A control character that makes text show in another order than it is read (CVE-2021-42574).

use crate::check::{Check, Find, Subject, problems};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::source::Fault;

static RULE: Rule = Rule {
    code: "bidi-text",
    severity: Severity::Warning,
    summary: "a character that changes the order in which text is shown",
    explanation: r#"The controls of bidirectional text are invisible and make an editor or a browser show a line in another order than a
program reads it. What a reviewer approves is then not what is published (CVE-2021-42574, "Trojan Source"). Remove the
character; where the text needs it, write it as an escape, so that it is seen.

Bad, with U+202E before `txt`:

```json
{ "file": "report⟨U+202E⟩txt.exe" }
```

Good:

```json
{ "file": "report\u202Etxt.exe" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    problems::findings(subject, &RULE, Fault::Bidi)
}

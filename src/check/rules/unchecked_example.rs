//! An example of which nothing could be proved.

use std::collections::BTreeMap;

use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::model::{Example, ExampleKind, Pairing, Project, Proof, Verdict};
use crate::source::visible;
use crate::words::counted;

static RULE: Rule = Rule {
    code: "unchecked-example",
    severity: Severity::Warning,
    summary: "an example of which nothing could be proved",
    explanation: r#"What can't be evaluated is not met: where a schema could not be read, is not valid itself, refers to what is not there, or has
a pattern that can't be used, an example that depends on it is neither valid nor invalid, and the site says so. Each cause is
one finding in a file, with the first places. Payloads in a schema language that schemabook does not read, Avro say, are a
note: nothing is wrong with them.

An example that can't be parsed, belongs to no schema or to several, or goes past a limit is told by the rule about that.

Bad, beside an example of this schema:

```json
{ "type": "object", "required": "id" }
```

Good:

```json
{ "type": "object", "required": ["id"] }
```
"#,
};

/// How many places of one cause are shown.
const PLACES: usize = 3;

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let proved = &subject.site.proved;
    let project = &proved.resolved.project;
    let mut causes: BTreeMap<(&str, &str), Vec<&Example>> = BTreeMap::new();
    for (example, proof) in project.examples.iter().zip(proved.proofs.iter()) {
        if let Some(note) = proof.note.as_deref().filter(|_| is_unlisted(project, example, proof)) {
            let file = project.sources.get(example.place.source).file.as_str();
            causes.entry((file, note)).or_default().push(example);
        }
    }
    let findings = causes.into_iter().filter_map(|((_, note), mut examples)| {
        examples.sort_by_key(|example| At::place(&project.sources, &example.place, Part::Value).span);
        let at = |example: &Example| At::place(&project.sources, &example.place, Part::Value);
        let first = examples.first()?;
        let note = visible(note);
        let message = match examples.len() {
            1 => format!("this example is not checked: {note}"),
            count => {
                let (are, others) = (if count == 2 { "is" } else { "are" }, counted(count - 1, "other"));
                format!("this example is not checked, nor {are} {others} here: {note}")
            }
        };
        let mut finding = Finding::new(&RULE, at(first), message);
        if examples.iter().all(|example| example.foreign.is_some()) {
            finding.severity = Severity::Note;
        }
        for example in &examples[1..examples.len().min(PLACES)] {
            finding = finding.with_label(at(example), "another of them");
        }
        if let Some(schema) = first.schema().filter(|_| first.foreign.is_none()) {
            let name = quoted(&project.sources.display(schema));
            finding =
                finding.with_label(At::place(&project.sources, schema, Part::Value), format!("its schema, {name}"));
        }
        Some(finding)
    });
    findings.collect()
}

/// Whether the example is unchecked and no other rule says why.
fn is_unlisted(project: &Project, example: &Example, proof: &Proof) -> bool {
    let is_told = example.unparsed || proof.limit.is_some() || !matches!(example.pairing, Pairing::Paired { .. });
    // What an example of a message has to have is for `invalid-asyncapi` to say.
    let is_empty = || {
        let node = project.sources.node(&example.place);
        let has = |key: &str| node.is_some_and(|node| node.get(key).is_some());
        example.kind == ExampleKind::Message && !has("payload") && !has("headers")
    };
    proof.verdict == Verdict::Unchecked && !is_told && !is_empty()
}

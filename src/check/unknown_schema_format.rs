//! A `schemaFormat` that is none of those that AsyncAPI names.

use super::words::quoted;
use super::{Check, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::source::{Place, join};

static RULE: Rule = Rule {
    code: "unknown-schema-format",
    severity: Severity::Warning,
    summary: "a `schemaFormat` that is none of those that AsyncAPI names",
    explanation: r#"`schemaFormat` says in which language a payload is described. This one is neither JSON Schema, in which examples are proved,
nor one of the others that the AsyncAPI specification lists (Avro, OpenAPI, Protocol Buffers, RAML), so nobody knows how to
read the payload, and the examples of the message are not proved. Often it is mistyped.

Bad:

```yaml
payload:
  schemaFormat: application/vnd.apache.arvo;version=1.9.0
```

Good:

```yaml
payload:
  schemaFormat: application/vnd.apache.avro;version=1.9.0
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, find };

/// The media types that AsyncAPI lists beside those of JSON Schema, without their parameters and the suffix of their spelling.
const KNOWN: [&str; 6] = [
    "application/vnd.apache.avro",
    "application/vnd.oai.openapi",
    "application/raml",
    "application/vnd.google.protobuf",
    "application/x-protobuf",
    "application/xml",
];

fn find(Subject { site, .. }: &Subject) -> Vec<Finding> {
    let project = &site.proved.resolved.project;
    let messages = project.documents.iter().flat_map(|document| &document.messages);
    let findings = messages.filter_map(|message| {
        let format = message.foreign_format.as_deref().filter(|format| !is_known(format))?;
        let holder = message.payload.as_ref().and_then(|payload| payload.pointer.strip_suffix("/schema"));
        let multi = message.payload.as_ref().zip(holder);
        let multi = multi.map(|(payload, holder)| Place::new(payload.source, join(holder, "schemaFormat")));
        let own = Place::new(message.place.source, join(&message.place.pointer, "schemaFormat"));
        let place = multi.filter(|place| project.sources.node(place).is_some()).unwrap_or(own);
        let message = format!("the format {} is not known, so nothing is proved with it", quoted(format));
        Some(
            Finding::new(&RULE, At::place(&project.sources, &place, Part::Value), message)
                .with_help("AsyncAPI lists the formats it knows at its message object"),
        )
    });
    findings.collect()
}

fn is_known(format: &str) -> bool {
    let media_type = format.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    KNOWN.contains(&media_type.split('+').next().unwrap_or_default())
}

//! A reference from a schema to one of another format.

use crate::asyncapi::is_json_schema;
use crate::check::contracts::{below, value_at};
use crate::check::words::quoted;
use crate::check::{Check, Find};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::resolve::{Resolved, Walk};
use crate::source::Node;

static RULE: Rule = Rule {
    code: "mixed-schema-format",
    severity: Severity::Error,
    summary: "a reference from a schema to one of another format",
    explanation: r##"Within a schema, a reference leads to a schema of the same format. A multi-format schema object that holds Avro or Protocol Buffers
is no part that a JSON Schema can be made of; a message may use it as its payload as a whole.

Bad:

```yaml
schemas:
  order:
    properties:
      customer: { $ref: "#/components/schemas/customer" }
  customer:
    schemaFormat: application/vnd.apache.avro;version=1.9.0
    schema: { type: record, name: Customer, fields: [] }
```

Good:

```yaml
schemas:
  order:
    properties:
      customer: { $ref: "#/components/schemas/customer" }
  customer:
    type: object
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Schema(find)] };

fn find(resolved: &Resolved, walk: &Walk) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !walk.root.is_document && walk.keys.contains("$ref") {
        // The whole of a payload or of a component may be of any format; what it is made of may not.
        for number in 1..walk.visits.len() {
            if walk.visits[number].node.get("$ref").is_none() {
                continue;
            }
            let place = walk.place(number);
            let Some(target) = resolved.target(&place) else { continue };
            let node = resolved.project.sources.node(target);
            let format = node.filter(|node| node.get("schema").is_some()).and_then(|node| node.get("schemaFormat"));
            let Some(format) = format.and_then(Node::as_str).filter(|format| !is_json_schema(format)) else { continue };
            let message = format!("the reference leads to a schema of the format {}", quoted(format));
            let at = value_at(resolved, &below(&place, "$ref"));
            findings.push(Finding::new(&RULE, at, message).with_help("refer to a JSON Schema"));
        }
    }
    findings
}

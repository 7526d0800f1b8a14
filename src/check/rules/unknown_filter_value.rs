//! A filter policy that names a value which no message has there.

use std::collections::BTreeSet;

use crate::check::filters::{Subscription, Topic, known_values, topics};
use crate::check::words::{did_you_mean, listed, quoted};
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::resolve::Resolved;
use crate::source::{Kind, Place};

static RULE: Rule = Rule {
    code: "unknown-filter-value",
    severity: Severity::Warning,
    summary: "a filter policy names a value that no message of its channel has there",
    explanation: r#"A subscription's filter policy lets through the messages that have one of the values which it lists. Where the schemas of all
messages on the channel list what a member may be, or the catalog knows the versions of their types, a value that is none of
these never comes: the consumer waits for it in vain. Mend the value, or take it out.

Event types are held against the whole catalog by `unknown-filter-type`.

Bad, where all messages have the version 1.0.0:

```yaml
filterPolicy:
  version: ["1.0.0", "1.O.0"]
```

Good:

```yaml
filterPolicy:
  version: ["1.0.0"]
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let resolved = &subject.site.proved.resolved;
    topics(resolved).iter().flat_map(|topic| in_topic(resolved, topic)).collect()
}

fn in_topic(resolved: &Resolved, topic: &Topic<'_>) -> Vec<Finding> {
    let project = &resolved.project;
    let mut findings = Vec::new();
    for condition in topic.subscriptions.iter().flat_map(Subscription::conditions) {
        let known: Option<Vec<BTreeSet<String>>> = topic
            .messages
            .iter()
            .map(|(document, number)| {
                let document = &project.documents[*document];
                known_values(resolved, &document.messages[*number], document.catalog, &condition.path)
            })
            .collect();
        let known: BTreeSet<String> = known.unwrap_or_default().into_iter().flatten().collect();
        let is_type = topic.messages.iter().any(|(document, number)| {
            let message = &project.documents[*document].messages[*number];
            message.types.iter().any(|name| known.contains(&serde_json::Value::from(name.as_str()).to_string()))
        });
        // What is open for one message may hold anything.
        if known.is_empty() || is_type {
            continue;
        }
        for (index, value) in condition.values.iter().enumerate() {
            let text = value.to_value().to_string();
            if matches!(value.kind, Kind::Object(_) | Kind::Array(_)) || known.contains(&text) {
                continue;
            }
            let place = Place::new(condition.place.source, format!("{}/{index}", condition.place.pointer));
            let name = condition.path.join(".");
            let message = format!("no message on {} has {} as {}", quoted(topic.name), quoted(&text), quoted(&name));
            let near = did_you_mean(&text, known.iter().map(String::as_str));
            let help = near.unwrap_or_else(|| format!("they have {}", listed(known.iter().map(String::as_str))));
            findings
                .push(Finding::new(&RULE, At::place(&project.sources, &place, Part::Value), message).with_help(help));
        }
    }
    findings
}

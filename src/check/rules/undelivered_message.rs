//! A message that no subscription of its channel lets through.

use crate::check::filters::{Subscription, Topic, known_values, may_pass, topics};
use crate::check::words::quoted;
use crate::check::{Check, Find, Subject};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::resolve::Resolved;

static RULE: Rule = Rule {
    code: "undelivered-message",
    severity: Severity::Warning,
    summary: "a message that no subscription of its channel lets through",
    explanation: r#"A message is sent to a topic, and each subscription of that topic has a filter policy which does not let it through: it is
paid for, and nobody gets it. Let a subscription have it, or stop sending it. Only what schemas and the catalog say for sure
counts: a policy about a member whose values are open may let anything through.

Bad, where the topic carries `order.created` and `order.cancelled`:

```yaml
consumers:
  - protocol: sqs
    endpoint: { name: billing }
    filterPolicy: { event_type: [order.created] }
```

Good:

```yaml
consumers:
  - protocol: sqs
    endpoint: { name: billing }
    filterPolicy: { event_type: [order.created, order.cancelled] }
```
"#,
};

/// How many policies are shown.
const LABELS: usize = 3;

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Site(find)] };

fn find(subject: &Subject) -> Vec<Finding> {
    let resolved = &subject.site.proved.resolved;
    let filtered = topics(resolved);
    let filtered = filtered.iter().filter(|topic| {
        !topic.is_read_whole && topic.subscriptions.iter().all(|subscription| subscription.policy.is_some())
    });
    filtered.flat_map(|topic| in_topic(resolved, topic)).collect()
}

fn in_topic(resolved: &Resolved, topic: &Topic<'_>) -> Vec<Finding> {
    let project = &resolved.project;
    let undelivered = topic.messages.iter().filter(|(document, number)| {
        let document = &project.documents[*document];
        let message = &document.messages[*number];
        let stops = |subscription: &Subscription| {
            let known = |path: &[&str]| known_values(resolved, message, document.catalog, path);
            let mut conditions = subscription.conditions().into_iter();
            conditions.any(|condition| known(&condition.path).is_some_and(|known| !may_pass(&condition, &known)))
        };
        topic.subscriptions.iter().all(stops)
    });
    let findings = undelivered.map(|(document, number)| {
        let message = &project.documents[*document].messages[*number];
        let name = message.name.as_ref().unwrap_or(&message.id);
        let text = format!("no subscription of {} lets {} through", quoted(topic.name), quoted(name));
        let finding = Finding::new(&RULE, At::place(&project.sources, &message.place, Part::Key), text);
        let policies = topic.subscriptions.iter().filter_map(|subscription| subscription.policy.as_ref()).take(LABELS);
        policies
            .fold(finding, |finding, (_, place)| {
                finding.with_label(At::place(&project.sources, place, Part::Key), "this policy stops it")
            })
            .with_help("let one of them have it, or stop sending it")
    });
    findings.collect()
}

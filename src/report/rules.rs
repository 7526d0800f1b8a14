//! What the rules are, for `rules` and `explain`: all of it stands in the table of rules.

use serde::Serialize;

use super::Text;
use super::json::text;
use crate::diagnostic::Rule;

#[derive(Serialize)]
struct Entry {
    code: &'static str,
    level: &'static str,
    summary: &'static str,
    explanation: &'static str,
}

impl From<&&'static Rule> for Entry {
    fn from(rule: &&'static Rule) -> Entry {
        let Rule { code, severity, summary, explanation } = **rule;
        Entry { code, level: severity.name(), summary, explanation }
    }
}

/// The table of rules: code, default level, what each finds.
pub fn rules(rules: &[&'static Rule]) -> Text {
    let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or_default();
    let lines =
        rules.iter().map(|rule| format!("{:width$}  {:7}  {}\n", rule.code, rule.severity.name(), rule.summary));
    Text::made(lines.collect())
}

/// The same with the explanations, as JSON.
pub fn rules_json(rules: &[&'static Rule]) -> Text {
    text(&rules.iter().map(Entry::from).collect::<Vec<_>>())
}

/// What a rule means, why it matters and what to do, with a bad and a good example, as Markdown.
pub fn explain(rule: &'static Rule) -> Text {
    let Rule { code, severity, summary, explanation } = rule;
    Text::made(format!(
        "# {code}\n\n{severity}: {summary}\n\n{}\n\nThe level is set in site.toml:\n\n```toml\n[check.rules]\n{code} = \"off\"   #          off, note, warn or error\n```\n",
        explanation.trim_end()
    ))
}

/// The same as JSON.
pub fn explain_json(rule: &'static Rule) -> Text {
    text(&Entry::from(&rule))
}

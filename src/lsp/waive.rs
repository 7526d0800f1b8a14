//! A finding that somebody means to allow: the entry of site.toml that says so.

use serde_json::Value;

use crate::config;
use crate::diagnostic::Finding;
use crate::fix::Edit;
use crate::source::{Source, Span};

/// What stands for the reason, which nobody but the author knows.
const REASON: &str = "TODO: say why this is right here";

/// Rules whose findings are about what nobody can allow: site.toml itself, waivers.
const NEVER: [&str; 2] = ["invalid-config", "unused-waiver"];

/// The edit of site.toml that allows a finding where it stands; `None` where none would: the new text is read before it is offered.
pub fn edit(settings: &Source, finding: &Finding, codes: &[&str]) -> Option<Edit> {
    let (code, at) = (finding.rule.code, &finding.at);
    // A name with signs that patterns know would mean other files.
    if NEVER.contains(&code) || at.file.contains(['*', '?', '[', ']', '{', '}', '\\']) {
        return None;
    }
    let text = |text: &str| Value::from(text).to_string();
    let pointer = if at.pointer.is_empty() { String::new() } else { format!("pointer = {}\n", text(&at.pointer)) };
    let end = settings.text.len() as u32;
    let gap = match &*settings.text {
        "" => "",
        before if before.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let entry = format!(
        "{gap}[[check.allow]]\nrule = {}\nfile = {}\n{pointer}reason = {}\n",
        text(code),
        text(&at.file),
        text(REASON)
    );
    let entry = if settings.text.contains("\r\n") { entry.replace('\n', "\r\n") } else { entry };
    let (before, _) = config::read(settings.text.as_bytes().to_vec());
    let (after, mistakes) = config::read(format!("{}{entry}", settings.text).into_bytes());
    let is_read = mistakes.is_empty()
        && config::unknown_rules(&after, codes).is_empty()
        && after.check.allow.len() == before.check.allow.len() + 1;
    is_read.then(|| Edit { file: settings.file.clone(), span: Span { start: end, end }, text: entry })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{At, Rule, Severity};
    use crate::source::Format;

    static RULE: Rule = Rule { code: "unknown-keyword", severity: Severity::Note, summary: "", explanation: "" };

    #[test]
    fn a_waiver_is_an_entry_that_is_read() {
        let finding = Finding::new(&RULE, At { pointer: "/a~1b".to_owned(), ..At::file("schemas/a.json") }, "");
        let waived = |text: &str| {
            let settings = Source::from_file("site.toml", Format::Toml, text.into());
            edit(&settings, &finding, &["unknown-keyword"]).map(|edit| format!("{text}{}", edit.text))
        };
        let entry = format!(
            "[[check.allow]]\nrule = \"unknown-keyword\"\nfile = \"schemas/a.json\"\npointer = \"/a~1b\"\nreason = \"{REASON}\"\n"
        );
        let text = "[site]\ntitle = \"Orders\"";
        assert_eq!(waived(text), Some(format!("{text}\n\n{entry}")));
        assert_eq!(waived(""), Some(entry));
        assert_eq!(waived("check = { allow = [] }\n"), None, "a table that is closed takes no entry");
    }
}

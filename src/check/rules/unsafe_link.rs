//! A link of a schema or an AsyncAPI document that could run a script.

use crate::check::words::quoted;
use crate::check::{Check, Find};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::prose::{is_web, outline};
use crate::source::{Place, SourceId, Sources, descend, may_link};

static RULE: Rule = Rule {
    code: "unsafe-link",
    severity: Severity::Warning,
    summary: "a link of a schema or an AsyncAPI document that could run a script",
    explanation: r#"A description or an address names a scheme such as `javascript:` or `data:`, with which a link runs what it holds in the
page of whoever follows it. The site shows such a link as text; other tools may not. In descriptions only `http`, `https`
and `mailto` are links. Write the address of a page.

Bad:

```json
{ "description": "See [the rules](javascript:alert(1))" }
```

Good:

```json
{ "description": "See [the rules](https://example.com/rules)" }
```
"#,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Source(find)] };

/// Schemes that run, or show, what they hold themselves.
const SCRIPTS: [&str; 3] = ["javascript:", "vbscript:", "data:"];

/// Members that hold instances, in which a text is nobody's link.
const INSTANCES: [&str; 5] = ["const", "default", "enum", "example", "examples"];

fn find(sources: &Sources, source: SourceId) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (root, extract) = (sources.get(source).root(), sources.get(source).extract());
    let may_link = extract.may_link || extract.keys.iter().any(|key| is_address(key));
    let Some(root) = root.filter(|_| may_link) else { return findings };
    descend(
        root,
        |member| !INSTANCES.contains(&&*member.key),
        |way, node| {
            let (Some(member), Some(text)) = (way.member(), node.as_str()) else { return };
            let Some(link) = unsafe_link(&member.key, text) else { return };
            let at = At::place(sources, &Place::new(source, way.pointer()), Part::Value);
            let message = format!("{} is no link that a page may have", quoted(&link));
            findings.push(Finding::new(&RULE, at, message).with_help("links may use http, https and mailto"));
        },
    );
    findings
}

/// The first link of a text that no page may have.
fn unsafe_link(key: &str, text: &str) -> Option<String> {
    if is_address(key) {
        return is_script(text).then(|| text.to_owned());
    }
    if !ends_with(key, "description") || !may_link(text) {
        return None;
    }
    let links = outline(text, 0).links.into_iter().map(|link| link.to);
    links.into_iter().find(|to| !is_web(to) && has_scheme(to))
}

/// Whether the value of a key is an address.
fn is_address(key: &str) -> bool {
    ["url", "uri", "href", "termsofservice"].iter().any(|end| ends_with(key, end))
}

/// Whether a key ends so, in whatever case.
fn ends_with(key: &str, end: &str) -> bool {
    let tail = key.len().checked_sub(end.len()).map(|start| &key.as_bytes()[start..]);
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end.as_bytes()))
}

fn is_script(text: &str) -> bool {
    let bare = bare(text);
    SCRIPTS.iter().any(|scheme| bare.starts_with(scheme))
}

fn has_scheme(to: &str) -> bool {
    let bare = bare(to);
    bare.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':')) || bare.starts_with("//")
}

/// The beginning of an address as a browser reads it: without blanks and control characters.
fn bare(text: &str) -> String {
    let seen = text.chars().filter(|c| !c.is_control() && !c.is_whitespace());
    seen.take(200).collect::<String>().to_ascii_lowercase()
}

//! Reads the entries of `[[check.allow]]`.

use super::Allow;
use super::entry::pointer;
use super::table::{Mistake, Table};
use crate::pattern::Globs;
use crate::source::Node;

/// The waiver in `node`; `None`, with a mistake, if it does not say what it allows, where and why.
pub fn read_allow(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Allow> {
    let mut table = Table::new("[[check.allow]]", node, mistakes);
    let span = table.take("rule").map_or(node.span, |member| member.value.span);
    let rule = table.string("rule", mistakes);
    let file = table.take("file").map(|member| member.value.span);
    let glob = table.string("file", mistakes);
    let pointer = table.take("pointer").and_then(|member| pointer(&member.value, "pointer", mistakes));
    let reason = table.string("reason", mistakes).filter(|reason| !reason.trim().is_empty());
    table.finish(mistakes);
    for (key, is_missing) in [("rule", rule.is_none()), ("file", glob.is_none()), ("reason", reason.is_none())] {
        if is_missing {
            let help = "say which rule is allowed where, and why: rule = \"…\", file = \"…\", reason = \"…\"";
            let message = format!("a [[check.allow]] without `{key}`");
            mistakes.push(Mistake { span: node.span, message, help: Some(help.to_owned()), ..Mistake::default() });
        }
    }
    match Globs::new([glob?.as_str()]) {
        Ok(files) => Some(Allow { rule: rule?, reason: reason?, files, pointer, span }),
        Err(message) => {
            mistakes.push(Mistake { span: file.unwrap_or(node.span), message, ..Mistake::default() });
            None
        }
    }
}

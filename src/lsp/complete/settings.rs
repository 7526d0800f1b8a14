//! What may stand in site.toml: codes of rules, and their levels.

use super::item::{Item, KEYWORD, VALUE};
use crate::check;
use crate::config::Config;
use crate::lsp::spot::end_of;

/// What a rule may be.
const LEVELS: [&str; 4] = ["off", "note", "warn", "error"];

/// What may stand at a cursor, and what of the text it replaces.
pub fn items(config: &Config, text: &str, cursor: usize) -> Option<(Vec<Item>, usize, usize)> {
    let before = text.get(..cursor)?;
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let heads = before[..line_start].lines().rev().map(str::trim);
    let head = heads
        .filter(|line| line.starts_with('['))
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .next()?;
    let line = &before[line_start..];
    let rule = |is_name: bool, code: &str| {
        let summary =
            check::rules().into_iter().find(|rule| rule.code == code).map(|rule| rule.summary).unwrap_or_default();
        let item = if is_name { Item::name(code, None, KEYWORD, "rule") } else { Item::of(code, KEYWORD, "rule") };
        item.saying(summary)
    };
    let key = line.split('=').next().unwrap_or_default().trim();
    let value = line.split_once('=').map(|(_, value)| value.trim_start());
    let (items, typed): (Vec<Item>, &str) = match (head, value) {
        ("[check.rules]", None) => {
            let stated = |code: &&str| config.check.rules.iter().any(|level| level.code == *code);
            let codes = check::codes().into_iter().filter(|code| !stated(code));
            (codes.map(|code| rule(true, code)).collect(), line.trim_start())
        }
        ("[check.rules]", Some(value)) => {
            (LEVELS.iter().map(|level| Item::of(*level, VALUE, "level")).collect(), value)
        }
        ("[[check.allow]]", Some(value)) if key == "rule" => {
            (check::codes().into_iter().map(|code| rule(false, code)).collect(), value)
        }
        _ => return None,
    };
    let quote = typed.chars().next().filter(|c| matches!(c, '"' | '\''));
    // What is behind a text that is closed, or a comment, is neither.
    let is_open = match quote {
        Some(quote) => !typed[1..].contains(quote),
        None => typed.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'),
    };
    let start = cursor - typed.len();
    is_open.then(|| (items, start, end_of(text, start, cursor, quote)))
}

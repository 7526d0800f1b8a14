//! What may stand in site.toml, keys, codes of rules and their levels, and in a registry, keys, event types and schemas.

use super::item::{EVENT, FILE, Item, KEYWORD, VALUE};
use super::keys;
use crate::check;
use crate::config::{self, Config};
use crate::load::read_registry;
use crate::lsp::spot::end_of;
use crate::model::{EventType, Schema};
use crate::resolve::Resolved;
use crate::source::SourceId;

/// What a rule may be.
const LEVELS: [&str; 4] = ["off", "note", "warn", "error"];

/// What may stand at a cursor of site.toml, and what of the text it replaces.
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
        _ => keys::items(text, cursor, |source| config::read(source.text.as_bytes().to_vec()).1)?,
    };
    let (start, end) = open(text, cursor, typed)?;
    Some((items, start, end))
}

/// What may stand at a cursor in the registry of a catalog, and what of the text it replaces.
pub fn of_registry(
    resolved: &Resolved,
    catalog: usize,
    text: &str,
    cursor: usize,
) -> Option<(Vec<Item>, usize, usize)> {
    let before = text.get(..cursor)?;
    let line = before.rsplit('\n').next()?;
    // A table in braces is on one line.
    let member = line.rsplit(['{', ',']).next()?;
    let Some((key, value)) = member.split_once('=') else {
        let (items, typed) = keys::items(text, cursor, |source| read_registry(SourceId(0), source, catalog).1)?;
        let (start, end) = open(text, cursor, typed)?;
        return Some((items, start, end));
    };
    let known = resolved.types.iter().filter(|known| known.catalog == catalog);
    let item = |known: &EventType| Item::of(known.name.as_str(), EVENT, "event type");
    let items: Vec<Item> = match key.trim() {
        "name" => known.filter(|known| known.registered.is_none()).map(item).collect(),
        "replaced_by" => {
            // No type takes its own place.
            let start = before.rfind("[[").unwrap_or_default();
            let entry = text[start..].split("\n[[").next().unwrap_or_default();
            known.filter(|known| !is_named(entry, known)).map(item).collect()
        }
        "schema" => {
            let project = &resolved.project;
            let own = project.schemas.iter().filter(|schema| schema.catalog == catalog);
            let path = |schema: &Schema| {
                let file = &project.sources.get(schema.source).name;
                let path = project.config.catalogs[catalog].relative(file)?;
                Some(Item::of(path, FILE, schema.title.clone().unwrap_or_default()))
            };
            own.filter_map(path).collect()
        }
        _ => return None,
    };
    let (start, end) = open(text, cursor, value.trim_start())?;
    Some((items, start, end))
}

/// Whether an entry of a registry is that of a type.
fn is_named(entry: &str, known: &EventType) -> bool {
    let names = entry.lines().filter_map(|line| line.trim().strip_prefix("name")?.trim_start().strip_prefix('='));
    names.into_iter().any(|name| name.trim().trim_matches(['"', '\'']) == known.name)
}

/// Where what is typed of a name or a value begins and ends; `None` behind a text that is closed, or a comment.
fn open(text: &str, cursor: usize, typed: &str) -> Option<(usize, usize)> {
    let quote = typed.chars().next().filter(|c| matches!(c, '"' | '\''));
    let is_open = match quote {
        Some(quote) => !typed[1..].contains(quote),
        None => typed.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'),
    };
    // What is there already is typed behind its quote.
    let is_before = typed.is_empty() && text[cursor..].starts_with(['"', '\'']);
    let start = cursor - typed.len();
    (is_open && !is_before).then(|| (start, end_of(text, start, cursor, quote)))
}

//! The keys of a table of TOML, as whoever reads it knows them: it is asked what it says of one that it can't know.

use super::item::{Item, KEYWORD};
use crate::config::table::Mistake;
use crate::lsp::spot::HERE;
use crate::source::{Format, Source, descend};

/// The keys that may stand at a cursor and are not there, with what is typed so far; `read` finds what is wrong with a text. `None` where no key
/// is typed, or the rest of the text can't be read.
pub fn items(text: &str, cursor: usize, read: impl Fn(&Source) -> Vec<Mistake>) -> Option<(Vec<Item>, &str)> {
    let start = text.get(..cursor)?.rfind('\n').map_or(0, |end| end + 1);
    let end = text[cursor..].find(['\r', '\n']).map_or(text.len(), |end| cursor + end);
    let typed = text[start..cursor].trim_start();
    let is_bare = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if !is_bare(typed) || !is_bare(text[cursor..end].trim_end()) {
        return None;
    }
    let asked = format!("\"{HERE}\"");
    let whole = format!("{}{asked} = 0{}", &text[..start], &text[end..]);
    let source = Source::from_file("typed.toml", Format::Toml, whole.into_bytes());
    let mut present: Vec<&str> = Vec::new();
    descend(
        source.root()?,
        |_| true,
        |_, node| {
            if node.get(HERE).is_some() {
                present.extend(node.members().iter().map(|member| &*member.key));
            }
        },
    );
    let found = read(&source).into_iter().find(|mistake| source.text_at(mistake.span) == asked)?;
    let free = found.known.into_iter().filter(|key| !present.contains(key));
    Some((free.map(|key| Item::name(key, None, KEYWORD, "key")).collect(), typed))
}

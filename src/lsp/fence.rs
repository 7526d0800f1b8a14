//! Fences of a guide as they are typed.

use crate::source::{SourceId, Sources};

/// The source of the project that the fence at a cursor is, with its text as it is typed and where that begins; `None` outside of fences, and in
/// one whose lines stand in a list or a quote.
pub fn fence<'t>(sources: &Sources, file: &str, text: &'t str, cursor: usize) -> Option<(SourceId, &'t str, usize)> {
    let (number, start, end) = fences(text)
        .enumerate()
        .find_map(|(number, (start, end))| (start <= cursor && cursor <= end).then_some((number, start, end)))?;
    // The fences of the text that was read have the same numbers until one is added.
    let read = &sources.get(sources.find(file)?).text;
    let (start_then, _) = fences(read).nth(number)?;
    let line = read[..start_then].matches('\n').count() as u32 + 1;
    let is_here = |(_, source): &(SourceId, &crate::source::Source)| {
        source.file == file && source.name.contains('#') && source.holder.is_none() && source.position(0).line == line
    };
    let (id, _) = sources.iter().find(is_here)?;
    Some((id, &text[start..end], start))
}

/// Where the content of each fence begins and ends.
fn fences(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let marks = &line[..line.len() - line.trim_start_matches(['`', '~']).len()];
        match open {
            None if marks.len() >= 3 => open = Some((at + line.len(), marks)),
            Some((start, mark)) if marks.starts_with(mark) && line[marks.len()..].trim().is_empty() => {
                found.push((start, at));
                open = None;
            }
            _ => {}
        }
        at += line.len();
    }
    found.extend(open.map(|(start, _)| (start, text.len())));
    found.into_iter()
}

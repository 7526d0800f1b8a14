//! Paths as they are written in files.

use crate::load::{decode, relative_to};
use crate::route::url_path;
use crate::tree::Moves;

/// The way from a file to another file or folder, relative and with percent escapes.
pub fn relative(file: &str, to: &str) -> String {
    url_path(&plain(file, to))
}

/// The same without escapes.
pub fn plain(file: &str, to: &str) -> String {
    let from: Vec<&str> = file.split('/').collect();
    let parts: Vec<&str> = to.split('/').collect();
    let folders = &from[..from.len() - 1];
    let most = folders.len().min(parts.len().saturating_sub(1));
    let shared = (0..most).take_while(|at| folders[*at] == parts[*at]).count();
    "../".repeat(folders.len() - shared) + &parts[shared..].join("/")
}

/// How a relative path that is written in a file is to be written, so that it leads where it leads now; `None` where it may stay as it is.
pub fn moved(moves: &Moves, file: &str, written: &str) -> Option<String> {
    let decoded = decode(written)?;
    let target = relative_to(file, &decoded)?;
    let (from, to) = (moves.after(file), moves.after(&target));
    if relative_to(&from, &decoded).as_ref() == Some(&to) {
        return None;
    }
    let new = relative(&from, &to);
    let dot = if written.starts_with("./") && !new.starts_with("../") { "./" } else { "" };
    let slash = if written.ends_with('/') && !new.ends_with('/') { "/" } else { "" };
    Some(format!("{dot}{new}{slash}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_where_they_led() {
        let moves = Moves::new(vec![("a/b.json".to_owned(), "c/d/e f.json".to_owned())]);
        let cases = [
            ("a/x.json", "b.json", Some("../c/d/e%20f.json")),
            ("c/x.json", "./../a/b.json", Some("./d/e%20f.json")),
            ("a/b.json", "x.json", Some("../../a/x.json")),
            ("a/b.json", "b.json", Some("e%20f.json")),
            ("a/b.json", "../c/d/", Some("../d/")),
            ("a/x.json", "y.json", None),
            ("a/x.json", "../../b.json", None),
        ];
        for (file, written, new) in cases {
            assert_eq!(moved(&moves, file, written).as_deref(), new, "{written} in {file}");
        }
    }
}

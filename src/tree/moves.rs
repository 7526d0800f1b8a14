//! Files and folders that are to stand elsewhere.

use std::sync::Arc;

/// From where to where files and folders move: paths relative to the tree, with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves(Arc<Vec<(String, String)>>);

impl Moves {
    /// These moves, all at once.
    pub fn new(moves: Vec<(String, String)>) -> Moves {
        Moves(Arc::new(moves))
    }

    /// The moves, each from where to where.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(from, to)| (from.as_str(), to.as_str()))
    }

    /// Whether nothing moves.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where the file or folder at `path` stands after them. A path may hold signs of patterns behind the folder that moves.
    pub fn after(&self, path: &str) -> String {
        let moved = self.0.iter().find_map(|(from, to)| below(from, path).map(|rest| format!("{to}{rest}")));
        moved.unwrap_or_else(|| path.to_owned())
    }

    /// Where what stands at `path` after them stands before; `None` if nothing does.
    pub fn before(&self, path: &str) -> Option<String> {
        let moved = self.0.iter().find_map(|(from, to)| below(to, path).map(|rest| format!("{from}{rest}")));
        let stays = || self.0.iter().all(|(from, _)| below(from, path).is_none()).then(|| path.to_owned());
        moved.or_else(stays)
    }

    /// Whether they bring something below a folder.
    pub fn fill(&self, folder: &str) -> bool {
        self.0.iter().any(|(_, to)| below(folder, to).is_some_and(|rest| !rest.is_empty()))
    }
}

/// What of a path is behind another one that holds it.
fn below<'p>(holder: &str, path: &'p str) -> Option<&'p str> {
    path.strip_prefix(holder).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_lead_there_and_back() {
        let moves = [("a", "b/c"), ("d.json", "e.json"), ("e.json", "d.json")];
        let moves = Moves::new(moves.map(|(from, to)| (from.to_owned(), to.to_owned())).into());
        for (before, after) in
            [("a/x/*.json", "b/c/x/*.json"), ("d.json", "e.json"), ("e.json", "d.json"), ("ab", "ab")]
        {
            assert_eq!(moves.after(before), after);
            assert_eq!(moves.before(after).as_deref(), Some(before));
        }
        assert_eq!(moves.before("a/x"), None);
        assert!(moves.fill("b") && !moves.fill("b/c"));
    }
}

//! What may be printed. Whatever a command says on stdout is of this type, and only reports make it, of parts that are harmless.

use super::harmless;

/// Text that no terminal and no runner of a CI job obeys.
#[derive(Debug, Default)]
pub struct Text(String);

impl Text {
    /// What a report made of harmless parts.
    pub(super) fn made(text: String) -> Text {
        Text(text)
    }

    /// Lines of any text, each made harmless.
    pub fn lines(text: &str) -> Text {
        Text(text.lines().map(|line| harmless(line) + "\n").collect())
    }

    /// The lines of a diff, each made harmless. A line begins with a sign, and its tabs and its end stay, so that it can be applied.
    pub fn diff(text: &str) -> Text {
        let line = |line: &str| {
            let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
            let parts = line.trim_end_matches(['\r', '\n']).split('\t').map(harmless).collect::<Vec<_>>();
            parts.join("\t") + end
        };
        Text(text.split_inclusive('\n').map(line).collect())
    }

    /// What a report was in a run that this program has kept.
    pub fn kept(text: String) -> Text {
        Text(text)
    }

    /// What the program makes of itself alone, nothing that was read in it: a script for a shell, which stays as it is.
    pub fn own(text: String) -> Text {
        Text(text)
    }

    /// Nothing but what stands in the other.
    pub fn push(&mut self, other: &Text) {
        self.0.push_str(&other.0);
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

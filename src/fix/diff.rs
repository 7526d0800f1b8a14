//! What edits change, as a unified diff that `patch` and `git apply` take.

use std::fmt::Write as _;

/// How many lines around a change are shown.
const AROUND: usize = 3;

/// The difference of two texts of a file, found by lines; empty where there is none. `file` is its path.
pub fn unified(file: &str, before: &str, after: &str) -> String {
    let (old, new) = (lines(before), lines(after));
    let hunks = hunks(&old, &new);
    let mut text = String::new();
    if !hunks.is_empty() {
        let _ = writeln!(text, "--- a/{file}\n+++ b/{file}");
    }
    for hunk in join(hunks) {
        hunk.write(&mut text, &old, &new);
    }
    text
}

/// The lines with their ends.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Lines that came in the place of others.
#[derive(Clone, Copy)]
struct Changed {
    old: (usize, usize),
    new: (usize, usize),
}

/// The changes, in order. Edits change few lines, so that the next line which both have is looked for near by; what is longer apart is shown
/// as one change.
fn hunks(old: &[&str], new: &[&str]) -> Vec<Changed> {
    const FAR: usize = 64;
    let mut found = Vec::new();
    let (mut a, mut b) = (0, 0);
    while a < old.len() || b < new.len() {
        if old.get(a).is_some() && old.get(a) == new.get(b) {
            (a, b) = (a + 1, b + 1);
            continue;
        }
        let meets = |apart: usize| {
            (0..=apart).find_map(|left| {
                let (a, b) = (a + left, b + apart - left);
                let both_end = a == old.len() && b == new.len();
                (both_end || (a < old.len() && old.get(a) == new.get(b))).then_some((a, b))
            })
        };
        let (next_a, next_b) = (1..2 * FAR).find_map(meets).unwrap_or((old.len(), new.len()));
        found.push(Changed { old: (a, next_a), new: (b, next_b) });
        (a, b) = (next_a, next_b);
    }
    found
}

/// Changes that are shown together, since the lines around them touch.
struct Hunk {
    changes: Vec<Changed>,
}

fn join(changes: Vec<Changed>) -> Vec<Hunk> {
    let mut hunks: Vec<Hunk> = Vec::new();
    for change in changes {
        match hunks
            .last_mut()
            .filter(|hunk| hunk.changes.last().is_some_and(|last| change.old.0 - last.old.1 <= 2 * AROUND))
        {
            Some(hunk) => hunk.changes.push(change),
            None => hunks.push(Hunk { changes: vec![change] }),
        }
    }
    hunks
}

impl Hunk {
    fn write(&self, text: &mut String, old: &[&str], new: &[&str]) {
        let (Some(first), Some(last)) = (self.changes.first(), self.changes.last()) else { return };
        let before = first.old.0.min(AROUND);
        let after = (old.len() - last.old.1).min(AROUND);
        let (start, end) = (first.old.0 - before, last.old.1 + after);
        let (new_start, new_end) = (first.new.0 - before, last.new.1 + after);
        // Where there are no lines, the one before them is named.
        let range =
            |start: usize, end: usize| format!("{},{}", if end > start { start + 1 } else { start }, end - start);
        let _ = writeln!(text, "@@ -{} +{} @@", range(start, end), range(new_start, new_end));
        let mut at = start;
        for change in &self.changes {
            old[at..change.old.0].iter().for_each(|line| put(text, ' ', line));
            old[change.old.0..change.old.1].iter().for_each(|line| put(text, '-', line));
            new[change.new.0..change.new.1].iter().for_each(|line| put(text, '+', line));
            at = change.old.1;
        }
        old[at..end].iter().for_each(|line| put(text, ' ', line));
    }
}

fn put(text: &mut String, sign: char, line: &str) {
    let _ = write!(text, "{sign}{line}");
    if !line.ends_with('\n') {
        text.push_str("\n\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_between_two_changes_is_shown_once() {
        let before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n";
        let shown = unified("x.json", before, &before.replace("a\n", "A\n").replace("e\n", "E\n"));
        assert_eq!(shown, "--- a/x.json\n+++ b/x.json\n@@ -1,8 +1,8 @@\n-a\n+A\n b\n c\n d\n-e\n+E\n f\n g\n h\n");
        let shown = unified("x.json", before, &before.replace("a\n", "").replace("k\n", "k"));
        let ends = "@@ -8,4 +7,4 @@\n h\n i\n j\n-k\n+k\n\\ No newline at end of file\n";
        assert_eq!(shown, format!("--- a/x.json\n+++ b/x.json\n@@ -1,4 +1,3 @@\n-a\n b\n c\n d\n{ends}"));
        assert_eq!(unified("x.json", before, before), "");
    }
}

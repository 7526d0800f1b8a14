//! Anchors of headings, as GitHub makes them.

use std::collections::HashMap;

/// Hands out anchors, each once: a second heading of the same text gets `-1`, as on GitHub.
#[derive(Debug, Default)]
pub struct Slugs {
    taken: HashMap<String, usize>,
}

impl Slugs {
    /// The anchor of a heading: lower case, punctuation dropped, spaces as hyphens.
    pub fn heading(&mut self, text: &str) -> String {
        let slug = slug(text);
        let slug = if slug.is_empty() { "section".to_owned() } else { slug };
        self.unique(slug, 1)
    }

    /// The slug of a fence below the heading `slug`: the second one gets `-2`.
    pub fn fence(&mut self, slug: &str) -> String {
        self.unique(slug.to_owned(), 2)
    }

    fn unique(&mut self, slug: String, first: usize) -> String {
        if !self.taken.contains_key(&slug) {
            self.taken.insert(slug.clone(), first);
            return slug;
        }
        loop {
            let next = self.taken.get_mut(&slug).map_or(first, |next| {
                *next += 1;
                *next - 1
            });
            let candidate = format!("{slug}-{next}");
            if !self.taken.contains_key(&candidate) {
                self.taken.insert(candidate.clone(), first);
                return candidate;
            }
        }
    }
}

fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            ' ' => slug.push('-'),
            '-' | '_' => slug.push(c),
            c if c.is_alphanumeric() => slug.extend(c.to_lowercase()),
            _ => {}
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_become_the_anchors_of_github() {
        let mut slugs = Slugs::default();
        assert_eq!(slugs.heading("1. ProductCreated Event"), "1-productcreated-event");
        assert_eq!(slugs.heading("What's `new`?"), "whats-new");
        assert_eq!(slugs.heading("Usage"), "usage");
        assert_eq!(slugs.heading("Usage"), "usage-1");
        assert_eq!(slugs.heading("…"), "section");
    }

    #[test]
    fn fences_count_from_two() {
        let mut slugs = Slugs::default();
        assert_eq!(slugs.fence("usage"), "usage");
        assert_eq!(slugs.fence("usage"), "usage-2");
        assert_eq!(slugs.fence("usage"), "usage-3");
    }
}

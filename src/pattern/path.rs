//! Globs over paths, and patterns of paths with captures.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::BACKTRACK_LIMIT;

/// A set of globs over paths relative to the project: `*` stays within a segment, `**` is any number of folders.
#[derive(Clone, Debug)]
pub struct Globs(GlobSet);

impl Globs {
    /// Compiles the globs; the error names the first that is wrong, for people.
    pub fn new<'a>(globs: impl IntoIterator<Item = &'a str>) -> Result<Globs, String> {
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            let built = GlobBuilder::new(glob).literal_separator(true).build().map_err(|error| error.to_string())?;
            set.add(built);
        }
        set.build().map(Globs).map_err(|error| error.to_string())
    }

    /// The set that matches nothing.
    pub fn none() -> Globs {
        Globs(GlobSet::empty())
    }

    /// Whether there is no glob that could match anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of the globs matches `path`.
    pub fn matches(&self, path: &str) -> bool {
        self.0.is_match(path)
    }
}

/// The pattern of an `examples` entry: `*` and `{x}` are the shortest non-empty text within a segment, `**` and `{x/**}`
/// any number of folders. One name stands for one text (contract, section 2).
#[derive(Clone, Debug)]
pub struct PathPattern {
    regex: fancy_regex::Regex,
    names: Vec<String>,
}

/// The texts that the names of a [`PathPattern`] stand for in one path.
pub type Captures = std::collections::BTreeMap<String, String>;

impl PathPattern {
    /// Compiles `text`; the error says what is wrong with it, for people.
    pub fn new(text: &str) -> Result<PathPattern, String> {
        let mut names: Vec<String> = Vec::new();
        let mut regex = String::from("^");
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix("**/") {
                regex.push_str("(?:[^/]+/)*?");
                rest = after;
            } else if let Some(after) = rest.strip_prefix("**") {
                regex.push_str(".*?");
                rest = after;
            } else if let Some(after) = rest.strip_prefix('*') {
                regex.push_str("[^/]+?");
                rest = after;
            } else if let Some(after) = rest.strip_prefix('{') {
                let (name, after) = after.split_once('}').ok_or_else(|| format!("`{text}` has a `{{` without `}}`"))?;
                let (name, folders) = match name.strip_suffix("/**") {
                    Some(name) => (name, true),
                    None => (name, false),
                };
                if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
                    return Err(format!("`{{{name}}}` in `{text}` is not a name of letters, digits and `_`"));
                }
                rest = after;
                if let Some(index) = names.iter().position(|known| known == name) {
                    regex.push_str(&format!("\\{}", index + 1));
                } else if folders {
                    // `{dir/**}/` may stand for no folder at all, and then takes its slash with it.
                    names.push(name.to_owned());
                    match rest.strip_prefix('/') {
                        Some(after) => {
                            regex.push_str("((?:[^/]+(?:/[^/]+)*?)?)(?:(?<=^)|(?<=/)|/)");
                            rest = after;
                        }
                        None => regex.push_str("(.*?)"),
                    }
                } else {
                    names.push(name.to_owned());
                    regex.push_str("([^/]+?)");
                }
            } else {
                let end = rest.find(['*', '{']).unwrap_or(rest.len());
                regex.push_str(&fancy_regex::escape(&rest[..end]));
                rest = &rest[end..];
            }
        }
        regex.push('$');
        let regex = fancy_regex::RegexBuilder::new(&regex)
            .backtrack_limit(BACKTRACK_LIMIT)
            .build()
            .map_err(|error| error.to_string())?;
        Ok(PathPattern { regex, names })
    }

    /// What the names stand for if `path` matches; `None` if it doesn't (or only at an absurd cost).
    pub fn captures(&self, path: &str) -> Option<Captures> {
        let found = self.regex.captures(path).ok()??;
        let text = |index: usize| found.get(index + 1).map_or(String::new(), |text| text.as_str().to_owned());
        Some(self.names.iter().enumerate().map(|(index, name)| (name.clone(), text(index))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn captured(pattern: &str, path: &str) -> Option<String> {
        let pattern = PathPattern::new(pattern).expect("a good pattern");
        pattern
            .captures(path)
            .map(|found| found.iter().map(|(name, text)| format!("{name}={text}")).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn names_take_the_shortest_text_within_a_segment() {
        assert_eq!(captured("conformance/{a}_{b}.json", "conformance/x_y_z.json").as_deref(), Some("a=x b=y_z"));
        assert_eq!(captured("conformance/{a}.json", "conformance/x/y.json"), None);
        assert_eq!(captured("{a}/{a}.json", "x/x.json").as_deref(), Some("a=x"));
        assert_eq!(captured("{a}/{a}.json", "x/y.json"), None);
        assert_eq!(captured("{a}.json", ".json"), None);
    }

    #[test]
    fn folders_may_be_none_or_many() {
        assert_eq!(captured("recorded/{dir/**}/*.json", "recorded/a.json").as_deref(), Some("dir="));
        assert_eq!(captured("recorded/{dir/**}/*.json", "recorded/x/a.json").as_deref(), Some("dir=x"));
        assert_eq!(captured("recorded/{dir/**}/*.json", "recorded/x/y/a.json").as_deref(), Some("dir=x/y"));
        assert_eq!(captured("**/{a}.json", "x/y/a.json").as_deref(), Some("a=a"));
        assert_eq!(captured("**/{a}.json", "a.json").as_deref(), Some("a=a"));
    }
}

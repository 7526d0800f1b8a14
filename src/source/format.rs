//! How a source is written, told by the name of its file.

/// How a source is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Json,
    /// JSON with comments.
    Jsonc,
    Json5,
    /// JSON, a value on each line.
    JsonLines,
    Yaml,
    Toml,
    Markdown,
    /// Anything else, a schema of another language for one: the whole text is one value.
    Text,
}

impl Format {
    /// The format that the extension of a file's name tells, whatever its case; `None` for any other extension.
    pub fn of_path(path: &str) -> Option<Format> {
        let name = path.rsplit('/').next()?;
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "json" => Some(Format::Json),
            "jsonc" => Some(Format::Jsonc),
            "json5" => Some(Format::Json5),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            "yaml" | "yml" => Some(Format::Yaml),
            "toml" => Some(Format::Toml),
            "md" | "markdown" | "mdx" => Some(Format::Markdown),
            _ => None,
        }
    }
}

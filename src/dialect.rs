//! The dialects of JSON Schema and the spellings by which schemas and site.toml name them.

/// A draft of JSON Schema that schemabook reads, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    Draft4,
    Draft6,
    Draft7,
    Draft201909,
    Draft202012,
}

impl Dialect {
    /// All dialects, oldest first.
    pub const ALL: [Dialect; 5] =
        [Dialect::Draft4, Dialect::Draft6, Dialect::Draft7, Dialect::Draft201909, Dialect::Draft202012];

    /// The short name: `4`, `6`, `7`, `2019-09` or `2020-12`.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Draft4 => "4",
            Dialect::Draft6 => "6",
            Dialect::Draft7 => "7",
            Dialect::Draft201909 => "2019-09",
            Dialect::Draft202012 => "2020-12",
        }
    }

    /// The name a reader knows: `draft-07`, `2020-12`.
    pub fn title(self) -> &'static str {
        match self {
            Dialect::Draft4 => "draft-04",
            Dialect::Draft6 => "draft-06",
            Dialect::Draft7 => "draft-07",
            Dialect::Draft201909 => "2019-09",
            Dialect::Draft202012 => "2020-12",
        }
    }

    /// The metaschema's own URI, as `$schema` should spell it.
    pub fn uri(self) -> &'static str {
        match self {
            Dialect::Draft4 => "http://json-schema.org/draft-04/schema#",
            Dialect::Draft6 => "http://json-schema.org/draft-06/schema#",
            Dialect::Draft7 => "http://json-schema.org/draft-07/schema#",
            Dialect::Draft201909 => "https://json-schema.org/draft/2019-09/schema",
            Dialect::Draft202012 => "https://json-schema.org/draft/2020-12/schema",
        }
    }

    /// The dialect of a short name as site.toml writes it: `7`, `07`, `draft-07`, `draft7`, `2020-12`, `draft/2020-12`.
    pub fn from_name(name: &str) -> Option<Dialect> {
        let name = name.trim().to_ascii_lowercase();
        let name = name.strip_prefix("draft").unwrap_or(&name).trim_start_matches(['-', '/', ' ', '0']);
        Dialect::ALL.into_iter().find(|dialect| dialect.name() == name)
    }

    /// The dialect that a `$schema` names, whatever the scheme, the trailing `#` or slash, the host's case or a `www.`.
    pub fn from_schema_uri(uri: &str) -> Option<Dialect> {
        let uri = uri.trim().to_ascii_lowercase();
        let rest = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://"))?;
        let rest = rest.strip_prefix("www.").unwrap_or(rest).strip_prefix("json-schema.org/")?;
        let rest = rest.trim_end_matches(['#', '/']);
        let name = rest.strip_suffix("/schema").or_else(|| rest.strip_suffix("/schema.json")).unwrap_or(rest);
        let name = name.trim_start_matches('/');
        if name == "schema" || name.is_empty() {
            return None;
        }
        Dialect::from_name(name)
    }

    /// Whether keywords beside a `$ref` are ignored, as drafts up to 7 say.
    pub fn ref_hides_siblings(self) -> bool {
        self <= Dialect::Draft7
    }

    /// The keyword that identifies a schema: `id` in draft-04, `$id` since.
    pub fn id_keyword(self) -> &'static str {
        if self == Dialect::Draft4 { "id" } else { "$id" }
    }
}

//! What `site.toml` says, with the defaults of the contract's section 2 where it is silent.

mod allow;
mod entry;
mod publish;
mod read;
pub mod table;

use std::collections::BTreeMap;

use crate::date::Date;
use crate::dialect::Dialect;
use crate::pattern::{Globs, PathPattern, Pattern};
use crate::source::{Duplicates, Sources, Span};

pub use publish::Limits;
pub use read::{is_web_address, read, unknown_rules};

/// The name of the configuration file.
pub const FILE: &str = "site.toml";

/// Ids that are page folders of the site and so can't be a catalog's.
pub const RESERVED_IDS: [&str; 11] =
    ["types", "map", "fields", "guides", "raw", "bundled", "problems", "changes", "code", "search", "static"];

/// Everything that `site.toml` may say.
#[derive(Clone, Debug)]
pub struct Config {
    pub site: Site,
    pub build: Build,
    pub changes: Changes,
    /// What the host takes that the site is published on, if site.toml names one.
    pub publish: Option<Limits>,
    pub check: Check,
    pub catalogs: Vec<Catalog>,
    /// Whether site.toml names catalogs: files outside their paths are then read only where something refers to them.
    pub stated_catalogs: bool,
    /// site.toml itself, as its only source, if there is one.
    pub sources: Sources,
}

/// `[site]`: how the site presents itself.
#[derive(Clone, Debug, Default)]
pub struct Site {
    pub title: String,
    pub description: Option<String>,
    /// Empty for a portable site with relative links; else it ends in `/`.
    pub base_url: String,
    pub repository: Option<String>,
    pub edit_url: Option<String>,
    pub logo: Option<String>,
    pub accent: Option<String>,
    pub nav: Vec<Link>,
}

/// A link of the site's navigation.
#[derive(Clone, Debug)]
pub struct Link {
    pub title: String,
    pub url: String,
}

/// `[build]`: what is read and where the site goes.
#[derive(Clone, Debug)]
pub struct Build {
    pub out: String,
    pub exclude: Globs,
    pub templates: String,
    pub statics: String,
    /// Whether pages show an event that was made where nobody wrote an example.
    pub samples: bool,
    /// What the site holds beside its pages: their Markdown twins, each schema as it was written, and self-contained.
    pub twins: bool,
    pub raw: bool,
    pub bundled: bool,
    /// Whether event types are there as code.
    pub code: bool,
    /// Whether pages show the text of what they are about.
    pub source: bool,
}

/// `[changes]`: where versions and their days come from.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Whether the history of the repository is read, and where that is said.
    pub from_git: Option<Span>,
}

/// `[check]`: how strict the checks are.
#[derive(Clone, Debug)]
pub struct Check {
    /// Whether `format` is asserted.
    pub formats: bool,
    /// Levels by rule code, as written, with the span of the code.
    pub rules: Vec<RuleLevel>,
    pub own_formats: BTreeMap<String, OwnFormat>,
    pub allow: Vec<Allow>,
    /// The day that deadlines are held against; `None` looks at none. The command line says it, never site.toml.
    pub today: Option<Date>,
}

impl Check {
    /// What becomes of keys that stand twice: who turns the rule `duplicate-key` off has the last one count.
    pub fn duplicates(&self) -> Duplicates {
        let is_off = self.rules.iter().any(|rule| rule.code == "duplicate-key" && rule.level.is_none());
        if is_off { Duplicates::LastWins } else { Duplicates::Refused }
    }
}

/// `[[check.allow]]`: findings of a rule that are allowed in some files, and why.
#[derive(Clone, Debug)]
pub struct Allow {
    pub rule: String,
    pub reason: String,
    /// By the paths of files, relative to the project.
    pub files: Globs,
    /// The findings at this pointer and below; all of a file without it.
    pub pointer: Option<String>,
    /// Where the rule is named.
    pub span: Span,
}

/// `[check.rules]`: the level of one rule; `None` is off.
#[derive(Clone, Debug)]
pub struct RuleLevel {
    pub code: String,
    pub span: Span,
    pub level: Option<crate::diagnostic::Severity>,
}

/// `[check.formats]`: a format of one's own.
#[derive(Clone, Debug)]
pub struct OwnFormat {
    pub text: String,
    pub pattern: Pattern,
    pub description: Option<String>,
}

/// `[[catalog]]`: a family of contracts.
#[derive(Clone, Debug)]
pub struct Catalog {
    pub id: String,
    pub title: String,
    /// Relative to the project, without a trailing slash; empty for the project itself.
    pub path: String,
    pub dialect: Dialect,
    /// Whether site.toml names the dialect.
    pub states_dialect: bool,
    pub owner: Option<String>,
    /// Where code that uses an event type is found: an address with `{type}` in it.
    pub code_url: Option<String>,
    pub types: Types,
    pub examples: Vec<Entry>,
    /// Globs of files that the conventions do not see as schemas.
    pub schemas: Option<Globs>,
    /// Files that hold schemas among other things.
    pub wrapped: Vec<Wrapped>,
    /// Remote names that are kept locally: the name, and the place relative to the catalog.
    pub map: Vec<(String, String)>,
    /// The channels on which event types belong, by the beginning of the type.
    pub topics: Vec<(String, Vec<String>)>,
    /// What is promised of versions.
    pub compatibility: Compatibility,
}

/// `compatibility` of a catalog.
#[derive(Clone, Debug, Default)]
pub struct Compatibility {
    /// Whether site.toml says what may change: without, nobody has promised what is assumed.
    pub is_stated: bool,
    /// For how many months an event type is kept after it was called deprecated.
    pub support_months: Option<u16>,
    /// Who has to be able to read whose events.
    pub mode: Mode,
    /// Whether the catalog says so, or leaves it open.
    pub states_mode: bool,
    /// Whether any event counts that a schema takes, or those that are declared.
    pub strict: bool,
    /// Whether a version is held against all earlier ones, or against the one before it.
    pub transitive: bool,
    /// Whether the numbers of versions have to say what changed.
    pub semver: bool,
}

/// `compatibility.mode`: which readers have to read which events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// New readers read old events.
    #[default]
    Backward,
    /// Old readers read new events.
    Forward,
    /// Both.
    Full,
    None,
}

/// `types` of a catalog: where event types stand and what they look like.
#[derive(Clone, Debug, Default)]
pub struct Types {
    /// The pointer of the type field; without it the first of the usual names.
    pub field: Option<String>,
    pub pattern: Option<(String, Pattern)>,
    /// The registry's path relative to the catalog; `types.toml` without it.
    pub registry: Option<String>,
    /// Where the event's own schema applies, when the schemas describe only what the envelope carries.
    pub data: Option<String>,
    /// The schema of the whole event, relative to the catalog.
    pub envelope: Option<String>,
    /// Where an event's version stands; `/version` or `/schema_version` without it.
    pub version: Option<Version>,
    /// The pointers below which an event stands that was delivered in something.
    pub unwrap: Vec<String>,
}

/// `types.version`: the pointer of an event's version, and that of events which state none.
#[derive(Clone, Debug)]
pub struct Version {
    pub at: String,
    pub default: Option<String>,
}

/// An entry of `examples`: files that are examples whatever they hold.
#[derive(Clone, Debug)]
pub struct Entry {
    pub files: PathPattern,
    /// Candidates in order: the first that exists is the schema. Empty: the other rungs go on.
    pub schema: Vec<String>,
    /// The pointer of the instance in the file; `*` is every member.
    pub at: Option<String>,
    pub expect_invalid: Option<bool>,
}

/// An entry of `schemas` that says where in its files schemas stand.
#[derive(Clone, Debug)]
pub struct Wrapped {
    pub files: Globs,
    /// The pointer of the schema in the file; `*` is every member.
    pub at: String,
    /// The pointer of the event type in the file, with as many `*` as `at` has, or fewer.
    pub type_at: Option<String>,
}

impl Config {
    /// The configuration of a project without site.toml: one catalog that holds everything.
    pub fn defaults() -> Config {
        Config {
            changes: Changes::default(),
            publish: None,
            site: Site { title: "Event contracts".to_owned(), ..Site::default() },
            build: Build::default(),
            check: Check {
                formats: true,
                rules: Vec::new(),
                own_formats: BTreeMap::new(),
                allow: Vec::new(),
                today: None,
            },
            catalogs: vec![Catalog::new("catalog", "Event contracts")],
            stated_catalogs: false,
            sources: Sources::default(),
        }
    }
}

impl Config {
    /// Where the logo is published, relative to the site's root: a static file where those are, another one beside them.
    pub fn logo_address(&self) -> Option<String> {
        let path = self.site.logo.as_deref()?;
        let below = path.strip_prefix(self.build.statics.as_str()).and_then(|rest| rest.strip_prefix('/'));
        let name = below.unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path));
        Some(format!("static/{name}"))
    }
}

impl Default for Build {
    fn default() -> Build {
        Build {
            out: "public".to_owned(),
            exclude: Globs::none(),
            templates: "templates".to_owned(),
            statics: "static".to_owned(),
            samples: true,
            twins: true,
            raw: true,
            bundled: true,
            code: true,
            source: true,
        }
    }
}

impl Catalog {
    /// A catalog over the whole project, with nothing stated but its names.
    pub fn new(id: &str, title: &str) -> Catalog {
        Catalog {
            id: id.to_owned(),
            title: title.to_owned(),
            path: String::new(),
            dialect: Dialect::Draft202012,
            states_dialect: false,
            owner: None,
            code_url: None,
            types: Types::default(),
            examples: Vec::new(),
            schemas: None,
            wrapped: Vec::new(),
            map: Vec::new(),
            topics: Vec::new(),
            compatibility: Compatibility::default(),
        }
    }

    /// The file, relative to the catalog, that `map` keeps for a name: by the longest key that is the name, or begins it and ends in `/`.
    pub fn local_file(&self, name: &str) -> Option<String> {
        let fits = self.map.iter().filter_map(|(remote, local)| {
            let remote = remote.trim_end_matches('#');
            let rest = name.strip_prefix(remote).filter(|rest| rest.is_empty() || remote.ends_with('/'))?;
            Some((remote.len(), format!("{local}{rest}")))
        });
        fits.max_by_key(|(length, _)| *length).map(|(_, local)| local)
    }

    /// The part of `file` below this catalog's path; `None` if it lies elsewhere.
    pub fn relative<'a>(&self, file: &'a str) -> Option<&'a str> {
        if self.path.is_empty() { Some(file) } else { file.strip_prefix(self.path.as_str())?.strip_prefix('/') }
    }
}

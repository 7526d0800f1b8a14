//! The arguments.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::coverage::Percent;
use crate::date::Date;
use crate::system::takes_colours;

/// Documentation sites for event contracts: a page per schema, every example proved while it builds.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    arg_required_else_help = true,
    after_help = "Example:\n  schemabook build        # the project in this folder becomes public/index.html"
)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
    /// Print nothing but findings and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Print what is done and how long it takes
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto)]
    pub color: Colour,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Load, resolve, prove, check, render, and write the site
    #[command(after_help = "Example:\n  schemabook build contracts --out site --base-url https://events.example.com/")]
    Build(Build),
    /// Everything that build does, except writing
    #[command(
        after_help = "Examples:\n  schemabook check --format sarif --output report.sarif\n  schemabook check --strict --new-from git:origin/main --against git:origin/main\n  schemabook check --fix --dry-run | git apply    # the safe fixes, as --fix applies them"
    )]
    Check(Check),
    /// Say what a rule means, with a bad and a good example
    #[command(after_help = "Example:\n  schemabook explain invalid-example")]
    Explain(Explain),
    /// List the rules with their levels
    #[command(after_help = "Example:\n  schemabook rules --format json")]
    Rules(Rules),
    /// A small project that checks green, to begin with
    #[command(after_help = "Example:\n  schemabook init contracts && schemabook check contracts")]
    Init(Init),
    /// Recorded events against the catalog, each by its event type
    #[command(
        after_help = "Examples:\n  schemabook validate --dir contracts recorded.jsonl\n  zcat day.jsonl.gz | schemabook validate --format json -\n\nExits 1 if an event is invalid, or no schema is known for its type."
    )]
    Validate(Validate),
    /// Values that fit a schema, or that one rule of it refuses, all proved
    #[command(
        after_help = "Examples:\n  schemabook sample schemas/order_placed.json\n  schemabook sample order.placed --count 1000 --seed 7 > load.jsonl\n  schemabook sample --write        # what has no example gets one\n\nExits 1 if nothing fits a schema, or nothing was found that does."
    )]
    Sample(Sample),
    /// What changed between two states, and what of it breaks
    #[command(
        after_help = "Examples:\n  schemabook diff git:origin/main\n  schemabook diff --format markdown git:v1.4.0 git:v1.5.0\n  schemabook diff --exit-code old/order.json new/order.json\n\nExits 0 whatever it finds; with --exit-code 1 where something breaks or is undecided."
    )]
    Diff(Diff),
    /// Show the site in a browser and keep it up with the files while you write
    #[command(after_help = "Example:\n  schemabook serve contracts --open")]
    Serve(Serve),
    /// Catalogs or event types as one file of HTML, to hand out
    #[command(
        after_help = "Examples:\n  schemabook export orders --out orders.html\n  schemabook export order.placed order.cancelled --dir contracts --out for-partners.html"
    )]
    Export(Export),
    /// The language server for editors, on stdin and stdout
    #[command(
        after_help = "An editor starts it in the project's folder; editors/README.md has the lines for each.\n\nExits 0 after `shutdown` and `exit`, else 1, as the protocol says."
    )]
    Lsp(Lsp),
    /// Completions for a shell, on stdout
    #[command(
        after_help = "Example:\n  schemabook completions bash > ~/.local/share/bash-completion/completions/schemabook"
    )]
    Completions(Completions),
    /// Man pages, one for each command, into a folder
    #[command(after_help = "Example:\n  schemabook man ~/.local/share/man/man1 && man schemabook-check")]
    Man(Man),
}

#[derive(Debug, ClapArgs)]
pub struct Build {
    /// The project's folder
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Where the site goes, relative to the working directory [default: `build.out` of site.toml, or DIR/public]
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Where the site will be published; empty for a site that works anywhere, from a disk as well
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Write the site even if something is wrong, each problem visible on its page; still exits 1
    #[arg(long)]
    pub keep_going: bool,
    /// Keep the run there, so that it is not run again while nothing has changed [default: the user's folder for caches]
    #[arg(long, value_name = "DIR", conflicts_with = "no_cache")]
    pub cache: Option<PathBuf>,
    /// Keep no run, and take none that was kept
    #[arg(long)]
    pub no_cache: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Check {
    /// The project's folder
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// How findings are reported
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Write the report to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Fail on warnings, too
    #[arg(long)]
    pub strict: bool,
    /// Keep the run there, so that it is not run again while nothing has changed
    #[arg(long, value_name = "DIR")]
    pub cache: Option<PathBuf>,
    /// Keep no run; so it is without --cache
    #[arg(long, conflicts_with = "cache")]
    pub no_cache: bool,
    /// The day to hold deadlines against, as 2026-01-31; without it none is
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,
    /// Hide the findings of an earlier state: a report of `--format json`, or a git revision
    #[arg(long, value_name = "FILE|git:REV")]
    pub new_from: Option<String>,
    /// Find what breaks since an earlier state: a git revision, or a folder
    #[arg(long, value_name = "git:REV|DIR")]
    pub against: Option<String>,
    /// Fail where the examples exercise less than this of what all schemas allow
    #[arg(long, value_name = "PERCENT", value_parser = Percent::read)]
    pub fail_under: Option<Percent>,
    /// Write what the examples exercise, by line of the schemas: `.info` is lcov, `.json` Istanbul
    #[arg(long, value_name = "FILE")]
    pub coverage: Option<PathBuf>,
    /// Apply the safe fixes to the files, and report what is left
    #[arg(long, conflicts_with_all = ["new_from", "against"])]
    pub fix: bool,
    /// With --fix: write nothing, and print what would be written as a diff; exits 1 if that is anything
    #[arg(long, requires = "fix", conflicts_with_all = ["output", "coverage", "format"])]
    pub dry_run: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Explain {
    /// The rule's code, as findings show it
    pub rule: String,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = RuleFormat::Human)]
    pub format: RuleFormat,
}

#[derive(Debug, ClapArgs)]
pub struct Rules {
    /// How they are printed
    #[arg(long, value_enum, default_value_t = RuleFormat::Human)]
    pub format: RuleFormat,
}

#[derive(Debug, ClapArgs)]
pub struct Init {
    /// The folder that becomes a project; it may hold other files
    #[arg(default_value = ".")]
    pub dir: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub struct Validate {
    /// Files of events: .jsonl and .ndjson by line, .json whole (an array is that many events); `-`, or none, is stdin by line
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The project's folder
    #[arg(long, default_value = ".")]
    pub dir: PathBuf,
    /// The schema of all events, whatever their type: its file, its place (`orders.json#/$defs/total`) or its `$id`
    #[arg(long, value_name = "PLACE")]
    pub schema: Option<String>,
    /// How bad events are reported
    #[arg(long, value_enum, default_value_t = EventFormat::Human)]
    pub format: EventFormat,
}

#[derive(Debug, ClapArgs)]
#[command(group = clap::ArgGroup::new("kind").multiple(false))]
pub struct Sample {
    /// Schemas: a file, a place (`orders.json#/$defs/total`), an `$id` or an event type; without any, all schema documents
    #[arg(value_name = "PLACE")]
    pub places: Vec<String>,
    /// The project's folder
    #[arg(long, default_value = ".")]
    pub dir: PathBuf,
    /// What must be there, and no more; this is the default
    #[arg(long, group = "kind")]
    pub minimal: bool,
    /// Everything that is declared, as far as that is possible at once
    #[arg(long, group = "kind")]
    pub complete: bool,
    /// A set that takes every branch, member and bound, one in a line
    #[arg(long, group = "kind")]
    pub each: bool,
    /// A counterexample for each keyword, one in a line
    #[arg(long, group = "kind")]
    pub invalid: bool,
    /// So many different ones, one in a line
    #[arg(long, group = "kind", value_name = "N", conflicts_with = "write")]
    pub count: Option<u64>,
    /// Which ones `--count` takes: the same seed gives the same
    #[arg(long, value_name = "S", default_value_t = 0, requires = "count")]
    pub seed: u64,
    /// Write missing examples and counterexamples into the catalogs instead, marked as generated
    #[arg(long)]
    pub write: bool,
    /// List what `--write` would write
    #[arg(long, requires = "write")]
    pub dry_run: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EventFormat {
    Human,
    Json,
}

#[derive(Debug, ClapArgs)]
pub struct Diff {
    /// The earlier state: a folder, a git revision of the folder of NEW, or a file
    #[arg(value_name = "DIR|git:REV|FILE", allow_hyphen_values = false)]
    pub old: String,
    /// The later state [default: the folder that you are in]
    #[arg(value_name = "DIR|git:REV|FILE")]
    pub new: Option<String>,
    /// How changes are reported
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub format: DiffFormat,
    /// Exit 1 where something breaks or could not be decided
    #[arg(long)]
    pub exit_code: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    Human,
    Json,
    Markdown,
    Github,
}

#[derive(Debug, ClapArgs)]
pub struct Serve {
    /// The project's folder
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// The address to listen on; anything but this machine's own is for networks that you trust
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub host: String,
    /// Another name under which browsers may ask for the preview; can be given several times
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// The port to listen on; 0 takes any free one
    #[arg(long, default_value_t = 3000)]
    pub port: u16,
    /// Open the preview in a browser
    #[arg(long)]
    pub open: bool,
    /// Look at the files once a second, where the system does not tell of changes: network mounts, some containers
    #[arg(long)]
    pub poll: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Export {
    /// Catalogs, by their ids, and event types
    #[arg(value_name = "CATALOG|TYPE", required = true)]
    pub names: Vec<String>,
    /// The project's folder
    #[arg(long, default_value = ".")]
    pub dir: PathBuf,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Write it in spite of errors; the exit code stays 1
    #[arg(long)]
    pub keep_going: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Lsp {
    /// Accepted, since editors pass it; there is no other way
    #[arg(long)]
    pub stdio: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Completions {
    /// The shell that reads them
    #[arg(value_enum)]
    pub shell: Shell,
}

#[derive(Debug, ClapArgs)]
pub struct Man {
    /// The folder for the pages; it is made if need be, and pages of the same names are replaced
    pub dir: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Human,
    Json,
    Sarif,
    Junit,
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RuleFormat {
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

fn date(text: &str) -> Result<Date, &'static str> {
    Date::read(text).ok_or("it is no day of the calendar, written like 2026-01-31")
}

impl Args {
    /// Whether what goes to stdout is coloured: as asked, else on a terminal unless NO_COLOR is set.
    pub fn colour(&self) -> bool {
        use std::io::IsTerminal as _;
        match self.color {
            Colour::Always => {
                // Who asks for them knows what reads them; a console still has to be told.
                takes_colours();
                true
            }
            Colour::Never => false,
            Colour::Auto => {
                std::io::stdout().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                    && takes_colours()
            }
        }
    }
}

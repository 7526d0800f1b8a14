//! Opens a project and runs the pipeline over it, for every command that does.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::exit::{self, Exit, Failure};
use crate::check;
use crate::config::table::Mistake;
use crate::config::{self, Config};
use crate::diagnostic::{Findings, Severity};
use crate::differ::Purpose;
use crate::lsp::Plan;
use crate::model::Skip;
use crate::pipeline::{Cache, Earlier, Outcome, reprove, rerun, run_to_publish};
use crate::prove::{Always, Wanted};
use crate::render::Theme;
use crate::report::{self, Report};
use crate::route::Site;
use crate::system::{canonicalize, slashed};
use crate::tree::{Buffers, ReadError, Tree};

/// How many lines are printed of what is wrong.
const LISTED: usize = 100;

/// A project that is ready to be run.
pub struct Opened {
    pub tree: Tree,
    pub config: Config,
    pub theme: Arc<Theme>,
}

/// Opens the project at `dir` and reads its configuration and theme.
///
/// # Errors
/// No such folder, a mistake in site.toml or in a template: exit 2. The system refuses: exit 3.
pub fn open(dir: &Path, base_url: Option<&str>) -> Result<Opened, Failure> {
    try_open(dir, base_url).map_err(say)
}

/// The same, of a tree that notes what it is asked.
///
/// # Errors
/// Those of [`open`].
pub fn open_traced(dir: &Path, base_url: Option<&str>) -> Result<Opened, Failure> {
    let opened = open_tree(dir).map(Tree::traced).and_then(|tree| opened(tree, dir, base_url));
    opened.map_err(say)
}

/// Why there is nothing to run or to show: the mistakes of site.toml or what was skipped, one line each, and the failure.
pub type Closed = (Vec<String>, Failure);

/// Prints the lines; the failure is printed where the program ends.
pub fn say((lines, failure): Closed) -> Failure {
    for line in lines {
        exit::say(&line);
    }
    failure
}

/// The same without a word on stderr.
///
/// # Errors
/// Those of [`open`].
pub fn try_open(dir: &Path, base_url: Option<&str>) -> Result<Opened, Closed> {
    try_open_with(dir, base_url, &Buffers::default())
}

/// The same with the texts that an editor has open.
///
/// # Errors
/// Those of [`open`].
pub fn try_open_with(dir: &Path, base_url: Option<&str>, buffers: &Buffers) -> Result<Opened, Closed> {
    opened(open_tree(dir)?.with_buffers(buffers), dir, base_url)
}

fn open_tree(dir: &Path) -> Result<Tree, Closed> {
    let shown = dir.display();
    let failure = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::usage(format!("there is no folder `{shown}`")),
        std::io::ErrorKind::NotADirectory => Failure::usage(format!("`{shown}` is not a folder")),
        _ => Failure::environment(format!("`{shown}` can't be opened: {error}")),
    };
    Tree::open(dir).map_err(|error| (Vec::new(), failure(error)))
}

fn opened(tree: Tree, dir: &Path, base_url: Option<&str>) -> Result<Opened, Closed> {
    let alone = |failure| (Vec::new(), failure);
    let mut config = read_config(&tree, dir)?;
    if let Some(url) = base_url {
        if !url.is_empty() && !config::is_web_address(url) {
            return Err(alone(Failure::usage(format!(
                "--base-url `{url}` is no address that begins with https:// or http://"
            ))));
        }
        config.site.base_url = if url.is_empty() { String::new() } else { format!("{}/", url.trim_end_matches('/')) };
    }
    let theme = Theme::load(&config, &tree).map_err(|error| alone(Failure::usage(error.to_string())))?;
    Ok(Opened { tree, config, theme: Arc::new(theme) })
}

/// What site.toml says, and what is wrong with it; the defaults where there is none.
///
/// # Errors
/// It can't be read.
pub fn config_with_mistakes(tree: &Tree) -> Result<(Config, Vec<Mistake>), Failure> {
    let bytes = match tree.read(config::FILE) {
        Err(ReadError::Missing) => return Ok((Config::defaults(), Vec::new())),
        Err(ReadError::System(error)) => {
            return Err(Failure::environment(format!("{} can't be read: {error}", config::FILE)));
        }
        Err(_) => return Err(Failure::usage(format!("{} is no regular file of at most 16 MiB", config::FILE))),
        Ok(bytes) => bytes,
    };
    let (config, mut mistakes) = config::read(bytes);
    mistakes.extend(config::unknown_rules(&config, &check::codes()));
    for catalog in &config.catalogs {
        if !catalog.path.is_empty() && !tree.has_folder(&catalog.path) {
            let span = config
                .sources
                .iter()
                .next()
                .map_or_else(Default::default, |(_, source)| catalog_span(source, &catalog.id));
            let message = format!("the catalog `{}` has no folder `{}`", catalog.id, catalog.path);
            mistakes.push(Mistake {
                span,
                message,
                help: Some("`path` is relative to site.toml".to_owned()),
                ..Mistake::default()
            });
        }
    }
    Ok((config, mistakes))
}

fn read_config(tree: &Tree, dir: &Path) -> Result<Config, Closed> {
    let alone = |failure| (Vec::new(), failure);
    let (config, mistakes) = config_with_mistakes(tree).map_err(alone)?;
    if mistakes.is_empty() {
        return Ok(config);
    }
    let (_, source) = config.sources.iter().next().ok_or_else(|| alone(Failure::usage("site.toml can't be read")))?;
    let file = format!("{}{}", prefix(dir), config::FILE);
    let line = |mistake: &Mistake| {
        let position = source.position(mistake.span.start);
        let help = mistake.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        format!("{file}:{}:{}: error[invalid-config]: {}{help}", position.line, position.column, mistake.message)
    };
    let lines = mistakes.iter().take(LISTED).map(line).collect();
    let count = if mistakes.len() == 1 { "a mistake".to_owned() } else { format!("{} mistakes", mistakes.len()) };
    Err((lines, Failure::usage(format!("{count} in {file}: nothing was read"))))
}

fn catalog_span(source: &crate::source::Source, id: &str) -> crate::source::Span {
    let catalogs = source.root().and_then(|root| root.get("catalog"));
    let named = |node: &&crate::source::Node| node.get("id").and_then(crate::source::Node::as_str) == Some(id);
    let catalog = catalogs.and_then(|list| list.items().iter().find(named));
    catalog.map_or_else(Default::default, |node| node.get("path").unwrap_or(node).span)
}

/// A project that is run again and again, with what it remembers.
pub struct Running {
    pub opened: Opened,
    pub cache: Cache,
}

impl Running {
    /// A project that was not run yet.
    pub fn new(opened: Opened) -> Running {
        Running { opened, cache: Cache::default() }
    }

    /// Takes the project opened anew; the theme stays the same if its files are. If it could not be opened for a while, all is told once more
    /// even if everything is as it was before.
    pub fn reopen(&mut self, mut opened: Opened, was_closed: bool) {
        if self.opened.theme.is_same(&opened.theme) {
            opened.theme = Arc::clone(&self.opened.theme);
        }
        if was_closed {
            self.cache.forget_last();
        }
        self.opened = opened;
    }

    /// Runs the pipeline; `None` if nothing is another than in the last run.
    pub fn run(&mut self) -> Option<Outcome> {
        let Ok(outcome) = self.run_while(&Always);
        outcome
    }

    /// The same while it is wanted.
    ///
    /// # Errors
    /// It is not any more.
    pub fn run_while<W: Wanted>(&mut self, wanted: &W) -> Result<Option<Outcome>, W::Over> {
        let opened = &self.opened;
        let out = opened.relative(&opened.out(None));
        let (config, theme) = (opened.config.clone(), Arc::clone(&opened.theme));
        rerun(&mut self.cache, config, theme, &opened.tree, out.as_deref(), wanted)
    }

    /// The same for what is only tried out: nobody wants pages of it, and the next run is one, even if it is this one again.
    pub fn try_out(&mut self) -> Option<(Arc<Site>, Arc<Findings>)> {
        let opened = &self.opened;
        let out = opened.relative(&opened.out(None));
        let tried = reprove(&mut self.cache, opened.config.clone(), &opened.tree, out.as_deref());
        self.cache.forget_last();
        tried
    }

    /// What is about to be tried out, of which these files are edited: whether the next run knows by that what there would be.
    pub fn expect(&mut self, edited: &BTreeSet<String>, plan: &Plan) -> bool {
        let out = self.opened.relative(&self.opened.out(None));
        let made = plan.made.as_ref().map(|made| made.path.as_str());
        self.cache.load.expect(&self.opened.config, out.as_deref(), edited, (&plan.moves, made))
    }
}

impl Opened {
    /// The output's folder: `--out` relative to the working directory, else `build.out` relative to the project.
    pub fn out(&self, stated: Option<&Path>) -> PathBuf {
        stated.map_or_else(|| self.tree.root().join(&self.config.build.out), Path::to_path_buf)
    }

    /// Runs the pipeline.
    ///
    /// # Errors
    /// There is nothing to work on: exit 2, so that a job in the wrong folder is not green.
    pub fn run(self, out: &Path, dir: &Path, verbose: bool) -> Result<(Outcome, Tree), Failure> {
        let (outcome, tree) = self.run_anyway(out, verbose);
        needs_inputs(&outcome, dir).map_err(say)?;
        Ok((outcome, tree))
    }

    /// The same, also where there is nothing to work on.
    pub fn run_anyway(self, out: &Path, verbose: bool) -> (Outcome, Tree) {
        self.run_against(&mut Cache::default(), out, verbose, None, Purpose::Pages)
    }

    /// The same with what has changed since an earlier state, which has the cache as well, and as much of the history as is wanted.
    pub fn run_against(
        self,
        cache: &mut Cache,
        out: &Path,
        verbose: bool,
        earlier: Option<&Earlier>,
        purpose: Purpose,
    ) -> (Outcome, Tree) {
        let out = self.relative(out);
        let outcome = run_to_publish(cache, self.config, self.theme, &self.tree, out.as_deref(), earlier, purpose);
        if verbose {
            print_stages(&outcome);
        }
        (outcome, self.tree)
    }

    /// The output's folder relative to the project, if it lies in it.
    pub fn relative(&self, out: &Path) -> Option<String> {
        let full = std::path::absolute(out).unwrap_or_else(|_| out.to_path_buf());
        let parent = full.parent().and_then(|parent| canonicalize(parent).ok());
        let full = parent.map_or(full.clone(), |parent| parent.join(full.file_name().unwrap_or_default()));
        let relative = full.strip_prefix(self.tree.root()).ok().and_then(slashed);
        relative.filter(|path| !path.is_empty())
    }
}

/// Prints how long each stage took.
pub fn print_stages(outcome: &Outcome) {
    for (stage, took) in &outcome.stages {
        exit::say(&format!("schemabook: {stage:<8}{:>7.1} ms", took.as_secs_f64() * 1000.0));
    }
}

/// Refuses a project without anything in it that could be right or wrong: pages alone are no contracts.
///
/// # Errors
/// There is nothing to work on: exit 2, with what was found in files that are none of the project's.
pub fn needs_inputs(outcome: &Outcome, dir: &Path) -> Result<(), Closed> {
    let project = &outcome.site.proved.resolved.project;
    let inputs = [project.schemas.len(), project.examples.len(), project.documents.len(), project.registered.len()];
    // A file that can't be read may well be one of them, and is worth more words than that there is nothing.
    let errors = outcome.findings.count(Severity::Error);
    let skipped = project.skipped.iter().filter(|skipped| !matches!(skipped.why, Skip::Made(_))).count();
    if inputs.iter().sum::<usize>() + skipped + errors == 0 {
        let message = format!(
            "there is nothing to work on in `{}`: no schema, example, AsyncAPI document or event type",
            dir.display()
        );
        let help = "run it in the folder of your contracts, or name that folder";
        let mut lines = lines(outcome, &prefix(dir), Severity::Note);
        lines.truncate(LISTED);
        return Err((lines, Failure::usage(message).with_help(help)));
    }
    Ok(())
}

/// The findings of at least this level, one line each.
pub fn lines(outcome: &Outcome, prefix: &str, fails_at: Severity) -> Vec<String> {
    let Outcome { site, findings, .. } = outcome;
    report::lines(&Report { proved: &site.proved, findings, rules: &check::rules(), prefix, fails_at, coverage: None })
}

/// How a command ends that found what it reports: a file that the system keeps from us is no fault of the contracts, and what stands in
/// it may be worse than what was found.
pub fn exit_of(outcome: &Outcome, report: &Report<'_>) -> Exit {
    let findings = &report.findings.all;
    let skipped = &outcome.site.proved.resolved.project.skipped;
    let mut refused = skipped.iter().filter(|skipped| matches!(skipped.why, Skip::Unreadable(_)));
    let is_error = |file: &str| findings.iter().any(|found| found.severity == Severity::Error && found.at.file == file);
    if refused.any(|skipped| is_error(&skipped.file)) {
        Exit::Environment
    } else if findings.iter().any(|finding| finding.severity >= report.fails_at) {
        Exit::Findings
    } else {
        Exit::Fine
    }
}

/// What stands before a file's name so that it is found from the working directory: empty, or ends in `/`.
pub fn prefix(dir: &Path) -> String {
    let below = if dir.is_relative() && !dir.components().any(|part| part == Component::ParentDir) {
        Some(dir.to_path_buf())
    } else {
        from_working_directory(dir)
    };
    let parts: PathBuf =
        below.as_deref().unwrap_or(dir).components().filter(|part| *part != Component::CurDir).collect();
    match slashed(&parts).unwrap_or_else(|| parts.to_string_lossy().into_owned()).trim_end_matches('/') {
        "" if !parts.has_root() => String::new(),
        dir => format!("{dir}/"),
    }
}

/// The way from the working directory to a folder; `None` if one of them is gone.
fn from_working_directory(dir: &Path) -> Option<PathBuf> {
    let here = canonicalize(&std::env::current_dir().ok()?).ok()?;
    let there = canonicalize(dir).ok()?;
    let shared = here.components().zip(there.components()).take_while(|(a, b)| a == b).count();
    // On Windows another drive can't be reached that way.
    if shared == 0 {
        return None;
    }
    let up = here.components().skip(shared).map(|_| Component::ParentDir);
    Some(up.chain(there.components().skip(shared)).collect())
}

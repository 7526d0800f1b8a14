//! The only place where the stages are put together; build, check, serve and validate call it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::check::{self, check, check_with};
use crate::config::Config;
use crate::diagnostic::Findings;
use crate::differ::{self, Difference, Purpose, State, differ};
use crate::load::{self, load, load_with};
use crate::model::Project;
use crate::output::Output;
use crate::past::{self, with_past};
use crate::prove::{self, Always, Wanted, prove, prove_with};
use crate::render::{self, Theme, render};
use crate::resolve::{self, Resolved, resolve, resolve_with};
use crate::route::{self, Site, route, route_with};
use crate::tree::Tree;

/// What a run of the pipeline gives.
pub struct Outcome {
    pub site: Arc<Site>,
    pub findings: Arc<Findings>,
    pub output: Output,
    /// How long each stage took.
    pub stages: Vec<(&'static str, Duration)>,
}

/// The earlier state that a run is held against.
pub enum Earlier {
    Known(Box<Resolved>),
    /// The clone lacks it, or a part of it: why, in words.
    Lacking(String),
}

/// Loads the catalog, resolves its references, proves its examples, routes its pages, checks the site, and
/// makes the output, whose pages are made and rendered when asked for.
///
/// `out` is the output's folder relative to the tree, if it lies in it. Writing the output is the caller's.
pub fn run(config: Config, theme: Arc<Theme>, tree: &Tree, out: Option<&str>) -> Outcome {
    first(&mut Cache::default(), config, theme, tree, out, (None, Purpose::Pages))
}

/// The same for a site that is to be published: with what has changed since an earlier state, and held against what its host takes. Of versions
/// all is told that pages show, if they are wanted or have to be made.
pub fn run_to_publish(
    cache: &mut Cache,
    config: Config,
    theme: Arc<Theme>,
    tree: &Tree,
    out: Option<&str>,
    earlier: Option<&Earlier>,
    purpose: Purpose,
) -> Outcome {
    let has_pages = theme.has_own_templates() || config.publish.is_some();
    let purpose = if has_pages { Purpose::Pages } else { purpose };
    let mut outcome = first(cache, config, Arc::clone(&theme), tree, out, (earlier, purpose));
    if outcome.site.proved.resolved.project.config.publish.is_some() {
        // What the host says of the site stands on its pages as every other finding does, so that they are made once to be weighed.
        let mut watch = Watch::new();
        watch.time("weigh", || outcome.site.weight.set(outcome.output.weight()).unwrap_or_default());
        outcome.findings = watch.time("check", || check_with(&mut cache.check, &outcome.site));
        outcome.output = watch.time("render", || render(&mut cache.render, &outcome.site, &outcome.findings, theme));
        outcome.stages.extend(watch.stages);
    }
    outcome
}

fn first(
    cache: &mut Cache,
    config: Config,
    theme: Arc<Theme>,
    tree: &Tree,
    out: Option<&str>,
    asked: (Option<&Earlier>, Purpose),
) -> Outcome {
    let mut watch = Watch::new();
    let (project, _) = watch.time("load", || load_with(&mut cache.load, config, tree, out));
    let Ok(outcome) = finish(cache, watch, project, theme, tree, asked, &Always);
    outcome
}

/// The same with what earlier runs have made; `None` if nothing that was read is another than in the last run.
///
/// # Errors
/// The run is no longer wanted. The next one is a run, even if nothing has changed by then.
pub fn rerun<W: Wanted>(
    cache: &mut Cache,
    config: Config,
    theme: Arc<Theme>,
    tree: &Tree,
    out: Option<&str>,
    wanted: &W,
) -> Result<Option<Outcome>, W::Over> {
    let mut watch = Watch::new();
    let (project, changed) = watch.time("load", || load_with(&mut cache.load, config, tree, out));
    let same_theme = cache.theme.as_ref().is_some_and(|before| Arc::ptr_eq(before, &theme));
    if same_theme && !changed {
        return Ok(None);
    }
    cache.forget_last();
    let outcome = finish(cache, watch, project, Arc::clone(&theme), tree, (None, Purpose::Pages), wanted)?;
    cache.theme = Some(theme);
    Ok(Some(outcome))
}

/// The same where no page is wanted.
pub fn reprove(
    cache: &mut Cache,
    config: Config,
    tree: &Tree,
    out: Option<&str>,
) -> Option<(Arc<Site>, Arc<Findings>)> {
    let mut watch = Watch::new();
    let (project, changed) = watch.time("load", || load_with(&mut cache.load, config, tree, out));
    changed.then(|| {
        let Ok(judged) = judge(cache, &mut watch, project, tree, (None, Purpose::Pages), &Always);
        judged
    })
}

fn finish<W: Wanted>(
    cache: &mut Cache,
    mut watch: Watch,
    project: Project,
    theme: Arc<Theme>,
    tree: &Tree,
    asked: (Option<&Earlier>, Purpose),
    wanted: &W,
) -> Result<Outcome, W::Over> {
    let (site, findings) = judge(cache, &mut watch, project, tree, asked, wanted)?;
    let output = watch.time("render", || render(&mut cache.render, &site, &findings, theme));
    Ok(Outcome { site, findings, output, stages: watch.stages })
}

/// All stages but the last one: the site, and what is found in it.
fn judge<W: Wanted>(
    cache: &mut Cache,
    watch: &mut Watch,
    project: Project,
    tree: &Tree,
    (earlier, purpose): (Option<&Earlier>, Purpose),
    wanted: &W,
) -> Result<(Arc<Site>, Arc<Findings>), W::Over> {
    wanted.goes_on()?;
    let resolved = watch.time("resolve", || resolve_with(&mut cache.resolve, project));
    let resolved = watch.time("past", || with_past(&mut cache.past, resolved, tree));
    wanted.goes_on()?;
    let proved = watch.time("prove", || prove_with(&mut cache.prove, resolved, wanted))?;
    let mut site = watch.time("route", || route_with(&mut cache.route, proved));
    watch.time("differ", || {
        site.history = Arc::new(differ::history(&mut cache.differ, &site.proved.resolved, purpose));
        match earlier {
            Some(Earlier::Known(earlier)) => site.since = Some(Arc::new(since(earlier, &site.proved.resolved))),
            Some(Earlier::Lacking(why)) => site.lacking = Some(why.clone()),
            None => {}
        }
    });
    let site = Arc::new(site);
    wanted.goes_on()?;
    let findings = watch.time("check", || check_with(&mut cache.check, &site));
    wanted.goes_on()?;
    Ok((site, findings))
}

/// What has changed since an earlier state.
pub fn since(earlier: &Resolved, now: &Resolved) -> Difference {
    differ(&State::new("old".to_owned(), earlier, None), &State::new("new".to_owned(), now, None))
}

/// The findings of a tree of which nothing else is wanted.
pub fn findings(config: Config, tree: &Tree) -> Arc<Findings> {
    check(&site(resolve(load(config, tree, None)), tree))
}

/// The site of a project, as rules and pages need it.
pub fn site(resolved: Resolved, tree: &Tree) -> Site {
    let mut site = route(prove(with_past(&mut past::Cache::default(), resolved, tree)));
    site.history = Arc::new(differ::history(&mut differ::Cache::default(), &site.proved.resolved, Purpose::Pages));
    site
}

/// As much of the pipeline as recorded events need: the catalog with its references resolved, and no examples proved.
pub fn catalog(config: Config, tree: &Tree, out: Option<&str>) -> Resolved {
    resolve(load(config, tree, out))
}

/// The same of one of two trees: what is the same in the other one, which has the cache before or after it, is read and resolved once.
pub fn catalog_beside(cache: &mut Cache, config: Config, tree: &Tree, out: Option<&str>) -> Resolved {
    let (project, _) = load_with(&mut cache.load, config, tree, out);
    cache.load.leave_tree();
    resolve_with(&mut cache.resolve, project)
}

/// What earlier runs have made, by content: a run makes anew what is not in it, and is the same run with an empty one.
#[derive(Debug, Default)]
pub struct Cache {
    pub load: load::Cache,
    resolve: resolve::Cache,
    past: past::Cache,
    prove: prove::Cache,
    route: route::Cache,
    differ: differ::Cache,
    check: check::Cache,
    render: render::Cache,
    theme: Option<Arc<Theme>>,
}

impl Cache {
    /// The next run is one, even if nothing has changed.
    pub fn forget_last(&mut self) {
        self.theme = None;
    }

    /// What the last run made of all files together is of no use to the next one, which is of others, and takes as much memory as that.
    pub fn forget_whole(&mut self) {
        self.forget_last();
        self.load.forget_last();
        self.resolve.forget_last();
        self.route = route::Cache::default();
    }
}

/// Times the stages.
struct Watch {
    last: Instant,
    stages: Vec<(&'static str, Duration)>,
}

impl Watch {
    fn new() -> Watch {
        Watch { last: Instant::now(), stages: Vec::new() }
    }

    fn time<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let made = work();
        self.stages.push((stage, self.last.elapsed()));
        self.last = Instant::now();
        made
    }
}

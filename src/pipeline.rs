//! The only place where the stages are put together; build, check, serve and validate call it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::check::check;
use crate::config::Config;
use crate::diagnostic::Findings;
use crate::load::load;
use crate::output::Output;
use crate::prove::prove;
use crate::render::{Theme, render};
use crate::resolve::{Resolved, resolve};
use crate::route::{Site, route};
use crate::tree::Tree;

/// What a run of the pipeline gives.
pub struct Outcome {
    pub site: Arc<Site>,
    pub findings: Arc<Findings>,
    pub output: Output,
    /// How long each stage took.
    pub stages: Vec<(&'static str, Duration)>,
}

/// Loads the catalog, resolves its references, proves its examples, routes its pages, checks the site, and
/// makes the output, whose pages are made and rendered when asked for.
///
/// `out` is the output's folder relative to the tree, if it lies in it. Writing the output is the caller's.
pub fn run(config: Config, theme: Theme, tree: &Tree, out: Option<&str>) -> Outcome {
    let mut watch = Watch { last: Instant::now(), stages: Vec::new() };
    let project = watch.time("load", || load(config, tree, out));
    let resolved = watch.time("resolve", || resolve(project));
    let proved = watch.time("prove", || prove(resolved));
    let site = Arc::new(watch.time("route", || route(proved)));
    let findings = Arc::new(watch.time("check", || check(&site)));
    let output = watch.time("render", || render(&site, &findings, theme));
    Outcome { site, findings, output, stages: watch.stages }
}

/// The findings of a tree of which nothing else is wanted.
pub fn findings(config: Config, tree: &Tree) -> Findings {
    check(&route(prove(resolve(load(config, tree, None)))))
}

/// As much of the pipeline as recorded events need: the catalog with its references resolved, and no examples proved.
pub fn catalog(config: Config, tree: &Tree, out: Option<&str>) -> Resolved {
    resolve(load(config, tree, out))
}

/// Times the stages.
struct Watch {
    last: Instant,
    stages: Vec<(&'static str, Duration)>,
}

impl Watch {
    fn time<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let made = work();
        self.stages.push((stage, self.last.elapsed()));
        self.last = Instant::now();
        made
    }
}

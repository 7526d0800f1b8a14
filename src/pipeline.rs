//! The only place where the stages are put together; build, check and serve all call it.

use std::sync::Arc;

use crate::check::check;
use crate::config::Config;
use crate::diagnostic::Findings;
use crate::load::load;
use crate::output::Output;
use crate::prove::prove;
use crate::render::{Theme, render};
use crate::resolve::resolve;
use crate::route::{Site, route};
use crate::tree::Tree;

/// What a run of the pipeline gives.
pub struct Outcome {
    pub site: Arc<Site>,
    pub findings: Arc<Findings>,
    pub output: Output,
}

/// Loads the catalog, resolves its references, proves its examples, routes its pages, checks the site, and
/// makes the output, whose pages are made and rendered when asked for.
///
/// `out` is the output's folder relative to the tree, if it lies in it. Writing the output is the caller's.
pub fn run(config: Config, theme: Theme, tree: &Tree, out: Option<&str>) -> Outcome {
    let project = load(config, tree, out);
    let resolved = resolve(project);
    let proved = prove(resolved);
    let site = Arc::new(route(proved));
    let findings = Arc::new(check(&site));
    let output = render(&site, &findings, theme);
    Outcome { site, findings, output }
}

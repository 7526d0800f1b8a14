//! The rules: one file each, over the finished site, and the sink that applies the configured levels and the order.

mod invalid_example;
mod sink;

use rayon::prelude::*;

use crate::diagnostic::{Finding, Findings, Rule};
use crate::route::Site;

/// A rule and the function that finds what it speaks of.
pub struct Check {
    pub rule: &'static Rule,
    pub find: fn(&Site) -> Vec<Finding>,
}

/// The table of rules, by code.
pub static CHECKS: &[Check] = &[invalid_example::CHECK];

/// Every finding of every rule, at the levels of site.toml, in the order of files and places.
pub fn check(site: &Site) -> Findings {
    let found: Vec<Finding> = CHECKS.par_iter().flat_map_iter(|check| (check.find)(site)).collect();
    sink::settle(found, &site.proved.resolved.project)
}

/// The codes of all rules.
pub fn codes() -> Vec<&'static str> {
    CHECKS.iter().map(|check| check.rule.code).collect()
}

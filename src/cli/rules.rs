//! `schemabook rules` and `schemabook explain RULE`: the table of rules, and one of it.

use super::args::{Explain, RuleFormat, Rules};
use super::exit::{Exit, Failure, print};
use crate::check;
use crate::report;
use crate::spelling::nearest;

/// Prints the table of rules.
///
/// # Errors
/// Stdout can't be written.
pub fn rules(command: &Rules) -> Result<Exit, Failure> {
    let rules = check::rules();
    print(&match command.format {
        RuleFormat::Human => report::rules(&rules),
        RuleFormat::Json => report::rules_json(&rules),
    })?;
    Ok(Exit::Fine)
}

/// Prints what a rule means.
///
/// # Errors
/// There is no such rule: exit 2.
pub fn explain(command: &Explain) -> Result<Exit, Failure> {
    let code = command.rule.as_str();
    let rules = check::rules();
    let Some(rule) = rules.iter().find(|rule| rule.code == code) else {
        let help = match nearest(code, rules.iter().map(|rule| rule.code)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`schemabook rules` lists them all".to_owned(),
        };
        return Err(Failure::usage(format!("there is no rule `{code}`")).with_help(help));
    };
    print(&match command.format {
        RuleFormat::Human => report::explain(rule),
        RuleFormat::Json => report::explain_json(rule),
    })?;
    Ok(Exit::Fine)
}

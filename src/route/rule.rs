//! Where the site tells of the rules.

/// The page of all findings.
pub const PROBLEMS: &str = "problems/";

/// The anchor of a rule on it.
pub fn rule_anchor(code: &str) -> String {
    format!("rule-{code}")
}

/// Where the site tells of a rule.
pub fn rule_address(code: &str) -> String {
    format!("{PROBLEMS}#{}", rule_anchor(code))
}

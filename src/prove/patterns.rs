//! The engine for patterns, with a bounded cost: for one match, and for all of one value.

use jsonschema::{FancyRegex, PatternOptions};
use serde_json::Value;

use crate::pattern::BACKTRACK_LIMIT;

/// How many steps all matches of one value may take together, as far as each has a few hundred.
const STEPS: u64 = 10_000_000;

/// What one match may always take.
const FEW: u64 = 200;

/// The engine for patterns; each match has so many steps.
pub fn pattern_options(steps: usize) -> PatternOptions<FancyRegex> {
    PatternOptions::fancy_regex().backtrack_limit(steps).size_limit(10 << 20)
}

/// The steps of each match, where so many patterns that backtrack meet a value of so many parts.
pub fn steps(patterns: u64, parts: u64) -> usize {
    let each = STEPS / patterns.saturating_mul(parts).max(1);
    usize::try_from(each.max(FEW)).unwrap_or(BACKTRACK_LIMIT).min(BACKTRACK_LIMIT)
}

/// How many patterns of a schema need an engine that goes back; all others take linear time.
pub fn backtracking(schema: &Value) -> u64 {
    let mut open = vec![schema];
    let mut count = 0;
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    match value {
                        Value::String(pattern) if key == "pattern" => count += u64::from(goes_back(pattern)),
                        Value::Object(map) if key == "patternProperties" => {
                            count += map.keys().filter(|pattern| goes_back(pattern)).count() as u64;
                        }
                        _ => {}
                    }
                    open.push(value);
                }
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    count
}

/// Whether it looks around or refers back.
fn goes_back(pattern: &str) -> bool {
    let refers =
        |(at, _): (usize, &str)| pattern[at + 1..].starts_with(|next: char| next == 'k' || ('1'..='9').contains(&next));
    ["(?=", "(?!", "(?<"].iter().any(|look| pattern.contains(look)) || pattern.match_indices('\\').any(refers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_around_or_back_is_counted() {
        let schema = serde_json::json!({
            "properties": { "pattern": { "pattern": "^(a)\\1$" }, "b": { "pattern": "^(?:a+)+$" } },
            "patternProperties": { "^(?!x-)": {}, "\\d": { "pattern": "(?<=a)b" } }
        });
        assert_eq!(backtracking(&schema), 3);
    }

    #[test]
    fn many_matches_share_the_steps() {
        assert_eq!(steps(1, 20), BACKTRACK_LIMIT, "a usual value leaves each match the whole limit");
        assert_eq!(steps(100, 1_000), 200, "and a value of many parts a part of it");
    }
}

//! lcov's tracefile: a record for each file, a line that is hit where something of it is exercised, and a branch for each thing of a line.

use super::by_file;
use crate::coverage::Coverage;
use crate::prove::Proved;
use crate::report::Text;

/// The report.
pub fn lcov(coverage: &Coverage, proved: &Proved, prefix: &str) -> Text {
    let mut text = String::new();
    for (file, lines) in by_file(coverage, proved, prefix) {
        text.push_str(&format!("TN:\nSF:{file}\n"));
        let (mut found, mut hit) = (0, 0);
        let mut of_lines = String::new();
        for line in lines.chunk_by(|one, other| one.start.line == other.start.line) {
            let Some(number) = line.first().map(|thing| thing.start.line) else { continue };
            for (branch, thing) in line.iter().enumerate() {
                let hits = thing.item.hits;
                // A branch of a line that nothing reaches is told by a hyphen.
                let taken =
                    if line.iter().all(|thing| thing.item.hits == 0) { "-".to_owned() } else { hits.to_string() };
                text.push_str(&format!("BRDA:{number},0,{branch},{taken}\n"));
                found += 1;
                hit += usize::from(hits > 0);
            }
            let hits = line.iter().map(|thing| thing.item.hits).max().unwrap_or_default();
            of_lines.push_str(&format!("DA:{number},{hits}\n"));
        }
        let (all, reached) = (of_lines.lines().count(), of_lines.lines().filter(|line| !line.ends_with(",0")).count());
        text.push_str(&format!("BRF:{found}\nBRH:{hit}\n{of_lines}LF:{all}\nLH:{reached}\nend_of_record\n"));
    }
    Text::lines(&text)
}

//! What is said of each way to fail: the pages in `tests/failures/` hold schemas and instances that they reject, `expected.txt` the
//! failures. `SNAPSHOTS=overwrite cargo test --test failures` writes it anew. Read it: it is what users read.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use schemabook::config::Config;
use schemabook::load::load;
use schemabook::model::Verdict;
use schemabook::prove::prove;
use schemabook::resolve::resolve;
use schemabook::tree::Tree;

#[test]
fn failures_name_the_keyword_and_what_to_mend() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/failures");
    let proved = prove(resolve(load(Config::defaults(), &Tree::open(&folder).unwrap(), None)));
    let sources = &proved.resolved.project.sources;
    let mut shown = String::new();
    for (example, proof) in proved.resolved.project.examples.iter().zip(proved.proofs.iter()) {
        let name = sources.display(&example.place);
        assert_eq!(proof.verdict, Verdict::Invalid, "{name}: {:?}", proof.note);
        let _ = writeln!(shown, "{name}");
        for failure in &proof.failures {
            let place = failure.schema.as_ref().map_or("a metaschema".to_owned(), |place| sources.display(place));
            let (keyword, at, message) = (&failure.keyword, &failure.at, &failure.message);
            let _ = writeln!(shown, "    {keyword} at \"{at}\": {message}");
            let _ = writeln!(shown, "        schema: {place}");
            if failure.mend != *at || failure.on_key {
                let part = if failure.on_key { "key" } else { "value" };
                let _ = writeln!(shown, "        mend: the {part} \"{}\"", failure.mend);
            }
            if let Some(help) = &failure.help {
                let _ = writeln!(shown, "        help: {help}");
            }
        }
    }
    let faults: Vec<String> = proved.faults.iter().map(|fault| sources.display(&fault.place)).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let expected = folder.join("expected.txt");
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        fs::write(&expected, &shown).unwrap();
    }
    assert_eq!(fs::read_to_string(&expected).unwrap_or_default(), shown, "SNAPSHOTS=overwrite writes it anew");
}

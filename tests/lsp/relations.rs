//! What holds for every reference of the bundled catalogs: it leads where the pipeline says, and is found from there.

use std::path::Path;
use std::sync::Arc;

use schemabook::config;
use schemabook::model::Target;
use schemabook::pipeline;
use schemabook::render::Theme;
use schemabook::source::Place;
use schemabook::tree::Tree;
use serde_json::{Value, json};

use crate::client::Client;
use crate::support::run;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn each_reference_leads_to_its_target_and_is_found_from_there() {
    let tree = Tree::open(repository()).expect("the repository is there");
    let (config, _) = config::read(tree.read(config::FILE).expect("it has a site.toml"));
    let theme = Arc::new(Theme::load(&config, &tree).expect("its templates are right"));
    let outcome = pipeline::run(config, theme, &tree, None);
    let resolved = &outcome.site.proved.resolved;
    let sources = &resolved.project.sources;
    let mut client = Client::of(repository());
    let at = |place: &Place| {
        let found = sources.locate(place).expect("the place is there");
        let span = found.key_span.unwrap_or(found.node.span);
        (sources.get(place.source).file.clone(), sources.position(place.source, span))
    };
    let mut count = 0;
    for reference in resolved.references.iter() {
        let Target::Place(target) = &reference.target else { continue };
        let keyword = format!("{}/{}", reference.holder.pointer, reference.keyword);
        let (file, from) = at(&Place::new(reference.holder.source, keyword));
        // Columns of the protocol count UTF-16: in what is asked here no other sign stands before a reference.
        let ask = |client: &mut Client, what: &str, file: &str, line: u32, column: u32| {
            let found = client.ask_at(&format!("textDocument/{what}"), file, u64::from(line), u64::from(column));
            found.as_array().cloned().unwrap_or_default()
        };
        let led: Vec<Value> = ask(&mut client, "definition", &file, from.line, from.column);
        let (target_file, to) = at(target);
        let is_there = |found: &Value, client: &Client, file: &str, line: u32| {
            client.file(&found["uri"]) == file && found["range"]["start"]["line"] == line - 1
        };
        assert!(led.iter().any(|found| is_there(found, &client, &target_file, to.line)), "{file}:{from:?}: {led:?}");
        let users = ask(&mut client, "references", &target_file, to.line, to.column);
        assert!(
            users.iter().any(|found| is_there(found, &client, &file, from.line)),
            "{target_file}:{to:?} lacks {file}:{from:?}"
        );
        count += 1;
    }
    assert!(count > 500, "{count} references are few");
    assert_eq!(client.end().code(), Some(0));
}

#[test]
fn diagnostics_are_the_findings_of_check() {
    for project in ["tests/reports/sample", "tests/lsp/cases/shop", "tests/rules/invalid-example/bad"] {
        let folder = repository().join(project);
        let report = run(&folder, &["check", "--format", "json"]);
        let report: Value = serde_json::from_str(&report.out).expect("the report is JSON");
        let mut expected: Vec<(String, Value, Value)> = report["diagnostics"]
            .as_array()
            .expect("it has findings")
            .iter()
            .map(|found| {
                (found["file"].as_str().unwrap_or_default().to_owned(), found["rule"].clone(), found["line"].clone())
            })
            .collect();
        let mut client = Client::of(&folder);
        let mut found: Vec<(String, Value, Value)> = Vec::new();
        for (file, list) in client.settled() {
            for diagnostic in list.as_array().expect("a list") {
                let line = diagnostic["range"]["start"]["line"].as_u64().map(|line| json!(line + 1));
                found.push((file.clone(), diagnostic["code"].clone(), line.unwrap_or_default()));
            }
        }
        let key = |found: &(String, Value, Value)| format!("{found:?}");
        expected.sort_by_key(key);
        found.sort_by_key(key);
        assert!(!expected.is_empty(), "{project} has findings");
        assert_eq!(found, expected, "{project}");
    }
}

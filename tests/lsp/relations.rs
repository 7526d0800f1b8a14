//! What holds for all that leads somewhere, in the bundled catalogs and in the fixtures: it leads where the pipeline says, and is found from there.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use schemabook::config;
use schemabook::model::Target;
use schemabook::pipeline;
use schemabook::render::Theme;
use schemabook::resolve::Resolved;
use schemabook::source::{Node, Place, SourceId, Span, join};
use schemabook::tree::Tree;
use serde_json::{Value, json};

use crate::client::Client;
use crate::support::{Folder, run};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A thing that leads somewhere: where it stands, file, line and column from 1, and where it leads, if that is known by other means.
struct Way {
    from: (String, u32, u32),
    to: Option<(String, u32)>,
}

/// What in a project leads somewhere: references, links of guides to what is read, names of event types, stated reasons.
fn ways(resolved: &Resolved) -> Vec<Way> {
    let sources = &resolved.project.sources;
    let at = |source: SourceId, span: Span| {
        let (source, position) = (sources.get(source), sources.position(source, span));
        let file = sources.get(sources.find(&source.file).expect("a file is a source"));
        let line = file.line(position.line).map_or("", |line| file.text_at(line));
        // Columns of the protocol count UTF-16.
        let column = line.chars().take(position.column as usize - 1).map(char::len_utf16).sum::<usize>() as u32 + 1;
        (source.file.clone(), position.line, column)
    };
    let place = |place: &Place| {
        let found = sources.locate(place)?;
        Some(at(place.source, found.node.span))
    };
    let name = |place: &Place| {
        let found = sources.locate(place)?;
        Some(at(place.source, found.key_span.unwrap_or(found.node.span)))
    };
    let references = resolved.references.iter().filter_map(|reference| {
        let Target::Place(target) = &reference.target else { return None };
        let keyword =
            Place::new(reference.holder.source, format!("{}/{}", reference.holder.pointer, reference.keyword));
        let (file, line, _) = name(target)?;
        Some(Way { from: name(&keyword)?, to: Some((file, line)) })
    });
    let links = resolved
        .project
        .pages
        .iter()
        .flat_map(|page| page.links.iter().map(|link| Way { from: at(page.source, link.span), to: None }));
    let entries = resolved.project.registered.iter().flat_map(|entry| {
        ["name", "replaced_by", "deprecated/replaced_by"]
            .map(|key| Place::new(entry.place.source, format!("{}/{key}", entry.place.pointer)))
    });
    let reasons = resolved.project.examples.iter().filter_map(|example| {
        let (because, list) = example.because.as_ref().filter(|(_, list)| *list != example.place)?;
        Some((0..because.len()).map(|item| Place::new(list.source, format!("{}/{item}/at", list.pointer))))
    });
    let named: Vec<Place> = entries.chain(reasons.flatten()).collect();
    let named = named.iter().filter_map(|at| Some(Way { from: place(at)?, to: None }));
    // Of many examples some: all are asked for all.
    let examples = resolved.project.examples.iter().step_by(7).filter(|example| !example.instances().is_empty());
    let fields: Vec<Place> = examples
        .flat_map(|example| {
            let members = sources.node(&example.place).map(Node::members).unwrap_or_default();
            let place = |key: &str| Place::new(example.place.source, join(&example.place.pointer, key));
            members.iter().take(2).map(|member| place(&member.key)).collect::<Vec<_>>()
        })
        .collect();
    let fields = fields.iter().filter_map(|field| Some(Way { from: name(field)?, to: None }));
    references.chain(links).chain(named).chain(fields).collect()
}

/// Follows each way of a project and back; how many there are that lead somewhere, and those that lead elsewhere or not back.
fn follow(folder: &Path) -> (usize, Vec<String>) {
    let tree = Tree::open(folder).expect("the project is there");
    let (config, mistakes) = config::read(tree.read(config::FILE).unwrap_or_default());
    let theme = Theme::load(&config, &tree);
    // What can't be opened leads nowhere.
    let (Ok(theme), true) = (theme, mistakes.is_empty()) else { return (0, Vec::new()) };
    let outcome = pipeline::run(config, Arc::new(theme), &tree, None);
    let mut client = Client::of(folder);
    let ask = |client: &mut Client, what: &str, (file, line, column): &(String, u32, u32)| -> Vec<(String, u32, u32)> {
        let found = client.ask_at(&format!("textDocument/{what}"), file, u64::from(*line), u64::from(*column));
        let number = |value: &Value| value.as_u64().expect("a number") as u32 + 1;
        let place = |found: &Value| {
            let start = &found["range"]["start"];
            (client.file(&found["uri"]), number(&start["line"]), number(&start["character"]))
        };
        found.as_array().into_iter().flatten().map(place).collect()
    };
    let (mut count, mut faults) = (0, Vec::new());
    for Way { from, to } in ways(&outcome.site.proved.resolved) {
        let led = ask(&mut client, "definition", &from);
        if let Some((file, line)) = to {
            let is_there = led.iter().any(|(found, at, _)| *found == file && *at == line);
            faults.extend((!is_there).then(|| format!("{from:?} leads to {led:?}, not to {file}:{line}")));
        }
        for there in led {
            // A file that nothing is read from has no places.
            if outcome.site.proved.resolved.project.sources.find(&there.0).is_none() {
                continue;
            }
            let back = ask(&mut client, "references", &there);
            let is_found = back.iter().any(|(file, line, _)| *file == from.0 && *line == from.1);
            faults.extend((!is_found).then(|| format!("{from:?} leads to {there:?}, from where {back:?} is found")));
            count += 1;
        }
    }
    assert_eq!(client.end().code(), Some(0));
    (count, faults)
}

#[test]
fn what_leads_somewhere_in_the_catalogs_is_found_from_there() {
    let (count, faults) = follow(repository());
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(count > 500, "{count} ways are few");
}

#[test]
fn what_leads_somewhere_in_the_fixtures_is_found_from_there() {
    for (folder, fewest) in [("tests/sites", 200), ("tests/lsp/cases", 20)] {
        let (mut found, mut faults) = (0, Vec::new());
        for entry in fs::read_dir(repository().join(folder)).expect("there are fixtures") {
            let site = entry.expect("a fixture").path();
            if !site.is_dir() {
                continue;
            }
            let expected = |name: &str| name.starts_with("expected");
            let names =
                fs::read_dir(&site).expect("a folder").filter_map(|file| file.ok()?.file_name().into_string().ok());
            let skip: Vec<String> = names.filter(|name| expected(name)).collect();
            let skip: Vec<&str> = skip.iter().map(String::as_str).collect();
            let (count, wrong) = follow(Folder::copy_of(&site, &skip).path());
            found += count;
            faults.extend(wrong.into_iter().map(|fault| format!("{}: {fault}", site.display())));
        }
        assert!(faults.is_empty(), "{faults:#?}");
        assert!(found >= fewest, "{folder}: {found} ways are few");
    }
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

//! The look of a project: `templates/README.md` says all that a theme can count on, and the example theme that it explains is built.
//!
//! `SNAPSHOTS=overwrite cargo test --test theme` writes the list of variables.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use schemabook::config::{Config, read};
use schemabook::page::{Navigation, chrome, pages, view};
use schemabook::render::Theme;
use schemabook::tree::Tree;
use serde_json::Value;

use support::{Folder, files_of, run};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn manual() -> String {
    fs::read_to_string(repository().join("templates/README.md")).expect("it is in the repository")
}

#[test]
fn the_example_theme_shows_on_every_page() {
    let folder = Folder::copy_of(&repository().join("tests/theme"), &[]);
    let built = run(folder.path(), &["build", "--quiet"]);
    assert_eq!((built.code, built.err.as_str()), (Some(0), ""));
    let files: BTreeMap<String, Vec<u8>> = files_of(&folder.join("public")).into_iter().collect();
    let text = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    let pages: Vec<&String> = files.keys().filter(|path| path.ends_with(".html")).collect();
    assert!(pages.len() > 6, "{pages:?}");
    for path in pages {
        let root = if path == "404.html" { "/".to_owned() } else { "../".repeat(path.matches('/').count()) };
        for expected in [
            format!("<link rel=\"stylesheet\" href=\"{root}static/house.css\">"),
            format!("<link rel=\"stylesheet\" href=\"{root}static/accent.css\">"),
            format!("<img src=\"{root}static/logo.svg\" alt=\"\""),
            "<a href=\"https://handbook.example.com/\" rel=\"noopener noreferrer\">Handbook</a>".to_owned(),
            "<p>© Acme. Internal use only.</p>\n<p>Every example on this site was validated".to_owned(),
        ] {
            assert!(text(path).contains(&expected), "{path} has no {expected}");
        }
    }
    let schema = text("catalog/order_placed/index.html");
    assert!(schema.contains("Something is missing in <code>order_placed</code>?"), "the block of the page is replaced");
    assert!(schema.contains("<h2 id=\"fields\">Fields</h2>"), "and has what it replaces");
    assert_eq!(text("CNAME"), "contracts.acme.example.com\n", "static/root/ is published at the root");
    // Yellow on white could not be read, on black it can.
    assert!(text("static/accent.css").contains("--accent: light-dark(#806a00, #ffd400)"));
    // The manual shows these very files.
    for name in ["base.html", "schema.html"] {
        let shown = fs::read_to_string(repository().join("tests/theme/templates").join(name)).expect("a template");
        assert!(manual().contains(&shown), "templates/README.md shows {name} as it is");
    }
}

#[test]
fn the_manual_names_every_template_and_every_block() {
    let manual = manual();
    for entry in fs::read_dir(repository().join("templates")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8").to_owned();
        if !name.ends_with(".html") {
            continue;
        }
        assert!(manual.contains(&format!("`{name}`")), "templates/README.md does not name `{name}`");
        let text = fs::read_to_string(&path).expect("a template");
        for block in text.split("{% block ").skip(1).filter_map(|rest| rest.split(' ').next()) {
            assert!(manual.contains(&format!("`{block}`")), "templates/README.md does not name the block `{block}`");
        }
    }
}

/// Stands before all others.
const EVERY: &str = "Every page";

/// What a variable holds, seen from all pages: the members of an object, or of the objects of a list.
#[derive(Default)]
struct Shape {
    is_list: bool,
    members: BTreeMap<String, Shape>,
}

impl Shape {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(name, value)| self.members.entry(name.clone()).or_default().add(value));
            }
            Value::Array(items) => {
                self.is_list = true;
                items.iter().for_each(|item| self.add(item));
            }
            _ => {}
        }
    }

    /// `name`, `name[]`, `name { member, member }`; a text with an address is a `link`.
    fn words(&self, name: &str) -> String {
        let list = if self.is_list { "[]" } else { "" };
        let members: Vec<String> = self.members.iter().map(|(name, shape)| shape.words(name)).collect();
        match members.join(", ").as_str() {
            "" => format!("{name}{list}"),
            "href, text" => format!("{name}{list} link"),
            members => format!("{name}{list} {{ {members} }}"),
        }
    }
}

#[test]
fn the_manual_lists_every_variable() {
    let mut shapes: BTreeMap<String, Shape> = BTreeMap::new();
    let wide = Folder::with(&[("long.json", &long_schema()), ("asyncapi.yaml", &many_channels())]);
    let projects = [".", "tests/reports/sample", "tests/sites/types-versions", "tests/theme", "tests/browser/search"];
    for folder in projects.iter().map(|name| repository().join(name)).chain([wide.path().to_owned()]) {
        let tree = Tree::open(&folder).expect("a folder");
        let text = fs::read(folder.join("site.toml")).unwrap_or_default();
        let config = if text.is_empty() { Config::defaults() } else { read(text).0 };
        let theme = Arc::new(Theme::load(&config, &tree).expect("a theme"));
        let outcome = schemabook::pipeline::run(config, theme, &tree, None);
        let all = pages(&outcome.site);
        let navigation = Navigation::new(&outcome.site, &all);
        for page in &all {
            let value = |value: Result<Value, serde_json::Error>| value.expect("a view can be written as JSON");
            let shown = value(serde_json::to_value(view(&outcome.site, &outcome.findings, page)));
            shapes.entry(format!("{}.html", page.subject.kind())).or_default().add(&shown);
            let around = value(serde_json::to_value(chrome(&outcome.site, &navigation, "", page)));
            shapes.entry(EVERY.to_owned()).or_default().add(&around);
        }
    }
    let mut list = String::new();
    for (name, shape) in shapes.iter().filter(|(_, shape)| !shape.members.is_empty()) {
        let before = if name == EVERY { "page." } else { "" };
        list.push_str(&format!("\n{name}:\n"));
        shape.members.iter().for_each(|(name, shape)| list.push_str(&format!("    {before}{}\n", shape.words(name))));
    }
    let manual = manual();
    let (start, end) = ("```text variables", "```\n");
    let (before, rest) = manual.split_once(start).expect("the list has its place");
    let (listed, after) = rest.split_once(end).expect("the list ends");
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::write(repository().join("templates/README.md"), format!("{before}{start}{list}{end}{after}"))
            .expect("a file");
        return;
    }
    assert_eq!(listed, list, "SNAPSHOTS=overwrite writes it anew");
}

/// A schema whose definitions have pages of their own.
fn long_schema() -> String {
    let definition =
        |number: usize| format!("\"d{number}\": {{ \"description\": \"{}\", \"examples\": [1] }}", "long ".repeat(500));
    let definitions: Vec<String> = (0..500).map(definition).collect();
    format!(
        "{{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"$ref\": \"#/$defs/d0\", \"$defs\": {{ {} }} }}",
        definitions.join(",\n")
    )
}

/// More channels than one picture shows.
fn many_channels() -> String {
    let channels: String =
        (0..400).map(|number| format!("  c{number}: {{ address: team{}.c{number} }}\n", number % 5)).collect();
    let operations: String = (0..400)
        .map(|number| format!("  o{number}: {{ action: send, channel: {{ $ref: '#/channels/c{number}' }} }}\n"))
        .collect();
    format!("asyncapi: 3.0.0\ninfo: {{ title: Wide, version: 1.0.0 }}\nchannels:\n{channels}operations:\n{operations}")
}

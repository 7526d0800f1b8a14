//! The look of a project: `templates/README.md` says all that a theme can count on, and the example theme and the two looks that it explains are
//! built.
//!
//! `SNAPSHOTS=overwrite cargo test --test theme` writes the list of variables.

mod support;

use std::collections::{BTreeMap, BTreeSet};
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

/// The looks of `tests/looks/`, and what the template of each adds around every page.
const LOOKS: [(&str, &str); 2] = [
    ("dense", "<p class=\"running\">Ferry events · "),
    ("screen", "<nav class=\"onward\" aria-label=\"From here\">\n<a href=\""),
];

/// Every kind of page that a project has which is not too large for one page of each.
const KINDS: &str = "404 catalog changes channel document fields guide history home map message operation part problems \
     schema type types";

#[test]
fn both_looks_show_on_every_kind_of_page() {
    let project = repository().join("tests/looks");
    let config = fs::read_to_string(project.join("site.toml")).expect("a file");
    for (look, added) in LOOKS {
        let folder = Folder::copy_of(&project, &[]);
        folder.write("site.toml", &config.replace("\"dense/", &format!("\"{look}/")));
        let built = run(folder.path(), &["build", "--quiet"]);
        assert_eq!((built.code, built.out.as_str(), built.err.as_str()), (Some(0), "", ""), "{look}");
        let files = files_of(&folder.join("public"));
        let mut kinds = BTreeSet::new();
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
            let text = String::from_utf8_lossy(text);
            let root = if path == "404.html" { "/".to_owned() } else { "../".repeat(path.matches('/').count()) };
            let (_, rest) = text.split_once("<body class=\"kind-").expect("a page says its kind");
            kinds.extend(rest.split('"').next().map(str::to_owned));
            // Last of all stylesheets, or it could change nothing.
            let linked = format!("<link rel=\"stylesheet\" href=\"{root}static/{look}.css\">\n</head>");
            assert!(text.contains(&linked), "{path} has no {linked}");
            assert!(text.contains(added), "{path} has no {added}");
        }
        assert_eq!(kinds.into_iter().collect::<Vec<String>>().join(" "), KINDS, "{look}");
    }
}

#[test]
fn the_looks_are_no_more_than_blocks_and_a_stylesheet() {
    for (look, _) in LOOKS {
        for (path, text) in files_of(&repository().join("tests/looks").join(look)) {
            let text = String::from_utf8_lossy(&text);
            match path.rsplit_once('/') {
                Some(("templates", name)) => {
                    let start = format!("{{% extends \"builtin/{name}\" %}}\n{{% block ");
                    assert!(text.starts_with(&start), "{look}/{path} copies what it should extend");
                    for word in ["<script", " style=", "<style", "http:", "https:"] {
                        assert!(!text.contains(word), "{look}/{path} has {word}");
                    }
                }
                Some(("static", name)) => {
                    assert_eq!(name, format!("{look}.css"), "{look} has one stylesheet");
                    assert!(!text.contains("url(") && !text.contains("@import"), "{look}/{path} asks for other files");
                }
                _ => panic!("{look}/{path} is neither a template nor a static file"),
            }
        }
    }
}

#[test]
fn the_manual_shows_a_look_as_it_is() {
    let manual = manual();
    let (_, rest) = manual.split_once("\n## A whole look\n").expect("the section is there");
    let section = rest.split("\n## ").next().expect("text");
    let look: Vec<String> = files_of(&repository().join("tests/looks/dense"))
        .into_iter()
        .map(|(_, text)| String::from_utf8(text).expect("UTF-8"))
        .collect();
    let mut shown = 0;
    for fence in section.split("\n```").skip(1).step_by(2) {
        let (language, text) = fence.split_once('\n').expect("a fence has lines");
        if ["html", "css"].contains(&language) {
            assert!(look.iter().any(|file| file.contains(text)), "no file of the look has:\n{text}");
            shown += 1;
        }
    }
    assert!(shown > 3, "{shown} parts are few");
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

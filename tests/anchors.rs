//! Deep links: for every value of every schema, the page has the anchor of the keyword or subschema that states it, and has it once.

use std::collections::BTreeMap;
use std::path::Path;

use schemabook::config::Config;
use schemabook::diagnostic::Findings;
use schemabook::keyword::stated_at;
use schemabook::page::{Subject, View, pages, view};
use schemabook::route::pointer_anchor;
use schemabook::source::{Node, join};
use schemabook::{load, prove, resolve, route, tree::Tree};

#[test]
fn every_value_of_a_schema_has_an_anchor_to_link_to() {
    let mut values = 0;
    let mut faults = Vec::new();
    for folder in ["tests/keywords", "schemas"] {
        let tree = Tree::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("it is in the repository");
        let site = route::route(prove::prove(resolve::resolve(load::load(Config::defaults(), &tree, None))));
        let project = &site.proved.resolved.project;
        for page in pages(&site) {
            let Subject::Schema(number) = page.subject else { continue };
            let View::Schema(shown) = view(&site, &Findings::default(), &page) else { panic!("a schema's page") };
            let mut html = shown.fields.as_str().to_owned();
            for definition in &shown.definitions {
                html.push_str(&format!("<section id=\"{}\">{}", definition.anchor, definition.html.as_str()));
            }
            let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
            for rest in html.split(" id=\"").skip(1) {
                *ids.entry(rest.split('"').next().unwrap_or_default()).or_default() += 1;
            }
            let schema = &project.schemas[number];
            let source = project.sources.get(schema.source);
            let root = source.root().expect("a schema could be read");
            let mut all = Vec::new();
            pointers(root, "", &mut all);
            values += all.len();
            for pointer in all {
                let stated = stated_at(root, schema.dialect, source, &pointer);
                let count = ids.get(pointer_anchor(&stated).as_str()).copied().unwrap_or_default();
                if count != 1 && !stated.is_empty() {
                    faults.push(format!("{}#{pointer}: the anchor of {stated} is there {count} times", source.name));
                }
            }
        }
    }
    assert!(values > 10_000, "{values} values are few");
    assert!(faults.is_empty(), "{} of {values}:\n{}", faults.len(), faults.join("\n"));
}

fn pointers(node: &Node, pointer: &str, found: &mut Vec<String>) {
    found.push(pointer.to_owned());
    for member in node.members() {
        pointers(&member.value, &join(pointer, &member.key), found);
    }
    for (index, item) in node.items().iter().enumerate() {
        pointers(item, &format!("{pointer}/{index}"), found);
    }
}

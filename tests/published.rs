//! What machines fetch of a site: `catalog.json` keeps to the schema that is published beside it, and schemas stand where their `$id`s say.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{Folder, files_of, run};

/// The files of a site, whatever was found; none where there is nothing to make one of.
fn built(folder: &Path, out: &Path) -> BTreeMap<String, Vec<u8>> {
    let built = run(folder, &["build", "--quiet", "--keep-going", "--out", out.to_str().expect("UTF-8")]);
    assert!(matches!(built.code, Some(0..=2)), "{}: {}", folder.display(), built.err);
    if out.exists() { files_of(out).into_iter().collect() } else { BTreeMap::new() }
}

#[test]
fn the_catalog_of_each_project_keeps_to_its_schema() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = fs::read_dir(repository.join("tests/sites")).expect("a folder of fixtures");
    let mut projects = vec![repository.to_owned(), repository.join("tests/code/projects/senders")];
    projects.extend(folders.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()));
    let mut entries: BTreeMap<String, usize> = BTreeMap::new();
    for project in projects {
        let out = Folder::new();
        let files = built(&project, &out.join("site"));
        if files.is_empty() {
            continue;
        }
        let read = |path: &str| -> Value { serde_json::from_slice(&files[path]).expect("JSON") };
        let (schema, catalog) = (read("catalog.schema.json"), read("catalog.json"));
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
        let errors: Vec<String> =
            validator.iter_errors(&catalog).take(3).map(|error| format!("{} {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", project.display());
        for (name, list) in catalog.as_object().expect("an object") {
            *entries.entry(name.clone()).or_default() += list.as_array().map_or(1, Vec::len);
        }
    }
    assert!(entries.values().all(|count| *count > 0), "each list of the schema was met: {entries:?}");
}

const BASE: &str = "https://contracts.example.com/events/";

#[test]
fn a_schema_stands_where_its_id_says() {
    let schema = |id: &str| format!("{{ \"$id\": \"{id}\", \"title\": \"T\", \"type\": \"object\" }}\n");
    let published = schema(&format!("{BASE}registry/order/1.0"));
    let yaml = format!("$id: {BASE}registry/person.json\ntype: object\nminProperties: 1.0\n");
    let site = format!("[site]\nbase_url = \"{BASE}\"\n[[catalog]]\nid = \"shop\"\npath = \".\"\n");
    let (page, whole, folder) = ("shop/a/x.json", "catalog.json", "registry/order/1.0/more.json");
    let others = [
        ("elsewhere.json", "https://contracts.example.com/other/a.json".to_owned()),
        ("above.json", format!("{BASE}../a.json")),
        ("whole.json", format!("{BASE}{whole}")),
        ("types.json", format!("{BASE}types/a.json")),
        ("device.json", format!("{BASE}con.json")),
        ("query.json", format!("{BASE}a.json?b")),
        ("escaped.json", format!("{BASE}a%2fb.json")),
        ("same.json", format!("{BASE}Registry/ORDER/1.0")),
        ("within.json", format!("{BASE}{folder}")),
        ("page.json", format!("{BASE}shop/order")),
    ];
    let texts: Vec<(&str, String)> = others.iter().map(|(name, id)| (*name, schema(id))).collect();
    let mut files =
        vec![("site.toml", site.as_str()), ("order.json", published.as_str()), ("person.yaml", yaml.as_str())];
    let inside = schema(&format!("{BASE}{page}"));
    files.push(("a/x.json", inside.as_str()));
    files.extend(texts.iter().map(|(name, text)| (*name, text.as_str())));
    let project = Folder::with(&files);
    let made = built(project.path(), &project.join("public"));
    let text = |path: &str| String::from_utf8_lossy(&made[path]).into_owned();
    assert_eq!(text("registry/order/1.0"), published, "as it was written");
    assert_eq!(
        text("registry/person.json"),
        format!(
            "{{\n  \"$id\": \"{BASE}registry/person.json\",\n  \"type\": \"object\",\n  \"minProperties\": 1.0\n}}\n"
        )
    );
    assert_eq!(text(page), inside, "beside the pages of its catalog");
    for (name, link) in
        [("order", "../../registry/order/1.0"), ("person", "../../registry/person.json"), ("a/x", "../x.json")]
    {
        let page = text(&format!("shop/{name}/index.html"));
        assert!(page.contains(&format!("{link}\">at its <code>$id</code></a>")), "{name} leads to {link}");
    }
    for (name, _) in &others {
        let page = text(&format!("shop/{}/index.html", name.trim_end_matches(".json")));
        assert!(!page.contains("at its <code>$id</code>"), "{name} stands nowhere else");
    }
    assert!(text(whole).starts_with("{\n  \"schemabook\""), "the site's own files stay");
    assert!(!made.contains_key("other/a.json") && !made.contains_key(folder));
    // Without an address of its own a site has no registry.
    let local = run(project.path(), &["build", "--quiet", "--keep-going", "--base-url", "", "--out", "local"]);
    assert!(matches!(local.code, Some(0 | 1)), "{}", local.err);
    assert!(!project.join("local/registry").exists());
}

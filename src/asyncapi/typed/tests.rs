//! The types and the table say the same, and what is read is what is written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::source::{Format, Source};

/// The fields of an object with the first and the last version that has them, by the table.
fn rows(object: &Object) -> BTreeMap<&'static str, (Version, Version)> {
    let mut rows = BTreeMap::new();
    for field in object.fields {
        let (since, until) = rows.entry(field.name).or_insert((field.since, field.until));
        (*since, *until) = ((*since).min(field.since), (*until).max(field.until));
    }
    rows
}

fn is_as_the_table_has_it<T: Model>() {
    let typed: BTreeMap<_, _> = T::FIELDS.iter().map(|(name, since, until)| (*name, (*since, *until))).collect();
    assert_eq!(typed, rows(T::OBJECT), "{}", T::OBJECT.name);
}

#[test]
fn each_field_has_its_row_and_each_row_its_field() {
    is_as_the_table_has_it::<Document>();
    is_as_the_table_has_it::<Info>();
    is_as_the_table_has_it::<Contact>();
    is_as_the_table_has_it::<License>();
    is_as_the_table_has_it::<Tag>();
    is_as_the_table_has_it::<ExternalDocs>();
    is_as_the_table_has_it::<Components>();
    is_as_the_table_has_it::<Server>();
    is_as_the_table_has_it::<ServerVariable>();
    is_as_the_table_has_it::<Channel>();
    is_as_the_table_has_it::<Parameter>();
    is_as_the_table_has_it::<Operation>();
    is_as_the_table_has_it::<OperationTrait>();
    is_as_the_table_has_it::<Reply>();
    is_as_the_table_has_it::<ReplyAddress>();
    is_as_the_table_has_it::<Message>();
    is_as_the_table_has_it::<MessageTrait>();
    is_as_the_table_has_it::<MessageExample>();
    is_as_the_table_has_it::<CorrelationId>();
    is_as_the_table_has_it::<Several>();
    is_as_the_table_has_it::<MultiFormat>();
    is_as_the_table_has_it::<SecurityScheme>();
}

#[test]
fn words_of_the_table_are_variants() {
    let field = super::super::OPERATION.field("action", Version::V3_0).expect("operations have an action");
    let words = [Action::Send, Action::Receive].map(Action::word);
    assert_eq!(field.shape, crate::asyncapi::Shape::Word(&["send", "receive"]));
    assert_eq!(words, ["send", "receive"]);
}

/// Every file of JSON or YAML below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the fixtures can be read") {
        let path = entry.expect("an entry can be read").path();
        // What npm installs for other tests comes and goes meanwhile.
        let is_installed = path.ends_with("node_modules");
        if path.is_dir() && !is_installed {
            files(&path, found);
        } else if path
            .to_str()
            .and_then(Format::of_path)
            .is_some_and(|format| matches!(format, Format::Json | Format::Yaml))
        {
            found.push(path);
        }
    }
}

#[test]
fn what_is_read_is_what_is_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    files(&root.join("tests"), &mut found);
    files(&root.join("schemas"), &mut found);
    let mut documents = 0;
    for path in found {
        let name = path.display().to_string();
        let format = Format::of_path(&name).expect("it is one of these");
        let source = Source::from_file(&name, format, fs::read(&path).expect("a fixture can be read"));
        let Some(node) = source.root().filter(|root| root.get("asyncapi").is_some()) else { continue };
        let document = Document::read(node).expect("an object is a document");
        let written = serde_json::to_value(&document).expect("it can be written");
        assert_eq!(written, node.to_value(), "{name}");
        documents += 1;
    }
    assert!(documents > 100, "the fixtures are found: {documents}");
}

#[test]
fn what_has_the_wrong_kind_is_kept_and_is_not_the_field() {
    let text = r##"{ "asyncapi": 3, "info": [1, { "a": null }], "servers": { "a": "b", "c": { "tags": {}, "host": null } },
        "channels": { "x": { "subscribe": { "message": ["m"], "traits": [7, { "summary": "s" }] } } },
        "operations": { "o": { "action": "shout", "messages": [{ "$ref": "#/x", "y": -1.5 }, false] } } }"##;
    let document: Document = serde_json::from_str(text).expect("it is read");
    let operation = document.operations.valid().expect("a map")["o"].valid().expect("an object").clone();
    assert_eq!(operation.action, Stated::Other("shout".into()));
    assert_eq!(document.asyncapi.valid(), None);
    let value: Value = serde_json::from_str(text).expect("it is JSON");
    assert_eq!(serde_json::to_value(&document).expect("it can be written"), value);
}

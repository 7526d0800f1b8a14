//! Versions out of git of AsyncAPI documents, in one file and in several, and of schemas that stand in them or in the fences of a page.

use std::path::Path;

use super::support::{Folder, git, run};
use super::versions::versions;
use super::{SITE, commit, schema};

/// A document with one channel, one message and the schema of its payload.
fn orders(version: &str, address: &str, properties: &str) -> String {
    format!(
        "asyncapi: 3.0.0
info: {{ title: Orders, version: {version} }}
channels:
  orders:
    address: {address}
    messages: {{ placed: {{ $ref: '#/components/messages/placed' }} }}
operations:
  place: {{ action: send, channel: {{ $ref: '#/channels/orders' }} }}
components:
  messages:
    placed: {{ payload: {{ $ref: '#/components/schemas/placed' }} }}
  schemas:
    placed: {{ type: object, properties: {{ {properties} }} }}
"
    )
}

fn tag(folder: &Folder, day: &str, name: &str) {
    commit(folder.path(), day);
    git(folder.path(), &["tag", name]);
}

/// The Markdown of the page of versions of that name.
fn changes(project: &Path, name: &str) -> String {
    let page = project.join(format!("public/changes/catalog/{name}/index.md"));
    std::fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()))
}

fn build(project: &Path) {
    let built = run(project, &["build", "--quiet", "--keep-going"]);
    assert!(built.code == Some(0) || built.out.contains("breaking-change"), "{}{}", built.out, built.err);
}

#[test]
fn a_document_has_the_versions_of_its_tags() {
    let first = orders("1.0.0", "orders", "sum: { type: integer }");
    let folder = Folder::with(&[("site.toml", SITE), ("asyncapi/orders.yaml", &first)]);
    git(folder.path(), &["init", "-q"]);
    tag(&folder, "2026-01-10", "v1.0.0");
    folder.write("asyncapi/orders.yaml", &orders("1.1.0", "orders", "sum: { type: number }"));
    tag(&folder, "2026-02-10", "v1.1.0");
    git(folder.path(), &["mv", "asyncapi/orders.yaml", "asyncapi/shop.yaml"]);
    folder.write("asyncapi/shop.yaml", &orders("2.0.0", "shop.orders", "sum: { type: number }"));
    tag(&folder, "2026-03-10", "v2.0.0");
    build(folder.path());
    let page = changes(folder.path(), "shop");
    assert_eq!(versions(&page), ["2.0.0 2026-03-11", "1.1.0 2026-02-11", "1.0.0 2026-01-11"], "{page}");
    let step =
        |from: &str| page.split(&format!("## {from}")).nth(1).expect("a step").split("\n## ").next().map(str::to_owned);
    let (first, second) = (step("1.0.0 → 1.1.0").expect("a step"), step("1.1.0 → 2.0.0").expect("a step"));
    // The schema in the document is told with the message that has it; its version is no longer there to lead to.
    assert!(first.contains("`payload.sum`: type integer → number breaks"), "{first}");
    assert!(second.contains("[address orders → shop.orders]"), "{second}");
    assert!(!page.contains("was called"), "{page}");
    let text = std::fs::read_to_string(folder.join("public/raw/changes/catalog/shop/1.0.0.yaml"));
    assert_eq!(text.expect("a text"), self::orders("1.0.0", "orders", "sum: { type: integer }"));
    let own = std::fs::read_to_string(folder.join("public/catalog/api/shop/index.html")).expect("a page");
    assert!(own.contains("changes/catalog/shop/#since-1.0.0"), "{own}");
    let read = |file: &str| std::fs::read_to_string(folder.join("public").join(file)).expect("a file");
    let feed = read("changes/feed.xml");
    assert_eq!(feed.matches("<entry>").count(), 2, "{feed}");
    // Programs are told as much.
    let catalog: serde_json::Value = serde_json::from_str(&read("catalog.json")).expect("JSON");
    let told = serde_json::json!([
        { "version": "2.0.0", "date": "2026-03-11", "url": "catalog/api/shop/" },
        { "version": "1.1.0", "date": "2026-02-11", "url": "raw/changes/catalog/shop/1.1.0.yaml" },
        { "version": "1.0.0", "date": "2026-01-11", "url": "raw/changes/catalog/shop/1.0.0.yaml" },
    ]);
    assert_eq!(catalog["documents"][0]["versions"], told);
    let list = read("llms.txt");
    assert!(list.contains("(changes/index.md)"), "{list}");
    assert!(list.contains("[Versions of shop](changes/catalog/shop/index.md)"), "{list}");
    assert!(read("changes/index.md").contains("address orders → shop.orders"), "{}", read("changes/index.md"));
    // What is not committed is held against the last tag.
    folder.write("asyncapi/shop.yaml", &orders("2.1.0", "shop.orders", "sum: { type: string }"));
    let checked = run(folder.path(), &["check"]);
    let told = "version 2.1.0 of shop is a minor version after 2.0.0, and breaks";
    assert!(checked.out.contains("breaking-change") && checked.out.contains(told), "{}", checked.out);
}

#[test]
fn a_document_of_several_files_has_a_version_for_each_text_of_each() {
    let root = |version: &str| orders(version, "orders", "").replace("#/components/messages/placed", "./placed.yaml");
    let part =
        |kind: &str| format!("name: placed\npayload: {{ type: object, properties: {{ sum: {{ type: {kind} }} }} }}\n");
    let folder =
        Folder::with(&[("site.toml", SITE), ("orders.yaml", &root("1.0.0")), ("placed.yaml", &part("number"))]);
    git(folder.path(), &["init", "-q"]);
    tag(&folder, "2026-01-10", "a");
    folder.write("placed.yaml", &part("integer"));
    tag(&folder, "2026-02-10", "b");
    folder.write("orders.yaml", &root("2.0.0"));
    tag(&folder, "2026-03-10", "c");
    folder.write("placed.yaml", &part("string"));
    tag(&folder, "2026-04-10", "d");
    build(folder.path());
    let page = changes(folder.path(), "orders");
    let told = ["2.0.0 2026-04-11", "2.0.0 at c 2026-03-11", "1.0.0 2026-02-11", "1.0.0 at a 2026-01-11"];
    assert_eq!(versions(&page), told, "{page}");
    assert!(page.contains("type number → integer") && page.contains("retyped integer → string"), "{page}");
    // With a part that is not committed yet.
    folder.write("placed.yaml", &part("boolean"));
    build(folder.path());
    let page = changes(folder.path(), "orders");
    let told =
        ["2.0.0 ", "2.0.0 at d 2026-04-11", "2.0.0 at c 2026-03-11", "1.0.0 2026-02-11", "1.0.0 at a 2026-01-11"];
    assert_eq!(versions(&page), told, "{page}");
}

#[test]
fn each_schema_of_a_page_has_its_own_versions() {
    let fence = |head: &str, version: &str, properties: &str| {
        let text = schema(properties).replacen('{', &format!("{{ \"version\": \"{version}\","), 1);
        format!("## {head}\n\n```json\n{text}```\n\n")
    };
    let paid = |version: &str, kind: &str| fence("Paid", version, &format!("\"sum\": {{ \"type\": \"{kind}\" }}"));
    let sent = |version: &str, kind: &str| fence("Sent", version, &format!("\"to\": {{ \"type\": \"{kind}\" }}"));
    let page = |paid: String, sent: String| format!("# Contracts\n\n{paid}{sent}");
    let first = page(paid("1.0.0", "number"), sent("1.0.0", "string"));
    let folder = Folder::with(&[("site.toml", SITE), ("contract.md", &first)]);
    git(folder.path(), &["init", "-q"]);
    tag(&folder, "2026-01-10", "a");
    folder.write("contract.md", &page(paid("2.0.0", "string"), sent("1.0.0", "string")));
    tag(&folder, "2026-02-10", "b");
    folder.write("contract.md", &page(paid("2.0.0", "string"), sent("1.1.0", "integer")));
    tag(&folder, "2026-03-10", "c");
    git(folder.path(), &["mv", "contract.md", "payments.md"]);
    folder.write("payments.md", &page(paid("3.0.0", "number"), sent("1.1.0", "integer")));
    tag(&folder, "2026-04-10", "d");
    // What is called otherwise in the page goes on where it says that it is the same: here by all its text.
    folder
        .write("payments.md", &page(paid("3.0.0", "number"), sent("1.1.0", "integer")).replace("## Sent", "## Posted"));
    tag(&folder, "2026-05-10", "e");
    build(folder.path());
    let paid = changes(folder.path(), "payments/paid");
    assert_eq!(versions(&paid), ["3.0.0 2026-04-11", "2.0.0 2026-02-11", "1.0.0 2026-01-11"], "{paid}");
    let sent = changes(folder.path(), "payments/posted");
    assert_eq!(versions(&sent), ["1.1.0 2026-03-11", "1.0.0 2026-01-11"], "{sent}");
}

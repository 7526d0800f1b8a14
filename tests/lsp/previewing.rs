//! The page of what is under the cursor, opened on a client's command.

use std::fs;
use std::net::TcpStream;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::Client;
use crate::support::Folder;
use crate::support::preview::ask;

fn shop() -> Folder {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp/cases/shop");
    Folder::copy_of(&project, &["asks.txt", "expected.txt"])
}

/// The address that the command gives for a line and column, both from 1: where it listens, and the rest.
fn preview(client: &mut Client, file: &str, line: u64, column: u64) -> (String, String) {
    let position = json!({ "line": line - 1, "character": column - 1 });
    let place = json!({ "textDocument": { "uri": client.uri(file) }, "position": position });
    let found = command(client, json!([place]));
    let found = found.as_str().expect("an address").strip_prefix("http://").expect("of this machine").to_owned();
    let (address, page) = found.split_once('/').expect("a page");
    (address.to_owned(), format!("/{page}"))
}

fn command(client: &mut Client, arguments: Value) -> Value {
    client.ask("workspace/executeCommand", json!({ "command": "schemabook.preview", "arguments": arguments }))
}

#[test]
fn each_thing_has_its_page_and_its_place_on_it() {
    let folder = shop();
    let mut client = Client::of(folder.path());
    let mut seen = Vec::new();
    for (file, line, column, title) in [
        ("schemas/order_placed.json", 1, 1, "Order placed"),
        ("schemas/order_placed.json", 15, 8, "Order placed"),
        ("schemas/common.yaml", 10, 9, "Common"),
        ("examples/order_placed/web.json", 4, 16, "Order placed"),
        ("examples/order_placed/web.json", 2, 14, "shop.order.placed"),
        ("guides/orders.md", 1, 4, "Orders"),
        ("guides/orders.md", 11, 2, "Orders"),
        ("asyncapi/shop.yaml", 15, 10, "shop.order.placed"),
        ("asyncapi/shop.yaml", 5, 10, "shop.orders"),
        ("types.toml", 7, 3, "shop.order.bought"),
        ("site.toml", 2, 3, "Shop"),
    ] {
        let (address, page) = preview(&mut client, file, line, column);
        assert!(address.starts_with("127.0.0.1:"), "{address}");
        let (path, anchor) = page.split_once('#').unwrap_or((&page, ""));
        let answer = ask(&address, path, &[]);
        assert_eq!(answer.status, 200, "{page}");
        let heading = answer.body.split_once("<h1").expect("a heading").1.split_once("</h1>").expect("its end").0;
        let text: String = heading.split('<').filter_map(|piece| Some(piece.split_once('>')?.1)).collect();
        assert!(text.contains(title), "{file}:{line}:{column}: {page}: {text}");
        assert!(anchor.is_empty() || answer.body.contains(&format!("id=\"{anchor}\"")), "{page} has no such place");
        seen.push(page);
    }
    assert!(seen.iter().filter(|page| page.contains('#')).count() >= 4, "places on pages: {seen:?}");
    assert!(client.requests.is_empty(), "who opens no address is not asked to: {:?}", client.requests);
}

#[test]
fn what_is_typed_is_shown_before_it_is_saved_and_errors_leave_the_last_good_page() {
    let folder = shop();
    folder.write("guides/orders.md", "# Orders\n");
    let mut client = Client::of(folder.path());
    let (address, page) = preview(&mut client, "schemas/common.yaml", 2, 3);
    let schema = "schemas/common.yaml";
    let text = fs::read_to_string(folder.join(schema)).expect("the schema is there");
    client.open(schema, &text.replace("Which product.", "Which thing."));
    client.settled();
    assert!(ask(&address, &page, &[]).body.contains("Which thing."));
    client.change(schema, &text.replace("Which product.", "Which good.").replace("type: string", "type: strong"));
    assert!(client.settled().contains_key(schema));
    assert!(ask(&address, &page, &[]).body.contains("Which thing."));
    let state = ask(&address, "/.schemabook/state", &[]).body;
    assert!(state.contains("schemas/common.yaml"), "{state}");
    client.open("site.toml", "[site]\ntitel = 1\n");
    client.settled();
    let state = ask(&address, "/.schemabook/state", &[]).body;
    assert!(state.contains("titel"), "{state}");
    client.change("site.toml", "[site]\ntitle = \"Right\"\n");
    client.change(schema, &text);
    client.settled();
    assert!(ask(&address, &page, &[]).body.contains("Which product."));
    assert_eq!(client.end().code(), Some(0));
    assert!(TcpStream::connect(&address).is_err(), "it ends with the server");
}

#[test]
fn who_opens_addresses_is_asked_to_and_what_is_no_command_is_refused() {
    let folder = shop();
    let mut client = Client::able(folder.path(), json!({ "window": { "showDocument": { "support": true } } }));
    let home = command(&mut client, json!([]));
    let [request] = client.requests.as_slice() else { panic!("{:?}", client.requests) };
    assert_eq!(request["method"], "window/showDocument");
    assert_eq!(request["params"]["uri"], home);
    assert_eq!(request["params"]["external"], true);
    let other = client.ask_anything("workspace/executeCommand", json!({ "command": "rm" }));
    assert_eq!(other["error"]["code"], -32602);
    let wrong = json!({ "command": "schemabook.preview", "arguments": ["here"] });
    assert_eq!(client.ask_anything("workspace/executeCommand", wrong)["error"]["code"], -32602);
    // Where no project can be opened there is nothing to show.
    let broken = Folder::with(&[("site.toml", "[site]\ntitel = 1\n")]);
    let mut client = Client::of(broken.path());
    let refused = client.ask_anything("workspace/executeCommand", json!({ "command": "schemabook.preview" }));
    assert_eq!(refused["error"]["code"], -32803);
}

/// Where the diagnostics of all files lead to, with the code of each.
fn rules(client: &mut Client) -> Vec<(String, Option<String>)> {
    let lists: Vec<Value> = client.settled().values().cloned().collect();
    let diagnostics = lists.iter().flat_map(|list| list.as_array().expect("a list"));
    let rule = |found: &Value| {
        let href = found["codeDescription"]["href"].as_str().map(str::to_owned);
        (found["code"].as_str().expect("a rule").to_owned(), href)
    };
    diagnostics.map(rule).collect()
}

#[test]
fn diagnostics_lead_to_what_the_site_says_of_their_rule() {
    let folder = shop();
    let site = fs::read_to_string(folder.join("site.toml")).expect("the settings are there");
    let mut client = Client::of(folder.path());
    let found = rules(&mut client);
    assert!(!found.is_empty() && found.iter().all(|(_, href)| href.is_none()), "nothing is published yet: {found:?}");
    // Where the site is published, once settings say so.
    client.open("site.toml", &site.replace("[site]\n", "[site]\nbase_url = \"https://contracts.example.com/docs/\"\n"));
    for (code, href) in rules(&mut client) {
        assert_eq!(href.as_deref(), Some(&*format!("https://contracts.example.com/docs/problems/#rule-{code}")));
    }
    // The preview is nearer, and says what is typed.
    let root = command(&mut client, json!([])).as_str().expect("an address").to_owned();
    let address = root.strip_prefix("http://").expect("of this machine").trim_end_matches('/');
    let found = rules(&mut client);
    assert!(!found.is_empty());
    for (code, href) in found {
        let href = href.expect("there is a page");
        let (page, anchor) =
            href.strip_prefix(&root).and_then(|rest| rest.split_once('#')).expect("a page of the preview");
        let body = ask(address, &format!("/{page}"), &[]).body;
        let section = body.split_once(&format!("id=\"{anchor}\"")).expect("the rule is there").1;
        assert!(section.starts_with(&format!("><code>{code}</code>")), "{code}");
        let words = section.split_once("</section>").expect("its end").0;
        assert!(words.contains("<summary>") && words.contains("</summary><p>"), "it says why: {words}");
    }
}

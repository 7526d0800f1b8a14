//! Clients that do not keep to the protocol: an end with words, or an answer that says what is wrong.

use serde_json::{Value, json};

use crate::client::Client;
use crate::support::Folder;

fn project() -> Folder {
    Folder::with(&[("a.schema.json", r#"{ "type": "string" }"#)])
}

#[test]
fn a_session_that_is_left_without_a_word_ends_with_1() {
    let folder = project();
    assert_eq!(Client::of(folder.path()).leave().code(), Some(1));
    let (status, said) = Client::of(folder.path()).wait();
    assert_eq!((status.code(), said.as_str()), (Some(1), ""));
}

#[test]
fn what_is_no_message_ends_it_with_words() {
    let folder = project();
    for (sent, expected) in [
        ("Content-Length: 99999999999\r\n\r\n", "longer than"),
        ("Content-Length: ten\r\n\r\n", "Content-Length is no number"),
        ("Content-Type: text\r\n\r\n", "no Content-Length"),
        ("Content-Length: 20\r\n\r\n{}", "ended after 2"),
        ("Content-Length: 3\r\n\r\n{]}", "no message"),
        ("Content-Length: 1", "has no end"),
    ] {
        let mut client = Client::of(folder.path());
        client.send(sent.as_bytes());
        let (status, said) = client.wait();
        assert_eq!(status.code(), Some(1), "{sent:?}");
        assert!(said.contains(expected), "{sent:?}: {said}");
    }
}

#[test]
fn requests_out_of_order_are_refused_and_what_is_not_known_is_said() {
    let folder = project();
    let mut client = Client::silent(folder.path());
    let early = client.ask_anything("textDocument/hover", json!({}));
    assert_eq!(early["error"]["code"], -32002);
    let missing = json!({ "rootUri": format!("{}/nowhere", client.uri("")), "capabilities": {} });
    let missing = client.ask_anything("initialize", missing);
    assert!(missing["error"]["message"].as_str().is_some_and(|words| words.contains("can't be opened")), "{missing}");
    let mut client = Client::of(folder.path());
    assert_eq!(client.ask_anything("textDocument/unheardOf", json!({}))["error"]["code"], -32601);
    assert_eq!(client.ask_anything("textDocument/hover", json!({ "position": 3 }))["error"]["code"], -32602);
    client.ask("shutdown", Value::Null);
    assert_eq!(client.ask_anything("textDocument/hover", json!({}))["error"]["code"], -32600);
    assert_eq!(client.leave().code(), Some(0));
}

#[test]
fn nothing_outside_the_project_is_opened_or_answered_for() {
    let outer = Folder::with(&[
        ("secret.json", r#"{ "title": "Secret" }"#),
        ("project/a.schema.json", r#"{ "$ref": "../secret.json" }"#),
    ]);
    let mut client = Client::of(&outer.join("project"));
    let found = client.ask_at("textDocument/definition", "a.schema.json", 1, 12);
    assert_eq!(found, json!([]));
    let found = client.ask_at("textDocument/hover", "../secret.json", 1, 5);
    assert_eq!(found, Value::Null);
    client.open("../secret.json", r#"{ "title": "Other" }"#);
    assert!(!client.settled().contains_key("../secret.json"));
}

#[test]
fn a_project_that_can_not_be_read_says_so_at_site_toml_until_it_can() {
    let folder = project();
    folder.write("site.toml", "[site]\ntitel = 1\n");
    let mut client = Client::of(folder.path());
    let words = client.settled()["site.toml"].to_string();
    assert!(words.contains("titel"), "{words}");
    client.open("site.toml", "[site]\ntitle = \"Right\"\n");
    assert!(!client.settled().contains_key("site.toml"));
}

//! A client of the language server: what an editor does, without the screen.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// How long an answer may take before the test gives up: a hang, not a measure.
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    received: Receiver<Value>,
    root: PathBuf,
    asked: i64,
    /// What the server says is wrong, by file.
    pub shown: HashMap<String, Value>,
    versions: HashMap<String, i64>,
    /// Answers that nobody has waited for yet, by the number of the request.
    answers: HashMap<i64, Value>,
    /// What the server has asked.
    pub requests: Vec<Value>,
    /// What it has said to the user.
    pub said: Vec<String>,
    /// The versions of files of which it was told what is wrong.
    pub told: Vec<(String, i64)>,
}

impl Client {
    /// A session in a folder, initialized.
    pub fn of(folder: &Path) -> Client {
        Client::able(folder, json!({}))
    }

    /// The same of a client that says what it can do.
    pub fn able(folder: &Path, capabilities: Value) -> Client {
        let mut client = Client::silent(folder);
        let uri = client.uri("");
        let params = json!({ "processId": null, "rootUri": uri.trim_end_matches('/'), "capabilities": capabilities });
        client.ask("initialize", params);
        client.tell("initialized", json!({}));
        client
    }

    /// A server that nothing was said to.
    pub fn silent(folder: &Path) -> Client {
        let root = folder.to_owned();
        let mut command = Command::new(env!("CARGO_BIN_EXE_schemabook"));
        command.arg("lsp").current_dir(&root).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let output = child.stdout.take().expect("it has an output");
        let (sender, received) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take();
        let (shown, versions, answers) = (HashMap::new(), HashMap::new(), HashMap::new());
        Client {
            child,
            input,
            received,
            root,
            asked: 0,
            shown,
            versions,
            answers,
            requests: Vec::new(),
            said: Vec::new(),
            told: Vec::new(),
        }
    }

    pub fn uri(&self, file: &str) -> String {
        let mut uri = String::from("file://");
        for byte in format!("{}/{file}", self.root.display()).bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' | b'~' => {
                    uri.push(char::from(byte));
                }
                _ => uri.push_str(&format!("%{byte:02X}")),
            }
        }
        uri
    }

    /// The version of a file that is open.
    pub fn version(&self, file: &str) -> Option<i64> {
        self.versions.get(file).copied()
    }

    /// What the disk has of a file.
    pub fn text(&self, file: &str) -> String {
        std::fs::read_to_string(self.root.join(file)).expect("the file is there")
    }

    /// The path of the file that an address names.
    pub fn file(&self, uri: &Value) -> String {
        let uri = uri.as_str().expect("an address is a text");
        let path = uri.strip_prefix(&self.uri("")).unwrap_or_else(|| panic!("{uri} is not in the project"));
        let mut pieces = path.split('%');
        let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
        for piece in pieces {
            bytes.push(u8::from_str_radix(&piece[..2], 16).expect("two digits"));
            bytes.extend_from_slice(&piece.as_bytes()[2..]);
        }
        String::from_utf8(bytes).expect("a path is text")
    }

    pub fn send(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the input is open");
        // The other side may have ended, which its exit tells.
        let _ = input.write_all(bytes).and_then(|()| input.flush());
    }

    fn say(&mut self, message: &Value) {
        let text = message.to_string();
        self.send(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub fn tell(&mut self, method: &str, params: Value) {
        self.say(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks, and waits for the answer; what the server tells meanwhile is kept.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.ask_anything(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    pub fn ask_anything(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        self.answer(id)
    }

    /// Asks without waiting for the answer; the number of the request.
    pub fn begin(&mut self, method: &str, params: Value) -> i64 {
        self.asked += 1;
        let id = self.asked;
        self.say(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// The answer to a request; those to others may come before it.
    pub fn answer(&mut self, id: i64) -> Value {
        loop {
            if let Some(answer) = self.answers.remove(&id) {
                return answer;
            }
            let message = self.received.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{id}: no answer"));
            self.keep(&message);
        }
    }

    fn keep(&mut self, message: &Value) {
        if let (Some(id), None) = (message["id"].as_i64(), message.get("method")) {
            self.answers.insert(id, message.clone());
        }
        if message.get("id").is_some() && message.get("method").is_some() {
            self.requests.push(message.clone());
        }
        if message["method"] == "window/showMessage" {
            self.said.extend(message["params"]["message"].as_str().map(str::to_owned));
        }
        if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            let file = self.file(&params["uri"]);
            if let (Some(version), Some(open)) = (params["version"].as_i64(), self.versions.get(&file)) {
                assert!(version <= *open, "{file}: diagnostics of version {version}, of {open}");
            }
            self.told.extend(params["version"].as_i64().map(|version| (file.clone(), version)));
            self.shown.insert(file, params["diagnostics"].clone());
        }
    }

    pub fn open(&mut self, file: &str, text: &str) {
        self.versions.insert(file.to_owned(), 1);
        let document = json!({ "uri": self.uri(file), "languageId": "json", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn change(&mut self, file: &str, text: &str) {
        let uri = self.uri(file);
        let version = self.versions.get_mut(file).expect("the file is open");
        *version += 1;
        let params = json!({
            "textDocument": { "uri": uri, "version": *version },
            "contentChanges": [{ "text": text }],
        });
        self.tell("textDocument/didChange", params);
    }

    pub fn close(&mut self, file: &str) {
        self.versions.remove(file);
        self.tell("textDocument/didClose", json!({ "textDocument": { "uri": self.uri(file) } }));
    }

    /// What is wrong by file, once the server has done what it was told: an answer comes after that.
    pub fn settled(&mut self) -> &HashMap<String, Value> {
        self.ask("workspace/symbol", json!({ "query": "nothing is called like that" }));
        self.shown.retain(|_, found| found.as_array().is_some_and(|found| !found.is_empty()));
        &self.shown
    }

    /// Waits until what is wrong with a file is as it should be.
    pub fn until(&mut self, file: &str, what: &str, is_right: impl Fn(&Value) -> bool) {
        while !self.shown.get(file).is_some_and(&is_right) {
            let message =
                self.received.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{what} is never told of {file}"));
            self.keep(&message);
        }
    }

    /// Asks about a line and column of a file, both from 1.
    pub fn ask_at(&mut self, method: &str, file: &str, line: u64, column: u64) -> Value {
        let position = json!({ "line": line - 1, "character": column - 1 });
        let document = json!({ "uri": self.uri(file) });
        self.ask(
            method,
            json!({ "textDocument": document, "position": position, "context": { "includeDeclaration": true } }),
        )
    }

    /// What is to be edited when files move, or what is said instead.
    pub fn ask_to_move(&mut self, moves: &[(&str, &str)]) -> Result<Value, String> {
        self.said.clear();
        let uris = |(from, to): &(&str, &str)| json!({ "oldUri": self.uri(from), "newUri": self.uri(to) });
        let files: Vec<Value> = moves.iter().map(uris).collect();
        let edit = self.ask("workspace/willRenameFiles", json!({ "files": files }));
        self.said.pop().map_or(Ok(edit), Err)
    }

    /// Ends the session as the protocol asks.
    pub fn end(mut self) -> ExitStatus {
        self.ask("shutdown", Value::Null);
        self.leave()
    }

    /// Leaves without `shutdown`.
    pub fn leave(mut self) -> ExitStatus {
        self.tell("exit", Value::Null);
        self.wait().0
    }

    /// Closes the pipe, and waits for the end: how it ended, and what was said.
    pub fn wait(mut self) -> (ExitStatus, String) {
        drop(self.input.take());
        let status = self.child.wait().expect("it ends");
        let mut said = String::new();
        let errors = self.child.stderr.as_mut().expect("it has a stderr");
        errors.read_to_string(&mut said).expect("what is said is text");
        (status, said)
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        output.read_line(&mut line).ok().filter(|count| *count > 0)?;
        match line.trim_end() {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ").map(|length| length.parse().expect("a number")),
        }
    }
    let mut bytes = vec![0; length.expect("a message has a length")];
    output.read_exact(&mut bytes).ok()?;
    Some(serde_json::from_slice(&bytes).expect("a message is JSON"))
}

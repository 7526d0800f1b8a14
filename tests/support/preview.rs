//! A running preview, and requests to it as their bytes are.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::schemabook;

/// How long anything may take before a test gives up: far longer than it does.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A running preview.
pub struct Preview {
    pub child: Child,
    pub address: String,
}

impl Preview {
    pub fn of(folder: &Path, args: &[&str]) -> Preview {
        Preview::under(folder, args, &[])
    }

    /// The same with variables of the environment.
    pub fn under(folder: &Path, args: &[&str], variables: &[(&str, &Path)]) -> Preview {
        let mut command = schemabook(folder);
        command.envs(variables.iter().copied());
        command.args(["serve", "--port", "0"]).args(args).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program can be run");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output is piped");
        BufReader::new(out).read_line(&mut line).expect("it prints its address");
        let address = line.trim().rsplit_once("http://").expect(&line).1.trim_end_matches('/').to_owned();
        Preview { child, address }
    }

    /// What comes back for exactly these bytes.
    pub fn send(&self, bytes: &[u8]) -> String {
        send(&self.address, bytes)
    }

    /// The answer to a request for `target` with these lines in its head, which ends the connection.
    pub fn ask(&self, target: &str, lines: &[&str]) -> Answer {
        ask(&self.address, target, lines)
    }

    pub fn get(&self, target: &str) -> Answer {
        self.ask(target, &[])
    }

    /// Asks until the answer is as it should be.
    pub fn until(&self, target: &str, what: &str, is_right: impl Fn(&Answer) -> bool) {
        let start = Instant::now();
        loop {
            let answer = self.get(target);
            if is_right(&answer) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "{what}: {target} is still {} {}", answer.status, answer.body);
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn until_shown(&self, target: &str, text: &str) {
        self.until(target, text, |answer| answer.status == 200 && answer.body.contains(text));
    }

    pub fn until_state(&self, text: &str) {
        self.until("/.schemabook/state", text, |answer| answer.body.contains(text));
    }

    /// Ends it by a signal, which Windows does not know.
    #[cfg(unix)]
    pub fn end(&mut self, signal: &str) -> std::process::ExitStatus {
        let id = self.child.id().to_string();
        std::process::Command::new("kill").args([signal, &id]).status().expect("kill can be run");
        self.child.wait().expect("it can be waited for")
    }
}

/// What a preview at an address answers to exactly these bytes.
fn send(address: &str, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
    stream.write_all(bytes).expect("it reads");
    let mut answer = Vec::new();
    // A connection that is reset after the answer has answered all the same.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// Its answer to a request for `target` with these lines in its head, which ends the connection.
pub fn ask(address: &str, target: &str, lines: &[&str]) -> Answer {
    let mut head = format!("GET {target} HTTP/1.1\r\nConnection: close\r\n");
    if !lines.iter().any(|line| line.starts_with("Host:")) {
        head.push_str(&format!("Host: {address}\r\n"));
    }
    lines.iter().for_each(|line| head.push_str(&format!("{line}\r\n")));
    Answer::of(&send(address, format!("{head}\r\n").as_bytes()))
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer, taken apart.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn of(text: &str) -> Answer {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

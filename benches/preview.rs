//! From saving a file to the first byte of the new page over HTTP: `schemabook serve`, and `mdbook serve` with as many pages.
//!
//! `cargo bench --bench preview` runs it; `benches/README.md` says how to read it.

mod project;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How often a file is saved.
const SAVES: usize = 15;

fn main() {
    println!("milliseconds from a save to the new page: median, least, most of {SAVES}");
    for events in [250, 2500] {
        let folder = project::write(events);
        let (preview, address) = schemabook(folder.path());
        let file = folder.path().join(format!("schemas/domain_0/event_{}.json", 7));
        measure("schemabook", events, &address, "/catalog/domain_0/event_7/", &file, "happened.");
        let file = folder.path().join("examples/domain_0/event_8/full.json");
        measure("  an example", events, &address, "/catalog/domain_0/event_8/", &file, "text");
        drop(preview);
        let folder = book(folder.path(), events);
        if let Some((preview, address)) = mdbook(&folder) {
            let file = folder.join("src/event_7.md");
            measure("mdbook", events, &address, "/event_7.html", &file, "happened.");
            drop(preview);
        }
    }
}

/// A preview that ends with the measurement.
struct Preview(Child);

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn schemabook(folder: &Path) -> (Preview, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_schemabook"));
    command.arg("serve").arg(folder).args(["--port", "0", "--quiet"]).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the program can be run");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output is piped"))
        .read_line(&mut line)
        .expect("it prints its address");
    let address = line.trim().rsplit_once("http://").expect("an address").1.trim_end_matches('/').to_owned();
    (Preview(child), address)
}

/// A book of as many pages as the project has schemas, each with the text of one.
fn book(folder: &Path, events: usize) -> std::path::PathBuf {
    let book = folder.join("book");
    fs::create_dir_all(book.join("src")).expect("a temporary folder can be written to");
    let put = |name: String, text: String| fs::write(book.join(name), text).expect("a temporary file can be written");
    put("book.toml".to_owned(), "[book]\ntitle = \"Events\"\n".to_owned());
    let chapters = (0..events).map(|number| format!("- [Event {number}](event_{number}.md)\n"));
    put("src/SUMMARY.md".to_owned(), format!("# Summary\n\n{}", chapters.collect::<String>()));
    for number in 0..events {
        let schema = fs::read_to_string(folder.join(format!("schemas/domain_{}/event_{number}.json", number / 40)));
        let text =
            format!("# Event {number}\n\nSomething happened.\n\n```json\n{}\n```\n", schema.expect("it was written"));
        put(format!("src/event_{number}.md"), text);
    }
    book
}

/// `mdbook serve`, if there is one: `$MDBOOK`, or `mdbook` of the path.
fn mdbook(book: &Path) -> Option<(Preview, String)> {
    let program = std::env::var("MDBOOK").unwrap_or_else(|_| "mdbook".to_owned());
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port is free");
    let mut command = Command::new(program);
    command.arg("serve").arg(book).args(["-n", "127.0.0.1", "-p", &free.port().to_string()]);
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
    Some((Preview(child), free.to_string()))
}

/// Saves `file` again and again, `word` in it replaced, and waits for each change at `path`.
fn measure(name: &str, events: usize, address: &str, path: &str, file: &Path, word: &str) {
    let original = fs::read_to_string(file).expect("it was written");
    until(address, path, word);
    std::thread::sleep(Duration::from_secs(2));
    let mut taken: Vec<f64> = (0..SAVES)
        .map(|number| {
            let mark = format!("changed-{number}-times");
            let text = original.replacen(word, &mark, 1);
            let start = Instant::now();
            fs::write(file, text).expect("a temporary file can be written");
            until(address, path, &mark);
            let taken = start.elapsed().as_secs_f64() * 1000.0;
            // A person saves no more often than that.
            std::thread::sleep(Duration::from_secs(1));
            taken
        })
        .collect();
    fs::write(file, original).expect("a temporary file can be written");
    taken.sort_by(f64::total_cmp);
    let (least, median, most) = (taken[0], taken[SAVES / 2], taken[SAVES - 1]);
    println!("{name:<12} {events:>5} events  {median:>7.1} {least:>7.1} {most:>7.1}");
}

/// Asks for a page until it says `text`.
fn until(address: &str, path: &str, text: &str) {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(120) {
        if page(address, path).is_ok_and(|page| page.contains(text)) {
            return;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    panic!("{address}{path} never says {text}");
}

fn page(address: &str, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

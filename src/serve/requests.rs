//! Answers requests out of what is shown; the only user of tiny_http beside `listen`.

use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tiny_http::{Header, Request, Response, Server};

use super::answer::{Answer, FILE_POLICY, GUARDS, kind_of, policy, tag};
use super::guard::{Asked, Refusal};
use super::listen::Door;
use super::screen::{Screen, Shown};
use crate::output::Maker;
use crate::prose::escape;

/// How many requests are answered at the same time, beside the streams, and how many of the answers are being made; others wait for their
/// turn. Who reads slowly shares the bytes of an answer with others, and keeps nobody from making one.
const AT_ONCE: usize = 256;
const MADE_AT_ONCE: usize = 64;

/// How long to wait after the system has refused a connection.
const PAUSE: Duration = Duration::from_millis(100);

/// Pages nest as deep as inputs do, and are rendered here.
const STACK: usize = 8 << 20;

/// What the preview adds to a site. No page of a site has an address that begins with a dot.
const SCRIPT: &str = ".schemabook/reload.js";
const STYLE: &str = ".schemabook/reload.css";
const STATE: &str = ".schemabook/state";
const EVENTS: &str = ".schemabook/events";

/// Answers requests for ever.
pub fn answer_all(door: &Arc<Door>, screen: &Arc<Screen>) -> ! {
    loop {
        if let Ok(server) = door.server() {
            answer_some(&server, door, screen);
        }
        std::thread::sleep(PAUSE);
    }
}

/// Answers requests until the system refuses a connection, each on a thread of its own, so that a slow reader keeps nobody waiting.
fn answer_some(server: &Server, door: &Arc<Door>, screen: &Arc<Screen>) {
    let (turns, makers) = (Arc::new(Turns::default()), Arc::new(Turns::default()));
    while let Ok(request) = server.recv() {
        let turn = Turns::take(&turns, AT_ONCE);
        let (door, screen, makers) = (Arc::clone(door), Arc::clone(screen), Arc::clone(&makers));
        // Without a thread the request is dropped, which answers it with an error.
        let _ = std::thread::Builder::new().stack_size(STACK).spawn(move || {
            let _turn = turn;
            answer(&door, &screen, &makers, request);
        });
    }
}

/// How many have their turn.
#[derive(Default)]
struct Turns {
    busy: Mutex<usize>,
    freed: Condvar,
}

/// One of those that have their turn at the same time.
struct Turn(Arc<Turns>);

impl Turns {
    /// Waits until fewer than `limit` have their turn.
    fn take(turns: &Arc<Turns>, limit: usize) -> Turn {
        let busy = turns.busy.lock().unwrap_or_else(PoisonError::into_inner);
        *turns.freed.wait_while(busy, |busy| *busy >= limit).unwrap_or_else(PoisonError::into_inner) += 1;
        Turn(Arc::clone(turns))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *self.0.busy.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.freed.notify_one();
    }
}

fn answer(door: &Door, screen: &Screen, makers: &Arc<Turns>, request: Request) {
    let headers = request.headers().iter().map(|header| (header.field.as_str().as_str(), header.value.as_str()));
    let asked = Asked { method: request.method().as_str(), target: request.url(), headers: headers.collect() };
    let path = asked.path(&door.guests);
    // One look at the screen for the whole answer: nothing of it is of two builds.
    let shown = screen.now();
    // Held until the answer was read, so that who asks for the same meanwhile shares it.
    let mut held = None;
    let answer = match path {
        Err(Refusal { status, why }) => Answer::text(status, why),
        Ok(path) if path == EVENTS && request.method().as_str() == "GET" => {
            return stream(screen, request);
        }
        Ok(path) => {
            let _turn = Turns::take(makers, MADE_AT_ONCE);
            own(&path, &shown).unwrap_or_else(|| page(&path, &shown, &mut held))
        }
    };
    // A client that went away is no error.
    let _ = send(request, answer);
}

/// What the preview itself has at `path`.
fn own(path: &str, shown: &Shown) -> Option<Answer> {
    let (kind, body) = match path {
        SCRIPT => (kind_of(path), include_bytes!("reload.js").to_vec()),
        STYLE => (kind_of(path), include_bytes!("reload.css").to_vec()),
        STATE => ("application/json", serde_json::to_vec(&shown.state).unwrap_or_default()),
        EVENTS => ("text/event-stream", Vec::new()),
        _ => return None,
    };
    Some(Answer { status: 200, kind, tag: Some(tag(&body)), body: body.into(), location: None })
}

/// What the site has at `path`, as it would be published; it is shared for as long as it is `held`.
fn page(path: &str, shown: &Shown, held: &mut Option<Arc<OnceLock<Answer>>>) -> Answer {
    let output = &shown.output;
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let folder = format!("{path}/index.html");
    if let Some((known, _)) = output.get_entry(&folder).filter(|_| output.get(&file).is_none()) {
        let location = format!("/{}", known.trim_end_matches("index.html"));
        return Answer { location: Some(location), ..Answer::text(302, "the page stands in a folder of its own") };
    }
    let (status, (file, found)) = match output.get_entry(&file) {
        Some(found) => (200, found),
        None => match output.get_entry("404.html") {
            Some(found) => (404, found),
            None => return Answer::text(404, "there is no such page"),
        },
    };
    let (answer, cell) = shown.answers.get(file, || made(status, kind_of(file), found, shown));
    *held = Some(cell);
    answer
}

/// The file that `found` makes.
fn made(status: u16, kind: &'static str, found: Maker<'_>, shown: &Shown) -> Answer {
    match found.make() {
        Ok(bytes) => with_script(status, kind, bytes.into_owned(), &shown.state.look),
        Err(error) => {
            // It has the script as well, so that it goes when the template is mended.
            let words = escape(&error.to_string());
            let body = format!(
                "<!doctype html>\n<title>This page can't be made</title>\n<p>This page can't be made:</p>\n<pre>{words}</pre>\n"
            );
            with_script(500, kind_of("500.html"), body.into_bytes(), &shown.state.look)
        }
    }
}

/// A file of the site. The script stands after a page, so that what comes before it is the page as it is built, byte for byte.
fn with_script(status: u16, kind: &'static str, mut body: Vec<u8>, look: &str) -> Answer {
    let tag = tag(&body);
    if kind.starts_with("text/html") {
        let script = format!("<script src=\"/{SCRIPT}\" data-page=\"{tag}\" data-look=\"{look}\" defer></script>\n");
        body.extend_from_slice(script.as_bytes());
    }
    Answer { status, kind, body: body.into(), tag: Some(tag), location: None }
}

/// Opens an event stream. Its head is written here, because tiny_http would hold the events back until the end.
fn stream(screen: &Screen, request: Request) {
    let mut head = String::from("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n");
    for (name, value) in GUARDS.into_iter().chain([("Content-Security-Policy", FILE_POLICY)]) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\nretry: 1000\n\n");
    let mut writer = request.into_writer();
    if writer.write_all(head.as_bytes()).is_ok() {
        screen.streams.open(writer, || screen.now().number);
    }
}

fn send(request: Request, answer: Answer) -> std::io::Result<()> {
    let quoted = answer.tag.as_ref().map(|tag| format!("\"{tag}\""));
    let known = request.headers().iter().filter(|header| header.field.equiv("If-None-Match"));
    let known =
        known.flat_map(|header| header.value.as_str().split(',')).map(|tag| tag.trim().trim_start_matches("W/"));
    let same = answer.status == 200 && known.into_iter().any(|tag| Some(tag) == quoted.as_deref() || tag == "*");
    let (status, body) = if same { (304, Arc::default()) } else { (answer.status, answer.body) };
    let length = body.len();
    let mut fields = vec![("Content-Type", answer.kind), ("Content-Security-Policy", policy(answer.kind))];
    fields.extend(GUARDS);
    fields.extend(quoted.as_deref().map(|tag| ("ETag", tag)));
    fields.extend(answer.location.as_deref().map(|location| ("Location", location)));
    fields.extend((status == 405).then_some(("Allow", "GET, HEAD")));
    let fields = fields.into_iter().filter_map(|(name, value)| Header::from_bytes(name, value).ok()).collect();
    let response = Response::new(status.into(), fields, std::io::Cursor::new(body), Some(length), None);
    request.respond(response.with_chunked_threshold(usize::MAX))
}

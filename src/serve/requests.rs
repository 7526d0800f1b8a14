//! Answers requests out of what is shown; the only user of tiny_http.

use std::io::{self, ErrorKind, Write as _};
use std::net::TcpStream;
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tiny_http::{HTTPVersion, Header, Response};

use super::answer::{Answer, FILE_POLICY, GUARDS, kind_of, policy, tag};
use super::connection::Connection;
use super::head::Asked;
use super::listen::Door;
use super::places::{Place, Places};
use super::screen::{Screen, Shown};
use crate::output::Maker;
use crate::prose::escape;

/// How many connections may be silent or in the middle of a head, and how many in the middle of an answer, beside the streams. Together
/// they need fewer files than a process may usually have open, which are 1,024.
const SILENT: usize = 512;
const READING: usize = 256;

/// How many answers are being made at the same time; others wait for their turn. Who reads slowly shares the bytes of an answer with
/// others, and keeps nobody from making one.
const MADE_AT_ONCE: usize = 64;

/// How long to wait after the system has refused a connection, if none could be cut for it, and if one was.
const PAUSE: Duration = Duration::from_millis(50);
const SHORT_PAUSE: Duration = Duration::from_millis(2);

/// What a connection's thread needs, which reads heads and writes bytes that are there, and what the making of a page does: pages nest as
/// deep as inputs do.
const SMALL_STACK: usize = 256 << 10;
const STACK: usize = 8 << 20;

/// What the preview adds to a site. No page of a site has an address that begins with a dot.
const SCRIPT: &str = ".schemabook/reload.js";
const STYLE: &str = ".schemabook/reload.css";
const STATE: &str = ".schemabook/state";
const EVENTS: &str = ".schemabook/events";

/// What all connections share.
struct Desk {
    door: Arc<Door>,
    screen: Arc<Screen>,
    silent: Arc<Places>,
    reading: Arc<Places>,
    makers: Turns,
}

/// Answers requests for ever, those of each connection on a thread of its own, so that a slow client keeps nobody waiting.
pub fn answer_all(door: &Arc<Door>, screen: &Arc<Screen>) -> ! {
    let (door, screen) = (Arc::clone(door), Arc::clone(screen));
    let (silent, reading) = (Places::new(SILENT), Places::new(READING));
    let desk = Arc::new(Desk { door, screen, silent, reading, makers: Turns::default() });
    loop {
        match desk.door.next() {
            Ok(socket) => desk.meet(socket),
            // The client has gone again.
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::Interrupted) => {}
            Err(_) => desk.make_room(),
        }
    }
}

impl Desk {
    /// Begins with a connection.
    fn meet(self: &Arc<Self>, socket: TcpStream) {
        let socket = Arc::new(socket);
        let place = self.silent.take(&socket);
        let desk = Arc::clone(self);
        let thread = std::thread::Builder::new().stack_size(SMALL_STACK);
        if thread.spawn(move || desk.converse(Connection::new(socket), place)).is_err() {
            self.make_room();
        }
    }

    /// The system refuses another connection, for want of files or threads perhaps: a slow one makes room.
    fn make_room(&self) {
        let makes_room = self.silent.cut_slowest() || self.reading.cut_slowest();
        std::thread::sleep(if makes_room { SHORT_PAUSE } else { PAUSE });
    }

    /// Answers what is asked on a connection, until its client has no more to ask.
    fn converse(&self, mut connection: Connection, mut place: Place) {
        loop {
            let head = connection.head();
            drop(place);
            let goes_on = match head {
                Ok(None) => return,
                Ok(Some(head)) => match self.answer(&connection, &head) {
                    Ok(Then::Stream) => return self.stream(&connection),
                    Ok(Then::More) => true,
                    Ok(Then::End) => false,
                    // The client went away, or did not read, which is no error of ours.
                    Err(_) => return,
                },
                Err(refusal) => match self.send(&connection, None, refusal.into()) {
                    Ok(()) => false,
                    Err(_) => return,
                },
            };
            place = self.silent.take(connection.socket());
            if !goes_on {
                return connection.end();
            }
        }
    }

    /// Answers one request. One that is refused is the last: what follows it may be its body.
    fn answer(&self, connection: &Connection, head: &[u8]) -> io::Result<Then> {
        let asked = match Asked::of(head) {
            Ok(asked) => asked,
            Err(refusal) => return self.send(connection, None, refusal.into()).map(|()| Then::End),
        };
        let path = match asked.path(&self.door.guests) {
            Ok(path) => path,
            Err(refusal) => return self.send(connection, Some(&asked), refusal.into()).map(|()| Then::End),
        };
        if path == EVENTS && asked.method == "GET" {
            return Ok(Then::Stream);
        }
        // One look at the screen for the whole answer: nothing of it is of two builds.
        let shown = self.screen.now();
        // Who asks for the same until it was read shares it.
        let (answer, _held) = self.make(&path, &shown);
        self.send(connection, Some(&asked), answer)?;
        Ok(if asked.goes_on() { Then::More } else { Then::End })
    }

    /// Makes what is at `path`, when it is its turn.
    fn make(&self, path: &str, shown: &Shown) -> (Answer, Option<Arc<OnceLock<Answer>>>) {
        let _turn = self.makers.take(MADE_AT_ONCE);
        if let Some(answer) = own(path, shown) {
            return (answer, None);
        }
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || page(path, shown));
            let made = thread.map(std::thread::ScopedJoinHandle::join);
            match made {
                Ok(Ok(made)) => made,
                Ok(Err(_)) => (Answer::text(500, "this page can't be made"), None),
                Err(_) => (Answer::text(503, "there is no thread to make this page"), None),
            }
        })
    }

    /// Opens an event stream. It stays with the others when this connection's thread is done.
    fn stream(&self, connection: &Connection) {
        let mut head = String::from("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n");
        for (name, value) in GUARDS.into_iter().chain([("Content-Security-Policy", FILE_POLICY)]) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\nretry: 1000\n\n");
        let mut writer = connection.writer();
        if writer.write_all(head.as_bytes()).and_then(|()| writer.flush()).is_ok() {
            self.screen.streams.open(Arc::clone(connection.socket()), || self.screen.now().number);
        }
    }

    /// Sends an answer to what was asked, as far as that could be read.
    fn send(&self, connection: &Connection, asked: Option<&Asked<'_>>, answer: Answer) -> io::Result<()> {
        let quoted = answer.tag.as_ref().map(|tag| format!("\"{tag}\""));
        let known = asked.into_iter().flat_map(|asked| asked.header("If-None-Match"));
        let mut known = known.flat_map(|tags| tags.split(',')).map(|tag| tag.trim().trim_start_matches("W/"));
        let same = answer.status == 200 && known.any(|tag| Some(tag) == quoted.as_deref() || tag == "*");
        let (status, body) = if same { (304, Arc::default()) } else { (answer.status, answer.body) };
        let mut fields = vec![("Content-Type", answer.kind), ("Content-Security-Policy", policy(answer.kind))];
        fields.extend(GUARDS);
        fields.extend(quoted.as_deref().map(|tag| ("ETag", tag)));
        fields.extend(answer.location.as_deref().map(|location| ("Location", location)));
        fields.extend((status == 405).then_some(("Allow", "GET, HEAD")));
        let fields = fields.into_iter().filter_map(|(name, value)| Header::from_bytes(name, value).ok()).collect();
        let response = Response::new(status.into(), fields, io::empty(), Some(body.len()), None);
        let response = response.with_chunked_threshold(usize::MAX);
        let version = HTTPVersion(1, asked.map_or(1, |asked| asked.minor));
        let is_head = asked.is_some_and(|asked| asked.method == "HEAD");
        let _place = self.reading.take(connection.socket());
        let mut writer = connection.writer();
        // Only the head: of a body that is not read, tiny_http would make a copy first, and then throw it away.
        response.raw_print(&mut writer, version, &[], true, None)?;
        writer.write_all(if is_head { &[] } else { &body })?;
        writer.flush()
    }
}

/// What comes after an answer.
enum Then {
    /// The next request of the same client.
    More,
    /// The end of the connection.
    End,
    /// News, for as long as they are read.
    Stream,
}

/// Those who have their turn at the same time.
#[derive(Default)]
struct Turns {
    busy: Mutex<usize>,
    freed: Condvar,
}

/// One of those who have their turn.
struct Turn<'a>(&'a Turns);

impl Turns {
    /// Waits until fewer than `limit` have their turn.
    fn take(&self, limit: usize) -> Turn<'_> {
        let busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        *self.freed.wait_while(busy, |busy| *busy >= limit).unwrap_or_else(PoisonError::into_inner) += 1;
        Turn(self)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.busy.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.freed.notify_one();
    }
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

/// What the site has at `path`, as it would be published; it is shared for as long as what comes with it is held.
fn page(path: &str, shown: &Shown) -> (Answer, Option<Arc<OnceLock<Answer>>>) {
    let output = &shown.output;
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let folder = format!("{path}/index.html");
    if let Some((known, _)) = output.get_entry(&folder).filter(|_| output.get(&file).is_none()) {
        let location = format!("/{}", known.trim_end_matches("index.html"));
        let words = Answer::text(302, "the page stands in a folder of its own");
        return (Answer { location: Some(location), ..words }, None);
    }
    let (status, (file, found)) = match output.get_entry(&file) {
        Some(found) => (200, found),
        None => match output.get_entry("404.html") {
            Some(found) => (404, found),
            None => return (Answer::text(404, "there is no such page"), None),
        },
    };
    let (answer, cell) = shown.answers.get(file, || made(status, kind_of(file), found, shown));
    (answer, Some(cell))
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

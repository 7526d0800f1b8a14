//! The socket of the preview, and the names under which it is visited.

use std::fmt;
use std::io;
use std::net::{TcpListener, TcpStream};

/// The open door of the preview.
pub struct Door {
    listener: TcpListener,
    pub(super) guests: Guests,
    port: u16,
}

/// The address can't be listened on.
#[derive(Debug)]
pub struct ListenError {
    host: String,
    port: u16,
    error: io::Error,
}

impl fmt::Display for ListenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ListenError { host, port, error } = self;
        match error.kind() {
            io::ErrorKind::AddrInUse => write!(f, "port {port} of {host} is in use"),
            io::ErrorKind::PermissionDenied => write!(f, "port {port} of {host} needs more rights"),
            _ => write!(f, "{host}, port {port}, can't be listened on: {error}"),
        }
    }
}

impl Door {
    /// Opens the door at `host` and `port`; port 0 is any free one.
    ///
    /// # Errors
    /// The system's: the port is in use, is privileged, or the host is no address of this machine.
    pub fn open(host: &str, port: u16, allowed: &[String]) -> Result<Door, ListenError> {
        let wrong = |error| ListenError { host: host.to_owned(), port, error };
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let listener = TcpListener::bind((bare, port)).map_err(wrong)?;
        let port = listener.local_addr().map_err(wrong)?.port();
        Ok(Door { listener, guests: Guests::new(host, allowed), port })
    }

    /// The next connection. Small writes to it are sent at once: the system would hold the last one back for 40 ms.
    ///
    /// # Errors
    /// The system's, which may be out of files; the door stays open.
    pub(super) fn next(&self) -> io::Result<TcpStream> {
        let (socket, _) = self.listener.accept()?;
        socket.set_nodelay(true)?;
        Ok(socket)
    }

    /// The address to visit.
    pub fn url(&self) -> String {
        format!("http://{}:{}/", self.guests.own, self.port)
    }
}

/// The names that a request may give as its host.
#[derive(Debug)]
pub struct Guests {
    own: String,
    allowed: Vec<String>,
}

impl Guests {
    /// Those of a preview that listens on `host`, with the names that the user allowed.
    pub fn new(host: &str, allowed: &[String]) -> Guests {
        let own = if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host.to_owned() };
        Guests { own, allowed: allowed.to_vec() }
    }

    /// Whether `name` is a name of this preview: one that leads to this machine wherever it is asked, the one it listens on, or one
    /// that the user allowed.
    pub fn know(&self, name: &str) -> bool {
        let usual = ["localhost", "127.0.0.1", "[::1]", &self.own];
        let allowed = self.allowed.iter().map(String::as_str);
        usual.into_iter().chain(allowed).any(|known| known.eq_ignore_ascii_case(name))
    }
}

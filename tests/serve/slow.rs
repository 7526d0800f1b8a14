//! Clients that are slow on purpose. They keep nobody waiting, and do not stay.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::support::preview::{PATIENCE, Preview};
use super::{project, save};

/// What a client does that can be slow.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Habit {
    /// Sends a head byte for byte.
    Drips,
    /// Asks for much, and reads none of it.
    NeverReads,
    /// Asks for much, and reads it byte for byte.
    Sips,
    /// Says nothing.
    IsSilent,
}

struct Client {
    habit: Habit,
    stream: TcpStream,
}

impl Client {
    fn new(preview: &Preview, habit: Habit) -> Client {
        let mut stream = TcpStream::connect(&preview.address).expect("it listens");
        let head = format!("GET /static/large.txt HTTP/1.1\r\nHost: {}\r\n", preview.address);
        match habit {
            Habit::Drips => stream.write_all(head.as_bytes()).expect("it reads"),
            Habit::NeverReads | Habit::Sips => stream.write_all(format!("{head}\r\n").as_bytes()).expect("it reads"),
            Habit::IsSilent => {}
        }
        stream.set_nonblocking(true).expect("it can be");
        Client { habit, stream }
    }

    /// Goes on; whether the connection is still there.
    fn goes_on(&mut self) -> bool {
        // Once its answer has begun, nobody reads what is said next, until the connection is cut: then it can't be said.
        let said = if self.habit == Habit::IsSilent { Ok(()) } else { self.stream.write_all(b"X") };
        let ended = match self.habit {
            Habit::NeverReads | Habit::Drips => false,
            Habit::Sips | Habit::IsSilent => match self.stream.read(&mut [0]) {
                Ok(length) => length == 0,
                Err(error) => error.kind() != std::io::ErrorKind::WouldBlock,
            },
        };
        said.is_ok() && !ended
    }
}

#[test]
fn slow_clients_keep_nobody_waiting_and_are_cut() {
    let folder = project();
    folder.write("static/large.txt", &"x".repeat(16 << 20));
    let preview = Preview::of(folder.path(), &[]);
    // An open page is no slow client, though nothing is said on its stream for long.
    let mut page = TcpStream::connect(&preview.address).expect("it listens");
    write!(page, "GET /.schemabook/events HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address).expect("it reads");
    page.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
    let mut news = BufReader::new(page).lines().map(|line| line.expect("the stream goes on"));
    assert!(news.by_ref().any(|line| line == "data: 1"));

    let habits = [Habit::Drips, Habit::NeverReads, Habit::Sips, Habit::IsSilent];
    let clients = habits.iter().flat_map(|habit| std::iter::repeat_n(*habit, 50));
    let mut clients: Vec<Client> = clients.map(|habit| Client::new(&preview, habit)).collect();
    assert_eq!(clients.len(), 200);
    assert_eq!(preview.get("/catalog/order/").status, 200);
    let newest = clients.last_mut().expect("there are clients");
    assert!(newest.goes_on(), "the answer came while slow clients were there, not because they had gone");

    let start = Instant::now();
    while !clients.is_empty() {
        clients.retain_mut(Client::goes_on);
        let habits: Vec<Habit> = clients.iter().map(|client| client.habit).collect();
        assert!(start.elapsed() < PATIENCE, "these are never cut: {habits:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(preview.get("/catalog/order/").status, 200);
    save(&folder, "# Guide\n\nOther words.\n");
    assert!(news.any(|line| line == "data: 2"), "the open page is told");
}

#[test]
fn who_takes_long_for_a_head_is_told() {
    let folder = project();
    let preview = Preview::of(folder.path(), &[]);
    let answer = preview.send(b"GET / HTTP/1.1\r\nHost: ");
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("five seconds"), "{answer}");
    assert_eq!(preview.send(b""), "", "who has said nothing is told nothing");
}

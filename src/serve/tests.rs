//! Places for slow clients, over real connections.

use std::io::{ErrorKind, Read as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use super::places::Places;

/// Connections, as their clients and as the preview have them.
fn connections(number: usize) -> (Vec<TcpStream>, Vec<Arc<TcpStream>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    let pair = |_| {
        let client = TcpStream::connect(address).expect("it listens");
        client.set_nonblocking(true).expect("it can be");
        (client, Arc::new(listener.accept().expect("it was connected to").0))
    };
    (0..number).map(pair).unzip()
}

/// Whether a client's connection is there yet.
fn is_open(mut client: &TcpStream) -> bool {
    client.read(&mut [0]).is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
}

#[test]
fn the_slowest_makes_room() {
    let (clients, sockets) = connections(4);
    let open = || clients.iter().map(is_open).collect::<Vec<bool>>();
    let places = Places::new(2);
    let first = places.take(&sockets[0]);
    let _second = places.take(&sockets[1]);
    let third = places.take(&sockets[2]);
    assert_eq!(open(), [false, true, true, true], "the first was cut, and only that");
    // What was cut has no place to give back; who is done has.
    drop((first, third));
    let _fourth = places.take(&sockets[3]);
    assert_eq!(open(), [false, true, true, true]);
}

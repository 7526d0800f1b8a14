//! Sockets of connections.

use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use rustix::net::sockopt::set_socket_linger;

/// Ends a connection from this side, whatever its client does: who waits to read from it or to write to it is woken, and what was sent and
/// not read is thrown away, which the system would keep for a client that never reads.
///
/// Windows may leave a thread asleep that reads at that moment; its own time limit wakes it.
pub fn cut(socket: &TcpStream) {
    // A connection that its client has ended meanwhile is no error.
    let _ = set_socket_linger(socket, Some(Duration::ZERO));
    let _ = socket.shutdown(Shutdown::Both);
}

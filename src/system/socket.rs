//! Sockets that wait for connections.

use std::io;
use std::net::TcpListener;
use std::time::Duration;

use rustix::net::sockopt::{Timeout, set_socket_keepalive, set_socket_timeout, set_tcp_nodelay};

/// Sets how long a client of this socket may leave what it is sent unread, lets dead ones be found out, and has small writes sent at once:
/// the system would hold the last one back for 40 ms.
///
/// On Linux and macOS each connection has the settings of the socket that accepted it. Windows promises that of none of them. A limit for
/// reading would end the accepting itself.
///
/// # Errors
/// The system's.
pub fn be_patient(listener: &TcpListener, patience: Duration) -> io::Result<()> {
    set_socket_timeout(listener, Timeout::Send, Some(patience))?;
    set_socket_keepalive(listener, true)?;
    Ok(set_tcp_nodelay(listener, true)?)
}

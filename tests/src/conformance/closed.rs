//! A port where nobody listens.

use std::io;

use tokio::net::TcpSocket;

/// A port on loopback that refuses connections. It is held, so that the system gives it to nobody
/// else meanwhile, such as the server of a scenario beside.
pub(crate) struct ClosedPort(TcpSocket);

impl ClosedPort {
    pub(crate) fn new() -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(([127, 0, 0, 1], 0).into())?;
        Ok(Self(socket))
    }

    /// The base address, such as `http://127.0.0.1:49213`.
    pub(crate) fn base(&self, scheme: &str) -> io::Result<String> {
        Ok(format!("{scheme}://{}", self.0.local_addr()?))
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::ErrorKind,
        net::{TcpListener, TcpStream},
    };

    use super::ClosedPort;

    #[test]
    fn it_refuses_and_is_given_to_nobody() {
        let port = ClosedPort::new().unwrap();
        let base = port.base("http").unwrap();
        let address = base.strip_prefix("http://").unwrap();
        let refused = TcpStream::connect(address).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
        let taken = TcpListener::bind(address).unwrap_err();
        assert_eq!(taken.kind(), ErrorKind::AddrInUse);
    }
}

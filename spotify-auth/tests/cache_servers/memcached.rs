//! A byte store over memcached.
//!
//! A cache forgets: what it drops is a login lost. It serves where signing in again is cheap.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    sync::Mutex,
    time::Duration,
};

use spotify_auth::ByteStore;
use spotify_core::{StoreError, StoreErrorKind};

/// One connection to a server on this machine.
pub(crate) struct Memcached(Mutex<BufReader<TcpStream>>);

impl Memcached {
    pub(crate) fn connect(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(2)))
            .unwrap();
        Self(Mutex::new(BufReader::new(stream)))
    }

    /// Sends a command, and reads the value that is answered, or a line that should be one of
    /// these.
    fn command(&self, text: &[u8], good: &[&str]) -> io::Result<Option<Vec<u8>>> {
        let mut connection = self.0.lock().unwrap();
        connection.get_mut().write_all(text)?;
        let mut line = String::new();
        connection.read_line(&mut line)?;
        let line = line.trim_end();
        if good.contains(&line) {
            return Ok(None);
        }
        let length = line
            .strip_prefix("VALUE ")
            .and_then(|rest| rest.rsplit(' ').next());
        let Some(length) = length.and_then(|length| length.parse::<usize>().ok()) else {
            return Err(io::Error::other("the server refused"));
        };
        let mut value = vec![0; length + "\r\nEND\r\n".len()];
        connection.read_exact(&mut value)?;
        value.truncate(length);
        Ok(Some(value))
    }
}

impl ByteStore for Memcached {
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let found = self.command(format!("get {key}\r\n").as_bytes(), &["END"]);
        found.map_err(unavailable)
    }

    fn set(&self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        let head = format!("set {key} 0 0 {}\r\n", value.len());
        let text = [head.as_bytes(), value, b"\r\n"].concat();
        self.command(&text, &["STORED"])
            .map(drop)
            .map_err(unavailable)
    }

    fn delete(&self, key: &str) -> Result<(), StoreError> {
        let text = format!("delete {key}\r\n");
        let done = self.command(text.as_bytes(), &["DELETED", "NOT_FOUND"]);
        done.map(drop).map_err(unavailable)
    }
}

fn unavailable(error: io::Error) -> StoreError {
    StoreError::new(StoreErrorKind::Unavailable).because(error)
}

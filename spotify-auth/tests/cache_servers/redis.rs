//! A byte store over Redis. With the crate `redis` it is shorter still; this needs none.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    sync::Mutex,
    time::Duration,
};

use spotify_auth::ByteStore;
use spotify_core::{StoreError, StoreErrorKind};

/// One connection to a server on this machine.
pub(crate) struct Redis(Mutex<BufReader<TcpStream>>);

impl Redis {
    pub(crate) fn connect(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(2)))
            .unwrap();
        Self(Mutex::new(BufReader::new(stream)))
    }

    /// Sends a command and reads a status, a number, or a text that may be none.
    fn command(&self, words: &[&[u8]]) -> io::Result<Option<Vec<u8>>> {
        let mut text = format!("*{}\r\n", words.len()).into_bytes();
        for word in words {
            text.extend_from_slice(format!("${}\r\n", word.len()).as_bytes());
            text.extend_from_slice(word);
            text.extend_from_slice(b"\r\n");
        }
        let mut connection = self.0.lock().unwrap();
        connection.get_mut().write_all(&text)?;
        let mut line = String::new();
        connection.read_line(&mut line)?;
        let (kind, rest) = line.trim_end().split_at_checked(1).unwrap_or_default();
        match (kind, rest.parse::<usize>()) {
            ("+" | ":", _) => Ok(None),
            ("$", Ok(length)) => {
                let mut value = vec![0; length + 2];
                connection.read_exact(&mut value)?;
                value.truncate(length);
                Ok(Some(value))
            }
            // There is no such key.
            ("$", Err(_)) => Ok(None),
            _ => Err(io::Error::other("the server refused")),
        }
    }
}

impl ByteStore for Redis {
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.command(&[b"GET", key.as_bytes()]).map_err(unavailable)
    }

    fn set(&self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        let done = self.command(&[b"SET", key.as_bytes(), value]);
        done.map(drop).map_err(unavailable)
    }

    fn delete(&self, key: &str) -> Result<(), StoreError> {
        let done = self.command(&[b"DEL", key.as_bytes()]);
        done.map(drop).map_err(unavailable)
    }
}

fn unavailable(error: io::Error) -> StoreError {
    StoreError::new(StoreErrorKind::Unavailable).because(error)
}

//! One exchange with the driver: HTTP/1.1 on loopback, a connection for each.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
};

use super::Deadline;

/// Longer heads are not read.
const MAX_HEAD: usize = 16 << 10;
/// Longer answers are not read.
const MAX: usize = 1 << 20;

/// Sends a request and reads the answer's body, whatever its status: WebDriver's answers say in
/// their body what they are.
pub(super) fn exchange(
    to: SocketAddr,
    method: &str,
    path: &str,
    body: &str,
    deadline: Deadline,
) -> io::Result<Vec<u8>> {
    let left = || deadline.left().ok_or(io::ErrorKind::TimedOut);
    let mut stream = TcpStream::connect_timeout(&to, left()?)?;
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(left()?))?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {to}\r\nconnection: close\r\n\
         content-type: application/json; charset=utf-8\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes())?;

    let mut answer = Answer::default();
    let mut piece = [0; 16 << 10];
    loop {
        stream.set_read_timeout(Some(left()?))?;
        let read = match stream.read(&mut piece) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        answer.bytes.extend(piece.iter().take(read));
        if answer.bytes.len() > MAX {
            return Err(invalid("it is too long"));
        }
        if let Some(body) = answer.body(read == 0)? {
            return Ok(body);
        }
    }
}

/// What has come of an answer.
#[derive(Default)]
struct Answer {
    bytes: Vec<u8>,
}

impl Answer {
    /// The body, once it is whole.
    fn body(&self, ended: bool) -> io::Result<Option<Vec<u8>>> {
        let cut = || match ended {
            true => Err(io::ErrorKind::UnexpectedEof.into()),
            false => Ok(None),
        };
        let Some((head, rest)) = split(&self.bytes, b"\r\n\r\n") else {
            return match self.bytes.len() {
                ..=MAX_HEAD => cut(),
                _ => Err(invalid("its head is too long")),
            };
        };
        let head = std::str::from_utf8(head).map_err(|_| invalid("its head is no text"))?;
        let mut lines = head.split("\r\n");
        if !lines.next().unwrap_or_default().starts_with("HTTP/1.") {
            return Err(invalid("it is not HTTP/1.1"));
        }
        let (mut length, mut chunked) = (None, false);
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            if name.eq_ignore_ascii_case("content-length") {
                let value = value.trim().parse::<usize>();
                length = Some(value.map_err(|_| invalid("its length is no number"))?);
            }
            chunked |= name.eq_ignore_ascii_case("transfer-encoding")
                && value.trim().eq_ignore_ascii_case("chunked");
        }
        let whole = match (chunked, length) {
            (true, _) => chunks(rest)?,
            (false, Some(length)) => rest.get(..length).map(<[u8]>::to_vec),
            (false, None) => ended.then(|| rest.to_vec()),
        };
        whole.map_or_else(cut, |body| Ok(Some(body)))
    }
}

/// Puts chunks together, once the last one is there (RFC 9112, section 7.1).
fn chunks(mut rest: &[u8]) -> io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    loop {
        let Some((line, after)) = split(rest, b"\r\n") else {
            return Ok(None);
        };
        let size = line.split(|byte| *byte == b';').next().unwrap_or_default();
        let size = std::str::from_utf8(size).unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).map_err(|_| invalid("a chunk has no size"))?;
        if size == 0 {
            return Ok(Some(body));
        }
        let Some((chunk, after)) = after.split_at_checked(size) else {
            return Ok(None);
        };
        body.extend(chunk);
        match after.split_at_checked(2) {
            Some((b"\r\n", after)) => rest = after,
            Some(_) => return Err(invalid("a chunk has another size than it says")),
            None => return Ok(None),
        }
    }
}

fn split<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let place = bytes.windows(at.len()).position(|window| window == at)?;
    let (before, rest) = bytes.split_at_checked(place)?;
    Some((before, rest.get(at.len()..)?))
}

fn invalid(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, thread, time::Duration};

    use super::*;

    /// What comes of an answer that is sent byte by byte.
    fn read(answer: &str) -> io::Result<String> {
        let mut kept = Answer::default();
        for byte in answer.bytes() {
            kept.bytes.push(byte);
            if let Some(body) = kept.body(false)? {
                return Ok(String::from_utf8(body).unwrap());
            }
        }
        let body = kept.body(true)?;
        Ok(String::from_utf8(body.unwrap()).unwrap())
    }

    #[test]
    fn d18_answers_are_read_however_they_are_framed() {
        for answer in [
            "HTTP/1.1 200 OK\r\nContent-Length:5\r\n\r\n{\"a\"}and more",
            "HTTP/1.1 404 Not Found\r\ncontent-length: 5\r\n\r\n{\"a\"}",
            "HTTP/1.0 200 OK\r\n\r\n{\"a\"}",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\n{\"\r\n3\r\na\"}\r\n0\r\n\r\n",
        ] {
            assert_eq!(read(answer).unwrap(), "{\"a\"}", "{answer}");
        }
    }

    #[test]
    fn d18_answers_that_are_cut_or_nonsense_are_errors() {
        for answer in [
            "",
            "SSH-2.0-OpenSSH_9.9\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n{}",
        ] {
            assert!(read(answer).is_err(), "{answer}");
        }
    }

    #[test]
    fn d18_a_driver_that_never_ends_is_left_at_the_deadline_or_the_limit() {
        use io::ErrorKind::{InvalidData, TimedOut, WouldBlock};
        let head = "HTTP/1.1 200 OK\r\n\r\n";
        for (head, piece, millis, kinds) in [
            ("", "", 50, &[TimedOut, WouldBlock][..]),
            (head, "", 50, &[TimedOut, WouldBlock]),
            ("", "xxxx", 20_000, &[InvalidData]),
            (head, "xxxx", 20_000, &[InvalidData]),
        ] {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let to = listener.local_addr().unwrap();
            let server = thread::spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                let piece = piece.repeat(1 << 14);
                stream.write_all(head.as_bytes()).unwrap();
                while !piece.is_empty() && stream.write_all(piece.as_bytes()).is_ok() {}
                // Until the other side is gone.
                let _ = stream.read_to_end(&mut Vec::new());
            });
            let deadline = Deadline::after(Duration::from_millis(millis));
            let error = exchange(to, "GET", "/status", "", deadline).unwrap_err();
            assert!(kinds.contains(&error.kind()), "{error}");
            server.join().unwrap();
        }
    }
}

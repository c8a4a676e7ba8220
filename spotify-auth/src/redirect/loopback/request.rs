//! Reading one HTTP/1 request, piece by piece and without IO.

use zeroize::Zeroizing;

/// The most that a request may have, head and body together, in bytes.
pub(super) const MAX: usize = 8 << 10;

/// Why a request is not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is no HTTP/1 request.
    Malformed,
    /// It is longer than [`MAX`].
    TooLarge,
}

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Post,
    Other,
}

/// A request that is complete.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request<'a> {
    pub(super) method: Method,
    pub(super) target: &'a str,
    pub(super) host: Option<&'a str>,
    /// Empty unless it was asked for.
    pub(super) body: &'a [u8],
}

/// Takes the bytes of a connection until they are a request, or cannot become one.
///
/// What follows the request is left alone: each connection is for one.
#[derive(Default)]
pub(super) struct RequestReader {
    /// Whether the body of a POST is waited for.
    takes_body: bool,
    /// Wiped when dropped, for it may hold a code; it never grows beyond what it first takes.
    buffer: Zeroizing<Vec<u8>>,
    /// Where the line under way begins.
    line: usize,
    /// What the lines before it said, each as a range of the buffer.
    start: Option<RequestLine>,
    host: Option<Span>,
    length: Option<usize>,
    /// Where the head ends.
    head: Option<usize>,
}

type Span = (usize, usize);

#[derive(Clone, Copy)]
struct RequestLine {
    method: Method,
    target: Span,
}

impl RequestReader {
    pub(super) fn new(takes_body: bool) -> Self {
        Self {
            takes_body,
            ..Self::default()
        }
    }

    /// Takes some more bytes; says whether the request is complete.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Result<bool, Refusal> {
        if self.buffer.capacity() == 0 {
            self.buffer.reserve_exact(MAX);
        }
        let room = MAX.saturating_sub(self.buffer.len());
        let from = self.buffer.len();
        self.buffer
            .extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        while self.head.is_none() {
            let Some(end) = self.line_end(from)? else {
                return self.unless_full();
            };
            self.take_line(end)?;
        }
        let body = match (&self.start, self.length) {
            (Some(start), Some(length)) if self.takes_body && start.method == Method::Post => {
                length
            }
            _ => 0,
        };
        let end = self.head.unwrap_or_default().saturating_add(body);
        if end > MAX {
            return Err(Refusal::TooLarge);
        }
        if self.buffer.len() < end {
            return Ok(false);
        }
        self.buffer.truncate(end);
        Ok(true)
    }

    /// The request, once it is complete.
    pub(super) fn request(&self) -> Option<Request<'_>> {
        let (start, head) = (self.start?, self.head?);
        Some(Request {
            method: start.method,
            target: self.text(start.target)?,
            host: self.host.and_then(|host| self.text(host)),
            body: self.buffer.get(head..)?,
        })
    }

    fn unless_full(&self) -> Result<bool, Refusal> {
        if self.buffer.len() < MAX {
            Ok(false)
        } else {
            Err(Refusal::TooLarge)
        }
    }

    /// Finds the end of the line under way in what has come since `from`.
    fn line_end(&self, from: usize) -> Result<Option<usize>, Refusal> {
        let from = from.max(self.line);
        let new = self.buffer.get(from..).unwrap_or_default();
        let end = new.iter().position(|byte| *byte == b'\n');
        let line = new.get(..end.unwrap_or(new.len())).unwrap_or_default();
        // At once, so that a TLS hello is not waited for as if it were a long line.
        let is_first = self.start.is_none();
        let fits = |byte: &u8| match *byte {
            b'\r' => true,
            b'\t' | 0x80.. => !is_first,
            byte => byte == b' ' || byte.is_ascii_graphic(),
        };
        if !line.iter().all(fits) {
            return Err(Refusal::Malformed);
        }
        Ok(end.map(|end| from + end))
    }

    fn take_line(&mut self, end: usize) -> Result<(), Refusal> {
        let begin = self.line;
        self.line = end + 1;
        let line = self.buffer.get(begin..end).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.contains(&b'\r') {
            return Err(Refusal::Malformed);
        }
        if self.start.is_none() {
            self.start = Some(request_line(line, begin).ok_or(Refusal::Malformed)?);
        } else if line.is_empty() {
            self.head = Some(self.line);
        } else {
            let (name, value) = header(line).ok_or(Refusal::Malformed)?;
            if name.eq_ignore_ascii_case(b"host") {
                let end = begin + line.trim_ascii_end().len();
                once(&mut self.host, (end - value.len(), end))?;
            } else if name.eq_ignore_ascii_case(b"content-length") {
                let length = number(value).ok_or(Refusal::Malformed)?;
                once(&mut self.length, length)?;
            } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
                return Err(Refusal::Malformed);
            }
        }
        Ok(())
    }

    fn text(&self, (begin, end): Span) -> Option<&str> {
        str::from_utf8(self.buffer.get(begin..end)?).ok()
    }
}

/// `METHOD target HTTP/1.x`, one space between them.
fn request_line(line: &[u8], begin: usize) -> Option<RequestLine> {
    let mut words = line.split(|byte| *byte == b' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_method = !method.is_empty() && method.iter().all(u8::is_ascii_uppercase);
    let is_version = matches!(version, b"HTTP/1.1" | b"HTTP/1.0");
    if words.next().is_some() || target.is_empty() || !is_method || !is_version {
        return None;
    }
    let begin = begin + method.len() + 1;
    Some(RequestLine {
        method: match method {
            b"GET" => Method::Get,
            b"POST" => Method::Post,
            _ => Method::Other,
        },
        target: (begin, begin + target.len()),
    })
}

/// `name: value`; a line that goes on with the one before begins with a space and is refused.
fn header(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = (line.get(..colon)?, line.get(colon + 1..)?);
    let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    (!name.is_empty() && name.iter().all(is_token)).then(|| (name, value.trim_ascii()))
}

fn number(text: &[u8]) -> Option<usize> {
    let is_number = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    is_number.then(|| {
        text.iter().fold(0_usize, |number, digit| {
            number
                .saturating_mul(10)
                .saturating_add(usize::from(digit - b'0'))
        })
    })
}

fn once<T>(place: &mut Option<T>, value: T) -> Result<(), Refusal> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(Refusal::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A request as text, or why there is none; `None` while more is needed.
    fn read(pieces: &[&[u8]]) -> Option<Result<String, Refusal>> {
        let mut reader = RequestReader::new(true);
        for piece in pieces {
            match reader.feed(piece) {
                Ok(false) => assert!(reader.buffer.len() < MAX),
                Ok(true) => return Some(Ok(format!("{:?}", reader.request().unwrap()))),
                Err(refusal) => return Some(Err(refusal)),
            }
            assert!(reader.buffer.capacity() <= MAX, "it never grows");
        }
        None
    }

    fn refused(text: &str) -> Refusal {
        read(&[text.as_bytes()]).unwrap().unwrap_err()
    }

    #[test]
    fn d13_requests_are_read() {
        let text = "GET /cb?code=AQ HTTP/1.1\r\nHost: 127.0.0.1:8888 \r\nX: \u{e4}\r\n\r\nrest";
        assert_eq!(
            read(&[text.as_bytes()]).unwrap().unwrap(),
            r#"Request { method: Get, target: "/cb?code=AQ", host: Some("127.0.0.1:8888"), body: [] }"#
        );
        let post = "POST / HTTP/1.0\nhOST:x\ncontent-LENGTH: 2\n\nabc";
        assert_eq!(
            read(&[post.as_bytes()]).unwrap().unwrap(),
            r#"Request { method: Post, target: "/", host: Some("x"), body: [97, 98] }"#
        );
        let other = "OPTIONS * HTTP/1.1\r\ncontent-length: 7\r\n\r\n";
        assert_eq!(
            read(&[other.as_bytes()]).unwrap().unwrap(),
            r#"Request { method: Other, target: "*", host: None, body: [] }"#
        );
    }

    #[test]
    fn a5_a_body_is_waited_for_only_where_one_is_wanted() {
        let post = b"POST / HTTP/1.1\r\nContent-Length: 99999\r\n\r\n";
        assert_eq!(RequestReader::new(false).feed(post), Ok(true));
        assert_eq!(RequestReader::new(true).feed(post), Err(Refusal::TooLarge));
    }

    #[test]
    fn d13_unfinished_requests_are_waited_for() {
        for text in [
            "",
            "GET / HTTP/1.1",
            "GET / HTTP/1.1\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\na",
        ] {
            assert_eq!(read(&[text.as_bytes()]), None, "{text}");
        }
    }

    #[test]
    fn a5_what_is_no_request_is_refused() {
        for text in [
            "\r\n",
            "GET /\r\n",
            "GET  / HTTP/1.1\r\n",
            "GET / HTTP/1.1 \r\n",
            "get / HTTP/1.1\r\n",
            "GET / HTTP/2.0\r\n",
            "PRI * HTTP/2.0\r\n\r\n",
            " / HTTP/1.1\r\n",
            "GET /\u{e4} HTTP/1.1\r\n",
            "GET /a\tb HTTP/1.1\r\n",
            "GET /a\rb HTTP/1.1\r\n",
            "GET /a\0",
            "\x16\x03\x01",
            "SSH-2.0-OpenSSH\r\n",
            "GET / HTTP/1.1\r\n: a\r\n",
            "GET / HTTP/1.1\r\nno colon\r\n",
            "GET / HTTP/1.1\r\n folded: a\r\n",
            "GET / HTTP/1.1\r\nHost : a\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n",
            "GET / HTTP/1.1\r\nA: \0\r\n",
            "POST / HTTP/1.1\r\nContent-Length: -1\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 1, 1\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n",
        ] {
            assert_eq!(refused(text), Refusal::Malformed, "{text:?}");
        }
    }

    #[test]
    fn a6_what_is_too_long_is_refused() {
        assert_eq!(refused(&"G".repeat(1 << 20)), Refusal::TooLarge);
        assert_eq!(refused(&"G".repeat(MAX)), Refusal::TooLarge);
        assert_eq!(read(&["G".repeat(MAX - 1).as_bytes()]), None);
        let headers = format!("GET / HTTP/1.1\r\n{}", "A: b\r\n".repeat(2000));
        assert_eq!(refused(&headers), Refusal::TooLarge);
        for length in ["8192", "99999999999999999999999"] {
            let post = format!("POST / HTTP/1.1\r\nContent-Length: {length}\r\n\r\n");
            assert_eq!(refused(&post), Refusal::TooLarge);
        }
    }

    proptest! {
        #[test]
        fn a5_no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            read(&[&bytes]);
        }

        #[test]
        fn a5_no_pieces_panic_and_all_cuts_read_the_same(
            pieces in proptest::collection::vec(proptest::sample::select(vec![
                "GET", "POST", " ", "/", "/cb?code=1", "HTTP/1.1", "\r\n", "\n", "\r", "Host", ":",
                "127.0.0.1", "Content-Length", "3", "abc", "\t", "\0", "\u{e4}",
                "GET / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nContent-Length: 3\r\n",
            ]), 0..12),
            cut in 0_usize..80,
        ) {
            let text = pieces.concat().into_bytes();
            let (first, second) = text.split_at(cut.min(text.len()));
            let bytes: Vec<&[u8]> = text.chunks(1).collect();
            let whole = read(&[&text]);
            prop_assert_eq!(read(&[first, second]), whole.clone());
            prop_assert_eq!(read(&bytes), whole);
        }
    }
}

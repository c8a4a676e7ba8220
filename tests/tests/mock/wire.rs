//! A small HTTP/1.1 client over a socket, which shows what really came.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::Value;
use spotify_tests::mock::MockSpotify;

/// An answer as it came.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Whether the body was as long as the head or the chunks said.
    pub(crate) complete: bool,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn values(&self, name: &str) -> Vec<&str> {
        self.headers
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, v)| v.as_str())
            .collect()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    /// The `message` of the Web API's error.
    pub(crate) fn message(&self) -> String {
        self.json()["error"]["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Status and headers as text, for snapshots.
    pub(crate) fn head(&self) -> String {
        let mut head = format!("{}\n", self.status);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\n");
        }
        head
    }
}

/// A connection; generic over the stream so that TLS can use it.
pub(crate) struct Wire<S> {
    pub(crate) stream: S,
    buffer: Vec<u8>,
}

pub(crate) fn connect(base: &str) -> Wire<TcpStream> {
    let authority = base.split('/').nth(2).unwrap();
    let stream = TcpStream::connect(authority).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    Wire::new(stream)
}

impl<S: Read + Write> Wire<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
        }
    }

    pub(crate) fn send(&mut self, request: &Request) -> io::Result<Reply> {
        self.stream.write_all(&request.bytes())?;
        self.stream.flush()?;
        self.read_reply()
    }

    pub(crate) fn read_reply(&mut self) -> io::Result<Reply> {
        let end = loop {
            match self.buffer.windows(4).position(|w| w == b"\r\n\r\n") {
                Some(at) => break at + 4,
                None if self.fill()? => {}
                None => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        };
        let head: Vec<u8> = self.buffer.drain(..end).collect();
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().strip_prefix("HTTP/1.1 ");
        let status = status.ok_or(io::ErrorKind::InvalidData)?[..3]
            .parse()
            .unwrap();
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let mut reply = Reply {
            status,
            headers,
            body: Vec::new(),
            complete: true,
        };
        if reply.header("transfer-encoding") == Some("chunked") {
            reply.complete = self.chunks(&mut reply.body)?;
        } else if let Some(length) = reply.header("content-length") {
            let length: usize = length.parse().unwrap();
            reply.complete = self.take(length, &mut reply.body)?;
        }
        Ok(reply)
    }

    fn chunks(&mut self, body: &mut Vec<u8>) -> io::Result<bool> {
        loop {
            let Some(at) = self.buffer.windows(2).position(|w| w == b"\r\n") else {
                if !self.fill()? {
                    return Ok(false);
                }
                continue;
            };
            let line: Vec<u8> = self.buffer.drain(..at + 2).collect();
            let length = std::str::from_utf8(&line[..at]).unwrap();
            let length = usize::from_str_radix(length, 16).unwrap();
            if !self.take(length, body)? || !self.take(2, &mut Vec::new())? {
                return Ok(false);
            }
            if length == 0 {
                return Ok(true);
            }
        }
    }

    /// Whether that many bytes came before the end.
    fn take(&mut self, length: usize, into: &mut Vec<u8>) -> io::Result<bool> {
        while self.buffer.len() < length {
            if !self.fill()? {
                into.append(&mut self.buffer);
                return Ok(false);
            }
        }
        into.extend(self.buffer.drain(..length));
        Ok(true)
    }

    fn fill(&mut self) -> io::Result<bool> {
        let mut piece = [0; 16 << 10];
        let length = self.stream.read(&mut piece)?;
        self.buffer.extend_from_slice(&piece[..length]);
        Ok(length > 0)
    }
}

/// A request to be written as it is.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: vec![("Host".to_owned(), "127.0.0.1".to_owned())],
            body: Vec::new(),
        }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        let length = self.body.len().to_string();
        self.header("Content-Length", &length)
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.header("Content-Type", "application/json")
            .body(body.to_string())
    }

    pub(crate) fn form(self, pairs: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        self.header("Content-Type", "application/x-www-form-urlencoded")
            .body(body)
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        [head.as_bytes(), b"\r\n", &self.body].concat()
    }
}

/// One user of a mock: a token with every scope, a connection per request.
pub(crate) struct User<'a> {
    pub(crate) mock: &'a MockSpotify,
    pub(crate) token: String,
}

impl<'a> User<'a> {
    pub(crate) fn of(mock: &'a MockSpotify) -> Self {
        Self {
            mock,
            token: mock.mint_full_token(),
        }
    }

    pub(crate) fn with(mock: &'a MockSpotify, scopes: &[&str]) -> Self {
        Self {
            mock,
            token: mock.mint_token(scopes),
        }
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.call("GET", path, None)
    }

    pub(crate) fn call(&self, method: &str, path: &str, body: Option<Value>) -> Reply {
        self.attempt(method, path, body)
            .unwrap_or_else(|e| panic!("{method} {path}: {e}"))
    }

    pub(crate) fn attempt(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> io::Result<Reply> {
        let request = Request::new(method, &format!("/v1{path}")).bearer(&self.token);
        let request = body
            .iter()
            .fold(request, |request, body| request.json(body));
        connect(&self.mock.api_base()).send(&request)
    }

    /// All items of a list, page by page, as `next` says.
    pub(crate) fn items(&self, path: &str) -> Vec<Value> {
        let base = self.mock.api_base();
        let mut next = Some(path.to_owned());
        let mut items = Vec::new();
        while let Some(path) = next {
            let page = self.get(&path).json();
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            next = page["next"]
                .as_str()
                .map(|url| url.strip_prefix(&base).unwrap().to_owned());
        }
        items
    }
}

pub(crate) fn keys(value: &Value) -> String {
    let mut keys: Vec<&str> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys.join(" ")
}

pub(crate) fn extended() -> MockSpotify {
    MockSpotify::builder()
        .profile(spotify_tests::mock::Profile::Extended)
        .start()
        .unwrap()
}

//! What the mock received.

use bytes::Bytes;
use serde_json::Value;
use url::form_urlencoded;

/// Which of the mock's servers a request reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Service {
    /// The Web API.
    Api,
    /// The accounts service: authorization and tokens.
    Accounts,
    /// A server that nobody should be sent to; it only records.
    Stranger,
    /// The mock's own page; what it is asked is not recorded.
    Dashboard,
}

/// The HTTP version a request came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Version {
    /// HTTP/1.0.
    Http10,
    /// HTTP/1.1.
    Http11,
    /// HTTP/2.
    Http2,
}

/// One request as the mock received it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Recorded {
    /// The server it reached.
    pub service: Service,
    /// Whether it came over TLS.
    pub tls: bool,
    /// The number of the connection, counted from 1 over all servers of the mock.
    pub connection: u64,
    /// The HTTP version.
    pub version: Version,
    /// The method as sent, such as `GET`.
    pub method: String,
    /// Path and query as sent, such as `/v1/search?q=x&type=album`.
    pub target: String,
    /// The headers in order. Names keep their case in HTTP/1 (HTTP/2 has lower case only); bytes
    /// that are not UTF-8 are replaced.
    pub headers: Vec<(String, String)>,
    /// The body, without transfer coding.
    pub body: Bytes,
}

impl Recorded {
    /// Reads the path: the target without its query.
    pub fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(self.target.as_str(), |(path, _)| path)
    }

    /// Reads the query: what follows the first `?`, empty if there is none.
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// Reads one query parameter, decoded. The first one counts.
    pub fn param(&self, name: &str) -> Option<String> {
        field(self.query().as_bytes(), name)
    }

    /// Reads a header, whatever the case of its name. The first one counts.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Reads one field of a form-encoded body, decoded. The first one counts.
    pub fn form(&self, name: &str) -> Option<String> {
        field(&self.body, name)
    }

    /// Reads the body as JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

fn field(encoded: &[u8], name: &str) -> Option<String> {
    form_urlencoded::parse(encoded)
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

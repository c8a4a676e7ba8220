//! All that was sent, in its order.

use bytes::Bytes;
use http::Request;
use spotify_core::testing::Replay;

use super::message;

/// What remembers the requests that it got.
///
/// Transports of your own show theirs in a few lines:
///
/// ```
/// use spotify_tests::snapshot::{self, Wire, WireLog};
///
/// struct Kept(Vec<http::Request<bytes::Bytes>>);
///
/// impl WireLog for Kept {
///     fn write(&self, wire: &mut Wire) {
///         self.0.iter().for_each(|request| wire.request(request));
///     }
/// }
///
/// let request = http::Request::put("https://api.spotify.com/v1/me/player/pause");
/// let kept = Kept(vec![request.body(bytes::Bytes::new())?]);
/// assert_eq!(snapshot::wire(&kept), "PUT https://api.spotify.com/v1/me/player/pause");
/// # Ok::<(), http::Error>(())
/// ```
pub trait WireLog {
    /// Tells everything, in the order in which it was.
    fn write(&self, wire: &mut Wire);
}

/// Takes what a [`WireLog`] tells.
#[derive(Debug, Default)]
pub struct Wire(Vec<String>);

impl Wire {
    /// A request.
    pub fn request(&mut self, request: &Request<Bytes>) {
        self.0.push(message::http(request));
    }

    /// Anything else that is worth a line, such as `wait 2s`.
    pub fn event(&mut self, line: &str) {
        self.0.push(super::redact::text(line));
    }

    #[cfg(feature = "mock")]
    fn recorded(&mut self, base: &str, recorded: &crate::mock::Recorded) {
        let header = |(name, value): &(String, String)| {
            let name = name.to_ascii_lowercase();
            let value = super::redact::header(&name, value);
            (name, value)
        };
        let headers = recorded.headers.iter().map(header);
        self.0.push(message::message(
            &recorded.method,
            &format!("{base}{}", recorded.target),
            headers.collect(),
            &recorded.body,
        ));
    }

    pub(super) fn into_text(self) -> String {
        self.0.join("\n\n###\n\n")
    }
}

/// Requests, and the waits between them.
impl WireLog for Replay {
    fn write(&self, wire: &mut Wire) {
        let requests = self.requests();
        let mut requests = requests.iter().peekable();
        // The log has a line for each request and each wait; it tells their order.
        for line in self.log().lines() {
            let is_line = |request: &&Request<Bytes>| {
                let target = request.uri().path_and_query().map_or("", |t| t.as_str());
                line.strip_prefix(request.method().as_str())
                    .and_then(|rest| rest.strip_prefix(' '))
                    == Some(target)
            };
            match requests.next_if(|request| is_line(request)) {
                Some(request) => wire.request(request),
                None => wire.event(line),
            }
        }
    }
}

/// The requests to the Web API and to the accounts service; to tell them apart, the Web API is
/// `api:` and the accounts service `accounts:`.
#[cfg(feature = "mock")]
impl WireLog for crate::MockSpotify {
    fn write(&self, wire: &mut Wire) {
        for recorded in self.requests() {
            let base = match recorded.service {
                crate::mock::Service::Api => "api:",
                crate::mock::Service::Accounts => "accounts:",
                crate::mock::Service::Stranger => "stranger:",
                crate::mock::Service::Dashboard => "dashboard:",
            };
            wire.recorded(base, &recorded);
        }
    }
}

impl<T: WireLog + ?Sized> WireLog for &T {
    fn write(&self, wire: &mut Wire) {
        (**self).write(wire);
    }
}

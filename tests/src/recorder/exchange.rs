//! A request and its answer as a fixture.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response};
use percent_encoding::{CONTROLS, percent_encode};
use spotify_core::TransportError;

use crate::fixture::{Body, Fixture, Message, Reply};

/// Headers of requests that tell what was asked for.
const ASKED: [&str; 7] = [
    "accept",
    "accept-language",
    "authorization",
    "content-type",
    "cookie",
    "if-modified-since",
    "if-none-match",
];

/// Headers of answers that something follows from. Lengths, dates and encodings are left out:
/// the body is decoded, and may be edited.
const ANSWERED: [&str; 11] = [
    "age",
    "cache-control",
    "content-language",
    "content-type",
    "etag",
    "expires",
    "last-modified",
    "location",
    "retry-after",
    "set-cookie",
    "www-authenticate",
];

/// A request that is under way, kept until its answer is there.
pub(super) struct Asked {
    method: String,
    target: String,
    message: Message,
}

impl Asked {
    pub(super) fn new(request: &Request<Bytes>, further: &[String]) -> Self {
        let target = request.uri().path_and_query();
        Self {
            method: request.method().to_string(),
            target: target.map_or("/", |target| target.as_str()).to_owned(),
            message: Message {
                headers: headers(request.headers(), &ASKED, further),
                body: Body::of(request.body()),
            },
        }
    }

    pub(super) fn answered(
        self,
        result: &Result<Response<Bytes>, TransportError>,
        further: &[String],
    ) -> Fixture {
        let reply = match result {
            Err(error) => Reply::Fault(error.kind(), error.sent()),
            Ok(response) => {
                let message = Message {
                    headers: headers(response.headers(), &ANSWERED, further),
                    body: Body::of(response.body()),
                };
                Reply::Answer(response.status().as_u16(), message)
            }
        };
        Fixture::new(self.method, self.target, self.message, reply)
    }
}

/// The headers of a list, in its order, and those that somebody wants besides.
fn headers(map: &HeaderMap, list: &[&str], further: &[String]) -> Vec<(String, String)> {
    let mut names = list.to_vec();
    for name in further {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let named = names.into_iter().flat_map(|name| {
        let values = map.get_all(name).into_iter();
        values.map(move |value| (name.to_owned(), text(value).trim().to_owned()))
    });
    named.collect()
}

/// A value; bytes that are no text are percent-encoded, for people are to read it.
fn text(value: &HeaderValue) -> String {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => text.to_owned(),
        Err(_) => percent_encode(value.as_bytes(), CONTROLS).to_string(),
    }
}

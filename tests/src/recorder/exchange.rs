//! A request and its answer as a fixture.

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
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
    let names = list
        .iter()
        .copied()
        .chain(further.iter().map(String::as_str));
    let named = names.flat_map(|name| {
        let values = map.get_all(name).into_iter();
        // What is not ASCII has no place in a text that people read.
        let texts = values.filter_map(|value| value.to_str().ok());
        texts.map(move |text| (name.to_owned(), text.trim().to_owned()))
    });
    named.collect()
}

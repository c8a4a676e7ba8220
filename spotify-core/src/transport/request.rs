//! What every transport does to a request before it sends it.

use bytes::Bytes;
use http::{HeaderValue, Method, Request, header};

use super::{Limits, Sent, TransportError, TransportErrorKind as Kind};

/// Refuses a request that cannot be sent, and adds the headers that it needs.
///
/// `content-length: 0` goes to a POST, PUT or PATCH without a body, for servers answer 411
/// without it; with the feature `gzip`, `accept-encoding: gzip` goes to every request that has
/// no such header. Transports call it first. One of which the library writes its own
/// `content-length` must look whether it does so twice.
///
/// # Errors
/// [`Timeout`](Kind::Timeout) if [`Limits::total`] is zero, [`Other`](Kind::Other) if the URL
/// has no scheme or no host; never sent.
///
/// ```
/// use spotify_core::{Limits, transport::prepare};
///
/// let mut request = http::Request::post("https://api.spotify.com/v1/me/player/next")
///     .body(bytes::Bytes::new())?;
/// prepare(&mut request, Limits::new())?;
/// assert_eq!(request.headers()["content-length"], "0");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn prepare(request: &mut Request<Bytes>, limits: Limits) -> Result<(), TransportError> {
    if limits.total.is_zero() {
        return Err(TransportError::new(Kind::Timeout, Sent::No));
    }
    let target = request.uri();
    if target.authority().is_none() || target.scheme().is_none() {
        return Err(
            TransportError::new(Kind::Other, Sent::No).because("the URL has no scheme or no host")
        );
    }
    let bodiless = request.body().is_empty();
    let expected = matches!(
        *request.method(),
        Method::POST | Method::PUT | Method::PATCH
    );
    let headers = request.headers_mut();
    if bodiless && expected && !headers.contains_key(header::CONTENT_LENGTH) {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    if cfg!(feature = "gzip") {
        let encoding = headers.entry(header::ACCEPT_ENCODING);
        encoding.or_insert(HeaderValue::from_static("gzip"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn prepared(mut request: Request<Bytes>, limits: Limits) -> Result<String, TransportError> {
        prepare(&mut request, limits)?;
        let value = |name| {
            request
                .headers()
                .get(name)
                .map_or("-", |v| v.to_str().unwrap())
        };
        let (length, encoding) = (header::CONTENT_LENGTH, header::ACCEPT_ENCODING);
        Ok(format!("{} {}", value(length), value(encoding)))
    }

    #[test]
    fn headers_are_added_where_they_are_missing() {
        let gzip = if cfg!(feature = "gzip") { "gzip" } else { "-" };
        for (method, length) in [
            (Method::GET, "-"),
            (Method::DELETE, "-"),
            (Method::POST, "0"),
            (Method::PUT, "0"),
            (Method::PATCH, "0"),
        ] {
            let request = Request::builder().method(&method).uri("https://h/");
            let request = request.body(Bytes::new()).unwrap();
            let headers = prepared(request, Limits::new()).unwrap();
            assert_eq!(headers, format!("{length} {gzip}"), "{method}");
        }
        let own = Request::post("https://h/")
            .header(header::ACCEPT_ENCODING, "identity")
            .body(Bytes::from_static(b"{}"));
        assert_eq!(prepared(own.unwrap(), Limits::new()).unwrap(), "- identity");
    }

    #[test]
    fn r10_what_cannot_be_sent_is_refused() {
        for (url, limits, kind) in [
            (
                "https://h/",
                Limits::new().total(Duration::ZERO),
                Kind::Timeout,
            ),
            ("/v1/me", Limits::new(), Kind::Other),
            ("h:80", Limits::new(), Kind::Other),
        ] {
            let request = Request::get(url).body(Bytes::new()).unwrap();
            let error = prepared(request, limits).unwrap_err();
            assert_eq!((error.kind(), error.sent()), (kind, Sent::No), "{url}");
        }
    }
}

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

//! A custom transport: surf on async-std, which know nothing of this library, nor it of them.

use std::{panic::AssertUnwindSafe, time::Duration};

use Sent::{Maybe, No};
use async_std::io::{self, ReadExt as _};
use async_std::{future::timeout, task};
use bytes::Bytes;
use futures_lite::FutureExt as _;
use http::{Request, Response};
use spotify_core::{
    BodyBuffer, HttpTransport, Limits, Sent, TransportError, TransportErrorKind as Kind,
    transport::prepare,
};
use surf::{Client, http::headers::HeaderValue};

type Outcome = Result<Response<Bytes>, TransportError>;

/// Sends requests over surf: HTTP/1.1 without TLS, and best by a client without a pool, for
/// surf's hands out connections whose answer was not read to its end.
pub struct Surf(pub Client);

#[async_trait::async_trait]
impl HttpTransport for Surf {
    async fn send(&self, mut request: Request<Bytes>, limits: Limits) -> Outcome {
        prepare(&mut request, limits)?;
        request.headers_mut().remove("content-length"); // which surf writes by itself
        if request.uri().scheme_str() != Some("http") {
            return Err(TransportError::new(Kind::Tls, No));
        }
        // surf panics at answers with headers that are not ASCII.
        let exchange = AssertUnwindSafe(self.exchange(request, limits)).catch_unwind();
        let done = timeout(limits.total, exchange).await;
        let done = done.map_err(|_| TransportError::new(Kind::Timeout, Maybe))?;
        done.map_err(|_| TransportError::new(Kind::Other, Maybe))?
    }

    async fn sleep(&self, delay: Duration) {
        task::sleep(delay).await;
    }
}

impl Surf {
    async fn exchange(&self, request: Request<Bytes>, limits: Limits) -> Outcome {
        let unsent = |error| TransportError::new(Kind::Other, No).because(error);
        let sending = self.0.send(to_surf(&request).map_err(unsent)?);
        let sent = io::timeout(limits.idle, async { Ok(sending.await) }).await;
        let answer = sent.map_err(surf::Error::from).flatten();
        let mut answer = answer.map_err(|error| failed(Kind::Closed, error))?;
        let head = from_surf(&answer).map_err(|error| failed(Kind::Other, error.into()))?;
        let lengths = head.headers().get_all("content-length").iter().count();
        let none = lengths == 0 && !head.headers().contains_key("transfer-encoding");
        let none = none && request.method() != "HEAD" && head.status() != 204;
        // surf would take the last length, and no body for what ends with its connection; an
        // interim answer it takes for the answer.
        if lengths > 1 || (none && matches!(head.status().as_u16(), 100..300)) {
            return Err(TransportError::new(Kind::Other, Maybe));
        }
        let mut body = BodyBuffer::new(request.method(), &head, limits)?;
        let mut chunk = vec![0; 16 * 1024];
        while !body.bodiless() {
            match io::timeout(limits.idle, answer.read(&mut chunk)).await {
                Ok(n) if n > 0 && body.push(&chunk[..n])?.is_continue() => {}
                Err(e) if !body.may_end_early() => Err(failed(Kind::Incomplete, e.into()))?,
                _ => break,
            }
        }
        body.finish(head)
    }
}

fn to_surf(request: &Request<Bytes>) -> surf::Result<surf::Request> {
    let url = request.uri().to_string().parse()?;
    let mut to = surf::Request::new(request.method().as_str().parse()?, url);
    to.body_bytes(request.body());
    to.remove_header("content-type"); // which surf makes up
    for (name, value) in request.headers() {
        let value = HeaderValue::from_bytes(value.as_bytes().to_vec())?;
        to.append_header(name.as_str(), value);
    }
    Ok(to)
}

// surf adds a date with a line break, and a type of content, where there is none.
fn from_surf(answer: &surf::Response) -> http::Result<Response<()>> {
    let mut head = Response::builder().status(u16::from(answer.status()));
    for (name, values) in answer.iter() {
        let own = |v: &&str| !v.ends_with('\n') && *v != "application/octet-stream";
        let values = values.iter().map(HeaderValue::as_str).filter(own);
        head = values.fold(head, |head, value| head.header(name.as_str(), value));
    }
    head.body(())
}

// What a refused connection was to carry has not left; of anything else surf does not tell.
fn failed(gone: Kind, error: surf::Error) -> TransportError {
    let cause = error.downcast_ref::<io::Error>().map(io::Error::kind);
    let (kind, sent) = match (cause, error.to_string().as_str()) {
        (Some(io::ErrorKind::ConnectionRefused), _) => (Kind::Connect, No),
        (Some(io::ErrorKind::TimedOut), _) => (Kind::Idle, Maybe),
        (Some(_), _) | (_, "connection closed" | "empty response") => (gone, Maybe),
        _ => (Kind::Other, Maybe),
    };
    TransportError::new(kind, sent).because(error)
}

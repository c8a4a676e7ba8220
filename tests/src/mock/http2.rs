//! HTTP/2 over TLS, by hyper. What is a matter of HTTP/1.1 framing resets the stream here.

use std::{error::Error, future::pending, io, pin::pin, sync::Arc};

use bytes::Bytes;
use http_body_util::{BodyExt, channel::Channel, channel::Sender};
use hyper::{Request, Response, body::Incoming, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{sync::mpsc, time::sleep};

use super::{
    Reply, Shared,
    fault::{Framing, Silence, Stop, Wire},
    record::{Recorded, Version},
    server::{Origin, Socket},
};

const PIECE: usize = 16 << 10;

type Body = Channel<Bytes, io::Error>;

/// What resets a stream; with an error of h2 for the reason that it has.
type Failure = Box<dyn Error + Send + Sync>;

/// How a connection ends before its client ends it.
enum End {
    /// At once.
    HangUp,
    /// With GOAWAY, and answers to what is under way.
    GoAway,
}

pub(crate) async fn serve(socket: Socket, origin: Origin, shared: Arc<Shared>) {
    let (end, mut ended) = mpsc::unbounded_channel();
    let service = service_fn(|request| answer(request, origin, shared.clone(), end.clone()));
    let connection = hyper::server::conn::http2::Builder::new(TokioExecutor::new())
        .serve_connection(TokioIo::new(socket), service);
    let mut connection = pin!(connection);
    // Whichever way this ends, the socket is closed.
    loop {
        tokio::select! {
            _ = connection.as_mut() => return,
            end = ended.recv() => match end {
                Some(End::GoAway) => connection.as_mut().graceful_shutdown(),
                Some(End::HangUp) | None => return,
            },
        }
    }
}

async fn answer(
    request: Request<Incoming>,
    origin: Origin,
    shared: Arc<Shared>,
    end: mpsc::UnboundedSender<End>,
) -> Result<Response<Body>, Failure> {
    let request = recorded(request, origin).await?;
    let Reply {
        answer,
        delay,
        silence,
        wire,
    } = shared.respond(request);
    if !delay.is_zero() {
        sleep(delay).await;
    }
    match silence {
        Some(Silence::DropBefore | Silence::DropAfter) => {
            let _ = end.send(End::HangUp);
            return pending().await;
        }
        Some(Silence::StallHead) => return pending().await,
        Some(Silence::Refused) => {
            return Err(h2::Error::from(h2::Reason::REFUSED_STREAM).into());
        }
        // An error of the service resets the stream.
        Some(Silence::ResetBefore | Silence::ResetAfter | Silence::Garbage) => {
            return Err(reset().into());
        }
        None => {}
    }
    let mut response = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        response = response.header(name, value);
    }
    let (sender, body) = Channel::new(1);
    let response = response.body(body).map_err(io::Error::other)?;
    let close = wire.close && !misframed(&wire);
    tokio::spawn(send(sender, answer.body, wire));
    if close {
        let _ = end.send(End::GoAway);
    }
    Ok(response)
}

async fn recorded(request: Request<Incoming>, origin: Origin) -> io::Result<Recorded> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Ok(Recorded {
        service: origin.service,
        tls: origin.tls,
        connection: origin.connection,
        version: Version::Http2,
        method: head.method.as_str().to_owned(),
        target: head
            .uri
            .path_and_query()
            .map_or("/", |target| target.as_str())
            .to_owned(),
        headers: head
            .headers
            .iter()
            .map(|(name, v)| (name.to_string(), text(v)))
            .collect(),
        body,
    })
}

/// Sends a body; who reads it may go away at any time.
async fn send(mut sender: Sender<Bytes, io::Error>, mut rest: Bytes, wire: Wire) {
    if misframed(&wire) {
        return sender.abort(reset());
    }
    let (piece, pause) = wire
        .pace
        .map_or((PIECE, None), |(n, pause)| (n, Some(pause)));
    let mut budget = wire.stop.map(|(after, _)| after);
    loop {
        if rest.is_empty() && wire.endless {
            rest = Bytes::from_static(&[b' '; PIECE]);
        }
        let cut = budget.is_some_and(|left| left == 0 || rest.is_empty());
        if let Some((_, stop)) = wire.stop.filter(|_| cut) {
            return match stop {
                Stop::Close | Stop::Reset => sender.abort(reset()),
                Stop::Stall => pending().await,
            };
        }
        if rest.is_empty() {
            return;
        }
        let length = piece.min(rest.len()).min(budget.unwrap_or(usize::MAX));
        if sender.send_data(rest.split_to(length)).await.is_err() {
            return;
        }
        budget = budget.map(|left| left - length);
        if let Some(pause) = pause {
            sleep(pause).await;
        }
    }
}

/// Whether the length is wrong on purpose, for which a stream is reset.
fn misframed(wire: &Wire) -> bool {
    matches!(wire.framing, Framing::WrongLength(_) | Framing::TwoLengths)
}

fn reset() -> io::Error {
    io::ErrorKind::ConnectionReset.into()
}

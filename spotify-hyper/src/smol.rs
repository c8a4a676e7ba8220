//! TCP by async-io, the reactor of smol and of async-std, with names looked up on smol's threads
//! for blocking work.

use std::{
    future::{Future, poll_fn},
    io,
    net::{IpAddr, Shutdown, SocketAddr, TcpStream, ToSocketAddrs as _},
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};

use http::{Uri, uri::Scheme};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};
use smol::{Async, Timer, unblock};
use smol_hyper::rt::FuturesIo;
use spotify_core::TransportErrorKind as Kind;
use tower_service::Service;

use crate::{failure::Unsent, route::Connecting};

/// How much earlier the addresses of the family that the system prefers are tried than the rest.
const HEAD_START: Duration = Duration::from_millis(300);

/// Makes plain connections.
#[derive(Clone)]
pub(crate) struct Tcp;

impl Service<Uri> for Tcp {
    type Response = Socket;
    type Error = Unsent;
    type Future = Connecting<Socket>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Unsent>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        Box::pin(async move {
            let host = target
                .host()
                .ok_or_else(|| Unsent::new(Kind::Other, "the URL has no host"))?;
            let usual = match target.scheme() {
                Some(scheme) if *scheme == Scheme::HTTPS => 443,
                _ => 80,
            };
            let addresses = resolve(host, target.port_u16().unwrap_or(usual))
                .await
                .map_err(|error| Unsent::new(Kind::Dns, error))?;
            let stream = connect(addresses)
                .await
                .map_err(|error| Unsent::new(Kind::Connect, error))?;
            Ok(Socket(FuturesIo::new(stream)))
        })
    }
}

async fn resolve(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    let host = host.to_owned();
    unblock(move || Ok((host, port).to_socket_addrs()?.collect())).await
}

async fn connect(addresses: Vec<SocketAddr>) -> io::Result<Async<TcpStream>> {
    let v6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (preferred, others) = addresses
        .into_iter()
        .partition(|address| address.is_ipv6() == v6);
    let stream = staggered(in_turn(preferred), HEAD_START, in_turn(others)).await?;
    stream.get_ref().set_nodelay(true)?;
    Ok(stream)
}

/// Tries one address after the other. The first failure is told: it is that of the address that
/// should have done.
async fn in_turn(addresses: Vec<SocketAddr>) -> io::Result<Async<TcpStream>> {
    let mut failure = None;
    for address in addresses {
        match Async::<TcpStream>::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    Err(failure.unwrap_or_else(|| io::ErrorKind::AddrNotAvailable.into()))
}

/// Waits for whichever succeeds first, so that a network where one family of addresses leads
/// nowhere does not use up the time for connecting. The second one begins when the first has
/// failed, or has had its head start.
async fn staggered<T>(
    first: impl Future<Output = io::Result<T>>,
    head_start: Duration,
    second: impl Future<Output = io::Result<T>>,
) -> io::Result<T> {
    let (mut first, mut second) = (pin!(first), pin!(second));
    let mut timer = Timer::after(head_start);
    let (mut first_failed, mut second_failed) = (None, None);
    let mut due = false;
    poll_fn(|cx| {
        if first_failed.is_none()
            && let Poll::Ready(outcome) = first.as_mut().poll(cx)
        {
            match outcome {
                Ok(made) => return Poll::Ready(Ok(made)),
                Err(error) => first_failed = Some(error),
            }
        }
        due = due || first_failed.is_some() || Pin::new(&mut timer).poll(cx).is_ready();
        if due
            && second_failed.is_none()
            && let Poll::Ready(outcome) = second.as_mut().poll(cx)
        {
            match outcome {
                Ok(made) => return Poll::Ready(Ok(made)),
                Err(error) => second_failed = Some(error),
            }
        }
        match first_failed.take_if(|_| second_failed.is_some()) {
            Some(error) => Poll::Ready(Err(error)),
            None => Poll::Pending,
        }
    })
    .await
}

/// A connection over TCP.
pub(crate) struct Socket(FuturesIo<Async<TcpStream>>);

impl Connection for Socket {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl Read for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buffer)
    }
}

impl Write for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    // async-io only flushes, for it does not know that this is a socket.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.0.get_ref().get_ref().shutdown(Shutdown::Write))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write_vectored(cx, slices)
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use smol::block_on;

    use super::*;

    const SHORT: Duration = Duration::from_millis(5);
    const LONG: Duration = Duration::from_secs(3600);

    fn failed<T>(why: &'static str) -> io::Result<T> {
        Err(io::Error::other(why))
    }

    #[test]
    fn a_family_that_leads_nowhere_holds_nobody_up() {
        let made = staggered(pending(), SHORT, ready(Ok(2)));
        assert_eq!(block_on(made).unwrap(), 2);
        let made = staggered(ready(failed("first")), LONG, ready(Ok(2)));
        assert_eq!(block_on(made).unwrap(), 2);
    }

    #[test]
    fn the_preferred_family_wins_if_it_can() {
        let made = staggered(ready(Ok(1)), Duration::ZERO, ready(Ok(2)));
        assert_eq!(block_on(made).unwrap(), 1);
        let slow = async {
            Timer::after(4 * SHORT).await;
            Ok(1)
        };
        let made = staggered(slow, SHORT, ready(failed("second")));
        assert_eq!(block_on(made).unwrap(), 1);
    }

    #[test]
    fn the_failure_of_the_preferred_family_is_told() {
        let made = staggered(ready(failed::<()>("first")), LONG, ready(failed("second")));
        assert_eq!(block_on(made).unwrap_err().to_string(), "first");
    }

    #[test]
    fn addresses_are_not_looked_up() {
        for (host, address) in [("127.0.0.1", "127.0.0.1:80"), ("[::1]", "[::1]:80")] {
            let found = block_on(resolve(host, 80)).unwrap();
            assert_eq!(found, [address.parse().unwrap()]);
        }
    }

    #[test]
    fn no_address_is_a_failure() {
        let error = block_on(connect(Vec::new())).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AddrNotAvailable);
    }
}

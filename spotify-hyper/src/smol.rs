//! TCP by async-io, the reactor of smol and of async-std, with names looked up on smol's threads
//! for blocking work.

use std::{
    collections::BTreeMap,
    future::{Future, pending},
    io,
    net::{IpAddr, Shutdown, SocketAddr, TcpStream, ToSocketAddrs as _},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use futures_util::stream::FuturesUnordered;
use http::{Uri, uri::Scheme};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};
use smol::{Async, Timer, future::FutureExt as _, stream::StreamExt as _, unblock};
use smol_hyper::rt::FuturesIo;
use spotify_core::TransportErrorKind as Kind;
use tower_service::Service;

use crate::{failure::Unsent, route::Connecting};

/// How long the address tried last has for itself (RFC 8305, section 5).
const HEAD_START: Duration = Duration::from_millis(250);

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
    let attempts = alternating(addresses).into_iter();
    let stream = race(attempts.map(Async::<TcpStream>::connect), HEAD_START).await?;
    stream.get_ref().set_nodelay(true)?;
    Ok(stream)
}

/// Both families in turn, so that one that leads nowhere does not keep the other waiting. The one
/// that the system prefers begins.
fn alternating(addresses: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let v6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (preferred, others): (Vec<_>, Vec<_>) = addresses
        .into_iter()
        .partition(|address| address.is_ipv6() == v6);
    let both = preferred.len().min(others.len());
    let (paired, alone) = preferred.split_at(both);
    let (theirs, theirs_alone) = others.split_at(both);
    let pairs = paired.iter().zip(theirs).flat_map(|(a, b)| [a, b]);
    pairs.chain(alone).chain(theirs_alone).copied().collect()
}

/// Waits for whichever attempt succeeds first. Each one begins when one before it has failed or
/// has had its head start, and goes on beside those that follow. If all fail, it tells the failure
/// of the first, which should have done.
async fn race<T>(
    attempts: impl Iterator<Item = impl Future<Output = io::Result<T>>>,
    head_start: Duration,
) -> io::Result<T> {
    let mut waiting = attempts.enumerate();
    let mut running = FuturesUnordered::new();
    let mut failures = BTreeMap::new();
    loop {
        let next = waiting.next();
        let is_last = next.is_none();
        running.extend(next.map(|(place, attempt)| async move { (place, attempt.await) }));
        let one_ends = async { Some(running.next().await) };
        let time_is_up = async {
            if is_last {
                pending::<()>().await;
            }
            Timer::after(head_start).await;
            None
        };
        match one_ends.or(time_is_up).await {
            None => {}
            Some(Some((_, Ok(made)))) => return Ok(made),
            Some(Some((place, Err(error)))) => {
                failures.insert(place, error);
            }
            Some(None) => break,
        }
    }
    let first = failures.into_values().next();
    Err(first.unwrap_or_else(|| io::ErrorKind::AddrNotAvailable.into()))
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
    use smol::block_on;

    use super::*;

    const SHORT: Duration = Duration::from_millis(5);
    const LONG: Duration = Duration::from_secs(3600);

    /// What comes of attempts, each of which takes a while or for ever.
    fn raced<const N: usize>(
        attempts: [(Option<u32>, Result<u8, &'static str>); N],
        head_start: Duration,
    ) -> Result<u8, String> {
        let attempts = attempts.into_iter().map(async |(steps, outcome)| {
            match steps {
                Some(steps) => Timer::after(SHORT * steps).await,
                None => pending().await,
            };
            outcome.map_err(io::Error::other)
        });
        block_on(race(attempts, head_start)).map_err(|error| error.to_string())
    }

    #[test]
    fn addresses_that_lead_nowhere_hold_nobody_up() {
        assert_eq!(
            raced([(None, Ok(1)), (None, Ok(2)), (Some(0), Ok(3))], SHORT),
            Ok(3)
        );
        assert_eq!(
            raced([(Some(0), Err("first")), (Some(0), Ok(2))], LONG),
            Ok(2)
        );
    }

    #[test]
    fn the_first_address_wins_if_it_can() {
        assert_eq!(raced([(Some(0), Ok(1)), (Some(0), Ok(2))], LONG), Ok(1));
        // It is not given up when others are tried beside it.
        let slow = [(Some(4), Ok(1)), (Some(0), Err("second")), (None, Ok(3))];
        assert_eq!(raced(slow, SHORT), Ok(1));
    }

    #[test]
    fn the_failure_of_the_first_address_is_told() {
        let failures = [(Some(4), Err("first")), (Some(0), Err("second"))];
        assert_eq!(raced(failures, SHORT), Err("first".to_owned()));
    }

    #[test]
    fn families_take_turns() {
        let [a, b, c] = ["[::1]:1", "[::1]:2", "[::1]:3"].map(|it| it.parse().unwrap());
        let [x, y] = ["127.0.0.1:1", "127.0.0.1:2"].map(|it| it.parse().unwrap());
        assert_eq!(alternating(vec![a, b, c, x]), [a, x, b, c]);
        assert_eq!(alternating(vec![x, a, b, y]), [x, a, y, b]);
        assert_eq!(alternating(vec![y, x]), [y, x]);
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

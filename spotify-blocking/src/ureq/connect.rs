//! Names and connections, bounded together and marked: what fails here was never sent.
//!
//! ureq looks a name up for every request, on a thread of its own and with a bound of its own,
//! even if a connection is idle. Here [`Later`] gives no address, and [`Dial`] looks the name up
//! when it is to connect: names, TCP and TLS then share one bound.

use http::Uri;
use spotify_core::TransportErrorKind as Kind;
use ureq::{
    Error,
    config::Config,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{
            ConnectProxyConnector, ConnectionDetails, Connector, NextTimeout, RustlsConnector,
            TcpConnector, Transport,
            time::{Duration, Instant},
        },
    },
};

use super::failure::unsent;

/// Every step of connecting.
pub(super) fn connector() -> impl Connector {
    let steps =
        ().chain(Step(ConnectProxyConnector::default(), Kind::Connect))
            .chain(Step(TcpConnector::default(), Kind::Connect))
            .chain(Step(RustlsConnector::default(), Kind::Tls));
    Dial {
        steps,
        names: DefaultResolver::default(),
    }
}

/// Leaves names to [`Dial`].
#[derive(Debug)]
pub(super) struct Later;

impl Resolver for Later {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        Ok(self.empty())
    }
}

#[derive(Debug)]
struct Dial<C> {
    steps: C,
    names: DefaultResolver,
}

impl<C: Connector> Connector for Dial<C> {
    type Out = C::Out;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        _: Option<()>,
    ) -> Result<Option<C::Out>, Error> {
        // Silence is not counted while connecting.
        let mut timeout = NextTimeout {
            per_read: None,
            per_write: None,
            ..details.timeout
        };
        let addrs = if by_proxy(details) {
            self.names.empty()
        } else {
            self.names
                .resolve(details.uri, details.config, timeout)
                .map_err(|error| unsent(Kind::Dns, error))?
        };
        let now = (details.current_time)();
        timeout.after = rest(timeout.after, details.now, now)
            .ok_or_else(|| unsent(Kind::Connect, Error::Timeout(timeout.reason)))?;
        let details = ConnectionDetails {
            uri: details.uri,
            addrs,
            config: details.config,
            // ureq keeps its TLS configuration, and with it the sessions that can be resumed,
            // for requests without settings of their own only; here every request has limits of
            // its own, but TLS is that of the agent always.
            request_level: false,
            resolver: details.resolver,
            now,
            timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        self.steps.connect(&details, None)
    }
}

/// Whether the proxy looks the name up.
fn by_proxy(details: &ConnectionDetails<'_>) -> bool {
    details
        .config
        .proxy()
        .is_some_and(|proxy| !proxy.is_no_proxy(details.uri) && !proxy.resolve_target())
}

/// What is left of a time that began to run at a moment.
fn rest(time: Duration, began: Instant, now: Instant) -> Option<Duration> {
    let (Duration::Exact(time), Instant::Exact(began), Instant::Exact(now)) = (time, began, now)
    else {
        return Some(time);
    };
    let rest = time.checked_sub(now.saturating_duration_since(began))?;
    (!rest.is_zero()).then_some(Duration::Exact(rest))
}

/// One step of connecting, and the kind of what fails in it.
#[derive(Debug)]
struct Step<C>(C, Kind);

impl<In: Transport, C: Connector<In>> Connector<In> for Step<C> {
    type Out = C::Out;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<C::Out>, Error> {
        self.0
            .connect(details, chained)
            .map_err(|error| unsent(self.1, error))
    }
}

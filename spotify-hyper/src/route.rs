//! The way to a server over any kind of TCP: directly, or by a tunnel through a proxy.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http::{Uri, uri::Scheme};
use hyper::rt::{Read, Write};
use hyper_util::client::{
    legacy::connect::{Connection, proxy::Tunnel},
    proxy::matcher::Matcher,
};
use spotify_core::{TransportErrorKind as Kind, transport::find_cause};
use tower_service::Service;

use crate::failure::Unsent;
#[cfg(feature = "rustls")]
use crate::tls::{MaybeTls, Tls};

/// A connection that is being made.
pub(crate) type Connecting<S> = Pin<Box<dyn Future<Output = Result<S, Unsent>> + Send>>;

/// What bytes go over: TCP, or something on top of it.
pub(crate) trait Socket: Read + Write + Connection + Unpin + Send + 'static {}
impl<S: Read + Write + Connection + Unpin + Send + 'static> Socket for S {}

/// What makes connections and knows why it could not.
pub(crate) trait Connector:
    Service<Uri, Response: Socket, Error = Unsent, Future: Send + 'static>
    + Clone
    + Send
    + Sync
    + 'static
{
}

impl<C> Connector for C where
    C: Service<Uri, Response: Socket, Error = Unsent, Future: Send + 'static>
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// Where requests go in.
#[derive(Clone)]
pub(crate) struct Route<C> {
    tcp: C,
    proxies: Option<Arc<Matcher>>,
    /// The way to a proxy itself, which may be over TLS.
    to_proxy: ToProxy<C>,
}

#[cfg(feature = "rustls")]
pub(crate) type ToProxy<C> = Tls<C>;
#[cfg(not(feature = "rustls"))]
pub(crate) type ToProxy<C> = C;

#[cfg(feature = "rustls")]
type Stream<S> = MaybeTls<S>;
#[cfg(not(feature = "rustls"))]
type Stream<S> = S;

impl<C: Connector> Route<C> {
    pub(crate) fn new(tcp: C, proxies: Option<Matcher>, to_proxy: ToProxy<C>) -> Self {
        Self {
            tcp,
            proxies: proxies.map(Arc::new),
            to_proxy,
        }
    }
}

impl<C: Connector> Service<Uri> for Route<C> {
    type Response = Stream<C::Response>;
    type Error = Unsent;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Unsent>> {
        self.tcp.poll_ready(cx)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let proxy = self
            .proxies
            .as_ref()
            .and_then(|proxies| proxies.intercept(&target));
        let Some(proxy) = proxy else {
            let connecting = self.tcp.call(target);
            #[cfg_attr(not(feature = "rustls"), allow(clippy::useless_conversion))]
            return Box::pin(async { connecting.await.map(Stream::from) });
        };
        if cfg!(not(feature = "rustls")) && proxy.uri().scheme() == Some(&Scheme::HTTPS) {
            let why = "a proxy over https needs the feature `rustls`";
            return Box::pin(async move { Err(Unsent::new(Kind::Tls, why)) });
        }
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.to_proxy.clone());
        if let Some(credentials) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(credentials.clone());
        }
        let connecting = tunnel.call(with_port(target));
        Box::pin(async {
            connecting.await.map_err(|error| {
                // Why the proxy itself was not reached is for the proxy's connector to say.
                let kind = find_cause::<Unsent>(&error).map_or(Kind::Connect, Unsent::kind);
                Unsent::new(kind, error)
            })
        })
    }
}

/// A tunnel to plain HTTP would go to port 443 if none were named.
fn with_port(target: Uri) -> Uri {
    if target.port().is_some() || target.scheme() != Some(&Scheme::HTTP) {
        return target;
    }
    let named = target.host().map(|host| format!("{host}:80"));
    let mut parts = target.clone().into_parts();
    parts.authority = named.and_then(|named| named.parse().ok());
    Uri::from_parts(parts).unwrap_or(target)
}

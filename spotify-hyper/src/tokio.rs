//! Connections by tokio: names, TCP, the proxy's tunnel, TLS.

use std::{
    error::Error as StdError,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http::{Uri, uri::Scheme};
use hyper_util::{
    client::{
        legacy::connect::{
            HttpConnector,
            dns::{GaiResolver, Name},
            proxy::Tunnel,
        },
        proxy::matcher::Matcher,
    },
    rt::TokioIo,
};
use spotify_core::{TransportErrorKind as Kind, transport::find_cause};
use tokio::net::TcpStream;
use tower_service::Service;

use crate::failure::{BoxError, Unsent};

type Connecting<T> = Pin<Box<dyn Future<Output = Result<T, Unsent>> + Send>>;

/// Where requests go in: plain TCP, or a tunnel through a proxy.
#[derive(Clone)]
pub(crate) struct Route {
    tcp: HttpConnector<Names>,
    proxies: Option<Arc<Matcher>>,
    /// How TLS is spoken with a proxy: without HTTP/2.
    #[cfg(feature = "rustls")]
    tls: Arc<rustls::ClientConfig>,
}

#[cfg(feature = "rustls")]
type Stream = hyper_rustls::MaybeHttpsStream<TokioIo<TcpStream>>;
#[cfg(not(feature = "rustls"))]
type Stream = TokioIo<TcpStream>;

impl Route {
    pub(crate) fn new(
        proxies: Option<Matcher>,
        #[cfg(feature = "rustls")] tls: rustls::ClientConfig,
    ) -> Self {
        let mut tcp = HttpConnector::new_with_resolver(Names(GaiResolver::new()));
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        Self {
            tcp,
            proxies: proxies.map(Arc::new),
            #[cfg(feature = "rustls")]
            tls: Arc::new(tls),
        }
    }

    /// The way to a proxy itself.
    #[cfg(feature = "rustls")]
    fn to_proxy(&self) -> hyper_rustls::HttpsConnector<HttpConnector<Names>> {
        (self.tcp.clone(), Arc::clone(&self.tls)).into()
    }

    #[cfg(not(feature = "rustls"))]
    fn to_proxy(&self) -> HttpConnector<Names> {
        self.tcp.clone()
    }
}

impl Service<Uri> for Route {
    type Response = Stream;
    type Error = Unsent;
    type Future = Connecting<Stream>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Unsent>> {
        self.tcp.poll_ready(cx).map_err(unreached)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let proxy = self
            .proxies
            .as_ref()
            .and_then(|proxies| proxies.intercept(&target));
        let Some(proxy) = proxy else {
            let connecting = self.tcp.call(target);
            #[cfg_attr(not(feature = "rustls"), allow(clippy::useless_conversion))]
            return Box::pin(async { connecting.await.map(Stream::from).map_err(unreached) });
        };
        if cfg!(not(feature = "rustls")) && proxy.uri().scheme() == Some(&Scheme::HTTPS) {
            let why = "a proxy over https needs the feature `rustls`";
            return Box::pin(async move { Err(Unsent::new(Kind::Tls, why)) });
        }
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.to_proxy());
        if let Some(credentials) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(credentials.clone());
        }
        let connecting = tunnel.call(with_port(target));
        Box::pin(async { connecting.await.map_err(unreached) })
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

fn unreached(error: impl StdError + Send + Sync + 'static) -> Unsent {
    let kind = if find_cause::<NoSuchHost>(&error).is_some() {
        Kind::Dns
    } else {
        Kind::Connect
    };
    Unsent::new(kind, error)
}

/// The system's resolver, whose failures can be told from those of TCP.
#[derive(Clone)]
pub(crate) struct Names(GaiResolver);

#[derive(Debug, thiserror::Error)]
#[error("the name could not be resolved")]
struct NoSuchHost(#[source] std::io::Error);

impl Service<Name> for Names {
    type Response = <GaiResolver as Service<Name>>::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0
            .poll_ready(cx)
            .map_err(|error| NoSuchHost(error).into())
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let resolving = self.0.call(name);
        Box::pin(async { resolving.await.map_err(|error| NoSuchHost(error).into()) })
    }
}

/// TLS over a [`Route`]: what fails here and not there failed in the handshake.
#[cfg(feature = "rustls")]
#[derive(Clone)]
pub(crate) struct Secure(pub(crate) hyper_rustls::HttpsConnector<Route>);

#[cfg(feature = "rustls")]
impl Service<Uri> for Secure {
    type Response = hyper_rustls::MaybeHttpsStream<Stream>;
    type Error = Unsent;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Unsent>> {
        self.0.poll_ready(cx).map_err(handshake)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let connecting = self.0.call(target);
        Box::pin(async { connecting.await.map_err(handshake) })
    }
}

#[cfg(feature = "rustls")]
fn handshake(error: BoxError) -> Unsent {
    match error.downcast::<Unsent>() {
        Ok(unsent) => *unsent,
        Err(error) => Unsent::new(Kind::Tls, error),
    }
}

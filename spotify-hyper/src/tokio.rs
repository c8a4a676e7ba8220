//! TCP by tokio, with names looked up on its threads for blocking work.

use std::{
    error::Error as StdError,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use http::Uri;
use hyper_util::{
    client::legacy::connect::{
        HttpConnector,
        dns::{GaiResolver, Name},
    },
    rt::TokioIo,
};
use spotify_core::{TransportErrorKind as Kind, transport::find_cause};
use tokio::net::TcpStream;
use tower_service::Service;

use crate::{
    failure::{BoxError, Unsent},
    route::Connecting,
};

/// Makes plain connections.
#[derive(Clone)]
pub(crate) struct Tcp(HttpConnector<Names>);

impl Tcp {
    pub(crate) fn new() -> Self {
        let mut tcp = HttpConnector::new_with_resolver(Names(GaiResolver::new()));
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        Self(tcp)
    }
}

impl Service<Uri> for Tcp {
    type Response = TokioIo<TcpStream>;
    type Error = Unsent;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Unsent>> {
        self.0.poll_ready(cx).map_err(unreached)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let connecting = self.0.call(target);
        Box::pin(async { connecting.await.map_err(unreached) })
    }
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
struct Names(GaiResolver);

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

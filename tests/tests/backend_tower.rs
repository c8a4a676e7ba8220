//! The conformance suite over a stack of tower: hyper-util's client with rustls, as a user
//! would put it together who has one already.
#![allow(clippy::unwrap_used, reason = "what is not as expected fails the test")]

use std::{error::Error as StdError, io, time::Duration};

use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body_util::Full;
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::{
    client::legacy::{
        self, Client,
        connect::{HttpConnector, dns::GaiResolver},
    },
    rt::{TokioExecutor, TokioTimer},
};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use spotify_core::{
    HttpTransport, Limits, Sent, Tower, TransportError, TransportErrorKind as Kind,
    transport::find_cause,
};
use spotify_tests::{
    conformance,
    conformance::{Difference, Setup},
};
use tokio::time::{sleep, timeout};
use tower::{Service, ServiceBuilder, ServiceExt as _, service_fn};

type BoxError = Box<dyn StdError + Send + Sync>;

tokio::task_local! {
    /// What the call that is being polled allows its connector.
    static LIMITS: Limits;
}

fn tls(setup: &Setup) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    if let Some(pem) = &setup.root_pem {
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            roots.add(certificate.unwrap()).unwrap();
        }
    }
    let provider = rustls::crypto::ring::default_provider();
    ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

fn unsent(kind: Kind, error: impl Into<BoxError>) -> TransportError {
    TransportError::new(kind, Sent::No).because(error)
}

/// Nothing was sent where no connection was made.
fn not_connected(error: BoxError) -> BoxError {
    let kind = match () {
        () if find_cause::<TransportError>(&*error).is_some() => return error,
        () if find_cause::<rustls::Error>(&*error).is_some() => Kind::Tls,
        () => Kind::Connect,
    };
    unsent(kind, error).into()
}

/// What a server refused over HTTP/2 it did not do.
fn refused(error: &legacy::Error) -> bool {
    find_cause::<h2::Error>(error).is_some_and(|error| {
        error.is_remote() && error.reason() == Some(h2::Reason::REFUSED_STREAM)
    })
}

/// hyper knows better than the adapter which connections were closed.
fn no_answer(error: legacy::Error) -> BoxError {
    match find_cause::<hyper::Error>(&error) {
        _ if refused(&error) => unsent(Kind::Refused, error).into(),
        Some(cause) if !cause.is_parse() && !cause.is_user() && !error.is_connect() => {
            TransportError::new(Kind::Closed, Sent::Maybe)
                .because(error)
                .into()
        }
        _ => error.into(),
    }
}

/// hyper-util's client, as a service of `Request<Bytes>`.
fn stack(
    setup: &Setup,
) -> impl Service<
    Request<Bytes>,
    Response = Response<hyper::body::Incoming>,
    Error = BoxError,
    Future: Send,
> + Clone
+ Send
+ use<> {
    let names = ServiceBuilder::new()
        .map_err(|error: io::Error| unsent(Kind::Dns, error))
        .service(GaiResolver::new());
    let mut tcp = HttpConnector::new_with_resolver(names);
    tcp.enforce_http(false);
    let https = HttpsConnectorBuilder::new()
        .with_tls_config(tls(setup))
        .https_or_http()
        .enable_all_versions()
        .wrap_connector(tcp);
    let connector = service_fn(move |target: Uri| {
        let (https, limits) = (https.clone(), LIMITS.get());
        // A moment before the adapter's own clock, which cannot know that nothing was sent.
        let total = limits.total.saturating_sub(Duration::from_millis(10));
        let (bound, late) = match total < limits.connect {
            true => (total, Kind::Timeout),
            false => (limits.connect, Kind::Connect),
        };
        Box::pin(async move {
            match timeout(bound, https.oneshot(target)).await {
                Ok(connected) => connected.map_err(not_connected),
                Err(elapsed) => Err(unsent(late, elapsed).into()),
            }
        })
    });
    let client: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .timer(TokioTimer::new())
        .build(connector);
    ServiceBuilder::new()
        .map_err(no_answer)
        .map_request(|request: Request<Bytes>| request.map(Full::new))
        .service(service_fn(move |request: Request<Full<Bytes>>| {
            let limits = *request.extensions().get::<Limits>().unwrap();
            LIMITS.scope(limits, client.request(request))
        }))
}

fn transport(setup: &Setup) -> impl HttpTransport + use<> {
    Tower::new(stack(setup), sleep)
}

conformance!(
    tower,
    async |setup: Setup| transport(&setup),
    explains Difference::because(
        "a service does not say that it connects, so that counts as silence: with `Limits::idle` \
         below `Limits::connect` the attempt ends as Idle"
    )
    .outcome(
        "a_handshake_that_stalls",
        "= Connect, never sent\n= Idle, may have been received\n= Timeout, never sent",
    ),
    explains Difference::because(
        "a body's failure is the service's own, so it cannot be told whether the server broke the \
         rules or went away"
    )
    .line_in(
        "a_chunk_whose_size_is_none",
        "= Other, may have been received",
        "= Incomplete, may have been received",
    )
);

//! One type for the clients of all backends, so that the tour is written once.

use std::{iter, str::FromStr, sync::Arc};

use spotify_blocking::Ureq;
use spotify_core::{
    BaseUrl, BlockingTransport, Endpoint, Error, Execute, Grant, HttpTransport, Paged, Pager,
    ProxyChoice, SessionState, SignIn, blocking, call::Pause,
};
use spotify_hyper::Hyper;
use spotify_reqwest::Reqwest;
use tokio::runtime::{self, Runtime};

use super::Outcome;

/// What carries the requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Backend {
    #[default]
    Reqwest,
    Hyper,
    Blocking,
}

/// What stands between clients and the transports of their backends: a recorder, say.
pub(crate) trait Between: Send + Sync {
    /// Takes notice of the addresses that are asked.
    fn servers(&self, api: &str, accounts: &str);

    fn asynchronous(&self, transport: Box<dyn HttpTransport>) -> Box<dyn HttpTransport>;

    fn blocking(&self, transport: Box<dyn BlockingTransport>) -> Box<dyn BlockingTransport>;
}

/// Nothing stands between.
pub(super) struct Direct;

impl Between for Direct {
    fn servers(&self, _: &str, _: &str) {}

    fn asynchronous(&self, transport: Box<dyn HttpTransport>) -> Box<dyn HttpTransport> {
        transport
    }

    fn blocking(&self, transport: Box<dyn BlockingTransport>) -> Box<dyn BlockingTransport> {
        transport
    }
}

/// Where requests go, and through what.
pub(super) struct Servers<'a> {
    pub(super) between: &'a dyn Between,
    pub(super) api: BaseUrl,
    pub(super) accounts: BaseUrl,
    pub(super) proxy: ProxyChoice,
}

/// A client of any backend, on the caller's thread.
///
/// It is an [`Execute`] like the library's own two clients, so it has all their operations. Those
/// of an asynchronous client are waited for here; a program that is asynchronous itself writes
/// `.await` where the tour writes `.send()?`.
#[derive(Clone)]
pub(super) enum Client {
    Async(spotify_core::Client, Arc<Runtime>),
    Blocking(blocking::Client),
}

/// Puts a [`Client`] together.
pub(super) enum Builder {
    Async(spotify_core::ClientBuilder, Arc<Runtime>),
    Blocking(blocking::ClientBuilder),
}

impl Backend {
    const ALL: [Self; 3] = [Self::Reqwest, Self::Hyper, Self::Blocking];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Reqwest => "reqwest",
            Self::Hyper => "hyper",
            Self::Blocking => "blocking",
        }
    }

    /// What it is, for people.
    pub(super) const fn about(self) -> &'static str {
        match self {
            Self::Reqwest => "reqwest: asynchronous, up to 4 pages of a list at once",
            Self::Hyper => "hyper: asynchronous, up to 4 pages of a list at once",
            Self::Blocking => "blocking: ureq, no async, a page at a time",
        }
    }
}

impl FromStr for Backend {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut all = Self::ALL.into_iter();
        all.find(|backend| backend.name() == text).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("there is no backend `{text}`; there are: {names}")
        })
    }
}

impl Builder {
    pub(super) fn new(backend: Backend, servers: Servers<'_>) -> Outcome<Self> {
        let proxy = servers.proxy.clone();
        match backend {
            Backend::Reqwest => {
                let transport = Reqwest::builder().proxy(proxy).build()?;
                Self::on_tokio(transport, servers)
            }
            Backend::Hyper => {
                let transport = Hyper::builder().proxy(proxy).build()?;
                Self::on_tokio(transport, servers)
            }
            Backend::Blocking => {
                let transport = Ureq::builder().proxy(proxy).build()?;
                let transport = servers.between.blocking(Box::new(transport));
                let builder = blocking::Client::builder(transport);
                Ok(Self::Blocking(pointed(builder, servers)))
            }
        }
    }

    fn on_tokio(transport: impl HttpTransport + 'static, servers: Servers<'_>) -> Outcome<Self> {
        let transport = servers.between.asynchronous(Box::new(transport));
        let builder = spotify_core::Client::builder(transport);
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        Ok(Self::Async(pointed(builder, servers), Arc::new(runtime)))
    }

    /// Makes a client for a user who has just signed in.
    pub(super) fn sign_in(self, exchange: impl SignIn) -> Result<Client, Error> {
        Ok(match self {
            Self::Async(builder, runtime) => {
                Client::Async(runtime.block_on(builder.sign_in(exchange))?, runtime)
            }
            Self::Blocking(builder) => Client::Blocking(builder.sign_in(exchange)?),
        })
    }

    /// Makes a client that gets its tokens by a grant.
    pub(super) fn grant(self, grant: impl Grant + 'static) -> Result<Client, Error> {
        Ok(match self {
            Self::Async(builder, runtime) => Client::Async(builder.grant(grant).build()?, runtime),
            Self::Blocking(builder) => Client::Blocking(builder.grant(grant).build()?),
        })
    }
}

fn pointed<T: ?Sized, S: ?Sized>(
    builder: spotify_core::Builder<T, S>,
    servers: Servers<'_>,
) -> spotify_core::Builder<T, S> {
    builder
        .api_base(servers.api)
        .accounts_base(servers.accounts)
        .user_agent("xtask-tour")
}

impl Client {
    pub(super) fn session(&self) -> SessionState {
        match self {
            Self::Async(client, _) => client.session(),
            Self::Blocking(client) => client.session(),
        }
    }

    pub(super) fn pause(&self) -> Option<Pause> {
        match self {
            Self::Async(client, _) => client.pause(),
            Self::Blocking(client) => client.pause(),
        }
    }
}

impl Execute for Client {
    type Output<R: Send + 'static> = Result<R, Error>;
    type Items<T: Send + 'static> = Box<dyn Iterator<Item = Result<T, Error>> + Send>;

    fn execute<E>(&self, endpoint: E) -> Result<E::Response, Error>
    where
        E: Endpoint + 'static,
        E::Response: 'static,
    {
        match self {
            Self::Async(client, runtime) => runtime.block_on(client.send(endpoint)),
            Self::Blocking(client) => client.send(endpoint),
        }
    }

    fn walk<E, T>(&self, pager: Pager<E>, view: fn(&mut Pager<E>) -> Option<T>) -> Self::Items<T>
    where
        E: Paged + 'static,
        E::Response: 'static,
        T: Send + 'static,
    {
        match self {
            Self::Async(client, runtime) => {
                let (mut items, runtime) = (client.walk(pager, view), runtime.clone());
                Box::new(iter::from_fn(move || {
                    runtime.block_on(items.try_next()).transpose()
                }))
            }
            Self::Blocking(client) => Box::new(client.walk(pager, view)),
        }
    }
}

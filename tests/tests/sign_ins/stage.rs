//! A mock, a transport to it, and clients that sign in there without waiting in real time.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use spotify_auth::App;
use spotify_blocking::Ureq;
use spotify_core::{
    Accounts, BlockingTransport, Builder, Client, Error, HttpTransport, Limits, ProxyChoice,
    SessionState, SignIn, TransportError, blocking, testing::ManualClock,
};
use spotify_endpoints::GetCurrentUser;
use spotify_hyper::Hyper;
use spotify_reqwest::Reqwest;
use spotify_tests::mock::{Builder as MockBuilder, MockSpotify};
use tokio::runtime::Runtime;

/// What a test has at hand.
pub(crate) struct Stage {
    pub(crate) name: &'static str,
    pub(crate) mock: Arc<MockSpotify>,
    pub(crate) accounts: Accounts,
    waits: Waits,
    wire: Wire,
}

enum Wire {
    Async(Arc<dyn HttpTransport>, Runtime),
    Blocking(Arc<dyn BlockingTransport>),
}

/// A client of either kind.
pub(crate) enum Signed<'a> {
    Async(Client, &'a Runtime),
    Blocking(blocking::Client),
}

/// The waits of a sign-in: they move clocks, and take no time.
#[derive(Clone)]
pub(crate) struct Waits {
    mock: Arc<MockSpotify>,
    clock: ManualClock,
    /// Whether the sign-in is over: the waits of calls are real.
    over: Arc<AtomicBool>,
    log: Arc<Mutex<Vec<Duration>>>,
    then: Arc<Mutex<Option<Then>>>,
}

type Then = Box<dyn FnMut(&MockSpotify, usize) + Send>;

impl Waits {
    fn skipped(&self, delay: Duration) -> bool {
        if self.over.load(SeqCst) {
            return false;
        }
        self.clock.advance(delay);
        self.mock.advance(delay);
        let mut log = self.log.lock().unwrap();
        log.push(delay);
        if let Some(then) = &mut *self.then.lock().unwrap() {
            then(&self.mock, log.len());
        }
        true
    }
}

/// A transport whose waits are skipped.
struct Hurried<T>(T, Waits);

#[async_trait]
impl<T: HttpTransport> HttpTransport for Hurried<T> {
    async fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        self.0.send(request, limits).await
    }

    async fn sleep(&self, delay: Duration) {
        if !self.1.skipped(delay) {
            self.0.sleep(delay).await;
        }
    }
}

/// The same without async.
struct HurriedBlocking<T>(T, Waits);

impl<T: BlockingTransport> BlockingTransport for HurriedBlocking<T> {
    fn send(&self, r: Request<Bytes>, limits: Limits) -> Result<Response<Bytes>, TransportError> {
        self.0.send(r, limits)
    }

    fn sleep(&self, delay: Duration) {
        if !self.1.skipped(delay) {
            self.0.sleep(delay);
        }
    }
}

/// Every transport, with and without TLS, each with a mock of its own.
pub(crate) fn everywhere(mock: impl Fn() -> MockBuilder, test: impl Fn(&Stage)) {
    for tls in [false, true] {
        for name in ["reqwest", "hyper", "ureq"] {
            let mock = Arc::new(mock().start().unwrap());
            test(&Stage::new(name, mock, tls));
        }
    }
}

impl Stage {
    fn new(name: &'static str, mock: Arc<MockSpotify>, tls: bool) -> Self {
        let waits = Waits {
            mock: mock.clone(),
            clock: ManualClock::new(),
            over: Arc::default(),
            log: Arc::default(),
            then: Arc::default(),
        };
        let root = mock.ca_pem().as_bytes();
        let runtime = || Runtime::new().unwrap();
        let wire = match name {
            "reqwest" => {
                let http = Reqwest::builder()
                    .proxy(ProxyChoice::None)
                    .add_root_certificate_pem(root);
                let http = Hurried(http.build().unwrap(), waits.clone());
                Wire::Async(Arc::new(http), runtime())
            }
            "hyper" => {
                let http = Hyper::builder()
                    .proxy(ProxyChoice::None)
                    .add_root_certificate_pem(root);
                let http = Hurried(http.build().unwrap(), waits.clone());
                Wire::Async(Arc::new(http), runtime())
            }
            _ => {
                let http = Ureq::builder()
                    .proxy(ProxyChoice::None)
                    .add_root_certificate_pem(root);
                let http = HurriedBlocking(http.build().unwrap(), waits.clone());
                Wire::Blocking(Arc::new(http))
            }
        };
        let (base, device) = match tls {
            false => (mock.accounts_base(), mock.device_endpoint()),
            true => (mock.tls_accounts_base(), mock.tls_device_endpoint()),
        };
        let accounts = Accounts::try_from(&*base).unwrap();
        Self {
            name,
            accounts: accounts.device(device.parse().unwrap()),
            mock,
            waits,
            wire,
        }
    }

    /// Does this after each wait of a sign-in, which are counted from 1.
    pub(crate) fn after_each_wait(&self, then: impl FnMut(&MockSpotify, usize) + Send + 'static) {
        *self.waits.then.lock().unwrap() = Some(Box::new(then));
    }

    /// How long the sign-in has waited, each time.
    pub(crate) fn waits(&self) -> Vec<u64> {
        let log = self.waits.log.lock().unwrap();
        log.iter().map(Duration::as_secs).collect()
    }

    /// The mock's app, without its secret.
    pub(crate) fn app(&self) -> App {
        let app = App::new(self.mock.client_id()).unwrap();
        app.redirect("http://127.0.0.1:8888/callback").unwrap()
    }

    /// What was asked for: `GET /path`, one a line.
    pub(crate) fn asked(&self) -> String {
        let lines = self.mock.requests().into_iter();
        lines
            .map(|request| format!("{} {}\n", request.method, request.path()))
            .collect()
    }

    /// Signs in.
    pub(crate) fn sign_in(&self, way: impl SignIn) -> Result<Signed<'_>, Error> {
        let signed = match &self.wire {
            Wire::Async(wire, runtime) => {
                let builder = self.settings(Client::builder(wire.clone()));
                Signed::Async(runtime.block_on(builder.sign_in(way))?, runtime)
            }
            Wire::Blocking(wire) => {
                let builder = self.settings(blocking::Client::builder(wire.clone()));
                Signed::Blocking(builder.sign_in(way)?)
            }
        };
        self.waits.over.store(true, SeqCst);
        Ok(signed)
    }

    fn settings<T: ?Sized, S: ?Sized>(&self, builder: Builder<T, S>) -> Builder<T, S> {
        builder
            .api_base(&*self.mock.api_base())
            .accounts(self.accounts.clone())
            .account("me")
            .clock(self.waits.clock.clone())
    }
}

impl Signed<'_> {
    /// Who is signed in.
    pub(crate) fn user(&self) -> String {
        let user = match self {
            Self::Async(client, runtime) => runtime.block_on(client.send(GetCurrentUser::new())),
            Self::Blocking(client) => client.send(GetCurrentUser::new()),
        };
        user.unwrap().id.to_string()
    }

    pub(crate) fn session(&self) -> SessionState {
        match self {
            Self::Async(client, _) => client.session(),
            Self::Blocking(client) => client.session(),
        }
    }
}

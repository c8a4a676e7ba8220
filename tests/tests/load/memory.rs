//! A transport in memory, whose time is tokio's: with the clock paused a test is over at once,
//! and every figure is the same in each run.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use spotify_core::{
    Client, ClientBuilder, Clock, HttpTransport, Limits, MemoryStore, Now, Timestamp, Token,
    TransportError,
};
use tokio::time::Instant;

use crate::accounts::{REFRESH, Rotation, Service};

/// Answers after a while, and refuses every token but the last that its accounts service gave.
#[derive(Clone)]
pub(crate) struct Memory {
    shared: Arc<Shared>,
    pub(crate) service: Service,
}

struct Shared {
    takes: Duration,
    exchange_takes: Duration,
    in_flight: AtomicUsize,
    most: AtomicUsize,
    requests: Mutex<Vec<String>>,
    /// Whether the last token is the only good one.
    strict: AtomicBool,
}

impl Memory {
    pub(crate) fn new(takes: Duration, exchange_takes: Duration) -> Self {
        Self {
            shared: Arc::new(Shared {
                takes,
                exchange_takes,
                in_flight: AtomicUsize::new(0),
                most: AtomicUsize::new(0),
                requests: Mutex::default(),
                strict: AtomicBool::new(false),
            }),
            service: Service::new(Rotation::Strict),
        }
    }

    /// Refuses from now on every token but the last one given.
    pub(crate) fn refuse_old_tokens(&self) {
        self.shared.strict.store(true, SeqCst);
    }

    /// The most requests that were under way at once.
    pub(crate) fn most(&self) -> usize {
        self.shared.most.load(SeqCst)
    }

    /// How many requests are under way.
    pub(crate) fn in_flight(&self) -> usize {
        self.shared.in_flight.load(SeqCst)
    }

    /// The paths and queries asked for, in the order in which they came.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.shared.requests.lock().unwrap().clone()
    }

    /// A client over it, in tokio's time, with a token that is good for an hour.
    pub(crate) fn client(&self) -> ClientBuilder {
        let clock = TokioClock::start();
        let token = Token::new("access-0")
            .refresh("refresh-0")
            .expires_in(Duration::from_secs(3600), clock.now());
        Client::builder(self.clone())
            .grant(REFRESH)
            .token(token)
            .store(MemoryStore::with_clock(clock))
            .clock(clock)
    }

    fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let sent = request.headers()["authorization"].to_str().unwrap();
        let good = format!("Bearer access-{}", self.service.exchanges());
        if self.shared.strict.load(SeqCst) && sent != good {
            let mut refused = Response::new(Bytes::new());
            *refused.status_mut() = StatusCode::UNAUTHORIZED;
            return refused;
        }
        match request
            .uri()
            .query()
            .and_then(|query| query.strip_prefix("offset="))
        {
            None => Response::new(Bytes::from_static(b"ok")),
            Some(offset) => page(offset.parse().unwrap()),
        }
    }
}

/// A page of ten numbers, of a thousand.
fn page(offset: u32) -> Response<Bytes> {
    let items: Vec<u32> = (offset..offset + 10).collect();
    let after = offset + 10;
    let next = (after < 1000).then(|| format!("https://api.spotify.com/v1/list?offset={after}"));
    let page = serde_json::json!({"items": items, "next": next, "total": 1000});
    Response::new(Bytes::from(page.to_string()))
}

#[async_trait]
impl HttpTransport for Memory {
    async fn send(
        &self,
        request: Request<Bytes>,
        _: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        let exchange = request.uri().host() == Some("accounts.spotify.com");
        if exchange {
            // It is carried out when it arrives, and the answer takes its time.
            let answer = self.service.answer(&request);
            tokio::time::sleep(self.shared.exchange_takes).await;
            return Ok(answer);
        }
        let target = request.uri().path_and_query().unwrap().to_string();
        self.shared.requests.lock().unwrap().push(target);
        let _counted = Counted::new(&self.shared);
        tokio::time::sleep(self.shared.takes).await;
        Ok(self.answer(&request))
    }

    async fn sleep(&self, delay: Duration) {
        tokio::time::sleep(delay).await;
    }
}

struct Counted<'s>(&'s Shared);

impl<'s> Counted<'s> {
    fn new(shared: &'s Shared) -> Self {
        let now = shared.in_flight.fetch_add(1, SeqCst) + 1;
        shared.most.fetch_max(now, SeqCst);
        Self(shared)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, SeqCst);
    }
}

/// Tokio's clock, paused or not.
#[derive(Clone, Copy)]
pub(crate) struct TokioClock(Instant);

impl TokioClock {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }
}

impl Clock for TokioClock {
    fn now(&self) -> Now {
        let mono = self.0.elapsed();
        let start = Timestamp::from_secs(1_795_348_800);
        Now {
            wall: start.saturating_add(mono),
            mono,
        }
    }

    fn seed(&self) -> u64 {
        7
    }
}

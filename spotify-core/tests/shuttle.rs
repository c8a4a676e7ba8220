//! The single flight under explored schedules.
//!
//! Runs with `RUSTFLAGS="--cfg shuttle"`, which swaps the locks of this crate for shuttle's;
//! `cargo xtask test` does that in a target folder of its own. Elsewhere this file is empty.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]
#![cfg(shuttle)]

#[path = "support/accounts.rs"]
mod accounts;
#[path = "support/endpoints.rs"]
mod endpoints;

use std::{
    future::poll_fn,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    task::{Poll, Waker},
    time::Duration,
};

use accounts::{REFRESH, Refresh, Rotation, Service};
use bytes::Bytes;
use endpoints::Read;
use http::{Request, Response};
use shuttle::{future, sync::Mutex, thread};
use spotify_core::{
    BlockingTransport, Client, HttpTransport, Limits, Repeat, TransportError, blocking,
    testing::ManualClock,
};

/// How many schedules each test explores.
const SCHEDULES: usize = 100_000;

/// A reactor of one event: a token request ends when another thread says so.
#[derive(Clone, Default)]
struct Event(Arc<Mutex<(bool, Vec<Waker>)>>);

impl Event {
    fn happen(&self) {
        let wakers = {
            let mut held = self.0.lock().unwrap();
            held.0 = true;
            std::mem::take(&mut held.1)
        };
        wakers.into_iter().for_each(Waker::wake);
    }

    async fn happened(&self) {
        poll_fn(|context| {
            let mut held = self.0.lock().unwrap();
            if held.0 {
                return Poll::Ready(());
            }
            held.1.push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

#[derive(Clone)]
struct Wire {
    service: Service,
    /// When set, a token request is answered only after it happened.
    event: Option<Event>,
    panics: Arc<AtomicU32>,
}

impl Wire {
    fn new(event: Option<Event>) -> Self {
        Self {
            service: Service::new(Rotation::Strict),
            event,
            panics: Arc::default(),
        }
    }

    fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        if request.uri().host() == Some("accounts.spotify.com") {
            if self.panics.load(SeqCst) > 0 {
                self.panics.fetch_sub(1, SeqCst);
                std::panic::resume_unwind(Box::new("a transport that panics"));
            }
            return self.service.answer(request);
        }
        Response::new(Bytes::copy_from_slice(
            request.headers()["authorization"].as_bytes(),
        ))
    }
}

#[async_trait::async_trait]
impl HttpTransport for Wire {
    async fn send(
        &self,
        request: Request<Bytes>,
        _: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        let token = request.uri().host() == Some("accounts.spotify.com");
        match &self.event {
            Some(event) if token => event.happened().await,
            _ => future::yield_now().await,
        }
        Ok(self.answer(&request))
    }

    async fn sleep(&self, _: Duration) {
        std::future::pending().await
    }
}

impl BlockingTransport for Wire {
    fn send(&self, request: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, TransportError> {
        thread::yield_now();
        Ok(self.answer(&request))
    }

    fn sleep(&self, _: Duration) {
        thread::yield_now();
    }
}

fn token() -> spotify_core::Token {
    spotify_core::Token::new("access-0")
        .refresh("refresh-0")
        .expires_at(spotify_core::Timestamp::EPOCH)
}

fn client(wire: &Wire) -> Client {
    let builder = Client::builder(wire.clone()).grant(REFRESH).token(token());
    builder.clock(ManualClock::new()).build().unwrap()
}

fn blocking_client(wire: &Wire) -> blocking::Client {
    let builder = blocking::Client::builder(wire.clone())
        .grant(REFRESH)
        .token(token());
    builder.clock(ManualClock::new()).build().unwrap()
}

#[test]
fn t4_callers_at_one_expiry_send_one_refresh() {
    shuttle::check_random(
        || {
            let wire = Wire::new(None);
            let client = client(&wire);
            let calls: Vec<_> = (0..3)
                .map(|_| {
                    let client = client.clone();
                    future::spawn(async move { client.send(Read).await })
                })
                .collect();
            future::block_on(async {
                for call in calls {
                    assert_eq!(call.await.unwrap().unwrap(), "Bearer access-1");
                }
            });
            assert_eq!(wire.service.exchanges(), 1);
        },
        SCHEDULES,
    );
}

#[test]
fn t5_a_caller_that_is_dropped_neither_ends_nor_loses_the_refresh() {
    shuttle::check_random(
        || {
            let event = Event::default();
            let wire = Wire::new(Some(event.clone()));
            let first = client(&wire);
            let second = first.clone();
            // One polls once and goes away, at any moment of the other's life.
            let leaver = thread::spawn(move || {
                future::block_on(async move {
                    let mut call = pin!(first.send(Read));
                    poll_fn(|context| {
                        let _ = call.as_mut().poll(context);
                        Poll::Ready(())
                    })
                    .await;
                });
            });
            let stayer = thread::spawn(move || future::block_on(second.send(Read)));
            let reactor = thread::spawn(move || event.happen());
            leaver.join().unwrap();
            reactor.join().unwrap();
            assert_eq!(stayer.join().unwrap().unwrap(), "Bearer access-1");
            assert_eq!(wire.service.exchanges(), 1);
        },
        SCHEDULES,
    );
}

#[test]
fn t5_a_refresh_that_panics_is_an_error_for_all_and_blocks_nobody() {
    shuttle::check_random(
        || {
            let wire = Wire::new(None);
            wire.panics.store(1, SeqCst);
            // One that takes no lease: what panicked cannot give it back, and it ends by itself
            // in a time that does not pass here.
            let grant = Refresh {
                repeat: Repeat::Safe,
            };
            let builder = Client::builder(wire.clone())
                .grant(grant)
                .clock(ManualClock::new());
            let client = builder.build().unwrap();
            let calls: Vec<_> = (0..2)
                .map(|_| {
                    let client = client.clone();
                    future::spawn(async move { client.send(Read).await.is_ok() })
                })
                .collect();
            future::block_on(async {
                for call in calls {
                    let _ = call.await.unwrap();
                }
                assert_eq!(client.send(Read).await.unwrap(), "Bearer access-1");
            });
            assert_eq!(wire.service.exchanges(), 1);
        },
        SCHEDULES,
    );
}

#[test]
fn t4_threads_at_one_expiry_send_one_refresh() {
    shuttle::check_random(
        || {
            let wire = Wire::new(None);
            let client = blocking_client(&wire);
            let calls: Vec<_> = (0..3)
                .map(|_| {
                    let client = client.clone();
                    thread::spawn(move || client.send(Read))
                })
                .collect();
            for call in calls {
                assert_eq!(call.join().unwrap().unwrap(), "Bearer access-1");
            }
            assert_eq!(wire.service.exchanges(), 1);
        },
        SCHEDULES,
    );
}

#[test]
fn c1_more_callers_than_permits_all_get_their_turn() {
    shuttle::check_random(
        || {
            let wire = Wire::new(None);
            let client = blocking::Client::builder(wire.clone())
                .token("t")
                .in_flight(1);
            let client = client.clock(ManualClock::new()).build().unwrap();
            let calls: Vec<_> = (0..3)
                .map(|_| {
                    let client = client.clone();
                    thread::spawn(move || client.send(Read))
                })
                .collect();
            for call in calls {
                assert_eq!(call.join().unwrap().unwrap(), "Bearer t");
            }
        },
        SCHEDULES,
    );
}

#[test]
fn a13_a_token_that_is_set_while_threads_renew_is_the_one_that_stays() {
    shuttle::check_random(
        || {
            let wire = Wire::new(None);
            let client = blocking_client(&wire);
            let calls: Vec<_> = (0..2)
                .map(|_| {
                    let client = client.clone();
                    thread::spawn(move || client.send(Read))
                })
                .collect();
            client.set_token("set").unwrap();
            for call in calls {
                // Whoever was there before went with what it had.
                let carried = call.join().unwrap().unwrap();
                assert!(
                    ["Bearer set", "Bearer access-1"].contains(&&*carried),
                    "{carried}"
                );
            }
            assert_eq!(client.send(Read).unwrap(), "Bearer set");
            assert!(wire.service.exchanges() <= 1);
        },
        SCHEDULES,
    );
}

#[test]
fn a13_a_token_that_is_set_while_tasks_renew_is_the_one_that_stays() {
    shuttle::check_random(
        || {
            let event = Event::default();
            let wire = Wire::new(Some(event.clone()));
            let client = client(&wire);
            let calls: Vec<_> = (0..2)
                .map(|_| {
                    let client = client.clone();
                    thread::spawn(move || future::block_on(client.send(Read)))
                })
                .collect();
            let owner = client.clone();
            let setter = thread::spawn(move || owner.set_token("set").unwrap());
            // No event ever happens: the renewal hangs, and yet nobody does.
            setter.join().unwrap();
            for call in calls {
                assert_eq!(call.join().unwrap().unwrap(), "Bearer set");
            }
            event.happen();
            assert_eq!(future::block_on(client.send(Read)).unwrap(), "Bearer set");
            assert!(wire.service.exchanges() <= 1);
        },
        SCHEDULES,
    );
}

//! Several runtimes, and a renewal that one of them begins and leaves.

use std::{pin::pin, sync::Arc, thread, time::Duration};

use spotify_auth::{App, Refresh};
use spotify_core::{
    AuthError, Client, Clock as _, Error, HttpTransport, Policy, SystemClock, Timestamp, Token,
};
use spotify_hyper::Hyper;
use spotify_reqwest::Reqwest;
use spotify_tests::mock::{Answer, Fault, MockSpotify};
use tokio::{
    runtime::{Builder, Runtime},
    sync::Barrier,
};

use crate::endpoints::Read;

/// How long an exchange takes at the mock.
const EXCHANGE: Duration = Duration::from_millis(300);
/// How long a call is given.
const DEADLINE: Duration = Duration::from_millis(1500);

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn transports() -> [(&'static str, Arc<dyn HttpTransport>); 2] {
    let hyper = Hyper::builder()
        .proxy(spotify_hyper::ProxyChoice::None)
        .build()
        .unwrap();
    let reqwest = Reqwest::builder()
        .proxy(spotify_reqwest::ProxyChoice::None)
        .build()
        .unwrap();
    [("hyper", Arc::new(hyper)), ("reqwest", Arc::new(reqwest))]
}

/// A mock whose exchanges take their time, and a client whose token is over.
fn begin(transport: Arc<dyn HttpTransport>) -> (MockSpotify, Client) {
    let mock = MockSpotify::start().unwrap();
    mock.fault(
        Fault::on("GET", "/v1/thing")
            .always()
            .answer(Answer::text(200, "ok")),
    );
    mock.fault(Fault::on_accounts("POST", "/api/token").delay(EXCHANGE));
    let refresh = mock.mint_refresh_token(&[]);
    let over = Token::new("over")
        .refresh(refresh.as_str())
        .expires_at(Timestamp::EPOCH);
    let client = Client::builder(transport)
        .api_base(mock.api_base())
        .accounts_base(mock.accounts_base())
        .grant(Refresh::new(
            App::new(mock.client_id()).unwrap(),
            refresh.as_str(),
        ))
        .token(over)
        .policy(Policy::new().deadline(DEADLINE))
        .build()
        .unwrap();
    (mock, client)
}

/// What a call comes to on a runtime of its own; it must end in time.
fn on_another_runtime(client: &Client) -> Result<String, Error> {
    let start = SystemClock.now().mono;
    let result = runtime().block_on(client.send(Read));
    let took = SystemClock.now().mono - start;
    assert!(
        took < DEADLINE + Duration::from_millis(500),
        "it took {took:?}"
    );
    result
}

/// Polls a call on a runtime until its exchange is under way, then lets the runtime be.
fn leave(runtime: &Runtime, client: &Client, mock: &MockSpotify) {
    runtime.block_on(async {
        let mut call = pin!(client.send(Read));
        tokio::select! {
            _ = &mut call => panic!("it ended"),
            () = async {
                while mock.requests().is_empty() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            } => {}
        }
    });
}

/// The connection belongs to a runtime that nobody drives: the exchange cannot go on, and whoever
/// waits for it gets an answer or a typed error within the deadline.
#[test]
fn t5_a_renewal_begun_on_a_runtime_that_is_idle_now_ends_in_time() {
    for (name, transport) in transports() {
        let (mock, client) = begin(transport);
        let first = runtime();
        leave(&first, &client, &mock);
        let second = on_another_runtime(&client);
        println!("{name}, first runtime idle: {second:?}");
        assert!(
            matches!(second, Ok(_) | Err(Error::Deadline { .. })),
            "{second:?}"
        );
        drop(first);
        let third = on_another_runtime(&client);
        println!("{name}, first runtime gone since: {third:?}");
        assert!(third.is_ok() || is_typed(&third), "{third:?}");
    }
}

#[test]
fn t5_a_renewal_begun_on_a_runtime_that_is_gone_ends_in_time() {
    for (name, transport) in transports() {
        let (mock, client) = begin(transport);
        let first = runtime();
        leave(&first, &client, &mock);
        drop(first);
        let second = on_another_runtime(&client);
        println!("{name}, first runtime gone: {second:?}");
        assert!(second.is_ok() || is_typed(&second), "{second:?}");
        assert_eq!(
            on_another_runtime(&client).unwrap(),
            "ok",
            "and the next call works"
        );
    }
}

fn is_typed(result: &Result<String, Error>) -> bool {
    matches!(
        result,
        Err(Error::Deadline { .. }
            | Error::Transport(_)
            | Error::Auth(AuthError::Panicked)
            | Error::ReauthRequired(_))
    )
}

/// One client on two runtimes of two kinds at the same time: connections that one of them has
/// made serve the other.
#[test]
fn c3_one_client_serves_several_runtimes_at_once() {
    for (name, transport) in transports() {
        let (mock, client) = begin(transport);
        // A connection is driven by the runtime on which it was made: both run until all is done.
        let end = Barrier::new(2);
        let many = async || {
            let calls: Vec<_> = (0..100)
                .map(|_| {
                    let client = client.clone();
                    tokio::spawn(async move { client.send(Read).await })
                })
                .collect();
            for call in calls {
                assert_eq!(call.await.unwrap().unwrap(), "ok");
            }
            end.wait().await;
        };
        let one = runtime();
        let two = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        thread::scope(|scope| {
            scope.spawn(|| one.block_on(many()));
            scope.spawn(|| two.block_on(many()));
        });
        assert_eq!(mock.exchanges(), 1, "{name}");
    }
}

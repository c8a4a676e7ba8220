//! One renewal for all, and callers that do not wait for its end.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    sync::atomic::{AtomicBool, Ordering::SeqCst},
    task::Poll,
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use spotify_core::{
    Accounts, AuthError, Client, Error, Execute as _, Flow, Grant, Limits, Now, Pager, Repeat,
    Timestamp, Token,
};
use tokio::time::{Instant, sleep};

use crate::{
    CROWD,
    accounts::{REFRESH, Rotation},
    endpoints::{List, Read},
    memory::Memory,
};

const MS: Duration = Duration::from_millis(1);
const HOUR: Duration = Duration::from_secs(3600);

/// Polls a future once.
async fn once<T>(mut future: Pin<&mut (impl Future<Output = T> + ?Sized)>) -> Option<T> {
    poll_fn(|context| {
        Poll::Ready(match future.as_mut().poll(context) {
            Poll::Ready(outcome) => Some(outcome),
            Poll::Pending => None,
        })
    })
    .await
}

async fn all_succeed(client: &Client) {
    let calls: Vec<_> = (0..CROWD)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(Read).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn t4_ten_thousand_callers_at_one_expiry_renew_once() {
    let memory = Memory::new(MS, 50 * MS);
    memory.refuse_old_tokens();
    let client = memory.client().build().unwrap();
    for renewals in 1..=3 {
        sleep(HOUR).await;
        all_succeed(&client).await;
        assert_eq!(
            (memory.service.exchanges(), memory.service.refused()),
            (renewals, 0)
        );
    }
}

#[tokio::test(start_paused = true)]
async fn t4_ten_thousand_callers_whose_token_is_refused_renew_once() {
    let memory = Memory::new(MS, 50 * MS);
    memory.refuse_old_tokens();
    let client = memory.client().in_flight(CROWD).build().unwrap();
    // Somebody else has renewed: the client's token is refused before its time.
    memory.service.0.lock().unwrap().exchanges = 1;
    all_succeed(&client).await;
    assert_eq!(
        (memory.service.exchanges(), memory.service.refused()),
        (2, 0)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t4_the_same_on_two_threads_in_real_time() {
    let memory = Memory::new(MS, 50 * MS);
    memory.refuse_old_tokens();
    let client = memory.client().build().unwrap();
    memory.service.0.lock().unwrap().exchanges = 1;
    let start = Instant::now();
    all_succeed(&client).await;
    println!(
        "{CROWD} callers, one renewal, two threads: {:.1?}",
        start.elapsed()
    );
    assert_eq!(
        (memory.service.exchanges(), memory.service.refused()),
        (2, 0)
    );
}

/// Under strict rotation a lost answer is a lost login.
#[tokio::test(start_paused = true)]
async fn t5_a_thousand_renewals_whose_callers_go_away_lose_no_answer() {
    let memory = Memory::new(MS, 4 * MS);
    memory.refuse_old_tokens();
    let client = memory.client().build().unwrap();
    for round in 0..1000u32 {
        sleep(HOUR).await;
        let mut callers: Vec<_> = (0..3).map(|_| client.execute(Read)).collect();
        // Each caller is polled for so many milliseconds, then dropped.
        for caller in &mut callers {
            for _ in 0..round % 7 {
                if once(caller.as_mut()).await.is_some() {
                    break;
                }
                sleep(MS).await;
            }
        }
        drop(callers);
        client.send(Read).await.unwrap();
        assert_eq!(
            memory.service.refused(),
            0,
            "round {round}: an answer was lost"
        );
        assert_eq!(
            memory.service.exchanges(),
            round + 1,
            "one renewal for each expiry"
        );
    }
}

/// A task reads from a stream of window 4, leaves it for a moment, and sends another call: what
/// the stream has begun (a renewal, four pages) must not keep that call from its end.
#[tokio::test(start_paused = true)]
async fn t5_a_stream_that_is_not_polled_holds_up_no_other_call() {
    let memory = Memory::new(2 * MS, 20 * MS);
    memory.refuse_old_tokens();
    let limits = Limits::new().total(Duration::from_secs(1));
    let client = memory.client().limits(limits).in_flight(4).build().unwrap();
    let mut items = client.walk(Pager::new(List::default()).window(4), Pager::pop);
    for expected in 0..10 {
        assert_eq!(items.try_next().await.unwrap(), Some(expected));
    }
    // The next four pages are begun, each with one of the four permits, and left.
    assert!(once(pin!(items.try_next())).await.is_none());
    assert_eq!(memory.in_flight(), 4);
    let start = Instant::now();
    client.send(Read).await.unwrap();
    println!("a call beside an idle stream: {:?}", start.elapsed());
    assert!(
        start.elapsed() <= Duration::from_millis(1100),
        "{:?}",
        start.elapsed()
    );

    // Now the token ends, the stream begins the renewal, and is left again.
    sleep(HOUR).await;
    let exchanges = memory.service.exchanges();
    let mut got = 10;
    loop {
        match once(pin!(items.try_next())).await {
            Some(item) => {
                assert_eq!(item.unwrap(), Some(got));
                got += 1;
            }
            None if memory.service.exchanges() > exchanges => break,
            None => sleep(MS).await,
        }
    }
    let start = Instant::now();
    client.send(Read).await.unwrap();
    println!(
        "a call beside a stream that began a renewal: {:?}",
        start.elapsed()
    );
    assert!(
        start.elapsed() <= Duration::from_millis(1100),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(
        (memory.service.exchanges(), memory.service.refused()),
        (exchanges + 1, 0)
    );
    while let Some(item) = items.try_next().await.unwrap() {
        assert_eq!(item, got);
        got += 1;
    }
    assert_eq!(got, 1000, "and the stream goes on where it was");
}

/// A grant that panics the first time it is asked.
struct Panics {
    repeat: Repeat,
    panicked: AtomicBool,
}

impl Grant for Panics {
    fn flow(&self) -> Flow {
        REFRESH.flow()
    }

    fn client_id(&self) -> &str {
        "app"
    }

    fn repeat(&self) -> Repeat {
        self.repeat
    }

    fn request(
        &self,
        accounts: &Accounts,
        current: Option<&Token>,
    ) -> Result<Request<Bytes>, AuthError> {
        REFRESH.request(accounts, current)
    }

    fn accept(
        &self,
        current: Option<&Token>,
        reply: Response<Bytes>,
        now: Now,
    ) -> Result<Token, AuthError> {
        if !self.panicked.swap(true, SeqCst) {
            panic!("a grant of somebody's own");
        }
        REFRESH.accept(current, reply, now)
    }
}

async fn hundred_meet_a_panic(repeat: Repeat) -> (Memory, Client) {
    let memory = Memory::new(MS, 20 * MS);
    // The answer that is lost in the panic must not be the only good one.
    memory.service.0.lock().unwrap().rotation = Rotation::None;
    let over = Token::new("over")
        .refresh("refresh-0")
        .expires_at(Timestamp::EPOCH);
    let panicked = AtomicBool::new(false);
    let grant = Panics { repeat, panicked };
    let client = memory.client().grant(grant).token(over).build().unwrap();
    let waiters: Vec<_> = (0..100)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(Read).await })
        })
        .collect();
    for waiter in waiters {
        match waiter.await.unwrap() {
            Err(Error::Auth(AuthError::Panicked)) => {}
            other => panic!("{other:?}"),
        }
    }
    (memory, client)
}

#[tokio::test(start_paused = true)]
async fn t5_a_panic_in_a_renewal_is_an_error_for_all_and_the_next_call_works() {
    let (memory, client) = hundred_meet_a_panic(Repeat::Safe).await;
    client.send(Read).await.unwrap();
    assert_eq!(
        (memory.service.exchanges(), memory.service.refused()),
        (2, 0)
    );
}

/// The lease that the panic left behind is given back by the next renewal.
#[tokio::test(start_paused = true)]
async fn t5_after_a_panic_that_held_the_lease_the_next_call_works() {
    let (memory, client) = hundred_meet_a_panic(Repeat::Once).await;
    let before = tokio::time::Instant::now();
    client.send(Read).await.unwrap();
    assert!(
        before.elapsed() < Duration::from_secs(1),
        "{:?}",
        before.elapsed()
    );
    assert_eq!(
        (memory.service.exchanges(), memory.service.refused()),
        (2, 0)
    );
}

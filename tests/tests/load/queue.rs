//! The in-flight limit and the queue before it.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::Response;
use spotify_core::{Client, DecodeError, Endpoint, Error, Meta, Method, Repeat, Target};
use tokio::{task::JoinHandle, time::Instant};

use crate::{CROWD, endpoints::Read, memory::Memory};

const MS: Duration = Duration::from_millis(1);

/// A call that can be told from others.
#[derive(Debug, Clone, Copy)]
struct Numbered(u32);

impl Endpoint for Numbered {
    type Response = ();
    const META: &'static Meta =
        &Meta::new("Numbered", Method::GET, "/numbered/{number}").repeat(Repeat::Safe);

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[&self.0]);
    }

    fn decode(&self, _: Response<Bytes>) -> Result<(), DecodeError> {
        Ok(())
    }
}

fn current_thread(paused: bool) -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(paused)
        .build()
        .unwrap()
}

fn crowd(client: &Client) -> Vec<JoinHandle<(Result<(), Error>, Duration)>> {
    let start = Instant::now();
    (0..CROWD as u32)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move {
                let result = client.send(Numbered(number)).await;
                (result, start.elapsed())
            })
        })
        .collect()
}

#[tokio::test(start_paused = true)]
async fn c1_ten_thousand_calls_end_sixteen_at_a_time_in_the_order_they_came() {
    let memory = Memory::new(MS, MS);
    let client = memory.client().build().unwrap();
    let mut waits = Vec::new();
    for call in crowd(&client) {
        let (result, wait) = call.await.unwrap();
        result.unwrap();
        waits.push(wait);
    }
    assert_eq!((memory.most(), memory.in_flight()), (16, 0));
    let sent = memory.requests();
    let expected: Vec<String> = (0..CROWD).map(|n| format!("/v1/numbered/{n}")).collect();
    assert_eq!(sent, expected, "not first come, first served");
    let longest = waits.iter().max().unwrap().as_secs_f64();
    let mean = waits.iter().map(Duration::as_secs_f64).sum::<f64>() / waits.len() as f64;
    println!(
        "{CROWD} calls of 1 ms, 16 at a time: longest {longest:.3} s, mean {mean:.3} s, ratio {:.2}",
        longest / mean
    );
    assert!(longest / mean <= 3.0);
    // Sixteen at a time, 10,000 calls are 625 rounds of 1 ms (tokio's timer rounds up to 2 ms).
    assert!(longest <= 2.0 * 0.625 + 0.1, "{longest}");
}

#[test]
fn c2_a_waiting_call_costs_no_more_than_4_kib() {
    for (name, bound) in [("in the queue", 16), ("in the transport", CROWD)] {
        let runtime = current_thread(true);
        let memory = Memory::new(MS, MS);
        let client = {
            let _context = runtime.enter();
            memory.client().in_flight(bound).build().unwrap()
        };
        // The first calls make what all calls share.
        runtime.block_on(client.send(Numbered(0))).unwrap();
        let mut calls = Vec::with_capacity(CROWD);
        let info = allocation_counter::measure(|| {
            runtime.block_on(async {
                calls.extend(crowd(&client));
                // Between two polls of this one tokio polls up to 61 others.
                for _ in 0..CROWD / 10 {
                    tokio::task::yield_now().await;
                }
            });
        });
        assert_eq!(memory.in_flight(), bound, "all of them wait {name}");
        let each = info.bytes_current / CROWD as i64;
        let peak = info.bytes_max / CROWD as u64;
        println!("{CROWD} calls waiting {name}: {each} bytes each, {peak} at the peak");
        assert!(peak <= 4096, "{peak} bytes for each call {name}");
        runtime.block_on(async {
            for call in calls {
                call.await.unwrap().0.unwrap();
            }
        });
    }
}

#[tokio::test(start_paused = true)]
async fn c2_a_bounded_queue_refuses_at_once() {
    let memory = Memory::new(MS, MS);
    let client = memory.client().queue(100).build().unwrap();
    let (mut done, mut refused) = (0, 0);
    for call in crowd(&client) {
        match call.await.unwrap() {
            (Ok(()), _) => done += 1,
            (Err(Error::Overloaded { waiting }), wait) => {
                assert_eq!(waiting, 100);
                assert!(wait < MS, "it took {wait:?} to say no");
                refused += 1;
            }
            (Err(other), _) => panic!("{other}"),
        }
    }
    assert_eq!((done, refused), (116, CROWD - 116));
}

/// At every moment of a call: before it is polled, in the queue, while the answer is awaited.
#[tokio::test(start_paused = true)]
async fn r12_ten_thousand_dropped_calls_leave_nothing_behind() {
    let memory = Memory::new(5 * MS, MS);
    let client = memory.client().build().unwrap();
    for round in 0..CROWD as u64 / 100 {
        let calls: Vec<_> = (0..100)
            .map(|number| {
                let client = client.clone();
                let call = async move { client.send(Numbered(number)).await };
                let patience = Duration::from_millis((round * 7 + u64::from(number)) % 13);
                tokio::spawn(async move { tokio::time::timeout(patience, call).await.is_err() })
            })
            .collect();
        let mut dropped = 0;
        for call in calls {
            dropped += u32::from(call.await.unwrap());
        }
        assert!(dropped > 10, "round {round}: only {dropped} were dropped");
    }
    assert_eq!(memory.in_flight(), 0);
    let start = Instant::now();
    let full: Vec<_> = (0..16)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move { client.send(Numbered(number)).await })
        })
        .collect();
    for call in full {
        call.await.unwrap().unwrap();
    }
    assert!(
        start.elapsed() <= 7 * MS,
        "a permit was lost: {:?}",
        start.elapsed()
    );
    assert_eq!(memory.most(), 16);
}

/// A caller that holds permits and is not polled any more stalls nobody for longer than an
/// attempt may take.
#[tokio::test(start_paused = true)]
async fn r12_a_call_that_is_not_polled_holds_its_permit_no_longer_than_an_attempt() {
    use std::{future::poll_fn, pin::pin, task::Poll};

    let memory = Memory::new(MS, MS);
    let limits = spotify_core::Limits::new().total(Duration::from_secs(2));
    let client = memory.client().limits(limits).in_flight(1).build().unwrap();
    let mut idle = pin!(client.send(Read));
    poll_fn(|context| {
        assert!(idle.as_mut().poll(context).is_pending());
        Poll::Ready(())
    })
    .await;
    assert_eq!(memory.in_flight(), 1);
    let start = Instant::now();
    client.send(Read).await.unwrap();
    assert!(
        start.elapsed() <= Duration::from_millis(2100),
        "{:?}",
        start.elapsed()
    );
    idle.await.unwrap();
}

/// The same limit for threads.
#[test]
fn c1_threads_wait_their_turn_too() {
    use std::{
        sync::atomic::{AtomicUsize, Ordering::SeqCst},
        thread,
    };

    use http::Request;
    use spotify_core::{BlockingTransport, Limits, TransportError, blocking};

    #[derive(Default)]
    struct Slow {
        now: AtomicUsize,
        most: AtomicUsize,
    }

    impl BlockingTransport for Slow {
        fn send(&self, _: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, TransportError> {
            let now = self.now.fetch_add(1, SeqCst) + 1;
            self.most.fetch_max(now, SeqCst);
            self.sleep(MS);
            self.now.fetch_sub(1, SeqCst);
            Ok(Response::new(Bytes::from_static(b"ok")))
        }
    }

    let slow = Arc::new(Slow::default());
    let client = blocking::Client::builder(slow.clone())
        .token("t")
        .build()
        .unwrap();
    thread::scope(|scope| {
        for _ in 0..200 {
            scope.spawn(|| {
                for _ in 0..5 {
                    client.send(Read).unwrap();
                }
            });
        }
    });
    assert_eq!((slow.most.load(SeqCst), slow.now.load(SeqCst)), (16, 0));
}

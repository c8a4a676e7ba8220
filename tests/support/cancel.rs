//! Calls that are given up, for the asynchronous backends (promise R12).
#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

use spotify_core::{HttpTransport, Limits};

use crate::{fault_server::FaultServer, fault_table::get};

/// Drops calls after every number of polls, and at many moments: nothing may be left over.
/// `sleep` is that of the runtime.
pub(crate) async fn verify(transport: impl HttpTransport, sleep: impl AsyncFn(Duration)) {
    let server = FaultServer::start();
    for polls in 0..12 {
        let mut call = pin!(transport.send(get(&server.url("/stall-body")), Limits::new()));
        for _ in 0..polls {
            let poll = poll_fn(|cx| Poll::Ready(call.as_mut().poll(cx).is_ready()));
            assert!(!poll.await, "the server never finishes its answer");
            sleep(Duration::from_micros(300)).await;
        }
    }
    let paths = ["/stall-head", "/stall-body", "/drip"];
    for (number, path) in (0..600).zip(paths.into_iter().cycle()) {
        let call = transport.send(get(&server.url(path)), Limits::new());
        let moment = Duration::from_micros(number * 5);
        assert!(given_up(call, sleep(moment)).await);
    }
    let answer = transport
        .send(get(&server.url("/ok")), Limits::new())
        .await
        .unwrap();
    assert_eq!(answer.body(), "{\"ok\":true}");
    // One connection lies idle in the pool: that of the last call.
    settle(&server, 1, &sleep).await;
    drop(transport);
    settle(&server, 0, &sleep).await;
}

/// Drops a call when the timer rings; whether it did so first.
async fn given_up(call: impl Future, timer: impl Future) -> bool {
    let (mut call, mut timer) = (pin!(call), pin!(timer));
    poll_fn(|cx| match call.as_mut().poll(cx) {
        Poll::Ready(_) => Poll::Ready(false),
        Poll::Pending => timer.as_mut().poll(cx).map(|_| true),
    })
    .await
}

async fn settle(server: &FaultServer, idle: usize, sleep: &impl AsyncFn(Duration)) {
    for _ in 0..300 {
        if server.log.open() <= idle {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("{} connections are open, not {idle}", server.log.open());
}

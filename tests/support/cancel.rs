//! Calls that are given up, for the asynchronous backends (promise R12).
#![allow(clippy::unwrap_used, clippy::panic)]

use std::{future::poll_fn, pin::pin, task::Poll, time::Duration};

use spotify_core::{HttpTransport, Limits};

use crate::{fault_server::FaultServer, fault_table::get};

/// Drops calls after every number of polls, and at many moments: nothing may be left over.
pub(crate) async fn verify(transport: impl HttpTransport) {
    let server = FaultServer::start();
    for polls in 0..12 {
        let mut call = pin!(transport.send(get(&server.url("/stall-body")), Limits::new()));
        for _ in 0..polls {
            let poll = poll_fn(|cx| Poll::Ready(call.as_mut().poll(cx).is_ready()));
            assert!(!poll.await, "the server never finishes its answer");
            tokio::time::sleep(Duration::from_micros(300)).await;
        }
    }
    let paths = ["/stall-head", "/stall-body", "/drip"];
    for (number, path) in (0..600).zip(paths.into_iter().cycle()) {
        let call = transport.send(get(&server.url(path)), Limits::new());
        let moment = Duration::from_micros(number * 5);
        assert!(tokio::time::timeout(moment, call).await.is_err());
    }
    let answer = transport
        .send(get(&server.url("/ok")), Limits::new())
        .await
        .unwrap();
    assert_eq!(answer.body(), "{\"ok\":true}");
    // One connection lies idle in the pool: that of the last call.
    settle(&server, 1).await;
    drop(transport);
    settle(&server, 0).await;
}

async fn settle(server: &FaultServer, idle: usize) {
    for _ in 0..300 {
        if server.log.open() <= idle {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{} connections are open, not {idle}", server.log.open());
}

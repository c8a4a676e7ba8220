//! The table of faults and the wire over hyper on smol, executors of one's own, and transports
//! on two runtimes in one program.
#![cfg(all(feature = "smol", feature = "rustls", feature = "gzip"))]
#![allow(clippy::unwrap_used)]
#![allow(clippy::disallowed_methods, reason = "a test may wait")]

#[path = "../../tests/support/cancel.rs"]
mod cancel;
#[path = "../../tests/support/fault_server.rs"]
mod fault_server;
#[path = "../../tests/support/fault_table.rs"]
mod fault_table;
#[path = "../../tests/support/tls_server.rs"]
mod tls_server;
#[path = "../../tests/support/wire.rs"]
mod wire;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use bytes::Bytes;
use fault_server::FaultServer;
use fault_table::{Backend, Outcome, Setup, get};
use http::Request;
use smol::{Executor, LocalExecutor, block_on};
use spotify_core::{HttpTransport as _, Limits};
use spotify_hyper::{Hyper, ProxyChoice, Runtime};

struct OverSmol(Hyper);

impl Backend for OverSmol {
    const HTTP2: bool = true;

    fn new(setup: Setup<'_>) -> Self {
        let proxy = setup
            .proxy
            .map_or(ProxyChoice::None, |url| ProxyChoice::Url(url.to_owned()));
        let mut builder = Hyper::builder_on(Runtime::smol()).proxy(proxy);
        if let Some(root) = setup.root {
            builder = builder.add_root_certificate_pem(root.as_bytes());
        }
        Self(builder.build().unwrap())
    }

    fn send(&self, request: Request<Bytes>, limits: Limits) -> Outcome {
        block_on(self.0.send(request, limits))
    }
}

fn on(runtime: Runtime) -> Hyper {
    let builder = Hyper::builder_on(runtime).proxy(ProxyChoice::None);
    builder.build().unwrap()
}

async fn ask(transport: &Hyper, server: &FaultServer) -> Bytes {
    let answer = transport.send(get(&server.url("/ok")), Limits::new()).await;
    answer.unwrap().into_body()
}

#[test]
fn the_wire_is_the_same() {
    wire::verify::<OverSmol>();
}

#[test]
fn every_fault_has_its_kind() {
    fault_table::verify::<OverSmol>();
}

#[test]
fn a_call_that_is_given_up_leaves_nothing() {
    let sleep = async |delay| {
        smol::Timer::after(delay).await;
    };
    block_on(cancel::verify(on(Runtime::smol()), sleep));
}

/// An executor that counts what it is given.
struct Counting {
    executor: Arc<Executor<'static>>,
    spawned: Arc<AtomicUsize>,
}

impl Counting {
    fn new() -> Self {
        Self {
            executor: Arc::new(Executor::new()),
            spawned: Arc::default(),
        }
    }

    fn runtime(&self) -> Runtime {
        let (executor, spawned) = (self.executor.clone(), self.spawned.clone());
        Runtime::smol().spawning(move |connection| {
            spawned.fetch_add(1, SeqCst);
            executor.spawn(connection).detach();
        })
    }
}

#[test]
fn connections_run_on_an_executor_of_ones_own() {
    let server = FaultServer::start();
    let own = Counting::new();
    let transport = on(own.runtime());
    let answer = block_on(own.executor.run(ask(&transport, &server)));
    assert_eq!(answer, "{\"ok\":true}");
    assert!(own.spawned.load(SeqCst) > 0);
    // They run nowhere else: while nobody runs the executor, there is no answer.
    let call = async { Some(ask(&transport, &server).await) };
    let timer = async {
        transport.sleep(Duration::from_millis(200)).await;
        None
    };
    assert_eq!(block_on(smol::future::or(call, timer)), None);
}

#[test]
fn the_caller_may_be_a_task_that_never_leaves_its_thread() {
    let server = FaultServer::start();
    let transport = on(Runtime::smol());
    let local = LocalExecutor::new();
    let task = local.spawn(async { ask(&transport, &server).await });
    assert_eq!(block_on(local.run(task)), "{\"ok\":true}");
}

#[test]
fn no_context_of_tokio_is_needed() {
    let server = FaultServer::start();
    let transport = on(Runtime::smol());
    block_on(async {
        assert!(tokio::runtime::Handle::try_current().is_err());
        assert_eq!(ask(&transport, &server).await, "{\"ok\":true}");
        transport.sleep(Duration::from_millis(1)).await;
    });
}

#[test]
fn the_timer_of_the_pool_is_that_of_the_runtime() {
    let server = FaultServer::start();
    let builder = Hyper::builder_on(Runtime::smol()).proxy(ProxyChoice::None);
    let transport = builder
        .pool_idle_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    block_on(ask(&transport, &server));
    let closed = (0..300).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        server.log.open() == 0
    });
    assert!(closed, "the idle connection stays open");
}

#[cfg(feature = "tokio")]
#[test]
fn two_runtimes_serve_one_program() {
    let server = FaultServer::start();
    let (on_tokio, on_smol) = (on(Runtime::tokio()), on(Runtime::smol()));
    let tokio = tokio::runtime::Runtime::new().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            assert_eq!(tokio.block_on(ask(&on_tokio, &server)), "{\"ok\":true}");
        });
        scope.spawn(|| {
            assert_eq!(block_on(ask(&on_smol, &server)), "{\"ok\":true}");
        });
    });
    // Within tokio, smol's transport works as well.
    let both = async { tokio::join!(ask(&on_tokio, &server), ask(&on_smol, &server)) };
    let (one, other) = tokio.block_on(both);
    assert_eq!(one, other);
}

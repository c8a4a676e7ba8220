//! [`Reqwest`]: the transport over reqwest.

use std::{
    fmt,
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use spotify_core::{
    BlockingTransport, Limits, Sent, SetupError, TransportError, TransportErrorKind as Kind,
};
use spotify_reqwest::ReqwestBuilder;
use tokio::runtime::{Builder, Handle, Runtime};

/// How much longer than an attempt may take its caller waits. The exchange ends by itself in
/// time; only one whose thread is held up does not.
const GRACE: Duration = Duration::from_secs(1);

/// Sends requests over [reqwest](https://docs.rs/reqwest), for programs that want its TLS and
/// nothing beside it.
///
/// This is [`spotify_reqwest::Reqwest`], so limits, failures, TLS and proxies are the same, on a
/// tokio runtime with one thread of its own. The caller's thread sleeps until the answer is
/// there. Connections are kept and shared; a clone shares them, and the thread, too.
///
/// It may be made, used and dropped anywhere: inside async code it blocks the thread that it is
/// called on, as all blocking code does, but does not panic. Dropping it waits for nothing.
///
/// What is given to reqwest's builder must not block: while a resolver or a layer of one's own
/// holds the thread up, calls end a second after their [`Limits::total`], as
/// [`Timeout`](Kind::Timeout).
#[derive(Clone)]
pub struct Reqwest {
    transport: spotify_reqwest::Reqwest,
    worker: Arc<Worker>,
}

impl Reqwest {
    /// Makes a transport with the usual settings; a client needs no more than one.
    ///
    /// ```no_run
    /// use spotify_blocking::prelude::*;
    ///
    /// let client = Client::builder(Reqwest::new()?).token("an access token").build()?;
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// [`SetupError`], if TLS, reqwest or the runtime's thread cannot be set up.
    pub fn new() -> Result<Self, SetupError> {
        Self::with(|settings| settings)
    }

    /// Makes a transport with settings of one's own.
    ///
    /// ```
    /// use spotify_blocking::{ProxyChoice, Reqwest};
    ///
    /// let transport = Reqwest::with(|settings| {
    ///     settings
    ///         .proxy(ProxyChoice::Url("http://localhost:3128".to_owned()))
    ///         .client(|client| client.tcp_nodelay(true))
    /// })?;
    /// # Ok::<(), spotify_blocking::SetupError>(())
    /// ```
    ///
    /// # Errors
    /// [`SetupError`] says which setting cannot be used.
    pub fn with(
        settings: impl FnOnce(ReqwestBuilder) -> ReqwestBuilder,
    ) -> Result<Self, SetupError> {
        let builder = settings(spotify_reqwest::Reqwest::builder());
        Self::from_transport(builder.build()?)
    }

    /// Takes a client that is there already; what it must not do stands at
    /// [`spotify_reqwest::Reqwest::from_client`].
    ///
    /// A client may be used on other runtimes too. A connection lives on the runtime on which it
    /// was made and ends with it, along with the calls that are under way on it; later calls make
    /// another one. So do not call this transport on the threads of such a runtime: a connection
    /// from there stands still while they wait for it.
    ///
    /// # Errors
    /// [`SetupError::Runtime`], if the system gives no thread.
    pub fn from_client(client: reqwest::Client) -> Result<Self, SetupError> {
        Self::from_transport(spotify_reqwest::Reqwest::from_client(client))
    }

    /// Takes an asynchronous transport that is there already; what is said at
    /// [`from_client`](Self::from_client) of other runtimes holds here too.
    ///
    /// # Errors
    /// [`SetupError::Runtime`], if the system gives no thread.
    pub fn from_transport(transport: spotify_reqwest::Reqwest) -> Result<Self, SetupError> {
        let worker = Worker::start().map_err(|error| SetupError::Runtime(error.into()))?;
        Ok(Self {
            transport,
            worker: Arc::new(worker),
        })
    }
}

impl fmt::Debug for Reqwest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reqwest")
            .field("transport", &self.transport)
            .finish_non_exhaustive()
    }
}

impl BlockingTransport for Reqwest {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        use spotify_core::HttpTransport as _;

        let transport = self.transport.clone();
        let (answer, answered) = mpsc::channel();
        let exchange = self.worker.handle.spawn(async move {
            // Nobody is there to take it if the caller has stopped waiting.
            let _ = answer.send(transport.send(request, limits).await);
        });
        let longest = limits.total.saturating_add(GRACE);
        answered
            .recv_timeout(longest)
            .unwrap_or_else(|end| match end {
                RecvTimeoutError::Timeout => {
                    exchange.abort();
                    let error = TransportError::new(Kind::Timeout, Sent::Maybe);
                    Err(error.because("the thread of the transport is held up, or is gone"))
                }
                RecvTimeoutError::Disconnected => {
                    let error = TransportError::new(Kind::Other, Sent::Maybe);
                    Err(error.because("the exchange panicked, or its runtime was shut down"))
                }
            })
    }
}

/// A runtime with one thread.
struct Worker {
    handle: Handle,
    /// Taken when it is dropped, and not before.
    runtime: Option<Runtime>,
}

impl Worker {
    fn start() -> std::io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("spotify-reqwest")
            .enable_all()
            .build()?;
        Ok(Self {
            handle: runtime.handle().clone(),
            runtime: Some(runtime),
        })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // A runtime that is simply dropped waits for its thread, and panics inside async code.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runtime_that_is_gone_is_an_error_with_a_kind() {
        let worker = Worker::start().unwrap();
        let handle = worker.handle.clone();
        drop(worker);
        let transport = Reqwest {
            transport: spotify_reqwest::Reqwest::new().unwrap(),
            worker: Arc::new(Worker {
                handle,
                runtime: None,
            }),
        };
        let request = Request::get("http://127.0.0.1:1/").body(Bytes::new());
        let error = transport.send(request.unwrap(), Limits::new()).unwrap_err();
        assert_eq!((error.kind(), error.sent()), (Kind::Other, Sent::Maybe));
        assert!(format!("{error:?}").contains("its runtime was shut down"));
    }
}

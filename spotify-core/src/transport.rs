//! The ports: what a backend crate, a mock or your own HTTP library implements.
//!
//! # Writing a transport
//! Two methods: send one request, and wait. A transport follows no redirect, retries nothing,
//! adds no credentials and caches nothing: the [call machine](crate::call) does all that.
//! The request goes through [`prepare`] and the body of the answer through a [`BodyBuffer`], so
//! that headers, caps, gzip and truncation behave alike everywhere. The guide
//! `docs/transports.md` of the repository says the rest, and has a whole transport.
//!
//! With the feature `tower` any service of tower is a transport; [`Routes`] makes one of several.
//!
//! ```
//! use spotify_core::{
//!     BodyBuffer, Limits, Sent, TransportError, TransportErrorKind,
//!     transport::{BlockingTransport, prepare},
//! };
//! # use bytes::Bytes;
//! # struct Answer { status: u16, chunks: Vec<Bytes> }
//! # struct MyHttp;
//! # impl MyHttp {
//! #     fn request(&self, _: http::Request<Bytes>) -> Result<Answer, std::io::Error> {
//! #         Ok(Answer { status: 200, chunks: vec![Bytes::from_static(b"{}")] })
//! #     }
//! # }
//! impl BlockingTransport for MyHttp {
//!     fn send(
//!         &self,
//!         mut request: http::Request<Bytes>,
//!         limits: Limits,
//!     ) -> Result<http::Response<Bytes>, TransportError> {
//!         prepare(&mut request, limits)?;
//!         // Your library's own redirects, retries and decoding are off; `limits.total`,
//!         // `limits.connect` and `limits.idle` are handed to it.
//!         let method = request.method().clone();
//!         let answer = self
//!             .request(request)
//!             .map_err(|e| TransportError::new(TransportErrorKind::Connect, Sent::No).because(e))?;
//!         let mut head = http::Response::new(());
//!         *head.status_mut() = http::StatusCode::from_u16(answer.status)
//!             .map_err(|e| TransportError::new(TransportErrorKind::Other, Sent::Maybe).because(e))?;
//!         // ... copy the headers; leave out those that `http` cannot represent.
//!         let mut body = BodyBuffer::new(&method, &head, limits)?;
//!         // If reading fails, go on to `finish` where `body.may_end_early()`.
//!         for chunk in answer.chunks {
//!             if body.push(&chunk)?.is_break() {
//!                 break;
//!             }
//!         }
//!         body.finish(head)
//!     }
//! }
//! # let request = http::Request::get("https://api.spotify.com/v1/me").body(Bytes::new()).unwrap();
//! # let ok = MyHttp.send(request, Limits::new()).unwrap();
//! # assert_eq!(ok.body(), "{}");
//! ```

use std::{sync::Arc, time::Duration};

use bytes::Bytes;

mod body;
mod cause;
mod error;
mod request;
mod routes;
mod setup;
#[cfg(feature = "tower")]
mod tower;

pub use body::BodyBuffer;
pub use cause::find_cause;
pub use error::{Sent, TransportError, TransportErrorKind};
pub use request::prepare;
pub use routes::{InvalidRoute, Routes, Routing};
pub use setup::{ProxyChoice, SetupError};
#[cfg(feature = "tower")]
#[cfg_attr(docsrs, doc(cfg(feature = "tower")))]
pub use tower::Tower;

/// Carries out requests asynchronously, on whatever runtime it knows.
///
/// Dropping the future of [`send`](Self::send) gives the request up. Implemented for `Arc<T>`
/// and `Box<T>`, so that one transport serves several clients.
#[async_trait::async_trait]
pub trait HttpTransport: Send + Sync {
    /// Sends one request and reads the whole body.
    ///
    /// The answer's body is decoded already: no `content-encoding` remains to be undone.
    ///
    /// # Errors
    /// [`TransportError`] says what failed and whether bytes of the request may have left.
    /// An answer with any status is no error.
    async fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError>;

    /// Waits.
    ///
    /// It stands here because whoever knows how to wait for a socket knows how to wait for time.
    async fn sleep(&self, delay: Duration);
}

/// Carries out requests on the caller's thread.
pub trait BlockingTransport: Send + Sync {
    /// Sends one request and reads the whole body; see [`HttpTransport::send`].
    ///
    /// # Errors
    /// As [`HttpTransport::send`].
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError>;

    /// Waits.
    #[allow(
        clippy::disallowed_methods,
        reason = "this is where a blocking client waits"
    )]
    fn sleep(&self, delay: Duration) {
        std::thread::sleep(delay);
    }
}

/// What one attempt may cost.
///
/// The client fills it in anew for each attempt: `total` is never more than what is left of the
/// call's deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Longest time for the whole attempt: connecting, sending, and reading the body.
    pub total: Duration,
    /// Longest time for connecting: name, TCP and TLS. What fails here was certainly never sent.
    pub connect: Duration,
    /// Longest silence once the request is out: before the head, and between chunks.
    pub idle: Duration,
    /// Most bytes of a decoded body.
    pub max_body: usize,
    /// Most bytes kept of a decoded body when the status is 400 or higher; the rest is dropped.
    pub max_error_body: usize,
}

impl Limits {
    /// 30 s in total, 10 s to connect, 20 s of silence, 8 MiB of body, 64 KiB of an error's body.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            total: Duration::from_secs(30),
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(20),
            max_body: 8 << 20,
            max_error_body: 64 << 10,
        }
    }

    /// Sets the longest time for the whole attempt.
    #[must_use]
    pub const fn total(mut self, total: Duration) -> Self {
        self.total = total;
        self
    }

    /// Sets the longest time for connecting.
    #[must_use]
    pub const fn connect(mut self, connect: Duration) -> Self {
        self.connect = connect;
        self
    }

    /// Sets the longest silence.
    #[must_use]
    pub const fn idle(mut self, idle: Duration) -> Self {
        self.idle = idle;
        self
    }

    /// Sets the most bytes of a decoded body.
    #[must_use]
    pub const fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets the most bytes kept of an error's decoded body.
    #[must_use]
    pub const fn max_error_body(mut self, bytes: usize) -> Self {
        self.max_error_body = bytes;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}

macro_rules! delegate {
    ($pointer:ident) => {
        #[async_trait::async_trait]
        impl<T: HttpTransport + ?Sized> HttpTransport for $pointer<T> {
            async fn send(
                &self,
                request: http::Request<Bytes>,
                limits: Limits,
            ) -> Result<http::Response<Bytes>, TransportError> {
                (**self).send(request, limits).await
            }

            async fn sleep(&self, delay: Duration) {
                (**self).sleep(delay).await;
            }
        }

        impl<T: BlockingTransport + ?Sized> BlockingTransport for $pointer<T> {
            fn send(
                &self,
                request: http::Request<Bytes>,
                limits: Limits,
            ) -> Result<http::Response<Bytes>, TransportError> {
                (**self).send(request, limits)
            }

            fn sleep(&self, delay: Duration) {
                (**self).sleep(delay);
            }
        }
    };
}

delegate!(Arc);
delegate!(Box);

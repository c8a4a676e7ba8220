//! Both ports as mocks of mockall.

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use mockall::mock;
use spotify_core::{BlockingTransport, HttpTransport, Limits, TransportError};

mock! {
    /// The port of async clients as a mock: what is expected to be sent and to be waited for.
    ///
    /// A call that nothing expects panics, and so does the end of a mock whose expectations were
    /// not met. Where answers in their order are all that counts,
    /// [`Replay`](spotify_core::testing::Replay) is shorter.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use spotify_reqwest::{core::http::Response, prelude::*};
    /// use spotify_tests::MockHttpTransport;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Error> {
    /// let mut http = MockHttpTransport::new();
    /// http.expect_send()
    ///     .withf(|request, _| request.uri().path() == "/v1/me")
    ///     .times(1)
    ///     .returning(|_, _| Ok(Response::new(Bytes::from_static(br#"{"id": "ana"}"#))));
    ///
    /// let client = Client::builder(http).token("t").build()?;
    /// assert_eq!(client.users().current().send().await?.id.as_str(), "ana");
    /// # Ok(())
    /// # }
    /// ```
    pub HttpTransport {}

    #[async_trait]
    impl HttpTransport for HttpTransport {
        async fn send(
            &self,
            request: Request<Bytes>,
            limits: Limits,
        ) -> Result<Response<Bytes>, TransportError>;
        async fn sleep(&self, delay: Duration);
    }
}

mock! {
    /// The port of blocking clients as a mock; see [`MockHttpTransport`].
    ///
    /// ```
    /// use spotify_blocking::{core::{Sent, TransportError, TransportErrorKind}, prelude::*};
    /// use spotify_tests::MockBlockingTransport;
    ///
    /// // The connection breaks after the request may have been received …
    /// let mut http = MockBlockingTransport::new();
    /// http.expect_send()
    ///     .times(1)
    ///     .returning(|_, _| Err(TransportError::new(TransportErrorKind::Closed, Sent::Maybe)));
    /// http.expect_sleep().never();
    ///
    /// // … so a call that must not be made twice is not made again.
    /// let client = Client::builder(http).token("t").build()?;
    /// let error = client.player().next().send().unwrap_err();
    /// assert!(matches!(error, Error::Ambiguous(_)));
    /// # Ok::<(), Error>(())
    /// ```
    pub BlockingTransport {}

    impl BlockingTransport for BlockingTransport {
        fn send(
            &self,
            request: Request<Bytes>,
            limits: Limits,
        ) -> Result<Response<Bytes>, TransportError>;
        fn sleep(&self, delay: Duration);
    }
}

//! The async client as a service of tower.

use std::task::{Context, Poll};

use tower_service::Service;

use super::Client;
use crate::{BoxFuture, Endpoint, Error, Execute as _};

/// Carries out operations as a service: for layers of tower above the client.
///
/// It is always ready; calls wait their turn within the client, which also repeats them and
/// waits out rate limits. So a layer that retries or limits the rate has nothing left to do.
/// `&Client` is a service as well.
///
/// ```
/// # use std::{future::Future, pin::pin, task::{Context, Poll, Waker}};
/// # use bytes::Bytes;
/// # use spotify_core::{DecodeError, Endpoint, Meta, Method, Target, decode};
/// # struct GetMe;
/// # impl Endpoint for GetMe {
/// #     type Response = serde_json::Value;
/// #     const META: &'static Meta = &Meta::new("GetMe", Method::GET, "/me");
/// #     fn target(&self, target: &mut Target) { target.path("/me", &[]) }
/// #     fn decode(&self, r: http::Response<Bytes>) -> Result<Self::Response, DecodeError> {
/// #         decode::json(Self::META, &r)
/// #     }
/// # }
/// # async fn example() -> Result<(), spotify_core::Error> {
/// use spotify_core::{Client, testing::Replay};
/// use tower::{ServiceBuilder, ServiceExt};
///
/// let wire = Replay::new().on("GET /v1/me", r#"{"id": "demo"}"#);
/// let client = Client::builder(wire).token("an access token").build()?;
/// let names = ServiceBuilder::new()
///     .map_response(|me: serde_json::Value| me["id"].as_str().map(str::to_owned))
///     .service(client);
/// assert_eq!(names.oneshot(GetMe).await?.as_deref(), Some("demo"));
/// # Ok(())
/// # }
/// # let Poll::Ready(done) = pin!(example()).poll(&mut Context::from_waker(Waker::noop())) else {
/// #     panic!("nothing here waits");
/// # };
/// # done.unwrap();
/// ```
#[cfg_attr(docsrs, doc(cfg(feature = "tower")))]
impl<E> Service<E> for Client
where
    E: Endpoint + 'static,
    E::Response: 'static,
{
    type Response = E::Response;
    type Error = Error;
    type Future = BoxFuture<Result<E::Response, Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, endpoint: E) -> Self::Future {
        self.execute(endpoint)
    }
}

#[cfg_attr(docsrs, doc(cfg(feature = "tower")))]
impl<E> Service<E> for &Client
where
    E: Endpoint + 'static,
    E::Response: 'static,
{
    type Response = E::Response;
    type Error = Error;
    type Future = BoxFuture<Result<E::Response, Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, endpoint: E) -> Self::Future {
        self.execute(endpoint)
    }
}

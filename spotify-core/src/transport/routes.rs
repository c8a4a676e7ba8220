//! A transport that leaves each request to one of several, by where it goes.

use std::{convert::Infallible, fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, Response, Uri};

use super::{BlockingTransport, HttpTransport, Limits, TransportError};
use crate::{BaseUrl, BuildError, Error, InvalidBaseUrl};

/// Sends requests below certain URLs over other transports; [`blocking::Routes`] is its twin.
///
/// [`blocking::Routes`]: crate::blocking::Routes
///
/// A prefix is an origin, or an origin and the front of a path. The longest one that fits is
/// taken; what none fits goes over the default, and so do the client's pauses.
///
/// ```
/// use spotify_core::{Client, Routes, testing::Replay};
///
/// // Answers of the player from memory, tokens past a proxy, and so on.
/// let (api, accounts, player) = (Replay::new(), Replay::new(), Replay::new());
/// let transport = Routes::new(api)
///     .route("https://accounts.spotify.com", accounts)?
///     .route("https://api.spotify.com/v1/me/player", player)?;
/// let client = Client::builder(transport).token("an access token").build()?;
/// # Ok::<(), spotify_core::Error>(())
/// ```
pub type Routes = Routing<dyn HttpTransport>;

/// Several transports as one; see [`Routes`].
///
/// Origins are equal if scheme, host (in any letter case) and port are, where 443 is the port of
/// `https` and 80 that of `http`. Paths are compared as they are written, and whole segments at
/// a time: `/v1/me` is no prefix of `/v1/men`. The query does not matter.
pub struct Routing<T: ?Sized> {
    default: Arc<T>,
    /// Those with the longest paths first.
    routes: Vec<(BaseUrl, Arc<T>)>,
}

impl Routing<dyn HttpTransport> {
    /// Sends everything over one transport.
    #[must_use]
    pub fn new(default: impl HttpTransport + 'static) -> Self {
        Self::over(Arc::new(default))
    }

    /// Sends what begins with a prefix over another transport.
    ///
    /// # Errors
    /// [`InvalidRoute`] if the prefix cannot be one, or has a transport already.
    pub fn route(
        self,
        prefix: impl TryInto<BaseUrl, Error: Into<InvalidRoute>>,
        transport: impl HttpTransport + 'static,
    ) -> Result<Self, InvalidRoute> {
        self.add(prefix, Arc::new(transport))
    }
}

impl Routing<dyn BlockingTransport> {
    /// Sends everything over one transport.
    #[must_use]
    pub fn new(default: impl BlockingTransport + 'static) -> Self {
        Self::over(Arc::new(default))
    }

    /// Sends what begins with a prefix over another transport.
    ///
    /// # Errors
    /// [`InvalidRoute`] if the prefix cannot be one, or has a transport already.
    pub fn route(
        self,
        prefix: impl TryInto<BaseUrl, Error: Into<InvalidRoute>>,
        transport: impl BlockingTransport + 'static,
    ) -> Result<Self, InvalidRoute> {
        self.add(prefix, Arc::new(transport))
    }
}

impl<T: ?Sized> Routing<T> {
    fn over(default: Arc<T>) -> Self {
        Self {
            default,
            routes: Vec::new(),
        }
    }

    fn add(
        mut self,
        prefix: impl TryInto<BaseUrl, Error: Into<InvalidRoute>>,
        transport: Arc<T>,
    ) -> Result<Self, InvalidRoute> {
        let prefix = prefix.try_into().map_err(Into::into)?;
        if self.routes.iter().any(|(taken, _)| taken.is_same(&prefix)) {
            return Err(InvalidRoute::Taken(prefix));
        }
        let length = prefix.path().len();
        let at = self
            .routes
            .partition_point(|(longer, _)| longer.path().len() >= length);
        self.routes.insert(at, (prefix, transport));
        Ok(self)
    }

    fn choose(&self, target: &Uri) -> &T {
        self.routes
            .iter()
            .find(|(prefix, _)| prefix.is_prefix_of(target))
            .map_or(&*self.default, |(_, transport)| &**transport)
    }
}

impl<T: ?Sized> Clone for Routing<T> {
    fn clone(&self) -> Self {
        Self {
            default: Arc::clone(&self.default),
            routes: self.routes.clone(),
        }
    }
}

/// Shows the prefixes.
impl<T: ?Sized> fmt::Debug for Routing<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefixes = self.routes.iter().map(|(prefix, _)| prefix.as_str());
        f.write_str("Routes ")?;
        f.debug_list().entries(prefixes).finish()
    }
}

#[async_trait::async_trait]
impl HttpTransport for Routing<dyn HttpTransport> {
    async fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        self.choose(request.uri()).send(request, limits).await
    }

    async fn sleep(&self, delay: Duration) {
        self.default.sleep(delay).await;
    }
}

impl BlockingTransport for Routing<dyn BlockingTransport> {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        self.choose(request.uri()).send(request, limits)
    }

    fn sleep(&self, delay: Duration) {
        self.default.sleep(delay);
    }
}

/// Says why a prefix cannot have a transport of its own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidRoute {
    /// The prefix is no address that a request can begin with.
    #[error("the prefix of this route cannot be used: {0}")]
    Prefix(InvalidBaseUrl),
    /// There is a route with this prefix.
    #[error("the prefix {0} has a transport already; give each prefix one")]
    Taken(BaseUrl),
}

impl From<InvalidBaseUrl> for InvalidRoute {
    fn from(error: InvalidBaseUrl) -> Self {
        Self::Prefix(error)
    }
}

/// A [`BaseUrl`] is one already.
impl From<Infallible> for InvalidRoute {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl From<InvalidRoute> for Error {
    fn from(error: InvalidRoute) -> Self {
        Self::Build(BuildError::setting("transport", error.to_string()))
    }
}

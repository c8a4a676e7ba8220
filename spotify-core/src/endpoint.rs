//! One operation of the Web API as a value.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::{As, BaseUrl, Body, BuildError, DecodeError, Meta, ScopeNeeds, Target, With, WithHead};

/// One operation of the Web API: how to ask for it and how to read the answer.
///
/// Implemented by hand it takes a dozen lines:
///
/// ```
/// use spotify_core::{
///     BaseUrl, Cache, DecodeError, Endpoint, GrantNeeded, Meta, Method, Repeat, Target, decode,
/// };
///
/// /// Lists the genres that recommendations can start from.
/// #[derive(Clone)]
/// struct GenreSeeds;
///
/// impl Endpoint for GenreSeeds {
///     type Response = serde_json::Value;
///     const META: &'static Meta = &Meta::new("GenreSeeds", Method::GET, "/recommendations/available-genre-seeds")
///         .repeat(Repeat::Safe)
///         .grant(GrantNeeded::App)
///         .cache(Cache::Shared);
///
///     fn target(&self, target: &mut Target) {
///         target.path(Self::META.path, &[]);
///     }
///
///     fn decode(&self, response: http::Response<bytes::Bytes>) -> Result<serde_json::Value, DecodeError> {
///         decode::json(Self::META, &response)
///     }
/// }
///
/// let request = GenreSeeds.request(&BaseUrl::default())?;
/// assert_eq!(request.uri().path(), "/v1/recommendations/available-genre-seeds");
/// # Ok::<(), spotify_core::BuildError>(())
/// ```
pub trait Endpoint: Send + Sync {
    /// What a successful call gives.
    type Response: Send;

    /// What holds for every call of this operation.
    const META: &'static Meta;

    /// What holds for this call: [`META`](Self::META), unless one type stands for several
    /// operations.
    fn meta(&self) -> &'static Meta {
        Self::META
    }

    /// The scopes that this call takes: those of its [`meta`](Self::meta), unless its arguments
    /// tell more.
    fn scopes(&self) -> ScopeNeeds {
        ScopeNeeds::of(self.meta())
    }

    /// Where the request goes, if it is not the Web API; then it never carries a token.
    fn base(&self) -> Option<&BaseUrl> {
        None
    }

    /// Writes the path and the query; the writer escapes.
    fn target(&self, target: &mut Target);

    /// The body, if the operation has one.
    ///
    /// # Errors
    /// [`BuildError`] when the body cannot be written.
    fn body(&self) -> Result<Body, BuildError> {
        Ok(Body::None)
    }

    /// Reads a successful answer.
    ///
    /// # Errors
    /// [`DecodeError`] names the place in the answer and shows a piece of it.
    fn decode(&self, response: http::Response<Bytes>) -> Result<Self::Response, DecodeError>;

    /// Refuses what no server would take: ranges, counts, kinds. No IO.
    ///
    /// # Errors
    /// [`BuildError`] names what is wrong and what is allowed.
    fn check(&self) -> Result<(), BuildError> {
        Ok(())
    }

    /// Checks, then writes the whole request, without credentials.
    ///
    /// # Errors
    /// As [`check`](Self::check) and [`body`](Self::body).
    fn request(&self, base: &BaseUrl) -> Result<http::Request<Bytes>, BuildError> {
        self.check()?;
        let mut target = Target::new(self.base().unwrap_or(base));
        self.target(&mut target);
        let uri = target.finish()?;
        let mut request = http::Request::new(Bytes::new());
        *request.method_mut() = self.meta().method.into();
        *request.uri_mut() = uri;
        self.body()?.attach(&mut request);
        Ok(request)
    }

    /// Adds a query parameter that this version does not know.
    fn with_query(self, name: impl Into<String>, value: impl Into<String>) -> With<Self>
    where
        Self: Sized,
    {
        With::new(self).with_query(name, value)
    }

    /// Reads the answer as another type, or as a [`serde_json::Value`].
    fn answer_as<T: DeserializeOwned + Send>(self) -> As<Self, T>
    where
        Self: Sized,
    {
        As::new(self)
    }

    /// Gives status, headers and body along with what was read.
    fn full(self) -> WithHead<Self>
    where
        Self: Sized,
    {
        WithHead::new(self)
    }

    /// Adds a field to the JSON body that this version does not know, or replaces one.
    fn with_field(self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> With<Self>
    where
        Self: Sized,
    {
        With::new(self).with_field(name, value)
    }
}

impl<E: Endpoint> Endpoint for &E {
    type Response = E::Response;

    const META: &'static Meta = E::META;

    fn meta(&self) -> &'static Meta {
        (**self).meta()
    }

    fn scopes(&self) -> ScopeNeeds {
        (**self).scopes()
    }

    fn base(&self) -> Option<&BaseUrl> {
        (**self).base()
    }

    fn target(&self, target: &mut Target) {
        (**self).target(target);
    }

    fn body(&self) -> Result<Body, BuildError> {
        (**self).body()
    }

    fn decode(&self, response: http::Response<Bytes>) -> Result<Self::Response, DecodeError> {
        (**self).decode(response)
    }

    fn check(&self) -> Result<(), BuildError> {
        (**self).check()
    }
}

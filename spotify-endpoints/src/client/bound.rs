//! A request together with its client.

use std::fmt;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use spotify_core::{BuildError, Endpoint, Execute, Full, Paged, Pager, Raw, Repeat, With};

use super::Listing;

/// A request together with the client that will send it.
///
/// An async client's can be awaited as it is; [`send`](Self::send) is for every client. A listing
/// is walked through with [`items`](Self::items).
///
/// Futures, streams and iterators do not borrow the client.
#[must_use = "nothing is sent until it is awaited, or `send` or `items` is called"]
pub struct Bound<'c, C, E> {
    client: &'c C,
    /// The request, as it will be sent.
    pub endpoint: E,
}

impl<'c, C, E> Bound<'c, C, E> {
    pub(crate) fn new(client: &'c C, endpoint: E) -> Self {
        Self { client, endpoint }
    }

    /// Adds a query parameter that this version does not know.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// # use spotify_endpoints::Spotify as _;
    /// # let wire = Replay::new().always("POST /v1/me/player/next", (204, ""));
    /// # let client = Client::builder(wire.clone()).token("t").build()?;
    /// client.player().next().with_query("new_thing", "a&b").send()?;
    /// assert_eq!(wire.log(), "POST /v1/me/player/next?new_thing=a%26b\n");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    pub fn with_query(
        self,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Bound<'c, C, With<E>>
    where
        E: Endpoint,
    {
        Bound {
            client: self.client,
            endpoint: self.endpoint.with_query(name, value),
        }
    }

    /// Adds a field to the JSON body that this version does not know, or replaces one.
    pub fn with_field(
        self,
        name: impl Into<String>,
        value: impl Into<serde_json::Value>,
    ) -> Bound<'c, C, With<E>>
    where
        E: Endpoint,
    {
        Bound {
            client: self.client,
            endpoint: self.endpoint.with_field(name, value),
        }
    }

    pub(crate) fn map(self, change: impl FnOnce(E) -> E) -> Self {
        Self {
            client: self.client,
            endpoint: change(self.endpoint),
        }
    }
}

impl<C: Execute, E: Endpoint + 'static> Bound<'_, C, E>
where
    E::Response: 'static,
{
    /// Sends the request: an async client gives the future of the answer, a blocking one the
    /// answer.
    ///
    /// # Errors
    /// [`Error`](spotify_core::Error), by how far the call got.
    pub fn send(self) -> C::Output<E::Response> {
        self.client.execute(self.endpoint)
    }

    /// Sends the request, and gives the whole answer as JSON; no body is `null`.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// # use spotify_endpoints::Spotify as _;
    /// # let wire = Replay::new().on("GET /v1/me", r#"{"id": "ana", "shoe_size": 38}"#);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let json = client.users().current().send_json()?;
    /// assert_eq!(json["shoe_size"], 38);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn send_json(self) -> C::Output<Value> {
        self.send_as()
    }

    /// Sends the request, and reads the whole answer, wrapper keys included, as a type of your
    /// own.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn send_as<T: DeserializeOwned + Send + 'static>(self) -> C::Output<T> {
        self.client.execute(self.endpoint.answer_as::<T>())
    }

    /// Sends the request, and gives status, headers and body along with the answer, and what of
    /// it could not be read.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// # use spotify_endpoints::Spotify as _;
    /// # let wire = Replay::new().on("GET /v1/me", r#"{"id": "ana"}"#);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let full = client.users().current().send_full()?;
    /// assert_eq!(full.status, 200);
    /// assert_eq!(full.value.id.as_str(), "ana");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn send_full(self) -> C::Output<Full<E::Response>> {
        self.client.execute(self.endpoint.full())
    }
}

impl<'c, C: Execute, E: Paged + 'static> Bound<'c, C, E>
where
    E::Response: 'static,
{
    /// Walks through the listing from here to its end, item by item: an async client gives a
    /// stream, a blocking one an iterator, of results.
    ///
    /// Rows that are null or cannot be read are left out; the latter are
    /// [told](spotify_core::Builder::on_drift). After an error nothing more comes.
    ///
    /// ```
    /// use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::Spotify as _;
    ///
    /// let wire = Replay::new()
    ///     .on("GET /v1/me/playlists?limit=2", r#"{
    ///         "items": [
    ///             null,
    ///             {"id": "3cEYpjA9oz9GiPac4AsH4n", "name": "First", "owner": {"id": "ana"}}
    ///         ],
    ///         "total": 3, "limit": 2, "offset": 0,
    ///         "next": "https://api.spotify.com/v1/me/playlists?offset=2&limit=2"
    ///     }"#)
    ///     .on("GET /v1/me/playlists?limit=2&offset=2", r#"{
    ///         "items": [{"id": "1AVZz0mBuGbCEoNRQdYQju", "name": "Last", "owner": {"id": "ana"}}],
    ///         "total": 3, "limit": 2, "offset": 2, "next": null
    ///     }"#);
    /// let client = Client::builder(wire).token("an access token").build()?;
    ///
    /// let mut names = Vec::new();
    /// for playlist in client.playlists().mine().limit(2).items() {
    ///     names.push(playlist?.name.to_string());
    /// }
    /// assert_eq!(names, ["First", "Last"]);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    pub fn items(self) -> C::Items<E::Item> {
        self.listing().items()
    }

    /// Walks through the listing as [`items`](Self::items) does, with the place of each item in
    /// the whole listing; rows without an item are counted.
    pub fn indexed(self) -> C::Items<(u32, E::Item)> {
        self.listing().indexed()
    }

    /// Walks through the listing page by page.
    pub fn pages(self) -> C::Items<Vec<E::Item>> {
        self.listing().pages()
    }

    /// Fetches several pages at once, where the listing says how long it is.
    pub fn window(self, pages: u32) -> Listing<'c, C, E> {
        self.listing().window(pages)
    }

    /// Fetches so many pages at most, and fails rather than leave the rest out unsaid.
    pub fn max_pages(self, pages: u32) -> Listing<'c, C, E> {
        self.listing().max_pages(pages)
    }

    fn listing(self) -> Listing<'c, C, E> {
        Listing::new(self.client, Pager::new(self.endpoint))
    }
}

/// The parts of a raw request.
impl<C> Bound<'_, C, Raw> {
    /// Adds a query parameter; it is escaped.
    pub fn query(self, name: impl Into<String>, value: impl ToString) -> Self {
        self.map(|request| request.query(name, value))
    }

    /// Sets a JSON body.
    ///
    /// # Errors
    /// [`BuildError::Body`] when the value cannot be written as JSON.
    pub fn json(self, value: &(impl Serialize + ?Sized)) -> Result<Self, BuildError> {
        Ok(Self {
            endpoint: self.endpoint.json(value)?,
            client: self.client,
        })
    }

    /// Says whether the request may be repeated when it is not known what became of it.
    pub fn repeat(self, repeat: Repeat) -> Self {
        self.map(|request| request.repeat(repeat))
    }
}

/// Awaiting it is sending it, wherever what the client gives is a future.
impl<C, E> IntoFuture for Bound<'_, C, E>
where
    C: Execute,
    E: Endpoint + 'static,
    E::Response: 'static,
    C::Output<E::Response>: Future,
{
    type Output = <C::Output<E::Response> as Future>::Output;
    type IntoFuture = C::Output<E::Response>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<C, E: Clone> Clone for Bound<'_, C, E> {
    fn clone(&self) -> Self {
        Self {
            client: self.client,
            endpoint: self.endpoint.clone(),
        }
    }
}

impl<C, E: fmt::Debug> fmt::Debug for Bound<'_, C, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bound")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

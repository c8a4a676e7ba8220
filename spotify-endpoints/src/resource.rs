//! Whatever a URI stands for, read by the operation that goes with its kind.

use bytes::Bytes;
use http::Response;
use serde::Serialize;
use spotify_core::{
    Availability, Body, BuildError, Cache, DecodeError, Deprecation, Endpoint, GrantNeeded, Meta,
    Method, Param, Place, Repeat, Target,
};

use crate::{
    Kind, Market, Uri, UserId,
    albums::GetAlbum,
    artists::GetArtist,
    audiobooks::GetAudiobook,
    chapters::GetChapter,
    client::Bound,
    decode,
    episodes::GetEpisode,
    model::{Album, Artist, Audiobook, Chapter, Episode, Playlist, PublicUser, Show, Track},
    playlists::GetPlaylist,
    shows::GetShow,
    tracks::GetTrack,
};

/// Reads whatever a URI stands for.
///
/// What was pasted, a URI or a link, is a [`Uri`] once it is parsed; ids of all kinds turn into
/// one. The request is that of the operation for its kind, such as [`GetAlbum`], which is also the
/// one that errors name; users are read by the operation that only apps with extended quota have.
///
/// ```
/// # use spotify_core::{blocking::Client, testing::Replay};
/// use spotify_endpoints::{GetAny, Resource, Uri};
///
/// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/albums/album.development.json"));
/// # let wire = Replay::new().on("GET /v1/albums/5knEBEqgjjQ5jbR49iao7k", answer);
/// # let client = Client::builder(wire).token("an access token").build()?;
/// let pasted: Uri = "https://open.spotify.com/album/5knEBEqgjjQ5jbR49iao7k?si=1".parse()?;
/// match client.send(GetAny::new(pasted))? {
///     Resource::Album(album) => assert_eq!(album.name, "Borrowed Umbrella"),
///     other => panic!("an album was asked for: {other:?}"),
/// }
/// # Ok::<(), spotify_core::Error>(())
/// ```
///
/// # Errors
/// Collections and files on a user's own device are refused before anything is sent: there is
/// nothing to read by their URI.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[must_use = "a request does nothing until a client sends it"]
pub struct GetAny {
    /// What stands for it.
    pub uri: Uri,
    /// The country for which it is looked up; a user's own goes before it. Artists and users are
    /// the same in all.
    pub market: Option<Market>,
}

impl GetAny {
    /// Makes the request out of what it cannot do without.
    pub fn new(uri: impl Into<Uri>) -> Self {
        Self {
            uri: uri.into(),
            market: None,
        }
    }

    /// The country for which it is looked up; a user's own goes before it.
    pub fn market(mut self, market: Market) -> Self {
        self.market = Some(market);
        self
    }

    /// Why what no operation reads is refused, and what to do.
    fn refusal(&self) -> &'static str {
        match self.uri {
            Uri::Local(_) => {
                "a file on a user's own device is not in the catalogue; all that is known of it \
                 stands in the URI, see `LocalUri`"
            }
            _ => {
                "a collection is not read by its URI; list what the user has saved with \
                 `GetSavedTracks` and the other requests of the library"
            }
        }
    }
}

/// The options of [`GetAny`].
impl<C> Bound<'_, C, GetAny> {
    /// The country for which it is looked up; a user's own goes before it.
    pub fn market(self, market: Market) -> Self {
        self.map(|request| request.market(market))
    }
}

/// Does something with the request that goes with the kind of a URI, or something else where
/// there is none.
macro_rules! with_request {
    ($any:expr, |$request:ident| $do:expr, || $refuse:expr) => {{
        let market = $any.market;
        macro_rules! in_market {
            ($get:ident, $id:expr) => {{
                let $request = &$get {
                    market,
                    ..$get::new(*$id)
                };
                $do
            }};
        }
        match &$any.uri {
            Uri::Album(id) => in_market!(GetAlbum, id),
            Uri::Artist(id) => {
                let $request = &GetArtist::new(*id);
                $do
            }
            Uri::Audiobook(id) => in_market!(GetAudiobook, id),
            Uri::Chapter(id) => in_market!(GetChapter, id),
            Uri::Episode(id) => in_market!(GetEpisode, id),
            Uri::Playlist(id) => in_market!(GetPlaylist, id),
            Uri::Show(id) => in_market!(GetShow, id),
            Uri::Track(id) => in_market!(GetTrack, id),
            Uri::User(id) => {
                let $request = &Profile(id);
                $do
            }
            Uri::Collection { .. } | Uri::Local(_) => $refuse,
        }
    }};
}

impl Endpoint for GetAny {
    type Response = Resource;

    const META: &'static Meta = &Meta::new("GetAny", Method::GET, "/")
        .grant(GrantNeeded::App)
        .cache(Cache::Private)
        .repeat(Repeat::Safe);

    fn meta(&self) -> &'static Meta {
        with_request!(self, |request| request.meta(), || Self::META)
    }

    fn target(&self, target: &mut Target) {
        with_request!(self, |request| request.target(target), || {
            target.path(Self::META.path, &[]);
        });
    }

    fn body(&self) -> Result<Body, BuildError> {
        with_request!(self, |request| request.body(), || Ok(Body::None))
    }

    fn decode(&self, response: Response<Bytes>) -> Result<Resource, DecodeError> {
        with_request!(
            self,
            |request| request.decode(response).map(Resource::from),
            || Err(DecodeError::new(Self::META, &response, "", self.refusal()))
        )
    }

    fn check(&self) -> Result<(), BuildError> {
        with_request!(self, |request| request.check(), || Err(
            BuildError::invalid(Self::META.name, "uri", self.refusal())
        ))
    }
}

/// Reads a user's profile, also where the operation itself is left out as deprecated.
struct Profile<'a>(&'a UserId);

impl Endpoint for Profile<'_> {
    type Response = PublicUser;

    const META: &'static Meta = {
        const PARAMS: &[Param] = &[Param::new("user_id", Place::Path).required()];
        &Meta::new("GetUser", Method::GET, "/users/{user_id}")
            .found("Users", "get")
            .reference("get-users-profile")
            .params(PARAMS)
            .grant(GrantNeeded::App)
            .availability(Availability::ExtendedQuota)
            .deprecated(Deprecation::new("2026-02-11", Some("GET /me")))
            .cache(Cache::Private)
            .repeat(Repeat::Safe)
    };

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[self.0]);
    }

    fn decode(&self, response: Response<Bytes>) -> Result<PublicUser, DecodeError> {
        decode::json(Self::META, &response)
    }
}

/// What a URI stands for.
///
/// In serde it is what it holds, without a word on which of them that is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Resource {
    /// An album.
    Album(Box<Album>),
    /// An artist.
    Artist(Box<Artist>),
    /// An audiobook.
    Audiobook(Box<Audiobook>),
    /// A chapter of an audiobook.
    Chapter(Box<Chapter>),
    /// An episode of a show.
    Episode(Box<Episode>),
    /// A playlist.
    Playlist(Box<Playlist>),
    /// A show.
    Show(Box<Show>),
    /// A track.
    Track(Box<Track>),
    /// A user.
    User(PublicUser),
}

impl Resource {
    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Album(_) => Kind::Album,
            Self::Artist(_) => Kind::Artist,
            Self::Audiobook(_) => Kind::Audiobook,
            Self::Chapter(_) => Kind::Chapter,
            Self::Episode(_) => Kind::Episode,
            Self::Playlist(_) => Kind::Playlist,
            Self::Show(_) => Kind::Show,
            Self::Track(_) => Kind::Track,
            Self::User(_) => Kind::User,
        }
    }
}

macro_rules! from_models {
    ($($model:ident)*) => {$(
        impl From<$model> for Resource {
            fn from(model: $model) -> Self {
                Self::$model(Box::new(model))
            }
        }
    )*};
}

from_models!(Album Artist Audiobook Chapter Episode Playlist Show Track);

impl From<PublicUser> for Resource {
    fn from(user: PublicUser) -> Self {
        Self::User(user)
    }
}

//! The user's library.

#[cfg(feature = "deprecated")]
mod by_type;
mod saved;

use spotify_core::{Endpoint, Scope, ScopeNeeds};

use crate::{LibraryUri, macros::endpoint};

#[cfg(feature = "deprecated")]
pub use by_type::*;
pub use saved::{
    GetSavedAlbums, GetSavedAudiobooks, GetSavedEpisodes, GetSavedShows, GetSavedTracks,
};

endpoint! {
    /// Tells which tracks, albums and other things the user has saved or follows.
    ///
    /// The answers come in the order of the URIs. An audiobook that the user's country does not
    /// have was seen to end in a 500.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ArtistId, CheckLibrary, LibraryUri, TrackId};
    ///
    /// const TRACK: TrackId = TrackId::from_static("joastix8ZMrasMPd1wxoGH");
    /// const ARTIST: ArtistId = ArtistId::from_static("vexlJEZBOpuWyDCEfyUdlj");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/library/contains.json"));
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/me/library/contains?uris=spotify:track:joastix8ZMrasMPd1wxoGH,\
    /// #      spotify:artist:vexlJEZBOpuWyDCEfyUdlj",
    /// #     answer,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let has = client.send(CheckLibrary::new([LibraryUri::from(TRACK), ARTIST.into()]))?;
    /// assert_eq!(has.get(&TRACK.into()), Some(true));
    /// assert!(!has.all());
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    CheckLibrary = GET "/me/library/contains" -> checked @uris LibraryUri,
    in Library::contains,
    reference: "check-library-contains",
    grant: User,
    scopes: ByUri ["user-library-read", "user-follow-read", "playlist-read-private"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    needs: by_uri,
    required: {
        /// What to look for.
        uris: Vec<LibraryUri> in 1..=40,
    },
}

endpoint! {
    /// Saves tracks, albums, episodes, shows and audiobooks, and follows the other kinds.
    ///
    /// Artists, users and playlists are followed. What is saved already stays so. Spotify does
    /// not tell of ids that do not exist.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ArtistId, LibraryUri, SaveToLibrary, TrackId};
    ///
    /// const TRACK: TrackId = TrackId::from_static("joastix8ZMrasMPd1wxoGH");
    /// const ARTIST: ArtistId = ArtistId::from_static("vexlJEZBOpuWyDCEfyUdlj");
    /// # let wire = Replay::new().on(
    /// #     "PUT /v1/me/library?uris=spotify:track:joastix8ZMrasMPd1wxoGH,\
    /// #      spotify:artist:vexlJEZBOpuWyDCEfyUdlj",
    /// #     (200, ""),
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(SaveToLibrary::new([LibraryUri::from(TRACK), ARTIST.into()]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    SaveToLibrary = PUT "/me/library" -> nothing,
    in Library::save,
    reference: "save-library-items",
    grant: User,
    scopes: ByUri ["user-library-modify", "user-follow-modify", "playlist-modify-public"],
    access: Everyone,
    repeat: Idempotent,
    cache: Never,
    needs: by_uri,
    required: {
        /// What to save.
        uris: Vec<LibraryUri> in 1..=40,
    },
}

endpoint! {
    /// Removes tracks, albums, episodes, shows and audiobooks, and unfollows the other kinds.
    ///
    /// Artists, users and playlists are followed no longer; for a playlist of the user's own this
    /// is to delete it. What is not saved stays so. Spotify does not tell of ids that do not exist.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{LibraryUri, PlaylistId, RemoveFromLibrary, TrackId};
    ///
    /// const TRACK: TrackId = TrackId::from_static("joastix8ZMrasMPd1wxoGH");
    /// const PLAYLIST: PlaylistId = PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd");
    /// # let wire = Replay::new().on(
    /// #     "DELETE /v1/me/library?uris=spotify:track:joastix8ZMrasMPd1wxoGH,\
    /// #      spotify:playlist:noL5dQDmLZgKJklF4o8XMd",
    /// #     (200, ""),
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(RemoveFromLibrary::new([LibraryUri::from(TRACK), PLAYLIST.into()]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    RemoveFromLibrary = DELETE "/me/library" -> nothing,
    in Library::remove,
    reference: "remove-library-items",
    grant: User,
    scopes: ByUri ["user-library-modify", "user-follow-modify", "playlist-modify-public"],
    access: Everyone,
    repeat: Idempotent,
    cache: Never,
    needs: by_uri,
    required: {
        /// What to remove.
        uris: Vec<LibraryUri> in 1..=40,
    },
}

/// What a request for these URIs takes: saved things have a scope, who is followed has another,
/// and playlists have a third.
fn by_uri(request: &impl Library) -> ScopeNeeds {
    let uris = request.uris();
    ScopeNeeds::only(request.meta(), |scope| {
        uris.iter().any(|uri| match uri {
            LibraryUri::Artist(_) | LibraryUri::User(_) => {
                matches!(scope, Scope::UserFollowRead | Scope::UserFollowModify)
            }
            LibraryUri::Playlist(_) => {
                matches!(
                    scope,
                    Scope::PlaylistReadPrivate | Scope::PlaylistModifyPublic
                )
            }
            LibraryUri::Track(_)
            | LibraryUri::Album(_)
            | LibraryUri::Episode(_)
            | LibraryUri::Show(_)
            | LibraryUri::Audiobook(_) => {
                matches!(scope, Scope::UserLibraryRead | Scope::UserLibraryModify)
            }
        })
    })
}

/// A request about URIs of the library.
trait Library: Endpoint {
    fn uris(&self) -> &[LibraryUri];
}

macro_rules! library {
    ($($request:ident)*) => {$(
        impl Library for $request {
            fn uris(&self) -> &[LibraryUri] {
                &self.uris
            }
        }
    )*};
}

library!(CheckLibrary SaveToLibrary RemoveFromLibrary);

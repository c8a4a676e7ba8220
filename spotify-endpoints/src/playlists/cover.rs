//! The cover of a playlist: the one request whose body is not JSON.
//!
//! It is written without `endpoint!`, which shows what that macro saves.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::Response;
use spotify_core::{
    Body, BuildError, DecodeError, Endpoint, Meta, Method, Param, Place, Repeat, Scope, ScopeMode,
    Target,
};

use crate::{
    PlaylistId,
    client::{Bound, Playlists},
    decode,
};

/// Sets the cover of a playlist.
///
/// Addresses of the new cover appear some seconds later.
///
/// # Errors
/// What is no JPEG, or is more than 262,144 bytes in base64 (196,608 before), is refused before
/// anything is sent; so is base64 with line ends or a `data:` in front.
///
/// ```
/// # use spotify_core::{blocking::Client, testing::Replay};
/// use spotify_endpoints::{Cover, PlaylistId, UploadPlaylistCover};
///
/// const ID: PlaylistId = PlaylistId::from_static("3cEYpjA9oz9GiPac4AsH4n");
/// # let wire = Replay::new().on("PUT /v1/playlists/3cEYpjA9oz9GiPac4AsH4n/images", (202, ""));
/// # let client = Client::builder(wire.clone()).token("an access token").build()?;
/// # let file: &[u8] = &[0xFF, 0xD8, 0xFF, 0xD9];
/// client.send(UploadPlaylistCover::new(ID, Cover::jpeg(file.to_vec())))?;
/// # assert_eq!(wire.requests()[0].body(), "/9j/2Q==");
/// # Ok::<(), spotify_core::Error>(())
/// ```
///
/// # The operation
/// - Request: `PUT /playlists/{playlist_id}/images`
/// - Token: a user's
/// - Scopes: `ugc-image-upload`, and `playlist-modify-public` or `playlist-modify-private`,
///   depending on whether the playlist is public
/// - Open to: every app
/// - Sent again when its fate is unknown: yes, done twice it is as done once
/// - Source: [Spotify's reference](https://developer.spotify.com/documentation/web-api/reference/upload-custom-playlist-cover)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[must_use = "a request does nothing until a client sends it"]
pub struct UploadPlaylistCover {
    /// The playlist.
    pub playlist_id: PlaylistId,
    /// The image.
    pub cover: Cover,
}

impl UploadPlaylistCover {
    /// Makes the request out of what it cannot do without.
    pub fn new(playlist_id: PlaylistId, cover: Cover) -> Self {
        Self { playlist_id, cover }
    }
}

impl Endpoint for UploadPlaylistCover {
    type Response = ();

    const META: &'static Meta = {
        const SCOPES: &[Scope] = &[
            Scope::UgcImageUpload,
            Scope::PlaylistModifyPublic,
            Scope::PlaylistModifyPrivate,
        ];
        const PARAMS: &[Param] = &[Param::new("playlist_id", Place::Path).required()];
        &Meta::new(
            "UploadPlaylistCover",
            Method::PUT,
            "/playlists/{playlist_id}/images",
        )
        .found("Playlists", "upload_cover")
        .reference("upload-custom-playlist-cover")
        .params(PARAMS)
        .scopes(SCOPES, ScopeMode::FirstAndAny)
        .repeat(Repeat::Idempotent)
    };

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[&self.playlist_id]);
    }

    fn body(&self) -> Result<Body, BuildError> {
        Ok(Body::Raw {
            mime: "image/jpeg",
            bytes: self.cover.encoded(),
        })
    }

    fn check(&self) -> Result<(), BuildError> {
        self.cover
            .check()
            .map_err(|problem| BuildError::invalid(Self::META.name, "cover", problem))
    }

    fn decode(&self, response: Response<Bytes>) -> Result<(), DecodeError> {
        decode::nothing(Self::META, &response)
    }
}

impl<'c, C> Playlists<'c, C> {
    /// Sets the cover of a playlist.
    ///
    /// See [`UploadPlaylistCover`] for what it takes and needs.
    pub fn upload_cover(
        self,
        playlist_id: PlaylistId,
        cover: Cover,
    ) -> Bound<'c, C, UploadPlaylistCover> {
        self.bind(UploadPlaylistCover::new(playlist_id, cover))
    }
}

/// A JPEG image, as it is or in base64.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cover {
    /// The bytes of a JPEG file.
    Jpeg(Bytes),
    /// The same in standard base64, in one line.
    Base64(Bytes),
}

impl Cover {
    /// The most bytes that it may have in base64.
    pub const MAX_BASE64: usize = 256 << 10;

    /// Takes the bytes of a JPEG file.
    #[must_use]
    pub fn jpeg(bytes: impl Into<Bytes>) -> Self {
        Self::Jpeg(bytes.into())
    }

    /// Takes a JPEG file that is in standard base64 already, in one line.
    #[must_use]
    pub fn base64(text: impl Into<Bytes>) -> Self {
        Self::Base64(text.into())
    }

    fn encoded(&self) -> Bytes {
        match self {
            Self::Jpeg(bytes) => STANDARD.encode(bytes).into(),
            Self::Base64(text) => text.clone(),
        }
    }

    /// How many bytes go over the wire.
    fn size(&self) -> usize {
        match self {
            Self::Jpeg(bytes) => bytes.len().div_ceil(3).saturating_mul(4),
            Self::Base64(text) => text.len(),
        }
    }

    fn check(&self) -> Result<(), String> {
        const MAGIC: &[u8] = &[0xFF, 0xD8, 0xFF];
        let size = self.size();
        if size > Self::MAX_BASE64 {
            return Err(format!(
                "{size} bytes in base64, at most {} (196608 bytes of JPEG); make the image smaller",
                Self::MAX_BASE64,
            ));
        }
        let is_jpeg = match self {
            Self::Jpeg(bytes) => bytes.starts_with(MAGIC),
            Self::Base64(text) if text.starts_with(b"data:") => {
                return Err("base64 goes without `data:` and what follows it".into());
            }
            Self::Base64(text) if text.iter().any(u8::is_ascii_whitespace) => {
                return Err("base64 goes without blanks and line ends".into());
            }
            Self::Base64(text) => STANDARD
                .decode(text)
                .map_err(|_| "it is no standard base64: letters, digits, + and /, padded with =")?
                .starts_with(MAGIC),
        };
        if is_jpeg {
            Ok(())
        } else {
            Err("it is no JPEG; convert the image to JPEG first".into())
        }
    }
}

impl fmt::Debug for Cover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, bytes) = match self {
            Self::Jpeg(bytes) => ("Jpeg", bytes),
            Self::Base64(text) => ("Base64", text),
        };
        write!(f, "{name}({} bytes)", bytes.len())
    }
}

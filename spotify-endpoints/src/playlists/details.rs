//! What a playlist is called, and who may see and edit it.

use spotify_core::{Body, BuildError, Endpoint, Scope, ScopeNeeds};

use crate::{PlaylistId, macros::endpoint, model::Playlist, request};

endpoint! {
    /// Changes what a playlist is called, and who may see and edit it.
    ///
    /// What is not set stays as it is. Who makes a playlist collaborative makes it private, since
    /// Spotify has no public ones that others may edit: `public` is then sent as well. "Public"
    /// is to show on the owner's profile; whoever has the link can read any playlist.
    ///
    /// # Errors
    /// To change nothing, and to make a playlist both public and collaborative, is refused before
    /// anything is sent.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ChangePlaylistDetails, PlaylistId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd");
    /// # let wire = Replay::new().on("PUT /v1/playlists/noL5dQDmLZgKJklF4o8XMd", (200, ""));
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// client.send(ChangePlaylistDetails::new(ID).name("Night Ferry").public(false))?;
    /// # assert_eq!(wire.requests()[0].body(), r#"{"name":"Night Ferry","public":false}"#);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    ChangePlaylistDetails = PUT "/playlists/{playlist_id}" -> nothing,
    in Playlists::change_details,
    reference: "change-playlist-details",
    grant: User,
    scopes: Any ["playlist-modify-public", "playlist-modify-private"],
    access: Everyone,
    repeat: Idempotent,
    cache: Never,
    check: a_change,
    body: changed,
    path: {
        /// The playlist.
        playlist_id: PlaylistId,
    },
    json_optional: {
        /// The name.
        name: String,
        /// Whether it shows on the owner's profile.
        public: bool,
        /// Whether others may edit it.
        collaborative: bool,
        /// The description.
        description: String,
    },
}

endpoint! {
    /// Makes an empty playlist, and answers with it.
    ///
    /// It is public unless set otherwise. A collaborative one is private, since Spotify has no
    /// public ones that others may edit: `public` is then sent as well, and it takes both scopes.
    ///
    /// # Errors
    /// One that is both public and collaborative is refused before anything is sent.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::CreatePlaylist;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/created.development.json"));
    /// # let wire = Replay::new().on("POST /v1/me/playlists", (201, answer));
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// let playlist = client.send(CreatePlaylist::new("Late Ferry").public(false))?;
    /// assert_eq!(playlist.name, "Late Ferry");
    /// # assert_eq!(wire.requests()[0].body(), r#"{"name":"Late Ferry","public":false}"#);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    CreatePlaylist = POST "/me/playlists" -> json Playlist,
    in Playlists::create,
    reference: "create-playlist",
    grant: User,
    scopes: Any ["playlist-modify-public", "playlist-modify-private"],
    access: Everyone,
    repeat: Once,
    cache: Never,
    needs: visibility,
    check: may_be_made,
    body: made,
    json: {
        /// The name; another playlist may have the same.
        name: String,
    },
    json_optional: {
        /// Whether it shows on the user's profile.
        public: bool,
        /// Whether others may edit it.
        collaborative: bool,
        /// The description.
        description: String,
    },
}

/// What the requests say of a playlist.
pub(super) struct Details<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) public: Option<bool>,
    pub(super) collaborative: Option<bool>,
    pub(super) description: Option<&'a str>,
}

impl Details<'_> {
    /// Refuses what Spotify does not have.
    pub(super) fn check<E: Endpoint>(&self) -> Result<(), BuildError> {
        let both = self.collaborative == Some(true) && self.public == Some(true);
        if both {
            return Err(BuildError::invalid(
                E::META.name,
                "public and collaborative",
                "a playlist that others may edit cannot be public; leave `public` out",
            ));
        }
        Ok(())
    }

    /// What it takes to make such a playlist; a public one, unless set otherwise.
    pub(super) fn needs<E: Endpoint>(&self) -> ScopeNeeds {
        let both = self.collaborative == Some(true);
        let public = self.public != Some(false);
        ScopeNeeds::only(E::META, |scope| {
            both || public == (*scope == Scope::PlaylistModifyPublic)
        })
    }

    /// Writes them; what is collaborative is not public.
    pub(super) fn body(&self) -> Result<Body, BuildError> {
        let implied = (self.collaborative == Some(true)).then_some(false);
        request::object(|fields| {
            if let Some(name) = self.name {
                fields.put("name", name)?;
            }
            if let Some(public) = self.public.or(implied) {
                fields.put("public", &public)?;
            }
            if let Some(collaborative) = self.collaborative {
                fields.put("collaborative", &collaborative)?;
            }
            if let Some(description) = self.description {
                fields.put("description", description)?;
            }
            Ok(())
        })
    }
}

impl ChangePlaylistDetails {
    fn details(&self) -> Details<'_> {
        Details {
            name: self.name.as_deref(),
            public: self.public,
            collaborative: self.collaborative,
            description: self.description.as_deref(),
        }
    }
}

impl CreatePlaylist {
    fn details(&self) -> Details<'_> {
        Details {
            name: Some(&self.name),
            public: self.public,
            collaborative: self.collaborative,
            description: self.description.as_deref(),
        }
    }
}

fn a_change(request: &ChangePlaylistDetails) -> Result<(), BuildError> {
    let details = request.details();
    if let Details {
        name: None,
        public: None,
        collaborative: None,
        description: None,
    } = details
    {
        return Err(BuildError::invalid(
            ChangePlaylistDetails::META.name,
            "name, public, collaborative and description",
            "there is nothing to change; set at least one of them",
        ));
    }
    details.check::<ChangePlaylistDetails>()
}

fn changed(request: &ChangePlaylistDetails) -> Result<Body, BuildError> {
    request.details().body()
}

fn may_be_made(request: &CreatePlaylist) -> Result<(), BuildError> {
    request.details().check::<CreatePlaylist>()
}

fn made(request: &CreatePlaylist) -> Result<Body, BuildError> {
    request.details().body()
}

fn visibility(request: &CreatePlaylist) -> ScopeNeeds {
    request.details().needs::<CreatePlaylist>()
}

//! Following artists, for the apps that may still do it so.

use crate::{ArtistId, macros::endpoint};

endpoint! {
    /// Follows artists.
    ///
    /// Who is followed already stays so.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ArtistId, FollowArtists};
    ///
    /// const ID: ArtistId = ArtistId::from_static("vexlJEZBOpuWyDCEfyUdlj");
    /// # let call = "PUT /v1/me/following?type=artist&ids=vexlJEZBOpuWyDCEfyUdlj";
    /// # let wire = Replay::new().on(call, (204, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(FollowArtists::new([ID]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    FollowArtists = PUT "/me/following" -> nothing,
    in Follow::follow_artists,
    reference: "follow-artists-users",
    grant: User,
    scopes: ["user-follow-modify"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "PUT /me/library",
    repeat: Idempotent,
    cache: Never,
    fixed: {
        "type": "artist",
    },
    required: {
        /// The artists.
        ids: Vec<ArtistId> in 1..=50,
    },
}

endpoint! {
    /// Follows artists no longer.
    ///
    /// Who is not followed stays so.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ArtistId, UnfollowArtists};
    ///
    /// const ID: ArtistId = ArtistId::from_static("vexlJEZBOpuWyDCEfyUdlj");
    /// # let call = "DELETE /v1/me/following?type=artist&ids=vexlJEZBOpuWyDCEfyUdlj";
    /// # let wire = Replay::new().on(call, (204, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(UnfollowArtists::new([ID]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    UnfollowArtists = DELETE "/me/following" -> nothing,
    in Follow::unfollow_artists,
    reference: "unfollow-artists-users",
    grant: User,
    scopes: ["user-follow-modify"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "DELETE /me/library",
    repeat: Idempotent,
    cache: Never,
    fixed: {
        "type": "artist",
    },
    required: {
        /// The artists.
        ids: Vec<ArtistId> in 1..=50,
    },
}

endpoint! {
    /// Tells which artists the user follows.
    ///
    /// The answers come in the order of the ids.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ArtistId, CheckFollowedArtists};
    ///
    /// const IDS: [ArtistId; 2] = [
    ///     ArtistId::from_static("vexlJEZBOpuWyDCEfyUdlj"),
    ///     ArtistId::from_static("hPGY1kew0YtSvDeMB3O3fk"),
    /// ];
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/library/contains.json"));
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/me/following/contains?type=artist&ids=vexlJEZBOpuWyDCEfyUdlj,hPGY1kew0YtSvDeMB3O3fk",
    /// #     answer,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let follows = client.send(CheckFollowedArtists::new(IDS))?;
    /// assert_eq!(follows.get(&IDS[0]), Some(true));
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    CheckFollowedArtists = GET "/me/following/contains" -> checked @ids ArtistId,
    in Follow::follows_artists,
    reference: "check-current-user-follows",
    grant: User,
    scopes: ["user-follow-read"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /me/library/contains",
    repeat: Safe,
    cache: Private,
    fixed: {
        "type": "artist",
    },
    required: {
        /// The artists.
        ids: Vec<ArtistId> in 1..=50,
    },
}

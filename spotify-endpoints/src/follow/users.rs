//! Following users, for the apps that may still do it so.

use spotify_core::{BuildError, Endpoint as _};

use crate::{UserId, macros::endpoint};

endpoint! {
    /// Follows users.
    ///
    /// Who is followed already stays so.
    ///
    /// # Errors
    /// An id with a comma in it is refused before anything is sent: Spotify would take it for two.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{FollowUsers, UserId};
    ///
    /// # let call = "PUT /v1/me/following?type=user&ids=vinterlund.ada";
    /// # let wire = Replay::new().on(call, (204, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(FollowUsers::new([UserId::new("vinterlund.ada")?]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    FollowUsers = PUT "/me/following" -> nothing,
    in Follow::follow_users,
    reference: "follow-artists-users",
    grant: User,
    scopes: ["user-follow-modify"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "PUT /me/library",
    repeat: Idempotent,
    cache: Never,
    check: may_be_followed,
    fixed: {
        "type": "user",
    },
    required: {
        /// The users.
        ids: Vec<UserId> in 1..=50,
    },
}

endpoint! {
    /// Follows users no longer.
    ///
    /// Who is not followed stays so.
    ///
    /// # Errors
    /// An id with a comma in it is refused before anything is sent: Spotify would take it for two.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{UnfollowUsers, UserId};
    ///
    /// # let call = "DELETE /v1/me/following?type=user&ids=vinterlund.ada";
    /// # let wire = Replay::new().on(call, (204, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(UnfollowUsers::new([UserId::new("vinterlund.ada")?]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    UnfollowUsers = DELETE "/me/following" -> nothing,
    in Follow::unfollow_users,
    reference: "unfollow-artists-users",
    grant: User,
    scopes: ["user-follow-modify"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "DELETE /me/library",
    repeat: Idempotent,
    cache: Never,
    check: may_be_unfollowed,
    fixed: {
        "type": "user",
    },
    required: {
        /// The users.
        ids: Vec<UserId> in 1..=50,
    },
}

endpoint! {
    /// Tells which users the user follows.
    ///
    /// The answers come in the order of the ids.
    ///
    /// # Errors
    /// An id with a comma in it is refused before anything is sent: Spotify would take it for two.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{CheckFollowedUsers, UserId};
    ///
    /// let users = [UserId::new("vinterlund.ada")?, UserId::new("kiosk")?];
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/library/contains.json"));
    /// # let call = "GET /v1/me/following/contains?type=user&ids=vinterlund.ada,kiosk";
    /// # let wire = Replay::new().on(call, answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let follows = client.send(CheckFollowedUsers::new(users.clone()))?;
    /// assert_eq!(follows.get(&users[1]), Some(false));
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    CheckFollowedUsers = GET "/me/following/contains" -> checked @ids UserId,
    in Follow::follows_users,
    reference: "check-current-user-follows",
    grant: User,
    scopes: ["user-follow-read"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /me/library/contains",
    repeat: Safe,
    cache: Private,
    check: may_be_checked,
    fixed: {
        "type": "user",
    },
    required: {
        /// The users.
        ids: Vec<UserId> in 1..=50,
    },
}

fn may_be_followed(request: &FollowUsers) -> Result<(), BuildError> {
    one_id_each(FollowUsers::META.name, &request.ids)
}

fn may_be_unfollowed(request: &UnfollowUsers) -> Result<(), BuildError> {
    one_id_each(UnfollowUsers::META.name, &request.ids)
}

fn may_be_checked(request: &CheckFollowedUsers) -> Result<(), BuildError> {
    one_id_each(CheckFollowedUsers::META.name, &request.ids)
}

/// Refuses ids that would become two: commas part the ids, escaped or not.
fn one_id_each(endpoint: &'static str, ids: &[UserId]) -> Result<(), BuildError> {
    match ids.iter().find(|id| id.as_str().contains(',')) {
        Some(id) => {
            let problem = format!(
                "{:?} has a comma in it, which Spotify takes for the end of an id; use the \
                 operations of the library, which take URIs",
                id.as_str(),
            );
            Err(BuildError::invalid(endpoint, "ids", problem))
        }
        None => Ok(()),
    }
}

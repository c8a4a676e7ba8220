//! Other users, for the apps that may still look at them.

use crate::{UserId, macros::endpoint, model::PublicUser};

endpoint! {
    /// Reads what everybody may see of a user.
    ///
    /// What is there in its place tells of the user whose token is used, and of no other.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetUser, UserId};
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/users/user.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/users/kiosk", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let user = client.send(GetUser::new(UserId::new("kiosk")?))?;
    /// assert_eq!(user.id.url(), "https://open.spotify.com/user/kiosk");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetUser = GET "/users/{user_id}" -> json PublicUser,
    in Users::get,
    reference: "get-users-profile",
    grant: App,
    scopes: [],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /me",
    repeat: Safe,
    cache: Private,
    path: {
        /// The user.
        user_id: UserId,
    },
}

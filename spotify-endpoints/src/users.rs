//! Users.

#[cfg(feature = "deprecated")]
mod profile;

use crate::{macros::endpoint, model::PrivateUser};

#[cfg(feature = "deprecated")]
pub use profile::GetUser;

endpoint! {
    /// Reads the profile of the user whose token is used.
    ///
    /// The scope `user-read-private` shows country, subscription and what is set about explicit
    /// content, `user-read-email` the address; development-mode apps see neither.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetCurrentUser;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/users/me.development.json"));
    /// # let wire = Replay::new().on("GET /v1/me", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let user = client.send(GetCurrentUser::new())?;
    /// assert_eq!(user.id.as_str(), "vinterlund.ada");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetCurrentUser = GET "/me" -> json PrivateUser,
    in Users::current,
    reference: "get-current-users-profile",
    grant: User,
    scopes: Optional ["user-read-private", "user-read-email"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
}

//! Clients of the mock, ready to use.

use spotify_core::{
    BlockingTransport, BuildError, Client, ClientBuilder, HttpTransport, Token, blocking,
};

use super::{MockSpotify, accounts::SCOPES};

/// Clients.
///
/// They go to [`api_base`](Self::api_base) and [`accounts_base`](Self::accounts_base), plain, and
/// act for the demo user, who allows everything.
impl MockSpotify {
    /// Makes a client.
    ///
    /// ```
    /// use spotify_reqwest::prelude::*;
    /// use spotify_tests::MockSpotify;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = MockSpotify::start()?;
    /// let client = mock.client(Reqwest::new()?)?;
    /// assert_eq!(client.users().current().await?.id.as_str(), mock.world().user());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`], which has nothing against these settings.
    pub fn client(&self, transport: impl HttpTransport + 'static) -> Result<Client, BuildError> {
        self.client_builder(transport).build()
    }

    /// Makes a blocking client.
    ///
    /// # Errors
    ///
    /// As [`client`](Self::client).
    pub fn blocking_client(
        &self,
        transport: impl BlockingTransport + 'static,
    ) -> Result<blocking::Client, BuildError> {
        self.blocking_client_builder(transport).build()
    }

    /// Begins a client that is to differ: it has both bases and [`token`](Self::token).
    ///
    /// Without a grant the token is not renewed. `Refresh::pkce` of spotify-auth, for an app with
    /// this [`client_id`](Self::client_id), renews it with the refresh token that it has.
    pub fn client_builder(&self, transport: impl HttpTransport + 'static) -> ClientBuilder {
        Client::builder(transport)
            .api_base(self.api_base())
            .accounts_base(self.accounts_base())
            .token(self.token())
    }

    /// Begins a blocking client that is to differ; as [`client_builder`](Self::client_builder).
    pub fn blocking_client_builder(
        &self,
        transport: impl BlockingTransport + 'static,
    ) -> blocking::ClientBuilder {
        blocking::Client::builder(transport)
            .api_base(self.api_base())
            .accounts_base(self.accounts_base())
            .token(self.token())
    }

    /// Makes what a sign-in of the demo user gives: an access token and a refresh token, with
    /// every scope. The refresh token needs no client secret, as PKCE gives it.
    pub fn token(&self) -> Token {
        Token::new(self.mint_full_token())
            .refresh(self.mint_refresh_token(&SCOPES))
            .scopes(SCOPES.join(" "))
    }
}

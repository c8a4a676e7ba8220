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
    /// # use bytes::Bytes;
    /// # use spotify_core::{HttpTransport, Limits, TransportError};
    /// # fn test(transport: impl HttpTransport + 'static) -> Result<(), Box<dyn std::error::Error>> {
    /// use spotify_tests::MockSpotify;
    ///
    /// let mock = MockSpotify::start()?;
    /// let client = mock.client(transport)?;
    /// # let _ = client;
    /// # Ok(())
    /// # }
    /// # test(spotify_core::testing::Replay::new()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// None today; what [`ClientBuilder::build`] may come to refuse.
    pub fn client(&self, transport: impl HttpTransport + 'static) -> Result<Client, BuildError> {
        self.client_builder(transport).build()
    }

    /// Makes a client for code that does not wait for anything.
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
    /// The token is not renewed. A client that is to do that takes a grant, such as
    /// `ClientCredentials` or `Refresh` of spotify-auth with [`client_id`](Self::client_id), and
    /// brings the refresh token along.
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

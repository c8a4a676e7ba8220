//! How tokens are had: one exchange with the accounts service at a time, without any IO.

use std::{fmt, sync::Arc};

use bytes::Bytes;

use crate::{Accounts, AuthError, Now, Repeat, Token};

/// A way of getting tokens without a person: client credentials, or a refresh token.
///
/// One request, one reply. The [renewal machine](crate::session::Renewal) decides when, and
/// handles what holds for all of them: answers of 429 and 5xx, lost connections, deadlines.
pub trait Grant: Send + Sync {
    /// Which way it is.
    fn flow(&self) -> Flow;

    /// The app that asks.
    fn client_id(&self) -> &str;

    /// What may be done when it is not known whether a request was carried out.
    ///
    /// Client credentials are [`Safe`](Repeat::Safe): a token that nobody holds does no harm. A
    /// refresh is [`Once`](Repeat::Once): where Spotify rotates, the first answer may have ended
    /// the refresh token that a second request would send.
    fn repeat(&self) -> Repeat;

    /// Writes the request that asks for a token; `current` is the one that is held, however old.
    ///
    /// # Errors
    /// [`AuthError::NothingToRenew`] when it takes a refresh token and none is held.
    fn request(
        &self,
        accounts: &Accounts,
        current: Option<&Token>,
    ) -> Result<http::Request<Bytes>, AuthError>;

    /// Reads the answer into a token that takes the place of `current`.
    ///
    /// What the answer leaves out and `current` has stays: the refresh token, the scopes and the
    /// moment of consent.
    ///
    /// # Errors
    /// [`AuthError`] for a refusal or an answer that is no token.
    fn accept(
        &self,
        current: Option<&Token>,
        reply: http::Response<Bytes>,
        now: Now,
    ) -> Result<Token, AuthError>;
}

/// What a sign-in gives: the first token, and how the next ones are had.
#[non_exhaustive]
pub struct SignedIn {
    /// The first token.
    pub token: Token,
    /// How the next ones are had.
    pub grant: Arc<dyn Grant>,
}

impl SignedIn {
    /// Puts both together.
    #[must_use]
    pub fn new(token: Token, grant: impl Grant + 'static) -> Self {
        Self {
            token,
            grant: Arc::new(grant),
        }
    }
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedIn")
            .field("token", &self.token)
            .field("flow", &self.grant.flow())
            .finish()
    }
}

impl fmt::Debug for dyn Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Grant({})", self.flow())
    }
}

impl<G: Grant + ?Sized> Grant for Arc<G> {
    fn flow(&self) -> Flow {
        (**self).flow()
    }

    fn client_id(&self) -> &str {
        (**self).client_id()
    }

    fn repeat(&self) -> Repeat {
        (**self).repeat()
    }

    fn request(
        &self,
        accounts: &Accounts,
        current: Option<&Token>,
    ) -> Result<http::Request<Bytes>, AuthError> {
        (**self).request(accounts, current)
    }

    fn accept(
        &self,
        current: Option<&Token>,
        reply: http::Response<Bytes>,
        now: Now,
    ) -> Result<Token, AuthError> {
        (**self).accept(current, reply, now)
    }
}

/// The ways in which a token can have been had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Flow {
    /// Authorization code with a client secret (RFC 6749, section 4.1).
    AuthorizationCode,
    /// Authorization code with a proof key (RFC 7636).
    Pkce,
    /// Client credentials (RFC 6749, section 4.4): no user.
    ClientCredentials,
    /// A refresh token that was had elsewhere.
    RefreshToken,
    /// An access token that was had elsewhere and cannot be renewed.
    BearerToken,
    /// Implicit grant (RFC 6749, section 4.2), which Spotify has withdrawn.
    Implicit,
    /// Device authorization (RFC 8628), which Spotify does not offer.
    Device,
    /// Authorization code by the cookies of a browser in which the user consented before.
    Cookie,
}

impl Flow {
    /// A stable text, for files and listings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::Pkce => "pkce",
            Self::ClientCredentials => "client_credentials",
            Self::RefreshToken => "refresh_token",
            Self::BearerToken => "bearer_token",
            Self::Implicit => "implicit",
            Self::Device => "device",
            Self::Cookie => "cookie",
        }
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Flow {
    /// Every way there is.
    pub const ALL: &'static [Self] = &[
        Self::AuthorizationCode,
        Self::Pkce,
        Self::ClientCredentials,
        Self::RefreshToken,
        Self::BearerToken,
        Self::Implicit,
        Self::Device,
        Self::Cookie,
    ];
}

/// Says that a text names no flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no flow has this name")]
pub struct InvalidFlow;

impl std::str::FromStr for Flow {
    type Err = InvalidFlow;

    /// Reads what [`as_str`](Self::as_str) writes.
    fn from_str(text: &str) -> Result<Self, InvalidFlow> {
        let mut all = Self::ALL.iter().copied();
        all.find(|flow| flow.as_str() == text).ok_or(InvalidFlow)
    }
}

#[cfg(test)]
mod tests {
    use super::Flow;

    #[test]
    fn f13_every_flow_reads_back() {
        for (place, &flow) in Flow::ALL.iter().enumerate() {
            assert_eq!(flow.as_str().parse(), Ok(flow));
            // A flow that is missing here is missing in `ALL` as well: stores could not name it.
            let expected = match flow {
                Flow::AuthorizationCode => 0,
                Flow::Pkce => 1,
                Flow::ClientCredentials => 2,
                Flow::RefreshToken => 3,
                Flow::BearerToken => 4,
                Flow::Implicit => 5,
                Flow::Device => 6,
                Flow::Cookie => 7,
            };
            assert_eq!(place, expected);
        }
        assert!("".parse::<Flow>().is_err());
    }
}

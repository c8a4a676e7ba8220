//! Why there is no token.

use std::fmt;

use http::StatusCode;

use crate::excerpt::Excerpt;

/// An exchange with the accounts service gave no token, or none could be asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// There is no way to a new token: a bare access token is held, or none at all.
    #[error("the access token cannot be renewed: no grant and no refresh token is held")]
    NothingToRenew,
    /// The token that is held is over, and [automatic
    /// renewal](crate::Builder::automatic_renewal) is off.
    #[error("the access token has expired, and automatic renewal is off")]
    Expired,
    /// No token is held, and none is to be had without being asked for: [automatic
    /// renewal](crate::Builder::automatic_renewal) or [holding](crate::Builder::hold_tokens) is
    /// off.
    #[error("no token is held: set one, or give the call its own")]
    NoToken,
    /// The function that [renews tokens](crate::ClientBuilder::renew_with) gave none.
    #[error("the renewal hook gave no token: {0}")]
    Hook(Box<str>),
    /// The accounts service refused, in the words of OAuth.
    #[error(transparent)]
    OAuth(Box<OAuthError>),
    /// The accounts service answered something that is no token and no OAuth error.
    #[error("the accounts service answered {status} with something that is no token: {problem}")]
    Unexpected {
        /// The status of the answer.
        status: StatusCode,
        /// What is wrong with it; never a part of it that could be a secret.
        problem: Box<str>,
    },
    /// The access token is none that a header can carry.
    #[error("the access token cannot be used: {0}")]
    UnusableToken(&'static str),
    /// The request could not be written, or would go to another origin than the accounts service.
    #[error("the token request could not be written: {0}")]
    Request(Box<str>),
    /// What came back from the browser is no code: the user said no, or the answer is not the
    /// one that was waited for.
    #[error("the sign-in gave no code: {0}")]
    SignIn(Box<str>),
    /// The code that renews tokens panicked: a grant's, a store's or a transport's.
    #[error("the renewal of the token panicked")]
    Panicked,
    /// Nobody entered the device's code while it was good.
    #[error("nobody entered the code in time; begin anew and show the new code")]
    CodeExpired,
    /// A sign-in without a person met the page that asks for consent.
    #[error(
        "the user has not consented to these scopes yet; sign in once in a browser, with the same \
         app, redirect URI and scopes, and try again"
    )]
    ConsentRequired,
    /// A sign-in without a person met the page that asks who is there.
    #[error("the cookies are not those of a signed-in browser; copy them anew from one that is")]
    LoginRequired,
}

impl AuthError {
    /// Whether the accounts service said that the grant (refresh token, code) is no longer good.
    #[must_use]
    pub fn is_invalid_grant(&self) -> bool {
        matches!(self, Self::OAuth(error) if error.code == OAuthErrorCode::InvalidGrant)
    }
}

impl From<OAuthError> for AuthError {
    fn from(error: OAuthError) -> Self {
        Self::OAuth(Box::new(error))
    }
}

/// A refusal by the accounts service (RFC 6749, section 5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OAuthError {
    /// The status of the answer.
    pub status: StatusCode,
    /// The `error` word.
    pub code: OAuthErrorCode,
    /// The `error_description`, cut and escaped; Spotify leaves it out at times.
    pub description: Option<Excerpt>,
}

impl OAuthError {
    /// Takes the parts of a refusal.
    #[must_use]
    pub fn new(status: StatusCode, code: &str, description: Option<&str>) -> Self {
        Self {
            status,
            code: code.into(),
            description: description.map(Excerpt::new),
        }
    }
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the accounts service refused: {}", self.code.as_str())?;
        match &self.description {
            Some(description) => write!(f, " ({description})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for OAuthError {}

/// The word with which the accounts service refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OAuthErrorCode {
    /// The client id or secret is wrong, or missing.
    InvalidClient,
    /// The code or the refresh token is used, expired or revoked.
    InvalidGrant,
    /// The request lacks something or says it twice.
    InvalidRequest,
    /// A scope that is not known.
    InvalidScope,
    /// This app may not use this grant.
    UnauthorizedClient,
    /// The service knows no such grant.
    UnsupportedGrantType,
    /// The user said no.
    AccessDenied,
    /// The user has not entered the device's code yet (RFC 8628, section 3.5).
    AuthorizationPending,
    /// The device asks too often (RFC 8628, section 3.5).
    SlowDown,
    /// The device's code is over (RFC 8628, section 3.5).
    ExpiredToken,
    /// Another word, cut and escaped.
    Other(Excerpt),
}

impl OAuthErrorCode {
    /// The word as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidRequest => "invalid_request",
            Self::InvalidScope => "invalid_scope",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::AccessDenied => "access_denied",
            Self::AuthorizationPending => "authorization_pending",
            Self::SlowDown => "slow_down",
            Self::ExpiredToken => "expired_token",
            Self::Other(word) => word.as_str(),
        }
    }
}

impl From<&str> for OAuthErrorCode {
    fn from(word: &str) -> Self {
        match word {
            "invalid_client" => Self::InvalidClient,
            "invalid_grant" => Self::InvalidGrant,
            "invalid_request" => Self::InvalidRequest,
            "invalid_scope" => Self::InvalidScope,
            "unauthorized_client" => Self::UnauthorizedClient,
            "unsupported_grant_type" => Self::UnsupportedGrantType,
            "access_denied" => Self::AccessDenied,
            "authorization_pending" => Self::AuthorizationPending,
            "slow_down" => Self::SlowDown,
            "expired_token" => Self::ExpiredToken,
            other => Self::Other(Excerpt::new(other)),
        }
    }
}

/// Nothing but a new sign-in by the user helps.
///
/// Retrying does not: the refresh token that was held is no longer good, or there never was one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reauth {
    /// Why.
    pub cause: ReauthCause,
    /// What the accounts service said, if it was asked.
    pub refusal: Option<OAuthError>,
}

impl Reauth {
    /// Takes the cause and the refusal.
    #[must_use]
    pub const fn new(cause: ReauthCause, refusal: Option<OAuthError>) -> Self {
        Self { cause, refusal }
    }
}

impl fmt::Display for Reauth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the user must sign in again: ")?;
        f.write_str(match self.cause {
            ReauthCause::NotSignedIn => "nobody has signed in yet",
            ReauthCause::Expired => "the consent is more than six months old",
            ReauthCause::Revoked => "the refresh token is no longer good",
            ReauthCause::InterruptedRefresh => {
                "the answer to an earlier refresh was lost, and with it the refresh token"
            }
        })
    }
}

impl std::error::Error for Reauth {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.refusal.as_ref().map(|refusal| refusal as _)
    }
}

/// Why a user must sign in again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReauthCause {
    /// No token is held or stored, and the grant needs a person.
    NotSignedIn,
    /// Six months have passed since the user consented.
    Expired,
    /// The user withdrew the consent, or the refresh token was replaced.
    Revoked,
    /// A refresh was sent, its answer never came, and the refresh token is dead since.
    InterruptedRefresh,
}

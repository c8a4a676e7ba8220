//! What an error means and what to do about it, for people.

use std::{borrow::Cow, fmt};

use super::Error;

mod find;

/// What an error means and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnosis {
    /// A stable name for this kind of trouble.
    pub code: DiagnosisCode,
    /// How sure it is: one status has many causes.
    pub confidence: Confidence,
    /// What happened, in one line.
    pub what: String,
    /// Why.
    pub why: Cow<'static, str>,
    /// What to do.
    pub fix: Cow<'static, str>,
    /// Where to read on.
    pub docs: Cow<'static, str>,
}

/// How sure a diagnosis is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// One of several causes.
    Possible,
    /// The usual cause.
    Likely,
    /// Spotify said so, or nothing else fits.
    Certain,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// A stable name for a kind of trouble.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum DiagnosisCode {
            $($(#[$doc])* $name,)*
        }

        impl DiagnosisCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name, such as `SP-AUTH-02`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

codes! {
    /// The user is not on the list of a development-mode app.
    UserNotRegistered = "SP-AUTH-02",
    /// The owner of a development-mode app has no Premium.
    OwnerNeedsPremium = "SP-AUTH-03",
    /// The access token is over, and there is no way to another.
    TokenExpired = "SP-AUTH-04",
    /// The user must sign in again.
    SignInAgain = "SP-AUTH-05",
    /// The client id or secret is wrong.
    ClientRefused = "SP-AUTH-06",
    /// The accounts service answered something else, or not at all.
    NoToken = "SP-AUTH-07",
    /// The token belongs to an app, and the operation is about a user.
    UserTokenNeeded = "SP-AUTH-08",
    /// The token lacks a scope.
    MissingScope = "SP-SCOPE-01",
    /// The listener has no Premium.
    ListenerNeedsPremium = "SP-PLAY-01",
    /// No device is active.
    NoActiveDevice = "SP-PLAY-02",
    /// The player does not allow it now.
    PlayerRestriction = "SP-PLAY-03",
    /// A playlist of Spotify's own.
    SpotifyPlaylist = "SP-CAT-01",
    /// The items of somebody else's playlist.
    ForeignPlaylist = "SP-CAT-02",
    /// There is no such thing.
    NotFound = "SP-CAT-03",
    /// Too many requests.
    RateLimit = "SP-RATE-01",
    /// The quota is used up.
    Quota = "SP-RATE-02",
    /// Too many calls wait within the program.
    Overloaded = "SP-RATE-03",
    /// The operation is closed for this app.
    OperationGone = "SP-MODE-01",
    /// The request is not acceptable.
    BadRequest = "SP-REQ-01",
    /// Refused, and Spotify does not say why.
    Forbidden = "SP-REQ-02",
    /// A transport for tests has no answer.
    Unprepared = "SP-TEST-01",
    /// The answer could not be read.
    UnexpectedAnswer = "SP-PARSE-01",
    /// No connection.
    NoConnection = "SP-NET-01",
    /// No trust.
    Tls = "SP-NET-02",
    /// It took too long, or broke off.
    NoAnswer = "SP-NET-03",
    /// It may have been done.
    Ambiguous = "SP-NET-04",
    /// Spotify itself fails.
    ServiceFailure = "SP-NET-05",
    /// The token store fails.
    Store = "SP-STORE-01",
    /// The pages make no sense.
    Paging = "SP-PAGE-01",
}

impl fmt::Display for DiagnosisCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

const DOCS: &str = "https://developer.spotify.com/documentation/web-api/";

/// Cause, confidence and fix, before they are put together.
struct Finding(
    DiagnosisCode,
    Confidence,
    &'static str,
    Cow<'static, str>,
    &'static str,
);

impl Finding {
    fn new(
        code: DiagnosisCode,
        confidence: Confidence,
        why: &'static str,
        fix: impl Into<Cow<'static, str>>,
        page: &'static str,
    ) -> Self {
        Self(code, confidence, why, fix.into(), page)
    }
}

impl Error {
    /// What the error means and what to do about it.
    ///
    /// The original words stay in the error itself; this adds, and hides nothing.
    #[must_use]
    pub fn diagnosis(&self) -> Diagnosis {
        let Finding(code, confidence, why, fix, page) = find::find(self);
        let docs = match (page, self.endpoint()) {
            ("", Some(meta)) if !meta.reference.is_empty() => meta.reference_url().into(),
            _ => format!("{DOCS}{page}").into(),
        };
        Diagnosis {
            code,
            confidence,
            what: self.to_string(),
            why: why.into(),
            fix,
            docs,
        }
    }
}

//! What Spotify said when it did not do what was asked.

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;

use crate::{Excerpt, Meta, Scope, ScopeNeeds, Scopes};

/// An answer with a status that says no.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ApiError {
    /// Which operation it was.
    pub endpoint: &'static Meta,
    /// The status.
    pub status: StatusCode,
    /// Spotify's words: the `message` of a JSON body, or the body itself where it is something
    /// else; cut to 512 bytes and escaped. May be empty.
    pub message: Excerpt,
    /// The `reason`, which the player and the quota give.
    pub reason: Option<Reason>,
    /// How long Spotify asks to wait, if it said so.
    pub retry_after: Option<Duration>,
    /// Which scopes the call takes.
    pub needs: ScopeNeeds,
    /// What the token allowed, where that is known.
    pub granted: Option<Arc<Scopes>>,
}

impl ApiError {
    /// Reads an answer; whatever its body is, this succeeds.
    #[must_use]
    pub fn read(endpoint: &'static Meta, response: &http::Response<Bytes>) -> Self {
        let status = response.status();
        let (message, reason) = if status.is_redirection() {
            (
                Excerpt::new("the answer is a redirect, and redirects are never followed"),
                None,
            )
        } else {
            read_body(response.body())
        };
        Self {
            endpoint,
            status,
            message,
            reason,
            retry_after: None,
            needs: ScopeNeeds::of(endpoint),
            granted: None,
        }
    }

    /// The scopes that the operation takes and the token lacks, where both are known.
    ///
    /// Empty when the token has what it needs, or nothing is known of it.
    #[must_use]
    pub fn missing_scopes(&self) -> Scopes {
        let Some(granted) = &self.granted else {
            return Scopes::new();
        };
        self.needs.missing(granted)
    }

    /// Whether the operation takes this scope.
    #[must_use]
    pub fn takes(&self, scope: &Scope) -> bool {
        self.endpoint.scopes.contains(scope)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: Spotify answered {}",
            self.endpoint.name,
            self.status.as_u16()
        )?;
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        } else if let Some(reason) = self.status.canonical_reason() {
            write!(f, " {reason}")?;
        }
        match &self.reason {
            Some(reason) => write!(f, " ({reason})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ApiError {}

/// Reads `{"error": {"message", "reason"}}`, or `{"error", "error_description"}`, or takes the
/// body as it is: Spotify and the gateways before it also answer text, HTML and nothing.
fn read_body(body: &[u8]) -> (Excerpt, Option<Reason>) {
    #[derive(Deserialize)]
    struct Answer<'a> {
        #[serde(borrow)]
        error: Detail<'a>,
        #[serde(default, borrow)]
        error_description: Option<Cow<'a, str>>,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Detail<'a> {
        Object {
            #[serde(default, borrow)]
            message: Option<Cow<'a, str>>,
            #[serde(default, borrow)]
            reason: Option<Cow<'a, str>>,
        },
        Word(#[serde(borrow)] Cow<'a, str>),
    }
    match serde_json::from_slice::<Answer<'_>>(body) {
        Ok(Answer {
            error: Detail::Object { message, reason },
            ..
        }) => (
            Excerpt::new(&message.unwrap_or_default()),
            reason.filter(|r| !r.is_empty()).map(|r| Reason::from(&*r)),
        ),
        Ok(Answer {
            error: Detail::Word(word),
            error_description,
        }) => (Excerpt::new(&error_description.unwrap_or(word)), None),
        Err(_) => (Excerpt::of_bytes(body), None),
    }
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// The word with which Spotify explains a refusal.
        ///
        /// Source: the player's error reasons in Spotify's reference, and the quota's since
        /// July 2026. Spotify says `UNKNOWN` where a better word would exist.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[$doc])* $name,)*
            /// A word that this version does not know.
            Other(Excerpt),
        }

        impl Reason {
            /// The word as it came.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $text,)*
                    Self::Other(word) => word.as_str(),
                }
            }
        }

        impl From<&str> for Reason {
            fn from(word: &str) -> Self {
                match word {
                    $($text => Self::$name,)*
                    other => Self::Other(Excerpt::new(other)),
                }
            }
        }
    };
}

reasons! {
    /// There is no previous track in the context.
    NoPrevTrack = "NO_PREV_TRACK",
    /// There is no next track in the context.
    NoNextTrack = "NO_NEXT_TRACK",
    /// The track asked for does not exist.
    NoSpecificTrack = "NO_SPECIFIC_TRACK",
    /// Playback is paused already.
    AlreadyPaused = "ALREADY_PAUSED",
    /// Playback is not paused.
    NotPaused = "NOT_PAUSED",
    /// Nothing plays on this device.
    NotPlayingLocally = "NOT_PLAYING_LOCALLY",
    /// No track plays.
    NotPlayingTrack = "NOT_PLAYING_TRACK",
    /// No context plays.
    NotPlayingContext = "NOT_PLAYING_CONTEXT",
    /// The context has no end and cannot be repeated.
    EndlessContext = "ENDLESS_CONTEXT",
    /// The context does not allow it.
    ContextDisallow = "CONTEXT_DISALLOW",
    /// It plays already.
    AlreadyPlaying = "ALREADY_PLAYING",
    /// The player gets too many commands.
    RateLimited = "RATE_LIMITED",
    /// The device takes no commands from outside.
    RemoteControlDisallow = "REMOTE_CONTROL_DISALLOW",
    /// The device cannot be controlled.
    DeviceNotControllable = "DEVICE_NOT_CONTROLLABLE",
    /// The device's volume cannot be set.
    VolumeControlDisallow = "VOLUME_CONTROL_DISALLOW",
    /// No device is active.
    NoActiveDevice = "NO_ACTIVE_DEVICE",
    /// The listener has no Premium.
    PremiumRequired = "PREMIUM_REQUIRED",
    /// The developer account's quota is used up.
    QuotaExceeded = "QUOTA_EXCEEDED",
    /// Spotify does not say.
    Unknown = "UNKNOWN",
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

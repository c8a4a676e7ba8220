//! What ties an answer in the browser to the sign-in that asked for it.

use std::fmt;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use spotify_core::Secret;
use subtle::ConstantTimeEq as _;

use crate::{SettingsError, pkce::is_unreserved};

/// The `state` parameter: a text that only the right browser can bring back.
///
/// Nothing prints it. [`Entropy`](crate::Entropy) gives one of 43 characters (256 bits).
#[derive(Clone, PartialEq, Eq)]
pub struct State(Secret);

impl State {
    /// Takes a state that was made elsewhere, 22 to 512 unreserved characters (RFC 3986,
    /// section 2.3).
    ///
    /// It must be random, and used for one sign-in only.
    ///
    /// # Errors
    /// [`SettingsError::State`] for any other text.
    pub fn new(text: impl Into<String>) -> Result<Self, SettingsError> {
        let text = Secret::new(text);
        let fits = (22..=512).contains(&text.expose().len());
        if fits && text.expose().bytes().all(is_unreserved) {
            Ok(Self(text))
        } else {
            Err(SettingsError::State)
        }
    }

    /// Shows the text. Every use of this is worth a second look.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// Compares with what came back, in a time that tells nothing about where they differ.
    #[must_use]
    pub fn matches(&self, given: &str) -> bool {
        self.expose().as_bytes().ct_eq(given.as_bytes()).into()
    }

    pub(crate) fn encode(bytes: &[u8; 32]) -> Self {
        Self(Secret::new(BASE64_URL_SAFE_NO_PAD.encode(bytes)))
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("State([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a1_a_short_state_cannot_be_made() {
        for text in [
            "",
            "abc",
            &"x".repeat(21),
            &"x".repeat(513),
            &"x y".repeat(10),
        ] {
            assert_eq!(State::new(text), Err(SettingsError::State), "{text}");
        }
        assert!(State::new("x".repeat(22)).is_ok());
    }

    #[test]
    fn a1_only_the_same_text_matches() {
        let state = State::encode(&[7; 32]);
        let text = state.expose().to_owned();
        assert!(state.matches(&text));
        for other in [
            "",
            "x",
            text.get(1..).unwrap(),
            text.get(..42).unwrap(),
            &format!("{text}x"),
            &text.to_lowercase(),
        ] {
            assert!(!state.matches(other), "{other}");
        }
    }
}

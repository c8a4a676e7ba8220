//! Proof Key for Code Exchange (RFC 7636), with S256 and nothing else.

use std::fmt;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use sha2::{Digest as _, Sha256};
use spotify_core::Secret;

use crate::SettingsError;

/// The secret half of the proof: it leaves the program with the exchange and not before.
///
/// Nothing prints it. [`Entropy`](crate::Entropy) gives one of 43 characters (256 bits).
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier(Secret);

impl Verifier {
    /// Takes a verifier that was made elsewhere: 43 to 128 unreserved characters.
    ///
    /// # Errors
    /// [`SettingsError::Verifier`] for any other text.
    pub fn new(text: impl Into<String>) -> Result<Self, SettingsError> {
        let text = Secret::new(text);
        let fits = (43..=128).contains(&text.expose().len());
        if fits && text.expose().bytes().all(is_unreserved) {
            Ok(Self(text))
        } else {
            Err(SettingsError::Verifier)
        }
    }

    /// The public half: `base64url(sha256(verifier))`, without padding.
    ///
    /// ```
    /// # use spotify_auth::Verifier;
    /// let verifier = Verifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")?;
    /// assert_eq!(verifier.challenge().as_str(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    /// # Ok::<(), spotify_auth::SettingsError>(())
    /// ```
    #[must_use]
    pub fn challenge(&self) -> Challenge {
        Challenge(
            BASE64_URL_SAFE_NO_PAD
                .encode(Sha256::digest(self.expose()))
                .into(),
        )
    }

    /// Shows the text. Every use of this is worth a second look.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    pub(crate) fn encode(bytes: &[u8; 32]) -> Self {
        Self(Secret::new(BASE64_URL_SAFE_NO_PAD.encode(bytes)))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verifier([redacted])")
    }
}

/// The public half of the proof, which stands in the authorize URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge(Box<str>);

impl Challenge {
    /// How it follows from the verifier, in the words of RFC 7636; there is no other way here.
    pub const METHOD: &'static str = "S256";

    /// The text, 43 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// RFC 3986, section 2.3.
pub(crate) const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a2_the_vector_of_rfc_7636_appendix_b() {
        let octets = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212,
            37, 77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        let verifier = Verifier::encode(&octets);
        assert_eq!(
            verifier.expose(),
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        );
        let challenge = verifier.challenge();
        assert_eq!(
            challenge.as_str(),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
        assert_eq!(Challenge::METHOD, "S256");
    }

    #[test]
    fn a2_a_verifier_is_43_to_128_unreserved_characters() {
        for length in [43, 86, 128] {
            assert!(
                Verifier::new("aZ09-._~".chars().cycle().take(length).collect::<String>()).is_ok(),
                "{length}"
            );
        }
        for length in [0, 1, 42, 129, 1000] {
            assert_eq!(
                Verifier::new("a".repeat(length)),
                Err(SettingsError::Verifier),
                "{length}"
            );
        }
        for odd in ["+", "/", "=", " ", "%", "ä", "\n", "\0"] {
            let text = format!("{}{odd}", "a".repeat(50));
            assert_eq!(Verifier::new(text), Err(SettingsError::Verifier), "{odd:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a2_random_bytes_make_a_good_verifier(bytes in proptest::prelude::any::<[u8; 32]>()) {
            let verifier = Verifier::encode(&bytes);
            proptest::prop_assert_eq!(Verifier::new(verifier.expose()), Ok(verifier.clone()));
            proptest::prop_assert_eq!(verifier.challenge().as_str().len(), 43);
        }
    }
}

//! Texts that must never be printed.

use std::{fmt, sync::Arc};

use zeroize::Zeroizing;

/// A text that shows in no `Debug`, has no `Display` and no `Serialize`, and is wiped from
/// memory when its last clone is dropped.
///
/// Clones share one buffer. Copies in the buffers of an HTTP or TLS library are not ours to wipe.
#[derive(Clone)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// Hides a text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Arc::new(Zeroizing::new(text.into())))
    }

    /// Shows the text. Every use of this is worth a second look.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether the text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl PartialEq for Secret {
    /// Compares in a time that depends on the lengths only.
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.expose().as_bytes(), other.expose().as_bytes());
        a.len() == b.len()
            && a.iter()
                .zip(b)
                .fold(0, |difference, (x, y)| difference | (x ^ y))
                == 0
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Declares a kind of secret of its own, so that one cannot stand where another is meant.
#[macro_export]
#[doc(hidden)]
macro_rules! secret {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name($crate::Secret);

        impl $name {
            /// Hides a text.
            #[must_use]
            pub fn new(text: impl Into<String>) -> Self {
                Self($crate::Secret::new(text))
            }

            /// Shows the text. Every use of this is worth a second look.
            #[must_use]
            pub fn expose(&self) -> &str {
                self.0.expose()
            }

            /// Whether the text is empty.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::new(text)
            }
        }
    )*};
}

secret! {
    /// What a call of the Web API is authorized with: the bearer token, good for an hour.
    AccessToken,
    /// What new access tokens are had for; it ends six months after the user's consent.
    RefreshToken,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_prints_it() {
        let token = AccessToken::new("canary");
        assert_eq!(
            format!("{token:?} {:?} {:#?}", token.0, Some(&token))
                .matches("canary")
                .count(),
            0
        );
        assert_eq!(token.expose(), "canary");
    }

    #[test]
    fn equality_is_that_of_the_text() {
        assert_eq!(Secret::new("ab"), Secret::new("ab"));
        assert_ne!(Secret::new("ab"), Secret::new("ac"));
        assert_ne!(Secret::new("ab"), Secret::new("abc"));
    }
}

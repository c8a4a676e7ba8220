//! The language and country that names are asked for in.

use std::{fmt, str::FromStr};

use spotify_core::{Argument, Escaper, Excerpt};

/// A language and a country, such as `es_MX`.
///
/// Names of categories come in that language where Spotify has them, else in American English.
///
/// ```
/// use spotify_endpoints::Locale;
///
/// let locale: Locale = "ES-mx".parse()?;
/// assert_eq!(locale.as_str(), "es_MX");
/// assert!("Spanish".parse::<Locale>().is_err());
/// # Ok::<(), spotify_endpoints::InvalidLocale>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale([u8; 5]);

impl Locale {
    /// Takes a locale that is known beforehand; in a `const` it is checked by the compiler.
    ///
    /// # Panics
    /// When it is not a language and a country of two letters each and this is not evaluated by
    /// the compiler; parse what is not a literal.
    #[must_use]
    pub const fn from_static(text: &'static str) -> Self {
        let locale = Self::read(text.as_bytes());
        assert!(locale.is_some(), "a locale is written as in es_MX");
        match locale {
            Some(locale) => locale,
            None => Self(*b"en_US"),
        }
    }

    /// The locale, as Spotify writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    const fn read(text: &[u8]) -> Option<Self> {
        match text {
            [a, b, b'_' | b'-', c, d]
                if a.is_ascii_alphabetic()
                    && b.is_ascii_alphabetic()
                    && c.is_ascii_alphabetic()
                    && d.is_ascii_alphabetic() =>
            {
                Some(Self([
                    a.to_ascii_lowercase(),
                    b.to_ascii_lowercase(),
                    b'_',
                    c.to_ascii_uppercase(),
                    d.to_ascii_uppercase(),
                ]))
            }
            _ => None,
        }
    }
}

impl FromStr for Locale {
    type Err = InvalidLocale;

    fn from_str(text: &str) -> Result<Self, InvalidLocale> {
        Self::read(text.as_bytes())
            .ok_or_else(|| InvalidLocale(Excerpt::new(&text.chars().take(40).collect::<String>())))
    }
}

impl TryFrom<&str> for Locale {
    type Error = InvalidLocale;

    fn try_from(text: &str) -> Result<Self, InvalidLocale> {
        text.parse()
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Locale({self})")
    }
}

impl Argument for Locale {
    fn write(&self, out: &mut Escaper<'_>) {
        out.push(self.as_str());
    }
}

/// A text is no locale.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "locale \"{0}\": a language (ISO 639-1) and a country (ISO 3166-1 alpha-2) are wanted, as in \
     es_MX"
)]
pub struct InvalidLocale(Excerpt);

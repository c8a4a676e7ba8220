//! Countries in which content is available.

mod set;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use spotify_core::{Argument, Escaper, Excerpt};

pub use set::Markets;

/// A country, as an ISO 3166-1 alpha-2 code, or that of the user whose token is used.
///
/// A user's own country goes before what is asked for. Without a market and without a user, shows
/// and episodes count as unavailable.
///
/// ```
/// use spotify_endpoints::Market;
///
/// assert_eq!("se".parse::<Market>()?, Market::SE);
/// assert_eq!(Market::from_static("NZ").as_str(), "NZ");
/// assert_eq!(Market::FROM_TOKEN.as_str(), "from_token");
/// # Ok::<(), spotify_endpoints::InvalidMarket>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Market([u8; 2]);

impl Market {
    /// The country of the user whose token is used.
    pub const FROM_TOKEN: Self = Self([0; 2]);

    /// Takes a code that is known beforehand, in either case; in a `const` it is checked by the
    /// compiler.
    ///
    /// ```compile_fail
    /// const MARKET: spotify_endpoints::Market = spotify_endpoints::Market::from_static("SWE");
    /// ```
    ///
    /// # Panics
    /// When it is not two letters and this is not evaluated by the compiler; parse what is not a
    /// literal.
    #[must_use]
    pub const fn from_static(code: &'static str) -> Self {
        let market = Self::letters(code.as_bytes());
        assert!(
            market.is_some(),
            "a market is a country code of two letters"
        );
        match market {
            Some(market) => market,
            None => Self::FROM_TOKEN,
        }
    }

    /// The code in capitals, or `from_token`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        if *self == Self::FROM_TOKEN {
            return "from_token";
        }
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    const fn letters(code: &[u8]) -> Option<Self> {
        match code {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Some(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => None,
        }
    }
}

impl FromStr for Market {
    type Err = InvalidMarket;

    fn from_str(text: &str) -> Result<Self, InvalidMarket> {
        if text == "from_token" {
            return Ok(Self::FROM_TOKEN);
        }
        Self::letters(text.as_bytes())
            .ok_or_else(|| InvalidMarket(Excerpt::new(&text.chars().take(40).collect::<String>())))
    }
}

impl TryFrom<&str> for Market {
    type Error = InvalidMarket;

    fn try_from(text: &str) -> Result<Self, InvalidMarket> {
        text.parse()
    }
}

impl fmt::Display for Market {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Market {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Market({self})")
    }
}

impl Argument for Market {
    fn write(&self, out: &mut Escaper<'_>) {
        out.push(self.as_str());
    }
}

impl Serialize for Market {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Market {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Code;
        impl de::Visitor<'_> for Code {
            type Value = Market;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a country code of two letters")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Market, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Code)
    }
}

/// A text is no market.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "market \"{0}\": a country code of two letters (ISO 3166-1 alpha-2) or from_token is wanted"
)]
pub struct InvalidMarket(Excerpt);

macro_rules! countries {
    ($($code:ident)*) => {
        /// The countries and territories that Spotify has been seen to serve.
        impl Market {
            $(
                #[doc = concat!("`", stringify!($code), "`.")]
                pub const $code: Self = Self::from_static(stringify!($code));
            )*
        }
    };
}

countries! {
    AD AE AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CG CH
    CI CL CM CO CR CV CW CY CZ DE DJ DK DM DO DZ EC EE EG ES ET FI FJ FM FR GA GB GD GE GH GM GN
    GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IS IT JM JO JP KE KG KH KI KM KN KR KW KZ LA LB
    LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MN MO MR MT MU MV MW MX MY MZ NA NE NG NI
    NL NO NP NR NZ OM PA PE PG PH PK PL PR PS PT PW PY QA RO RS RW SA SB SC SE SG SI SK SL SM SN
    SR ST SV SZ TD TG TH TJ TL TN TO TR TT TV TW TZ UA UG US UY UZ VC VE VN VU WS XK ZA ZM ZW
}

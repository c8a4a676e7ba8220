//! Release dates, of which often only the year is known.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Text, codec::Raw, open::open_enum};

/// A date with the precision in which it is known.
///
/// The year 0 stands for an unknown one. In serde it is the text: `1981`, `1981-12` or
/// `1981-12-15`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReleaseDate {
    /// A year; 0 if it is not known.
    Year(u16),
    /// A year, and a month from 1 to 12.
    Month(u16, u8),
    /// A year, a month from 1 to 12, and a day from 1 to 31.
    Day(u16, u8, u8),
    /// A text of another form.
    Other(Text),
}

impl ReleaseDate {
    /// The year, if it is known.
    #[must_use]
    pub const fn year(&self) -> Option<u16> {
        match *self {
            Self::Year(0) | Self::Month(0, _) | Self::Day(0, ..) | Self::Other(_) => None,
            Self::Year(year) | Self::Month(year, _) | Self::Day(year, ..) => Some(year),
        }
    }

    /// The month, if it is known.
    #[must_use]
    pub const fn month(&self) -> Option<u8> {
        match *self {
            Self::Month(_, month) | Self::Day(_, month, _) if month != 0 => Some(month),
            _ => None,
        }
    }

    /// The day of the month, if it is known.
    #[must_use]
    pub const fn day(&self) -> Option<u8> {
        match *self {
            Self::Day(.., day) if day != 0 => Some(day),
            _ => None,
        }
    }
}

impl From<&str> for ReleaseDate {
    fn from(text: &str) -> Self {
        parts(text).unwrap_or_else(|| Self::Other(text.into()))
    }
}

impl FromStr for ReleaseDate {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.into())
    }
}

/// Reads `YYYY`, `YYYY-MM` and `YYYY-MM-DD`; months and days may be 0, as the year may.
fn parts(text: &str) -> Option<ReleaseDate> {
    let (year, rest) = text.as_bytes().split_first_chunk::<4>()?;
    let year =
        u16::from(number(year.first_chunk()?)?) * 100 + u16::from(number(year.last_chunk()?)?);
    let at_most = |digits: &[u8; 2], max| number(digits).filter(|number| *number <= max);
    match rest {
        [] => Some(ReleaseDate::Year(year)),
        [b'-', a, b] => Some(ReleaseDate::Month(year, at_most(&[*a, *b], 12)?)),
        [b'-', a, b, b'-', c, d] => Some(ReleaseDate::Day(
            year,
            at_most(&[*a, *b], 12)?,
            at_most(&[*c, *d], 31)?,
        )),
        _ => None,
    }
}

/// Reads two digits.
fn number(digits: &[u8; 2]) -> Option<u8> {
    let [tens, ones] = digits.map(|digit| digit.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| tens * 10 + ones)
}

impl fmt::Display for ReleaseDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(year, month, day) => write!(f, "{year:04}-{month:02}-{day:02}"),
            Self::Other(text) => f.write_str(text),
        }
    }
}

impl Serialize for ReleaseDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ReleaseDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Raw::deserialize(deserializer).map(|text| text.as_str().into())
    }
}

open_enum! {
    /// What Spotify says of the precision of a date; the [`ReleaseDate`] itself shows it too.
    DatePrecision {
        /// Only the year is known.
        Year = "year",
        /// Year and month are known.
        Month = "month",
        /// Year, month and day are known.
        Day = "day",
    }
}

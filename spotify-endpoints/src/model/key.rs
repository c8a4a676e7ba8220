//! Keys and modes of music, which Spotify gives as numbers.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::codec::{Plain, Read, by_serde};

/// The key that music is in, without its mode.
///
/// In serde it is the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(i8);

impl Key {
    /// The pitch class: 0 is C, 1 is C♯ or D♭, and so on up to 11, which is B; -1 if no key was
    /// found.
    #[must_use]
    pub const fn number(self) -> i8 {
        self.0
    }

    /// The name, such as `C` or `C♯/D♭`; nothing if no key was found.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        Some(match self.0 {
            0 => "C",
            1 => "C♯/D♭",
            2 => "D",
            3 => "D♯/E♭",
            4 => "E",
            5 => "F",
            6 => "F♯/G♭",
            7 => "G",
            8 => "G♯/A♭",
            9 => "A",
            10 => "A♯/B♭",
            11 => "B",
            _ => return None,
        })
    }
}

impl From<i8> for Key {
    fn from(number: i8) -> Self {
        Self(number)
    }
}

impl From<Key> for i8 {
    fn from(key: Key) -> Self {
        key.0
    }
}

/// Whether music is in major or in minor; Spotify calls it the mode.
///
/// In serde it is the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Modality {
    /// Minor, which is 0.
    Minor,
    /// Major, which is 1.
    Major,
    /// It was not found out, which is -1.
    Unknown,
    /// A number that this version does not know.
    Other(i8),
}

impl From<i8> for Modality {
    fn from(number: i8) -> Self {
        match number {
            0 => Self::Minor,
            1 => Self::Major,
            -1 => Self::Unknown,
            other => Self::Other(other),
        }
    }
}

impl From<Modality> for i8 {
    fn from(modality: Modality) -> Self {
        match modality {
            Modality::Minor => 0,
            Modality::Major => 1,
            Modality::Unknown => -1,
            Modality::Other(other) => other,
        }
    }
}

macro_rules! numbers {
    ($($name:ident $expected:literal;)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i8((*self).into())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let unexpected = |found| de::Error::invalid_value(found, &$expected);
                let Some(number) = <Plain as Read<i64>>::read(deserializer)? else {
                    return Err(unexpected(de::Unexpected::Unit));
                };
                i8::try_from(number)
                    .map(Self::from)
                    .map_err(|_| unexpected(de::Unexpected::Signed(number)))
            }
        }

        by_serde!($name);
    )*};
}

numbers! {
    Key "the number of a key";
    Modality "the number of a mode";
}

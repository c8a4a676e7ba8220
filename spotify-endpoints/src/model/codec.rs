//! How the fields of the models are read and written: what `null` means, and which spellings of
//! a value are taken.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeSeed, MapAccess, Visitor},
};
use spotify_core::Timestamp;

use super::{ReleaseDate, Text};
use crate::market::{Market, Markets};

/// Reads fields of type `T`.
pub(crate) trait Read<T> {
    /// Reads a value; nothing, if it is null or as good as absent.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error>;

    /// What an absent or null field means; nothing, if there is no object without it.
    fn absent() -> Option<T> {
        None
    }
}

/// Writes fields of type `T`.
pub(crate) trait Write<T> {
    /// Whether the field is left out in writing.
    fn is_absent(_: &T) -> bool {
        false
    }

    /// Writes what is not absent.
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>;
}

/// The usual codec of a type.
pub(crate) struct Plain;

/// Moments as milliseconds since 1970.
pub(crate) struct Millis;

/// Durations in milliseconds, of local files perhaps as `{"totalMilliseconds": 188000}`.
pub(crate) struct DurationMs;

/// Reads what [`Read`] says.
pub(crate) struct Reader<C, T>(PhantomData<(C, T)>);

impl<C: Read<T>, T> Reader<C, T> {
    #[inline]
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, C: Read<T>, T> DeserializeSeed<'de> for Reader<C, T> {
    type Value = Option<T>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        C::read(deserializer)
    }
}

/// Writes what [`Write`] says.
pub(crate) struct Written<'a, C, T>(&'a T, PhantomData<C>);

impl<'a, C: Write<T>, T> Written<'a, C, T> {
    pub(crate) fn new(value: &'a T) -> Self {
        Self(value, PhantomData)
    }
}

impl<C: Write<T>, T> Serialize for Written<'_, C, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        C::write(self.0, serializer)
    }
}

impl<C: Read<T>, T> Read<Option<T>> for C {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
        Ok(C::read(deserializer)?.map(Some))
    }

    fn absent() -> Option<Option<T>> {
        Some(None)
    }
}

impl<C: Write<T>, T> Write<Option<T>> for C {
    fn is_absent(value: &Option<T>) -> bool {
        value.is_none()
    }

    fn write<S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => C::write(value, serializer),
            None => serializer.serialize_none(),
        }
    }
}

impl<T> Read<Box<T>> for Plain
where
    Self: Read<T>,
{
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<T>>, D::Error> {
        Ok(Self::read(deserializer)?.map(Box::new))
    }
}

impl<T> Write<Box<T>> for Plain
where
    Self: Write<T>,
{
    fn write<S: Serializer>(value: &Box<T>, serializer: S) -> Result<S::Ok, S::Error> {
        Self::write(&**value, serializer)
    }
}

/// Takes types as serde has them.
macro_rules! by_serde {
    (@of [$($t:ident)?] $type:ty) => {
        impl $(<$t: serde::de::DeserializeOwned>)? $crate::model::codec::Read<$type>
            for $crate::model::codec::Plain
        {
            fn read<'de, D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Option<$type>, D::Error> {
                serde::Deserialize::deserialize(deserializer)
            }
        }

        impl $(<$t: serde::Serialize>)? $crate::model::codec::Write<$type>
            for $crate::model::codec::Plain
        {
            fn write<S: serde::Serializer>(
                value: &$type,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(value, serializer)
            }
        }
    };
    ($($type:ty),*) => {
        $($crate::model::codec::by_serde!(@of [] $type);)*
    };
}
pub(crate) use by_serde;

by_serde!(bool, Markets);

impl Read<Text> for Plain {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Text>, D::Error> {
        MaybeRaw::deserialize(deserializer).map(|text| text.0.map(Raw::into_text))
    }
}

impl Write<Text> for Plain {
    fn write<S: Serializer>(value: &Text, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

/// Takes types by their `FromStr`, and an empty text for nothing.
macro_rules! non_empty {
    ($($type:ty),*) => {$(
        impl Read<$type> for Plain {
            fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Option<$type>, D::Error> {
                let text = MaybeRaw::deserialize(d)?.0;
                let text = text.as_ref().map(Raw::as_str).filter(|text| !text.is_empty());
                text.map(str::parse).transpose().map_err(de::Error::custom)
            }
        }

        impl Write<$type> for Plain {
            fn write<S: Serializer>(value: &$type, serializer: S) -> Result<S::Ok, S::Error> {
                value.serialize(serializer)
            }
        }
    )*};
}

non_empty!(Timestamp, Market, ReleaseDate);

impl Read<Timestamp> for Millis {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        Ok(deserializer
            .deserialize_any(Integer)?
            .map(Timestamp::from_millis))
    }
}

impl Write<Timestamp> for Millis {
    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(value.as_millis())
    }
}

macro_rules! integers {
    ($($integer:ident $write:ident)*) => {$(
        impl Read<$integer> for Plain {
            fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Option<$integer>, D::Error> {
                d.deserialize_any(Integer)?.map(narrow).transpose()
            }
        }

        impl Write<$integer> for Plain {
            fn write<S: Serializer>(value: &$integer, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.$write(*value)
            }
        }
    )*};
}

integers!(u8 serialize_u8 u16 serialize_u16 u32 serialize_u32 i64 serialize_i64);

impl Read<u32> for DurationMs {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
        deserializer.deserialize_any(Total)?.map(narrow).transpose()
    }
}

impl Write<u32> for DurationMs {
    fn write<S: Serializer>(value: &u32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(*value)
    }
}

/// Refuses what the type cannot hold.
fn narrow<T: TryFrom<i64>, E: de::Error>(integer: i64) -> Result<T, E> {
    T::try_from(integer)
        .map_err(|_| E::invalid_value(de::Unexpected::Signed(integer), &"an integer in range"))
}

/// What may stand for a value in the formats of serde.
macro_rules! nullable {
    () => {
        fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
            self.visit_unit()
        }

        fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
            d.deserialize_any(self)
        }
    };
}

/// Takes whole numbers in any spelling: `640`, `640.0` and `2.3E7`.
struct Integer;

impl<'de> Visitor<'de> for Integer {
    type Value = Option<i64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    nullable!();

    fn visit_unit<E: de::Error>(self) -> Result<Option<i64>, E> {
        Ok(None)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Option<i64>, E> {
        Ok(Some(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Option<i64>, E> {
        match i64::try_from(value) {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(E::invalid_value(de::Unexpected::Unsigned(value), &self)),
        }
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Option<i64>, E> {
        /// Beyond it floats do not hold every integer.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() <= EXACT {
            #[allow(clippy::cast_possible_truncation, reason = "it is whole and in range")]
            return Ok(Some(value as i64));
        }
        Err(E::invalid_value(de::Unexpected::Float(value), &self))
    }
}

/// Takes an integer, or an object with one in it.
struct Total;

impl<'de> Visitor<'de> for Total {
    type Value = Option<i64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of milliseconds")
    }

    nullable!();

    fn visit_unit<E: de::Error>(self) -> Result<Option<i64>, E> {
        Ok(None)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Option<i64>, E> {
        Integer.visit_i64(value)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Option<i64>, E> {
        Integer.visit_u64(value)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Option<i64>, E> {
        Integer.visit_f64(value)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<i64>, A::Error> {
        let mut total = None;
        while let Some(key) = map.next_key::<Raw<'de>>()? {
            if key.as_str() == "totalMilliseconds" {
                total = map.next_value_seed(Reader::<Plain, i64>::new())?;
            } else {
                map.next_value::<de::IgnoredAny>()?;
            }
        }
        total
            .map(Some)
            .ok_or_else(|| de::Error::missing_field("totalMilliseconds"))
    }
}

/// A text on its way: borrowed from the answer where that is possible.
#[derive(Debug)]
pub(crate) enum Raw<'de> {
    Borrowed(&'de str),
    Owned(Text),
}

impl Raw<'_> {
    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Owned(text) => text,
        }
    }

    pub(crate) fn into_text(self) -> Text {
        match self {
            Self::Borrowed(text) => text.into(),
            Self::Owned(text) => text,
        }
    }
}

impl<'de> Deserialize<'de> for Raw<'de> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Raw<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            #[inline]
            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Raw<'de>, E> {
                Ok(Raw::Borrowed(text))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Raw<'de>, E> {
                Ok(Raw::Owned(text.into()))
            }
        }
        deserializer.deserialize_str(Any)
    }
}

/// A text on its way, or null.
pub(crate) struct MaybeRaw<'de>(pub(crate) Option<Raw<'de>>);

impl<'de> Deserialize<'de> for MaybeRaw<'de> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrNull)
    }
}

struct TextOrNull;

impl<'de> Visitor<'de> for TextOrNull {
    type Value = MaybeRaw<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    nullable!();

    fn visit_unit<E: de::Error>(self) -> Result<MaybeRaw<'de>, E> {
        Ok(MaybeRaw(None))
    }

    #[inline]
    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<MaybeRaw<'de>, E> {
        Ok(MaybeRaw(Some(Raw::Borrowed(text))))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<MaybeRaw<'de>, E> {
        Ok(MaybeRaw(Some(Raw::Owned(text.into()))))
    }
}

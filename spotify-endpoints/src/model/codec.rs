//! How the fields of the models are read and written: what `null` means, and which spellings of
//! a value are taken.

mod cursor;
mod number;
mod raw;

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeSeed, Visitor},
};
use spotify_core::Timestamp;

use super::{ReleaseDate, Text};
use crate::market::{Market, Markets};

pub(crate) use cursor::{Cursor, Scan};
pub(crate) use number::{DurationMs, Millis};
pub(crate) use raw::{Raw, RawFiller, read_raw};

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
pub(crate) use nullable;

/// Reads fields of type `T`.
pub(crate) trait Read<T> {
    /// Reads a value into its place; what is null or as good as absent leaves the place as it is.
    /// All is built where it stays, for each move on the way costs.
    fn read_into<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<T>,
    ) -> Result<(), D::Error>;

    /// Reads a value; nothing, if it is null or as good as absent.
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        let mut place = None;
        Self::read_into(deserializer, &mut place)?;
        Ok(place)
    }

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

/// Reads what [`Read`] says into its place.
pub(crate) struct Filler<'a, C, T>(&'a mut Option<T>, PhantomData<C>);

impl<'a, C: Read<T>, T> Filler<'a, C, T> {
    #[inline]
    pub(crate) fn new(place: &'a mut Option<T>) -> Self {
        Self(place, PhantomData)
    }
}

impl<'de, C: Read<T>, T> DeserializeSeed<'de> for Filler<'_, C, T> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        C::read_into(deserializer, self.0)
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
    #[inline]
    fn read_into<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<Option<T>>,
    ) -> Result<(), D::Error> {
        C::read_into(deserializer, place.get_or_insert(None))
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
    fn read_into<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<Box<T>>,
    ) -> Result<(), D::Error> {
        if let Some(value) = Self::read(deserializer)? {
            *place = Some(Box::new(value));
        }
        Ok(())
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
    (@of [$($t:ident)?] $type:ty $(, into $into:expr)?) => {
        impl $(<$t: serde::de::DeserializeOwned>)? $crate::model::codec::Read<$type>
            for $crate::model::codec::Plain
        {
            #[inline]
            fn read_into<'de, D: serde::Deserializer<'de>>(
                deserializer: D,
                place: &mut Option<$type>,
            ) -> Result<(), D::Error> {
                $(return $into(deserializer, place);)?
                #[allow(unreachable_code, reason = "some know a way of their own")]
                $crate::model::codec::by_deserialize(deserializer, place)
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

/// Reads a value as serde has it.
#[inline]
pub(crate) fn by_deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
    place: &mut Option<T>,
) -> Result<(), D::Error> {
    if let Some(value) = Option::deserialize(deserializer)? {
        *place = Some(value);
    }
    Ok(())
}

by_serde!(Markets);

impl Read<bool> for Plain {
    #[inline]
    fn read_into<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<bool>,
    ) -> Result<(), D::Error> {
        deserializer.deserialize_any(IntoBool(place))
    }
}

impl Write<bool> for Plain {
    fn write<S: Serializer>(value: &bool, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*value)
    }
}

struct IntoBool<'a>(&'a mut Option<bool>);

impl<'de> Visitor<'de> for IntoBool<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean")
    }

    nullable!();

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        *self.0 = Some(value);
        Ok(())
    }
}

/// Takes what is absent for the default, and leaves the default out in writing.
pub(crate) struct OrDefault;

/// Lets types be read so; it cannot be said of all at once, for options are read through.
macro_rules! or_default {
    ($($type:ty),*) => {$(
        impl $crate::model::codec::Read<$type> for $crate::model::codec::OrDefault {
            #[inline]
            fn read_into<'de, D: serde::Deserializer<'de>>(
                d: D,
                place: &mut Option<$type>,
            ) -> Result<(), D::Error> {
                <$crate::model::codec::Plain as $crate::model::codec::Read<$type>>::read_into(
                    d, place,
                )
            }
        }

        impl $crate::model::codec::Write<$type> for $crate::model::codec::OrDefault {
            fn is_absent(value: &$type) -> bool {
                *value == <$type>::default()
            }

            fn write<S: serde::Serializer>(value: &$type, s: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(value, s)
            }
        }
    )*};
}
pub(crate) use or_default;

impl Read<Text> for Plain {
    #[inline]
    fn read_into<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<Text>,
    ) -> Result<(), D::Error> {
        deserializer.deserialize_any(IntoText(place))
    }
}

struct IntoText<'a>(&'a mut Option<Text>);

impl<'de> Visitor<'de> for IntoText<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    nullable!();

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        *self.0 = Some(text.into());
        Ok(())
    }
}

impl Write<Text> for Plain {
    fn write<S: Serializer>(value: &Text, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

/// Takes types as what a text is turned into.
macro_rules! by_text {
    ($($type:ty),*) => {$(
        impl $crate::model::codec::Read<$type> for $crate::model::codec::Plain {
            #[inline]
            fn read_into<'de, D: serde::Deserializer<'de>>(
                deserializer: D,
                place: &mut Option<$type>,
            ) -> Result<(), D::Error> {
                let mut text = None;
                $crate::model::codec::read_raw(deserializer, &mut text)?;
                if let Some(text) = text {
                    *place = Some(text.as_str().into());
                }
                Ok(())
            }
        }

        impl $crate::model::codec::Write<$type> for $crate::model::codec::Plain {
            fn write<S: serde::Serializer>(value: &$type, s: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(value, s)
            }
        }
    )*};
}
pub(crate) use by_text;

/// Takes types by their `FromStr`, and an empty text for nothing.
macro_rules! non_empty {
    ($($type:ty),*) => {$(
        impl Read<$type> for Plain {
            fn read_into<'de, D: Deserializer<'de>>(
                deserializer: D,
                place: &mut Option<$type>,
            ) -> Result<(), D::Error> {
                let mut text = None;
                read_raw(deserializer, &mut text)?;
                if let Some(text) = text.as_ref().map(Raw::as_str).filter(|text| !text.is_empty()) {
                    *place = Some(text.parse().map_err(de::Error::custom)?);
                }
                Ok(())
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

//! Integers in every spelling, other numbers, and what is counted in milliseconds.

use std::fmt;

use serde::{
    Deserializer, Serializer,
    de::{self, MapAccess, Visitor},
};
use spotify_core::Timestamp;

use super::{Plain, Raw, Read, Reader, Write, nullable};

/// Moments as milliseconds since 1970.
pub(crate) struct Millis;

/// Durations in milliseconds, of local files perhaps as `{"totalMilliseconds": 188000}`.
pub(crate) struct DurationMs;

impl Read<Timestamp> for Millis {
    fn read_into<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<Timestamp>,
    ) -> Result<(), D::Error> {
        if let Some(millis) = deserializer.deserialize_any(Integer)? {
            *place = Some(Timestamp::from_millis(millis));
        }
        Ok(())
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
            fn read_into<'de, D: Deserializer<'de>>(
                deserializer: D,
                place: &mut Option<$integer>,
            ) -> Result<(), D::Error> {
                if let Some(integer) = deserializer.deserialize_any(Integer)? {
                    *place = Some(narrow(integer)?);
                }
                Ok(())
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
    fn read_into<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<u32>,
    ) -> Result<(), D::Error> {
        if let Some(total) = deserializer.deserialize_any(Total)? {
            *place = Some(narrow(total)?);
        }
        Ok(())
    }
}

impl Write<u32> for DurationMs {
    fn write<S: Serializer>(value: &u32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(*value)
    }
}

impl Read<f64> for Plain {
    fn read_into<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<f64>,
    ) -> Result<(), D::Error> {
        if let Some(value) = deserializer.deserialize_any(Float)? {
            *place = Some(value);
        }
        Ok(())
    }
}

impl Write<f64> for Plain {
    fn write<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(*value)
    }
}

impl Read<f32> for Plain {
    fn read_into<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<f32>,
    ) -> Result<(), D::Error> {
        if let Some(value) = deserializer.deserialize_any(Float)? {
            *place = Some(single(value)?);
        }
        Ok(())
    }
}

impl Write<f32> for Plain {
    fn write<S: Serializer>(value: &f32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(double(*value))
    }
}

/// Refuses what is too large, and rounds to the nearest.
fn single<E: de::Error>(value: f64) -> Result<f32, E> {
    #[allow(clippy::cast_possible_truncation, reason = "rounding is meant")]
    let single = value as f32;
    if single.is_finite() {
        Ok(single)
    } else {
        Err(E::invalid_value(
            de::Unexpected::Float(value),
            &"a number in range",
        ))
    }
}

/// The double that is written with the same digits: 0.1, not 0.10000000149011612.
fn double(value: f32) -> f64 {
    let exact = f64::from(value);
    let mut power = 1.0;
    // A whole number through a power of ten is the nearest double, as long as both are exact.
    for _ in 0..=MOST_DECIMALS {
        let decimal = (exact * power).round() / power;
        #[allow(clippy::cast_possible_truncation, reason = "rounding is meant")]
        if decimal as f32 == value {
            return decimal;
        }
        power *= 10.0;
    }
    exact
}

/// Six digits behind nine zeros.
const MOST_DECIMALS: u8 = 15;

/// Refuses what the type cannot hold.
fn narrow<T: TryFrom<i64>, E: de::Error>(integer: i64) -> Result<T, E> {
    T::try_from(integer)
        .map_err(|_| E::invalid_value(de::Unexpected::Signed(integer), &"an integer in range"))
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

/// Takes numbers of all sorts.
struct Float;

impl<'de> Visitor<'de> for Float {
    type Value = Option<f64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    nullable!();

    fn visit_unit<E: de::Error>(self) -> Result<Option<f64>, E> {
        Ok(None)
    }

    #[inline]
    #[allow(clippy::cast_precision_loss, reason = "the nearest will do")]
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Option<f64>, E> {
        Ok(Some(value as f64))
    }

    #[inline]
    #[allow(clippy::cast_precision_loss, reason = "the nearest will do")]
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Option<f64>, E> {
        Ok(Some(value as f64))
    }

    #[inline]
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Option<f64>, E> {
        Ok(Some(value))
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

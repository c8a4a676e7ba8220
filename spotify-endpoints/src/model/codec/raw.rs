//! Texts that are looked at before it is known what becomes of them.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, Visitor},
};

use super::nullable;
use crate::model::Text;

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

/// Reads a text into its place; null leaves the place as it is.
#[inline]
pub(crate) fn read_raw<'de, D: Deserializer<'de>>(
    deserializer: D,
    place: &mut Option<Raw<'de>>,
) -> Result<(), D::Error> {
    deserializer.deserialize_any(TextOrNull(place))
}

/// Does what [`read_raw`] does.
pub(crate) struct RawFiller<'a, 'de>(pub(crate) &'a mut Option<Raw<'de>>);

impl<'de> DeserializeSeed<'de> for RawFiller<'_, 'de> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        read_raw(deserializer, self.0)
    }
}

struct TextOrNull<'a, 'de>(&'a mut Option<Raw<'de>>);

impl<'de> Visitor<'de> for TextOrNull<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    nullable!();

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    #[inline]
    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<(), E> {
        *self.0 = Some(Raw::Borrowed(text));
        Ok(())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        *self.0 = Some(Raw::Owned(text.into()));
        Ok(())
    }
}

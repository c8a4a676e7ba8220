//! Texts that are looked at before it is known what becomes of them.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
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

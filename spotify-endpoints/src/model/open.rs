//! Enums that grow: what is not known yet is kept as it came.

/// Declares an enum of texts with a variant for all others.
///
/// Known texts are recognised in any case, as Spotify does not keep to one.
macro_rules! open_enum {
    ($(
        $(#[$doc:meta])*
        $name:ident { $($(#[$note:meta])* $variant:ident = $text:literal,)* }
    )*) => {$(
        $(#[$doc])*
        ///
        /// Known texts are recognised in upper and lower case; others are kept in `Other`.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$note])* $variant,)*
            /// Something that this version does not know.
            Other($crate::model::Text),
        }

        impl $name {
            /// The text that Spotify uses.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                // As it is mostly written.
                match text {
                    $($text => return Self::$variant,)*
                    _ => {}
                }
                $(if text.eq_ignore_ascii_case($text) {
                    return Self::$variant;
                })*
                Self::Other(text.into())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(text.into())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl spotify_core::Argument for $name {
            fn write(&self, out: &mut spotify_core::Escaper<'_>) {
                out.push(self.as_str());
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::model::codec::Raw::deserialize(d).map(|text| text.as_str().into())
            }
        }

        $crate::model::codec::by_text!($name);
    )*};
}
pub(crate) use open_enum;

//! Ids that are names: of users and of categories.

use std::{borrow::Cow, fmt, str::FromStr};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use spotify_core::{Argument, Escaper};

use super::{Bare, Id, IdError, Kind, Problem, Wanted, ids, read};
use crate::model::Text;

/// The longest name.
const MAX: usize = 256;

/// What is percent-encoded in URIs and links: all but letters, digits and `- . _ ~`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Whether a byte stands for itself in URIs and links.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident: $kind:ident $word:literal $href:literal;)*) => {$(
        $(#[$doc])*
        ///
        /// Any text up to 256 bytes without control characters; up to 24 bytes it does not
        /// allocate. Parses from the id, the URI and the link alike, which are percent-decoded;
        /// in serde it is the bare id.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Text);

        impl $name {
            /// Takes a text for the id itself, even if it looks like a URI or a link.
            ///
            /// # Errors
            /// [`IdError`] when it is empty, longer than 256 bytes, `.` or `..`, or has control
            /// characters in it.
            pub fn new(id: &str) -> Result<Self, IdError> {
                Self::from_bare(id)
                    .map_err(|problem| IdError::new(Wanted::Id(Kind::$kind), problem, id))
            }

            /// The id, not encoded.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            #[doc = concat!("The URI: `spotify:", $word, ":<id>`, percent-encoded.")]
            #[must_use]
            pub fn uri(&self) -> String {
                [Self::URI, &self.escaped()].concat()
            }

            #[doc = concat!("The link: `https://open.spotify.com/", $word, "/<id>`, percent-encoded.")]
            #[must_use]
            pub fn url(&self) -> String {
                [Self::URL, &self.escaped()].concat()
            }
        }

        impl Id for $name {
            const KIND: Kind = Kind::$kind;
            const URI: &'static str = concat!("spotify:", $word, ":");
            const HREF: &'static str = concat!("https://api.spotify.com/v1/", $href, "/");
            const URL: &'static str = concat!("https://open.spotify.com/", $word, "/");

            fn from_bare(text: &str) -> Result<Self, Problem> {
                check(text)?;
                Ok(Self(Text::from(text)))
            }

            fn start_of(text: &str) -> Option<&str> {
                let end = text.bytes().position(|byte| !is_unreserved(byte))?;
                text.get(..end)
            }

            fn bare(&self) -> &str {
                self.as_str()
            }

            fn escape(id: &str) -> Cow<'_, str> {
                if id.bytes().all(is_unreserved) {
                    id.into()
                } else {
                    utf8_percent_encode(id, RESERVED).into()
                }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.as_str())
            }
        }

        ids!(@shared $name);
    )*};
}

names! {
    /// The id of a user; old ones are names of the user's choice.
    UserId: User "user" "users";
    /// The id of a category of the browse tab.
    CategoryId: Category "genre" "browse/categories";
}

fn check(text: &str) -> Result<(), Problem> {
    match text {
        "" => Err(Problem::Empty),
        "." | ".." => Err(Problem::Dots),
        _ if text.len() > MAX => Err(Problem::TooLong),
        _ if text.chars().any(char::is_control) => Err(Problem::Control),
        _ => Ok(()),
    }
}

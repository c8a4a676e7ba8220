//! Reading answers into models, with unreadable rows set aside and wrappers taken off.

use std::marker::PhantomData;

use bytes::Bytes;
use serde::{Deserialize, Deserializer, de};
use spotify_core::{DecodeError, Meta, decode};

pub use spotify_core::decode::nothing;

use crate::model::{Checked, Mode, Slots, heal, read};

/// Reads a JSON body.
///
/// When that fails, it is read again with care: what cannot be read is taken for null and
/// [reported](spotify_core::drift). What is required and not there takes the object around it
/// along; a row of a page or list becomes a gap, see [`Items`](crate::model::Items).
///
/// # Errors
/// [`DecodeError`] names the place where the answer as a whole cannot be read.
pub fn json<T: de::DeserializeOwned>(
    meta: &'static Meta,
    response: &http::Response<Bytes>,
) -> Result<T, DecodeError> {
    let text = text(meta, response)?;
    let fast = Mode::Json.run(|| decode::parse(meta, response, text));
    fast.or_else(|_| {
        let careful = Mode::Rows.run(|| heal(text));
        careful.or_else(|failure| {
            // Not every type lets its parts be borrowed.
            let any = Mode::Any.run(|| decode::parse(meta, response, text));
            any.map_err(|_| {
                let path = failure.path().to_string();
                DecodeError::new(meta, response, path, failure.into_inner())
            })
        })
    })
}

/// The text of a body. Large ones are many: all bytes of a usual one are looked at at once.
fn text<'a>(
    meta: &'static Meta,
    response: &'a http::Response<Bytes>,
) -> Result<&'a str, DecodeError> {
    match simdutf8::basic::from_utf8(response.body()) {
        Ok(text) if text.starts_with(['{', '[']) => Ok(text),
        _ => decode::text(meta, response),
    }
}

/// Reads a JSON body, where no body means that there is nothing.
///
/// # Errors
/// As [`json`], an empty body aside.
pub fn maybe<T: de::DeserializeOwned>(
    meta: &'static Meta,
    response: &http::Response<Bytes>,
) -> Result<Option<T>, DecodeError> {
    if decode::is_nothing(response) {
        return Ok(None);
    }
    json(meta, response)
}

/// Reads which of the things asked about the user has: a list of `true` and `false`, one for
/// each.
///
/// # Errors
/// As [`json`]; another number of them is one as well.
pub fn checked<T: Clone>(
    meta: &'static Meta,
    response: &http::Response<Bytes>,
    asked: &[T],
) -> Result<Checked<T>, DecodeError> {
    let has: Vec<bool> = json(meta, response)?;
    if has.len() != asked.len() {
        let problem = format!("{} answers to {} questions", has.len(), asked.len());
        return Err(DecodeError::new(meta, response, "", problem));
    }
    Ok(Checked::new(asked.iter().cloned().zip(has).collect()))
}

/// Reads the one answer to one question: a list of one `true` or `false`.
///
/// # Errors
/// As [`json`]; another number of them is one as well.
pub fn one_checked(
    meta: &'static Meta,
    response: &http::Response<Bytes>,
) -> Result<bool, DecodeError> {
    let has: Vec<bool> = json(meta, response)?;
    match *has {
        [one] => Ok(one),
        _ => {
            let problem = format!("{} answers to 1 question", has.len());
            Err(DecodeError::new(meta, response, "", problem))
        }
    }
}

macro_rules! wrapped {
    ($($name:ident)*) => {$(
        #[doc = concat!("Reads what stands under `", stringify!($name), "` in a JSON body.")]
        ///
        /// # Errors
        /// As [`json`]; that there is nothing under the key is one as well.
        pub fn $name<T: de::DeserializeOwned>(
            meta: &'static Meta,
            response: &http::Response<Bytes>,
        ) -> Result<T, DecodeError> {
            struct Name;
            impl Key for Name {
                const KEY: &'static str = stringify!($name);
            }
            json::<Under<Name, T>>(meta, response).map(|under| under.0)
        }
    )*};
}

wrapped! {
    albums artists audio_features audiobooks categories chapters devices episodes genres markets
    playlists shows snapshot_id tracks
}

/// The key of a wrapper.
trait Key {
    const KEY: &'static str;
}

/// What stands under a key.
struct Under<K, T>(T, PhantomData<K>);

impl<'de, K: Key, T: Deserialize<'de>> Deserialize<'de> for Under<K, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::<UnderSlots<K, T>, D>(deserializer)
    }
}

struct UnderSlots<K, T>(Option<T>, PhantomData<K>);

impl<'de, K: Key, T: Deserialize<'de>> Slots<'de> for UnderSlots<K, T> {
    type Object = Under<K, T>;
    type Field = ();

    const EXPECTED: &'static str = "an object";

    fn empty() -> Self {
        Self(None, PhantomData)
    }

    fn find(key: &str) -> Option<()> {
        (key == K::KEY).then_some(())
    }

    fn accept<A: de::MapAccess<'de>>(&mut self, (): (), map: &mut A) -> Result<(), A::Error> {
        if let Some(value) = map.next_value::<Option<T>>()? {
            self.0 = Some(value);
        }
        Ok(())
    }

    fn finish<E: de::Error>(self) -> Result<Under<K, T>, E> {
        let value = self.0.ok_or_else(|| E::missing_field(K::KEY))?;
        Ok(Under(value, PhantomData))
    }
}

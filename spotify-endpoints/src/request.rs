//! What requests are written with.

use std::time::Duration;

use serde::{
    Serialize,
    ser::{SerializeMap as _, Serializer},
};
use spotify_core::{Argument, Body, BuildError, Escaper};

/// Writes a JSON object straight to text; no body at all, if nothing is put into it.
///
/// # Errors
/// [`BuildError::Body`] when a value cannot be written as JSON.
pub(crate) fn object(
    write: impl FnOnce(&mut Fields<'_, '_>) -> serde_json::Result<()>,
) -> Result<Body, BuildError> {
    let mut text = Vec::new();
    let written = (|| {
        let mut serializer = serde_json::Serializer::new(&mut text);
        let mut fields = Fields {
            map: serializer.serialize_map(None)?,
            any: false,
        };
        write(&mut fields)?;
        let any = fields.any;
        fields.map.end()?;
        Ok(any)
    })();
    match written {
        Ok(true) => Ok(Body::Json(text.into())),
        Ok(false) => Ok(Body::None),
        Err(error) => Err(refused(&error)),
    }
}

fn refused(error: &serde_json::Error) -> BuildError {
    BuildError::Body(error.to_string().into())
}

/// The fields of a JSON object that is being written.
pub(crate) struct Fields<'a, 'b> {
    map: <&'a mut serde_json::Serializer<&'b mut Vec<u8>> as Serializer>::SerializeMap,
    any: bool,
}

impl Fields<'_, '_> {
    pub(crate) fn put(
        &mut self,
        key: &str,
        value: &(impl Serialize + ?Sized),
    ) -> serde_json::Result<()> {
        self.any = true;
        self.map.serialize_entry(key, value)
    }
}

/// A duration, written in whole milliseconds.
pub(crate) struct Millis(pub(crate) Duration);

impl Millis {
    fn whole(&self) -> u64 {
        u64::try_from(self.0.as_millis()).unwrap_or(u64::MAX)
    }
}

impl Argument for Millis {
    fn write(&self, out: &mut Escaper<'_>) {
        self.whole().write(out);
    }

    fn size(&self) -> u64 {
        self.whole()
    }
}

impl Serialize for Millis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.whole())
    }
}

/// Whether the placeholders of a path are these names, in this order.
pub(crate) const fn names_agree(path: &str, names: &[&str]) -> bool {
    let (mut path, mut names) = (path.as_bytes(), names);
    loop {
        path = match path {
            [] => return names.is_empty(),
            [b'{', rest @ ..] => match names {
                [name, others @ ..] => {
                    names = others;
                    match behind(rest, name.as_bytes()) {
                        Some(rest) => rest,
                        None => return false,
                    }
                }
                [] => return false,
            },
            [_, rest @ ..] => rest,
        };
    }
}

/// What stands behind a name and its closing brace.
const fn behind<'a>(text: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let (mut text, mut name) = (text, name);
    loop {
        match (text, name) {
            ([b'}', rest @ ..], []) => return Some(rest),
            ([t, rest @ ..], [n, others @ ..]) if *t == *n => (text, name) = (rest, others),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_and_fields_are_compared_by_name_and_order() {
        assert!(names_agree("/me", &[]));
        assert!(names_agree("/albums/{id}/tracks", &["id"]));
        assert!(names_agree("/a/{x}/{y}", &["x", "y"]));
        assert!(!names_agree("/a/{x}/{y}", &["y", "x"]));
        assert!(!names_agree("/a/{x}", &[]));
        assert!(!names_agree("/a", &["x"]));
        assert!(!names_agree("/a/{xy}", &["x"]));
        assert!(!names_agree("/a/{x}", &["xy"]));
        assert!(!names_agree("/a/{x", &["x"]));
    }

    #[test]
    fn an_object_without_fields_is_no_body() {
        assert_eq!(object(|_| Ok(())), Ok(Body::None));
        let one = object(|fields| fields.put("position", &0_u32));
        assert_eq!(one, Ok(Body::Json(br#"{"position":0}"#.as_slice().into())));
    }

    #[test]
    fn durations_are_whole_milliseconds() {
        let text = serde_json::to_string(&Millis(Duration::from_micros(1_500_999))).unwrap();
        assert_eq!(text, "1500");
        assert_eq!(Millis(Duration::MAX).size(), u64::MAX);
    }
}

//! Links and numbers that other parties have given.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};

use super::{
    Text,
    codec::{Plain, Raw, by_serde},
    object::fill,
};

/// Links for people, by site; in practice there is none but `spotify`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExternalUrls(Box<[(Text, Text)]>);

impl ExternalUrls {
    /// The link to open.spotify.com.
    #[must_use]
    pub fn spotify(&self) -> Option<&str> {
        self.iter()
            .find_map(|(site, url)| (site == "spotify").then_some(url))
    }

    /// The sites and their links.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.0.iter().map(|(site, url)| (&**site, &**url))
    }
}

impl From<Vec<(Text, Text)>> for ExternalUrls {
    fn from(urls: Vec<(Text, Text)>) -> Self {
        Self(urls.into())
    }
}

/// Numbers of recordings and releases in the registers of the world.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ExternalIds(Ids);

#[derive(Clone, PartialEq, Eq, Default)]
enum Ids {
    #[default]
    None,
    /// Nearly always there is one, and this one.
    Isrc(Text),
    Upc(Text),
    Many(Box<[(Text, Text)]>),
}

impl ExternalIds {
    /// The International Standard Recording Code, of tracks; as it came, of which case and
    /// hyphens vary.
    #[must_use]
    pub fn isrc(&self) -> Option<&str> {
        self.get("isrc")
    }

    /// The International Article Number, of albums.
    #[must_use]
    pub fn ean(&self) -> Option<&str> {
        self.get("ean")
    }

    /// The Universal Product Code, of albums.
    #[must_use]
    pub fn upc(&self) -> Option<&str> {
        self.get("upc")
    }

    /// The number in a register, by the name that Spotify gives it.
    #[must_use]
    pub fn get(&self, register: &str) -> Option<&str> {
        self.iter()
            .find_map(|(name, number)| (name == register).then_some(number))
    }

    /// The registers and their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        let (one, many): (_, &[(Text, Text)]) = match &self.0 {
            Ids::None => (None, &[]),
            Ids::Isrc(number) => (Some(("isrc", &**number)), &[]),
            Ids::Upc(number) => (Some(("upc", &**number)), &[]),
            Ids::Many(many) => (None, many),
        };
        one.into_iter()
            .chain(many.iter().map(|(name, number)| (&**name, &**number)))
    }
}

impl fmt::Debug for ExternalIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl Serialize for ExternalUrls {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl Serialize for ExternalIds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for ExternalUrls {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut all = Vec::new();
        let add = |site: Raw<'de>, url| all.push((site.into_text(), url));
        deserializer.deserialize_map(Pairs(add))?;
        Ok(all.into())
    }
}

impl<'de> Deserialize<'de> for ExternalIds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut first = None;
        let mut all = Vec::new();
        let add = |name: Raw<'de>, number| {
            if first.is_none() && all.is_empty() {
                first = Some((name, number));
            } else {
                all.extend(
                    first
                        .take()
                        .map(|(name, number): (Raw<'de>, _)| (name.into_text(), number)),
                );
                all.push((name.into_text(), number));
            }
        };
        deserializer.deserialize_map(Pairs(add))?;
        Ok(Self(match first {
            None if all.is_empty() => Ids::None,
            None => Ids::Many(all.into()),
            Some((name, number)) => match name.as_str() {
                "isrc" => Ids::Isrc(number),
                "upc" => Ids::Upc(number),
                _ => Ids::Many([(name.into_text(), number)].into()),
            },
        }))
    }
}

by_serde!(ExternalUrls, ExternalIds);

/// Hands on the entries of an object of texts that are not null.
struct Pairs<F>(F);

impl<'de, F: FnMut(Raw<'de>, Text)> Visitor<'de> for Pairs<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of texts")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<Raw<'de>>()? {
            let mut text = None;
            fill::<Plain, Text, A>(&mut text, &mut map)?;
            if let Some(text) = text {
                (self.0)(name, text);
            }
        }
        Ok(())
    }
}

//! The five fields that go together, while they are read.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor},
};

use super::{Identity, Kept, Links, Odd, Urls};
use crate::{
    id::{Id, IdError, Wanted},
    model::{
        Text,
        codec::{MaybeRaw, Plain, Raw},
        object::fill,
    },
};

/// One of the five fields.
#[derive(Clone, Copy)]
pub(crate) enum LinkField {
    Id,
    Kind,
    Href,
    Uri,
    Urls,
}

/// The five fields while they are read.
pub(crate) struct LinkSlots<'de, T> {
    id: Option<Raw<'de>>,
    kind: Option<Raw<'de>>,
    href: Option<Raw<'de>>,
    uri: Option<Raw<'de>>,
    urls: Option<RawUrls<'de>>,
    of: PhantomData<fn() -> T>,
}

impl<'de, T: Identity> LinkSlots<'de, T> {
    pub(crate) fn empty() -> Self {
        Self {
            id: None,
            kind: None,
            href: None,
            uri: None,
            urls: None,
            of: PhantomData,
        }
    }

    /// What `type` says.
    pub(crate) fn kind(&self) -> Option<&str> {
        self.kind.as_ref().map(Raw::as_str)
    }

    /// Goes on as the fields of an object of another kind.
    pub(crate) fn into_kind<U: Identity>(self) -> LinkSlots<'de, U> {
        let Self {
            id,
            kind,
            href,
            uri,
            urls,
            of: _,
        } = self;
        LinkSlots {
            id,
            kind,
            href,
            uri,
            urls,
            of: PhantomData,
        }
    }

    #[inline]
    pub(crate) fn find(key: &str) -> Option<LinkField> {
        Some(match key {
            "id" => LinkField::Id,
            "uri" => LinkField::Uri,
            "href" => LinkField::Href,
            "type" => LinkField::Kind,
            "external_urls" => LinkField::Urls,
            _ => return None,
        })
    }

    pub(crate) fn accept<A: MapAccess<'de>>(
        &mut self,
        field: LinkField,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let slot = match field {
            LinkField::Id => &mut self.id,
            LinkField::Kind => &mut self.kind,
            LinkField::Href => &mut self.href,
            LinkField::Uri => &mut self.uri,
            LinkField::Urls => {
                if let Some(urls) = map.next_value::<Option<RawUrls<'de>>>()? {
                    self.urls = Some(urls);
                }
                return Ok(());
            }
        };
        if let Some(text) = map.next_value::<MaybeRaw<'de>>()?.0 {
            *slot = Some(text);
        }
        Ok(())
    }

    /// Takes the id, and keeps what does not follow from it.
    pub(crate) fn finish<E: de::Error>(self) -> Result<(T, Links<T>), E> {
        let word = T::Id::KIND.as_str();
        let kind = match self.kind {
            Some(kind) if kind.as_str() == word => Kept::Derived,
            Some(kind) => Kept::As(kind.into_text()),
            None => Kept::Absent,
        };
        let text = self.id.as_ref().map(Raw::as_str);
        // An id of something else must not be taken for one of this kind.
        let other = T::OPTIONAL && matches!(kind, Kept::As(_));
        let id = match text.filter(|_| !other).map(T::Id::from_bare) {
            Some(Err(problem)) if !T::OPTIONAL => {
                let (wanted, text) = (Wanted::Id(T::Id::KIND), text.unwrap_or_default());
                return Err(E::custom(IdError::new(wanted, problem, text)));
            }
            Some(Ok(id)) => Some(id),
            _ => None,
        };
        let escaped = text.filter(|_| id.is_some()).map(T::Id::escape);
        let escaped = escaped.as_deref();
        let odd = Odd {
            id: text.filter(|_| id.is_none()).map(Text::from),
            kind,
            href: keep(self.href, T::Id::HREF, escaped),
            uri: keep(self.uri, T::Id::URI, escaped),
            urls: match self.urls {
                Some(urls) if urls.follows_from(T::Id::URL, escaped) => Kept::Derived,
                Some(urls) => Kept::As(urls.keep()),
                None => Kept::Absent,
            },
        };
        let links = Links(odd.boxed(), PhantomData);
        Ok((T::wrap(id).ok_or_else(|| E::missing_field("id"))?, links))
    }
}

impl Odd {
    /// Nothing, if nothing is odd.
    fn boxed(self) -> Option<Box<Self>> {
        let plain = matches!(
            self,
            Self {
                id: None,
                kind: Kept::Derived,
                href: Kept::Derived,
                uri: Kept::Derived,
                urls: Kept::Derived,
            }
        );
        (!plain).then(|| Box::new(self))
    }
}

fn keep(text: Option<Raw<'_>>, prefix: &str, id: Option<&str>) -> Kept<Text> {
    match (text, id) {
        (Some(text), Some(id)) if text.as_str().strip_prefix(prefix) == Some(id) => Kept::Derived,
        (Some(text), _) => Kept::As(text.into_text()),
        (None, Some(_)) => Kept::Absent,
        (None, None) => Kept::Derived,
    }
}

/// `external_urls` while it is read: nearly always one link to Spotify.
#[derive(Default)]
struct RawUrls<'de> {
    first: Option<Raw<'de>>,
    /// All of them, if there is any besides.
    all: Vec<(Text, Text)>,
}

impl RawUrls<'_> {
    fn follows_from(&self, prefix: &str, id: Option<&str>) -> bool {
        let first = self.first.as_ref().map(Raw::as_str);
        self.all.is_empty()
            && first.and_then(|url| url.strip_prefix(prefix)) == id
            && first.is_some() == id.is_some()
    }

    fn keep(self) -> Urls {
        let mut all = self.all;
        if let Some(first) = self.first {
            all.insert(0, ("spotify".into(), first.into_text()));
        }
        all.into()
    }
}

impl<'de> Deserialize<'de> for RawUrls<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = RawUrls<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of links")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawUrls<'de>, A::Error> {
                let mut urls = RawUrls::default();
                while let Some(site) = map.next_key::<Raw<'de>>()? {
                    if site.as_str() == "spotify" {
                        if let Some(url) = map.next_value::<MaybeRaw<'de>>()?.0 {
                            urls.first = Some(url);
                        }
                    } else {
                        let mut url = None;
                        fill::<Plain, Text, A>(&mut url, &mut map)?;
                        urls.all.extend(url.map(|url| (site.into_text(), url)));
                    }
                }
                Ok(urls)
            }
        }
        deserializer.deserialize_map(Map)
    }
}

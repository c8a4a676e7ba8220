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
        codec::{Raw, RawFiller},
        mode::{self, Mode},
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
        map.next_value_seed(RawFiller(slot))
    }

    /// Takes the id, and keeps what does not follow from it.
    pub(crate) fn finish<E: de::Error>(&mut self) -> Result<(T, Links<T>), E> {
        let usual = self.kind() == Some(T::Id::KIND.as_str());
        let text = self.id.as_ref().map(Raw::as_str);
        // An id of something else must not be taken for one of this kind.
        let other = T::OPTIONAL && !usual && self.kind.is_some();
        let id = match text.filter(|_| !other).map(T::Id::from_bare) {
            Some(Err(problem)) if !T::OPTIONAL => {
                let (wanted, text) = (Wanted::Id(T::Id::KIND), text.unwrap_or_default());
                return Err(E::custom(IdError::new(wanted, problem, text)));
            }
            Some(Ok(id)) => Some(id),
            _ => None,
        };
        let links = match &id {
            Some(id) if usual && self.follow_from(id) => Links(None, PhantomData),
            _ => std::mem::replace(self, Self::empty()).odd(id.as_ref())?,
        };
        Ok((T::wrap(id).ok_or_else(|| E::missing_field("id"))?, links))
    }

    /// Whether all three follow from the id, as nearly always.
    #[inline]
    fn follow_from(&self, id: &T::Id) -> bool {
        let follows = |text: &Option<Raw<'de>>, prefix| {
            let text = text.as_ref().map(Raw::as_str);
            text.is_some_and(|text| id.stands_behind(prefix, text))
        };
        follows(&self.href, T::Id::HREF)
            && follows(&self.uri, T::Id::URI)
            && self.urls.as_ref().is_some_and(|urls| urls.follow_from(id))
    }

    /// Keeps what does not follow from the id.
    #[cold]
    fn odd<E: de::Error>(self, id: Option<&T::Id>) -> Result<Links<T>, E> {
        let keep = |text: Option<Raw<'de>>, prefix| match (text, id) {
            (Some(text), Some(id)) if id.stands_behind(prefix, text.as_str()) => Kept::Derived,
            (Some(text), _) => Kept::As(text.into_text()),
            (None, Some(_)) => Kept::Absent,
            (None, None) => Kept::Derived,
        };
        let odd = Odd {
            id: self.id.filter(|_| id.is_none()).map(Raw::into_text),
            kind: match self.kind {
                Some(kind) if kind.as_str() == T::Id::KIND.as_str() => Kept::Derived,
                Some(kind) => Kept::As(kind.into_text()),
                None => Kept::Absent,
            },
            href: keep(self.href, T::Id::HREF),
            uri: keep(self.uri, T::Id::URI),
            urls: match (self.urls, id) {
                (None, _) => Kept::Absent,
                (Some(urls), _) => {
                    let urls: Urls = urls.keep()?;
                    match (&*urls, id) {
                        ([], None) => Kept::Derived,
                        // Perhaps with something escaped in it.
                        ([(site, url)], Some(id))
                            if site == "spotify" && id.stands_behind(T::Id::URL, url) =>
                        {
                            Kept::Derived
                        }
                        _ => Kept::As(urls),
                    }
                }
            },
        };
        Ok(Links(odd.boxed(), PhantomData))
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

/// `external_urls` while it is read: nearly always one link to Spotify.
enum RawUrls<'de> {
    /// As it stands in the answer.
    Json(&'de str),
    /// The link to Spotify, and none besides.
    Spotify(Raw<'de>),
    Pairs(Vec<(Text, Text)>),
}

impl<'de> RawUrls<'de> {
    /// Whether it is one link, that of an id.
    fn follow_from<T: Id>(&self, id: &T) -> bool {
        let url = match self {
            Self::Json(json) => only_link(json),
            Self::Spotify(url) => Some(url.as_str()),
            Self::Pairs(_) => None,
        };
        url.is_some_and(|url| id.stands_behind(T::URL, url))
    }

    /// Adds a link.
    fn and(self, site: Raw<'de>, url: Raw<'de>) -> Self {
        match self {
            Self::Pairs(pairs) if pairs.is_empty() && site.as_str() == "spotify" => {
                Self::Spotify(url)
            }
            others => {
                let mut pairs = others.into_pairs();
                pairs.push((site.into_text(), url.into_text()));
                Self::Pairs(pairs)
            }
        }
    }

    fn into_pairs(self) -> Vec<(Text, Text)> {
        match self {
            Self::Pairs(pairs) => pairs,
            Self::Spotify(url) => vec![("spotify".into(), url.into_text())],
            Self::Json(_) => Vec::new(),
        }
    }

    fn keep<E: de::Error>(self) -> Result<Urls, E> {
        let urls = match self {
            Self::Json(json) => serde_json::Deserializer::from_str(json)
                .deserialize_map(Pairs)
                .map_err(E::custom)?,
            read => read,
        };
        Ok(urls.into_pairs().into())
    }
}

/// What stands in the place of the link in `{"spotify":"https://…"}`, to be compared with one.
fn only_link(json: &str) -> Option<&str> {
    let rest = json.strip_prefix('{')?.trim_ascii_start();
    let rest = rest.strip_prefix("\"spotify\"")?.trim_ascii_start();
    let rest = rest.strip_prefix(':')?.trim_ascii_start();
    let rest = rest.strip_prefix('"')?.strip_suffix('}')?;
    rest.trim_ascii_end().strip_suffix('"')
}

impl<'de> Deserialize<'de> for RawUrls<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if Mode::get() == Mode::Json {
            mode::raw(deserializer).map(Self::Json)
        } else {
            deserializer.deserialize_map(Pairs)
        }
    }
}

/// Reads links one by one; those that are null are left out.
struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = RawUrls<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of links")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawUrls<'de>, A::Error> {
        let mut urls = RawUrls::Pairs(Vec::new());
        while let Some(site) = map.next_key::<Raw<'de>>()? {
            let mut url = None;
            map.next_value_seed(RawFiller(&mut url))?;
            if let Some(url) = url {
                urls = urls.and(site, url);
            }
        }
        Ok(urls)
    }
}

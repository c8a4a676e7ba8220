//! What follows from an object's kind and id, and is kept only where it does not.

mod slots;
mod usual;

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::Text;
use crate::id::Id;

pub(crate) use slots::{LinkField, LinkSlots};

/// An id that must be there (`T`), or may be missing (`Option<T>`).
pub(crate) trait Identity: Sized {
    type Id: Id;

    /// Whether there are objects without an id.
    const OPTIONAL: bool;

    fn wrap(id: Option<Self::Id>) -> Option<Self>;

    fn get(&self) -> Option<&Self::Id>;
}

impl<T: Id> Identity for T {
    type Id = T;

    const OPTIONAL: bool = false;

    fn wrap(id: Option<T>) -> Option<T> {
        id
    }

    fn get(&self) -> Option<&T> {
        Some(self)
    }
}

impl<T: Id> Identity for Option<T> {
    type Id = T;

    const OPTIONAL: bool = true;

    fn wrap(id: Option<T>) -> Option<Self> {
        Some(id)
    }

    fn get(&self) -> Option<&T> {
        self.as_ref()
    }
}

/// Where `type`, `href`, `uri` and `external_urls` differ from what kind and id say.
///
/// For an object without an id they say that there is no `href` and no `uri`, and that
/// `external_urls` is empty.
#[derive(Clone, PartialEq)]
pub(crate) struct Links<T>(Option<Box<Odd>>, PhantomData<fn() -> T>);

#[derive(Debug, Clone, PartialEq, Default)]
struct Odd {
    /// An id that is none, or that of something else.
    id: Option<Text>,
    kind: Kept<Text>,
    href: Kept<Text>,
    uri: Kept<Text>,
    urls: Kept<Urls>,
}

#[derive(Debug, Clone, PartialEq, Default)]
enum Kept<T> {
    /// It is what it should be.
    #[default]
    Derived,
    Absent,
    As(T),
}

impl<T> Kept<T> {
    fn value(&self) -> Option<&T> {
        match self {
            Self::As(value) => Some(value),
            _ => None,
        }
    }
}

/// `external_urls`, in the order in which they came.
type Urls = Box<[(Text, Text)]>;

impl<T> Links<T> {
    /// What is known of an object that was not there; of an empty one it would be said that its
    /// URI follows from its having no id.
    pub(crate) fn absent() -> Self {
        let odd = Odd {
            id: None,
            kind: Kept::Absent,
            href: Kept::Absent,
            uri: Kept::Absent,
            urls: Kept::Absent,
        };
        Self(Some(Box::new(odd)), PhantomData)
    }
}

impl<T: Identity> Links<T> {
    /// All follows from the id.
    pub(crate) const DERIVED: Self = Self(None, PhantomData);

    /// What `type` says, if it does not say what it should.
    pub(crate) fn kind(&self) -> Option<&str> {
        self.0.as_ref()?.kind.value().map(|text| &**text)
    }

    pub(crate) fn uri<'a>(&'a self, id: &'a T) -> Option<Cow<'a, str>> {
        let kept = self.0.as_ref().and_then(|odd| odd.uri.value());
        text_or(kept, T::Id::URI, id)
    }

    pub(crate) fn href<'a>(&'a self, id: &'a T) -> Option<Cow<'a, str>> {
        let kept = self.0.as_ref().and_then(|odd| odd.href.value());
        text_or(kept, T::Id::HREF, id)
    }

    pub(crate) fn url<'a>(&'a self, id: &'a T) -> Option<Cow<'a, str>> {
        let kept = self.0.as_ref().and_then(|odd| odd.urls.value());
        let kept = kept.and_then(|urls| urls.iter().find(|(site, _)| site == "spotify"));
        text_or(kept.map(|(_, url)| url), T::Id::URL, id)
    }

    pub(crate) fn write<M: SerializeMap>(&self, id: &T, map: &mut M) -> Result<(), M::Error> {
        let derived = Odd::default();
        let odd = self.0.as_deref().unwrap_or(&derived);
        let id = id.get();
        match &odd.urls {
            Kept::Derived => {
                let url = id.map(|id| Joined(T::Id::URL, id.escaped()));
                map.serialize_entry(
                    "external_urls",
                    &Pairs(url.iter().map(|url| ("spotify", url))),
                )?;
            }
            Kept::Absent => {}
            Kept::As(urls) => map.serialize_entry(
                "external_urls",
                &Pairs(urls.iter().map(|(site, url)| (&**site, url))),
            )?,
        }
        put(
            map,
            "href",
            &odd.href,
            id.map(|id| Joined(T::Id::HREF, id.escaped())),
        )?;
        match (id, &odd.id) {
            (Some(id), _) => map.serialize_entry("id", id.bare())?,
            (None, Some(id)) => map.serialize_entry("id", id)?,
            (None, None) => {}
        }
        put(map, "type", &odd.kind, Some(T::Id::KIND.as_str()))?;
        put(
            map,
            "uri",
            &odd.uri,
            id.map(|id| Joined(T::Id::URI, id.escaped())),
        )
    }
}

impl<T> fmt::Debug for Links<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => f.write_str("Derived"),
            Some(odd) => fmt::Debug::fmt(odd, f),
        }
    }
}

fn text_or<'a, T: Identity>(
    kept: Option<&'a Text>,
    prefix: &str,
    id: &'a T,
) -> Option<Cow<'a, str>> {
    match kept {
        Some(text) => Some(Cow::Borrowed(text)),
        None => id.get().map(|id| [prefix, &id.escaped()].concat().into()),
    }
}

fn put<M: SerializeMap>(
    map: &mut M,
    key: &'static str,
    kept: &Kept<Text>,
    derived: Option<impl Serialize>,
) -> Result<(), M::Error> {
    match (kept, derived) {
        (Kept::As(text), _) => map.serialize_entry(key, text),
        (Kept::Derived, Some(derived)) => map.serialize_entry(key, &derived),
        _ => Ok(()),
    }
}

/// A prefix and an id.
struct Joined<'a>(&'static str, Cow<'a, str>);

impl Serialize for Joined<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}{}", self.0, self.1))
    }
}

struct Pairs<I>(I);

impl<'a, V: Serialize, I: Iterator<Item = (&'a str, V)> + Clone> Serialize for Pairs<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.clone())
    }
}

/// Gives the models whose id is always there their methods.
macro_rules! linked {
    ($($name:ident)*) => {$(
        impl $name {
            /// The URI.
            #[must_use]
            pub fn uri(&self) -> $crate::uri::Uri {
                let told = self.links.uri(&self.id).and_then(|uri| uri.parse().ok());
                told.unwrap_or_else(|| self.id.clone().into())
            }

            /// The address at the Web API.
            #[must_use]
            pub fn href(&self) -> std::borrow::Cow<'_, str> {
                self.links.href(&self.id).unwrap_or_default()
            }

            /// The link for people, to open.spotify.com.
            #[must_use]
            pub fn url(&self) -> std::borrow::Cow<'_, str> {
                self.links.url(&self.id).unwrap_or_default()
            }
        }
    )*};
}
pub(crate) use linked;

/// Gives the models whose id may be missing their methods.
macro_rules! perhaps_linked {
    ($($name:ident)*) => {$(
        impl $name {
            /// The URI, unless there is none.
            #[must_use]
            pub fn uri(&self) -> Option<$crate::uri::Uri> {
                self.links.uri(&self.id)?.parse().ok()
            }

            /// The address at the Web API, unless there is none.
            #[must_use]
            pub fn href(&self) -> Option<std::borrow::Cow<'_, str>> {
                self.links.href(&self.id)
            }

            /// The link for people, to open.spotify.com, unless there is none.
            #[must_use]
            pub fn url(&self) -> Option<std::borrow::Cow<'_, str>> {
                self.links.url(&self.id)
            }
        }
    )*};
}
pub(crate) use perhaps_linked;

//! Writing the fields of a model.

use serde::ser::{SerializeMap, Serializer};

use crate::model::codec::{Write, Written};

/// Writes a field, unless it is absent.
pub(crate) fn put<C: Write<T>, T, M: SerializeMap>(
    map: &mut M,
    key: &'static str,
    value: &T,
) -> Result<(), M::Error> {
    if C::is_absent(value) {
        Ok(())
    } else {
        map.serialize_entry(key, &Written::<C, T>::new(value))
    }
}

/// Begins an object of which it is not known how many of its fields are there.
pub(crate) fn begin<S: Serializer>(serializer: S) -> Result<S::SerializeMap, S::Error> {
    serializer.serialize_map(None)
}

/// Which of its two names a field came by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Spelled {
    /// The new one, as in `items`.
    #[default]
    New,
    /// The old one, as in `tracks`.
    Old,
    /// Both, which say the same.
    Both,
}

impl Spelled {
    /// Remembers one more name.
    pub(crate) fn also(seen: Option<Self>, name: Self) -> Option<Self> {
        Some(match seen {
            Some(seen) if seen != name => Self::Both,
            _ => name,
        })
    }

    /// Writes the field by the names it came by.
    pub(crate) fn put<C: Write<T>, T, M: SerializeMap>(
        self,
        map: &mut M,
        new: &'static str,
        old: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        if self != Self::Old {
            put::<C, T, M>(map, new, value)?;
        }
        if self != Self::New {
            put::<C, T, M>(map, old, value)?;
        }
        Ok(())
    }
}

//! The rows of a page, of which some may be null and some unreadable.

use std::{fmt, marker::PhantomData, ops::Deref, slice, vec};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeOwned, DeserializeSeed, SeqAccess, Visitor},
    ser::SerializeSeq as _,
};
use serde_json::value::RawValue;
use spotify_core::drift::{Drift, report};

use super::{
    codec::by_serde,
    heal::{heal_at, problem},
    mode::Mode,
};

/// The rows of a page or of an answer for several ids.
///
/// Derefs to the slice of the rows that are there. Rows may be null, where something is not
/// available, and a row that cannot be read costs itself and not the page: both leave a gap.
/// [`rows`](Self::rows) counts the gaps, so that positions agree with those at Spotify.
#[derive(Clone, PartialEq)]
pub struct Items<T> {
    items: Vec<T>,
    gaps: Vec<Gap>,
}

/// A place without a row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Gap {
    /// Its position among all rows.
    index: usize,
    /// Why there is no row, if not for being null.
    skipped: Option<Skipped>,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Skipped {
    /// Its position in the list, gaps counted.
    pub index: usize,
    /// What is wrong, and where in the row.
    pub error: Box<str>,
    /// The row as it came.
    pub json: Box<str>,
}

impl<T> Items<T> {
    /// How many rows the list has, gaps included: what offsets count.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.items.len() + self.gaps.len()
    }

    /// The rows in their positions, with nothing where a gap is.
    pub fn rows(&self) -> impl Iterator<Item = Option<&T>> {
        interleave(self.items.iter(), &self.gaps)
    }

    /// The rows in their positions, with nothing where a gap is.
    pub fn into_rows(self) -> impl Iterator<Item = Option<T>> {
        interleave(self.items.into_iter(), self.gaps)
    }

    /// The rows that are there.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.items
    }

    /// The rows that are there.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        self.items
    }

    /// The rows that could not be read.
    pub fn skipped(&self) -> impl Iterator<Item = &Skipped> {
        self.gaps.iter().filter_map(|gap| gap.skipped.as_ref())
    }

    fn gap(&mut self, skipped: Option<Skipped>) {
        let index = self.row_count();
        self.gaps.push(Gap { index, skipped });
    }
}

/// Puts gaps between items.
fn interleave<T, G: std::borrow::Borrow<Gap>>(
    items: impl Iterator<Item = T>,
    gaps: impl IntoIterator<Item = G>,
) -> impl Iterator<Item = Option<T>> {
    let (mut items, mut gaps) = (items, gaps.into_iter().peekable());
    (0..).map_while(
        move |index| match gaps.next_if(|gap| gap.borrow().index == index) {
            Some(_) => Some(None),
            None => items.next().map(Some),
        },
    )
}

impl<T> Default for Items<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            gaps: Vec::new(),
        }
    }
}

impl<T> Deref for Items<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> From<Vec<T>> for Items<T> {
    fn from(items: Vec<T>) -> Self {
        Self {
            items,
            gaps: Vec::new(),
        }
    }
}

impl<T> IntoIterator for Items<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> vec::IntoIter<T> {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Items<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> slice::Iter<'a, T> {
        self.items.iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        let mut skipped = self.skipped().peekable();
        for (index, row) in self.rows().enumerate() {
            match (row, skipped.next_if(|skipped| skipped.index == index)) {
                (Some(row), _) => list.entry(row),
                (None, Some(skipped)) => list.entry(skipped),
                (None, None) => list.entry(&None::<()>),
            };
        }
        list.finish()
    }
}

impl<T: Serialize> Serialize for Items<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.row_count()))?;
        let mut skipped = self.skipped().peekable();
        for (index, row) in self.rows().enumerate() {
            match (row, skipped.next_if(|skipped| skipped.index == index)) {
                (Some(row), _) => list.serialize_element(row)?,
                (None, Some(skipped)) => list.serialize_element(skipped.json()?)?,
                (None, None) => list.serialize_element(&None::<()>)?,
            }
        }
        list.end()
    }
}

impl Skipped {
    fn json<E: serde::ser::Error>(&self) -> Result<&RawValue, E> {
        serde_json::from_str(&self.json).map_err(E::custom)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Rows(PhantomData))
    }
}

by_serde!(@of [T] Items<T>);

struct Rows<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for Rows<T> {
    type Value = Items<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Items<T>, A::Error> {
        let mut items = Items::default();
        if Mode::get() == Mode::Rows {
            while let Some(row) = list.next_element::<Option<&'de RawValue>>()? {
                let Some(json) = row.map(RawValue::get) else {
                    items.gap(None);
                    continue;
                };
                let index = items.row_count();
                match heal_at(&format!("[{index}]"), json) {
                    Ok(row) => items.items.push(row),
                    Err(failure) => {
                        let path = failure.path().to_string();
                        let error = match &*path {
                            "." => problem(&failure),
                            path => format!("{path}: {}", problem(&failure)),
                        };
                        report(Drift::new(format!("[{index}]"), &error, json));
                        items.gap(Some(Skipped {
                            index,
                            error: error.into(),
                            json: json.into(),
                        }));
                    }
                }
            }
        } else {
            while list.next_element_seed(Row(&mut items))?.is_some() {}
        }
        Ok(items)
    }
}

/// Reads a row, or a gap where it is null. Rows are large: each move on the way costs.
struct Row<'a, T>(&'a mut Items<T>);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Row<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Row<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.0.gap(None);
        Ok(())
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.items.push(T::deserialize(deserializer)?);
        Ok(())
    }
}

//! The short lists inside of objects: artists, images, genres.

use std::{fmt, ops::Deref, slice, vec};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeOwned, SeqAccess, Visitor},
};

use super::{
    codec::{Cursor, Plain, Read, Scan, Write, by_deserialize},
    mode::{self, Mode},
};

/// A list that derefs to a slice, holds a single element in place, and knows whether it was there
/// at all.
///
/// An absent list is empty; it is left out again in writing. Null elements are passed over, and
/// [counted](Self::nulls).
#[derive(Clone)]
pub struct List<T>(Repr<T>);

#[derive(Clone)]
enum Repr<T> {
    Absent,
    One([T; 1]),
    Many(Vec<T>),
    /// With null elements among them, which hardly ever happens.
    Sparse(Box<Sparse<T>>),
}

/// Elements, and the places of the null ones.
#[derive(Clone)]
struct Sparse<T> {
    elements: Vec<T>,
    nulls: Vec<usize>,
}

impl<T> List<T> {
    /// A list that is not there.
    #[must_use]
    pub const fn absent() -> Self {
        Self(Repr::Absent)
    }

    /// Whether the list was not there, which is something else than empty: development-mode apps
    /// do not get some lists.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self.0, Repr::Absent)
    }

    /// The elements.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        match &self.0 {
            Repr::Absent => &[],
            Repr::One(one) => one,
            Repr::Many(many) => many,
            Repr::Sparse(sparse) => &sparse.elements,
        }
    }

    /// How many elements were null; they are not among the others.
    #[must_use]
    pub fn nulls(&self) -> usize {
        self.null_places().len()
    }

    /// The places of the null elements.
    fn null_places(&self) -> &[usize] {
        match &self.0 {
            Repr::Sparse(sparse) => &sparse.nulls,
            _ => &[],
        }
    }

    /// The elements, as a vector.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        match self.0 {
            Repr::Absent => Vec::new(),
            Repr::One(one) => one.into(),
            Repr::Many(many) => many,
            Repr::Sparse(sparse) => sparse.elements,
        }
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.as_slice()
    }
}

/// An absent list.
impl<T> Default for List<T> {
    fn default() -> Self {
        Self::absent()
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(elements: Vec<T>) -> Self {
        match <[T; 1]>::try_from(elements) {
            Ok(one) => Self(Repr::One(one)),
            Err(many) => Self(Repr::Many(many)),
        }
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        elements.into_iter().collect::<Vec<_>>().into()
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> vec::IntoIter<T> {
        self.into_vec().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> slice::Iter<'a, T> {
        self.iter()
    }
}

/// An absent list and an empty one differ.
impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        self.is_absent() == other.is_absent()
            && self.as_slice() == other.as_slice()
            && self.null_places() == other.null_places()
    }
}

impl<T: Eq> Eq for List<T> {}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_absent() {
            return f.write_str("Absent");
        }
        fmt::Debug::fmt(self.as_slice(), f)
    }
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (mut elements, nulls) = (self.iter(), self.null_places());
        if nulls.is_empty() {
            return self.as_slice().serialize(serializer);
        }
        let places = 0..self.len() + nulls.len();
        serializer.collect_seq(places.map(|place| match nulls.binary_search(&place) {
            Ok(_) => None,
            Err(_) => elements.next(),
        }))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Elements(std::marker::PhantomData))
    }
}

impl<T: DeserializeOwned + Scan> Read<List<T>> for Plain {
    fn read_into<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<List<T>>,
    ) -> Result<(), D::Error> {
        match T::SCAN {
            Some(scan) if Mode::get() == Mode::Json => {
                let json = mode::raw(deserializer)?;
                if let Some(list) = scan_all(json, scan) {
                    *place = Some(list);
                    return Ok(());
                }
                let mut reader = serde_json::Deserializer::from_str(json);
                let read = Mode::Any.run(|| by_deserialize(&mut reader, place));
                read.map_err(de::Error::custom)
            }
            _ => by_deserialize(deserializer, place),
        }
    }

    fn absent() -> Option<List<T>> {
        Some(List::absent())
    }
}

/// Reads a list of nothing but elements of the usual form.
fn scan_all<T>(json: &str, scan: fn(&mut Cursor<'_>) -> Option<T>) -> Option<List<T>> {
    let mut cursor = Cursor::new(json);
    cursor.past("[")?;
    let mut list = Growing::default();
    loop {
        list.push(scan(&mut cursor)?);
        if cursor.past(",").is_none() {
            cursor.past("]")?;
            return Some(list.into());
        }
    }
}

impl<T: Serialize> Write<List<T>> for Plain {
    fn is_absent(value: &List<T>) -> bool {
        value.is_absent()
    }

    fn write<S: Serializer>(value: &List<T>, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

struct Elements<T>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Elements<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<List<T>, A::Error> {
        let mut elements = Growing::default();
        while let Some(element) = list.next_element::<Option<T>>()? {
            match element {
                Some(element) => elements.push(element),
                None => elements.nulls.push(elements.row_count()),
            }
        }
        Ok(elements.into())
    }
}

/// A list while it is read. Most lists of artists have one: it is kept until a second comes.
struct Growing<T> {
    first: Option<T>,
    many: Vec<T>,
    /// Where nulls stand.
    nulls: Vec<usize>,
}

impl<T> Default for Growing<T> {
    fn default() -> Self {
        Self {
            first: None,
            many: Vec::new(),
            nulls: Vec::new(),
        }
    }
}

impl<T> Growing<T> {
    fn row_count(&self) -> usize {
        self.many.len() + usize::from(self.first.is_some()) + self.nulls.len()
    }

    fn push(&mut self, element: T) {
        if self.first.is_none() && self.many.is_empty() {
            self.first = Some(element);
        } else {
            self.many.extend(self.first.take());
            self.many.push(element);
        }
    }
}

impl<T> From<Growing<T>> for List<T> {
    fn from(growing: Growing<T>) -> Self {
        let Growing { first, many, nulls } = growing;
        if !nulls.is_empty() {
            let mut elements = many;
            elements.extend(first);
            return Self(Repr::Sparse(Box::new(Sparse { elements, nulls })));
        }
        Self(match first {
            Some(one) => Repr::One([one]),
            None => Repr::Many(many),
        })
    }
}

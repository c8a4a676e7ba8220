//! The vectors of twelve numbers that describe a segment of sound.

use std::{fmt, ops::Deref};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, SeqAccess, Visitor},
    ser::SerializeSeq as _,
};

use super::codec::{Plain, Read, Reader, Write, Written};

/// How many numbers such a vector has.
const LENGTH: usize = 12;

/// A list of up to twelve numbers that is kept in place.
///
/// Derefs to a slice. Like a [`List`](super::List) it knows whether it was there at all. Null
/// elements are dropped, and a longer list is an error.
#[derive(Clone, Copy, PartialEq)]
pub struct FeatureVector {
    numbers: [f32; LENGTH],
    /// How many of them there are.
    count: u8,
}

impl FeatureVector {
    /// A list that is not there, marked by a count that no list has.
    const ABSENT: Self = Self {
        numbers: [0.0; LENGTH],
        count: u8::MAX,
    };

    /// Whether the list was not there.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        self.count == Self::ABSENT.count
    }

    /// The numbers.
    #[must_use]
    pub fn as_slice(&self) -> &[f32] {
        self.numbers.get(..self.count.into()).unwrap_or_default()
    }

    /// The numbers, if there are twelve, as nearly always.
    #[must_use]
    pub fn as_array(&self) -> Option<&[f32; LENGTH]> {
        (usize::from(self.count) == LENGTH).then_some(&self.numbers)
    }
}

impl Deref for FeatureVector {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        self.as_slice()
    }
}

/// An absent list.
impl Default for FeatureVector {
    fn default() -> Self {
        Self::ABSENT
    }
}

impl fmt::Debug for FeatureVector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_absent() {
            return f.write_str("Absent");
        }
        fmt::Debug::fmt(self.as_slice(), f)
    }
}

impl Serialize for FeatureVector {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for number in self.as_slice() {
            list.serialize_element(&Written::<Plain, f32>::new(number))?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for FeatureVector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Numbers)
    }
}

impl Read<FeatureVector> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<FeatureVector>, D::Error> {
        Option::deserialize(deserializer)
    }

    fn absent() -> Option<FeatureVector> {
        Some(FeatureVector::ABSENT)
    }
}

impl Write<FeatureVector> for Plain {
    fn is_absent(value: &FeatureVector) -> bool {
        value.is_absent()
    }

    fn write<S: Serializer>(value: &FeatureVector, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

struct Numbers;

impl<'de> Visitor<'de> for Numbers {
    type Value = FeatureVector;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of up to twelve numbers")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<FeatureVector, A::Error> {
        let mut numbers = [0.0; LENGTH];
        let mut count = 0;
        while let Some(number) = list.next_element_seed(Reader::<Plain, f32>::new())? {
            let Some(number) = number else { continue };
            match numbers.get_mut(usize::from(count)) {
                Some(place) => *place = number,
                None => return Err(de::Error::invalid_length(LENGTH + 1, &self)),
            }
            count += 1;
        }
        Ok(FeatureVector { numbers, count })
    }
}

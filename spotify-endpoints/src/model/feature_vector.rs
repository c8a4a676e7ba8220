//! The vectors of twelve numbers that describe a segment of sound.

use std::{fmt, ops::Deref};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, SeqAccess, Visitor},
    ser::SerializeSeq as _,
};

use super::{
    codec::{Plain, Read, Reader, Write, Written, by_deserialize},
    mode::{Mode, raw},
};

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
        if Mode::get() == Mode::Any {
            return deserializer.deserialize_seq(Numbers);
        }
        let json = raw(deserializer)?;
        scan(json).map_or_else(
            || {
                serde_json::Deserializer::from_str(json)
                    .deserialize_seq(Numbers)
                    .map_err(de::Error::custom)
            },
            Ok,
        )
    }
}

impl Read<FeatureVector> for Plain {
    fn read_into<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<FeatureVector>,
    ) -> Result<(), D::Error> {
        by_deserialize(deserializer, place)
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

/// Reads a list of nothing but short numbers, which is known to be JSON, without looking at each
/// as a value of JSON: most of an analysis are such lists.
fn scan(json: &str) -> Option<FeatureVector> {
    let mut numbers = [0.0; LENGTH];
    let mut count = 0;
    let mut rest = json.as_bytes().strip_prefix(b"[")?.trim_ascii_start();
    while rest != b"]" {
        let place = numbers.get_mut(usize::from(count))?;
        (*place, rest) = short(rest)?;
        count += 1;
        rest = match rest {
            [b',', tail @ ..] => tail,
            [b']'] => break,
            _ => match rest.trim_ascii_start() {
                [b',', tail @ ..] => tail,
                [b']'] => break,
                _ => return None,
            },
        };
        if rest.first().is_some_and(u8::is_ascii_whitespace) {
            rest = rest.trim_ascii_start();
        }
    }
    Some(FeatureVector { numbers, count })
}

/// Reads a number of few digits and no exponent. They are exact as an `f32`, and so is the power
/// of ten, which makes their quotient the nearest one.
#[inline]
fn short(json: &[u8]) -> Option<(f32, &[u8])> {
    const MOST: usize = 8;
    const EXACT: i32 = 1 << f32::MANTISSA_DIGITS;
    const POWERS: [f32; MOST] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];
    let (sign, start) = match json {
        [b'-', tail @ ..] => (-1, tail),
        _ => (1, json),
    };
    let (mut value, mut rest) = digits(0, start);
    let mut decimals = 0;
    if let [
        b'.',
        a @ b'0'..=b'9',
        b @ b'0'..=b'9',
        c @ b'0'..=b'9',
        tail @ ..,
    ] = rest
        && let [b',' | b']', ..] = tail
    {
        // Nearly all have three decimals.
        let [a, b, c] = [a, b, c].map(|digit| i32::from(digit & 15));
        value = value.wrapping_mul(1000).wrapping_add(a * 100 + b * 10 + c);
        (decimals, rest) = (3, tail);
    } else if let [b'.', tail @ ..] = rest {
        (value, rest) = digits(value, tail);
        decimals = tail.len() - rest.len();
    }
    if !(1..=MOST).contains(&(start.len() - rest.len())) || value >= EXACT {
        return None;
    }
    #[allow(clippy::cast_precision_loss, reason = "it is exact")]
    let number = (sign * value) as f32 / POWERS.get(decimals)?;
    Some((number, rest))
}

/// Puts digits behind others; beyond nine of them the value means nothing.
#[inline]
fn digits(mut value: i32, json: &[u8]) -> (i32, &[u8]) {
    let mut rest = json;
    while let [byte, tail @ ..] = rest {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value.wrapping_mul(10).wrapping_add(digit.into());
        rest = tail;
    }
    (value, rest)
}

/// Reads a list number by number.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn slow(json: &str) -> Result<FeatureVector, serde_json::Error> {
        Mode::Any.run(|| serde_json::from_str(json))
    }

    fn fast(json: &str) -> Result<FeatureVector, serde_json::Error> {
        Mode::Json.run(|| serde_json::from_str(json))
    }

    #[test]
    fn both_ways_read_the_same() {
        for json in [
            "[]",
            "[ ]",
            "[1]",
            "[0.709,0.092,0.196,0.084,0.352,0.134,0.161,1,0.17,0.161,0.211,0.15]",
            "[23.312, -7.374 ,\n-45.719\t,294.874]",
            "[null,0.5,null]",
            "[1e-3,-2.5E2,0.12345678,123456789,-0,0.0]",
            "[-0.0000001,9999999,999999.9,0.9999999]",
        ] {
            let (slow, fast) = (slow(json).unwrap(), fast(json).unwrap());
            assert_eq!(slow, fast, "{json}");
            assert!(!slow.is_absent());
            let texts = json.trim_matches(['[', ']']).split(',').map(str::trim);
            let plain: Vec<f32> = texts.filter_map(|text| text.parse().ok()).collect();
            assert_eq!(*slow, *plain, "{json}");
        }
        for json in [
            "[0,0,0,0,0,0,0,0,0,0,0,0,0]",
            "[\"1\"]",
            "[[1]]",
            "[1e39]",
            "[1",
            "{}",
            "7",
        ] {
            assert!(slow(json).is_err() && fast(json).is_err(), "{json}");
        }
    }

    #[test]
    fn every_short_number_is_the_nearest() {
        for value in (0..10_000_000).step_by(997) {
            for decimals in 0..=7 {
                let text = format!(
                    "{:.decimals$}",
                    f64::from(value) / 10_f64.powi(decimals as i32)
                );
                if let Some(list) = scan(&format!("[{text},-{text}]")) {
                    let number: f32 = text.parse().unwrap();
                    assert_eq!(*list, [number, -number], "{text}");
                }
            }
        }
    }

    #[test]
    fn an_absent_one_is_no_empty_one() {
        let absent = FeatureVector::default();
        assert!(absent.is_absent() && absent.is_empty() && absent.as_array().is_none());
        let empty = slow("[]").unwrap();
        assert!(!empty.is_absent() && empty != absent);
        let all = slow("[1,2,3,4,5,6,7,8,9,10,11,12]").unwrap();
        assert_eq!(all.as_array().unwrap()[11], 12.0);
        assert_eq!(format!("{absent:?} {empty:?}"), "Absent []");
    }
}

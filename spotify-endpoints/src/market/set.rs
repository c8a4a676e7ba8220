//! A set of countries, which costs as much for one as for all.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeSeq as _};

use super::Market;
use crate::model::{Mode, raw};

const LETTERS: usize = 26;
const BITS: usize = 64;
const WORDS: usize = (LETTERS * LETTERS).div_ceil(BITS);

/// A set of [`Market`]s, in alphabetical order: one bit for each code of two letters.
///
/// What else may stand in such a list is kept in [`unknown`](Self::unknown). In serde it is a
/// list; it is written in alphabetical order, whatever order it came in.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Markets {
    bits: [u64; WORDS],
    unknown: Option<Box<Unknown>>,
}

/// What is no code, behind a box because it is next to never there.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
struct Unknown {
    codes: Vec<Box<str>>,
}

impl Markets {
    /// An empty set.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            bits: [0; WORDS],
            unknown: None,
        }
    }

    /// Whether a market is in the set; [`Market::FROM_TOKEN`] never is.
    #[must_use]
    pub fn contains(&self, market: Market) -> bool {
        let Some((word, bit)) = place(market.0) else {
            return false;
        };
        self.bits.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Adds a market, and tells whether it is new; [`Market::FROM_TOKEN`] is never added.
    pub fn insert(&mut self, market: Market) -> bool {
        self.set(market.0).unwrap_or(false)
    }

    /// How many markets there are, unknown codes aside.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bits
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// Whether there is neither a market nor an unknown code.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bits == [0; WORDS] && self.unknown.is_none()
    }

    /// The markets, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = Market> + '_ {
        (b'A'..=b'Z')
            .flat_map(|a| (b'A'..=b'Z').map(move |b| Market([a, b])))
            .filter(|market| self.contains(*market))
    }

    /// What is in the list without being two capital letters, in the order in which it came.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        self.unknown
            .iter()
            .flat_map(|unknown| &unknown.codes)
            .map(|code| &**code)
    }

    fn set(&mut self, code: [u8; 2]) -> Option<bool> {
        let (word, bit) = place(code)?;
        let word = self.bits.get_mut(word)?;
        let new = *word & bit == 0;
        *word |= bit;
        Some(new)
    }

    pub(crate) fn add(&mut self, code: &str) {
        let known = code.as_bytes().first_chunk().filter(|_| code.len() == 2);
        if known.and_then(|code| self.set(*code)).is_none() {
            self.unknown.get_or_insert_default().codes.push(code.into());
        }
    }
}

/// Where the bit of a code of two capital letters is.
fn place(code: [u8; 2]) -> Option<(usize, u64)> {
    let letter = |byte: u8| {
        let letter = usize::from(byte.wrapping_sub(b'A'));
        (letter < LETTERS).then_some(letter)
    };
    let [a, b] = code;
    let bit = letter(a)? * LETTERS + letter(b)?;
    Some((bit / BITS, 1 << (bit % BITS)))
}

impl FromIterator<Market> for Markets {
    fn from_iter<I: IntoIterator<Item = Market>>(markets: I) -> Self {
        let mut set = Self::new();
        set.extend(markets);
        set
    }
}

impl Extend<Market> for Markets {
    fn extend<I: IntoIterator<Item = Market>>(&mut self, markets: I) {
        for market in markets {
            self.insert(market);
        }
    }
}

impl fmt::Debug for Markets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Markets(")?;
        let codes = self.iter().map(|market| market.to_string());
        for (i, code) in codes
            .chain(self.unknown().map(|code| format!("{code:?}")))
            .enumerate()
        {
            f.write_str(if i == 0 { "" } else { " " })?;
            f.write_str(&code)?;
        }
        f.write_str(")")
    }
}

impl Serialize for Markets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len() + self.unknown().count()))?;
        for market in self.iter() {
            list.serialize_element(&market)?;
        }
        for code in self.unknown() {
            list.serialize_element(code)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for Markets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Read with care, it has to be seen which code is wrong.
        if Mode::get() != Mode::Json {
            return deserializer.deserialize_seq(List);
        }
        let json = raw(deserializer)?;
        scan_compact(json).or_else(|| scan(json)).map_or_else(
            || {
                serde_json::Deserializer::from_str(json)
                    .deserialize_seq(List)
                    .map_err(de::Error::custom)
            },
            Ok,
        )
    }
}

/// Reads a list code by code.
struct List;

impl<'de> de::Visitor<'de> for List {
    type Value = Markets;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of country codes")
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Markets, A::Error> {
        let mut markets = Markets::new();
        while list.next_element_seed(Code(&mut markets))?.is_some() {}
        Ok(markets)
    }
}

/// Reads a list of nothing but codes of two capital letters, without a blank in between: it is
/// known to be JSON, so codes stand at every fifth place or the list is another one.
fn scan_compact(json: &str) -> Option<Markets> {
    let (codes, []) = json.as_bytes().strip_prefix(b"[")?.as_chunks::<5>() else {
        return None;
    };
    let mut markets = Markets::new();
    // All of them, whatever comes: that is quicker than to stop at the first that is none.
    let mut good = true;
    for [open, a, b, close, _] in codes {
        let letter = |byte: u8| usize::from(byte.wrapping_sub(b'A'));
        let (a, b) = (letter(*a), letter(*b));
        good &= *open == b'"' && *close == b'"' && a < LETTERS && b < LETTERS;
        let bit = a * LETTERS + b;
        if let Some(word) = markets.bits.get_mut(bit / BITS) {
            *word |= 1 << (bit % BITS);
        }
    }
    good.then_some(markets)
}

/// Reads a list of nothing but codes of two capital letters, without looking at each as a value
/// of JSON.
fn scan(json: &str) -> Option<Markets> {
    let mut markets = Markets::new();
    let mut rest = json.as_bytes().strip_prefix(b"[")?.trim_ascii_start();
    if rest == b"]" {
        return Some(markets);
    }
    while let [b'"', a, b, b'"', tail @ ..] = rest {
        markets.set([*a, *b])?;
        rest = match tail {
            [b',', tail @ ..] => tail,
            [b']'] => return Some(markets),
            _ => match tail.trim_ascii_start() {
                [b',', tail @ ..] => tail,
                [b']'] => return Some(markets),
                _ => return None,
            },
        };
        if !rest.starts_with(b"\"") {
            rest = rest.trim_ascii_start();
        }
    }
    None
}

/// Puts one code into the set, without making a string of it.
struct Code<'a>(&'a mut Markets);

impl<'de> de::DeserializeSeed<'de> for Code<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> de::Visitor<'de> for Code<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a country code")
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }

    fn visit_str<E: de::Error>(self, code: &str) -> Result<(), E> {
        self.0.add(code);
        Ok(())
    }
}

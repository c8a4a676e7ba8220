//! Cover art and portraits.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    List,
    codec::{Cursor, Raw, by_text},
    object::object,
};

object! {
    /// A picture, in one of its sizes.
    Image via ImageSlots "an image";
    scan: scan;
    {
        /// Where it is; of playlists only for about a day. Empty if Spotify does not tell.
        url: ImageUrl = ImageUrl::from(""),
        /// The height in pixels; absent for what users have uploaded.
        height: Option<u16>,
        /// The width in pixels; absent for what users have uploaded.
        width: Option<u16>,
    }
}

impl List<Image> {
    /// The smallest image that is at least `pixels` wide, or else the widest.
    ///
    /// Images of unknown width come last.
    #[must_use]
    pub fn at_least(&self, pixels: u16) -> Option<&Image> {
        let wide_enough = |image: &&Image| image.width.is_some_and(|width| width >= pixels);
        self.iter()
            .filter(wide_enough)
            .min_by_key(|image| image.width)
            .or_else(|| self.iter().rev().max_by_key(|image| image.width))
    }
}

const CDN: &str = "https://i.scdn.co/image/";

/// How many digits follow.
const HEX: usize = 40;

/// The address of an image.
///
/// Most end in 20 bytes of hexadecimal digits, which are kept in place of the text; `Display`
/// and [`to_str`](Self::to_str) write it out again.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ImageUrl(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Cdn([u8; 20]),
    Text(Box<str>),
}

impl ImageUrl {
    /// The address as text, borrowed where it is kept as such.
    #[must_use]
    pub fn to_str(&self) -> Cow<'_, str> {
        match &self.0 {
            Repr::Cdn(_) => self.to_string().into(),
            Repr::Text(text) => Cow::Borrowed(text),
        }
    }
}

impl From<&str> for ImageUrl {
    fn from(url: &str) -> Self {
        match url.strip_prefix(CDN).and_then(decode) {
            Some(hash) => Self(Repr::Cdn(hash)),
            None => Self(Repr::Text(url.into())),
        }
    }
}

/// Reads an image whose address is of the usual form.
fn scan(cursor: &mut Cursor<'_>) -> Option<Image> {
    let (mut url, mut height, mut width) = (None, None, None);
    cursor.past("{")?;
    loop {
        if cursor.key("\"height\"").is_some() {
            height = cursor.number()?;
        } else if cursor.key("\"width\"").is_some() {
            width = cursor.number()?;
        } else {
            let address = cursor.key("\"url\"")?.past("\"")?.go_on(CDN)?;
            url = Some(decode(address.take(HEX)?)?);
            cursor.go_on("\"")?;
        }
        if cursor.past(",").is_none() {
            break;
        }
    }
    cursor.past("}")?;
    Some(Image {
        url: ImageUrl(Repr::Cdn(url?)),
        height,
        width,
    })
}

/// Reads 40 hexadecimal digits in lower case.
fn decode(hex: &str) -> Option<[u8; 20]> {
    let hex: &[u8; HEX] = hex.as_bytes().try_into().ok()?;
    // All of them, whatever comes out: many at once are quicker than to stop at the first bad one.
    let digits = hex.map(digit);
    let good = digits.iter().fold(0, |seen, digit| seen | digit) < 16;
    let (pairs, _) = digits.as_chunks::<2>();
    let mut hash = [0; 20];
    for (byte, [high, low]) in hash.iter_mut().zip(pairs) {
        *byte = high << 4 | low;
    }
    good.then_some(hash)
}

/// The value of a hexadecimal digit; 255 for all else.
fn digit(byte: u8) -> u8 {
    let (digit, letter) = (byte.wrapping_sub(b'0'), byte.wrapping_sub(b'a'));
    let letter = if letter < 6 { letter + 10 } else { u8::MAX };
    if digit < 10 { digit } else { letter }
}

impl fmt::Display for ImageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Cdn(hash) => {
                f.write_str(CDN)?;
                hash.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
            Repr::Text(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for ImageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

impl Serialize for ImageUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ImageUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Raw::deserialize(deserializer).map(|url| url.as_str().into())
    }
}

by_text!(ImageUrl);

//! The part of a request that is written into its address.

use std::fmt::Write as _;

use bytes::Bytes;
use http::{
    Uri,
    uri::{Parts, PathAndQuery},
};

use crate::{BaseUrl, BuildError};

/// The longest address that is sent: longer ones are refused by Spotify with 414.
const MAX_URI: usize = 8 << 10;

/// Writes path and query of a request, escaping as it goes.
///
/// What is not a letter, a digit or one of `- . _ ~` is percent-encoded, commas and colons in
/// queries aside; a value can never end its segment, open a query or reach the host.
#[derive(Debug)]
pub struct Target {
    /// Path and query.
    text: String,
    /// Scheme, host and port.
    origin: Parts,
    queried: bool,
    problem: Option<&'static str>,
}

impl Target {
    /// Starts behind a base.
    #[must_use]
    pub fn new(base: &BaseUrl) -> Self {
        let mut text = String::with_capacity(base.path().len() + 100);
        text.push_str(base.path());
        Self {
            text,
            origin: base.parts(),
            queried: false,
            problem: None,
        }
    }

    /// Writes a path, with a value for each `{placeholder}` in turn.
    pub fn path(&mut self, template: &str, values: &[&dyn Argument]) {
        let (mut rest, mut values) = (template, values.iter());
        while let Some((head, tail)) = rest.split_once('{') {
            self.text.push_str(head);
            let start = self.text.len();
            if let Some(value) = values.next() {
                value.write(&mut Escaper {
                    out: &mut self.text,
                    plain: UNRESERVED,
                });
            }
            if let Some("" | "." | "..") = self.text.get(start..) {
                self.problem = Some("a path segment is empty or dots");
            }
            rest = tail.split_once('}').map_or("", |(_, after)| after);
        }
        self.text.push_str(rest);
    }

    /// Writes `name=value` into the query; the name is escaped as well.
    pub fn query(&mut self, name: &str, value: &(impl Argument + ?Sized)) {
        self.text.push(if self.queried { '&' } else { '?' });
        self.queried = true;
        Escaper {
            out: &mut self.text,
            plain: UNRESERVED,
        }
        .push(name);
        self.text.push('=');
        value.write(&mut Escaper {
            out: &mut self.text,
            plain: IN_QUERY,
        });
    }

    /// The path and query written so far, without the origin.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn finish(self) -> Result<Uri, BuildError> {
        if let Some(problem) = self.problem {
            return Err(BuildError::Target(problem));
        }
        // With `https://` and the host.
        let origin = self.origin.authority.as_ref();
        let origin = origin.map_or(0, |authority| authority.as_str().len()) + 8;
        if self.text.len() + origin > MAX_URI {
            return Err(BuildError::Target(
                "it is longer than 8 KiB; send fewer values at once",
            ));
        }
        let refused = BuildError::Target("it is not a valid URI");
        let Ok(path) = PathAndQuery::from_maybe_shared(Bytes::from(self.text)) else {
            return Err(refused);
        };
        let mut parts = self.origin;
        parts.path_and_query = Some(path);
        Uri::from_parts(parts).map_err(|_| refused)
    }
}

/// A value that can stand in a path, a query, or behind a range.
pub trait Argument {
    /// Writes the value; the writer escapes.
    fn write(&self, out: &mut Escaper<'_>);

    /// What a range is compared with: a number itself, of a list how many elements it has.
    fn size(&self) -> u64 {
        0
    }

    /// What [`size`](Self::size) counts; empty where it is the value itself.
    fn unit(&self) -> &'static str {
        ""
    }
}

/// Takes text and percent-encodes what must not stand as it is.
#[derive(Debug)]
pub struct Escaper<'a> {
    out: &'a mut String,
    /// Which bytes stand as they are.
    plain: &'static [bool; 256],
}

/// What stands as it is in a path, and in the names of a query: letters, digits and `- . _ ~`
/// (RFC 3986, section 2.3).
const UNRESERVED: &[bool; 256] = &plain(b"");

/// What stands as it is in the values of a query.
const IN_QUERY: &[bool; 256] = &plain(b",:");

/// A table with the unreserved characters, and some more.
const fn plain(more: &[u8]) -> [bool; 256] {
    const fn add(mut table: [bool; 256], bytes: &[u8]) -> [bool; 256] {
        let mut rest = bytes;
        while let [first, tail @ ..] = rest {
            // A byte is never beyond the table.
            if let Some((_, [place, ..])) = table.split_at_mut_checked(*first as usize) {
                *place = true;
            }
            rest = tail;
        }
        table
    }
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    add(add([false; 256], letters), more)
}

impl Escaper<'_> {
    /// Writes text.
    pub fn push(&mut self, text: &str) {
        let plain = |byte: &u8| self.plain.get(usize::from(*byte)) == Some(&true);
        let mut rest = text;
        // In runs: most values have nothing to escape.
        while let Some(at) = rest.bytes().position(|byte| !plain(&byte)) {
            let (head, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.out.push_str(head);
            let width = tail.chars().next().map_or(1, char::len_utf8);
            let (odd, behind) = tail.split_at_checked(width).unwrap_or((tail, ""));
            for byte in odd.bytes() {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                let digit = |n: u8| HEX.get(usize::from(n)).copied().map_or('0', char::from);
                self.out.push('%');
                self.out.push(digit(byte >> 4));
                self.out.push(digit(byte & 15));
            }
            rest = behind;
        }
        self.out.push_str(rest);
    }

    /// Writes the comma between the elements of a list.
    pub fn comma(&mut self) {
        self.out.push(',');
    }
}

impl Argument for str {
    fn write(&self, out: &mut Escaper<'_>) {
        out.push(self);
    }

    fn size(&self) -> u64 {
        self.chars().count() as u64
    }

    fn unit(&self) -> &'static str {
        "characters"
    }
}

impl Argument for String {
    fn write(&self, out: &mut Escaper<'_>) {
        out.push(self);
    }

    fn size(&self) -> u64 {
        self.as_str().size()
    }

    fn unit(&self) -> &'static str {
        self.as_str().unit()
    }
}

impl<T: Argument + ?Sized> Argument for &T {
    fn write(&self, out: &mut Escaper<'_>) {
        (**self).write(out);
    }

    fn size(&self) -> u64 {
        (**self).size()
    }

    fn unit(&self) -> &'static str {
        (**self).unit()
    }
}

/// Lists stand with commas between their elements.
impl<T: Argument> Argument for Vec<T> {
    fn write(&self, out: &mut Escaper<'_>) {
        for (i, element) in self.iter().enumerate() {
            if i > 0 {
                out.comma();
            }
            element.write(out);
        }
    }

    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn unit(&self) -> &'static str {
        "elements"
    }
}

impl Argument for bool {
    fn write(&self, out: &mut Escaper<'_>) {
        out.push(if *self { "true" } else { "false" });
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl Argument for $number {
            fn write(&self, out: &mut Escaper<'_>) {
                // Digits need no escaping, and writing to a string cannot fail.
                let _ = write!(out.out, "{self}");
            }

            fn size(&self) -> u64 {
                u64::from(*self)
            }
        }
    )*};
}

numbers!(u8 u16 u32 u64);

/// Moments stand as milliseconds since 1970, as the cursors of the player do.
impl Argument for crate::Timestamp {
    fn write(&self, out: &mut Escaper<'_>) {
        let _ = write!(out.out, "{}", self.as_millis());
    }
}

//! The forms in which a text can stand in another: percent-encoded, in base64, in hex.

use std::{borrow::Cow, ops::Range};

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD},
};
use memchr::{memchr2, memchr3_iter, memmem::Finder};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// All but what RFC 3986 leaves as it is, and the marks of placeholders, which are to be read.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'{')
    .remove(b'}')
    .remove(b'@');

/// All but what RFC 3986 leaves as it is.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A form to be looked for in many texts.
#[derive(Clone)]
pub(super) struct Form(Finder<'static>);

impl Form {
    pub(super) fn all(texts: Vec<String>) -> Vec<Self> {
        let form = |text: String| Self(Finder::new(&text).into_owned());
        texts.into_iter().map(form).collect()
    }

    pub(super) fn find(&self, text: &str) -> Option<Range<usize>> {
        let start = self.0.find(text.as_bytes())?;
        Some(start..start + self.0.needle().len())
    }
}

/// A text as it is and in hex.
pub(super) fn written(text: &str) -> Vec<String> {
    let hex = hex(text);
    vec![text.to_owned(), hex.to_uppercase(), hex]
}

/// Finds a text of which some bytes, or all, are percent-encoded, in small or in capital letters,
/// or written as forms write spaces.
pub(super) fn find_escaped(text: &str, secret: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    memchr2(b'%', b'+', bytes)?;
    memchr3_iter(*secret.as_bytes().first()?, b'%', b'+', bytes).find_map(|start| {
        let (mut at, mut escaped) = (start, false);
        for wanted in secret.bytes() {
            let (length, is_escape) = match bytes.get(at)? {
                byte if *byte == wanted => (1, false),
                b'%' if escape(bytes.get(at + 1..at + 3)?) == Some(wanted) => (3, true),
                b'+' if wanted == b' ' => (1, true),
                _ => return None,
            };
            at += length;
            escaped |= is_escape;
        }
        // Never within a character: escapes and the text's own bytes end where it ends.
        (escaped && text.get(start..at).is_some()).then_some(start..at)
    })
}

/// Replaces what is found, from left to right, and looks at nothing twice.
pub(super) fn replace_each(
    text: &mut String,
    mut find: impl FnMut(&str) -> Option<(Range<usize>, String)>,
) {
    let mut at = 0;
    while let Some((range, by)) = text.get(at..).and_then(&mut find) {
        let start = at + range.start;
        text.replace_range(start..at + range.end, &by);
        at = start + by.len();
    }
}

fn escape(digits: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

pub(super) fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// What of a text's base64 is the same whatever stands around it: wherever it begins within
/// three bytes, in both alphabets.
pub(super) fn base64(text: &str) -> Vec<String> {
    let mut forms = Vec::new();
    for before in [&[][..], &[0], &[0, 0]] {
        let shift = before.len();
        let shifted = [before, text.as_bytes()].concat();
        for engine in [BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD] {
            let encoded = engine.encode(&shifted);
            // Of the first and the last character some bits belong to what stands around.
            let whole = shifted.len() * 8 / 6;
            forms.extend(
                encoded
                    .get((shift * 8).div_ceil(6)..whole)
                    .map(str::to_owned),
            );
        }
    }
    forms.sort();
    forms.dedup();
    forms
}

/// The same, and of the text with its escapes, which is what RFC 6749 puts into `Basic`.
pub(super) fn base64_escaped(text: &str) -> Vec<String> {
    let escaped = utf8_percent_encode(text, ESCAPED).to_string();
    let mut forms = base64(text);
    if escaped != text {
        forms.extend(base64(&escaped));
        forms.extend(base64(&escaped.replace("%20", "+")));
        forms.sort();
        forms.dedup();
    }
    forms
}

/// Writes a value into a query or a form.
pub(super) fn encode(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

/// Reads a value of a path.
pub(super) fn decode(value: &str) -> Cow<'_, str> {
    percent_decode_str(value).decode_utf8_lossy()
}

/// Reads a value of a query or a form.
pub(super) fn decode_pair(value: &str) -> String {
    decode(&value.replace('+', " ")).into_owned()
}

/// A text, and what it is after its escapes are undone once or twice.
pub(super) fn views(text: &str) -> Vec<Cow<'_, str>> {
    let mut views = vec![Cow::Borrowed(text)];
    if text.contains(['%', '+']) {
        let once = decode(text).into_owned();
        views.push(decode(&once).into_owned().into());
        views.push(decode_pair(text).into());
        views.push(once.into());
    }
    views
}

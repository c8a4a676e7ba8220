//! The forms in which a text can stand in another: percent-encoded, in base64, in hex.

use std::borrow::Cow;

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// All but what RFC 3986 leaves as it is.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// As [`RESERVED`], but for the braces of placeholders, which are to be read.
const VALUE: &AsciiSet = &RESERVED.remove(b'{').remove(b'}').remove(b'@');

/// The forms of a text that are texts themselves, the text among them, the longest first.
pub(super) fn written(text: &str) -> Vec<String> {
    let percent = utf8_percent_encode(text, RESERVED).to_string();
    let every: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let mut forms = vec![
        text.to_owned(),
        percent.replace("%20", "+"),
        lower_hex(&percent),
        percent,
        every.to_lowercase(),
        every,
    ];
    let hex = hex(text);
    forms.extend([hex.to_uppercase(), hex]);
    forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    forms.dedup();
    forms
}

/// Escapes as some write them, with small letters.
fn lower_hex(percent: &str) -> String {
    let mut escape = 0;
    let lower = percent.chars().map(|c| match (c, escape) {
        ('%', _) => {
            escape = 2;
            c
        }
        (_, 0) => c,
        _ => {
            escape -= 1;
            c.to_ascii_lowercase()
        }
    });
    lower.collect()
}

pub(super) fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// What of a text's base64 is the same whatever stands around it: wherever it begins within
/// three bytes, in both alphabets.
pub(super) fn base64(text: &str) -> Vec<String> {
    let mut forms = Vec::new();
    for shift in 0..3 {
        let shifted = [&[0; 2][..shift], text.as_bytes()].concat();
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

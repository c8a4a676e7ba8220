//! Names and values, addresses and tokens in text that has no form of its own: pages, logs.

use std::ops::Range;

use super::rule::Place;

/// Shortest word behind `Bearer` that is a token, if it has a digit.
const BEARER: usize = 8;

/// A value in a text.
pub(super) struct Span<'a> {
    pub(super) range: Range<usize>,
    pub(super) place: Place,
    pub(super) name: &'a str,
    pub(super) is_url: bool,
}

/// What there is, in the order of the text; no two of them overlap.
pub(super) fn spans(text: &str) -> Vec<Span<'_>> {
    let mut spans: Vec<Span<'_>> = Vec::new();
    for (at, c) in text.char_indices() {
        let found = match c {
            ':' if text.get(at..).is_some_and(|rest| rest.starts_with("://")) => url(text, at),
            ':' | '=' => pair(text, at),
            ' ' => bearer(text, at),
            _ => None,
        };
        let end = spans.last().map_or(0, |span| span.range.end);
        spans.extend(found.filter(|span| span.range.start >= end && !span.range.is_empty()));
    }
    spans
}

/// The address around `://`.
fn url(text: &str, at: usize) -> Option<Span<'_>> {
    let (before, after) = text.split_at_checked(at)?;
    let start = at - before.chars().rev().take_while(|c| in_scheme(*c)).count();
    let ends = |c: char| c.is_whitespace() || "\"'<>`\\".contains(c);
    let end = at + after.find(ends).unwrap_or(after.len());
    Some(Span {
        range: start..end,
        place: Place::Query,
        name: "",
        is_url: start < at,
    })
    .filter(|span| span.is_url)
}

fn in_scheme(c: char) -> bool {
    c.is_ascii_alphanumeric() || "+.-".contains(c)
}

/// The value behind a `=` or `:`, if there is a name before it.
fn pair(text: &str, at: usize) -> Option<Span<'_>> {
    let (before, after) = text.split_at_checked(at)?;
    let is_colon = after.starts_with(':');
    let quotes: &[char] = &['"', '\'', '\\'];
    let bare = before.trim_end();
    let unquoted = bare.trim_end_matches(quotes);
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let name = unquoted.rsplit(|c| !inside(c)).next()?;
    let value = after.get(1..)?;
    let value = value.trim_start_matches([' ', '\t']);
    let text_of = value.trim_start_matches(quotes);
    let is_quoted = text_of.len() < value.len();
    // An address is taken apart as one: `href="https://…"`.
    let address = text_of.split_once("://");
    if address.is_some_and(|(scheme, _)| !scheme.is_empty() && scheme.chars().all(in_scheme)) {
        return None;
    }
    // `state: open` is what people write; `access_token: …` is not.
    if is_colon && !is_quoted && unquoted.len() == bare.len() && !name.contains('_') {
        return None;
    }
    let ends = |c: char| {
        c == '"'
            || c == '\''
            || c == '\\'
            || (!is_quoted && (c.is_whitespace() || "&<>,;)}]".contains(c)))
    };
    let braced = text_of
        .starts_with('{')
        .then(|| text_of.find('}'))
        .flatten();
    let length = match braced {
        Some(end) => end + 1,
        None => text_of.find(ends).unwrap_or(text_of.len()),
    };
    let start = text.len() - text_of.len();
    let place = if is_colon { Place::Json } else { Place::Query };
    (!name.is_empty()).then_some(Span {
        range: start..start + length,
        place,
        name,
        is_url: false,
    })
}

/// The token behind `Bearer `.
fn bearer(text: &str, at: usize) -> Option<Span<'_>> {
    let before = text.get(..at)?;
    let word = before.get(before.len().checked_sub(6)?..)?;
    if !word.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let inside = |c: char| c.is_ascii_alphanumeric() || "-._~+/=".contains(c);
    let rest = text.get(at + 1..)?;
    let length = rest.find(|c| !inside(c)).unwrap_or(rest.len());
    let token = rest.get(..length)?;
    let is_token = length >= BEARER && token.contains(|c: char| c.is_ascii_digit());
    is_token.then_some(Span {
        range: at + 1..at + 1 + length,
        place: Place::Credentials,
        name: "bearer",
        is_url: false,
    })
}
